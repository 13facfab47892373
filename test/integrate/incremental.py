"""A build says the truth after each edit, and repeats nothing needlessly.

    incremental.py ... GENERATOR [COMPILER]
"""

import sys

from cmake_project import CMakeProject
from consumer import expect, need

generator, *compiler = sys.argv[1:]
P = CMakeProject("incremental", generator, need(*compiler) if compiler else None)
P.configure()

# Before the first build: what an editor and clang-tidy see.
P.run(P.tool("clang-tidy"), "-checks=-*,bugprone-*", "-p", "build", "agent.cpp")
P.run(P.tool("clangd"), "--check=agent.cpp", "--compile-commands-dir=build",
      says="All checks completed, 0 errors")

P.build()
expect(not P.compiles(), "nothing was edited, and the host was compiled again")

# What a build has made and someone has taken away comes back, with or without
# another look at CMakeLists.txt.
stamp, = P.root.glob("build/**/stamp.h")
first = stamp.read_text()
for again in (P.configure, lambda: None):
    stamp.unlink()
    again()
    P.build()
    expect(stamp.read_text() == first, f"the stamp is\n{stamp.read_text()}")
P.build()

P.edit("ev.bpf.c", "r->kind = 1;", "\n\n r->kind = r->cpu + 41;")
expect(not P.compiles(), "only code was edited, and the host was compiled again")

P.edit("ev.bpf.c", "/*field*/", "unsigned long long cgroup;")
P.build(fails=True, says="[bpf-host-layout-missing-field]")
P.build(fails=True, says="[bpf-host-layout-missing-field]")
P.edit("agent.cpp", "/*field*/", "uint64_t cgroup;")
P.build()

# What only DWARF records.
P.edit("ev.bpf.c", "unsigned int cpu; unsigned int kind;",
       "unsigned int kind; unsigned int cpu;")
P.build(fails=True, says="[bpf-host-layout-reordered]")
P.edit("agent.cpp", "uint32_t cpu; uint32_t kind;",
       "uint32_t kind; uint32_t cpu;")
P.build()
expect(not P.compiles(), "nothing was edited, and the host was compiled again")
