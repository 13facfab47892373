"""Python tests have what they share from test/harness: one way to compile for BPF,
one prelude, one way to make a folder, to skip, and to be registered."""

import re

from house import files, finish, lines

# A tool that is also run without a build, by a script of utils/; or one that
# measures: its command line must have just what is measured.
TOOLS = {"test/oracle/batch.py", "test/oracle/run.py", "test/oracle/kernel.py",
         "test/mutants/run.py", "test/bench/measure.py"}
RULES = [
    (re.compile(r'"-target"|\bclang.* -target bpf\b.* -c '), ".py",
     "compiles for BPF by hand: bpf_object() or bpf_command()"),
    (re.compile(r"#define (SEC|__uint|__type|__array|HASH|EMIT)\("), ".py",
     "a second prelude: test/harness/bpf_prelude.h"),
    (re.compile(r"^(import|from) tempfile\b"), ".py",
     "makes a folder by hand: Folder or FolderTest"),
    (re.compile(r'"/usr/sbin/bpftool"|"mount", "-t", "bpf"'), ".py",
     "has bpftool or a place to pin by hand: find(), bpf_file_system()"),
    (re.compile(r"\bexit\(77\)"), ".py", "skips by hand: skip()"),
    (re.compile("Python3_EXECUTABLE"), "CMakeLists.txt",
     "registers a test by hand: hostlayout_python_test()"),
]
faults, count = [], 0
for name in files("test"):
    if name.startswith(("test/harness/", "test/plugin/")) or name in TOOLS:
        continue
    if not name.endswith((".py", "CMakeLists.txt")):
        continue
    count += 1
    for number, line in lines(name):
        faults += [f"{name}:{number}: {why}" for pattern, end, why in RULES
                   if name.endswith(end) and pattern.search(line)
                   and name != "test/house/python_tests.py"]
faults += [f"{name}: no such file" for name in TOOLS - set(files("test"))]

finish(faults, f"{count} files" if count else "")
