"""What two types mean whatever their names: scalars, and the leaves of more.

A part of what counts as the same, see rules.py.
"""

from model import (Array, Enum, Pointer, Record, Scalar, innermost,
                   is_byte_array, named_fields)

SAME, UNSURE, DIFFER = 0, 1, 2
PADDING = ("pad", "padding", "reserved", "unused", "")
MOST_SHAPES = 64


def is_padding(name):
    return name.strip("_0123456789") in PADDING and not name[0].isdigit()


def is_bool(ty):
    """Bytes may hold anything, a bool only 0 and 1."""
    return isinstance(ty, Scalar) and ty.kind == "bool"


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
    if h == "bytes":
        return SAME
    if b == "bytes":
        return DIFFER if is_bool(h) else SAME
    return meanings(h, b, size)
