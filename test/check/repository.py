"""A repository of a dozen files with shared headers, built by CMake with GCC
and with Clang: the same report, whoever compiles the product."""

import pathlib
import subprocess

from project import GOOD, LLVM_BIN, Project, main

STATS = """#pragma once
#include <stdint.h>
struct __attribute__((bpf_host_layout("counts.value"))) agent_stats {
  uint64_t bytes;
  uint64_t packets;
};
"""
FILES = {
    "CMakeLists.txt": """cmake_minimum_required(VERSION 3.25)
project(agent C CXX)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_STANDARD 17)
configure_file(config.h.in config.h)
include_directories(include ${CMAKE_CURRENT_BINARY_DIR})
add_compile_definitions(BPF_HOST_LAYOUT_BTF=${CMAKE_SOURCE_DIR}/ev.bpf.o)
add_library(core STATIC src/log.c src/ring.c src/version.c)
target_compile_options(core PRIVATE -ffunction-sections -Wno-attributes)
add_library(store STATIC src/store.cpp src/keys.cpp)
target_precompile_headers(store PRIVATE <vector> include/agent/event.h)
add_executable(agent src/main.cpp src/stats.cpp)
target_link_libraries(agent core store)
add_subdirectory(tools)
""",
    "tools/CMakeLists.txt": "add_executable(dump dump.cpp)\n"
                            "target_compile_definitions(dump PRIVATE DUMP)\n",
    "config.h.in": "#define AGENT_VERSION \"1.0\"\n",
    "include/agent/event.h": GOOD,
    "include/agent/stats.h": STATS,
    "include/agent/all.h": '#include "agent/event.h"\n'
                           '#include "agent/stats.h"\n',
    "include/agent/plain.h": "#pragma once\nint plain(void);\n",
    "src/log.c": '#include "agent/plain.h"\nint plain(void) { return 1; }\n',
    "src/ring.c": '#include "agent/event.h"\n'
                  "uint32_t pid_of(struct event *e) { return e->pid; }\n",
    "src/version.c": '#include "config.h"\n'
                     "const char *version(void) { return AGENT_VERSION; }\n",
    "src/store.cpp": "std::vector<event> events;\n",
    "src/keys.cpp": "unsigned long keys() { return sizeof(event); }\n",
    "src/main.cpp": '#include "agent/all.h"\n'
                    "int main() { return sizeof(agent_stats) != 16; }\n",
    "src/stats.cpp": '#include "agent/stats.h"\nagent_stats total;\n',
    "tools/dump.cpp": '#ifdef DUMP\n#include "agent/all.h"\n#endif\n'
                      "event last;\nint main() { return last.pid; }\n",
}


class Repository(Project):
    def setUp(self):
        super().setUp()
        self.object()
        for name, text in FILES.items():
            self.write(name, text)

    def build(self, directory, suffix):
        c, cxx = suffix
        for words in (["-S", ".", "-B", directory, "-G", "Ninja",
                       f"-DCMAKE_C_COMPILER={c}",
                       f"-DCMAKE_CXX_COMPILER={cxx}"],
                      ["--build", directory, "-j2"]):
            done = subprocess.run(["cmake", *words], cwd=self.path,
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_both_compilers(self):
        self.build("build-gcc", ("gcc", "g++"))
        self.build("build-clang", (f"{LLVM_BIN}/clang", f"{LLVM_BIN}/clang++"))
        gcc = self.report("-p", "build-gcc", expect=1)
        clang = self.report("-p", "build-clang", expect=1)
        self.assertEqual(gcc, clang)
        self.assertEqual(gcc["failed"], [])
        self.assertEqual(self.rules(gcc), ["reordered"])
        finding = gcc["findings"][0]
        self.assertEqual(finding["location"]["file"], "include/agent/stats.h")
        self.assertEqual(sorted(finding["units"]),
                         ["src/main.cpp", "src/stats.cpp", "tools/dump.cpp"])
        # PCH sources, and the file that holds nothing but the header's PCH.
        self.assertEqual(gcc["summary"]["structsChecked"], 2)

        text = self.check("-p", "build-gcc", expect=1)
        self.assertEqual(text.stdout.count("error: "), 1)
        self.assertIn("note: also found in", text.stdout)
        self.assertEqual(text.stderr, "")
        # From below, with no directory named, the newest build is found.
        below = self.check(cwd=self.path / "src", expect=1)
        self.assertIn("include/agent/stats.h:5:12: error: ", below.stdout)
        self.assertEqual(self.check("-j1", expect=1).stdout,
                         self.check("-j4", expect=1).stdout)
        # One file, or those that include a header.
        self.check("src/ring.c", expect=0)
        self.check("include/agent/plain.h", expect=3)
        one = self.report("include/agent/stats.h", expect=1)
        self.assertEqual(one["summary"]["files"], 3)

        self.check("--fix", expect=0)
        self.assertEqual(
            [line.strip() for line in
             self.read("include/agent/stats.h").splitlines()[3:5]],
            ["uint64_t packets;", "uint64_t bytes;"])
        self.build("build-gcc", ("gcc", "g++"))

    def test_database_without_a_build(self):
        """Configured, never built: generated headers are not there yet."""
        self.write("CMakeLists.txt", FILES["CMakeLists.txt"].replace(
            "configure_file(config.h.in config.h)\n",
            "add_custom_command(OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/config.h "
            "DEPENDS config.h.in COMMAND ${CMAKE_COMMAND} -E copy "
            "${CMAKE_SOURCE_DIR}/config.h.in "
            "${CMAKE_CURRENT_BINARY_DIR}/config.h)\n"
            "add_custom_target(gen DEPENDS "
            "${CMAKE_CURRENT_BINARY_DIR}/config.h)\n")
            + "add_dependencies(core gen)\n")
        subprocess.run(["cmake", "-S", ".", "-B", "build", "-G", "Ninja"],
                       cwd=self.path, capture_output=True, check=True)
        report = self.report(expect=1)
        self.assertEqual([one["file"] for one in report["failed"]],
                         ["src/version.c"])
        self.assertIn("config.h", report["failed"][0]["message"])
        self.assertEqual(self.rules(report), ["reordered"])

    def test_unity_build(self):
        subprocess.run(["cmake", "-S", ".", "-B", "build", "-G", "Ninja",
                        "-DCMAKE_UNITY_BUILD=ON"], cwd=self.path,
                       capture_output=True, check=True)
        report = self.report(expect=1)
        self.assertEqual(self.rules(report), ["reordered"])
        self.assertEqual(report["summary"]["structsChecked"], 2)
        self.assertTrue(all(pathlib.Path(u).parts[0] in ("build", "tools")
                            for u in report["findings"][0]["units"]))


if __name__ == "__main__":
    main()
