"""What generated Go code reads and writes, against clang's own bytes.

usage: go_values.py [--seed N] [--structs N]
Random structs with bit-fields, unions and members that are not aligned are
initialised by clang in a BPF object of either byte order. A Go program reads
every member back, and writes it over the inverted bytes: nothing but the
member's bits may change. Where the object's byte order is not the host's, only
bit-fields can be read right: their methods alone go byte by byte.
"""

import argparse
import os
import random
import re
import sys

from harness import ANY, HOST_LAYOUT, Folder, llvm, need

WIDTHS = {"char": 8, "short": 16, "int": 32, "long": 64}
MAIN = """package main

import (
\t"bytes"
\t"fmt"
\t"os"
\t"unsafe"

\t. "%s/types"
)

var faults, values int

func expect(what string, good bool) {
\tvalues++
\tif !good {
\t\tfaults++
\t\tfmt.Println(what)
\t}
}

func load(to unsafe.Pointer, size int, from []byte) {
\tcopy(unsafe.Slice((*byte)(to), size), from)
}

func same(what string, from unsafe.Pointer, size int, want []byte) {
\texpect(what, bytes.Equal(unsafe.Slice((*byte)(from), size), want))
}

func main() {
%s
\tfmt.Println(values, "values,", faults, "faults")
\tif faults != 0 {
\t\tos.Exit(1)
\t}
}
"""


class Leaf:
    def __init__(self, path, bits, is_signed, is_bit_field):
        self.path, self.bits, self.is_signed = path, bits, is_signed
        self.is_bit_field = is_bit_field


class Struct:
    """A random struct: its text, and for each member that is initialised how
    C reaches it."""

    def __init__(self, rand, number):
        self.rand, self.count, self.leaves = rand, 0, []
        self.name = f"s{number}"
        self.is_packed = rand.random() < 0.5
        body = self.members("", rand.randint(2, 9))
        packed = "__attribute__((packed))" if self.is_packed else ""
        self.text = f"struct {packed} {self.name} {{ {body}}};\n"

    def members(self, path, count, depth=0):
        return "".join(self.member(path, depth) for _ in range(count))

    def member(self, path, depth):
        rand = self.rand
        self.count += 1
        name = f"m{self.count}"
        roll = rand.random()
        if roll < 0.12 and depth < 2:
            return f"struct {{ {self.members(path, 2, depth + 1)}}};"
        if roll < 0.2 and depth < 2 and not self.is_packed:
            inner = self.members(f"{path}{name}.", 2, depth + 1)
            return f"struct {{ {inner}}} {name};"
        if roll < 0.3 and depth < 2:
            return self.union(path, name)
        base = rand.choice(list(WIDTHS))
        sign = rand.choice(("signed", "unsigned"))
        bits, width = WIDTHS[base], ""
        if is_bit_field := rand.random() < 0.6:
            bits = rand.randint(1, bits)
            width = f" : {bits}"
        self.leaves.append(Leaf(path + name, bits, sign == "signed",
                                is_bit_field))
        return f"{sign} {base} {name}{width}; "

    def union(self, path, name):
        """Only its first member is initialised."""
        is_named = self.rand.random() < 0.5 and not self.is_packed
        inner = self.member(f"{path}{name}." if is_named else path, 2)
        return (f"union {{ {inner} long long {name}_other; }} "
                f"{name if is_named else ''};")

    def value(self, leaf):
        value = self.rand.getrandbits(leaf.bits)
        if leaf.is_signed and value >> (leaf.bits - 1):
            value -= 1 << leaf.bits
        return value

    def initialised(self, prefix, values):
        """The values as a C variable in a section of its own."""
        inits = ", ".join(f".{leaf.path} = {value}ull" if value >= 0 else
                          f".{leaf.path} = {value + 2**64}ull"
                          for leaf, value in zip(self.leaves, values))
        return (f'__attribute__((section("{prefix}.{self.name}"))) struct '
                f"{self.name} {prefix}_{self.name} = {{ {inits} }};\n")


def section(f, obj, name):
    f.call(llvm("llvm-objcopy"), f"--dump-section={name}=bytes", obj, os.devnull)
    return (f.path / "bytes").read_bytes()


class Reader:
    """Go statements that read and write the members of a struct."""

    def __init__(self, go, struct, is_native):
        self.go, self.struct, self.is_native = go, struct, is_native
        self.lines, self.reached = [], []

    def declared(self, type_name, method):
        found = re.search(rf"^func \(r \*{type_name}\) {method}\(\) "
                          r"(?:\(v )?(\S+?)\)? \{", self.go, re.M)
        return found and found[1]

    def reach(self, leaf):
        """How to read the leaf, and a pattern to write it; or None."""
        *outer, last = [part.capitalize() for part in leaf.path.split(".")]
        type_name, at = self.struct.name.capitalize(), "x"
        for part in outer:
            if self.declared(type_name, part):
                at = f"{at}.{part}()"
            else:
                at = f"{at}.{part}"
            type_name += part
        if leaf.is_bit_field:
            return f"{at}.{last}()", f"{at}.Set{last}(%s)"
        if not self.is_native:
            return None
        if self.declared(type_name, f"Get{last}"):
            return f"{at}.Get{last}()", f"{at}.Set{last}(%s)"
        if self.declared(type_name, last):
            return f"*{at}.{last}()", f"*{at}.{last}() = %s"
        return f"{at}.{last}", f"{at}.{last} = %s"

    def write(self, values, data, mask):
        """mask: the bits of the members that can be reached."""
        name = self.struct.name
        size = f"int(unsafe.Sizeof({name.capitalize()}{{}}))"
        add = self.lines.append
        add(f"\t{{\n\t\tvar x {name.capitalize()}")
        add(f'\t\texpect("{name}: size", {size} == {len(data)})')
        as_go = lambda b: "[]byte{" + ", ".join(map(str, b)) + "}"
        add(f"\t\tload(unsafe.Pointer(&x), {size}, {as_go(data)})")
        for leaf, value in zip(self.struct.leaves, values):
            if how := self.reach(leaf):
                add(f'\t\texpect("{name}.{leaf.path}", {how[0]} == {value})')
        inverted = bytes(b ^ 0xff for b in data)
        add(f"\t\tload(unsafe.Pointer(&x), {size}, {as_go(inverted)})")
        for leaf, value in zip(self.struct.leaves, values):
            if how := self.reach(leaf):
                add("\t\t" + how[1] % value)
        want = bytes(d & m | i & ~m & 0xff
                     for d, m, i in zip(data, mask, inverted))
        add(f'\t\tsame("{name} written", unsafe.Pointer(&x), {size}, '
            f"{as_go(want)})\n\t}}")
        return "\n".join(self.lines)


def check(args, rand, target, f):
    structs = [Struct(rand, number) for number in range(args.structs)]
    values = [[s.value(leaf) for leaf in s.leaves] for s in structs]
    is_native = (target == "bpfel") == (sys.byteorder == "little")
    source = "#include <bpf/host_layout.h>\n"
    for s, of in zip(structs, values):
        ones = [-1 if is_native or leaf.is_bit_field else 0
                for leaf in s.leaves]
        source += (s.text + f"BPF_HOST_LAYOUT_EMIT(struct {s.name});\n" +
                   s.initialised("data", of) + s.initialised("mask", ones))
    obj = f"{target}.o"
    f.bpf_object(obj, source, "-w", target=target, prelude=False)
    go = f.call(HOST_LAYOUT, "gen", obj, "--lang=go", "--go-version=1.19",
                "--package", "types").stdout
    blocks = []
    for s, of in zip(structs, values):
        data, mask = (section(f, obj, f"{what}.{s.name}")
                      for what in ("data", "mask"))
        blocks.append(Reader(go, s, is_native).write(of, data, mask))
    # What is not for this host is built for it all the same.
    f.write(f"src/{target}/types/types.go", re.sub(r" && \(.*\)", "", go))
    f.write(f"src/{target}/main.go", MAIN % (target, "\n".join(blocks)))
    environment = {"PATH": "/usr/bin:/bin", "GO111MODULE": "off",
                   "GOPATH": str(f.path), "GOCACHE": str(f.path / "cache"),
                   "CGO_ENABLED": "0"}
    print(f"seed {args.seed} {target}: ", end="", flush=True)
    for command, what, arch in (("vet", "/types", "386"), ("vet", "/types", ""),
                                ("run", "", "")):
        done = f.call(need("go"), command, target + what, code=ANY, merged=True,
                      env=environment | {"GOARCH": arch})
        print(done.stdout, end="", flush=True)
        if done.returncode:
            print(f"go {command} {what} failed", arch, flush=True)
            return False
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument("--structs", type=int, default=60)
    args = parser.parse_args()
    need("go")
    f, rand = Folder(), random.Random(args.seed)
    good = [check(args, rand, target, f) for target in ("bpfel", "bpfeb")]
    sys.exit(not all(good))


main()
