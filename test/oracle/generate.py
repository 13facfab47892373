"""Random types as BPF programs declare them (C, before any mutation)."""

from model import Array, Enum, Field, Pointer, Record, Scalar, records

COMMON = ["u8", "u16", "u32", "u64", "s32", "u32", "u64", "char", "s64"]
RARE = ["s8", "s16", "bool", "float", "double", "long", "ulong", "s128", "u128"]
# What a bit-field may be declared as, with the widths that are always allowed:
# a long of the host may have 32.
BIT_BASES = {"u8": 8, "s8": 8, "u16": 16, "s16": 16, "u32": 32, "s32": 32,
             "u64": 64, "s64": 64, "bool": 1, "char": 8, "long": 32,
             "ulong": 32}
WIDE_BIT_BASES = {"u128": 128, "s128": 128}
ENUM_BITS = {"u8": 8, "s8": 8, "u16": 16, "s16": 16, "u32": 32, "s32": 32,
             "u64": 64, "s64": 64}
NAMES = ["pid", "ts", "comm", "cgroup", "flags", "saddr", "daddr", "len", "cpu",
         "ret", "proto", "dport", "sport", "bytes", "packets", "state", "kind",
         "uid", "gid", "mntns", "netns", "task", "hash", "seq", "off", "addr",
         "size", "mode", "ver", "tos", "ttl", "id", "tag", "mac", "vlan", "mark"]
PADS = ["pad", "_pad", "__pad", "reserved", "unused", "_", "__reserved"]


class Generator:
    """Types of one pair; every name is unique within a translation unit."""

    def __init__(self, rng, index, wide):
        self.rng, self.index, self.wide = rng, index, wide
        self.count = 0
        self.shared = []
        self.bit_bases = {**BIT_BASES, **(WIDE_BIT_BASES if wide else {})}

    def bit_base(self, width):
        """A type that has a bit-field of that width."""
        return Scalar(self.rng.choice(
            [k for k, most in self.bit_bases.items() if most >= width]))

    def fresh(self, prefix):
        self.count += 1
        return f"{prefix}_{self.index}_{self.count}"

    def chance(self, share):
        return self.rng.random() < share

    def field_name(self, taken):
        while True:
            name = self.rng.choice(NAMES)
            if name in taken or self.chance(0.2):
                name += str(self.rng.randrange(1, 40))
            if name not in taken:
                taken.add(name)
                return name

    def pad_name(self, taken):
        while True:
            name = self.rng.choice(PADS) + self.rng.choice(["", "0", "1", "2_"])
            if name not in taken:
                taken.add(name)
                return name

    def scalar(self, keys=None):
        key = self.rng.choice(
            keys or (COMMON if self.chance(0.75) else RARE))
        if key in ("s128", "u128") and not self.wide:
            key = "u64"
        return Scalar(key, self.rng.randrange(3))

    def enum(self):
        style = self.rng.choice(["plain", "plain", "packed", "u8", "s8", "u16",
                                 "s16", "s32", "u32", "u64", "s64"])
        name = self.fresh("k")
        start = self.rng.choice([0, 0, 0, 1, -2, 100])
        if style.startswith("u"):
            start = max(0, start)
        values = []
        for i in range(self.rng.randrange(1, 5)):
            values.append((f"E_{name}_{i}", start))
            start += self.rng.choice([1, 1, 1, 5])
        if style == "plain" and self.chance(0.1):
            values.append((f"E_{name}_big", 0x123456789))
        if style == "packed" and self.chance(0.3):
            values.append((f"E_{name}_wide", 0x1234))
        if self.chance(0.2):
            values.append((f"E_{name}_MAX", start))
        return Enum(name, values, style)

    def type(self, depth):
        roll = self.rng.random()
        if roll < 0.55:
            return self.scalar()
        if roll < 0.62:
            return Pointer(self.rng.randrange(6))
        if roll < 0.70:
            return self.enum()
        if roll < 0.86 or depth == 0:
            return self.array(depth)
        if self.shared and self.chance(0.3):
            return self.rng.choice(self.shared)
        nested = self.record(depth - 1) if self.chance(0.8) else self.shapes()
        if self.chance(0.3):
            nested.inline = not nested.pack
        if not nested.inline:
            self.shared.append(nested)
        return nested

    def shapes(self):
        """A struct or union whose bytes others lay out otherwise: addresses,
        keys, counters."""
        each = self.scalar(["u8", "u16", "u32", "u64", "s32"])
        count = self.rng.choice([1, 2, 2, 4])
        if self.chance(0.4):
            return Record("struct", self.fresh("t"), [
                Field(f"w{i}", Scalar(each.key)) for i in range(count)])
        bytes_ = {"u8": 1, "u16": 2, "u32": 4, "s32": 4, "u64": 8}[each.key]
        arms = [Array(each, count)]
        for key, size in (("u16", 2), ("u32", 4), ("u64", 8), ("float", 4)):
            if count * bytes_ % size == 0 and self.chance(0.5):
                arms.append(Array(Scalar(key), count * bytes_ // size))
        self.rng.shuffle(arms)
        return Record("union", self.fresh("t"), [
            Field(f"as{i}", arm) for i, arm in enumerate(arms)])

    def array(self, depth):
        if self.chance(0.4):
            element = self.scalar(["char", "u8", "char", "s8"])
            count = self.rng.choice([1, 3, 4, 6, 7, 8, 12, 16])
        else:
            element = self.type(max(0, depth - 1))
            if isinstance(element, Record) and element.inline:
                element.inline = False
            count = self.rng.choice([1, 2, 2, 3, 4, 5])
        if isinstance(element, Array) and len(_counts(element)) > 2:
            return element
        if self.chance(0.03) and not has_bits(element):
            count = 0
        return Array(element, count)

    def bit_fields(self, taken):
        """A run of bit-fields that share storage, or nearly."""
        base = self.rng.choice(list(self.bit_bases))
        fields = []
        for _ in range(self.rng.randrange(1, 4)):
            if self.chance(0.15):
                base = self.rng.choice(list(self.bit_bases))
            most = self.bit_bases[base]
            width = self.rng.choice(
                [1, 1, 2, 3, 4, 5, 7, 8, 8, 9, 12, 16, 17, 24, 31, 32, 33, 48,
                 63, 64, self.rng.randrange(1, most + 1)])
            bit_type = Scalar(base, self.rng.randrange(2))
            if self.chance(0.1):
                bit_type = self.enum()
                bit_type.style, most = self.rng.choice(list(ENUM_BITS.items()))
                bit_type.values = [(n, v & 0x7f) for n, v in bit_type.values]
            width = min(width, most)
            if self.chance(0.12):
                fields.append(Field(None, Scalar("u32"),
                                    self.rng.choice([0, 1, 3, 8, 13])))
            else:
                fields.append(
                    Field(self.field_name(taken), bit_type, width))
        return fields

    def anonymous(self, depth, taken):
        inner = self.record(depth - 1, name=None, taken=taken)
        inner.inline = True
        return Field(None, inner)

    def member(self, depth, taken):
        roll = self.rng.random()
        if roll < 0.14:
            return self.bit_fields(taken)
        if roll < 0.22 and depth > 0:
            return [self.anonymous(depth, taken)]
        if roll < 0.27:
            return [Field(self.pad_name(taken),
                          Array(self.scalar(["char", "u8"]),
                                self.rng.choice([1, 2, 3, 4, 7])))]
        f = Field(self.field_name(taken), self.type(depth))
        if self.chance(0.04):
            f.align = self.rng.choice([2, 4, 8, 16])
        elif self.chance(0.03):
            f.packed = True
        if self.chance(0.06):
            f.qualifier = self.rng.choice(["const", "volatile"])
        return [f]

    def record(self, depth, name="", taken=None):
        """name: "" for a fresh one, None for an anonymous record."""
        taken = set() if taken is None else taken
        tag = "union" if self.chance(0.2 if name is None else 0.1) else "struct"
        if name == "":
            name = self.fresh("t")
        r = Record(tag, name, [])
        if name and self.chance(0.03):
            return r  # empty
        for _ in range(self.rng.choice([1, 2, 2, 3, 4])):
            r.fields += self.member(depth, taken)
        if not any(f.name or isinstance(f.type, Record) for f in r.fields):
            r.fields.append(Field(self.field_name(taken), self.scalar()))
        if self.chance(0.10):
            r.packed = True
        elif name and self.chance(0.05):
            r.pack = self.rng.choice([1, 2, 4])
        if self.chance(0.06):
            r.align = self.rng.choice([2, 4, 8, 16, 32])
        return r

    def top(self):
        """A type that will be marked."""
        if self.chance(0.04):
            e = self.enum()
            e.name = f"s_{self.index}"
            return e
        taken = set()
        r = Record("union" if self.chance(0.05) else "struct",
                   f"s_{self.index}", [])
        for _ in range(self.rng.choice([1, 2, 3, 4, 4, 5, 6, 8])):
            r.fields += self.member(2, taken)
        if not any(f.name for f in r.fields):
            r.fields.append(Field(self.field_name(taken), self.scalar()))
        if not r.is_union and self.chance(0.06):
            element = self.type(1)
            if not has_bits(element):
                r.fields.append(Field(self.field_name(taken),
                                      Array(element, None)))
        if self.chance(0.12):
            r.packed = True
        elif self.chance(0.05):
            r.pack = self.rng.choice([1, 2, 4])
        if self.chance(0.06):
            r.align = self.rng.choice([4, 8, 16, 32])
        return r


def has_bits(ty):
    """C cannot write down where the bits of no element would be."""
    return any(f.bits is not None for r in records(ty) for f in r.fields)


def _counts(array):
    found = []
    while isinstance(array, Array):
        found.append(array.count)
        array = array.element
    return found
