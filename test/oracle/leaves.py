"""The leaves of types: what stands where, whatever holds it.

A part of what counts as the same, see rules.py.
"""

import copy

from model import (OPAQUE, Array, Enum, Named, Pointer, Record, Scalar,
                   innermost, is_byte_array, named_fields, step)
from names import is_padding, style

SAME, UNSURE, DIFFER = 0, 1, 2
# Of the standard library's classes, those that are their bytes.
PLAIN_CLASSES = ("std::bitset", "std::atomic", "std::chrono")


def first_byte(f):
    """Where it starts; in a record of n bytes, what has no bits may be at n."""
    mask = f.place.mask
    return ((mask & -mask).bit_length() - 1) // 8 if mask else f.place.byte


def first_byte_of(leaf):
    return ((leaf.mask & -leaf.mask).bit_length() - 1) // 8


def last_byte(f):
    """The byte after its last one."""
    mask = f.place.mask
    return (mask.bit_length() + 7) // 8 if mask else f.place.byte


def below(byte):
    return (1 << 8 * byte) - 1


def first_bit(f, big):
    """In the order in which a target fills a byte."""
    at, mask = first_byte(f), f.place.mask
    byte = mask >> 8 * at & 0xff
    if big or not mask:
        return 8 * at + (8 - byte.bit_length() if mask else 0)
    return 8 * at + (byte & -byte).bit_length() - 1


def bit_behind(f, big):
    at, mask = last_byte(f), f.place.mask
    byte = mask >> 8 * (at - 1) & 0xff if mask else 0
    if big or not mask:
        return 8 * at - ((byte & -byte).bit_length() - 1 if mask else 0)
    return 8 * (at - 1) + byte.bit_length()


class TooMany(Exception):
    pass


class Leaf:
    """A scalar, a run of bytes, a class that is compared as a whole, or one
    of the kernel's own types, of which the size alone counts."""

    is_beyond = False  # the end of a prefix

    def __init__(self, mask, type, bits=None, name="", padding=False,
                 in_union=False, system=False):
        self.mask, self.type, self.bits = mask, type, bits
        self.name, self.padding, self.in_union = name, padding, in_union
        self.system = system
        self.within = ()  # the names of the fields around it
        self.in_record = False

    @property
    def size(self):
        return self.mask.bit_count() // 8

    @property
    def is_bytes(self):
        return self.type == "bytes"


class Union:
    """either: no union of the program's, but two ways to take one type."""

    def __init__(self, arms, either=False):
        self.arms = arms  # lists of Leaf and Union
        self.either = either


def is_bool(ty):
    """Bytes may hold anything, a bool only 0 and 1."""
    return (isinstance(ty, Scalar) and ty.kind == "bool" or
            isinstance(ty, Enum) and ty.style == "bool")


def meanings(host, bpf, size):
    """The verdict on two scalars of one size."""
    def kind(t):
        if isinstance(t, Named):
            return "class"
        return {Pointer: "pointer", Enum: "enum"}.get(type(t)) or t.kind
    h, b = kind(host), kind(bpf)
    if h == "class":
        return meanings(host.holds, bpf, size) if host.holds else DIFFER
    if h == "enum" and is_bool(host):
        h = "bool"
    if h == b and h in ("float", "bool", "pointer"):
        return SAME
    if "float" in (h, b):
        return DIFFER
    if "pointer" in (h, b):
        return SAME if size == 8 and "bool" not in (h, b) else DIFFER
    if h == "bool":
        return DIFFER
    if "enum" in (h, b) or b == "bool":
        return SAME
    if "neutral" in (host.sign, bpf.sign) or host.sign == bpf.sign:
        return SAME
    return DIFFER


def reads_bytes(ty):
    """Whether what stands over BPF's bytes may be this."""
    if ty == "bytes":
        return True
    if isinstance(ty, Named):
        return ty.plain
    return isinstance(ty, Enum) and not is_bool(ty) or (
        isinstance(ty, Scalar) and ty.kind == "int")


def tree(side, f, in_union=False, paired=False):
    """What field f holds: a list of Leaf and Union. paired: its own name is no
    matter any more, and makes it no padding."""
    padding, name = f.is_padding and not paired, "" if paired else f.name
    if f.bits is not None:
        found = [Leaf(f.place.mask, f.type, f.bits, name, padding, in_union)]
    else:
        found = of_type(side, f.type, f.path, f.place, name, padding, in_union)
    return of_system_header(found) if f.system else found


def of_system_header(items):
    for x in items:
        if isinstance(x, Union):
            for arm in x.arms:
                of_system_header(arm)
        else:
            x.system = True
    return items


def of_type(side, ty, path, place, name, padding, in_union):
    if is_byte_array(ty):
        return [Leaf(place.mask, "bytes", None, name, padding, in_union)]
    if isinstance(ty, Array):
        each = side.facts.each.get(path, 0)
        if not each or not place.size:
            return []
        count = place.size // each
        if count > 512:
            raise TooMany
        first = of_type(side, innermost(ty), path + step(ty), Part(place, each),
                        name, padding, in_union)
        # Only within a record has each element names of its own.
        of_records = isinstance(innermost(ty), Record)
        return [moved(x, 8 * each * i, f"[{i}]" if of_records or i else "")
                for i in range(count) for x in first]
    if isinstance(ty, Record):
        found = of_record(side, ty, path + "." if path else "", padding,
                          in_union)
        for x in found:
            x.in_record = True
        if ty.name in OPAQUE:
            # As a whole, or a struct like any other.
            found = [Union([[Leaf(place.mask, "opaque", None, "", padding,
                                  in_union)], found], either=True)]
        return of_system_header(found) if ty.system else found
    return [Leaf(place.mask, ty, None, name, padding, in_union)]


class Part:
    """The first element of an array."""

    def __init__(self, place, size):
        self.byte, self.size = place.byte, size
        self.mask = ((1 << 8 * size) - 1) << 8 * place.byte


def moved(item, bits, index):
    """index: what an element adds to the names in it."""
    if isinstance(item, Union):
        return Union([[moved(x, bits, index) for x in arm]
                      for arm in item.arms], item.either)
    found = copy.copy(item)
    found.mask <<= bits
    found.name = item.name and item.name + index
    return found


def within_field(items, f):
    """Notes the name of f, which has them all."""
    for x in items:
        if isinstance(x, Union):
            for arm in x.arms:
                within_field(arm, f)
        elif x.type != "bytes" or isinstance(innermost(f.type), Record):
            x.within += f.name,
    return items


def of_record(side, record, prefix, padding, in_union):
    """Anonymous members are opened, but a union stays one."""
    from fields import Field  # a field's place is what a side has measured

    def parts(r, within):
        for base in r.bases:
            yield [x for part in parts(base, within or r.is_union)
                   for x in part]
        for f in r.fields:
            if f.name:
                x = Field(side, prefix, f, ())
                x.is_padding = x.is_padding or padding
                yield within_field(tree(side, x, within or r.is_union), x)
            elif isinstance(f.type, Record):
                yield opened(f.type, within or r.is_union)

    def opened(r, within):
        found = [list(x) for x in parts(r, within)]
        if r.is_union:
            return [Union(found)] if found else []
        return [x for part in found for x in part]
    return opened(record, in_union)


def spellings(items, deep=False):
    """{name without style: the names of leaves that have it}. deep: and of the
    fields around them."""
    found = {}
    for x in items:
        if isinstance(x, Union):
            for arm in x.arms:
                for name, several in spellings(arm, deep).items():
                    found.setdefault(name, set()).update(several)
        elif not x.padding:
            for name in {x.name.split("[")[0], *(x.within if deep else ())}:
                if name and not is_padding(name):
                    found.setdefault(style(name), set()).add(name)
    return found


def names_of(items):
    """The names in them, without style, where one has it."""
    return {name for name, several in spellings(items, True).items()
            if len(several) == 1}


def heard_twice(items):
    """The names without style that several have, each in its own."""
    return {name for name, several in spellings(items).items()
            if len(several) > 1}


def deep_names(ty):
    """Those of all members within a type, without style."""
    end = innermost(ty)
    found = set()
    if isinstance(end, Record):
        for f, _ in named_fields(end):
            if not is_padding(f.name):
                found.add(style(f.name))
            found |= deep_names(f.type)
    return found


def extent(items):
    """The bits from the first to the last byte."""
    mask = 0
    for x in items:
        if isinstance(x, Union):
            for arm in x.arms:
                mask |= extent(arm)
        else:
            mask |= x.mask
    if not mask:
        return 0
    low = ((mask & -mask).bit_length() - 1) // 8
    high = (mask.bit_length() + 7) // 8
    return ((1 << 8 * (high - low)) - 1) << 8 * low


def sum_of(masks):
    whole = 0
    for m in masks:
        whole |= m
    return whole


def all_padding(items):
    return all(all(map(all_padding, x.arms)) if isinstance(x, Union)
               else x.padding for x in items)


def each_arm(items):
    """Ways to read of which each must fit: the arms of a union that is all."""
    if len(items) == 1 and isinstance(items[0], Union):
        return [way for arm in items[0].arms for way in each_arm(arm)]
    return [items]


def cut_off(items, end):
    """Leaves below a byte; of the others, the names are taken."""
    if end is None:
        return items
    found = []
    for x in items:
        if isinstance(x, Union):
            found.append(Union([cut_off(arm, end) for arm in x.arms],
                               x.either))
        else:
            x.is_beyond = not x.mask & below(end)
            if x.is_bytes and not x.is_beyond:
                x.mask &= below(end)
            found.append(x)
    return found


def assemble(parts):
    """Trees of fields in their unions: (arms, tree) each."""
    found, unions = [], {}
    for arms, items in parts:
        if not arms:
            found += items
        else:
            (union, arm), rest = arms[0], arms[1:]
            unions.setdefault(union, {}).setdefault(arm, []).append(
                (rest, items))
    for arms in unions.values():
        found.append(Union([assemble(inner) for inner in arms.values()]))
    return found
