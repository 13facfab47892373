"""What bpftool says of an object's types, as assertions about generated code.

Nothing here comes from HostLayout: sizes and offsets are bpftool's, which reads
BTF with libbpf. Shared by the tests of this directory.
"""

import json
import subprocess

from harness import need

ANONYMOUS = "(anon)"
# Members and types of these names are spelled with an underscore behind.
RESERVED = set("""
    alignas alignof and and_eq asm assert auto bitand bitor bool break case
    catch char char8_t char16_t char32_t class compl concept const const_cast
    consteval constexpr constinit continue co_await co_return co_yield decltype
    default delete do double dynamic_cast else enum errno explicit export extern
    false float for friend goto i386 if inline int linux long mutable namespace
    new noexcept not not_eq nullptr offsetof operator or or_eq private protected
    public register reinterpret_cast requires restrict return short signed
    sizeof static static_assert static_cast stderr stdin stdout struct switch
    template this thread_local throw true try typedef typeid typename typeof
    union unix unsigned using virtual void volatile wchar_t while xor xor_eq
    MIPSEB MIPSEL PPC PPC64 mc68000 mips powerpc sparc int8_t int16_t int32_t
    int64_t uint8_t uint16_t uint32_t uint64_t __be16 __be32 __be64 __le16
    __le32 __le64 __sum16 __wsum
""".split())


# C has none of these keywords.
ONLY_CPP = set("""
    and and_eq bitand bitor catch class compl concept const_cast consteval
    constinit co_await co_return co_yield decltype delete dynamic_cast explicit
    export friend mutable namespace new noexcept not not_eq operator or or_eq
    private protected public reinterpret_cast requires static_cast template this
    throw try typeid typename using virtual xor xor_eq
""".split())


def spelled(name, lang="c++"):
    """How HostLayout writes a name; with no language, the name."""
    if (not lang or name not in RESERVED or
            (lang == "c" and name in ONLY_CPP)):
        return name
    return name + "_"


class Btf:
    def __init__(self, path, lang="c++"):
        self.lang = lang
        out = subprocess.run([need("bpftool"), "-j", "btf", "dump", "file", path],
                             check=True, capture_output=True).stdout
        self.types = {t["id"]: t for t in json.loads(out)["types"]}

    def bare(self, id):
        while id and self.types[id]["kind"] in (
                "CONST", "VOLATILE", "RESTRICT", "TYPE_TAG", "TYPEDEF"):
            id = self.types[id]["type_id"]
        return self.types.get(id)

    def size(self, id):
        t = self.bare(id)
        if t is None:
            return 0
        if t["kind"] == "PTR":
            return 8
        if t["kind"] == "ARRAY":
            return t["nr_elems"] * self.size(t["type_id"])
        return t.get("size", 0)

    def records(self):
        """(name, tag, type, whether it is known by name alone) of each record.

        A typedef names a record that has no tag. Of several with one name the
        smaller comes first; where sizes tie, only the size is known.
        """
        by_name, named = {}, set()
        for t in sorted(self.types.values(), key=lambda t: t["name"]):
            if t["name"] == ANONYMOUS:
                continue
            record, tag = t, t["kind"].lower() + " "
            if t["kind"] == "TYPEDEF":
                record, tag = self.types.get(self.unqualified(t["type_id"])), ""
                if (not record or record["name"] != ANONYMOUS
                        or record["id"] in named):
                    continue
                named.add(record["id"])
            if record["kind"] in ("STRUCT", "UNION"):
                by_name.setdefault(t["name"], []).append((tag, record))
        for name, same in sorted(by_name.items()):
            same.sort(key=lambda s: s[1]["size"])
            sizes = [t["size"] for _, t in same]
            for i, (tag, t) in enumerate(same):
                yield (spelled(name, self.lang) +
                       (f"__{i + 1}" if i else ""), tag, t,
                       sizes.count(t["size"]) == 1)

    def members(self, record, path="", base=0):
        """(path, offset) of each member that has one, at any depth."""
        for m in record["members"]:
            bits = m["bits_offset"]
            inner, steps = m["type_id"], ""
            while (t := self.bare(inner)) and t["kind"] == "ARRAY":
                if not t["nr_elems"]:
                    break
                inner, steps = t["type_id"], steps + "[0]"
            is_record = t and t["kind"] in ("STRUCT", "UNION")
            if m.get("bitfield_size"):
                continue
            if m["name"] != ANONYMOUS:
                name = spelled(m["name"], self.lang)
                yield path + name, base + bits // 8
                if is_record and t["name"] == ANONYMOUS and not self.alias(
                        inner):
                    yield from self.members(
                        t, path + name + steps + ".",
                        base + bits // 8)
            elif is_record:
                yield from self.members(t, path, base + bits // 8)

    def unqualified(self, id):
        while id and self.types[id]["kind"] in ("CONST", "VOLATILE", "RESTRICT",
                                                "TYPE_TAG"):
            id = self.types[id]["type_id"]
        return id

    def alias(self, id):
        """Whether a typedef gives the type a name."""
        id = self.unqualified(id)
        return bool(id) and self.types[id]["kind"] == "TYPEDEF"
