"""The leaves of two types over each other: whether they agree.

A part of what counts as the same, see rules.py.
"""

from leaves import (DIFFER, SAME, UNSURE, Leaf, TooMany, Union, all_padding,
                    extent, first_byte_of, heard_twice, is_bool, meanings,
                    names_of, reads_bytes, spellings, sum_of)
from model import Enum, Named, Pointer, Scalar
from names import pair_enumerators, pair_up, style

MOST_WAYS = 64


def choices(x, names, at_once):
    """Of a union, the arms that may be meant: (leaves, by a name). at_once: of
    several arms that names choose, all count; else each is a way, but for bytes
    beside others."""
    sharing = [arm for arm in x.arms if set(spellings(arm, True)) & names]
    if len(sharing) > 1 and at_once:
        found = [([y for arm in sharing for y in arm], True)]
    elif sharing:
        # Of a struct of bytes, a field around them says so.
        own = [arm for arm in sharing if not (
            len(arm) == 1 and isinstance(arm[0], Leaf) and
            arm[0].is_bytes and not arm[0].in_record)]
        found = [(arm, True) for arm in own or sharing]
    else:
        # Padding is no way to read what the other arms have.
        found = [(arm, False) for arm in x.arms
                 if not all_padding(arm)] or [(x.arms[0], False)]
    # Of the kernel's own types the size is enough, whatever the names.
    return found + [(arm, False) for arm in x.arms if sharing and any(
        isinstance(y, Leaf) and y.type == "opaque" for y in arm)]


def ways(items, names, at_once=True):
    """All ways to read: (leaves, bits outside of an arm that a name chose,
    bits outside of another arm)."""
    found = [([], 0, 0)]
    for x in items:
        if not isinstance(x, Union):
            for leaves, _, _ in found:
                leaves.append(x)
            continue
        whole = extent([x])
        more = []
        for arm, by_name in choices(x, names, at_once):
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


def are_unions(*items):
    return all(isinstance(x, Union) and not x.either for x in items)


def fit(host, bpf, read=0, lenient=False, unheard=(), free=0, unclear=0):
    """The leaves of both sides (trees): the best Outcome of all ways.

    read: bits that the host reads by other leaves. lenient: the host's record
    is of a system header. unheard: names that several have."""
    names = (names_of(host) & names_of(bpf)) - set(unheard)
    lenient |= any(isinstance(x, Union) for x in bpf)
    for i, x in enumerate(host):
        theirs = [j for j, b in enumerate(bpf) if extent([b]) & extent([x])]
        if len(theirs) != 1 or not are_unions(x, bpf[theirs[0]]):
            continue
        j, b = theirs[0], bpf[theirs[0]]
        if any(extent([b]) & extent([h]) for h in host if h is not x):
            # One arm of BPF's has all of these.
            return best(fit(host, bpf[:j] + arm + bpf[j + 1:], read, lenient,
                            unheard, *outside(b, arm, by_name, free, unclear))
                        for arm, by_name in choices(b, names, False))
        # Of a union on both sides, each arm of the host's must fit.
        end = extent([b]).bit_length()
        arms = [arm for arm in x.arms if extent(arm) and not (
            all_padding(arm) or len(arm) == 1 and isinstance(arm[0], Leaf) and
            arm[0].is_bytes and arm[0].mask < 1 << end)]
        return max((fit(host[:i] + arm + host[i + 1:], bpf,
                        read | (0 if arm else extent([x])), lenient, unheard,
                        free, unclear) for arm in arms or [[]]),
                   key=lambda told: told.key)
    at_once = any(isinstance(x, Union) for x in host)
    return best(agree(hs, bs, free | b_named | h_named,
                      unclear | b_other | h_other, read, lenient, unheard)
                for hs, h_named, h_other in ways(host, names)
                for bs, b_named, b_other in ways(bpf, names, at_once))


def outside(union, arm, by_name, free, unclear):
    bits = extent([union]) & ~extent(arm)
    return (free | bits, unclear) if by_name else (free, unclear | bits)


def best(outcomes):
    found = None
    for told in outcomes:
        if found is None or told.key < found.key:
            found = told
        if found.key == (SAME, 0):
            break
    return found or Outcome()


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
    seen = set()
    for name in (lambda x: x.name, lambda x: style(x.name)):
        pairs, left_h, left_b = by_name(
            [h for h in hs if id(h) not in seen],
            [b for b in bs if id(b) not in seen], name)
        for h, b in pairs:
            if style(h.name.split("[")[0]) in unheard:
                continue
            seen |= {id(h), id(b)}
            # Of bytes, one may have fewer.
            if h.mask != b.mask and (
                    not (h.is_bytes or b.is_bytes) or
                    first_byte_of(h) != first_byte_of(b)):
                say(DIFFER, f"{h.name} stands elsewhere")
    # Of several of one name, too, each stands where one of the others does.
    for h in hs:
        alike = [b for b in bs if b.name == h.name and not (
            id(h) in seen or h.is_bytes or b.is_bytes or
            h.in_union or b.in_union)]
        ours = {x.mask for x in hs if x.name == h.name}
        theirs = {b.mask for b in alike}
        if h.name and theirs - ours and h.mask not in theirs:
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
        elif b.is_bytes and any(b.mask & h.mask for h in hs):
            pass  # who reads less of bytes than there are
        elif not b.mask & ~free:
            pass
        elif not b.mask & ~(free | unclear):
            say(UNSURE, f"{b.name} is outside of an arm")
        else:
            say(DIFFER, f"{b.name} is missing")
    return out


def by_name(hs, bs, name):
    return pair_up([h for h in hs if h.name], [b for b in bs if b.name], name)


def over(h, bs, lenient, out, unheard):
    """(verdict, words) on one leaf of the host."""
    below = [b for b in bs if b.mask & h.mask]
    # An arm of the name of one around it is meant.
    around = {style(name) for name in h.within} - {*unheard}
    if any(b.in_union for b in below):
        shared = [len(around & {style(name) for name in b.within})
                  for b in below]
        below = [b for b, n in zip(below, shared) if n == max(shared)]
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
