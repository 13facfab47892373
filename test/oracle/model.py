"""What the verdict oracle generates: struct types as trees.

A tree says how a type is written, never how it is laid out: sizes, offsets and
bit places are measured from compiled probes (probe.py), so that nothing here
can make the mistakes that the plugin might make.
"""

import copy
import dataclasses
from typing import Optional, Union

# key: (kind, sign, C spellings, further C++ spellings). Kinds and signs are
# what docs/comparison.md distinguishes; widths are the compiler's business.
SCALARS = {
    "char": ("int", "neutral", ["char"], []),
    "s8": ("int", "signed", ["signed char", "s8"], []),
    "u8": ("int", "unsigned", ["unsigned char", "u8"], []),
    "s16": ("int", "signed", ["short", "s16"], []),
    "u16": ("int", "unsigned", ["unsigned short", "u16"], ["char16_t"]),
    "s32": ("int", "signed", ["int", "s32"], []),
    "u32": ("int", "unsigned", ["unsigned", "u32"], ["char32_t"]),
    "s64": ("int", "signed", ["long long", "s64"], []),
    "u64": ("int", "unsigned", ["unsigned long long", "u64"], []),
    "long": ("int", "signed", ["long", "long int"], []),
    "ulong": ("int", "unsigned", ["unsigned long", "size_t"], []),
    "s128": ("int", "signed", ["__int128"], []),
    "u128": ("int", "unsigned", ["unsigned __int128"], []),
    "bool": ("bool", "unsigned", ["_Bool"], ["bool"]),
    "byte": ("int", "neutral", ["unsigned char"], ["std::byte"]),
    "float": ("float", "", ["float"], []),
    "double": ("float", "", ["double"], []),
}
# What stands for raw bytes in an array.
BYTES = ("char", "u8", "byte")
POINTERS = ["void *%s", "const char *%s", "struct gone *%s", "int (*%s)(int)",
            "void **%s", "u64 *%s"]
# The kernel's own, of which the size alone counts.
OPAQUE = {"bpf_spin_lock": 4, "bpf_timer": 16, "bpf_dynptr": 16,
          "bpf_refcount": 4, "bpf_list_head": 16, "bpf_rb_root": 16}
KERNEL = """\
struct bpf_spin_lock { u32 val; };
struct bpf_timer { u64 __opaque[2]; } __attribute__((aligned(8)));
struct bpf_dynptr { u64 __opaque[2]; } __attribute__((aligned(8)));
struct bpf_refcount { u32 __opaque[1]; } __attribute__((aligned(4)));
struct bpf_list_head { u64 __opaque[2]; } __attribute__((aligned(8)));
struct bpf_rb_root { u64 __opaque[2]; } __attribute__((aligned(8)));
"""
# Special members of what is copied as bytes all the same. Probes define const
# away; this spelling stays.
HARMLESS = "%s() = default; %s(__const %s &) = default;"
TYPEDEFS = """\
typedef signed char s8; typedef unsigned char u8; typedef short s16;
typedef unsigned short u16; typedef int s32; typedef unsigned u32;
typedef long long s64; typedef unsigned long long u64;
typedef __SIZE_TYPE__ size_t;
"""


@dataclasses.dataclass
class Scalar:
    key: str
    spelling: int = 0

    @property
    def kind(self):
        return SCALARS[self.key][0]

    @property
    def sign(self):
        return SCALARS[self.key][1]


@dataclasses.dataclass
class Pointer:
    spelling: int = 0


@dataclasses.dataclass
class Enum:
    name: str
    values: list  # of (name, value)
    # "plain", "packed" (as narrow as the values allow), or the key of the
    # underlying type; "bool" on the host alone
    style: str = "plain"
    scoped: bool = False  # enum class, in C++


@dataclasses.dataclass
class Array:
    element: "Type"
    count: Optional[int]  # None: T x[]
    standard: bool = False  # std::array, in C++


@dataclasses.dataclass
class Field:
    name: Optional[str]  # None: an anonymous struct or union, or an unnamed
    type: "Type"         # bit-field, which is padding
    bits: Optional[int] = None
    align: int = 0
    packed: bool = False
    qualifier: str = ""
    # Host only: has a marker, and its argument.
    marked: bool = False
    counterpart: Optional[str] = None


@dataclasses.dataclass
class Record:
    tag: str  # struct, union; class in C++
    name: Optional[str]
    fields: list
    packed: bool = False
    pack: int = 0  # of #pragma pack
    align: int = 0
    bases: list = dataclasses.field(default_factory=list)  # in C++
    # Whether the definition stands where it is first used.
    inline: bool = False
    noise: bool = False  # members without bytes, in C++
    # A special member that keeps C++ from copying bytes; %s is the name.
    special: str = ""
    system: bool = False  # stands in a system header, as libc's have

    @property
    def is_union(self):
        return self.tag == "union"


@dataclasses.dataclass
class Alias(Record):
    """A scalar or an array under a name of its own, in the one field of a
    record that only probes write."""


@dataclasses.dataclass
class Named:
    """A class of C++'s library."""
    spelling: str
    plain: bool  # whether it is its bytes
    holds: Optional[Scalar] = None  # where it is one scalar


Type = Union[Scalar, Pointer, Enum, Array, Record, Named]


def clone(ty, known=None):
    """A copy of all within ty; what is shared stays shared. (copy.deepcopy
    takes a third of a run.)"""
    known = {} if known is None else known
    if id(ty) in known:
        return known[id(ty)]
    new = known[id(ty)] = copy.copy(ty)
    if isinstance(ty, Array):
        new.element = clone(ty.element, known)
    elif isinstance(ty, Enum):
        new.values = list(ty.values)
    elif isinstance(ty, Field):
        new.type = clone(ty.type, known)
    elif isinstance(ty, Record):
        new.fields = [clone(f, known) for f in ty.fields]
        new.bases = [clone(b, known) for b in ty.bases]
    elif isinstance(ty, Named) and ty.holds:
        new.holds = clone(ty.holds, known)
    return new


def innermost(ty):
    while isinstance(ty, Array):
        ty = ty.element
    return ty


def dimensions(ty):
    found = []
    while isinstance(ty, Array):
        found.append(ty.count or 0)
        ty = ty.element
    return found


def is_byte_array(ty):
    end = innermost(ty)
    return (isinstance(ty, Array) and isinstance(end, Scalar)
            and end.key in BYTES)


def records(ty):
    """Every record within ty, itself included, outermost first."""
    ty = innermost(ty)
    if isinstance(ty, Record):
        yield ty
        for part in [f.type for f in ty.fields] + ty.bases:
            yield from records(part)


def definitions(ty):
    """The named enums and records within ty, what they need first."""
    ty = innermost(ty)
    if isinstance(ty, Enum):
        yield ty
    elif isinstance(ty, Record):
        for part in ty.bases + [f.type for f in ty.fields]:
            yield from definitions(part)
        if ty.name:
            yield ty


def in_system_header(top):
    """What a system header has to define: its records, and what these need."""
    return {d.name for r in records(top) if r.system for d in definitions(r)}


def named_fields(record):
    """(field, in a union) for what can be named from outside: bases and
    anonymous members are opened."""
    def opened(r, in_union):
        in_union = in_union or r.is_union
        for base in r.bases:
            yield from opened(base, in_union)
        for f in r.fields:
            if f.name:
                yield f, in_union
            elif isinstance(f.type, Record):
                yield from opened(f.type, in_union)
    return list(opened(record, False))


def step(ty):
    """How C names the first element of an array that is a member."""
    text = ""
    while isinstance(ty, Array):
        text += "._M_elems[0]" if ty.standard else "[0]"
        ty = ty.element
    return text


def measured(record, prefix=""):
    """(path, field) of all that a probe measures, records within included."""
    for f, _ in named_fields(record):
        path = prefix + f.name
        yield path, f
        end = innermost(f.type)
        if isinstance(end, Record) and f.bits is None:
            yield from measured(end, path + step(f.type) + ".")
