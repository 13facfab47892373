"""Typed maps with several compilers, in the running kernel.

usage: typed.py HOST_LAYOUT BPFTOOL CLANG PLUGIN COMPILER...
kinds.bpf.c has a map of each kind. What gen writes of it is compiled with each
COMPILER (a command: "g++ -std=c++17") and run: values that a BPF program wrote
are read through typed maps, and the reverse. Then calls.cpp does the same work
on typed maps and by hand: the system calls must be the same, the instructions
no more than 2 % apart.
"""

import os
import pathlib
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = HERE.parents[1] / "include"
MOST = 1.02


def run(command, work, **options):
    done = subprocess.run([str(w) for w in command], cwd=work, text=True,
                          capture_output=True, **options)
    return done.returncode, done.stdout, done.stderr


def must(command, work):
    code, out, err = run(command, work)
    if code:
        sys.exit(f"{shlex.join(map(str, command))}\n{out}{err}"[-6000:])
    return out


def prepare(host_layout, bpftool, clang, work):
    must([clang, "-target", "bpf", "-g", "-O2", "-Wall", f"-I{INCLUDE}",
          "-idirafter", f"/usr/include/{platform.machine()}-linux-gnu", "-c",
          HERE / "kinds.bpf.c", "-o", "kinds.bpf.o"], work)
    (work / "kinds.skel.h").write_text(
        must([bpftool, "gen", "skeleton", "kinds.bpf.o", "name", "kinds"],
             work))
    for lang, name in ("c++", "kinds.types.hpp"), ("c", "kinds.types.h"):
        must([host_layout, "gen", "kinds.bpf.o", "--maps", "--asserts",
              f"--lang={lang}", "-o", name], work)


def compile_it(compiler, source, work, *more):
    out = work / "program"
    must([*shlex.split(compiler), "-O2", "-g", "-Wall", "-Wextra", "-Werror",
          f"-I{INCLUDE}", f"-I{work}", HERE / source, *more, "-o", out,
          "-lbpf", "-pthread"], work)
    return out


def run_kinds(compiler, source, work):
    program = compile_it(compiler, source, work)
    code, out, err = run([program], work, timeout=120)
    if code == 77:
        print(out.strip())
        sys.exit(77)
    print(f"{compiler} {source}: {(out + err).strip()}")
    return code != 0


def bpf_calls(program, work):
    """The bpf() calls between the marks of calls.cpp, descriptors left out."""
    log = work / "strace.log"
    code, out, err = run(["strace", "-o", log, "-e", "trace=bpf,read,openat",
                          program, "both"], work)
    if code == 77 or not log.exists():
        return None
    if code:
        sys.exit(f"calls both: {code}\n{out}{err}")
    parts = re.split(r".*BPF_MAP_GET_FD_BY_ID.*2147483647.*\n|"
                     r".*BPF_MAP_GET_FD_BY_ID.*0x7fffffff.*\n",
                     log.read_text())
    names = [re.findall(r"^\w+\((?:BPF_\w+)?", part, re.M) for part in parts]
    if len(names) != 4:
        sys.exit(f"{len(names)} parts in what strace shows")
    return names[1], names[2]


def instructions(program, what, work):
    function = {"hand": "*by_hand*", "typed": "*typed(*"}[what]
    code, out, err = run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={work}/cg",
         f"--toggle-collect={function}", program, what], work)
    found = re.search(r"Collected : (\d+)", err)
    if not found or int(found[1]) == 0:
        return None
    return int(found[1])


def compare_costs(compiler, work):
    faults = 0
    program = compile_it(compiler, "calls.cpp", work)
    if shutil.which("strace") and (calls := bpf_calls(program, work)):
        by_hand, typed = calls
        # libbpf reads the number of CPUs once.
        print(f"{len(by_hand)} system calls by hand, {len(typed)} typed")
        if by_hand[-1000:] != typed[-1000:]:
            faults += 1
            print("system calls differ", by_hand[-8:], typed[-8:])
    else:
        print("no strace here: system calls are not compared")
    if shutil.which("valgrind"):
        counts = [instructions(program, w, work) for w in ("hand", "typed")]
        if None in counts:
            print("valgrind does not run it: instructions are not compared")
        else:
            ratio = counts[1] / counts[0]
            print(f"{counts[0]} instructions by hand, {counts[1]} typed: "
                  f"{ratio:.3f}")
            faults += ratio > MOST
    return faults


def refused(compiler, work):
    """What must not compile."""
    cases = {
        "another type as the key": "m.recent.lookup(kinds_types::flow());",
        "a value of another map": "m.counts.update({}, kinds_types::twelve());",
        "erasing from an array": "m.slots.erase(1);",
        "going over a queue": "for (auto x : m.waiting) (void)x;",
        "a record without the tag":
            "host_layout::ring_buffer r; r.on(m.events, host_layout::by_tag<"
            "&kinds_types::event_head::kind>(), host_layout::on<"
            "kinds_types::command>(1, [](const kinds_types::command &) {}));",
        "an address of another length":
            "m.routes.match(std::array<uint8_t, 16>());",
        "one value for all CPUs": "m.hits.update(0, kinds_types::twelve());",
    }
    # A light skeleton has descriptors, and no bpf_map.
    names = re.findall(r"of\.maps\.(\w+)",
                       (work / "kinds.types.hpp").read_text())
    light = ("struct light { struct { struct { int map_fd; } "
             f"{', '.join(names)}; }} maps; }};\n")
    fine = {"what is right": "", "a light skeleton":
            "light l{}; std::error_code ec; kinds_types::maps n(l, ec);"}
    faults = 0
    for what, code in {**fine, **cases}.items():
        (work / "refused.cpp").write_text(
            f'#include "kinds.types.hpp"\n{light}'
            f"void f(const kinds_types::maps &m) {{ (void)m; {code} }}\n")
        result, _, _ = run([*shlex.split(compiler), f"-I{INCLUDE}",
                            "-fsyntax-only", "refused.cpp"], work)
        if (result != 0) == (what in fine):
            faults += 1
            print(f"{what}: {'refused' if result else 'compiles'}")
    return faults


def main():
    host_layout, bpftool, clang, plugin, *compilers = sys.argv[1:]
    for tool in (bpftool, *(shlex.split(c)[0] for c in compilers)):
        if not shutil.which(tool):
            print(f"skipped: {tool} is not here")
            sys.exit(77)
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        prepare(host_layout, bpftool, clang, work)
        cpp = [c for c in compilers if "++" in c]
        for compiler in compilers:
            source = "kinds.cpp" if compiler in cpp else "kinds.c"
            faults += run_kinds(compiler, source, work)
        faults += refused(cpp[0], work)
        # Each type that is written has the bytes of the object's.
        (work / "all.cpp").write_text('#include "kinds.types.hpp"\n')
        must([clang + "++", "-std=c++17", f"-I{INCLUDE}", "-fsyntax-only",
              f"-fplugin={plugin}", "-fplugin-arg-hostlayout-btf=kinds.bpf.o",
              "all.cpp"], work)
        faults += compare_costs(cpp[-1], work)
    sys.exit(faults != 0)


os.environ["PATH"] += ":/usr/sbin"
main()
