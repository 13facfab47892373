"""Writes pairs as Replay.cpp reads them: layouts that need no compiler.

A line for each pair, in prefix notation: what is expected, how it is compared,
the host's type, BPF's. Offsets are those that were measured.
"""

from model import Alias, Array, Enum, Pointer, Record, Scalar

ENUM_SIGNED = {"s8", "s16", "s32", "s64"}


class NotRecorded(Exception):
    pass


class Recorder:
    """One side of a pair."""

    def __init__(self, top, facts, big, word):
        self.top, self.facts, self.big, self.word = top, facts, big, word

    def whole(self):
        if isinstance(self.top, Alias):
            f = self.top.fields[0]
            if self.top.bases or f.bits is not None:
                raise NotRecorded
            return self.type(f.type, f.name, self.facts.size)
        return self.type(self.top, "", self.facts.size)

    def type(self, ty, path, size):
        if isinstance(ty, Scalar):
            role = {"bool": "b", "char": "c", "s8": "c", "u8": "c",
                    "byte": "y"}.get(ty.key, "n")
            if ty.kind == "float":
                return f"F {size}"
            sign = {"neutral": "n", "signed": "s"}.get(ty.sign, "u")
            sign = "u" if ty.key == "byte" else sign
            word = int(ty.key in ("long", "ulong"))
            return f"I {size} {sign} {role} {word}"
        if isinstance(ty, Pointer):
            return f"P {size}"
        if isinstance(ty, Enum):
            if ty.style == "bool":
                raise NotRecorded
            sign = "s" if ty.style in ENUM_SIGNED or (
                ty.style not in ("u8", "u16", "u32", "u64") and
                any(v < 0 for _, v in ty.values)) else "u"
            values = " ".join(f"{n} {v & (1 << 64) - 1}" for n, v in ty.values)
            return f"E {ty.name} {size} {sign} {len(ty.values)} {values}"
        if isinstance(ty, Array):
            count = ty.count or 0
            if not count:
                inner = self.flexible(ty, path)
                return f"A 0 1 {inner}"
            return f"A {count} 0 " + self.type(ty.element, path + (
                "._M_elems[0]" if ty.standard else "[0]"), size // count)
        if isinstance(ty, Record):
            return self.record(ty, path + "." if path else "", size)
        raise NotRecorded

    def flexible(self, ty, path):
        each = self.facts.each.get(path.split("[")[0])
        if isinstance(ty.element, (Array, Record)) or each is None:
            raise NotRecorded
        return self.type(ty.element, path, each)

    def span(self, record, prefix):
        """(first bit, end) of what a record without a name holds."""
        low, high = None, 0
        for r in [*record.bases, *[f.type for f in record.fields if not f.name
                                   and isinstance(f.type, Record)]]:
            a, b = self.span(r, prefix)
            if a is not None:
                low = a if low is None else min(low, a)
                high = max(high, b)
        for f in record.fields:
            if not f.name:
                continue
            place = self.facts.places[prefix + f.name]
            if place.mask == 0:
                raise NotRecorded
            a = ((place.mask & -place.mask).bit_length() - 1) // 8 * 8
            low = a if low is None else min(low, a)
            high = max(high, (place.mask.bit_length() + 7) // 8 * 8)
        return low, high

    def record(self, r, prefix, size, start=0):
        """start: the bit where it begins, in the outermost record."""
        if prefix:
            start = self.facts.places[prefix[:-1].split("[")[0].removesuffix(
                "._M_elems")].byte * 8
        return self.members(r, prefix, size, start)

    def members(self, r, prefix, size, start):
        fields = []
        for base in r.bases:
            fields.append(self.part(base, prefix, start, True))
        for f in r.fields:
            if f.name:
                fields.append(self.field(f, prefix, start))
            elif isinstance(f.type, Record):
                fields.append(self.part(f.type, prefix, start, False))
        fields = [f for f in fields if f]
        tag = {"union": "u", "class": "c"}.get(r.tag, "s")
        return (f"R {r.name or '-'} {tag} {size} {int(r.system)} "
                f"{int(r.packed)} "
                f"{len(fields)} {' '.join(fields)}").strip()

    def part(self, r, prefix, start, is_base):
        """A base or an anonymous member."""
        low, high = self.span(r, prefix)
        if low is None:
            return ""
        inner = self.members(r, prefix, (high - low) // 8, low)
        return f"- {low - start} 0 0 {int(is_base)} 0 - {inner}"

    def field(self, f, prefix, start):
        path = prefix + f.name
        place = self.facts.places[path]
        bits = 0
        if f.bits is not None:
            if self.big:
                raise NotRecorded
            bits = f.bits
            low = (place.mask & -place.mask).bit_length() - 1
            if place.mask >> low != (1 << bits) - 1:
                raise NotRecorded
            inner = self.bit_base(f.type)
        else:
            low = place.byte * 8
            inner = self.type(f.type, path, place.size)
        return (f"{f.name} {low - start} {bits} {int(f.bits is not None)} 0 "
                f"{int(f.marked or bool(f.counterpart))} "
                f"{f.counterpart or '-'} {inner}")

    def bit_base(self, ty):
        if isinstance(ty, Enum):
            raise NotRecorded
        size = {"u8": 1, "s8": 1, "bool": 1, "char": 1, "u16": 2, "s16": 2,
                "u32": 4, "s32": 4, "long": self.word, "ulong": self.word,
                "u128": 16, "s128": 16}.get(ty.key, 8)
        return self.type(ty, "", size)


def recorded(pair, target, big, verdict, warnings):
    """A line, or nothing where a layout says less than the program."""
    word = 4 if target in ("i386", "armv7", "mipsel", "mips") else 8
    try:
        if not pair.host_facts.is_trivial:
            raise NotRecorded
        host = Recorder(pair.host, pair.host_facts, big, word).whole()
        bpf = Recorder(pair.bpf, pair.bpf_facts, big, 8).whole()
    except (NotRecorded, KeyError):
        return ""
    use = {"key": "k", "value": "v", "percpu": "p"}.get(pair.keep, "-")
    off = pair.off[0] if pair.off else "-"
    return (f"{verdict} {warnings} {pair.match} {word} "
            f"{4 if target == 'i386' else 8} {int(big)} {use} "
            f"{pair.bpf_facts.size} {int(pair.role)} {off} {host} {bpf}\n")
