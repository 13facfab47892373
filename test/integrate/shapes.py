"""Projects of every shape: what kinds of targets there are, where the package was
looked for, where the object comes from, and what else a build does to sources.

    shapes.py ... GENERATOR COMPILER
"""

import re
import sys

from cmake_project import CMakeProject
from consumer import HOST, expect, need

generator, compiler = sys.argv[1:]
is_gcc = compiler == "g++"
is_multi = "Multi" in generator

ROOT = """
cmake_minimum_required(VERSION 3.5...3.25)
project(shapes LANGUAGES C CXX)
function(find_what_we_need)
  find_package(HostLayout REQUIRED)
endfunction()
add_subdirectory(cmake)
add_subdirectory(bpf)
add_subdirectory(host)
"""
# The package is looked for in a function, in a directory that nothing else is in.
CMAKE = "find_what_we_need()\n"
BPF_LISTS = """
foreach(name IN ITEMS ev net)
  add_custom_command(OUTPUT ${name}.bpf.o
    COMMAND ${BPF_CLANG} -target bpf -g -O2
            -c ${CMAKE_CURRENT_SOURCE_DIR}/${name}.bpf.c -o ${name}.bpf.o
    DEPENDS ${name}.bpf.c)
endforeach()
add_custom_target(bpf DEPENDS ev.bpf.o net.bpf.o)
set_target_properties(bpf PROPERTIES
  OBJECT ${CMAKE_CURRENT_BINARY_DIR}/ev.bpf.o)
"""
HOST_LISTS = """
set(ev ${CMAKE_BINARY_DIR}/bpf/ev.bpf.o)
set(net ${CMAKE_BINARY_DIR}/bpf/net.bpf.o)
function(host_layout target)
  target_host_layout(${target} ${ARGN} DEPENDS bpf)
endfunction()

add_executable(plain agent.cpp)
target_link_libraries(plain m)
host_layout(plain BPF_OBJECT ${ev})

add_executable(expression agent.cpp)
host_layout(expression BPF_OBJECT $<TARGET_PROPERTY:bpf,OBJECT> ${net})

add_executable(unity agent.cpp more.cpp)
set_target_properties(unity PROPERTIES UNITY_BUILD ON)
host_layout(unity BPF_OBJECT ${ev} ${net})

add_executable(precompiled agent.cpp more.cpp)
target_precompile_headers(precompiled PRIVATE <cstdint> <vector>)
host_layout(precompiled BPF_OBJECT ${ev} ${net})

add_library(in-static STATIC agent.cpp)
host_layout(in-static BPF_OBJECT ${ev})
add_library(in-shared SHARED agent.cpp)
host_layout(in-shared BPF_OBJECT ${ev})
add_library(in-objects OBJECT agent.cpp)
host_layout(in-objects BPF_OBJECT ${ev})
add_executable(of-objects $<TARGET_OBJECTS:in-objects>)
# A library that others may link needs nothing of ours.
install(TARGETS in-static EXPORT shapes ARCHIVE DESTINATION lib)
install(EXPORT shapes DESTINATION lib/cmake/shapes)

# The same source, of which one target's object knows nothing.
add_executable(elsewhere more.cpp)
host_layout(elsewhere BPF_OBJECT ${net})
add_executable(unmarked unmarked.cpp)
host_layout(unmarked BPF_OBJECT ${net})

# The language of a file is not that of its name.
add_executable(odd odd.impl)
set_source_files_properties(odd.impl PROPERTIES LANGUAGE CXX
                            COMPILE_OPTIONS "-x;c++")
host_layout(odd BPF_OBJECT ${ev})

add_executable(mixed agent.cpp part.c)
host_layout(mixed BPF_OBJECT ${ev} ${net})
"""
PACKET = """#include <bpf/host_layout.h>
struct BPF_HOST_LAYOUT packet { unsigned size; };
"""
AGENTS = ["plain", "expression", "unity", "precompiled", "in-static", "in-shared",
          "in-objects", "odd", "mixed"]

P = CMakeProject("shapes with spaces", generator,
                 need(compiler) if is_gcc else None, lists=ROOT)
P.write("cmake/CMakeLists.txt", CMAKE)
P.write("bpf/CMakeLists.txt", BPF_LISTS)
P.write("host/CMakeLists.txt", HOST_LISTS)
(P.root / "ev.bpf.c").rename(P.root / "bpf/ev.bpf.c")
P.write("bpf/net.bpf.c", "struct packet { unsigned int size; } packet;\n")
for name in ("agent.cpp", "odd.impl"):
    P.write("host/" + name, HOST)
P.write("host/more.cpp", PACKET + "unsigned more(packet *p) { return p->size; }\n"
        "#ifndef UNITY\n#endif\n")
P.write("host/part.c", PACKET)
P.write("host/unmarked.cpp", "int main() {}\n")
# A second main() would be one too many.
P.edit("host/CMakeLists.txt", "add_executable(elsewhere more.cpp)",
       "add_library(elsewhere MODULE more.cpp)")
# The C compiler is another one than the C++ compiler, and that matters only where
# there is C.
P.options.append("-DCMAKE_C_COMPILER=gcc")
said = P.configure()
names = re.findall(r"HostLayout: (\S+) is checked after it is built", said)
everything = AGENTS + ["elsewhere", "unmarked"]
expect(sorted(names) == sorted(everything if is_gcc else ["mixed"]),
       f"these are checked after the build: {names}")


def build(target=None, **expected):
    words = ["cmake", "--build", "build", "-j", "3"]
    return P.run(*words, *(["--target", target] if target else []), **expected)


build()
build()
P.edit("bpf/ev.bpf.c", "/*field*/", "unsigned long long cgroup;")
for agent in AGENTS:
    # Nothing can be hung behind an object library.
    target = "in-objects-host-layout-check" if is_gcc and agent == "in-objects" \
        else agent
    for _ in range(2):
        build(target, fails=True, says="[bpf-host-layout-missing-field]")
build("elsewhere")
build("unmarked")
P.edit("bpf/ev.bpf.c", "unsigned long long cgroup;", "/*field*/")
build()
P.edit("bpf/net.bpf.c", "unsigned int size", "float size")
for agent in ("expression", "unity", "precompiled", "mixed", "elsewhere"):
    if agent != "expression":
        build(agent, fails=True, says="[bpf-host-layout-type]")
build("plain")
P.edit("bpf/net.bpf.c", "float size", "unsigned int size")
build()
