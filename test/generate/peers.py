"""What other generators make of the sample of docs/generate.md, and of all types
of the running kernel. Prints a table; nothing here fails for what a peer does.

usage: peers.py WORK

Sizes and offsets that ought to be are bpftool's reading of BTF (oracle.py). A
generator that is not here is named, and left out.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

from harness import HOST_LAYOUT, MACHINE, Folder, find, llvm
from oracle import Btf

HERE = pathlib.Path(__file__).resolve().parent
KERNEL = "/sys/kernel/btf/vmlinux"
SAMPLE = """
enum __attribute__((packed)) kind { OPEN, CLOSE };
struct __attribute__((packed)) header { __u8 version; __u32 length; };
struct event {
  __u64 ts;
  struct header hdr;
  enum kind kind;
  __u16 proto : 4, flags : 12;
  union { __be32 v4; __u8 v6[16]; } addr;
  long delta;
  PARENT;
  char comm[16];
};
struct { int (*type)[1]; int (*max_entries)[1]; __u32 *key;
         struct event *value; } events __attribute__((section(".maps"), used));
struct { int (*type)[1]; int (*max_entries)[1]; __u32 *key;
         struct header *value; } headers __attribute__((section(".maps"), used));
"""
# Where Debian's packages put the sources of Go's libraries.
GOCODE = "/usr/share/gocode"
# What a C program is asked about the sample.
ASKED = ("sizeof(struct event)", "offsetof(struct event, addr)",
         "sizeof(struct header)", "sizeof(enum kind)")


def version(*command):
    try:
        text = subprocess.run(command, capture_output=True, text=True).stdout
    except OSError:
        return ""
    return text.split("\n")[0].strip()


class Peers(Folder):
    rows = []

    def row(self, peer, what, said):
        self.rows.append((peer, what, said))
        print(f"{peer}: {what}: {said}", flush=True)

    def sample(self, name, parent):
        self.bpf_object(name + ".o", "#include <linux/types.h>\n" +
                        SAMPLE.replace("PARENT", parent), prelude=False)
        return name + ".o"

    def c_sample(self, peer, command):
        """The answers of a C header, for a host of 64 bits and one of 32."""
        done = subprocess.run(command, cwd=self.path, capture_output=True,
                              text=True)
        if done.returncode or not done.stdout:
            self.row(peer, "sample", "refused: " + done.stderr.strip()[:200])
            return
        self.write("sample.c", "#include <stddef.h>\n#include <stdio.h>\n" +
                   done.stdout + "int main(void) { printf(\"" +
                   " ".join("%zu" for _ in ASKED) + "\\n\", " +
                   ", ".join(ASKED) + "); }\n")
        for flag in ("-m64", "-m32"):
            built = subprocess.run([llvm("clang"), flag, "-w",
                                    f"-I{MACHINE}", "sample.c", "-o", "sample"], cwd=self.path,
                                   capture_output=True, text=True)
            said = "does not compile: " + built.stderr[:200]
            if not built.returncode:
                said = self.call("./sample").stdout.strip()
            self.row(peer, f"sample {flag}: event, addr at, header, kind", said)

    def c_kernel(self, peer, command):
        """How many of bpftool's sizes and offsets a C header of the kernel has."""
        with open(self.path / "kernel.h", "w") as out:
            done = subprocess.run(command, cwd=self.path, stdout=out,
                                  stderr=subprocess.PIPE, text=True)
        if done.returncode:
            self.row(peer, "kernel", "refused: " + done.stderr.strip()[:200])
            return
        btf = Btf(KERNEL, "c" if command[0] == HOST_LAYOUT else None)
        lines, structs = [], 0
        # Which of several types of one name keeps it is each generator's choice.
        twice = {name[:-3] for name, *_ in btf.records()
                 if name.endswith("__2")}
        for name, tag, record, _ in btf.records():
            if re.sub(r"__\d+$", "", name) in twice:
                continue
            structs += 1
            lines.append((name, f"sizeof({tag}{name}) == {record['size']}"))
            lines += [(name, f"__builtin_offsetof({tag}{name}, {path}) == {at}")
                      for path, at in btf.members(record)]
        self.write("kernel.c", '#include "kernel.h"\n' + "".join(
            f'_Static_assert({check}, "{name}");\n' for name, check in lines))
        built = subprocess.run([llvm("clang"), "-fsyntax-only", "-w", "-std=gnu11",
                                "-ferror-limit=0", "-fno-caret-diagnostics",
                                "kernel.c"], cwd=self.path, capture_output=True,
                               text=True)
        wrong = re.findall(r"static assertion failed.*: (\w+)$", built.stderr,
                           re.M)
        other = [line for line in built.stderr.splitlines()
                 if " error: " in line and "static assertion" not in line]
        self.row(peer, "kernel", f"{len(wrong)} of {len(lines)} sizes and offsets "
                 f"wrong, in {len(set(wrong))} of {structs} types "
                 f"({', '.join(sorted(set(wrong))[:3])}); {len(other)} "
                 "errors of another kind" + (f", as {other[0]}" if other else ""))

    def go(self):
        packages = f"{GOCODE}/src/github.com/cilium/ebpf"
        if not find("go") or not os.path.isdir(packages):
            print("bpf2go: Go or golang-github-cilium-ebpf-dev is not here")
            return
        peer = "bpf2go " + version("dpkg-query", "-W", "-f=${Version}",
                                   "golang-github-cilium-ebpf-dev")
        env = {"PATH": os.environ["PATH"], "GO111MODULE": "off",
               "GOPATH": GOCODE, "GOCACHE": str(self.path / "cache"),
               "GOFLAGS": "-buildvcs=false"}
        self.call("go", "build", "-o", self.path / "peers", HERE / "peers.go",
                  env=env)

        def ask(*words):
            return [json.loads(line) for line in
                    self.call("./peers", *words).stdout.splitlines()]

        for name, parent in (("event", "struct event *parent"),
                             ("integer", "__u64 parent")):
            for wanted in ("event", "header", "kind"):
                for r in ask(self.sample(name, parent), wanted):
                    said = r.get("Refused") and "refused: " + r["Refused"]
                    self.row(peer, f"sample with {parent}: {wanted}", said or
                             f"{r['Go']} bytes, not {r['Size']}; "
                             f"{r.get('Offsets')}")
        if os.access(KERNEL, os.R_OK):
            all = ask(KERNEL)
            written = [r for r in all if not r.get("Refused")]
            wrong = [r for r in written if r["Go"] != r["Size"]]
            moved = [r for r in written if r["Moved"]]
            self.row(peer, "kernel", f"refuses {len(all) - len(written)} of "
                     f"{len(all)} structs and unions; {len(wrong)} of the "
                     f"{len(written)} others have the wrong size, "
                     f"{len(moved)} a field at the wrong place")

    def run(self):
        event = self.sample("event", "struct event *parent")
        generators = [
            ("host-layout " + version(HOST_LAYOUT, "--version"),
             [HOST_LAYOUT, "gen", "--lang=c", "-o", "-"], ["--all"]),
            (version("bpftool", "version"),
             ["bpftool", "btf", "dump", "file"], ["format", "c"]),
            ("pahole " + version("pahole", "--version"),
             ["pahole", "-F", "btf", "--compile"], []),
            ("pahole " + version("pahole", "--version") + " from DWARF",
             ["pahole", "-F", "dwarf", "--compile"], None)]
        for peer, command, more in generators:
            if not find(command[0]):
                print(f"{command[0]}: not here")
                continue
            self.c_sample(peer, [*command, event,
                                 *(w for w in more or [] if w != "--all")])
            if more is not None and os.access(KERNEL, os.R_OK):
                self.c_kernel(peer, [*command, KERNEL, *more])
        self.go()


Peers(inside=sys.argv[1]).run()
