"""What holds for two fields that a name or a place pairs.

A part of what counts as the same, see rules.py.
"""

from fields import content_end, fields
from leaves import (DIFFER, SAME, UNSURE, TooMany, all_padding, cut_off,
                    first_byte, is_bool, last_byte, meanings, tree)
from model import (OPAQUE, Array, Enum, Pointer, Record, Scalar, dimensions,
                   innermost, is_byte_array)
from overlay import fit


class PairRules:
    """For Rules, which compares whole records."""

    def is_end(self, h):
        return self.end is not None and last_byte(h) >= self.end

    def covers_more(self, h, b):
        """A prefix may end in bytes that cover what follows."""
        return (self.partial and
                h.bits is None and b.bits is None and is_byte_array(h.type) and
                h.place.size > b.place.size)

    def pair(self, h, b):
        if first_byte(h) != first_byte(b):
            if "abi" in self.off and first_byte(h) == first_byte(b) - 4:
                self.shifted.append(h)
                if h.each == b.each and h.place.size == b.place.size and not (
                        any(isinstance(innermost(f.type), Record)
                            for f in (h, b))):
                    self.say(self.types(h, b), f"{h.path} has another type")
                elif isinstance(innermost(b.type), Record):
                    self.say(UNSURE, f"{h.path} stands in front, as a struct")
            else:
                self.say(DIFFER, f"{h.path} stands elsewhere")
            return
        if self.covers_more(h, b):
            return
        if self.narrow(h, b):
            self.narrowed = True
            return
        if h.place != b.place and not self.record_ends(h, b) and not (
                self.cut(h, b)):
            self.say(DIFFER, f"{h.path} stands elsewhere")
            return
        self.say(self.types(h, b), f"{h.path} has another type")

    def narrow(self, h, b):
        """What is not told if `pointer` or `abi` is off."""
        if h.bits is not None or b.bits is not None or (
                h.each != 4 or b.each != 8) or (
                dimensions(h.type) != dimensions(b.type)):
            return False
        host, bpf = innermost(h.type), innermost(b.type)
        of_bpf = isinstance(bpf, (Scalar, Enum)) and getattr(
            bpf, "kind", "int") == "int"
        if "pointer" in self.off and isinstance(host, Pointer):
            return isinstance(bpf, Pointer) or of_bpf
        return "abi" in self.off and (
            of_bpf or isinstance(bpf, Pointer)) and getattr(
                host, "key", "") in ("long", "ulong")

    def record_ends(self, h, b):
        """The padding at the end of one may be named behind the other, or be a
        hole there. What else stands there is at fault by itself."""
        if h.bits is not None or b.bits is not None or not any(
                isinstance(f.type, Record) for f in (h, b)):
            return False
        ends = [content_end(f.side, f.type, f.path, f.place) for f in (h, b)]
        return ends[0] == ends[1] > first_byte(h)

    def cut(self, h, b):
        """Only the host's bytes count at the end of a prefix."""
        if not self.is_end(h) or h.bits is not None or b.bits is not None:
            return False
        return 0 < h.place.size <= b.place.size and isinstance(b.type, Record)

    def types(self, h, b):
        """The verdict on the types of two fields; those of records inside are
        told by themselves, but count."""
        if h.bits is not None or b.bits is not None:
            return self.bit_fields(h, b)
        before = len(self.faults)
        told = self.values(h, b)
        inside = [v for v, _ in self.faults[before:]]
        return max([told] + inside)

    def bit_fields(self, h, b):
        if h.bits is not None and b.bits is not None:
            return SAME if h.bits == b.bits else DIFFER
        whole, part = (b, h) if h.bits is not None else (h, b)
        if is_byte_array(whole.type):
            if whole.place.mask != part.place.mask:
                return DIFFER
            return SAME
        if not isinstance(whole.type, (Scalar, Enum)):
            return DIFFER
        if whole.place.size * 8 != part.bits:
            return DIFFER
        if isinstance(whole.type, Scalar) and whole.type.kind == "float":
            return DIFFER
        # A bool on the host reads only what is a bool in BPF.
        return DIFFER if is_bool(whole.type) and whole is h else SAME

    def values(self, h, b):
        """The verdict on two whole fields of one place."""
        host, bpf = h.type, b.type
        sized = h.place.size == b.place.size
        if isinstance(bpf, Record) and bpf.name in OPAQUE and sized:
            return SAME
        if is_byte_array(host) and h.place.size and (
                sized or not self.cut(h, b)):
            return SAME if sized or self.record_ends(h, b) else DIFFER
        if isinstance(host, Array) and isinstance(bpf, Array) and not (
                h.place.size and is_byte_array(bpf)):
            return self.arrays(h, b)
        if isinstance(host, Record) and isinstance(bpf, Record):
            return self.nested(h, b)
        if any(isinstance(t, (Array, Record)) for t in (host, bpf)):
            if not sized and not self.cut(h, b) and not self.record_ends(h, b):
                return DIFFER
            if not h.place.size:
                return UNSURE
            return self.shapes(h, b)
        return self.scalar(host, bpf, h.each, b.each)

    def arrays(self, h, b):
        ends = host, bpf = innermost(h.type), innermost(b.type)
        same = dimensions(h.type) == dimensions(b.type)
        if not same:
            if any(isinstance(t, Record) for t in ends) and (
                    h.place.size == b.place.size):
                # The elements of one may be what the other's are made of.
                if h.each != b.each:
                    return self.shapes(h, b)
                # Elements that only leaf by leaf are the same are open.
                before = len(self.faults)
                if all(isinstance(t, Record) for t in ends):
                    self.nested(h, b, True)
                differ = any(v == DIFFER for v, _ in self.faults[before:])
                del self.faults[before:]
                return (UNSURE if differ and self.shapes(h, b) == SAME
                        else DIFFER)
            return DIFFER
        if all(isinstance(t, Record) for t in ends):
            # An array without a count is as large as any other, in total.
            if isinstance(bpf, Record) and bpf.name in OPAQUE:
                return SAME if h.each == b.each else DIFFER
            if h.each != b.each:
                return DIFFER
            # Elements are whole, also where they are the last of a prefix.
            return self.nested(h, b, True)
        if any(isinstance(t, Record) for t in ends):
            return DIFFER if h.each != b.each else self.shapes(h, b)
        return self.scalar(host, bpf, h.each, b.each)

    def nested(self, h, b, elements=False):
        host, bpf = innermost(h.type), innermost(b.type)
        if not elements and h.place.size != b.place.size and not (
                self.record_ends(h, b) or self.cut(h, b)):
            return DIFFER
        hs = self.host_fields(host, h.inside)
        bs = fields(self.bpf, bpf, b.inside)
        if not hs and not bs:
            return SAME
        outer = self.shifted, self.narrowed
        self.shifted, self.narrowed = [], False
        self.members(h, b, hs, bs, elements)
        self.tell_shifted()
        self.shifted, self.narrowed = outer
        return SAME

    def members(self, h, b, hs, bs, elements):
        if not elements and h.place.size < b.place.size and self.cut(h, b):
            return self.partly(hs, bs, last_byte(b), True)
        outer = self.end, self.end_bit, self.partial
        self.end = self.end_bit = None
        self.partial = False
        self.whole(hs, bs, first_byte(b) + b.each, True)
        self.end, self.end_bit, self.partial = outer

    def scalar(self, host, bpf, host_size, bpf_size):
        if host_size != bpf_size:
            return DIFFER
        if isinstance(host, Enum) and isinstance(bpf, Enum):
            if is_bool(host):
                return DIFFER
            self.enums(host, bpf, host_size)
            return SAME
        return meanings(host, bpf, host_size)

    def shapes(self, h, b):
        """By leaves; one arm of a union is enough."""
        try:
            leaves = tree(h.side, h, paired=True)
            if all_padding(leaves) and not is_byte_array(b.type):
                return DIFFER
            told = fit(leaves, cut_off(
                tree(b.side, b, paired=True),
                last_byte(h) if self.is_end(h) else None))
        except TooMany:
            self.say(UNSURE, "too many ways")
            return SAME
        if told.warnings:
            # Padding over what has no name.
            self.open_warnings = True
        return told.verdict
