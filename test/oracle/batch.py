"""One batch of the verdict oracle: a BPF object and a host source, many pairs."""

import bisect
import collections
import os
import random
import re
import subprocess

from fields import Side
from generate import Generator
from model import (KERNEL, TYPEDEFS, Alias, Record, measured, named_fields,
                   records)
from mutate import Mutator
from probe import ARRAY, NATIVE, Probe, Unmeasurable, spelled
from record import recorded
from rules import DIFFER, SAME, UNSURE, Rules
from write import Writer

# name: (triple, big-endian, has __int128)
TARGETS = {
    "x86_64": ("x86_64-linux-gnu", False, True),
    "i386": ("i386-linux-gnu", False, False),
    "armv7": ("armv7-linux-gnueabihf", False, False),
    "aarch64": ("aarch64-linux-gnu", False, True),
    "riscv64": ("riscv64-linux-gnu", False, True),
    "powerpc64le": ("powerpc64le-linux-gnu", False, True),
    "mipsel": ("mipsel-linux-gnu", False, False),
    "s390x": ("s390x-linux-gnu", True, True),
    "powerpc64": ("powerpc64-linux-gnu", True, True),
    "mips": ("mips-linux-gnu", True, False),
}
DIAGNOSTIC = re.compile(r"^([^:\n]+):(\d+):\d+: (error|warning|fatal error): "
                        r"(.*?)(?: \[bpf-host-layout-([a-z-]+)\])?$", re.M)
# What else a compiler says when all is well.
OTHER = re.compile(r"^[^:\n]+:\d+:\d+: note: .*\n(?: .*\n)*"
                   r"|^if not, add .*$"
                   r"|^In file included from .*:\d+[:,]$"
                   r"|^\d+ (?:warning|error)s?.* generated\.$", re.M)
# How the BPF program keeps the type; "dwarf" keeps it out of BTF.
KEEPS = ["emit"] * 6 + ["global", "pointer", "value", "value", "percpu", "key",
                        "dwarf", "dwarf"]
# Of an alias, which has to be named by what holds it.
ALIAS_KEEPS = ["emit", "global", "value", "value", "percpu", "key"]
MATCHES = ["exact"] * 8 + ["prefix", "prefix", "named"]
LIBRARY = ("#include <atomic>\n#include <bitset>\n#include <chrono>\n"
           "#include <optional>\n#include <string_view>\n#include <variant>\n")
SYSTEM_HEADER = "hostlayout_oracle_system.h"
# Told for the use of a type, not for a difference.
ABOUT_USE = {"percpu", "hole"}


class Pair:
    def __init__(self, index, bpf, host, done, keep):
        self.index, self.bpf, self.host = index, bpf, host
        self.done, self.keep = done, keep
        self.form = "plain"  # of the marker
        self.match = "exact"
        self.off = []  # kinds of difference that are not told
        self.bpf_facts = self.host_facts = None
        self.said = []  # (severity, slug, text)
        self.bpf_text = self.host_text = self.system_text = ""

    @property
    def marker(self):
        how = [] if self.match == "exact" else [f"match={self.match}"]
        if self.keep in ("value", "percpu"):
            return [f"m_{self.index}.value"] + how
        if isinstance(self.bpf, Alias) and self.keep == "key":
            return [f"m_{self.index}.key"] + how
        if isinstance(self.bpf, Alias) and self.keep == "global":
            return [f"g_{self.index}"] + how
        named = self.index % 3 == 0 or self.bpf.name != self.host.name
        return ([self.bpf.name] if named else []) + how

    @property
    def role(self):
        """Whether the marker names a map or a global."""
        return self.keep in ("value", "percpu") or (
            isinstance(self.bpf, Alias) and self.keep in ("key", "global"))

    def mark_fields(self, rng):
        """Of some, what match=named compares."""
        for f, _ in named_fields(self.host):
            f.marked = rng.random() < 0.4


class Wrong:
    """Text alone: it goes from one process to another."""

    def __init__(self, kind, text):
        self.kind, self.text = kind, f"--- {kind}: {text}"

    @classmethod
    def judged(cls, kind, batch, pair, words):
        b, p = batch, pair
        said = "".join(f"\n  said: {s}: {t} [{k}]" for s, k, t in p.said)
        return cls(kind, (
            f"{words}\n"
            f"batch {b.number}, pair {p.index}, {b.target}, {b.host_clang}, "
            f"BPF by {b.bpf_clang}, kept by {p.keep}, match={p.match}, "
            f"off: {p.off}, done: {p.done}{said}\n"
            f"BPF ({p.bpf_facts.size} bytes):\n{p.bpf_text}\n"
            f"host ({p.host_facts.size} bytes):\n" +
            (f"// in a system header\n{p.system_text}// in the source\n"
             if p.system_text else "") + p.host_text))


class Result:
    def __init__(self):
        self.counts = collections.Counter()
        self.stats = collections.Counter()
        self.wrong = []
        self.recorded = []


class Batch:
    def __init__(self, args, number, where):
        self.args, self.number, self.where = args, number, str(where)
        self.rng = rng = random.Random(f"{args.seed}:{number}")
        self.target = rng.choice(args.target)
        self.triple, self.big, self.wide = TARGETS[self.target]
        self.host_clang = rng.choice(args.clang)
        self.bpf_clang = rng.choice(args.bpf_clang)
        self.cplusplus = rng.random() < 0.5
        # The headers of C++'s library, for this machine alone.
        self.library = (self.cplusplus and self.target == "x86_64" and
                        rng.random() < 0.3)
        # What follows from a difference that is not told is told.
        self.off = [rng.choice(["pointer", "abi"])] if (
            self.target in ("i386", "armv7") and rng.random() < 0.4) else []
        self.result = Result()

    def run(self):
        pairs = [self.pair(i) for i in range(self.args.size)]
        pairs = self.measure(pairs)
        if pairs and self.args.replay:
            pairs = self.replay(pairs)
        elif pairs:
            self.compile_bpf(pairs)
            self.compile_host(pairs)
        for p in pairs:
            self.compare(p)
        return self.result

    def pair(self, index):
        generator = Generator(self.rng, index, self.wide)
        bpf = generator.top()
        host, done = Mutator(self.rng, generator, self.cplusplus,
                             self.library).host(bpf)
        if isinstance(bpf, Alias) and self.rng.random() < 0.2:
            # A wrapper of one scalar.
            host = Record("struct", host.name, host.fields)
            done.append("wrapped")
        keep = self.rng.choice(ALIAS_KEEPS if isinstance(bpf, Alias) else KEEPS)
        pair = Pair(index, bpf, host, done, keep)
        pair.off = self.off
        if isinstance(host, Alias) or isinstance(bpf, Alias):
            return pair
        if isinstance(host, Record) and isinstance(bpf, Record):
            if keep == "percpu" and self.rng.random() < 0.3:
                host.align = host.align or 8  # what the kernel rounds up to
            pair.match = self.rng.choice(MATCHES)
            if pair.match == "named" or self.rng.random() < 0.02:
                pair.mark_fields(self.rng)
        if self.rng.random() < 0.1:
            pair.form = "alias"
            self.system_alias(pair)
        elif self.cplusplus and self.rng.random() < 0.1 and isinstance(
                host, Record):
            pair.form = "template"
        return pair

    def system_alias(self, pair):
        """What stands in a system header is marked by an alias."""
        every = [pair.host, *records(pair.host)]
        if isinstance(pair.host, Record) and self.rng.random() < 0.3 and not (
                any(r.bases for r in every) or
                any(f.marked or f.counterpart for r in every
                    for f in r.fields)):
            for r in every:
                r.system = True
            pair.done.append("system_alias")

    # What the probes say.

    def prologue(self, host):
        text = TYPEDEFS
        if not host:
            text += KERNEL
        if self.library and host:
            text += LIBRARY
        if host and self.cplusplus:
            native = self.target in NATIVE
            text += ("#include <array>\n#include <cstddef>\n"
                     "#include <type_traits>\n" if native else ARRAY)
        return text

    def host_flags(self):
        flags = (NATIVE[self.target] if self.target in NATIVE
                 else ["-target", self.triple])
        return flags + ["-std=c++20" if self.cplusplus else "-std=gnu17"]

    def bpf_flags(self):
        return ["-target", "bpfeb" if self.big else "bpfel"]

    def measure(self, pairs):
        """Fills in the facts; drops pairs that no compiler accepts."""
        for attempt in range(6):
            bad = self.probe_side(pairs, False) | self.probe_side(pairs, True)
            self.result.counts["unmeasured"] += len(bad)
            pairs = [p for p in pairs if p.index not in bad]
            if not bad:
                return pairs
        self.result.counts["unmeasured"] += len(pairs)
        return []

    def probe_side(self, pairs, host):
        side = "host" if host else "bpf"
        if host and not all(p.bpf_facts for p in pairs):
            return set()
        probe = Probe([getattr(p, side) for p in pairs],
                      host and self.cplusplus, self.prologue(host),
                      host and self.target in NATIVE)
        try:
            facts = probe.measure(
                self.host_clang if host else self.bpf_clang,
                self.host_flags() if host else self.bpf_flags(),
                f"{self.where}/probe-{side}")
        except Unmeasurable as e:
            for reason in re.findall(r" error: (.*)", str(e)):
                if self.args.verbose:
                    print(reason)
                self.result.stats["unmeasured: " + re.sub(
                    r"'[^']*'|\d+", "_", reason)] += 1
            return {pairs[i].index for i in probe.blame(str(e))}
        for p, f in zip(pairs, facts):
            setattr(p, side + "_facts", f)
            # The kernel has no maps of nothing.
            if not host and (not f.size or (p.keep == "dwarf" and
                                            lost_in_dwarf(p.bpf))):
                p.keep = "emit"
        return set()

    # What the plugin says.

    def replay(self, pairs):
        """Asks lib/Compare alone; the pairs that a layout can hold."""
        lines = [recorded(p, self.target, self.big, "same", "any")
                 for p in pairs]
        pairs = [p for p, line in zip(pairs, lines) if line]
        write(f"{self.where}/pairs", "".join(lines))
        told = subprocess.run([self.args.replay, "--tell",
                               f"{self.where}/pairs"], check=True,
                              capture_output=True, text=True).stdout
        for p, line in zip(pairs, told.split("\n")):
            p.said = [(severity, slug, "") for severity, slug in (
                s.split(":") for s in line.split())]
            p.bpf_text = Writer(False, False).definitions(p.bpf)
            p.host_text = self.marked(p)
        return pairs

    def compile_bpf(self, pairs):
        text = TYPEDEFS + KERNEL + "extern void sink(void *);\n"
        for p in pairs:
            p.bpf_text = (Writer(False, False).definitions(p.bpf) +
                          self.kept(p))
            text += p.bpf_text
        source = f"{self.where}/bpf.c"
        write(source, text)
        subprocess.run([self.bpf_clang, *self.bpf_flags(), "-w", "-g", "-O2",
                        "-c", source, "-o", f"{self.where}/bpf.o"], check=True)

    @staticmethod
    def kept(p):
        name, i = spelled(p.bpf, False, isinstance(p.bpf, Alias)), p.index
        maps = ("struct {{ int (*type)[{0}]; int (*max_entries)[8]; {1} *key; "
                "{2} *value; }} m_{3} "
                "__attribute__((section(\".maps\"), used));\n")
        return {
            "emit": f"static __attribute__((used, noinline)) void "
                    f"keep_{i}(const {name} *x) {{}}\n",
            "global": f"{name} g_{i};\n",
            "pointer": f"{name} *p_{i};\n",
            "value": maps.format(1, "u32", name, i),
            "percpu": maps.format(5, "u32", name, i),
            "key": maps.format(1, name, "u32", i),
            "dwarf": f"void d_{i}(void) {{ {name} *x = 0; sink(x); }}\n",
        }[p.keep]

    def compile_host(self, pairs):
        text, starts = self.prologue(True), []
        text += f"#include <{SYSTEM_HEADER}>\n"
        for p in pairs:
            starts.append(text.count("\n") + 1)
            p.host_text = self.marked(p)
            text += p.host_text
        os.makedirs(f"{self.where}/system", exist_ok=True)
        write(f"{self.where}/system/{SYSTEM_HEADER}",
              "".join(p.system_text for p in pairs))
        source = f"{self.where}/host" + (".cpp" if self.cplusplus else ".c")
        write(source, text)
        done = subprocess.run(
            [self.host_clang, *self.host_flags(), "-fsyntax-only",
             "-isystem", f"{self.where}/system",
             "-Wno-everything", "-ferror-limit=0", "-fno-caret-diagnostics",
             f"-fplugin={self.args.plugin}",
             *[f"-fplugin-arg-hostlayout-{kind}=off" for kind in self.off],
             f"-fplugin-arg-hostlayout-btf={self.where}/bpf.o", source],
            capture_output=True, text=True)
        for file, line, severity, words, slug in DIAGNOSTIC.findall(done.stderr):
            if file != source:
                raise RuntimeError(f"{self.where}: told in {file}: {words}")
            at = bisect.bisect_right(starts, int(line)) - 1
            pairs[max(at, 0)].said.append((severity, slug, words))
        left = OTHER.sub("", DIAGNOSTIC.sub("", done.stderr)).strip()
        if done.returncode not in (0, 1) or left:
            raise RuntimeError(f"{self.where}: the compiler ended with "
                               f"{done.returncode}\n{left[:3000]}")

    def marked(self, p):
        system = []
        w = Writer(self.cplusplus, True, system)
        try:
            return self.marked_by(w, p)
        finally:
            p.system_text = "".join(text + "\n" for text in system)

    def marked_by(self, w, p):
        if p.form == "alias":
            named = p.marker and "=" not in p.marker[0]
            mark = w.attribute(([] if named else [p.bpf.name]) + p.marker)
            name = spelled(p.host, self.cplusplus,
                           isinstance(p.host, Alias))
            text = w.definitions(p.host)
            if self.cplusplus:
                return f"{text}using alias_{p.index} {mark} = {name};\n"
            return f"{text}typedef {name} alias_{p.index} {mark};\n"
        text = w.definitions(p.host, p.marker)
        if p.form == "template":
            head = re.search(rf"^(struct|class|union) \[\[", text, re.M)
            text = (f"{text[:head.start()]}template <class T> "
                    f"{text[head.start():]}"
                    f"template {head.group(1)} {p.host.name}<int>;\n")
        return text

    # Whether they agree.

    def compare(self, p):
        rules = Rules(Side(p.host, p.host_facts), Side(p.bpf, p.bpf_facts),
                      p.match, p.keep, p.role, p.off, self.big)
        verdict = rules.verdict()
        errors = [s for s in p.said if s[0] != "warning"]
        counts, stats = self.result.counts, self.result.stats
        words = "; ".join(w for _, w in rules.faults) or "nothing differs"
        for how in set(p.done) or {"none"}:
            stats[f"done {how}"] += 1
        stats[f"match {p.match}"] += 1
        stats[f"target {self.target} {'C++' if self.cplusplus else 'C'}"] += 1
        for s in p.said:
            stats[f"told {s[1]}"] += 1

        def wrong(kind):
            self.result.wrong.append(Wrong.judged(kind, self, p, words))
        if any(not slug for _, slug, _ in p.said):
            wrong("refused")
        if verdict == UNSURE:
            counts["unsure"] += 1
            for v, w in rules.faults:
                if v == UNSURE:
                    stats["unsure: " + w.split(" ", 1)[-1]] += 1
            return
        if self.args.record:
            some = ("any" if p.match == "prefix" or rules.open_warnings else
                    "some" if rules.warnings else "none")
            line = recorded(p, self.target, self.big,
                            "same" if verdict == SAME else "differ", some)
            self.result.recorded.append(line)
        counts["judged"] += 1
        counts["same" if verdict == SAME else "differ"] += 1
        if verdict == SAME and errors:
            wrong("false alarm")
        elif verdict == DIFFER and not errors:
            wrong("missed")
        elif verdict == SAME:
            told = {slug for _, slug, _ in p.said} - ABOUT_USE
            # Of bytes that cover another name, a prefix may tell or not.
            if (p.match != "prefix" and not rules.open_warnings and
                    bool(told) != bool(rules.warnings)):
                words += f"; warnings: {rules.warnings}"
                wrong("warning")


def lost_in_dwarf(top):
    """clang before 16 describes a bit-field as wide as its type as a whole
    field, at the byte where it starts."""
    return isinstance(top, Record) and any(
        f.bits in (8, 16, 32, 64, 128) for _, f in measured(top))


def write(name, text):
    with open(name, "w") as f:
        f.write(text)
