"""Typed maps are compiled by each compiler, for each standard.

usage: matrix.py COMPILER...
kinds.cpp, which uses all of <bpf/host_layout_maps.hpp>, and the header alone; for the
oldest and the youngest standard also without exceptions. Nothing is run: typed.py
does that.
"""

import concurrent.futures
import os
import sys

from harness import ANY, Folder, find, skip
from sources import FLAGS, HERE, prepare

STANDARDS = ["c++17", "c++20", "c++2b", "c++2c"]
REQUIRED = 2 # of these; the others are younger than some of the compilers
# What the test itself takes of the library. Clang 17 fails at it in C++23 with
# the std::tuple of libstdc++ 14.
PROBE = "#include <thread>\nvoid f() { int n; std::thread([&] { n = 1; }).join(); }\n"


def knows(compiler, standard, f):
    return f.call(compiler, f"-std={standard}", "-fsyntax-only", "probe.cpp",
                  code=ANY).returncode == 0


def combinations(compilers, f):
    for compiler in compilers:
        for n, standard in enumerate(STANDARDS):
            if n >= REQUIRED and not knows(compiler, standard, f):
                print(f"{compiler} does not know {standard}, or not with the "
                      "library that is here")
                continue
            yield compiler, f"-std={standard}", "-fexceptions"
            if standard in (STANDARDS[0], STANDARDS[-1]):
                yield compiler, f"-std={standard}", "-fno-exceptions"


def main():
    compilers = [c for c in sys.argv[1:] if find(c)]
    if not compilers:
        skip("no compiler for C++ is here")
    f, faults = Folder(), 0
    prepare(f, "kinds")
    f.write("probe.cpp", PROBE)
    all_of_them = list(combinations(compilers, f))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        def compiles(words):
            return f.call(*words, *FLAGS, "-fsyntax-only",
                          HERE / "alone.cpp", HERE / "kinds.cpp", code=ANY)
        for words, done in zip(all_of_them, pool.map(compiles, all_of_them)):
            if done.returncode:
                faults += 1
                print(*words, done.stderr[:2000], sep="\n")
    print(f"{len(all_of_them)} combinations, {faults} faults")
    sys.exit(faults != 0)


main()
