"""What counts as the same, said once more, from docs/comparison.md.

This is the other half of the oracle: places come from compiled probes, and
these rules say what they mean. Short where the plugin's comparison has to be
long, for it need not explain anything. Where the page leaves a case open the
answer is UNSURE, and the pair does not count.
"""

from model import (Array, Enum, Pointer, Record, Scalar, dimensions,
                   innermost, is_byte_array, named_fields, step)

SAME, UNSURE, DIFFER = 0, 1, 2
PADDING = ("pad", "padding", "reserved", "unused", "")
MOST_SHAPES = 64


def is_padding(name):
    return name.strip("_0123456789") in PADDING and not name[0].isdigit()


class Side:
    """A type and what was measured of it."""

    def __init__(self, top, facts):
        self.top, self.facts = top, facts


class Field:
    def __init__(self, side, prefix, field, in_union):
        self.field, self.in_union = field, in_union
        self.name, self.type, self.bits = field.name, field.type, field.bits
        self.path = prefix + field.name
        self.place = side.facts.places[self.path]
        self.each = side.facts.each.get(self.path)
        self.inside = self.path + step(self.type) + "."
        self.is_padding = is_padding(self.name)


def fields(side, record, prefix):
    return [Field(side, prefix, f, u) for f, u in named_fields(record)]


class Rules:
    def __init__(self, host, bpf, per_cpu=False):
        self.host, self.bpf, self.per_cpu = host, bpf, per_cpu
        self.faults = []  # (verdict, words)
        self.warnings = []

    def verdict(self):
        h, b = self.host, self.bpf
        if not h.facts.is_trivial:
            self.say(DIFFER, "not trivially copyable")
        if isinstance(h.top, Record) and isinstance(b.top, Record):
            self.records(h.top, b.top, "", "")
            sizes = {b.facts.size}
            if self.per_cpu:
                sizes.add((b.facts.size + 7) // 8 * 8)
            if h.facts.size not in sizes:
                self.say(DIFFER, "size")
        elif isinstance(h.top, Enum) and isinstance(b.top, Enum):
            if h.facts.size != b.facts.size:
                self.say(DIFFER, "size of an enum")
            else:
                self.enums(h.top, b.top, h.facts.size)
        else:
            self.say(DIFFER, "kind")
        return max([v for v, _ in self.faults], default=SAME)

    def say(self, verdict, words):
        self.faults.append((verdict, words))

    def records(self, host, bpf, host_prefix, bpf_prefix):
        hs = fields(self.host, host, host_prefix)
        bs = fields(self.bpf, bpf, bpf_prefix)
        if host.is_union != bpf.is_union and len(hs) > 1 and len(bs) > 1:
            # Shares its bytes on one side only; where each place agrees all
            # the same, the page does not say.
            self.say(UNSURE, "struct against union")
        by_name = {b.name: b for b in bs}
        pairs, extra = [], []
        # What a marker names is the marker's, whoever has that name.
        for h in sorted(hs, key=lambda h: not h.field.counterpart):
            name = h.field.counterpart
            if name:
                if name not in by_name:
                    self.say(DIFFER, f"{h.path} names no field")
                    continue
            elif h.is_padding:
                continue
            else:
                name = h.name
            claimed = [p for p in pairs if p[1].name == name]
            if claimed:
                # Named by a marker and by name: the marker's has it.
                self.say(UNSURE, f"{name} twice")
            elif name in by_name:
                pairs.append((h, by_name[name]))
            else:
                extra.append(h)
        paired = {b.name for _, b in pairs}
        missing = [b for b in bs if b.name not in paired and not b.is_padding]
        renamed = []
        for h in extra:
            renamed += self.extra(h, hs, bs, missing)
        for b in missing:
            self.missing(b, [b for _, b in pairs] + renamed, hs)
        for h, b in pairs:
            self.pair(h, b)

    def extra(self, h, hs, bs, missing):
        """Returns the fields that h may be another name of."""
        if h.place.mask == 0:
            return []
        host_names = {x.name for x in hs}
        bpf_names = {x.name for x in bs}
        at = [b for b in missing if b.place == h.place and
              b.name not in host_names]
        if at and h.name not in bpf_names:
            if len(at) > 1 or h.in_union or at[0].in_union:
                for b in at:
                    missing.remove(b)
                self.say(UNSURE, f"{h.path} may be renamed")
                return at
            told = self.types(h, at[0])
            if told == SAME and self.like(h, at[0]):
                missing.remove(at[0])
                self.warnings.append(f"{h.path} renamed")
                return at
            if told != DIFFER:
                # Another type that agrees: the page calls that neither.
                missing.remove(at[0])
                self.say(UNSURE, f"{h.path} may be renamed")
                return at
        self.say(UNSURE if h.in_union else DIFFER, f"{h.path} is extra")
        return []

    @staticmethod
    def like(h, b):
        return (type(h.type) is type(b.type) and
                (h.bits is None) == (b.bits is None) and
                is_byte_array(h.type) == is_byte_array(b.type))

    def missing(self, b, paired, hs):
        if b.place.mask == 0:
            return
        named = 0
        for p in paired:
            named |= p.place.mask
        if b.place.mask & ~named == 0:
            return
        pads = 0
        for h in hs:
            if h.is_padding and not h.field.counterpart:
                pads |= h.place.mask
        if b.place.mask & ~pads == 0:
            self.warnings.append(f"{b.path} is under padding")
            return
        open_case = b.in_union and (named | pads) & b.place.mask
        self.say(UNSURE if open_case else DIFFER, f"{b.path} is missing")

    def pair(self, h, b):
        if h.place != b.place:
            self.say(DIFFER, f"{h.path} stands elsewhere")
        told = self.types(h, b)
        if told != SAME:
            self.say(told, f"{h.path} has another type")

    def types(self, h, b):
        """The verdict on the types of two fields; those of records inside are
        told by themselves, but count."""
        if h.bits is not None or b.bits is not None:
            return self.bit_fields(h, b)
        before = len(self.faults)
        told = self.values(h.type, b.type, h, b)
        inside = [v for v, _ in self.faults[before:]]
        return max([told] + inside)

    def bit_fields(self, h, b):
        if h.bits is not None and b.bits is not None:
            return SAME if h.bits == b.bits else DIFFER
        whole, bits = (b, h) if h.bits is not None else (h, b)
        if is_byte_array(whole.type) and whole.place == bits.place:
            return UNSURE
        if not isinstance(whole.type, (Scalar, Enum)):
            return DIFFER
        if isinstance(whole.type, Scalar) and whole.type.kind == "float":
            return DIFFER
        if whole.place.size * 8 != bits.bits:
            return DIFFER
        # A bool on the host reads only what is a bool in BPF.
        if (isinstance(whole.type, Scalar) and whole.type.kind == "bool" and
                whole is h):
            return DIFFER
        return SAME

    def values(self, host, bpf, h, b):
        sized = h.place.size == b.place.size and h.place.size
        if sized and (is_byte_array(host) or is_byte_array(bpf)):
            return SAME
        both = (host, bpf)
        if all(isinstance(t, Array) for t in both):
            if dimensions(host) != dimensions(bpf):
                same_total = sized and self.scalar(innermost(host),
                                                   innermost(bpf), h, b) == SAME
                return UNSURE if same_total else DIFFER
            return self.values_inside(innermost(host), innermost(bpf), h, b)
        if all(isinstance(t, Record) for t in both):
            return self.nested(host, bpf, h, b)
        if any(isinstance(t, (Array, Record)) for t in both):
            if not sized:
                return DIFFER
            return self.shapes(host, bpf, h, b)
        return self.scalar(host, bpf, h, b)

    def values_inside(self, host, bpf, h, b):
        """The elements of arrays of one shape."""
        if isinstance(host, Record) and isinstance(bpf, Record):
            # An array without a count is as large as any other, in total.
            return DIFFER if h.each != b.each else self.nested(host, bpf, h, b)
        if isinstance(host, Record) or isinstance(bpf, Record):
            return DIFFER if h.place.size != b.place.size else UNSURE
        return self.scalar(host, bpf, h, b)

    def nested(self, host, bpf, h, b):
        if h.place.size != b.place.size:
            return DIFFER
        hs = fields(self.host, host, h.inside)
        bs = fields(self.bpf, bpf, b.inside)
        shared = ({f.name for f in hs if not f.is_padding} &
                  {f.name for f in bs if not f.is_padding})
        if not shared and bpf.is_union and bs and hs:
            return self.shapes(host, bpf, h, b)
        self.records(host, bpf, h.inside, b.inside)
        return SAME

    def enums(self, host, bpf, size):
        mask = (1 << 8 * size) - 1
        values = dict(bpf.values)
        for name, value in host.values:
            if name in values and (values[name] ^ value) & mask:
                if name.endswith("_MAX"):
                    self.warnings.append(name)
                else:
                    self.say(DIFFER, f"value of {name}")
        known = {v & mask for _, v in host.values}
        if any(v & mask not in known and not n.endswith("_MAX")
               for n, v in bpf.values):
            self.warnings.append("a value is not known")

    def scalar(self, host, bpf, h, b):
        """Enums, pointers and scalars; sizes are those of the fields, whose
        shapes agree."""
        for t in (host, bpf):
            if isinstance(t, Record):
                return UNSURE
        if h.each != b.each:
            return DIFFER
        if isinstance(host, Enum) and isinstance(bpf, Enum):
            self.enums(host, bpf, h.each)
            return SAME
        return meanings(host, bpf, h.each)

    def shapes(self, host, bpf, h, b):
        """By leaves; one arm of a union is enough."""
        try:
            hs = leaves(self.host, host, h.path, h.type, h.place.byte)
            bs = leaves(self.bpf, bpf, b.path, b.type, b.place.byte)
        except OverflowError:
            return UNSURE
        worst = DIFFER
        for x in hs:
            for y in bs:
                worst = min(worst, match(x, y))
        return worst


def meanings(host, bpf, size):
    """The verdict on two scalars of one size."""
    kind = {Pointer: "pointer", Enum: "enum"}
    h = kind.get(type(host)) or host.kind
    b = kind.get(type(bpf)) or bpf.kind
    if h == b and h in ("float", "bool", "pointer"):
        return SAME
    if "float" in (h, b):
        return DIFFER
    if "pointer" in (h, b):
        return SAME if size == 8 and "bool" not in (h, b) else UNSURE
    if h == "bool":
        return DIFFER
    if "enum" in (h, b) or b == "bool":
        return SAME
    if "neutral" in (host.sign, bpf.sign) or host.sign == bpf.sign:
        return SAME
    return DIFFER


def leaves(side, ty, path, whole, byte):
    """All ways to read ty: lists of (offset from the start, size, scalar), the
    size in bytes, or in bits for a bit-field, whose offset is then its mask."""
    end = innermost(whole)
    places = side.facts.places

    def of(ty, path, byte):
        if isinstance(ty, Array):
            size = sizes(ty, path, byte)
            if is_byte_array(ty):
                return [[(byte, size, "bytes")]]
            each = size // ty.count if ty.count else 0
            if not ty.count:
                return [[]]
            if isinstance(innermost(ty), Record):
                raise OverflowError
            inner = of_sized(ty.element, byte, each)
            found = [[]]
            for i in range(ty.count):
                found = [f + [(o + i * each, s, t) for o, s, t in inner[0]]
                         for f in found]
            return found
        if isinstance(ty, Record):
            if isinstance(whole, Array):
                raise OverflowError
            return of_record(ty, path + ".")
        return [[(byte, places[path].size, ty)]]

    def of_sized(ty, byte, size):
        if isinstance(ty, Array):
            each = size // ty.count if ty.count else 0
            inner = of_sized(ty.element, 0, each)[0]
            return [[(byte + i * each + o, s, t) for i in range(ty.count or 0)
                     for o, s, t in inner]]
        return [[(byte, size, ty)]]

    def sizes(ty, path, byte):
        return places[path].size

    def of_record(r, prefix):
        ways = [[]]
        for f, in_union in named_fields(r):
            if is_padding(f.name) or f.bits is not None or in_union != r.is_union:
                raise OverflowError
            path = prefix + f.name
            inner = of(f.type, path, places[path].byte)
            if r.is_union:
                ways = (ways if ways != [[]] else []) + inner
            else:
                ways = [w + i for w in ways for i in inner]
            if len(ways) > MOST_SHAPES:
                raise OverflowError
        return ways

    start = places[path].byte
    return [[(o - start, s, t) for o, s, t in way] for way in of(ty, path, byte)]


def match(host, bpf):
    host = [x for x in host if x[1]]
    bpf = [x for x in bpf if x[1]]
    if any(x[2] == "bytes" for x in host + bpf):
        exact = [x[:2] for x in host] == [x[:2] for x in bpf]
        return UNSURE if not exact else max(
            [one(h[2], b[2], h[1]) for h, b in zip(host, bpf)], default=SAME)
    if [x[:2] for x in host] != [x[:2] for x in bpf]:
        return DIFFER
    return max([one(h[2], b[2], h[1]) for h, b in zip(host, bpf)], default=SAME)


def one(h, b, size):
    if "bytes" in (h, b):
        return SAME
    return meanings(h, b, size)
