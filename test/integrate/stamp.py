"""host-layout stamp changes with the types of an object, and with nothing else."""

import pathlib

from consumer import Consumer, expect

P = Consumer("stamp")
command = P.prefix / "bin/host-layout"


def stamp(*more):
    P.bpf_object("ev.bpf.o", pathlib.Path("ev.bpf.c"))
    P.run(command, "stamp", "ev.bpf.o", "-o", "stamp.h", "--types", "types",
          *more)
    return (P.root / "stamp.h").read_text()


first = stamp()
made = P.time("stamp.h")
expect("struct event 16 { 0 pid uint32; 8 ts uint64; }"
       in (P.root / "types").read_text(), "the types are not in the list")
expect("struct record 8" in (P.root / "types").read_text(),
       "a type that only DWARF has is not in the list")

P.edit("ev.bpf.c", "  r->kind = 7;\n", "\n\n")
expect(stamp() == first, "code was edited, and the stamp changed")
expect(P.time("stamp.h") == made, "the same stamp was written again")
expect(stamp("--with", "agent.cpp") != first, "--with has no effect")
# The plugin is but the way to the modules.
P.write("lib/libHostLayout.so", "dispatcher")
module = P.write("lib/hostlayout/HostLayoutPlugin-99.so", "module")
second = stamp("--with", "lib/libHostLayout.so")
module.write_text("another module")
expect(stamp("--with", "lib/libHostLayout.so") != second,
       "a module was changed, and the stamp is the same")

EDITS = [
    ("unsigned int kind;", "int kind;"),
    ("struct record { unsigned int cpu;", "struct record { unsigned int CPU;"),
    ("unsigned int pid;", "unsigned int tid;"),
    ("struct event *value;", "struct event (*value)[2];"),
    ("unsigned int *key;", "int *key;"),
    ("} events ", "} other "),
    ("int (*type)[2];", "int (*type)[6];"),
]
for old, new in EDITS:
    if old == "} events ":
        P.edit("ev.bpf.c", "&events", "&other")
    P.edit("ev.bpf.c", old, new)
    expect(stamp() != first, f"{old} became {new}, and the stamp is the same")
    P.edit("ev.bpf.c", new, old)
    if old == "} events ":
        P.edit("ev.bpf.c", "&other", "&events")
expect(stamp() == first, "all is as before, and the stamp is not")

# An object without DWARF has no types but those in BTF.
P.run(P.tool("llvm-strip"), "-g", "ev.bpf.o")
expect("struct record" not in P.run(command, "stamp", "ev.bpf.o", "--types",
                                    "/dev/stdout"),
       "there is no such type in the BTF")

# What cannot be read leaves what there is alone.
P.run(command, "stamp", "nowhere.o", "-o", "stamp.h", fails=True,
      says="nowhere.o: ")
expect((P.root / "stamp.h").read_text() == first,
       "the stamp was changed by a failure")
expect(not [p for p in P.root.iterdir() if p.name.startswith("stamp.h.")],
       "something was left beside the stamp")
