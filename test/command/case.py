"""What the tests of the command share: BPF objects, runs, and failing.

Each script is called as SCRIPT HOST_LAYOUT CLANG and prints only what failed.
"""

import atexit
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile

HEADERS = ["-I", str(pathlib.Path(__file__).resolve().parents[2] / "include"),
           "-I", f"/usr/include/{platform.machine()}-linux-gnu"]
# What BPF programs get from bpf_helpers.h, which is not everywhere.
PRELUDE = """#include <linux/types.h>
#include <bpf/host_layout.h>
#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define HASH(name, key_t, value_t) \\
  struct { __uint(type, 1); __uint(max_entries, 8); __type(key, key_t); \\
           __type(value, value_t); } name SEC(".maps")
"""


def skip(why):
    print("skipped:", why)
    sys.exit(77)


class Case:
    def __init__(self):
        self.host_layout, self.clang = sys.argv[1:3]
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="host-layout-"))
        atexit.register(shutil.rmtree, self.work)
        self.faults = 0

    def object(self, name, source, *flags):
        """The path of the object made from the text, relative to work."""
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([self.clang, "-target", "bpf", "-g", "-O2", "-x", "c",
                        *HEADERS, *flags, "-c", "-", "-o", path],
                       input=PRELUDE + source, text=True, check=True)
        return name

    def run(self, *args, code=0, **more):
        """Runs host-layout in work; returns its output and error texts."""
        done = subprocess.run([self.host_layout, *map(str, args)], text=True,
                              capture_output=True, cwd=self.work, **more)
        if done.returncode != code:
            self.fault(f"exit code {done.returncode}, not {code}", args,
                       done.stdout, done.stderr)
        return done.stdout, done.stderr

    def expect(self, good, *what):
        if not good:
            self.fault(*what)

    def has(self, text, *parts):
        for part in parts:
            self.expect(part in text, f"no {part!r} in", text)

    def fault(self, *what):
        self.faults += 1
        print("FAILED:", *what, sep="\n  ")

    def end(self):
        sys.exit(self.faults != 0)
