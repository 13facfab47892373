"""Where the fields of a type really are: compiled, and on x86 run.

A probe is a translation unit of its own that holds the types once more, without
markers, and has the compiler write down sizes and offsets. Where a bit-field
stands is seen by setting all its bits in zeroed memory: by running the probe
where this machine can, else in the constant data that the compiler makes.
"""

import bisect
import os
import re
import struct
import subprocess

from model import HARMLESS, Array, Enum, measured, records, step
from write import Writer

NATIVE = {"x86_64": [], "i386": ["-m32"]}
ARRAY = """\
namespace std {
template <class T, unsigned long N> struct array { T _M_elems[N]; };
enum class byte : unsigned char {};
}
"""


class Place:
    """Bits from the start of the outermost record, as a set in one number: bit
    8 * n + i is the bit of value 1 << i of byte n."""

    def __init__(self, mask, byte=None, size=None):
        self.mask, self.byte, self.size = mask, byte, size

    @staticmethod
    def of_bytes(byte, size):
        return Place(((1 << 8 * size) - 1) << 8 * byte, byte, size)

    def __eq__(self, other):
        # What has no bits has a place nevertheless.
        return self.mask == other.mask and (
            self.mask != 0 or self.byte == other.byte)


class Facts:
    def __init__(self, size):
        self.size = size  # bytes
        self.is_trivial = True  # trivially copyable, as C++ has it
        self.places = {}  # path: Place
        self.each = {}  # path: bytes of an array's innermost element


class Unmeasurable(Exception):
    pass


def spelled(top, cplusplus, plain=False):
    """plain: an alias, where it is written as one."""
    if cplusplus or plain:
        return top.name
    return ("enum " if isinstance(top, Enum) else f"{top.tag} ".replace(
        "class", "struct")) + top.name


def within(path):
    """The records around a field, outermost first: of "a.b[0].c", a and
    a.b[0]."""
    parts = path.replace("._M_elems", "\0").split(".")
    return [".".join(parts[:i]).replace("\0", "._M_elems")
            for i in range(1, len(parts))]


def is_special(top):
    """Whether C++ forbids to fill it from bytes: then no place matters."""
    return any(r.special not in ("", HARMLESS) for r in records(top))


def is_aggregate(top):
    return not any(r.bases or r.special for r in records(top))


class Probe:
    def __init__(self, types, cplusplus, prologue, runs):
        self.types, self.cplusplus, self.runs = types, cplusplus, runs
        self.numbers, self.masks = [], []
        self.lines = []  # (first line, index of the type)
        # Qualifiers change no place, but what a probe may write.
        text = prologue + "#define const\n#define volatile\n"
        for index, top in enumerate(types):
            self.lines.append((text.count("\n") + 1, index))
            text += Writer(cplusplus, False).definitions(top, probing=True)
            self.plan(index, top)
        self.lines.append((text.count("\n") + 1, -1))
        self.text = text + (self.program() if runs else self.constants())

    def plan(self, index, top):
        name = spelled(top, self.cplusplus)
        self.numbers.append((index, None, "size", f"sizeof({name})"))
        if self.cplusplus:
            self.numbers.append((index, None, "trivial",
                                 f"__is_trivially_copyable({name})"))
        if isinstance(top, Enum) or (self.cplusplus and is_special(top)):
            return
        for path, f in measured(top):
            if f.bits is not None:
                self.masks.append((index, path, name))
                continue
            # A flexible array has an address, but no offset of its own in C.
            at = path + (step(f.type) if isinstance(f.type, Array) else "")
            self.numbers.append((index, path, "byte",
                                 f"__builtin_offsetof({name}, {at})"))
            flexible = isinstance(f.type, Array) and f.type.count is None
            self.numbers.append((index, path, "size", "0" if flexible else
                                 f"sizeof((({name} *)0)->{path})"))
            self.numbers.append((index, path, "each",
                                 f"sizeof((({name} *)0)->{at})"))

    def program(self):
        body = "".join(
            "{ typedef %s T; static unsigned long long u[(sizeof(T) + 15) / 8];"
            " SET(((T *)u)->%s); put(u, sizeof(T)); }\n" % (name, path)
            for _, path, name in self.masks)
        numbers = ",\n".join(n[3] for n in self.numbers)
        setter = ("#define SET(L) (L) = static_cast<__typeof__(L)>(-1)\n"
                  if self.cplusplus else "#define SET(L) (L) = -1\n")
        return (f"{setter}"
                '#include <stdio.h>\n#include <string.h>\n'
                "static void put(const void *p, size_t n) "
                "{ fwrite(p, 1, n, stdout); }\n"
                "static const unsigned long long facts[] = {\n"
                f"{numbers} }};\n"
                "int main(void) {\nput(facts, sizeof facts);\n"
                f"{body}return 0; }}\n")

    def constants(self):
        numbers = ",\n".join(n[3] for n in self.numbers)
        text = ("__attribute__((section(\".facts\"), used)) "
                f"{'extern ' if self.cplusplus else ''}"
                f"const unsigned long long facts[] = {{\n{numbers} }};\n")
        for k, (index, path, name) in enumerate(self.masks):
            head = f'__attribute__((section(".m{k}"), used)) '
            if self.cplusplus and is_aggregate(self.types[index]):
                text += (f"{head} constinit {name} m{k} = {{ .{path} = "
                         f"static_cast<__typeof__((({name} *)0)->{path})>"
                         f"(-1) }};\n")
            elif self.cplusplus:
                # An arm of a union begins to be with its first value.
                inner = "".join(
                    f"v.{p} = __typeof__(v.{p}){{}}; " for p in within(path))
                text += (f"{head} constinit {name} m{k} = []{{ {name} v{{}}; "
                         f"{inner}v.{path} = static_cast<__typeof__(v.{path})>(-1); "
                         f"return v; }}();\n")
            else:
                text += f"{head} const {name} m{k} = {{ .{path} = -1 }};\n"
        return text

    def measure(self, compiler, flags, where):
        """One Facts for each type."""
        suffix = ".cpp" if self.cplusplus else ".c"
        source, out = where + suffix, where + ".out"
        with open(source, "w") as f:
            f.write(self.text)
        done = subprocess.run(
            [compiler, "-w", "-ferror-limit=0", "-fno-caret-diagnostics",
             *flags, *([] if self.runs else ["-c"]), source, "-o", out],
            capture_output=True, text=True)
        if done.returncode:
            raise Unmeasurable(done.stderr)
        if self.runs:
            raw = subprocess.run([os.path.abspath(out)], check=True,
                                 capture_output=True).stdout
            return self.read(raw, None, "<")
        sections, order = read_elf(out)
        return self.read(sections.get(".facts", b""), sections, order)

    def blame(self, messages):
        """The indices of the types that a compiler complains about; all of
        them where that cannot be told."""
        found = set()
        for line in re.findall(r"^[^:\n]+:(\d+):(?:\d+:)? (?:fatal )?error",
                               messages, re.M):
            found |= self.of_line(int(line))
        return found or set(range(len(self.types)))

    def of_line(self, line):
        starts = [start for start, _ in self.lines]
        at = bisect.bisect_right(starts, line) - 1
        if at >= 0 and self.lines[at][1] >= 0:
            return {self.lines[at][1]}
        text = self.text.split("\n")[line - 1]
        return {i for i, top in enumerate(self.types)
                if re.search(rf"\b{top.name}\b", text)}

    def read(self, raw, sections, order):
        count = len(self.numbers)
        values = struct.unpack(f"{order}{count}Q", raw[:8 * count])
        rest, facts, pending = 8 * count, [], None
        for (index, path, what, _), value in zip(self.numbers, values):
            if what == "trivial":
                facts[index].is_trivial = bool(value)
            elif path is None:
                facts.append(Facts(value))
            elif what == "byte":
                pending = value
            elif what == "each":
                facts[index].each[path] = value
            else:
                facts[index].places[path] = Place.of_bytes(pending, value)
        for k, (index, path, _) in enumerate(self.masks):
            size = facts[index].size
            if sections is None:
                data, rest = raw[rest:rest + size], rest + size
            else:
                data = sections[f".m{k}"][:size]
            facts[index].places[path] = Place(int.from_bytes(data, "little"))
        return facts


def read_elf(name):
    """({section's name: its bytes}, byte order as struct has it)"""
    with open(name, "rb") as f:
        raw = f.read()
    wide, order = raw[4] == 2, "<" if raw[5] == 1 else ">"
    if wide:
        start, = struct.unpack_from(order + "Q", raw, 0x28)
        size, count, strings = struct.unpack_from(order + "3H", raw, 0x3a)
    else:
        start, = struct.unpack_from(order + "I", raw, 0x20)
        size, count, strings = struct.unpack_from(order + "3H", raw, 0x2e)

    def header(i):
        at = start + i * size
        if wide:
            name, kind, _, _, offset, length = struct.unpack_from(
                order + "IIQQQQ", raw, at)
        else:
            name, kind, _, _, offset, length = struct.unpack_from(
                order + "6I", raw, at)
        return name, kind, offset, length

    if strings == 0xffff or count == 0:
        raise Unmeasurable("too many sections")
    table = header(strings)[2]
    found = {}
    for i in range(count):
        at, kind, offset, length = header(i)
        label = raw[table + at:raw.index(b"\0", table + at)].decode()
        # SHT_NOBITS has no bytes in the file: all zero.
        found[label] = (bytes(length) if kind == 8
                        else raw[offset:offset + length])
    return found, order
