"""A CMake project, for the tests that build one."""

from consumer import Consumer

LISTS = """
cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES CXX)
find_package(HostLayout REQUIRED)

add_custom_command(OUTPUT ev.bpf.o
  COMMAND ${BPF_CLANG} -target bpf -g -O2 -c ${CMAKE_SOURCE_DIR}/ev.bpf.c
          -o ev.bpf.o
  DEPENDS ev.bpf.c)
add_executable(agent agent.cpp)
target_host_layout(agent BPF_OBJECT ev.bpf.o ${EXTRA})
"""


class CMakeProject(Consumer):
    OBJECT = "build/**/agent.cpp.o"

    def __init__(self, name, generator="Ninja", compiler=None, launcher=None,
                 lists=LISTS, **more):
        super().__init__(name, **more)
        self.write("CMakeLists.txt", lists)
        self.options = ["-G", generator,
                        f"-DCMAKE_PREFIX_PATH={self.prefix}",
                        f"-DBPF_CLANG={self.tool('clang')}",
                        "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"]
        compiler = compiler or self.tool("clang++")
        self.options.append(f"-DCMAKE_CXX_COMPILER={compiler}")
        if launcher:
            self.options.append(f"-DCMAKE_CXX_COMPILER_LAUNCHER={launcher}")

    def configure(self, *more, build="build", **expected):
        return self.run("cmake", "-S", ".", "-B", build, *self.options, *more,
                        **expected)

    def build(self, build="build", **expected):
        return self.run("cmake", "--build", build, **expected)

    def compiles(self):
        """Builds; whether that compiled the host's source again."""
        before = self.time(self.OBJECT)
        self.build()
        return self.time(self.OBJECT) != before
