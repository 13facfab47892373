"""How things are measured: instructions where times are noisy, times only pair
by pair with the peer, memory as the kernel accounts for it."""

import contextlib
import dataclasses
import os
import re
import resource
import shlex
import shutil
import subprocess
import tempfile
import time


class Failed(Exception):
    """A command that was to be measured did not do its work."""


@dataclasses.dataclass
class Row:
    """One line of the table. `goal` is the most that `judged` may be: the ratio
    to the peer or, where `absolute`, our own figure."""

    what: str
    ours: float
    peer: float | None
    unit: str
    goal: float | None = None
    absolute: bool = False
    peer_name: str = ""

    @property
    def ratio(self):
        return self.ours / self.peer if self.peer else None

    @property
    def reached(self):
        judged = self.ours if self.absolute else self.ratio
        if self.goal is None or judged is None:
            return None
        return judged <= self.goal

    def to_json(self):
        return {"what": self.what, "ours": self.ours, "peer": self.peer,
                "peerName": self.peer_name, "unit": self.unit,
                "ratio": self.ratio, "goal": self.goal,
                "goalIs": "absolute" if self.absolute else "ratio",
                "reached": self.reached}


def run(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode:
        raise Failed(f"{shlex.join(map(str, command))}\n{done.stderr[-2000:]}")
    return done.stdout


def instructions(command, cwd, expect=0):
    """Instructions that the command runs in user space. The same each time
    for the same inputs, whatever else the machine does."""
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
         *map(str, command)], capture_output=True, text=True, cwd=cwd)
    count = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != expect or not count:
        raise Failed(f"{shlex.join(map(str, command))}\n{done.stderr[-2000:]}")
    return int(count[1])


def system_calls(names, pattern, command, cwd):
    """How many of these system calls of a command and its children that did not
    fail look like `pattern`."""
    log = os.path.join(cwd, "calls")
    done = subprocess.run(["strace", "-f", "-y", "-qq", "-s", "256",
                           "--seccomp-bpf", "-e", f"trace={names}", "-o", log,
                           *map(str, command)], capture_output=True, text=True,
                          cwd=cwd)
    if done.returncode > 1:
        raise Failed(f"{shlex.join(map(str, command))}\n{done.stderr[-2000:]}")
    with open(log, encoding="utf-8", errors="replace") as f:
        return sum(bool(re.search(pattern, line)) and "= -1 " not in line
                   for line in f)


def elapsed():
    return time.perf_counter()


def processor():
    """What the processor has spent on commands that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds(command, cwd, clock=processor):
    """Not by subprocess, which does a millisecond's work between the fork and
    the command's own first instruction."""
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as said, contextlib.chdir(cwd):
        start = clock()
        child = os.posix_spawnp(words[0], words, os.environ, file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_DUP2, said.fileno(), 2)])
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        took = clock() - start
        if status:
            said.seek(0)
            raise Failed(f"{shlex.join(words)}\n"
                         f"{said.read().decode(errors='replace')[-2000:]}")
    return took


def fastest_tenth(samples):
    """What a tenth of them stayed below: other work of the machine, and that of
    others on a virtual one, only ever adds."""
    return sorted(samples)[len(samples) // 10]


def side_by_side(commands, cwd, times, clock=processor):
    """The time in seconds of each command, all run in turn so that the machine's
    moods fall on each alike."""
    samples = [[] for _ in commands]
    for command in commands:  # warm: the files are in the page cache
        seconds(command, cwd)
    for turn in range(times):
        order = range(len(commands))
        for i in order if turn % 2 else reversed(order):
            samples[i].append(seconds(commands[i], cwd, clock))
    return [fastest_tenth(s) for s in samples]


class Bench:
    """What every measurement needs: the tools, a directory, how thorough."""

    def __init__(self, build, llvm, short):
        self.llvm, self.short = llvm, short
        self.scratch = tempfile.TemporaryDirectory(prefix="hostlayout-bench-")
        self.dir = self.scratch.name
        # As users and the peers have it. A linker writes here and there, of
        # which the page cache keeps small pieces: to start what was copied
        # takes a tenth of a millisecond less.
        prefix = self.path("installed")
        run(["cmake", "--install", os.path.abspath(build), "--prefix", prefix])
        self.plugin = f"{prefix}/lib/libHostLayout.so"
        self.host_layout = f"{prefix}/bin/host-layout"
        self.clangd = f"{prefix}/bin/host-layout-clangd"
        self.reader = shutil.copy(f"{build}/bin/HostLayoutBenchRead", self.dir)
        self.rows = []

    def tool(self, name):
        return f"{self.llvm}/bin/{name}"

    def path(self, name):
        return os.path.join(self.dir, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as f:
            f.write(text)

    def bpf_object(self, stem):
        run([self.tool("clang"), "-target", "bpf", "-g", "-O2", "-c",
             f"{stem}.c", "-o", f"{stem}.o"], cwd=self.dir)

    def row(self, *words, **more):
        self.rows.append(Row(*words, **more))
        return self.rows[-1]
