"""Random types as BPF programs declare them (C, before any mutation)."""

from model import (OPAQUE, Alias, Array, Enum, Field, Pointer, Record, Scalar,
                   innermost, records)

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
         "size", "mode", "ver", "tos", "ttl", "id", "tag", "mac", "vlan", "mark",
         "start_ns", "end_ns", "src_ip", "dst_ip", "rx_pkts", "cgroup_id",
         "ret_code", "v1_1", "v11", "last_seen_ns", "is_ipv6"]
PADS = ["pad", "_pad", "__pad", "reserved", "unused", "_", "__reserved"]
WORDS = ["NEW", "RUN", "DEAD", "OPEN", "CLOSE", "EXEC", "EXIT", "READ_ONLY",
         "KEEP_ALIVE", "UP", "STEP2", "X"]
SENTINELS = ["{0}MAX", "__{0}MAX", "{0}CNT", "{0}COUNT", "{0}LAST", "NR_{0}ALL"]


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

    def letters(self):
        """What makes an enumerator's name its own, without digits."""
        self.count += 1
        n, text = self.index * 400 + self.count, ""
        while n:
            n, rest = divmod(n, 20)
            text += "bcdfghjklmnpqrstvwxz"[rest]
        return text

    def house_enum(self):
        """Enumerators as people name them: words behind a prefix."""
        own = self.letters()
        name = f"{self.rng.choice(['st', 'event', 'ev_kind'])}_{own}"
        prefix = self.rng.choice([
            f"{name.upper()}_"] * 4 + [f"RX_{own.upper()}_", "",
                                       f"{own.upper()}_ST_"])
        behind = f"_{own.upper()}" if not prefix else ""
        start = self.rng.choice([0, 0, 0, 1, 10])
        values = []
        for word in self.rng.sample(WORDS, self.rng.randrange(1, 6)):
            values.append((f"{prefix}{word}{behind}", start))
            start += self.rng.choice([1, 1, 1, 3])
        if self.chance(0.1):
            values.append((f"{prefix}AGAIN{behind}", values[0][1]))
        if self.chance(0.25):
            sentinel = self.rng.choice(SENTINELS)
            values.append((sentinel.format(prefix or f"{own.upper()}_"), start))
        return Enum(name, values, self.rng.choice(
            ["plain"] * 4 + ["u8", "u32", "packed"]))

    def enum(self):
        if self.chance(0.5):
            return self.house_enum()
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
        if self.chance(0.08):
            return self.opaque()
        if self.chance(0.2):
            nested = self.equal_bytes()
            self.shared.append(nested)
            return nested
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

    def opaque(self):
        name = self.rng.choice(list(OPAQUE))
        narrow = OPAQUE[name] % 8
        return Record("struct", name, [Field(
            "val" if name == "bpf_spin_lock" else "__opaque",
            Scalar("u32") if name == "bpf_spin_lock" else Array(
                Scalar("u32" if narrow else "u64"), 1 if narrow else 2))])

    def equal_bytes(self):
        """A union of what is meant and its bytes."""
        if self.chance(0.3):
            arms = [Field("v4", Scalar("u32")),
                    Field("v6", Array(Scalar("u8"), 16))]
            if self.chance(0.3):
                arms.append(Field("words", Array(Scalar("u32"), 4)))
            return Record("union", self.fresh("t"), arms)
        keys = [self.rng.choice(["u8", "u16", "u32", "u32", "u64"])
                for _ in range(self.rng.choice([1, 2, 2, 3]))]
        size = sum({"u8": 1, "u16": 2, "u32": 4, "u64": 8}[k] for k in keys)
        parts = Record("struct", None, [Field(f"p{i + 1}", Scalar(k))
                                        for i, k in enumerate(keys)])
        parts.packed = self.chance(0.5)
        parts.inline = True
        tuple_ = Field(None, parts)
        if self.chance(0.3):
            parts.name, parts.inline = self.fresh("t"), False
            tuple_.name = "parts"
        arms = [tuple_, Field("addr", Array(
            Scalar(self.rng.choice(["u8", "char"])), size))]
        if self.chance(0.2):
            arms.reverse()
        whole = Record("union", self.fresh("t"), arms)
        whole.align = self.rng.choice([0, 0, 8])
        return whole

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

    def kinds(self, r, taken):
        """A union of what follows a head, as records of events have it."""
        arms = []
        for name in self.rng.sample(["ia", "wa", "exec_ev", "exit_ev"],
                                    self.rng.choice([2, 2, 3])):
            arm = self.record(0)
            if arm.fields and not arm.is_union:
                taken.add(name)
                arms.append(Field(name, arm))
        if not arms:
            return
        if self.chance(0.3):
            arms.append(Field("raw", Array(Scalar("u8"),
                                           self.rng.choice([4, 8, 16, 32]))))
            taken.add("raw")
        whole = Record("union", None, arms)
        whole.inline = True
        if self.chance(0.3):
            whole.name, whole.inline = self.fresh("t"), False
            r.fields.append(Field(self.field_name(taken), whole))
        else:
            r.fields.append(Field(None, whole))

    def top(self):
        """A type that will be marked."""
        if self.chance(0.04):
            e = self.enum()
            if self.chance(0.5):
                e.name = f"s_{self.index}"
            return e
        if self.chance(0.08):
            element = self.type(0)
            if self.chance(0.5):
                element = self.scalar()
            if innermost(element) is element or element.count:
                return Alias("struct", f"s_{self.index}",
                             [Field("v", element)])
        taken = set()
        r = Record("union" if self.chance(0.05) else "struct",
                   f"s_{self.index}", [])
        for _ in range(self.rng.choice([1, 2, 3, 4, 4, 5, 6, 8])):
            r.fields += self.member(2, taken)
        if not any(f.name for f in r.fields):
            r.fields.append(Field(self.field_name(taken), self.scalar()))
        if not r.is_union and self.chance(0.08):
            self.kinds(r, taken)
        elif not r.is_union and self.chance(0.06):
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
