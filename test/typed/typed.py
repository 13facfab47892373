"""Typed maps with several compilers, in the running kernel.

usage: typed.py COMPILER...
kinds.bpf.c and storage.bpf.c have a map of each kind. What gen writes of it is
compiled with each COMPILER (a command: "g++ -std=c++17") and run: values that a
BPF program wrote are read through typed maps, and the reverse. Then calls.cpp does the same work
on typed maps and by hand: the system calls must be the same, the instructions
no more than 2 % apart. others.cpp has two objects in one program; batches.cpp
answers what other kernels would; light.cpp is made of a light skeleton; names.cpp has
maps whose names are keywords.
"""

import re
import shlex
import sys

from harness import (ANY, FAILS, INCLUDE, SKIPPED, Folder, find, llvm, need,
                     skip, with_plugin)
from sources import (FLAGS, HERE, LIBRARIES, generate, prepare,
                     prepare_light)

MOST = 1.02
# What a mistake is told as, in one error.
RING = "host_layout::ring_buffer r; "
SAID = {
    RING + "r.on<kinds_types::stats>(m.other_events, [](const "
    "kinds_types::flow &) {});": "is called as f(const T &)",
    RING + "r.on(m.events, host_layout::by_tag<&kinds_types::event_head::"
    "kind>(), host_layout::on<kinds_types::event_exit>(2, [] {}));":
        "is called as f(const T &)",
    RING + "r.on_error([](int) {});": "on_error() takes f(const",
    "host_layout::perf_buffer p; p.on_lost([] {});": "on_lost() takes f(int",
    "std::error_code ec; m.recent.for_each(ec, [](int) {});":
        "for_each() calls f(key, value)",
}


def compile_it(compiler, source, f, *more):
    f.call(*shlex.split(compiler), *FLAGS, HERE / source, *more, "-o",
           "program", *LIBRARIES)
    return f.path / "program"


def run_kinds(compiler, source, f):
    program = compile_it(compiler, source, f)
    done = f.call(program, code=ANY, timeout=120)
    if done.returncode == SKIPPED:
        skip(done.stdout.strip())
    print(f"{compiler} {source}: {(done.stdout + done.stderr).strip()}")
    return done.returncode != 0


def bpf_calls(program, f):
    """The bpf() calls between the marks of calls.cpp, descriptors left out."""
    log = f.path / "strace.log"
    done = f.call("strace", "-o", log, "-e", "trace=bpf,read,openat", program,
                  "both", code=ANY)
    if done.returncode == SKIPPED or not log.exists():
        return None
    if done.returncode:
        f.fail(f"calls both: {done.returncode}\n{done.stdout}{done.stderr}")
    parts = re.split(r".*BPF_MAP_GET_FD_BY_ID.*2147483647.*\n|"
                     r".*BPF_MAP_GET_FD_BY_ID.*0x7fffffff.*\n",
                     log.read_text())
    names = [re.findall(r"^\w+\((?:BPF_\w+)?", part, re.M) for part in parts]
    if len(names) != 4:
        sys.exit(f"{len(names)} parts in what strace shows")
    return names[1], names[2]


def instructions(program, what, f):
    function = {"hand": "*by_hand*", "typed": "*typed(*"}[what]
    done = f.call(
        "valgrind", "--tool=callgrind", "--callgrind-out-file=cg",
        f"--toggle-collect={function}", program, what, code=ANY)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if not found or int(found[1]) == 0:
        return None
    return int(found[1])


def compare_costs(compiler, f):
    faults = 0
    program = compile_it(compiler, "calls.cpp", f)
    if find("strace") and (calls := bpf_calls(program, f)):
        by_hand, typed = calls
        # libbpf reads the number of CPUs once.
        print(f"{len(by_hand)} system calls by hand, {len(typed)} typed")
        if by_hand[-1000:] != typed[-1000:]:
            faults += 1
            print("system calls differ", by_hand[-8:], typed[-8:])
    else:
        print("no strace here: system calls are not compared")
    if find("valgrind"):
        counts = [instructions(program, w, f) for w in ("hand", "typed")]
        if None in counts:
            print("valgrind does not run it: instructions are not compared")
        else:
            ratio = counts[1] / counts[0]
            print(f"{counts[0]} instructions by hand, {counts[1]} typed: "
                  f"{ratio:.3f}")
            faults += ratio > MOST
    return faults


def refused(compiler, f):
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
        **{code: code for code in SAID},
    }
    # A light skeleton has descriptors, and no bpf_map.
    names = re.findall(r"of\.maps\.(\w+)",
                       f.read("kinds.types.hpp"))
    light = ("struct light { struct { struct { int map_fd; } "
             f"{', '.join(names)}; }} maps; }};\n")
    fine = {"what is right": "", "a light skeleton":
            "light l{}; std::error_code ec; kinds_types::maps n(l, ec);"}
    faults = 0
    for what, code in {**fine, **cases}.items():
        f.write(
            "refused.cpp", f'#include "kinds.types.hpp"\n{light}'
            f"void f(const kinds_types::maps &m) {{ (void)m; {code} }}\n")
        done = f.call(*shlex.split(compiler), f"-I{INCLUDE}", "-fsyntax-only",
                      "refused.cpp", code=ANY)
        if (done.returncode != 0) == (what in fine):
            faults += 1
            print(f"{what}: {'refused' if done.returncode else 'compiles'}")
        # The reason, and nothing that follows from it.
        errors = re.findall(r"error: .*", done.stderr)
        if what in SAID and (len(errors) != 1 or SAID[what] not in errors[0]):
            faults += 1
            print(what, *errors, sep="\n")
    return faults


def refuses_old_libbpf(compiler, f):
    """libbpf before 1.0 says no version."""
    for name in "bpf", "libbpf":
        f.write(f"old/bpf/{name}.h", "")
    f.write("old.cpp", "#include <bpf/host_layout_maps.hpp>\n")
    done = f.call(*shlex.split(compiler), "-fsyntax-only", "-Iold",
                  f"-I{INCLUDE}", "old.cpp", code=FAILS)
    return "typed maps need libbpf 1.0 or later" not in done.stderr


def main():
    compilers = sys.argv[1:]
    for tool in ("bpftool", *(shlex.split(c)[0] for c in compilers)):
        need(tool)
    faults, f = 0, Folder()
    for name in "kinds", "storage", "others":
        prepare(f, name)
    cpp = [c for c in compilers if "++" in c]
    for compiler in compilers:
        source = "kinds.cpp" if compiler in cpp else "kinds.c"
        faults += run_kinds(compiler, source, f)
    generate(f, "names")
    for source in "storage.cpp", "others.cpp", "batches.cpp", "names.cpp":
        faults += run_kinds(cpp[0], source, f)
    if prepare_light(f):
        faults += run_kinds(cpp[0], "light.cpp", f)
    faults += refused(cpp[0], f)
    faults += refuses_old_libbpf(cpp[0], f)
    # Each type that is written has the bytes of the object's.
    f.write("all.cpp", '#include "kinds.types.hpp"\n')
    f.call(llvm("clang++"), "-std=c++17", f"-I{INCLUDE}", "-fsyntax-only",
           *with_plugin("kinds.bpf.o"), "all.cpp")
    faults += compare_costs(cpp[-1], f)
    sys.exit(faults != 0)


main()
