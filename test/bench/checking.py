"""host-layout check on a project that is written for it, beside clang-tidy with
one check: sources that include the standard library and have functions of an
ordinary length. Every file includes a marked struct, or one in twelve does."""

import json
import os
import shutil

from measure import elapsed, seconds, side_by_side, system_calls

VMLINUX = "/sys/kernel/btf/vmlinux"
EMIT = """struct event { unsigned long long ts; unsigned pid; char comm[16]; };
__attribute__((used, noinline)) void emit(const struct event *e) {}
"""
EVENT = """#pragma once
#include <cstdint>
struct %s event { uint64_t ts; uint32_t pid; char comm[16]; };
"""
HEADERS = """#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <regex>
#include <string>
#include <unordered_map>
#include <vector>
"""
FUNCTION = """
struct Row%(n)d {
  std::string Name;
  std::vector<uint64_t> Values;
};
uint64_t sum%(n)d(const std::map<std::string, Row%(n)d> &Rows) {
  uint64_t Total = 0;
  std::vector<std::string> Names;
  for (const auto &[Name, Row] : Rows) {
    Names.push_back(Name + std::to_string(Row.Values.size()));
    for (uint64_t Value : Row.Values)
      Total += Value * %(n)d;
  }
  std::sort(Names.begin(), Names.end(), [](const auto &A, const auto &B) {
    return A.size() < B.size();
  });
  std::unordered_map<std::string, std::function<uint64_t()>> Calls;
  for (const std::string &Name : Names)
    Calls[Name] = [Total, Name] { return Total + Name.size(); };
  return Calls.empty() ? 0 : Calls.begin()->second();
}
"""


def project(bench, name, files, every):
    """Writes a project of so many files; one in `every` is marked."""
    os.makedirs(bench.path(name))
    bench.write(f"{name}/marked.h", EVENT % "[[bpf::host_layout]]")
    bench.write(f"{name}/plain.h", EVENT % "")
    functions = "".join(FUNCTION % {"n": n} for n in range(1, 13))
    if bench.short:
        functions = ""
    commands = []
    for number in range(files):
        header = "marked" if number % every == 0 else "plain"
        bench.write(f"{name}/part{number}.cpp",
                    f'#include "{header}.h"\n' +
                    ("" if bench.short else HEADERS) +
                    f"namespace part{number} {{\n{functions}}}\n")
        commands.append({
            "directory": bench.path(name), "file": f"part{number}.cpp",
            "command": f"clang++ -std=c++20 -O2 -Wall -c part{number}.cpp"})
    bench.write(f"{name}/compile_commands.json", json.dumps(commands))
    return [f"part{number}.cpp" for number in range(files)]


def many_files(bench, check):
    """Many small files with the running kernel's types as the object: how often
    it is read, and what each further file takes."""
    marked = ("struct __attribute__((bpf_host_layout)) timespec64 "
              "{ long long tv_sec; long tv_nsec; };\n")
    took = {}
    for count in (2, 40) if bench.short else (20, 2000):
        here = bench.path(f"many{count}")
        os.makedirs(here)
        for number in range(count):
            bench.write(f"many{count}/part{number}.c", marked)
        bench.write(f"many{count}/compile_commands.json", json.dumps(
            [{"directory": here, "file": f"part{number}.c",
              "command": f"clang -c part{number}.c"}
             for number in range(count)]))
        took[count] = seconds([*check, "-j1"], here)
    few, most = took
    if shutil.which("strace"):
        # Calls that begin at the start, by the command or by its helper.
        bench.row(f"check of {most:,} files, how often vmlinux is read",
                  system_calls("pread64,mmap", rf"<{VMLINUX}>.*, 0\) = ",
                               [*check, "-j1"], here), None, "times", 2,
                  absolute=True)
    bench.row(f"check, each of {most:,} small files",
              (took[most] - took[few]) / (most - few) * 1e3, None,
              "ms")


def measure(bench):
    bench.write("ev.c", EMIT)
    bench.bpf_object("ev")
    objects = ["--btf", bench.path("ev.o")]
    check = [bench.host_layout, "check", *objects]
    for what, every, goal in (("every file marked", 1, 0.5),
                              ("one file in twelve marked", 12, 0.15)):
        name = f"project{every}"
        sources = project(bench, name, 12, every)
        here = bench.path(name)
        tidy = [bench.tool("clang-tidy"), f"--load={bench.plugin}", "--quiet",
                "-p", ".", "--checks=-*,bpf-host-layout",
                "--config={CheckOptions: [{key: bpf-host-layout.Btf, "
                f"value: '{bench.path('ev.o')}'}}]}}", *sources]
        ours, theirs = side_by_side([[*check, "-j1"], tidy], here,
                                    1 if bench.short else 5)
        bench.row(f"check, {what}", ours, theirs, "s",
                  None if bench.short else goal,
                  peer_name="clang-tidy, one check")
    if not bench.short:
        two, one = side_by_side([[*check, "-j2"], [*check, "-j1"]],
                                bench.path("project1"), 5, elapsed)
        bench.row("check with two threads, elapsed", two, one, "s", 1 / 1.8,
                  peer_name="one thread")
    if os.access(VMLINUX, os.R_OK):
        many_files(bench, [bench.host_layout, "check", "--btf", VMLINUX])
