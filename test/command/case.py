"""What the tests of the command share: BPF objects, runs, and failing.

A script goes on after a fault, and prints only what failed.
"""

import sys

from harness import ANY, HOST_LAYOUT, INCLUDE, MACHINE, Folder, llvm

HEADERS = ["-I", str(INCLUDE), "-I", MACHINE]


class Case(Folder):
    def __init__(self):
        super().__init__()
        self.host_layout, self.clang = HOST_LAYOUT, llvm("clang")
        self.work = self.path
        self.faults = 0

    def object(self, name, source, *flags, **more):
        """The path of the object made from the text, relative to work."""
        self.bpf_object(name, source, *flags, **more)
        return name

    def run(self, *args, code=0, **more):
        """Runs host-layout in work; returns its output and error texts."""
        done = self.call(self.host_layout, *args, code=code, **more)
        return done.stdout, done.stderr

    def code(self, *args):
        """The exit code of host-layout in work, whatever it is."""
        return self.call(self.host_layout, *args, code=ANY).returncode

    def expect(self, good, *what):
        if not good:
            self.fault(*what)

    def has(self, text, *parts):
        for part in parts:
            self.expect(part in text, f"no {part!r} in", text)

    def fail(self, what):
        self.fault(what)

    def fault(self, *what):
        self.faults += 1
        print("FAILED:", *what, sep="\n  ")

    def end(self):
        sys.exit(self.faults != 0)
