"""What counts as the same, said once more, from docs/comparison.md.

This is the other half of the oracle: places come from compiled probes, and
these rules say what they mean. Short where the plugin's comparison has to be
long, for it need not explain anything. Where the page leaves a case open the
answer is UNSURE, and the pair does not count.
"""

from leaves import (DIFFER, SAME, UNSURE, is_bool, is_padding, leaves, match,
                    meanings)
from model import (Array, Enum, Record, Scalar, dimensions, innermost,
                   is_byte_array, named_fields, step)


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
        self.is_padding = is_padding(self.name) and not (
            field.marked or field.counterpart)


def first_byte(f):
    """Where it starts; in a record of n bytes, what has no bits may be at n."""
    mask = f.place.mask
    return ((mask & -mask).bit_length() - 1) // 8 if mask else f.place.byte


def last_byte(f):
    """The byte after its last one."""
    mask = f.place.mask
    return (mask.bit_length() + 7) // 8 if mask else f.place.byte


def fields(side, record, prefix):
    return [Field(side, prefix, f, u) for f, u in named_fields(record)]


class Rules:
    def __init__(self, host, bpf, match="exact", use=""):
        """match: how much is compared. use: "key", "value" or "percpu" for the
        types of maps."""
        self.host, self.bpf, self.match, self.use = host, bpf, match, use
        self.faults = []  # (verdict, words)
        self.warnings = []

    def verdict(self):
        h, b = self.host, self.bpf
        if not h.facts.is_trivial:
            self.say(DIFFER, "not trivially copyable")
        if isinstance(h.top, Record) and isinstance(b.top, Record):
            {"exact": self.records, "prefix": self.prefix,
             "named": self.named}[self.match](h.top, b.top, "", "")
            sizes = {b.facts.size}
            if self.use == "percpu":
                sizes.add((b.facts.size + 7) // 8 * 8)
            if self.match == "prefix":
                # The kernel moves all of a map's key or value.
                if self.use in ("key", "value", "percpu"):
                    sizes |= set(range(b.facts.size, h.facts.size + 1))
                else:
                    sizes.add(h.facts.size)
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
        self.whole(host, bpf, hs, bs)

    def prefix(self, host, bpf, host_prefix, bpf_prefix):
        """Only the bytes that both have; of a byte array, only where it is."""
        hs = fields(self.host, host, host_prefix)
        bs = fields(self.bpf, bpf, bpf_prefix)
        if host.is_union or bpf.is_union:
            self.say(UNSURE, "a prefix of a union")
        bpf_names = {b.name for b in bs}
        by_name = {h.field.counterpart or h.name for h in hs}
        # Bytes that both types have, and those that the host's fields reach.
        both = self.bpf.facts.size
        reach = max([last_byte(h) for h in hs], default=0)

        def is_open(h):
            if h.field.counterpart or h.name in bpf_names or h.is_padding:
                return False
            return first_byte(h) >= both or is_byte_array(h.type)
        cover = named = 0
        for h in hs:
            named |= h.place.mask
            if is_byte_array(h.type) or h.is_padding:
                cover |= h.place.mask
        beyond = []
        for b in bs:
            if b.is_padding or b.name in by_name:
                continue
            start = first_byte(b)
            mine = b.place.mask & ((1 << 8 * reach) - 1)
            left = mine & ~cover
            if start >= reach:
                beyond.append(b)
                if start < self.host.facts.size:
                    self.say(UNSURE, f"{b.name} is in padding at the end")
            elif left == 0:
                beyond.append(b)
            elif (b.bits is not None and left & named == 0 and
                  left & ((1 << 8 * (reach - 1)) - 1) == 0):
                # In the host's last byte: which is first, the target decides.
                beyond.append(b)
                self.say(UNSURE, "bits in the last byte")
        self.whole(host, bpf, [h for h in hs if not is_open(h)],
                   [b for b in bs if b not in beyond])

    def named(self, host, bpf, host_prefix, bpf_prefix):
        """Only the fields with a marker."""
        hs = [h for h in fields(self.host, host, host_prefix)
              if h.field.marked or h.field.counterpart]
        by_name = {b.name: b for b in fields(self.bpf, bpf, bpf_prefix)}
        if not hs:
            self.say(DIFFER, "no field has a marker")
        for h in hs:
            name = h.field.counterpart or h.name
            if name in by_name:
                self.pair(h, by_name[name])
            else:
                self.say(DIFFER, f"{h.path} names no field")

    def whole(self, host, bpf, hs, bs):
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
            if h.is_padding:
                pads |= h.place.mask
        if b.place.mask & ~pads == 0:
            self.warnings.append(f"{b.path} is under padding")
            return
        open_case = b.in_union and (named | pads) & b.place.mask
        self.say(UNSURE if open_case else DIFFER, f"{b.path} is missing")

    def covers_more(self, h, b):
        """A prefix may end in bytes that cover what follows."""
        return (self.match == "prefix" and "." not in h.path and
                h.bits is None and b.bits is None and is_byte_array(h.type) and
                h.place.size > b.place.size)

    def pair(self, h, b):
        if self.covers_more(h, b):
            if h.place.byte != b.place.byte:
                self.say(DIFFER, f"{h.path} stands elsewhere")
            return
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
        if sized and (is_byte_array(host) or (
                is_byte_array(bpf) and not is_bool(innermost(host)))):
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
