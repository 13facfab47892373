"""host-layout check on a project that is written for it, beside clang-tidy with
one check: sources that include the standard library and have functions of an
ordinary length. Every file includes a marked struct, or one in twelve does."""

import json
import os
import re
import resource
import shutil
import statistics
import subprocess

from measure import Failed, side_by_side

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


def processor_seconds(command, cwd):
    def now():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime
    start = now()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"{command[0]}\n{done.stdout[-1000:]}{done.stderr[-1000:]}")
    return now() - start


def reads_of(path, command, cwd):
    """How often a command and its children read a whole file."""
    log = os.path.join(cwd, "reads")
    subprocess.run(["strace", "-f", "-y", "-qq", "-e", "trace=read,pread64",
                    "-o", log, *command], cwd=cwd, capture_output=True,
                   check=False)
    with open(log, encoding="utf-8", errors="replace") as f:
        sizes = re.findall(rf"<{re.escape(path)}>,.* = (\d+)$", f.read(), re.M)
    return sum(map(int, sizes)) / os.path.getsize(path)


def measure(bench):
    bench.write("ev.c", EMIT)
    bench.bpf_object("ev")
    objects = ["--btf", bench.path("ev.o")]
    check = [bench.host_layout, "check", *objects]
    for what, every, goal in (("every file marked", 1, 0.5),
                              ("one file in twelve marked", 12, 0.15)):
        name = f"project{every}"
        sources = project(bench, name, 12 if bench.short else 24, every)
        here = bench.path(name)
        tidy = [bench.tool("clang-tidy"), f"--load={bench.plugin}", "--quiet",
                "-p", ".", "--checks=-*,bpf-host-layout",
                "--config={CheckOptions: [{key: bpf-host-layout.Btf, "
                f"value: '{bench.path('ev.o')}'}}]}}", *sources]
        ours, theirs = [], []
        for _ in range(1 if bench.short else 5):
            ours.append(processor_seconds([*check, "-j1"], here))
            theirs.append(processor_seconds(tidy, here))
        bench.row(f"check, {what}", statistics.median(ours),
                  statistics.median(theirs), "s of CPU",
                  None if bench.short else goal,
                  peer_name="clang-tidy, one check")
    if not bench.short:
        two, one = side_by_side([[*check, "-j2"], [*check, "-j1"]],
                                bench.path("project1"), 5)
        bench.row("check with two threads", two, one, "s", 1 / 1.8,
                  peer_name="one thread")
    if os.access(VMLINUX, os.R_OK) and shutil.which("strace"):
        bench.row("check, how often vmlinux is read by two processes",
                  reads_of(VMLINUX, [bench.host_layout, "check", "--btf",
                                     VMLINUX, *objects, "-j1"],
                           bench.path("project1")), None, "times", 2,
                  absolute=True)
