"""A project in a folder, and `host-layout check` run on it."""

import json
import os
import pathlib
import sys
import unittest

from harness import (ANY, HOST_LAYOUT, LLVM_BIN, MAJOR, PLUGIN, ROOT, FolderTest,
                     need_modules as needs)

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


class Project(FolderTest):
    def setUp(self):
        super().setUp()
        self.commands = []
        (self.path / ".git").mkdir()

    def object(self, name="ev.bpf.o", text=BPF):
        self.write("ev.bpf.c", text)
        self.bpf_object(name, pathlib.Path("ev.bpf.c"))

    def unit(self, name, text, command="g++ -std=c++20", directory=None):
        """A source and its entry in build/compile_commands.json."""
        self.write(name, text)
        directory = self.path / directory if directory else self.path
        directory.mkdir(exist_ok=True)
        self.commands.append({
            "directory": str(directory), "file": str(self.path / name),
            "arguments": [*command.split(), "-c", str(self.path / name),
                          "-o", "x.o"]})
        self.database(self.commands, "build/compile_commands.json")

    def check(self, *words, expect=None, env=None, cwd=None):
        clean = {k: v for k, v in os.environ.items()
                 if not k.startswith("GITHUB_")}
        return self.call(HOST_LAYOUT, "check", *words, directory=cwd,
                         code=ANY if expect is None else expect,
                         env={**clean, **(env or {})})

    def report(self, *words, **more):
        return json.loads(self.check(*words, "--format=json", **more).stdout)

    def merge(self, *words, expect=None):
        return self.call(HOST_LAYOUT, "merge", *words,
                         code=ANY if expect is None else expect)

    def rules(self, report):
        return [f["rule"] for f in report["findings"]]


def skeleton(project, object_, name):
    """Writes the skeleton of an object."""
    project.skeleton_of(object_, name)


def main():
    # Of words of its own, a script has but this one.
    unittest.main(argv=[word for word in sys.argv if word != "--update"],
                  verbosity=0)
