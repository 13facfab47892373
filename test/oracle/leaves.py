"""The leaves of types: what stands where, whatever holds it.

A part of what counts as the same, see rules.py.
"""

from model import (OPAQUE, Array, Enum, Named, Pointer, Record, Scalar,
                   innermost, is_byte_array, named_fields, step)
from names import is_padding, pair_enumerators, style

SAME, UNSURE, DIFFER = 0, 1, 2
MOST_WAYS = 64
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

    @property
    def size(self):
        return self.mask.bit_count() // 8

    @property
    def is_bytes(self):
        return self.type == "bytes"


class Union:
    def __init__(self, arms):
        self.arms = arms  # lists of Leaf and Union


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
        return [moved(x, 8 * each * i, i) for i in range(count) for x in first]
    if isinstance(ty, Record):
        found = of_record(side, ty, path + "." if path else "", padding,
                          in_union)
        if ty.name in OPAQUE:
            # As a whole, or a struct like any other.
            found = [Union([[Leaf(place.mask, "opaque", None, "", padding,
                                  in_union)], found])]
        return of_system_header(found) if ty.system else found
    return [Leaf(place.mask, ty, None, name, padding, in_union)]


class Part:
    """The first element of an array."""

    def __init__(self, place, size):
        self.byte, self.size = place.byte, size
        self.mask = ((1 << 8 * size) - 1) << 8 * place.byte


def moved(item, bits, index):
    if isinstance(item, Union):
        return Union([[moved(x, bits, index) for x in arm]
                      for arm in item.arms])
    return Leaf(item.mask << bits, item.type, item.bits,
                item.name and f"{item.name}[{index}]", item.padding,
                item.in_union, item.system)


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
                yield tree(side, x, within or r.is_union)
            elif isinstance(f.type, Record):
                yield opened(f.type, within or r.is_union)

    def opened(r, within):
        found = [list(x) for x in parts(r, within)]
        if r.is_union:
            return [Union(found)] if found else []
        return [x for part in found for x in part]
    return opened(record, in_union)


def spellings(items):
    """{name without style: the names of leaves that have it}"""
    found = {}
    for x in items:
        if isinstance(x, Union):
            for arm in x.arms:
                for name, several in spellings(arm).items():
                    found.setdefault(name, set()).update(several)
        elif not x.padding and x.name:
            name = x.name.split("[")[0]
            found.setdefault(style(name), set()).add(name)
    return found


def names_of(items):
    """The names of leaves, without style, where one has it."""
    return {name for name, several in spellings(items).items()
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


def all_padding(items):
    return all(all(map(all_padding, x.arms)) if isinstance(x, Union)
               else x.padding for x in items)


def each_arm(items):
    """Ways to read of which each must fit: the arms of a union that is all."""
    if len(items) == 1 and isinstance(items[0], Union):
        return [way for arm in items[0].arms for way in each_arm(arm)]
    return [items]


def ways(items, names, at_once=True):
    """All ways to read: (leaves, bits outside of an arm that a name chose,
    bits outside of another arm). at_once: of several arms that names choose,
    all count; else each is a way, but for bytes beside others."""
    found = [([], 0, 0)]
    for x in items:
        if not isinstance(x, Union):
            for leaves, _, _ in found:
                leaves.append(x)
            continue
        whole = extent([x])
        sharing = [arm for arm in x.arms if set(spellings(arm)) & names]
        if len(sharing) > 1 and at_once:
            choices = [([y for arm in sharing for y in arm], True)]
        elif sharing:
            own = [arm for arm in sharing if not (
                len(arm) == 1 and isinstance(arm[0], Leaf) and
                arm[0].is_bytes)]
            choices = [(arm, True) for arm in own or sharing]
        else:
            # Padding is no way to read what the other arms have.
            choices = [(arm, False) for arm in x.arms
                       if not all_padding(arm)] or [(x.arms[0], False)]
        # Of the kernel's own types the size is enough, whatever the names.
        choices += [(arm, False) for arm in x.arms if sharing and any(
            isinstance(y, Leaf) and y.type == "opaque" for y in arm)]
        more = []
        for arm, by_name in choices:
            outside = whole & ~extent(arm)
            for inner, named, other in ways(arm, names, at_once):
                for leaves, n, o in found:
                    more.append((leaves + inner,
                                 n | named | (outside if by_name else 0),
                                 o | other | (0 if by_name else outside)))
        found = more
        if len(found) > MOST_WAYS:
            raise TooMany
    return [(list(leaves), n, o) for leaves, n, o in found]


class Outcome:
    """The best of several ways is the least."""

    def __init__(self, verdict=SAME, words="", warnings=()):
        self.verdict, self.words = verdict, words
        self.warnings = list(warnings)

    @property
    def key(self):
        return self.verdict, len(self.warnings)


def fit(host, bpf, read=0, lenient=False, unheard=()):
    """The leaves of both sides (trees): the best Outcome of all ways.

    read: bits that the host reads by other leaves. lenient: the host's record
    is of a system header. unheard: names that several have."""
    names = (names_of(host) & names_of(bpf)) - set(unheard)
    has_union = any(isinstance(x, Union) for x in bpf)
    at_once = any(isinstance(x, Union) for x in host)
    best = None
    for hs, h_named, h_other in ways(host, names):
        for bs, b_named, b_other in ways(bpf, names, at_once):
            told = agree(hs, bs, b_named | h_named, b_other | h_other, read,
                         lenient or has_union, unheard)
            if best is None or told.key < best.key:
                best = told
            if best.key == (SAME, 0):
                return best
    return best or Outcome()


def agree(hs, bs, free, unclear, covered, lenient, unheard):
    """free: bits outside of an arm that a name chose. unclear: outside of
    another arm."""
    out = Outcome()

    def say(verdict, words):
        if verdict > out.verdict:
            out.verdict, out.words = verdict, words

    pads = sum_of(h.mask for h in hs if h.padding)
    quiet = sum_of(h.mask for h in hs if h.padding and h.system)
    their_pads = [b for b in bs if b.padding and b.mask]
    hs = [h for h in hs if not h.padding and h.mask]
    bs = [b for b in bs if not b.padding and b.mask]
    unheard = {*unheard, *heard_twice(hs)}
    # One name is one thing.
    seen = {id(x) for x in ()}
    for name in (lambda x: x.name, lambda x: style(x.name)):
        pairs, left_h, left_b = by_name(
            [h for h in hs if id(h) not in seen],
            [b for b in bs if id(b) not in seen], name)
        for h, b in pairs:
            if style(h.name.split("[")[0]) in unheard:
                continue
            seen |= {id(h), id(b)}
            if h.mask != b.mask and (not (h.is_bytes or b.is_bytes) or
                                     changed_places(h, b, hs, bs)):
                say(DIFFER, f"{h.name} stands elsewhere")
    for h in hs:
        # To a system header, padding is a name like any other.
        say(*over(h, bs + (their_pads if h.system else []),
                  lenient or h.system, out, unheard))
        covered |= h.mask
    for b in bs:
        if b.is_beyond or not b.mask & ~covered:
            continue
        if not b.mask & ~(pads | covered):
            if not quiet & b.mask:
                out.warnings.append(f"{b.name} is under padding")
        elif b.is_bytes and b.mask & covered:
            pass  # who reads less of bytes than there are
        elif not b.mask & ~free:
            pass
        elif not b.mask & ~(free | unclear):
            say(UNSURE, f"{b.name} is outside of an arm")
        else:
            say(DIFFER, f"{b.name} is missing")
    return out


def changed_places(h, b, hs, bs):
    """Whether two of one name, bytes among them, begin elsewhere, and one has
    another name under it."""
    return first_byte_of(h) != first_byte_of(b) and (
        any(x is not b and x.name and x.mask & h.mask for x in bs) or
        any(x is not h and x.name and x.mask & b.mask for x in hs))


def by_name(hs, bs, name):
    from names import pair_up
    return pair_up([h for h in hs if h.name], [b for b in bs if b.name], name)


def sum_of(masks):
    whole = 0
    for m in masks:
        whole |= m
    return whole


def over(h, bs, lenient, out, unheard):
    """(verdict, words) on one leaf of the host."""
    below = [b for b in bs if b.mask & h.mask]
    exact = [b for b in below if b.mask == h.mask]
    if style(h.name.split("[")[0]) not in unheard:
        # One of its name is meant.
        exact = [b for b in exact if h.name and
                 style(b.name) == style(h.name)] or exact
    if not exact and any(b.type == "opaque" and not h.mask & ~b.mask
                         for b in below):
        # A part of something that may be as large as the kernel's type.
        return UNSURE, f"{h.name} is a part of the kernel's own"
    best = Outcome(DIFFER, f"{h.name} has another type")
    for b in exact:
        told = one(h, b)
        warn = []
        if (h.name and b.name and not b.is_bytes and not lenient and
                not b.in_union and
                style(h.name.split("[")[0]) != style(b.name.split("[")[0])):
            warn = [f"{h.name} renamed"]
        told = Outcome(told, f"{h.name} has another type", warn)
        if told.key < best.key:
            best = told
    if best.verdict == SAME:
        out.warnings += best.warnings
        return SAME, ""
    if any(h.name and style(h.name) == style(b.name) and not b.is_bytes
           for b in exact):
        # Bytes of another arm do not stand in for the one of its name.
        return DIFFER, best.words
    bytes_below = [b for b in below if b.is_bytes and not h.mask & ~b.mask]
    if bytes_below:
        return (SAME if h.bits is not None or reads_bytes(h.type) else DIFFER,
                f"{h.name} over bytes")
    if h.is_bytes and below:
        cut = [b for b in below if b.mask & ~h.mask]
        return (SAME if all(b.is_bytes for b in cut) else DIFFER,
                f"{h.name} cuts a leaf")
    if not below:
        # Bytes may lie over another arm.
        return (UNSURE if h.is_bytes and h.in_union else DIFFER,
                f"{h.name} is over nothing")
    return DIFFER, f"{h.name} is over other leaves"


def one(h, b):
    """The verdict on two leaves of one place."""
    if h.is_bytes or b.type == "opaque":
        return SAME
    if b.is_bytes:
        return SAME if reads_bytes(h.type) else DIFFER
    if h.bits is not None or b.bits is not None:
        return bits(h, b)
    if isinstance(h.type, Enum) and isinstance(b.type, Enum) and (
            not is_bool(h.type)):
        mask = (1 << 8 * h.size) - 1
        pairs = pair_enumerators(h.type, b.type, mask)[0]
        return DIFFER if any(
            (x.value ^ y.value) & mask and not x.sentinel and not y.sentinel
            for x, y in pairs) else SAME
    return meanings(h.type, b.type, h.size)


def bits(h, b):
    """Two bit-fields of one place, or one and what it fills."""
    if h.bits is not None and b.bits is not None:
        return SAME if h.bits == b.bits else DIFFER
    whole = b if h.bits is not None else h
    ty = whole.type
    if isinstance(ty, Pointer):
        return DIFFER
    if isinstance(ty, Scalar) and ty.kind == "float" or isinstance(ty, Named):
        return DIFFER
    # A bool on the host reads only what is a bool in BPF.
    if is_bool(ty) and whole is h:
        return DIFFER
    return SAME


def cut_off(items, end):
    """Leaves below a byte; of the others, the names are taken."""
    if end is None:
        return items
    found = []
    for x in items:
        if isinstance(x, Union):
            found.append(Union([cut_off(arm, end) for arm in x.arms]))
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
