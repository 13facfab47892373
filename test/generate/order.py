"""The order of the types in an object says nothing: the same types in another
order give the same text, byte for byte, in each language.

usage: order.py OBJECT [--seed N]
OBJECT is raw BTF, as in /sys/kernel/btf.
"""

import argparse
import difflib
import pathlib
import random
import struct
import sys

from harness import HOST_LAYOUT, Folder, need_file

(INT, PTR, ARRAY, STRUCT, UNION, ENUM, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT,
 FUNC, FUNC_PROTO, VAR, DATASEC, FLOAT, DECL_TAG, TYPE_TAG,
 ENUM64) = range(1, 20)
REFERRING = (PTR, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR,
             DECL_TAG, TYPE_TAG)
# Words behind the head: that many once, that many for each element.
TAIL = {INT: (1, 0), ARRAY: (3, 0), STRUCT: (0, 3), UNION: (0, 3), ENUM: (0, 2),
        FUNC_PROTO: (0, 2), VAR: (1, 0), DATASEC: (0, 3), DECL_TAG: (1, 0),
        ENUM64: (0, 3)}


def types_of(words):
    """Each type as its words."""
    at = 0
    while at < len(words):
        kind, count = words[at + 1] >> 24 & 0x1f, words[at + 1] & 0xffff
        once, each = TAIL.get(kind, (0, 0))
        end = at + 3 + once + each * count
        yield kind, list(words[at:end])
        at = end


def references(kind, words):
    """Where in the words of a type the numbers of others stand."""
    if kind in REFERRING:
        yield 2
    if kind == ARRAY:
        yield from (3, 4)
    elif kind in (STRUCT, UNION):
        yield from range(4, len(words), 3)
    elif kind == FUNC_PROTO:
        yield from range(4, len(words), 2)
    elif kind == DATASEC:
        yield from range(3, len(words), 3)


def shuffled(blob, rand):
    head = struct.unpack_from("<HBBIIIII", blob)
    header, at, size = head[3], head[4], head[5]
    start = header + at
    types = list(types_of(struct.unpack_from(f"<{size // 4}I", blob, start)))
    order = list(range(len(types)))
    rand.shuffle(order)
    new = [0] * (len(types) + 1)
    for position, old in enumerate(order):
        new[old + 1] = position + 1
    out = []
    for old in order:
        kind, words = types[old]
        for place in references(kind, words):
            words[place] = new[words[place]]
        out += words
    return (blob[:start] + struct.pack(f"<{len(out)}I", *out) +
            blob[start + size:])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("object")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    args = parser.parse_args()
    need_file(args.object)
    faults, f = 0, Folder()
    (f.path / "other").write_bytes(
        shuffled(pathlib.Path(args.object).read_bytes(),
                 random.Random(args.seed)))
    for lang in "c++", "c", "go":
        here, there = (
            f.call(HOST_LAYOUT, "gen", name, "--all", f"--lang={lang}").stdout
            for name in (args.object, "other"))
        if here != there:
            faults += 1
            print(lang, *list(difflib.unified_diff(
                here.split("\n"), there.split("\n"), lineterm="", n=2))[:40],
                  sep="\n")
    print(f"seed {args.seed}: 3 languages, {faults} faults")
    sys.exit(faults != 0)


main()
