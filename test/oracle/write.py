"""Writes the oracle's types as C and C++."""

from model import (OPAQUE, POINTERS, SCALARS, Alias, Array, Enum, Named, Pointer,
                   Scalar, definitions, in_system_header)

MARK = "bpf_host_layout"


class Writer:
    def __init__(self, cplusplus, host, system=None):
        """system: a list that takes what stands in a system header; without
        it, all stands in one text."""
        self.cplusplus, self.host, self.system = cplusplus, host, system
        self.defined = set(OPAQUE)  # in the prologue, see KERNEL

    def attribute(self, arguments):
        text = ", ".join(f'"{a}"' for a in arguments)
        text = f"({text})" if text else ""
        if self.cplusplus:
            return f"[[bpf::host_layout{text}]]"
        return f"__attribute__(({MARK}{text}))"

    def declare(self, ty, name):
        """'unsigned char name[4]'."""
        if isinstance(ty, Scalar):
            c, cpp = SCALARS[ty.key][2:]
            names = c + cpp if self.cplusplus else c
            if ty.key in ("byte", "bool") and self.cplusplus:
                names = cpp
            return f"{names[ty.spelling % len(names)]} {name}"
        if isinstance(ty, Pointer):
            return POINTERS[ty.spelling % len(POINTERS)] % name
        if isinstance(ty, Enum):
            keyword = "" if self.cplusplus else "enum "
            return f"{keyword}{ty.name} {name}"
        if isinstance(ty, Named):
            return f"{ty.spelling} {name}"
        if isinstance(ty, Array):
            if ty.standard and self.cplusplus:
                return (f"std::array<{self.declare(ty.element, '').strip()}, "
                        f"{ty.count}> {name}")
            count = "" if ty.count is None else ty.count
            return self.declare(ty.element, f"{name}[{count}]")
        if ty.name and (not ty.inline or ty.name in self.defined):
            keyword = "" if self.cplusplus else ty.tag + " "
            return f"{keyword}{ty.name} {name}"
        return f"{self.record(ty)} {name}"

    def field(self, f):
        text = self.declare(f.type, f.name or "")
        if f.qualifier:
            text = f"{f.qualifier} {text}"
        marker = [f.counterpart] if f.counterpart else []
        if (marker or f.marked) and self.cplusplus:
            text = f"{self.attribute(marker)} {text}"
        if f.bits is not None:
            text += f" : {f.bits}"
        if f.align:
            text += f" __attribute__((aligned({f.align})))"
        if f.packed:
            text += " __attribute__((packed))"
        if (marker or f.marked) and not self.cplusplus:
            text += f" {self.attribute(marker)}"
        return text.strip() + ";"

    def record(self, r, marker=None):
        """A definition without its last semicolon."""
        tag = r.tag if self.cplusplus else r.tag.replace("class", "struct")
        attributes = [self.attribute(marker)] if marker is not None else []
        gnu = [a for a in ("packed" if r.packed else "",
                           f"aligned({r.align})" if r.align else "") if a]
        if gnu:
            attributes.append(f"__attribute__(({', '.join(gnu)}))")
        head = " ".join([tag, *attributes, r.name or ""]).strip()
        if r.bases and self.cplusplus:
            head += " : " + ", ".join("public " + b.name for b in r.bases)
        if r.name:
            self.defined.add(r.name)
        lines = ["public:"] if tag == "class" else []
        if r.noise and self.cplusplus and r.name:
            lines.append(f"static constexpr int Count_{r.name} = 3; "
                         f"int count() const {{ return 1; }}")
        if r.special and self.cplusplus and r.name:
            lines.append(r.special.replace("%s", r.name))
        lines += [self.field(f) for f in r.fields]
        body = "\n".join("  " + line.replace("\n", "\n  ") for line in lines)
        return f"{head} {{\n{body}\n}}" if lines else f"{head} {{}}"

    def enum(self, e, marker=None):
        keyword = "enum class" if e.scoped and self.cplusplus else "enum"
        packed = "__attribute__((packed)) " if e.style == "packed" else ""
        if marker is not None:
            packed += self.attribute(marker) + " "
        below = ""
        if e.style in SCALARS:
            below = " : " + SCALARS[e.style][3 if e.style == "bool" else 2][0]
        values = ", ".join(f"{n} = {literal(v)}" for n, v in e.values)
        return f"{keyword} {packed}{e.name}{below} {{ {values} }}"

    def alias(self, a, marker=None):
        ty = a.fields[0].type
        if self.cplusplus:
            mark = "" if marker is None else self.attribute(marker) + " "
            return f"using {a.name} {mark}= {self.declare(ty, '').strip()}"
        mark = "" if marker is None else " " + self.attribute(marker)
        return f"typedef {self.declare(ty, a.name)}{mark}"

    def definitions(self, top, marker=None, probing=False):
        """All that top needs and itself, in order. probing: an alias is a
        record, with its one field."""
        own, there = [], in_system_header(top)
        for d in definitions(top):
            if d.name in self.defined:
                continue
            mark = marker if d is top else None
            out = (self.system if self.system is not None and d.name in there
                   else own)
            if isinstance(d, Enum):
                self.defined.add(d.name)
                out.append(self.enum(d, mark) + ";")
            elif isinstance(d, Alias) and not probing:
                out.append(self.alias(d, mark) + ";")
            elif not d.inline or d is top:
                text = self.record(d, mark) + ";"
                if d.pack:
                    text = (f"#pragma pack(push, {d.pack})\n{text}\n"
                            f"#pragma pack(pop)")
                out.append(text)
        return "".join(text + "\n" for text in own) or "\n"


def literal(value):
    if value > 0x7fffffffffffffff:
        return f"{value}ULL"
    if abs(value) > 0x7fffffff:
        return f"{value}LL"
    return str(value)
