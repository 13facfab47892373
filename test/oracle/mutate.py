"""Turns a BPF type into a host type: sometimes the same, mostly not quite.

A mutation says nothing about the verdict: it may change no byte (a swap of two
fields of a union) or several things at once. It gives the name under which the
statistics count it.
"""


from generate import ENUM_BITS, has_bits
from house import House
from model import (HARMLESS, OPAQUE, Alias, Array, Enum, Field, Pointer,
                   Record, Scalar, clone, in_system_header, innermost,
                   named_fields, records)


class Mutator(House):
    def __init__(self, rng, generator, cplusplus, library=False):
        """library: whether classes of C++'s library can be had."""
        self.rng, self.new, self.cplusplus = rng, generator, cplusplus
        self.library = library

    def host(self, bpf):
        """(the host's type, names of what was done to it)"""
        for _ in range(8):
            top, done = self.attempt(bpf)
            if not has_bits_past_end(top):
                return top, done
        return clone(bpf), []

    def attempt(self, bpf):
        top = clone(bpf)
        done = []
        if self.rng.random() < 0.5:
            self.respell(top)
        if self.rng.random() < 0.2:
            for _ in range(self.rng.randrange(1, 3)):
                done.append(self.one(top, self.NEUTRAL))
        if self.rng.random() < 0.75:
            for _ in range(self.rng.choice([1, 1, 1, 1, 2, 3])):
                done.append(self.one(top, self.HARMFUL))
        for _ in range(self.rng.choice([0, 0, 1, 1, 2])):
            done.append(self.one(top, self.SHAPES + self.NAMED))
        if self.rng.random() < 0.25:
            done.append(self.house_style(top))
        self.settle(top)
        return top, [d for d in done if d]

    def settle(self, top):
        """C++ defines no types inside an anonymous member; the kernel's types
        are the kernel's."""
        names = {}
        for r in records(top):
            if r.name in OPAQUE:
                r.name = names.setdefault(r.name, self.new.fresh("k"))
                r.special = ""  # else each of the name needed it
        for r in records(top):
            # A marker stands in the user's own source.
            if r.system and (r is top or any(
                    f.marked or f.counterpart for x in records(r)
                    for f in x.fields)):
                for x in records(r):
                    x.system = False
            if not r.name:
                for inner in records(r):
                    if inner.name and self.cplusplus:
                        inner.inline = False
        # What two texts need is defined in neither's records.
        there = in_system_header(top)
        for r in records(top):
            if not r.system:
                for f in r.fields:
                    inner = innermost(f.type)
                    if isinstance(inner, Record) and inner.name in there:
                        inner.inline = False

    def one(self, top, among):
        for _ in range(8):
            how = self.rng.choice(among)
            if how(self, top):
                return how.__name__
        return None

    # Places.

    def record(self, top, least=1, test=lambda r: True):
        found = [r for r in records(top)
                 if len(r.fields) >= least and test(r) and
                 not isinstance(r, Alias)]
        return self.rng.choice(found) if found else None

    def field(self, top, test):
        """(record, index) of a named field for which test holds."""
        found = [(r, i) for r in records(top) for i, f in enumerate(r.fields)
                 if f.name and test(f)]
        return self.rng.choice(found) if found else (None, 0)

    def taken(self, top):
        names = set()
        for r in records(top):
            names |= {f.name for f, _ in named_fields(r)}
        return names

    # Spelling: never counts.

    def respell(self, top):
        if isinstance(top, Enum) and self.cplusplus:
            self.make_scoped(top)
        for r in records(top):
            for f in r.fields:
                end = innermost(f.type)
                if isinstance(end, (Scalar, Pointer)):
                    end.spelling = self.rng.randrange(6)
            if self.cplusplus:
                self.respell_cplusplus(r)

    def respell_cplusplus(self, r):
        r.noise = self.rng.random() < 0.2
        if r.tag == "struct" and r.name and self.rng.random() < 0.3:
            r.tag = "class"
        for f in r.fields:
            end = innermost(f.type)
            if isinstance(end, Enum):
                self.make_scoped(end)
            if isinstance(f.type, Array) and self.rng.random() < 0.3:
                if getattr(end, "key", "") == "u8":
                    end.key = "byte"
                self.make_standard(f.type)

    def make_scoped(self, enum):
        fits = all(abs(v) < 1 << 31 for _, v in enum.values)
        enum.scoped = fits and self.rng.random() < 0.3

    def make_standard(self, array):
        while isinstance(array, Array):
            if array.count:
                array.standard = True
            array = array.element

    # Mutations that mostly leave the meaning alone.

    def integer_for_enum(self, top):
        r, i = self.field(top, lambda f: isinstance(f.type, Enum))
        if r is None:
            return False
        r.fields[i].type = Scalar(self.rng.choice(["u32", "s32", "u8", "u64"]))
        return True

    def enum_for_integer(self, top):
        r, i = self.field(top, lambda f: isinstance(f.type, Scalar)
                          and f.bits is None)
        if r is None:
            return False
        e = self.new.enum()
        key = {"bool": "u8", "char": "u8"}.get(r.fields[i].type.key,
                                               r.fields[i].type.key)
        if key in ENUM_BITS:
            e.style = key
        if e.style.startswith("u"):
            e.values = [(n, max(v, 0)) for n, v in e.values]
        e.values = [(n, v & 0x7f) for n, v in e.values]
        r.fields[i].type = e
        return True

    def integer_for_pointer(self, top):
        r, i = self.field(top, lambda f: isinstance(f.type, Pointer))
        if r is None:
            return False
        r.fields[i].type = Scalar(self.rng.choice(["u64", "s64", "u64", "ulong"]))
        return True

    def pointer_for_integer(self, top):
        r, i = self.field(top, lambda f: isinstance(f.type, Scalar) and
                          f.bits is None and f.type.key in ("u64", "s64", "ulong"))
        if r is None:
            return False
        r.fields[i].type = Pointer(self.rng.randrange(6))
        return True

    def bytes_for_anything(self, top):
        r, i = self.field(top, lambda f: isinstance(f.type, (Scalar, Record)) and
                          f.bits is None)
        if r is None:
            return False
        f = r.fields[i]
        size = {"u8": 1, "s8": 1, "char": 1, "bool": 1, "u16": 2, "s16": 2,
                "u32": 4, "s32": 4, "float": 4}.get(
                    getattr(f.type, "key", ""), self.rng.choice([8, 8, 4, 12, 16]))
        f.type = Array(Scalar(self.rng.choice(["char", "u8", "byte", "s8"])), size)
        return True

    def arm_for_union(self, top):
        """What a union holds, instead of the union."""
        r, i = self.field(top, lambda f: isinstance(f.type, Record) and
                          f.type.is_union and any(
                              a.name and a.bits is None for a in f.type.fields))
        if r is None:
            return False
        r.fields[i].type = clone(self.rng.choice(
            [a.type for a in r.fields[i].type.fields
             if a.name and a.bits is None]))
        return True

    def array_for_record(self, top):
        """What a struct of equal parts, or nearly, holds."""
        def parts(f):
            return [p for p in f.type.fields if isinstance(p.type, Scalar)]
        r, i = self.field(top, lambda f: isinstance(f.type, Record) and
                          not f.type.bases and parts(f) and
                          len(parts(f)) == len(f.type.fields))
        if r is None:
            return False
        each = self.rng.choice(parts(r.fields[i])).type
        r.fields[i].type = Array(clone(each), len(parts(r.fields[i])))
        return True

    def explicit_pad(self, top):
        r = self.record(top)
        if r is None:
            return False
        pad = Field(self.new.pad_name(self.taken(top)),
                    Array(Scalar(self.rng.choice(["char", "u8"])),
                          self.rng.choice([1, 2, 3, 4, 4, 4, 7])))
        r.fields.insert(self.rng.randrange(len(r.fields) + 1), pad)
        return self.keep_flexible_last(r)

    def wrap(self, top):
        """Some fields into an anonymous struct."""
        r = self.record(top, 2, lambda r: not r.is_union)
        if r is None:
            return False
        a = self.rng.randrange(len(r.fields) - 1)
        b = self.rng.randrange(a + 1, len(r.fields)) + 1
        part = r.fields[a:b]
        if any(isinstance(f.type, Array) and f.type.count is None for f in part):
            return False
        if not any(f.name for f in part):
            return False
        r.fields[a:b] = [Field(None, Record("struct", None, part, r.packed,
                                            inline=True))]
        return True

    def unwrap(self, top):
        r = self.record(top, 1, lambda r: any(
            not f.name and isinstance(f.type, Record) for f in r.fields))
        if r is None:
            return False
        i = next(i for i, f in enumerate(r.fields)
                 if not f.name and isinstance(f.type, Record))
        r.fields[i:i + 1] = r.fields[i].type.fields
        return True

    def extract_base(self, top):
        if not self.cplusplus:
            return False
        r = self.record(top, 2, lambda r: r.name and not r.is_union and
                        not r.inline)
        if r is None:
            return False
        n = self.rng.randrange(1, len(r.fields))
        if not any(f.name for f in r.fields[:n]):
            return False
        base = Record("struct", self.new.fresh("b"), r.fields[:n], r.packed)
        base.pack = r.pack
        if self.rng.random() < 0.2:
            # The ABI lets what follows stand in its padding.
            base.special = HARMLESS
        r.fields = r.fields[n:]
        r.bases.append(base)
        if self.rng.random() < 0.1:
            r.bases.insert(self.rng.randrange(len(r.bases) + 1),
                           Record("struct", self.new.fresh("v"), []))
        return any(f.name for f in r.fields)

    def mark_renamed(self, top):
        if isinstance(top, Alias):
            return False
        r, i = self.field(top, lambda f: not f.name.strip("_0123456789") in
                          ("pad", "reserved", "unused", ""))
        if r is None:
            return False
        f = r.fields[i]
        f.counterpart = f.counterpart or f.name
        f.name = (self.new.pad_name(self.taken(top))
                  if self.rng.random() < 0.1
                  else self.new.field_name(self.taken(top)))
        return True

    def retag(self, top):
        r = self.record(top, 0, lambda r: r is not top and r.name)
        if r is None:
            return False
        r.name = self.new.fresh("other")
        return True

    # Mutations that mostly change it.

    def swap(self, top):
        r = self.record(top, 2)
        if r is None:
            return False
        a, b = self.rng.sample(range(len(r.fields)), 2)
        r.fields[a], r.fields[b] = r.fields[b], r.fields[a]
        return self.keep_flexible_last(r)

    def shuffle(self, top):
        r = self.record(top, 2, lambda r: r is not top)
        if r is None:
            return False
        self.rng.shuffle(r.fields)
        return self.keep_flexible_last(r)

    def move(self, top):
        r = self.record(top, 3)
        if r is None:
            return False
        f = r.fields.pop(self.rng.randrange(len(r.fields)))
        r.fields.insert(self.rng.randrange(len(r.fields) + 1), f)
        return self.keep_flexible_last(r)

    def retype(self, top):
        r, i = self.field(top, lambda f: isinstance(f.type, (Scalar, Pointer, Enum)))
        if r is None:
            return False
        f = r.fields[i]
        f.type = self.new.scalar()
        if f.bits is not None:
            f.type = self.new.bit_base(f.bits)
        return True

    def flip_sign(self, top):
        flip = {"u8": "s8", "s8": "u8", "u16": "s16", "s16": "u16", "u32": "s32",
                "s32": "u32", "u64": "s64", "s64": "u64", "long": "ulong",
                "ulong": "long", "u128": "s128", "s128": "u128", "char": "s8",
                "float": "s32", "bool": "u8"}
        r, i = self.field(top, lambda f: isinstance(innermost(f.type), Scalar) and
                          innermost(f.type).key in flip)
        if r is None or (r.fields[i].bits is not None and
                         innermost(r.fields[i].type).key == "bool"):
            return False
        end = innermost(r.fields[i].type)
        end.key = flip[end.key]
        return True

    def bool_for_integer(self, top):
        r, i = self.field(top, lambda f: f.bits is None and getattr(
            innermost(f.type), "key", "") in ("u8", "s8", "char"))
        if r is None:
            return False
        ty = r.fields[i].type
        if isinstance(ty, Array) and ty.count != 1:
            innermost(ty).key = "bool"
        else:
            r.fields[i].type = Scalar("bool")
        return True

    def resize(self, top):
        r, i = self.field(top, lambda f: isinstance(f.type, Array) or
                          f.bits is not None)
        if r is None:
            return False
        f = r.fields[i]
        if f.bits is not None:
            most = (ENUM_BITS[f.type.style] if isinstance(f.type, Enum)
                    else self.new.bit_bases[f.type.key])
            f.bits = max(1, min(most, f.bits + self.rng.choice([-2, -1, 1, 2])))
            return True
        array = f.type
        while isinstance(array.element, Array) and self.rng.random() < 0.5:
            array = array.element
        if array.count is None:
            array.count = self.rng.choice([0, 1, 4])
        else:
            array.count = max(1, array.count + self.rng.choice([-1, 1, 2, 4]))
        return True

    def reshape(self, top):
        r, i = self.field(top, lambda f: isinstance(f.type, Array) and f.type.count)
        if r is None:
            return False
        a = r.fields[i].type
        if isinstance(a.element, Array):
            a.count, a.element.count = a.element.count or 1, a.count
        elif a.count % 2 == 0:
            a.element, a.count = Array(a.element, a.count // 2), 2
        else:
            return False
        return True

    def drop(self, top):
        r = self.record(top, 2)
        if r is None:
            return False
        r.fields.pop(self.rng.randrange(len(r.fields)))
        return any(f.name or isinstance(f.type, Record) for f in r.fields)

    def add(self, top):
        r = self.record(top)
        if r is None:
            return False
        new = self.new.member(0, self.taken(top))
        at = self.rng.randrange(len(r.fields) + 1)
        r.fields[at:at] = new
        return self.keep_flexible_last(r)

    def pack(self, top):
        r = self.record(top)
        if r is None:
            return False
        r.packed = not r.packed
        return True

    def align(self, top):
        r = self.record(top)
        if r is None:
            return False
        if self.rng.random() < 0.5:
            r.align = 0 if r.align else self.rng.choice([4, 8, 16, 32])
            return True
        f = self.rng.choice(r.fields)
        if f.bits is not None or not f.name:
            return False
        f.align = 0 if f.align else self.rng.choice([4, 8, 16])
        return True

    def rename(self, top):
        r, i = self.field(top, lambda f: True)
        if r is None:
            return False
        r.fields[i].name = (
            self.new.pad_name(self.taken(top)) if self.rng.random() < 0.15
            else self.new.field_name(self.taken(top)))
        return True

    def enums(self, top):
        """Each once, though several fields have it."""
        found = [innermost(f.type) for r in records(top) for f in r.fields]
        found = [e for e in [top, *found] if isinstance(e, Enum)]
        return list({id(e): e for e in found}.values())

    def change_enum(self, top):
        found = self.enums(top)
        if not found:
            return False
        e = self.rng.choice(found)
        i = self.rng.randrange(len(e.values))
        roll = self.rng.random()
        if roll < 0.5:
            e.values[i] = (e.values[i][0], e.values[i][1] + 1)
        elif roll < 0.65 and len(e.values) > 1:
            e.values.pop(i)
        elif roll < 0.8:
            e.values[i] = (f"{e.values[i][0]}_renamed", e.values[i][1])
        elif roll < 0.9:
            e.values.append((f"{e.values[0][0]}_more", e.values[-1][1] + 1))
        else:
            e.style = self.rng.choice(["u8", "s8", "u16", "u32", "s32", "u64"])
            e.values = [(n, v & 0x7f) for n, v in e.values]
        return True

    def unsigned_enum(self, top):
        """The same bits, as producers without a sign write them."""
        found = [e for e in self.enums(top) if any(v < 0 for _, v in e.values)]
        if not found:
            return False
        e = self.rng.choice(found)
        e.style = {"s8": "u8", "s16": "u16", "s64": "u64"}.get(e.style, "u32")
        e.values = [(n, v & ((1 << ENUM_BITS[e.style]) - 1))
                    for n, v in e.values]
        e.scoped = False
        return True

    def union_for_struct(self, top):
        if isinstance(top, Alias):
            return False
        bases = [b for r in records(top) for b in r.bases]
        r = self.record(top, 1, lambda r: not r.bases and
                        not any(r is b for b in bases))
        if r is None or any(isinstance(f.type, Array) and f.type.count is None
                            for f in r.fields):
            return False
        r.tag = "struct" if r.is_union else "union"
        return True

    def whole_for_bits(self, top):
        whole = {8: "u8", 16: "u16", 32: "u32", 64: "u64", 128: "u128"}
        r, i = self.field(top, lambda f: f.bits in whole)
        if r is None:
            return False
        f = r.fields[i]
        f.type = Scalar(whole[f.bits])
        f.bits = None
        return True

    def bits_for_whole(self, top):
        r, i = self.field(top, lambda f: isinstance(f.type, Scalar) and
                          f.type.key in self.new.bit_bases and
                          f.bits is None and f.type.key != "bool" and
                          not f.align)
        if r is None or isinstance(r, Alias):
            return False
        f = r.fields[i]
        f.bits = self.new.bit_bases[f.type.key]
        f.type = self.new.bit_base(f.bits)
        return True

    def empty(self, top):
        """An empty struct: 0 bytes in C, 1 in C++."""
        r = self.record(top)
        if r is None:
            return False
        new = Field(self.new.field_name(self.taken(top)),
                    Record("struct", self.new.fresh("v"), []))
        r.fields.insert(self.rng.randrange(len(r.fields) + 1), new)
        return self.keep_flexible_last(r)

    def no_copy(self, top):
        """C++ that must not be filled from bytes."""
        if not self.cplusplus:
            return False
        bases = [b for r in records(top) for b in r.bases]
        r = self.record(top, 1, lambda r: r.name and not r.is_union and
                        r.tag != "class" and not any(r is b for b in bases))
        if r is None:
            return False
        r.special = self.rng.choice([
            "%s() = default; %s(__const %s &);", "~%s();",
            "virtual void call() {}",
            "%s &operator=(__const %s &);",
            HARMLESS,
        ])
        return True

    def keep_flexible_last(self, r):
        flexible = [f for f in r.fields
                    if isinstance(f.type, Array) and f.type.count is None]
        for f in flexible:
            if r.fields[-1] is not f:
                r.fields.remove(f)
                r.fields.append(f)
        return True

    NEUTRAL = [integer_for_enum, enum_for_integer, integer_for_pointer,
               pointer_for_integer, bytes_for_anything, explicit_pad, wrap,
               unwrap, extract_base, mark_renamed, retag, arm_for_union,
               array_for_record, unsigned_enum]
    HARMFUL = [swap, swap, shuffle, move, retype, retype, flip_sign,
               bool_for_integer, resize, resize, reshape, drop, drop, add, add,
               pack, align, rename, change_enum, union_for_struct,
               whole_for_bits, bits_for_whole, empty, explicit_pad, wrap,
               bytes_for_anything, extract_base, enum_for_integer, no_copy,
               arm_for_union, array_for_record, unsigned_enum]
    SHAPES = [House.typed_for_bytes, House.typed_for_bytes,
              House.other_equal_bytes, House.other_equal_bytes,
              House.cut_tail, House.cut_union, House.name_tail_padding,
              House.bool_enum, House.library_class, House.cut_last_array,
              House.system_header, House.system_header]
    NAMED = [House.house_enum, House.house_enum, House.house_enum,
             House.restyle_one, House.swap_enum, House.alike]


def mutations():
    """The names of all, as the statistics count them."""
    return {how.__name__ for how in Mutator.NEUTRAL + Mutator.HARMFUL +
            Mutator.SHAPES + Mutator.NAMED} | {"house_style"}


def has_bits_past_end(top):
    """No probe can see bit-fields in what an array without elements is of."""
    for r in records(top):
        for f in r.fields:
            ty = f.type
            while isinstance(ty, Array):
                if not ty.count and has_bits(ty.element):
                    return True
                ty = ty.element
    return False
