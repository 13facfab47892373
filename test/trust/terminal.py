"""No byte of an object's strings reaches a terminal as anything but text.

An object is compiled, and its names are then overwritten with escape sequences,
line feeds and bytes above 127. Everything that shows names is run on it, and
all that it prints must be printable ASCII in lines.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BPF = """
enum kind_EVILNAME { FIRST_EVILNAME = 1, SECOND_EVILNAME = 2 };
struct inner_EVILNAME { unsigned value_EVILNAME; };
struct event {
  unsigned pid_EVILNAME;
  enum kind_EVILNAME kind;
  struct inner_EVILNAME inner;
  unsigned long long ts;
};
struct other_EVILNAME { struct inner_EVILNAME in; };
struct other_EVILNAME *keep_EVILNAME;
struct event *keep_event;
struct {
  int (*type)[1];
  int (*max_entries)[8];
  unsigned *key;
  struct event *value;
} map_EVILNAME __attribute__((section(".maps"), used));
"""
HOST = """
enum kind { FIRST = 1 };
struct [[bpf::host_layout]] event {
  unsigned p;
  kind kind;
  struct { unsigned v; } inner;
  unsigned ts;
};
struct [[bpf::host_layout("evenr")]] nearly { unsigned a; };
struct [[bpf::host_layout("map.value")]] by_role { unsigned a; };
"""
PLACE = b"EVILNAME"
EVIL = [b"\x1b[31mred", b"\nb: err\r", b"\x07\x08\x7f\xff\xfe\xc3\x28",
        b"\x1b]0;pw\x07", b"%s%n%x%0", b"\xe2\x80\xaeabcde", b"\";int x"]
ALLOWED = set(range(0x20, 0x7f)) | {0x09, 0x0a}


def run(words, where):
    return subprocess.run(words, cwd=where, capture_output=True, timeout=60)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--llvm-bin", required=True)
    p.add_argument("--build", required=True)
    args = p.parse_args()
    args.build = os.path.abspath(args.build)
    plugin = f"{args.build}/lib/libHostLayout.so"
    command = f"{args.build}/bin/host-layout"
    option = "-fplugin-arg-hostlayout-btf="
    faults, outputs, told = [], 0, 0

    with tempfile.TemporaryDirectory() as scratch:
        where = pathlib.Path(scratch)
        (where / "ev.bpf.c").write_text(BPF)
        (where / "agent.cpp").write_text(HOST)
        subprocess.run([f"{args.llvm_bin}/clang", "-target", "bpf", "-g", "-O2",
                        "-c", "ev.bpf.c", "-o", "plain.o"], cwd=where,
                       check=True)
        plain = (where / "plain.o").read_bytes()
        for evil in EVIL:
            evil = evil.ljust(len(PLACE), b"x")
            (where / "ev.bpf.o").write_bytes(plain.replace(PLACE, evil))
            with_all = [
                [f"{args.llvm_bin}/clang++", "-std=c++17", "-fsyntax-only",
                 f"-fplugin={plugin}", option + "ev.bpf.o", "agent.cpp"],
                [f"{args.llvm_bin}/clang-tidy", f"--load={plugin}",
                 "--checks=-*,bpf-host-layout*",
                 "--config={CheckOptions: [{key: bpf-host-layout.Btf, "
                 "value: ev.bpf.o}]}", "agent.cpp", "--", "-std=c++17"],
                [command, "show", "ev.bpf.o"],
                [command, "show", "--json", "ev.bpf.o"],
                [command, "diff", "ev.bpf.o", "plain.o"],
                *[[command, "gen", "--all", "--lang", lang, "ev.bpf.o"]
                  for lang in ("c++", "c", "go")],
            ]
            for words in with_all:
                name = f"{pathlib.Path(words[0]).name} {' '.join(words[1:3])}"
                done = run(words, where)
                said = done.stdout + done.stderr
                if done.returncode not in (0, 1, 2):
                    faults.append(f"{name}: ended with {done.returncode}")
                bad = [b for b in said if b not in ALLOWED]
                if bad:
                    line = next(l for l in said.split(b"\n")
                                if any(b in bad for b in l))
                    faults.append(f"{name} on {evil!r}: prints {line!r}")
                outputs += bool(said)
                told += said.count(b"bpf-host-layout")
                if re.search(rb"^b: err", said, re.M):
                    faults.append(f"{name}: a name began a line of its own")
    for fault in faults:
        print(fault)
    print(f"{outputs} outputs of {len(EVIL)} objects are text, {told} "
          f"differences among them")
    if told < 2 * len(EVIL) or outputs < 6 * len(EVIL):
        sys.exit("too little was said to prove anything")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
