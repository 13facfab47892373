"""Different types of one name in one object, as linked objects have them, are
called alike by every command: the smaller 'config', the next 'config__2'."""

import json

from case import Case
from harness import llvm, with_plugin

SMALL = "struct config { u32 a; };\nEMIT(config)\n"
LARGE = "struct config { u64 b[4]; };\nEMIT(config)\n"


def main():
    t = Case()
    # The larger one stands first in the object.
    t.bpf_object("large.o", LARGE + "int first;\n")
    t.bpf_object("small.o", SMALL + "int second;\n")
    t.link_objects("both.o", "large.o", "small.o")

    out, _ = t.run("show", "both.o")
    t.has(out, "/* config__2: another config */\nstruct config {\n")
    t.expect(out.count("config__2") == 1, out)
    out, _ = t.run("show", "both.o", "config__2")
    t.has(out, "b[4]")
    t.expect(" a;" not in out, out)
    out, _ = t.run("show", "both.o", "--json")
    called = {one["size"]: one.get("called")
              for one in json.loads(out)["types"] if one["name"] == "config"}
    t.expect(called == {4: None, 32: "config__2"}, called)
    t.run("show", "both.o", "config__3", code=2)

    out, _ = t.run("gen", "both.o", "--lang=c")
    t.has(out, " config {", " config__2 {")
    t.expect(out.index("uint32_t a;") < out.index(" config__2 {"), out)
    t.run("gen", "both.o", "--lang=c", "--type", "config__2")
    t.run("gen", "both.o", "--lang=c", "--type", "config__3", code=2)

    out, _ = t.run("diff", "both.o", "both.o")
    t.has(out, "0 changed, 0 removed, 0 added")
    for other in ("small.o", "large.o"):
        out, _ = t.run("diff", other, "both.o")
        t.has(out, "0 changed, 0 removed, ", "added: config" +
              ("__2\n" if other == "small.o" else "\n"))

    for name, body, code in (("config__2", "unsigned long long b[4];", 0),
                             ("config__2", "unsigned a;", 1),
                             ("config", "unsigned a;", 0),
                             ("config__3", "unsigned a;", 1)):
        t.write("agent.cpp", f'struct [[bpf::host_layout("{name}")]] mine '
                f"{{ {body} }};\n")
        t.call(llvm("clang++"), "-std=c++20", "-fsyntax-only",
               *with_plugin("both.o"), "agent.cpp", code=code)
    t.end()


main()
