"""A project in a temporary directory, and `host-layout check` run on it."""

import importlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOST_LAYOUT = os.path.abspath(os.environ["HOST_LAYOUT"])
LLVM_BIN = os.environ["LLVM_BIN"]
PLUGIN = os.path.join(os.path.dirname(os.path.dirname(HOST_LAYOUT)),
                      "lib", "libHostLayout.so")

BPF = """#include <bpf/host_layout.h>
typedef unsigned int u32;
typedef unsigned long long u64;
struct event { u64 ts; u32 pid; };
struct stats { u64 packets; u64 bytes; };
struct {
  int (*type)[1];
  u32 *key;
  struct stats *value;
  int (*max_entries)[8];
} counts __attribute__((section(".maps"), used));
BPF_HOST_LAYOUT_EMIT(struct event);
"""

SWAPPED = """#pragma once
#include <stdint.h>
struct __attribute__((bpf_host_layout)) event {
  uint32_t pid;
  uint64_t ts;
};
"""
GOOD = SWAPPED.replace("uint32_t pid;\n  uint64_t ts;",
                       "uint64_t ts;\n  uint32_t pid;")


class Project(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.path = pathlib.Path(os.path.realpath(self.temporary.name))
        self.commands = []
        (self.path / ".git").mkdir()

    def write(self, name, text):
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_text(text)

    def read(self, name):
        return (self.path / name).read_text()

    def object(self, name="ev.bpf.o", text=BPF):
        self.write("ev.bpf.c", text)
        subprocess.run(
            [f"{LLVM_BIN}/clang", "-target", "bpf", "-g", "-O2",
             f"-I{ROOT}/include", "-c", "ev.bpf.c", "-o", name],
            cwd=self.path, check=True)

    def unit(self, name, text, command="g++ -std=c++20", directory=None):
        """A source and its entry in build/compile_commands.json."""
        self.write(name, text)
        directory = self.path / directory if directory else self.path
        directory.mkdir(exist_ok=True)
        self.commands.append({
            "directory": str(directory), "file": str(self.path / name),
            "arguments": [*command.split(), "-c", str(self.path / name),
                          "-o", "x.o"]})
        self.write("build/compile_commands.json", json.dumps(self.commands))

    def check(self, *words, expect=None, env=None, cwd=None):
        clean = {k: v for k, v in os.environ.items()
                 if not k.startswith("GITHUB_")}
        done = subprocess.run([HOST_LAYOUT, "check", *words],
                              cwd=cwd or self.path, capture_output=True,
                              text=True, timeout=300,
                              env={**clean, **(env or {})})
        if expect is not None:
            self.assertEqual(done.returncode, expect,
                             done.stdout + done.stderr)
        return done

    def report(self, *words, **more):
        return json.loads(self.check(*words, "--format=json", **more).stdout)

    def rules(self, report):
        return [f["rule"] for f in report["findings"]]


def skeleton(project, object_, name):
    """Writes the skeleton of an object."""
    bpftool = shutil.which("bpftool") or "/usr/sbin/bpftool"
    project.write(name, subprocess.run(
        [bpftool, "gen", "skeleton", object_], cwd=project.path, check=True,
        capture_output=True, text=True).stdout)


def needs(*modules):
    """Skips the test where Python lacks one of them."""
    for module in modules:
        try:
            importlib.import_module(module)
        except ImportError:
            print(f"skipped: python has no module {module}; see "
                  "utils/install-deps.sh")
            sys.exit(77)


def main():
    unittest.main(argv=[sys.argv[0]], verbosity=0)
