"""What is left out must not matter: function bodies, and whole files.

Each test judges a project twice, once with --parse-all, and wants the same.
Where a project is made so that every part has a finding, it says so too: two
empty reports would be equal as well.
"""

import itertools
import json
import subprocess

from project import LLVM_BIN, Project, main

EVENT = '__attribute__((bpf_host_layout("event")))'
FIELDS = "{ unsigned pid; unsigned long long ts; }"
LOCAL = "struct %(marker)s %(name)s " + FIELDS + ";"

# Where a definition can stand, in C++ and, those without C++ in them, in C.
PLACES = {
    "function": "void f() { %s }",
    "static_function": "static inline int f(int a) { if (a) { %s } return a; }",
    "statement_expression": "int f() { return ({ %s 1; }); }",
    "switch": "void f(int a) { switch (a) { case 1: { %s } default:; } }",
    "lambda": "void f() { auto l = [] { %s }; l(); }",
    "generic_lambda": "void f() { auto l = [](auto) { %s }; l(1); }",
    "global_lambda": "auto l = [] { %s return 1; }();",
    "default_argument": "void f(int a = [] { %s return 1; }());",
    "member_initialiser": "struct s { int a = [] { %s return 1; }(); };",
    "constructor": "struct s { int a, b; s() : a{1}, b(2) { %s } };",
    "constructor_initialiser":
        "struct s { int a; s() : a([] { %s return 1; }()) {} };",
    "destructor": "struct s { ~s() { %s } };",
    "operator": "struct s { operator int() const noexcept { %s return 1; } };",
    "conversion": "struct s { s &operator=(const s &) & { %s return *this; } };",
    "out_of_line": "struct s { void f(); }; void s::f() { %s }",
    "nested_class": "void f() { struct n { void g() { %s } }; }",
    "function_try": "void f() try { %s } catch (...) { }",
    "handler": "void f() try { } catch (int) { } catch (...) { %s }",
    "constructor_try":
        "struct s { int a; s() try : a{1} { } catch (...) { %s } };",
    "friend": "struct s { friend void f(s) { %s } };",
    "trailing": "auto f() -> int { %s return 1; }",
    "deduced": "auto f() { %s return 1; }",
    "deduced_type": "auto f() { %s return 1; } decltype(f()) x;",
    "requires": "template <class T> requires(sizeof(T) > 1) void f() { %s }\n"
                "void g() { f<int>(); }",
    "template": "template <class T> void f() { %s }\nvoid g() { f<int>(); }",
    "template_method": "template <class T> struct s { void f() { %s } };\n"
                       "void g() { s<int>().f(); }",
    "specialisation": "template <class T> void f();\n"
                      "template <> void f<int>() { %s }",
    "constexpr": "constexpr int f() { return 1; } void g() { %s }",
    "consteval": "consteval int f() { %s return 1; } char a[f()];",
    "namespace": "namespace { namespace n { void f() { %s } } }",
    "extern_c": 'extern "C" { void f() { %s } }',
    "noreturn": "[[noreturn]] void f() { %s for (;;); }",
    "noexcept": "void f() noexcept(noexcept(int())) { %s }",
    "after_braces": "struct s { int a[2]; }; s v{{1, 2}}; void f() { %s }",
    "string": "void f() { const char *a = \"}\"; char b = '}'; /* } */ %s }",
    "raw_string": 'void f() { const char *a = R"(}})"; %s }',
    "digraph": "void f() <% %s %>",
    "conditional": "void f()\n#if 1\n{\n#else\n;\n#endif\n%s }",
    "macro_body": "#define BODY { %s }\nvoid f() BODY",
    "macro_function": "#define DEFINE(n) void n() { %s }\nDEFINE(f)",
}
IN_C = ["function", "static_function", "statement_expression", "switch",
        "string", "conditional", "macro_body", "macro_function"]

# How the marker is spelled: the text that comes before, and the marker.
SPELLINGS = {
    "gnu": ("", EVENT),
    "underscores": ("", EVENT.replace("bpf_host_layout",
                                      "__bpf_host_layout__")),
    "macro": (f"#define MARK {EVENT}\n", "MARK"),
    "macro_of_macro": (f"#define A {EVENT}\n#define B A\n", "B"),
    "backwards": (f"#define B A\n#define A {EVENT}\n", "B"),
    "function_macro": ('#define M(n) __attribute__((bpf_host_layout(#n)))\n',
                       "M(event)"),
    "name_only": ("#define NAME bpf_host_layout\n",
                  '__attribute__((NAME("event")))'),
}
BRACKETS = {
    "brackets": ("", '[[bpf::host_layout("event")]]'),
    "using": ("", '[[using bpf: host_layout("event")]]'),
}
# Bodies in which the marked type is nothing but used.
USES = {
    "instantiated":
        f"template <class T> struct {EVENT} t {{ unsigned pid; T ts; }};\n"
        "void f() { t<unsigned long long> x; }",
    "instantiated_by_member":
        f"template <class T> struct o {{ struct {EVENT} i "
        "{ unsigned pid; T ts; }; };\n"
        "void f() { o<unsigned long long>::i x; }",
    "instantiated_in_a_template":
        f"template <class T> struct {EVENT} t {{ unsigned pid; T ts; }};\n"
        "template <class T> void f() { t<T> x; }\n"
        "void g() { f<unsigned long long>(); }",
    "instantiated_late":
        "template <class T> struct t;\n"
        "void f(t<unsigned long long> *);\n"
        f"template <class T> struct {EVENT} t {{ unsigned pid; T ts; }};\n"
        "int g() { return sizeof(t<unsigned long long>); }",
    "alias": f"struct s {FIELDS};\nvoid f() {{ using a {EVENT} = s; a x; }}",
    "typedef": f"struct s {FIELDS};\nvoid f() {{ typedef s a {EVENT}; }}",
    "enum": "void f() { enum __attribute__((bpf_host_layout(\"event\"))) "
            "e { one }; }",
    "included": "void f() {\n#include \"body.inc\"\n}",
    "included_by_macro": "#define FILE \"body.inc\"\nvoid f() {\n"
                         "#include FILE\n}",
}


class Bodies(Project):
    def setUp(self):
        super().setUp()
        self.object()
        self.write("body.inc", f"struct {EVENT} inc {FIELDS};\n")


    def test_same_verdict(self):
        wanted = set()
        for (place, text), (how, (before, marker)) in itertools.product(
                PLACES.items(), {**SPELLINGS, **BRACKETS}.items()):
            local = LOCAL % {"marker": marker, "name": f"{place}_{how}"}
            name = f"{place}-{how}.cpp"
            self.unit(name, before + text.replace("%s", local) + "\n",
                      "clang++ -std=c++20")
            wanted.add(name)
        for place, (how, (before, marker)) in itertools.product(
                IN_C, SPELLINGS.items()):
            local = LOCAL % {"marker": marker, "name": f"{place}_{how}"}
            name = f"{place}-{how}.c"
            self.unit(name, before + PLACES[place].replace("%s", local) + "\n",
                      "gcc -std=gnu17")
            wanted.add(name)
        for name, text in USES.items():
            self.unit(f"{name}.cpp", text + "\n", "clang++ -std=c++20")
            wanted.add(f"{name}.cpp")
        some = self.report("--btf", "ev.bpf.o", expect=1)
        every = self.report("--btf", "ev.bpf.o", "--parse-all", expect=1)
        self.assertEqual(every["failed"], [])
        self.assertEqual(
            {unit for f in every["findings"] for unit in f["units"]}, wanted)
        self.assertEqual(some["findings"], every["findings"])
        self.assertEqual(some["summary"], every["summary"])

    PACKED = ("struct __attribute__((bpf_host_layout(\"event\"))) %s "
              "{ unsigned long long ts; unsigned pid; };\n")

    def test_what_bodies_do_to_what_follows(self):
        """A pragma packs the structs behind a body, too."""
        bodies = {
            "pragma": "#pragma pack(push, 1)\n",
            "blanks": "  #  pragma  pack ( 1 )\n",
            "operator": '_Pragma("pack(1)")\n',
            "macro": "PACK\n", "macro_of_macro": "OUTER\n",
            "function_macro": "DO(pack(1))\n",
        }
        macros = ('#define PACK _Pragma("pack(1)")\n#define OUTER PACK\n'
                  "#define DO(x) _Pragma(#x)\n")
        for name, text in bodies.items():
            self.unit(f"{name}.c", f"{macros}void f(void) {{\n{text} int x; }}\n"
                      + self.PACKED % name, "gcc")
        # Parameters that stand where a body would.
        self.unit("old.c", "int f(a) struct s { int x; } a; { "
                  + LOCAL % {"marker": EVENT, "name": "old"} + " return 1; }\n",
                  "gcc -std=gnu11")
        some = self.report("--btf", "ev.bpf.o", expect=1)
        every = self.report("--btf", "ev.bpf.o", "--parse-all", expect=1)
        self.assertEqual(every["failed"], [])
        self.assertEqual({f["type"] for f in every["findings"]},
                         {*bodies, "old"})
        self.assertEqual(some["findings"], every["findings"])

    def test_bodies_are_skipped(self):
        """That there is something to be right about: what a body declares
        wrongly is not seen, and is no reason to fail."""
        self.unit("a.cpp", f"struct {EVENT} e {FIELDS};\n"
                  "void f() { no_such_type x; }\n")
        self.assertEqual(self.report("--btf", "ev.bpf.o")["failed"], [])
        self.assertEqual(
            len(self.report("--btf", "ev.bpf.o", "--parse-all")["failed"]), 1)


class Files(Project):
    MARKED = f"struct {EVENT} event {FIELDS};\n"

    def setUp(self):
        super().setUp()
        self.object()

    def test_same_verdict(self):
        for name in ("plain.h", "dir/next.h", "dir/sub/deep.h", "some.inc",
                     "with space.h", "dollar$.h", "hash#.h", "next.h"):
            self.write(name, self.MARKED)
        self.write("dir/next.h", "#include_next <next.h>\n")
        self.write("chain.h", "#include \"dir/sub/deep.h\"\n")
        self.write("macros.h", f"#define MARK {EVENT}\n")
        self.write("list.h", "X(pid)\n")
        self.write("overlay.yaml", json.dumps({"version": 0, "roots": [
            {"name": str(self.path), "type": "directory", "contents": [
                {"name": "virtual.h", "type": "file",
                 "external-contents": str(self.path / "plain.h")}]}]}))
        sources = {
            "itself": (self.MARKED, ""),
            "plain": ('#include "plain.h"\n', ""),
            "angles": ("#include <plain.h>\n", "-I."),
            "system": ("#include <plain.h>\n", "-isystem ."),
            "next": ("#include <next.h>\n", "-Idir -I."),
            "chain": ('#include "chain.h"\n', ""),
            "inc": ('#include "some.inc"\n', ""),
            "space": ('#include "with space.h"\n', ""),
            "dollar": ('#include "dollar$.h"\n', ""),
            "hash": ('#include "hash#.h"\n', ""),
            "computed": ('#define H "plain.h"\n#include H\n', ""),
            "computed_by_command": ("#include H\n", '-DH="plain.h"'),
            "stringified": ("#define S(x) #x\n#define T(x) S(x)\n"
                            "#include T(plain.h)\n", ""),
            "has_include": ('#if __has_include("plain.h")\n'
                            '#include "plain.h"\n#endif\n', ""),
            "conditional": ("#ifdef WITH\n#include \"plain.h\"\n#endif\n",
                            "-DWITH"),
            "announced": ("#ifdef __BPF_HOST_LAYOUT__\n#include \"plain.h\"\n"
                          "#endif\n", ""),
            "overlay": ('#include "virtual.h"\n', "-ivfsoverlay overlay.yaml"),
            "front_end_macro": (f"struct MARK event {FIELDS};\n", "-Xclang "
                                "-DMARK=__attribute__((bpf_host_layout))"),
            "passed_on": (f"struct MARK event {FIELDS};\n",
                          "-Wp,-DMARK=__attribute__((bpf_host_layout))"),
            "arithmetic": ("#if VERSION * 2 > 8 && defined(__cplusplus)\n"
                           "#include \"plain.h\"\n#endif\n", "-DVERSION=5"),
            "forced": ("int x;\n", "-include plain.h"),
            "forced_macros": (f"struct MARK event {FIELDS};\n",
                              "-imacros macros.h"),
            "command_macro": (f"struct MARK event {FIELDS};\n",
                              "-DMARK=__attribute__((bpf_host_layout))"),
            "command_name": (f"struct __attribute__((NAME)) event {FIELDS};\n",
                             "-DNAME=bpf_host_layout"),
            "import": ('#import "plain.h"\n', ""),
            "continued": ("#inc\\\nlude \"plain.h\"\n", ""),
            "commented": ("/* a */ # /* b */ include /* c */ \"plain.h\"\n", ""),
            "digraph": ("%:include \"plain.h\"\n", ""),
            "trigraph": ("?""?=include \"plain.h\"\n", "-trigraphs"),
            "cut_name": ("struct __attribute__((bpf_host_\\\nlayout)) event "
                         "{ unsigned pid; unsigned long long ts; };\n", ""),
            "cut_body": ("void f() { struct __attribute__((bpf_host\\\n_layout"
                         ")) event { unsigned pid; unsigned long long ts; }; }"
                         "\n", ""),
            "unmarked": ("struct event { int x; };\n", ""),
            "untaken": ("#if 0\n#include \"plain.h\"\n#endif\n", ""),
            "a_comment": ("// host_layout\n", ""),
        }
        wanted = set(sources) - {"unmarked", "untaken", "a_comment"}
        for name, (text, flags) in sources.items():
            self.unit(f"{name}.cpp", text, f"clang++ -std=c++20 {flags}")
        some = self.report("--btf", "ev.bpf.o", expect=1)
        every = self.report("--btf", "ev.bpf.o", "--parse-all", expect=1)
        self.assertEqual(every["failed"], [])
        self.assertEqual(
            {unit for f in every["findings"] for unit in f["units"]},
            {f"{name}.cpp" for name in wanted})
        self.assertEqual(some["findings"], every["findings"])
        self.assertEqual(some["summary"], every["summary"])

    def test_precompiled_headers_and_modules(self):
        """What is in them is read as if they were not there, and so is not
        lost; nor need they come from this Clang."""
        self.write("pre.h", self.MARKED)
        self.write("m/ev.h", self.MARKED)
        self.write("m/module.modulemap", 'module Ev { header "ev.h" }\n')
        for name in ("pre.h.pch", "other.pch"):
            subprocess.run([f"{LLVM_BIN}/clang++", "-w", "-x", "c++-header",
                            "pre.h", "-o", name], cwd=self.path, check=True)
        self.write("old.h", self.MARKED)
        self.write("old.h.pch", "of another compiler")
        sources = {
            "beside": ("int x;\n", "-include pre.h"),
            "joined": ("int x;\n", "-includepre.h"),
            "long": ("int x;\n", "--include=pre.h"),
            "old": ("int x;\n", "-include old.h"),
            "named": ("int x;\n", "-include-pch pre.h.pch"),
            "named_otherwise": ("int x;\n", "-include-pch other.pch"),
            "front_end": ("int x;\n", "-Xclang -include-pch -Xclang pre.h.pch"),
            "cmake": ("int x;\n", "-Winvalid-pch -Xclang -include-pch -Xclang "
                      "pre.h.pch -Xclang -include -Xclang pre.h"),
            "module": ('#include "m/ev.h"\n',
                       "-fmodules -fcxx-modules -fmodules-cache-path=cache"),
            "module_map": ('#include "m/ev.h"\n', "-fmodules "
                           "-fimplicit-module-maps "
                           "-fmodule-map-file=m/module.modulemap"),
        }
        for name, (text, flags) in sources.items():
            self.unit(f"{name}.cpp", text, f"clang++ -std=c++20 {flags}")
        some = self.report("--btf", "ev.bpf.o", expect=1)
        self.assertEqual(some["failed"], [])
        self.assertEqual(
            {unit for f in some["findings"] for unit in f["units"]},
            {f"{name}.cpp" for name in sources})
        every = self.report("--btf", "ev.bpf.o", "--parse-all", expect=1)
        self.assertEqual(some["findings"], every["findings"])

    def test_a_module_that_cannot_be_read(self):
        """Its structs are nobody's: the file is no clean one."""
        self.write("m/ev.h", self.MARKED)
        self.write("m/module.modulemap", 'module Ev { header "ev.h" }\n')
        self.unit("a.cpp", "import Ev;\n", "clang++ -std=c++20 -fmodules -Im")
        self.check("--btf", "ev.bpf.o", expect=2)

    def test_files_are_left_out(self):
        self.unit("a.cpp", "no_such_type x;\n")
        self.assertEqual(self.report()["failed"], [])
        self.assertEqual(len(self.report("--parse-all")["failed"]), 1)

    def test_without_its_includes_nothing_is_left_out(self):
        """A file whose includes cannot be found might be marked."""
        self.unit("a.cpp", "#include \"gone.h\"\n")
        self.assertEqual(len(self.report(expect=2)["failed"]), 1)


if __name__ == "__main__":
    main()
