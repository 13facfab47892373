"""Which edits of a struct each way notices: the table in docs/alternatives.md.

    alternatives.py ... PAGE
"""

import pathlib
import subprocess
import sys

from consumer import Consumer, expect

BPF = """
enum kind { KIND_EXEC = 1, KIND_EXIT = 2 };
struct event {
  u64 ts; u32 pid; u32 tid; int ret; u32 hash; u16 ports[4];
  u32 flags : 4, proto : 4; enum kind kind; u8 cpu;
};
struct { int (*type)[1]; u32 *key; struct event *value; int (*max_entries)[1]; }
    events __attribute__((section(".maps"), used));
"""
RIGHT = """#pragma once
#include <stdint.h>
enum [[bpf::host_layout]] kind { KIND_EXEC = 1, KIND_EXIT = 2 };
struct [[bpf::host_layout]] event {
  uint64_t ts; uint32_t pid; uint32_t tid; int32_t ret; uint32_t hash;
  uint16_t ports[4]; uint32_t flags : 4, proto : 4; kind kind; uint8_t cpu;
};
"""
EDITS = {
    "nothing": ("", ""),
    "fields of different types change places":
        ("uint64_t ts; uint32_t pid;", "uint32_t pid; uint64_t ts;"),
    "fields of one type change places":
        ("uint32_t pid; uint32_t tid;", "uint32_t tid; uint32_t pid;"),
    "a field is missing": ("uint8_t cpu;", ""),
    "a field has another name": ("uint32_t tid;", "uint32_t thread;"),
    "signed becomes unsigned": ("int32_t ret;", "uint32_t ret;"),
    "an integer becomes a `float`": ("uint32_t hash;", "float hash;"),
    "`u16[4]` becomes `u32[2]`": ("uint16_t ports[4]", "uint32_t ports[2]"),
    "two bit-fields change places":
        ("flags : 4, proto : 4", "proto : 4, flags : 4"),
    "a field that BPF lacks, in the padding at the end":
        ("uint8_t cpu;", "uint8_t cpu; uint8_t node;"),
    "an enumerator has another value": ("KIND_EXIT = 2", "KIND_EXIT = 3"),
    "the host is i386": ("", ""),
}

page, = sys.argv[1:]
P = Consumer("alternatives")
P.bpf_object("ev.bpf.o", BPF)
P.write("event.h", RIGHT)
command = P.prefix / "bin/host-layout"
P.run(command, "assert", "ev.bpf.o", "--header", "event.h", "--type", "event",
      "--type", "kind", "-o", "all.cpp")
asserts = (P.root / "all.cpp").read_text()
expect("offsetof(event, ts)" in asserts and "KIND_EXIT" in asserts, asserts)
P.write("size.cpp", "\n".join(line for line in asserts.splitlines()
                              if "sizeof(event)" in line or "#include" in line))
P.write("agent.cpp", '#include "event.h"\n')


def notices(*words):
    done = subprocess.run([*map(str, words), "-fsyntax-only", "-Wno-attributes"],
                          cwd=P.root, env=P.environment, text=True,
                          capture_output=True)
    if done.returncode:
        return "yes"
    return "a warning" if "[bpf-host-layout" in done.stderr else "no"


rows = []
for name, (old, new) in EDITS.items():
    expect(old in RIGHT, old)
    P.write("event.h", RIGHT.replace(old, new) if old else RIGHT)
    target = ["-m32"] if "i386" in name else []
    compiler = [P.tool("clang++"), *target, "-std=c++20", "-I."]
    rows.append([name,
                 notices(*compiler, "agent.cpp", f"-fplugin={P.plugin()}",
                         "-DBPF_HOST_LAYOUT_BTF=ev.bpf.o"),
                 notices(*compiler, "all.cpp"), notices(*compiler, "size.cpp")])
table = [f"| {' | '.join(row)} |" for row in rows if row[0] != "nothing"]
expect(rows[0][1:] == ["no"] * 3, f"nothing was edited: {rows[0]}")
text = pathlib.Path(page).read_text()
missing = [row for row in table if row not in text]
expect(not missing, "not in the page:\n" + "\n".join(missing))
