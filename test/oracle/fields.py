"""The fields of the two sides of a pair, with what was measured of them.

A part of what counts as the same, see rules.py.
"""

from leaves import deep_names, last_byte
from model import Record, is_byte_array, step
from names import is_padding, style, unique
from probe import Place


class Side:
    """A type and what was measured of it."""

    def __init__(self, top, facts):
        self.top, self.facts = top, facts


class Field:
    """arms: (union, arm of it) for each union that it is in, outermost
    first. is_placed: not where its type alone puts it. system: of a system
    header's record, in which names do not count."""
    is_placed = system = False

    def __init__(self, side, prefix, field, arms):
        self.side, self.field, self.arms = side, field, arms
        self.name, self.type, self.bits = field.name, field.type, field.bits
        self.path = prefix + field.name
        self.place = side.facts.places[self.path]
        self.each = side.facts.each.get(self.path)
        self.inside = self.path + step(self.type) + "."
        self.is_padding = is_padding(self.name) and not (
            field.marked or field.counterpart)

    @property
    def in_union(self):
        return bool(self.arms)

    def deep_names(self):
        return {style(self.name)} | deep_names(self.type)


def known_names(fs):
    """Those of fields, where they stand once, and of all within them."""
    return set(unique([style(f.name) for f in fs])).union(
        *(deep_names(f.type) for f in fs))


def content_end(side, ty, path, place):
    """The byte behind what a type holds, without the padding at its end."""
    if not isinstance(ty, Record):
        return place.byte + place.size
    return max([content_end(f.side, f.type, f.path, f.place)
                if f.bits is None else last_byte(f)
                for f in fields(side, ty, path + "." if path else "")
                if not f.is_padding], default=place.byte)


def fields(side, record, prefix):
    """What can be named from outside: bases and anonymous members are
    opened."""
    found, unions = [], [0]

    def opened(r, arms):
        number = None
        if r.is_union:
            unions[0] += 1
            number = unions[0]

        def within(i):
            return arms if number is None else arms + ((number, i),)
        for i, base in enumerate(r.bases):
            opened(base, within(-1 - i))
        for i, f in enumerate(r.fields):
            if f.name:
                found.append(Field(side, prefix, f, within(i)))
                found[-1].is_placed = bool(r.packed or r.pack or f.packed or
                                           f.align)
            elif isinstance(f.type, Record):
                opened(f.type, within(i))
    opened(record, ())
    return found


class Whole:
    """A marked type as if it were a field."""
    is_placed = system = False

    def __init__(self, side):
        self.side, self.type, self.bits = side, side.top, None
        self.name = self.path = ""
        self.is_padding = False
        self.place = Place.of_bytes(0, side.facts.size)
        self.each = side.facts.size
        self.inside = ""
        self.arms = ()


def is_nothing(h):
    """A struct without members, which has a byte in C++."""
    return isinstance(h.type, Record) and not (h.type.fields or h.type.bases)


def like(h, b):
    """Whether two fields may be one under two names."""
    return (type(h.type) is type(b.type) and
            (h.bits is None) == (b.bits is None) and
            is_byte_array(h.type) == is_byte_array(b.type))
