"""What else the CMake package does: C, precompiled headers, several objects and
targets at once, the plugin alone, generated headers, and what it refuses."""

import re

from cmake_project import CMakeProject
from consumer import expect

LISTS = """
cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES C CXX)
find_package(HostLayout REQUIRED)

foreach(name IN ITEMS ev net)
  add_custom_command(OUTPUT ${name}.bpf.o
    COMMAND ${BPF_CLANG} -target bpf -g -O2
            -c ${CMAKE_SOURCE_DIR}/${name}.bpf.c -o ${name}.bpf.o
    DEPENDS ${name}.bpf.c)
endforeach()
add_executable(agent agent.cpp part.c)
target_precompile_headers(agent PRIVATE <stdint.h>)
target_host_layout(agent BPF_OBJECT ev.bpf.o net.bpf.o
                   OPTIONS renamed=error ${EXTRA})
add_executable(other agent.cpp)
target_host_layout(other BPF_OBJECT ev.bpf.o)
host_layout_generate(ev-types OBJECT ev.bpf.o TYPES event NAMESPACE bpf ASSERTS)
add_executable(third third.cpp)
target_link_libraries(third PRIVATE ev-types)
target_host_layout(third BPF_OBJECT ev.bpf.o)
add_executable(fourth agent.cpp)
target_link_libraries(fourth PRIVATE HostLayout::Plugin)
target_compile_definitions(fourth PRIVATE BPF_HOST_LAYOUT_BTF=ev.bpf.o)
add_dependencies(fourth ev-types)
add_library(objects OBJECT net.bpf.c)
target_compile_options(objects PRIVATE --target=bpf -g -O2)
add_executable(sixth sixth.cpp)
target_host_layout(sixth BPF_OBJECT $<TARGET_OBJECTS:objects>)
add_executable(fifth agent.cpp)
target_link_libraries(fifth PRIVATE HostLayout::Headers)
"""

P = CMakeProject("features", "Unix Makefiles", lists=LISTS)
P.write("net.bpf.c", "struct packet { unsigned int size; } packet;\n")
P.write("part.c", "#include <bpf/host_layout.h>\n"
                  "struct BPF_HOST_LAYOUT packet { unsigned size; };\n"
                  "unsigned part(struct packet *p) { return p->size; }\n")
P.write("sixth.cpp", "#include <bpf/host_layout.h>\n"
        "struct BPF_HOST_LAYOUT packet { unsigned size; };\nint main() {}\n")
P.write("third.cpp", '#include "ev-types.hpp"\n'
                     "int main() { return sizeof(bpf::event) != 16; }\n")
P.options.append(f"-DCMAKE_C_COMPILER={P.tool('clang')}")
P.configure()
P.run("cmake", "--build", "build", "-j", "4")
P.run("build/third")

P.edit("net.bpf.c", "size", "length")
P.build(fails=True, says=["part.c", "error:", "[bpf-host-layout-renamed]"])
P.edit("net.bpf.c", "length", "size")
P.build()

# Not the header of the types, but another one, which nobody would see.
P.edit("ev.bpf.c", "/*record*/", "unsigned int flags;")
P.build(fails=True, says="[bpf-host-layout-missing-field]")
P.edit("ev.bpf.c", "unsigned int flags;", "/*record*/")

REFUSED = [
    ("target_host_layout(agent BPF_OBJECT ev.bpf.o)", "was called for this"),
    ("target_host_layout(nothing BPF_OBJECT ev.bpf.o)", "no such target"),
    ("target_host_layout(fifth)", "name the object"),
    ("target_host_layout(fifth ev.bpf.o)",
     "BPF_OBJECT is missing before ev.bpf.o; write: "
     "target_host_layout(fifth BPF_OBJECT ev.bpf.o)"),
    ("host_layout_bpf_object(none.bpf.c)", "no such file"),
    ("host_layout_bpf_object(ev.bpf.c NAME ev)", "NAME is for SKELETON"),
    ("host_layout_bpf_object(ev.bpf.c ev.o)", "unknown: ev.o"),
    ("target_host_layout(fifth BPF_OBJECT a MODE SOME)", "not SOME"),
    ("host_layout_generate(x)", "name the object"),
    ("host_layout_generate(x OBJECT a LANG ada)", "not ada"),
]
lists = (P.root / "CMakeLists.txt").read_text()
for call, why in REFUSED:
    P.write("CMakeLists.txt", lists + call + "\n")
    said = P.configure(fails=True)
    expect(why in re.sub(r"\s+", " ", said), f"{call}: {said}")
P.write("CMakeLists.txt", lists)

# A target in which nothing can be compared.
P.write("plain/CMakeLists.txt", LISTS.split("foreach")[0] + """
add_executable(plain plain.cpp)
target_host_layout(plain BPF_OBJECT ev.bpf.o)
""")
for body, warns in (("", True), ("struct [[bpf::host_layout]] event;", False)):
    P.write("plain/plain.cpp", body + "\nint main() {}\n")
    said = P.run("cmake", "-S", "plain", "-B", "plain/build", *P.options)
    said = re.sub(r"\s+", " ", said)
    expect(("nothing of this target will be checked" in said) == warns, said)

# A BPF program that CMake compiles, with its skeleton, in two places.
P.write("CMakeLists.txt", LISTS.split("foreach")[0] + """
host_layout_bpf_object(ev.bpf.c SKELETON DEPENDS shape.h)
host_layout_bpf_object(net.bpf.c OUTPUT made/packets.o SKELETON made/packets.h
                       NAME packets OPTIONS -DLATER INCLUDES inc)
add_executable(agent agent.cpp)
target_link_libraries(agent PRIVATE ev.bpf net.bpf)
target_host_layout(agent BPF_OBJECT ev.bpf.o made/packets.o)
""")
agent, net = (P.root / "agent.cpp").read_text(), (P.root / "net.bpf.c").read_text()
P.write("agent.cpp", '#include "ev.skel.h"\n#include "packets.h"\n' + agent +
        "using skeletons = decltype(sizeof(ev) + sizeof(packets));\n")
P.write("shape.h", "")
P.write("inc/shape.h", "#define SIZE unsigned int size\n")
P.write("net.bpf.c", '#include <shape.h>\n#include <bpf/host_layout.h>\n'
        "#ifdef LATER\nstruct packet { SIZE; };\nunsigned int total;\n"
        "BPF_HOST_LAYOUT_EMIT(struct packet);\n#endif\n")
P.configure(build="programs")
P.build(build="programs")
# What the BPF program includes is a reason to compile it again.
P.write("inc/shape.h", "#define SIZE unsigned int length, size\n")
P.edit("agent.cpp", "int main()",
       "struct BPF_HOST_LAYOUT packet { unsigned size; };\nint main()")
P.build(build="programs", fails=True, says="[bpf-host-layout-missing-field]")
P.write("agent.cpp", agent)
P.write("net.bpf.c", net)
P.write("CMakeLists.txt", lists)

# Compilers that load no plugin, and those whose work is done elsewhere.
(P.root / "distcc").symlink_to("/bin/env")
for compiler, launcher, why in (
        (P.tool("clang++"), P.root / "distcc", "distributed by distcc"),
        (P.tool("clang++"), "icecc", "distributed by icecc"),
        (P.tool("clang++"), "/usr/bin/ccache;icerun", "distributed by icerun"),
        (P.tool("clang++"), "recc", "distributed by recc"),
        ("g++", "", "compiler is GNU")):
    options = [f"-DCMAKE_CXX_COMPILER={compiler}",
               f"-DCMAKE_CXX_COMPILER_LAUNCHER={launcher}"]
    P.configure(*options, build="no-plugin", says=why)
    said = P.configure(*options, "-DEXTRA=MODE;COMPILE", build="refused",
                       fails=True)
    expect("MODE COMPILE is not possible" in said, said)
    P.run("rm", "-rf", "no-plugin", "refused")
P.configure("-DCMAKE_CXX_COMPILER_LAUNCHER=" + str(P.root / "distcc"),
            build="distributed")
P.build(build="distributed")
P.edit("ev.bpf.c", "/*field*/", "unsigned long long cgroup;")
P.build(build="distributed", fails=True, says="[bpf-host-layout-missing-field]")

# Assertions, for compilers that nothing else can be done with.
P.write("events.h", "#include <stdint.h>\n"
                    "struct event { uint32_t pid; uint64_t ts, cgroup; };\n")
P.write("main.cpp", "int main() {}\n")
P.write("CMakeLists.txt", LISTS.split("add_executable")[0] + """
add_executable(agent main.cpp)
target_host_layout(agent BPF_OBJECT ev.bpf.o MODE ASSERT HEADER events.h
                   TYPES event events.value=event)
""")
P.configure("-DCMAKE_CXX_COMPILER=g++", build="asserts")
P.build(build="asserts")
P.edit("ev.bpf.c", "unsigned long long ts;", "unsigned int size, ts;")
P.build(build="asserts", fails=True, says="'ts' of 'event' is 4 bytes in BPF")
P.edit("ev.bpf.c", "unsigned int size, ts;", "unsigned long long ts;")
P.edit("ev.bpf.c", "unsigned long long cgroup;", "")
P.build(build="asserts", fails=True, says="'event' is 16 bytes in BPF")
