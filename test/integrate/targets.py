"""Hosts of another architecture are judged as they will run.

    targets.py ... i386 | aarch64-clang | aarch64-gcc
"""

import pathlib
import sys

from cmake_project import CMakeProject
from consumer import need, skip

what, = sys.argv[1:]
TRIPLE = "aarch64-linux-gnu"

if what == "i386":
    if not pathlib.Path("/usr/include/x86_64-linux-gnu/gnu").exists() or \
            not list(pathlib.Path("/usr/lib/gcc").glob("*/*/32/libgcc.a")):
        skip("no 32-bit libraries are installed (g++-N-multilib)")
    P = CMakeProject("targets")
    P.configure("-DCMAKE_CXX_FLAGS=-m32")
    P.build(fails=True, says=["[bpf-host-layout-abi]", "i386"])
    P.edit("agent.cpp", "uint64_t ts;", "alignas(8) uint64_t ts;")
    P.build()
else:
    need(TRIPLE + "-g++")
    is_gcc = what == "aarch64-gcc"
    P = CMakeProject("targets")
    P.options = [o for o in P.options if "CXX_COMPILER" not in o]
    compiler = TRIPLE + "-g++" if is_gcc else P.tool("clang++")
    P.write("toolchain.cmake", f"""
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER {compiler})
set(CMAKE_CXX_COMPILER_TARGET {TRIPLE})
set(CMAKE_CROSSCOMPILING_EMULATOR /bin/false)
set(CMAKE_FIND_ROOT_PATH /usr/{TRIPLE})
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
""")
    P.edit("agent.cpp", "/*field*/", "long count;")
    P.edit("ev.bpf.c", "/*field*/", "long count;")
    P.configure("-DCMAKE_TOOLCHAIN_FILE=toolchain.cmake")
    P.build()
    P.edit("agent.cpp", "long count;", "long double count;")
    P.build(fails=True, says="[bpf-host-layout-")
