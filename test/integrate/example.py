"""examples/exec-watch, built and run; each field that it prints against /proc.

    example.py ... SOURCE cmake|make|meson
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

from consumer import Consumer, expect, need, skip
from harness import SKIPPED

source, how = sys.argv[1:]
P = Consumer("example")
if not pathlib.Path("/usr/include/bpf/libbpf.h").exists():
    skip("libbpf-dev is not installed")
bpftool = need("bpftool")
shutil.copytree(source, P.root / "src")
SRC = P.root / "src"

# The compilers by their plain names, as the example calls them.
(P.root / "path").mkdir()
for tool in ("clang", "clang++"):
    (P.root / "path" / tool).symlink_to(P.tool(tool))
(P.root / "path/bpftool").symlink_to(bpftool)
P.environment["PATH"] = f"{P.root}/path:{P.environment['PATH']}"
configs = [str(p) for p in P.prefix.glob("lib/**/pkgconfig")]
P.environment["PKG_CONFIG_PATH"] = ":".join(configs)


def build(**expected):
    if how == "cmake":
        return P.run("cmake", "--build", "build", directory=SRC, **expected)
    if how == "meson":
        return P.run("ninja", "-C", "build", directory=SRC, **expected)
    return P.run("make", directory=SRC, **expected)


def made(name):
    return SRC / name if how == "make" else SRC / "build" / name


if how == "cmake":
    P.run("cmake", "-B", "build", "-G", "Ninja",
          f"-DCMAKE_PREFIX_PATH={P.prefix}",
          f"-DCMAKE_CXX_COMPILER={P.tool('clang++')}", directory=SRC)
elif how == "meson":
    need("meson")
    P.environment["CXX"] = "clang++"
    P.run("meson", "setup", "build", directory=SRC)
build()


class Watched:
    """A run of exec-watch, and the processes that were started meanwhile."""

    def __init__(self, program):
        self.agent = subprocess.Popen([program, "--exits", "--json"],
                                      stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE, text=True)
        line = self.agent.stderr.readline()
        if "watching" not in line:
            rest = line + self.agent.communicate()[1]
            if self.agent.returncode == SKIPPED:
                skip(f"{how}: built; not run, for loading is not allowed here\n"
                     + rest)
            expect(False, f"{program}: {rest}")

    def end(self):
        time.sleep(0.3)
        self.agent.send_signal(signal.SIGINT)
        out, err = self.agent.communicate(timeout=20)
        expect(self.agent.returncode == 0, err)
        return [json.loads(line) for line in out.splitlines()]


def proc(pid, name):
    return pathlib.Path(f"/proc/{pid}/{name}").read_text()


def status(pid, key):
    for line in proc(pid, "status").splitlines():
        if line.startswith(key + ":"):
            return [int(n) for n in line.split()[1:]]
    return []


def check(program):
    watched = Watched(program)
    # Not ours by name or by user, so that each field has a value of its own.
    tool = P.root / "hl-sleeper"
    shutil.copy("/bin/sh", tool)
    P.root.chmod(0o755)
    user = {"user": 65534, "group": 65533, "extra_groups": []}
    if os.geteuid() != 0:
        user = {}
    child = subprocess.Popen([tool, "-c", "read line; exit 7"],
                             stdin=subprocess.PIPE, cwd="/", **user)
    known = {"pid": child.pid, "parent": status(child.pid, "PPid")[0],
             "uid": status(child.pid, "Uid")[0],
             "gid": status(child.pid, "Gid")[0],
             "comm": proc(child.pid, "comm").rstrip("\n")}
    ticks = int(proc(child.pid, "stat").rsplit(")", 1)[1].split()[19])
    file = os.readlink(f"/proc/{child.pid}/exe")
    child.communicate(b"\n")
    now = time.clock_gettime_ns(time.CLOCK_BOOTTIME)

    seen = watched.end()
    mine = [e for e in seen if e.get("pid") == child.pid]
    expect([e["kind"] for e in mine] == ["exec", "exit"],
           f"the process is there as {mine}")
    for e in mine:
        for name, value in known.items():
            expect(e[name] == value, f"{name} is {value} in /proc: {e}")
        tick = 10**9 // os.sysconf("SC_CLK_TCK")
        expect(e["start_ns"] // tick == ticks, f"started at {ticks}: {e}")
        expect(e["start_ns"] <= e["time_ns"] <= now, f"it is {now}: {e}")
    expect(mine[0]["file"] == file, f"/proc says {file}: {mine[0]}")
    expect(mine[0]["exit_code"] == 0 and mine[1]["exit_code"] == 7,
           f"the exit code is 7: {mine[1]}")
    expect(mine[1]["file"] == "", f"nothing was executed: {mine[1]}")

    counts = [e for e in seen if e["kind"] == "counts"]
    for e in counts:
        for kind in ("exec", "exit"):
            number = sum(1 for s in seen
                         if s["kind"] == kind and s["uid"] == e["uid"])
            # One may be at work while it is detached.
            expect(abs(number - e[kind + "s"]) <= 1,
                   f"{number} times {kind} was seen: {e}")
    expect(known["uid"] in [e["uid"] for e in counts], f"no count: {counts}")


# A struct that differs does not build, and neither does what includes it.
old = "  uint32_t parent;\n  uint32_t uid;\n"
header = SRC / "events.hpp"
right = header.read_text()
expect(old in right, "events.hpp is not as this test knows it")
header.write_text(right.replace(old, "  uint32_t uid;\n  uint32_t parent;\n"))
build(fails=True, says="[bpf-host-layout-reordered]")
header.write_text(right)
build()

others = ["exec-watch-generated", "exec-watch-typed"]
for name in ["exec-watch"] + others * (how == "cmake"):
    check(made(name))
