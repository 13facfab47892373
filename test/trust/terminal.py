"""No byte of an object's strings reaches a terminal as anything but text.

An object is compiled, and its names are then overwritten with escape sequences,
line feeds and bytes above 127. Everything that shows names is run on it, and
all that it prints must be printable ASCII in lines.
"""

import pathlib
import re
import sys

from harness import ANY, HOST_LAYOUT, PLUGIN, Folder, llvm, with_plugin

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


def shows_names():
    """Every command line that shows names of ev.bpf.o."""
    yield [llvm("clang++"), "-std=c++17", "-fsyntax-only",
           *with_plugin("ev.bpf.o"), "agent.cpp"]
    yield [llvm("clang-tidy"), f"--load={PLUGIN}",
           "--checks=-*,bpf-host-layout*",
           "--config={CheckOptions: [{key: bpf-host-layout.Btf, "
           "value: ev.bpf.o}]}", "agent.cpp", "--", "-std=c++17"]
    yield [HOST_LAYOUT, "show", "ev.bpf.o"]
    yield [HOST_LAYOUT, "show", "--json", "ev.bpf.o"]
    yield [HOST_LAYOUT, "diff", "ev.bpf.o", "plain.o"]
    for lang in ("c++", "c", "go"):
        yield [HOST_LAYOUT, "gen", "--all", "--lang", lang, "ev.bpf.o"]


def main():
    faults, outputs, told = [], 0, 0
    f = Folder()
    f.write("agent.cpp", HOST)
    plain = f.bpf_object("plain.o", BPF).read_bytes()
    for evil in EVIL:
        evil = evil.ljust(len(PLACE), b"x")
        (f.path / "ev.bpf.o").write_bytes(plain.replace(PLACE, evil))
        for words in shows_names():
            name = f"{pathlib.Path(words[0]).name} {' '.join(words[1:3])}"
            done = f.call(*words, code=ANY, text=False, timeout=60)
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


main()
