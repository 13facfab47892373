"""There and back: random structs and every object of the tests, in both byte
orders. What is generated of an object is compiled as a BPF program itself, and
diff must find no difference; the header passes the plugin, too.

usage: roundtrip.py [--seed N] [--structs N]
"""

import argparse
import json
import random
import re
import sys

from harness import (ANY, HOST_LAYOUT, INCLUDE, MACHINE, ROOT, Folder,
                     bpf_command, find, llvm, with_plugin)

TESTS = ROOT / "test"
INCLUDES = [f"-I{INCLUDE}", "-I", MACHINE]
# Hosts of either byte order, of 64 and 32 bits.
HOSTS = {"bpfel": ("x86_64-linux-gnu", "armv7-linux-gnueabihf"),
         "bpfeb": ("powerpc64-linux-gnu", "mips-linux-gnu")}
INTEGERS = ("char", "signed char", "unsigned char", "short", "unsigned short",
            "int", "unsigned", "long", "unsigned long", "long long", "_Bool")
WIDTHS = {"char": 8, "short": 16, "long": 64, "_Bool": 1, "e8": 64, "": 32}


class Program:
    """A random BPF program's types."""

    def __init__(self, rand):
        self.rand = rand
        self.text = "enum e4 { A, B = 70000 };\nenum e8 { C = 1LL << 40 };\n"
        self.known = []

    def name(self):
        self.names += 1
        return f"m{self.names}"

    def member(self, depth):
        rand = self.rand
        roll = rand.random()
        if roll < 0.18:
            kind = rand.choice(INTEGERS + ("enum e4", "enum e8"))
            width = rand.randint(1, next(bits for part, bits in WIDTHS.items()
                                         if part in kind))
            return f"{kind} {self.name()} : {width};"
        if roll < 0.2:
            return "int : 0;"
        if roll < 0.35 and depth < 3:
            tag = rand.choice(("struct", "union"))
            name = self.name() if rand.random() < 0.5 else ""
            packed = rand.choice(("", "", "__attribute__((packed))"))
            return (f"{tag} {packed} {{ {self.members(depth + 1)} }} "
                    f"{name}{self.dimensions() if name else ''};")
        if roll < 0.45 and self.known:
            self.nests = True
            return (f"struct {rand.choice(self.known)} {self.name()}"
                    f"{self.dimensions()};")
        if roll < 0.53:
            return f"{rand.choice(('void', 'char', 'struct s0'))} *{self.name()};"
        if roll < 0.6:
            return f"enum {rand.choice(('e4', 'e8'))} {self.name()};"
        if roll < 0.64:
            return f"{rand.choice(('float', 'double'))} {self.name()};"
        align = rand.choice(("", "", "", " __attribute__((aligned(16)))"))
        return (f"{rand.choice(INTEGERS)} {self.name()}{self.dimensions()}"
                f"{align};")

    def dimensions(self):
        return "".join(f"[{self.rand.randint(1, 5)}]" for _ in range(
            self.rand.choice((0, 0, 0, 1, 1, 2))))

    def members(self, depth):
        count = self.rand.randint(1, 3 if depth else 8)
        return " ".join([f"unsigned char {self.name()};"] +
                        [self.member(depth) for _ in range(count)])

    def add(self, number):
        self.names, self.nests = 0, False
        attribute = self.rand.choice(("", "", "", "__attribute__((packed))",
                                      "__attribute__((aligned(32)))"))
        tail = self.rand.choice(("", "", "", " int tail[];"))
        name = f"s{number}"
        self.text += (f"struct {attribute} {name} {{ {self.members(0)}{tail} "
                      f"}};\nBPF_HOST_LAYOUT_EMIT(struct {name});\n")
        # Offsets beyond 24 bits do not fit into BTF beside a bit-field's width.
        if not tail and not self.nests:
            self.known.append(name)


class Trip(Folder):
    def __init__(self):
        super().__init__()
        self.faults, self.types = 0, 0
        # All that a generated header needs of a library.
        self.write(
            "string.h", "#include <stddef.h>\nvoid *memcpy(void *, const void *, size_t);")
        self.write("cstdint", "#include <stdint.h>\n")
        self.write(
            "cstring", "#include <stddef.h>\nnamespace std { using ::size_t; inline void "
            "*memcpy(void *to, const void *from, size_t size) { return "
            "__builtin_memcpy(to, from, size); } }")
        self.write("cstddef", "#include <stddef.h>\n")

    def run(self, *command, what, **more):
        done = self.call(*command, code=ANY, **more)
        if done.returncode or done.stderr:
            self.faults += 1
            print(f"{what}: {' '.join(map(str, command))}",
                  (done.stdout + done.stderr)[:3000], sep="\n")
        return done.stdout

    def there_and_back(self, what, target, *source, **more):
        # The newest kind of BPF processor, for what programs use.
        bpf = bpf_command("-mcpu=v3", "-w", "-isystem", self.path,
                          target=target, prelude=False)
        self.run(*bpf, "-c", *source, "-o", "there.o", what=what, **more)
        types = json.loads(self.run(HOST_LAYOUT, "show", "there.o", "--all",
                                    "--json", what=what) or '{"types": []}')
        names = [(t["kind"], t["name"]) for t in types["types"]
                 if t["kind"] in ("struct", "union") and
                 re.fullmatch("[A-Za-z_]\\w*", t["name"])]
        for lang, suffix in ("c", "h"), ("c++", "hpp"):
            self.run(HOST_LAYOUT, "gen", "there.o", "--all", "--asserts",
                     f"--lang={lang}", "-o", f"types.{suffix}", what=what)
        text = self.read("types.h")
        # Keywords are spelled with an underscore, and are forms of their own.
        names = sorted({(kind, name) for kind, name in names
                        if re.search(rf" {name} {{$", text, re.M)})
        self.types += len(names)
        self.write("back.c", '#include "types.h"\n' + "".join(
            f"BPF_HOST_LAYOUT_EMIT({kind} {name});\n" for kind, name in names))
        self.run(*bpf, "-ffreestanding", "-c", "back.c", "-o", "back.o",
                 what=what)
        # A program of scalars alone has nothing to come back.
        if names:
            said = self.run(HOST_LAYOUT, "diff", "there.o", "back.o",
                            *[name for _, name in names], what=what)
            if f"{len(names)} compared, 0 changed" not in said:
                self.faults += 1
                print(what, said[:3000], sep="\n")
        if (target == "bpfel") == (sys.byteorder == "little"):
            self.with_gcc(what)
        for host in HOSTS[target]:
            for lang, suffix in ("c", "h"), ("c++", "hpp"):
                self.run(llvm("clang"), f"--target={host}", "-x", lang,
                         "-ffreestanding", "-nostdlibinc",
                         "-std=c++17" if lang == "c++" else "-std=c11",
                         "-isystem", self.path, *INCLUDES, "-isystem",
                         "/usr/include", "-fsyntax-only",
                         *with_plugin("there.o", hole="off"),
                         "-Wno-pragma-once-outside-header",
                         f"types.{suffix}", what=f"{what} on {host}")

    def with_gcc(self, what):
        """The headers assert themselves; gcc warns of what clang does not."""
        for gcc, lang, std, suffix in ((find("gcc"), "c", "c11", "h"),
                                       (find("g++"), "c++", "c++11", "hpp")):
            if gcc:
                self.write("use", f'#include "types.{suffix}"\n')
                self.run(gcc, "-x", lang, f"-std={std}", *INCLUDES, "-Wall",
                         "-Wextra", "-Wpedantic", "-fsyntax-only", "use",
                         what=f"{what} with {gcc}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument("--structs", type=int, default=150)
    args = parser.parse_args()
    trip = Trip()
    for target in HOSTS:
        program = Program(random.Random(args.seed))
        for number in range(args.structs):
            program.add(number)
        trip.there_and_back(
            f"seed {args.seed} {target}", target, "-x", "c", "-",
            input="#include <bpf/host_layout.h>\n" + program.text)
        for source in sorted(TESTS.rglob("*.bpf.c")):
            if source.parent.name == "forms":
                continue  # they are held against what is expected
            trip.there_and_back(f"{source.name} {target}", target, source)
    print(f"seed {args.seed}: {trip.types} types, {trip.faults} faults")
    sys.exit(trip.faults != 0 or not trip.types)


main()
