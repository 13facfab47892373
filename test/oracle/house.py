"""What people do to types when they mirror them: a house style for names, one
arm of a union, a struct where BPF has bytes. Mutations, see mutate.py.
"""

import re

from model import (OPAQUE, Alias, Array, Enum, Field, Named, Pointer, Record,
                   Scalar, clone, is_byte_array, named_fields, records)

WIDTHS = {1: ["u8", "s8"], 2: ["u16"], 4: ["u32", "s32"], 8: ["u64", "s64"]}
BYTES_OF = {"u8": 1, "s8": 1, "char": 1, "u16": 2, "s16": 2, "u32": 4,
            "s32": 4, "u64": 8, "s64": 8, "bool": 1, "float": 4, "double": 8}
# (spelling, bytes, whether it is its bytes, the scalar it holds)
CLASSES = [("std::optional<u32>", 8, False, None),
           ("std::optional<char>", 2, False, None),
           ("std::string_view", 16, False, None),
           ("std::variant<u32, u16>", 8, False, None),
           ("std::bitset<64>", 8, True, "ulong"),
           ("std::atomic<u32>", 4, True, "u32"),
           ("std::chrono::nanoseconds", 8, True, "s64")]


def words(name):
    return re.sub(r"([a-z0-9])(?=[A-Z])", r"\1_", name).lower().strip(
        "_").split("_")


def camel(name):
    first, *rest = words(name)
    text = first
    for w in rest:
        # A digit behind a digit would be another number.
        text += ("_" if text[-1:].isdigit() and w[:1].isdigit() else "") + (
            w[:1].upper() + w[1:])
    return text


def pascal(name):
    text = camel(name)
    return text[:1].upper() + text[1:]


STYLES = {
    "camel": camel,
    "pascal": pascal,
    "m": lambda n: "m_" + n,
    "m camel": lambda n: "m_" + camel(n),
    "behind": lambda n: n + "_",
    "front": lambda n: "_" + n,
    "upper": lambda n: n.upper(),
    "run together": lambda n: n if re.search(r"\d_\d", n) else n.replace(
        "_", ""),
}


class House:
    def restyled(self, name, how, taken):
        if name.startswith("_") or name.startswith("m_"):
            return name
        new = STYLES[how](name)
        keywords = ("new", "delete", "int", "New")
        if new in taken or new in keywords or not re.match("[A-Za-z_]", new):
            return name
        taken.add(new)
        return new

    def house_style(self, top):
        """All names of a host, or most."""
        if isinstance(top, Enum):
            return None
        how = self.rng.choice(list(STYLES))
        most = self.rng.choice([1, 1, 0.7])
        done = set()
        for r in records(top):
            if isinstance(r, Alias) or id(r) in done:
                continue
            done.add(id(r))
            taken = {f.name for f in r.fields} | {
                f.name for f, _ in named_fields(top)}
            for f in r.fields:
                if f.name and self.rng.random() < most:
                    f.name = self.restyled(f.name, how, taken)
        return "house_style"

    def restyle_one(self, top):
        r, i = self.field(top, lambda f: True)
        if r is None or isinstance(r, Alias):
            return False
        f = r.fields[i]
        f.name = self.restyled(f.name, self.rng.choice(list(STYLES)),
                               self.taken(top))
        return True

    def alike(self, top):
        """Two names on one side that differ in style alone."""
        r = self.record(top, 2)
        if r is None:
            return False
        named = [f for f in r.fields if f.name]
        if len(named) < 2:
            return False
        a, b = self.rng.sample(named, 2)
        taken = self.taken(top) - {b.name}
        new = STYLES[self.rng.choice(list(STYLES))](a.name)
        if new in taken or not re.match("[A-Za-z_]", new):
            return False
        b.name = new
        return True

    # Enumerators.

    def house_enum(self, top):
        found = self.enums(top)
        found = [e for e in found if len(e.values) > 0]
        if not found:
            return False
        e = self.rng.choice(found)
        own = e.name.split("_")[-1]
        if own.isdigit():
            return False
        if e is not top and self.rng.random() < 0.5:
            e.name = f"{self.rng.choice(['state', 'kind', 'St'])}_{own}"
        bare = []
        for name, value in e.values:
            word = re.sub(rf"_{own.upper()}$", "", name)
            word = re.sub(rf"^(NR_)?.*{own.upper()}_(ST_)?", "", word)
            bare.append((word or "ALL", value))
        fits = all(abs(v) < 1 << 31 for _, v in e.values)
        if self.cplusplus and fits and self.rng.random() < 0.8:
            e.scoped = True
            how = self.rng.choice(["pascal", "k", "upper", "prefix", "camel",
                                   "other"])
            head = {"prefix": f"{e.name.upper()}_", "other": "TX_"}.get(how, "")
            change = {"pascal": pascal, "camel": camel,
                      "k": lambda n: "k" + pascal(n)}.get(how, str)
            if how == "camel":
                change = lambda n: {"new": "new_"}.get(camel(n), camel(n))
        else:
            head = self.rng.choice([
                pascal(e.name), f"{e.name.upper()}_", f"TX_{own.upper()}_",
                f"k{pascal(own)}", f"{own.upper()}_"])
            change = (pascal if head[-1] != "_" or self.rng.random() < 0.3
                      else str)
        values = [(head + change(w), v) for w, v in bare]
        if len({n for n, _ in values}) < len(values):
            return False
        e.values = values
        return True

    def swap_enum(self, top):
        found = [e for e in self.enums(top) if len(e.values) > 1]
        if not found:
            return False
        e = self.rng.choice(found)
        a, b = self.rng.sample(range(len(e.values)), 2)
        (n, v), (m, w) = e.values[a], e.values[b]
        e.values[a], e.values[b] = (n, w), (m, v)
        return True

    def bool_enum(self, top):
        r, i = self.field(top, lambda f: f.bits is None and getattr(
            f.type, "key", "") in ("u8", "s8", "char", "bool"))
        if r is None or isinstance(r, Alias) or not self.cplusplus:
            return False
        e = self.new.house_enum()
        e.values = [(n, k) for k, (n, _) in enumerate(e.values[:2])]
        e.style = "bool"
        r.fields[i].type = e
        return True

    # Bytes.

    def of_size(self, size):
        """A type of that many bytes, or nearly, that is no byte array."""
        roll = self.rng.random()
        if size in WIDTHS and roll < 0.3:
            return Scalar(self.rng.choice(WIDTHS[size]))
        if roll < 0.45:
            key = {1: "bool", 2: "u16", 4: "float", 8: "double"}.get(size)
            if key:
                return Scalar(key)
        if size == 8 and roll < 0.55:
            return Pointer(self.rng.randrange(6))
        if size in WIDTHS and roll < 0.65:
            e = self.new.house_enum()
            e.style = WIDTHS[size][0]
            return e
        if roll < 0.8:
            key = self.rng.choice(["u16", "u32", "u32", "u64", "bool", "float",
                                   "s8"])
            return Array(Scalar(key), max(1, size // BYTES_OF[key]))
        fields, left = [], size
        tag = "union" if self.rng.random() < 0.2 else "struct"
        while left > 0 and len(fields) < 6:
            key = self.rng.choice(
                [k for k in ("u8", "u16", "u32", "u32", "u64", "s32", "bool",
                             "float") if BYTES_OF[k] <= left])
            name = f"h{len(fields)}"
            if self.rng.random() < 0.2 and left > 2:
                n = self.rng.randrange(1, left)
                fields.append(Field(name, Array(Scalar("u8"), n)))
                left -= n
            else:
                fields.append(Field(name, Scalar(key)))
                left -= BYTES_OF[key] if tag == "struct" else size
        r = Record(tag, self.new.fresh("t"), fields)
        r.packed = self.rng.random() < 0.6
        if self.rng.random() < 0.15:
            return Array(r, 1)
        return r

    def typed_for_bytes(self, top):
        r, i = self.field(top, lambda f: is_byte_array(f.type) and
                          isinstance(f.type.element, Scalar) and f.type.count)
        if r is None:
            return False
        size = r.fields[i].type.count
        if self.library and self.rng.random() < 0.15:
            fitting = [c for c in CLASSES if c[1] == size]
            if fitting:
                name, _, plain, holds = self.rng.choice(fitting)
                r.fields[i].type = Named(name, plain,
                                         Scalar(holds) if holds else None)
                return not isinstance(r, Alias)
        r.fields[i].type = self.of_size(size)
        return True

    def library_class(self, top):
        if not self.library:
            return False
        r, i = self.field(top, lambda f: f.bits is None and (
            isinstance(f.type, Scalar) and f.type.key in
            ("u64", "s64", "u32", "double") or is_byte_array(f.type)))
        if r is None or isinstance(r, Alias):
            return False
        ty = r.fields[i].type
        size = ty.count if isinstance(ty, Array) else BYTES_OF[ty.key]
        fitting = [c for c in CLASSES if c[1] == size]
        if not fitting:
            return False
        name, _, plain, holds = self.rng.choice(fitting)
        r.fields[i].type = Named(name, plain, Scalar(holds) if holds else None)
        return True

    # Unions.

    def other_equal_bytes(self, top):
        """A union with a byte arm, as mirrors of it are written."""
        r, i = self.field(top, lambda f: isinstance(f.type, Record) and
                          f.type.is_union and f.bits is None and
                          any(is_byte_array(a.type) for a in f.type.fields))
        if r is None or isinstance(r, Alias):
            return False
        f = r.fields[i]
        arms = [clone(a) for a in f.type.fields]
        others = [a for a in arms if not is_byte_array(a.type)]
        bytes_ = [a for a in arms if is_byte_array(a.type)]
        if not others:
            return False
        arm = self.rng.choice(others)
        whole = Record("union", self.new.fresh("t"), [], align=f.type.align)
        roll = self.rng.randrange(6)
        if isinstance(arm.type, Record) and arm.type.fields:
            inner = arm.type
            if self.rng.random() < 0.4:
                self.rng.shuffle(inner.fields)
            if self.rng.random() < 0.2:
                inner.fields[0].name = self.new.field_name(set())
            inner.name = inner.name or self.new.fresh("t")
            inner.inline = False
            if roll < 2:
                whole.fields = [Field("tuple", inner), *bytes_]
            elif roll == 2:
                inner.align = inner.align or f.type.align
                whole = inner
            elif roll == 3:
                whole.fields = [Field("tuple", inner)]
            elif roll == 4:
                whole = Record("struct", whole.name, [
                    Field("o", clone(bytes_[0].type))], align=f.type.align)
            else:
                whole.fields = [Field("x", clone(bytes_[0].type)),
                                Field("y", inner)]
        else:
            size = bytes_[0].type.count
            have = BYTES_OF.get(getattr(arm.type, "key", ""), 4)
            rest = self.rng.choice(["pad", "rest", "reserved"])
            ty = Array(Scalar(self.rng.choice(["u32", "u32", "float"])),
                       max(1, (size - have) // 4))
            name = arm.name if self.rng.random() < 0.7 else "first"
            whole = Record("struct", whole.name, [
                Field(name, arm.type), Field(rest, ty)])
        f.type = whole
        return True

    def cut_union(self, top):
        """Some arms of a union are left."""
        found = [r for r in records(top) if r.is_union and len(r.fields) > 1]
        if not found:
            return False
        r = self.rng.choice(found)
        keep = self.rng.randrange(len(r.fields))
        r.fields = [f for i, f in enumerate(r.fields)
                    if i == keep or self.rng.random() < 0.2]
        return any(f.name or isinstance(f.type, Record) for f in r.fields)

    def cut_tail(self, top):
        """A prefix."""
        if not isinstance(top, Record) or len(top.fields) < 2:
            return False
        n = self.rng.randrange(1, len(top.fields))
        if not any(f.name for f in top.fields[:n]):
            return False
        top.fields = top.fields[:n]
        return True

    def cut_last_array(self, top):
        if not isinstance(top, Record) or not top.fields:
            return False
        f = top.fields[-1]
        if not isinstance(f.type, Array) or not f.type.count or (
                f.type.count < 2):
            return False
        f.type.count = self.rng.randrange(1, f.type.count)
        return True

    # System headers.

    def system_header(self, top):
        """A struct that libc has, too, with names of its own."""
        if isinstance(top, Alias):
            return False
        bases = {id(b) for r in records(top) for b in r.bases}
        found = [r for r in records(top)
                 if r is not top and r.name and not r.inline and r.fields and
                 r.name not in OPAQUE and not r.name.startswith("k_") and
                 not any(id(x) in bases or x.bases for x in records(r))]
        if not found:
            return False
        r = self.rng.choice(found)
        for x in records(r):
            x.system = True
        how = self.rng.choice(["same", "some", "all", "all"])
        for f in r.fields:
            if f.name and (how == "all" or
                           how == "some" and self.rng.random() < 0.4):
                f.name = (self.new.pad_name(self.taken(top))
                          if self.rng.random() < 0.15 else
                          self.new.field_name(self.taken(top)))
        return True

    def name_tail_padding(self, top):
        """A nested struct packed, and its last bytes a field behind it."""
        r, i = self.field(top, lambda f: isinstance(f.type, Record) and
                          f.bits is None and not f.type.is_union and
                          f.type.fields)
        if r is None or isinstance(r, Alias):
            return False
        nested = clone(r.fields[i].type)
        if nested.name:
            nested.name = self.new.fresh("t")
        if self.rng.random() < 0.7:
            nested.packed = True
            nested.align = 0
            r.fields[i].align = r.fields[i].align or self.rng.choice([0, 4, 8])
        r.fields[i].type = nested
        if self.rng.random() < 0.8:
            pad = Field(self.new.pad_name(self.taken(top)), Array(
                Scalar("u8"), self.rng.choice([1, 2, 3, 4, 4, 4, 6, 7])))
            r.fields.insert(i + 1, pad)
        return True
