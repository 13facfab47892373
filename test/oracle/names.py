"""Names in a house style: fields, enumerators, padding, prefixes.

A part of what counts as the same, see rules.py.
"""

import collections
import re

PADDING = ("pad", "padding", "reserved", "unused", "")
SENTINEL = re.compile(r"__.*|.*_(MAX|CNT|COUNT|LAST)|NR_.*")


def style(name):
    """What is left of a name without its style: letter case, underscores (but
    between digits), m_ or _ in front, _ behind."""
    name = re.sub(r"^m_+(?=[A-Za-z])", "", name.strip("_")).lower()
    return re.sub(r"(?<!\d)_+|_+(?!\d)", "", name.strip("_"))


def is_padding(name):
    return style(name).strip("_0123456789") in PADDING and not (
        name[0].isdigit())


def is_sentinel(name):
    return SENTINEL.fullmatch(name) is not None


def unique(names):
    """{name: index}, of those that stand once."""
    count = collections.Counter(names)
    return {n: i for i, n in enumerate(names) if n and count[n] == 1}


def pair_up(mine, theirs, names):
    """(pairs, left of mine, left of theirs): one to one, by the names that
    names(item) gives, both in one step."""
    a = unique([names(x) for x in mine])
    b = unique([names(x) for x in theirs])
    pairs = [(mine[a[n]], theirs[b[n]]) for n in a if n in b]
    used_a = {id(x) for x, _ in pairs}
    used_b = {id(y) for _, y in pairs}
    return (pairs, [x for x in mine if id(x) not in used_a],
            [y for y in theirs if id(y) not in used_b])


def cuts(name):
    """Where words of a name end."""
    return [m.end() for m in re.finditer(
        r"_+|[a-z0-9](?=[A-Z])|[A-Z](?=[A-Z][a-z])", name)]


def prefix(names):
    """What all share up to a word's end, the longest that leaves a letter."""
    names = [n for n in names if not is_sentinel(n)]
    if not names:
        return ""
    for cut in sorted(cuts(names[0]), reverse=True):
        head = names[0][:cut]
        if all(n.startswith(head) and cut in cuts(n) and
               re.search("[A-Za-z]", n[cut:]) for n in names):
            return head
    return ""


def without_k(name):
    return name[1:] if re.match("k[A-Z]", name) else name


class Enumerator:
    def __init__(self, name, value):
        self.name, self.value = name, value
        self.sentinel = is_sentinel(name)


def pair_enumerators(host, bpf, mask):
    """(pairs, pairs by value alone, left of host, left of bpf) of two enums."""
    mine = [Enumerator(*v) for v in host.values]
    theirs = [Enumerator(*v) for v in bpf.values]
    pairs = []

    def step(names_a, names_b):
        nonlocal mine, theirs
        a = unique([names_a(x) for x in mine])
        b = unique([names_b(x) for x in theirs])
        found = [(mine[a[n]], theirs[b[n]]) for n in a if n in b]
        pairs.extend(found)
        used = {id(x) for p in found for x in p}
        mine = [x for x in mine if id(x) not in used]
        theirs = [x for x in theirs if id(x) not in used]

    step(lambda x: x.name, lambda x: x.name)
    step(lambda x: style(x.name), lambda x: style(x.name))
    p = prefix([n for n, _ in host.values])
    q = prefix([n for n, _ in bpf.values])

    def off(head):
        return lambda x: style(without_k(
            x.name[len(head):] if x.name.startswith(head) else x.name))
    own = (style(p) == style(host.name) and style(q) == style(bpf.name))
    if p and q and own:
        step(off(p), off(q))
    if q:
        step(off(""), off(q))
    if p:
        step(off(p), off(""))
    step(off(""), off(""))
    by_value = []
    paired = {y.value & mask for _, y in pairs}
    for x in list(mine):
        for y in list(theirs):
            # A second name of a value that is paired says nothing.
            if (not x.sentinel and not y.sentinel and
                    y.value & mask not in paired and
                    not (x.value ^ y.value) & mask):
                by_value.append((x, y))
                mine.remove(x)
                theirs.remove(y)
                break
    return pairs, by_value, mine, theirs
