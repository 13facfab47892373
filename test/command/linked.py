"""Objects that `bpftool gen object` links: a variable is where its symbol says,
which is where the program and the kernel have it, and not where the linker left
the place of a copy that another one overrides.
"""

import json
import subprocess

from case import Case
from harness import ANY, bpf_file_system, llvm, need, with_plugin

FIRST = """
__attribute__((weak)) __u64 level = 1;
__u32 own1 = 2;
__attribute__((weak)) __u64 zed;
__u32 z1;
__attribute__((weak)) const __u64 ro = 5;
const __u32 r1 = 6;
__attribute__((weak)) __u64 mine SEC(".data.mine") = 1;
__u32 m1 SEC(".data.mine") = 9;
extern __u64 ext __attribute__((section(".data.ext")));
__u32 e1 SEC(".data.ext") = 7;
SEC("socket") int first(void *ctx) {
  return level + own1 + zed + z1 + ro + r1 + mine + m1 + ext + e1;
}
char LICENSE[] SEC("license") = "GPL";
"""
SECOND = """
__u32 own2 = 3;
__u64 level = 4;
__u32 z2;
__u64 zed;
const __u32 r2 = 1;
const __u64 ro = 8;
__u32 m2 SEC(".data.mine") = 11;
__u64 mine SEC(".data.mine") = 12;
__u32 e2 SEC(".data.ext") = 7;
__u64 ext SEC(".data.ext") = 70;
SEC("socket") int second(void *ctx) {
  return level + own2 + zed + z2 + ro + r2 + mine + m2 + ext + e2;
}
"""
# Section, variable, where its symbol and its value are, where the BTF has it.
MOVED = ((".data", "level", 24, 4, 0), (".rodata", "ro", 24, 8, 0),
         (".data.mine", "mine", 24, 12, 0), (".data.ext", "ext", 16, 70, 0),
         (".bss", "zed", 16, 0, 0))
RIGHT = """#include <cstdint>
struct [[bpf::host_layout(".data")]] data {
  uint64_t pad0; uint32_t own1; uint32_t pad1; uint32_t own2; uint32_t pad2;
  uint64_t level;
};
"""
WRONG = """#include <cstdint>
struct [[bpf::host_layout(".data")]] data {
  uint64_t level; uint32_t own1; uint32_t pad1; uint32_t own2; uint32_t pad2;
  uint64_t pad3;
};
"""
LEVEL = ("'level' is at byte 24 in .data by its symbol, but at byte 0 by the "
         "BTF that the skeleton is made from [bpf-host-layout-section-offset]")


def compile(t, source, *objects, code):
    (t.work / "agent.cpp").write_text(source)
    return t.call(t.clang, "-x", "c++", "-std=c++17", *with_plugin(*objects),
                  "-ferror-limit=0", "-fsyntax-only", "agent.cpp",
                  code=code).stderr


def places(t):
    out, err = t.run("show", "linked.o", "--json")
    types = {one["name"]: one for one in json.loads(out)["types"]}
    for section, name, place, _, recorded in MOVED:
        (found,) = (m for m in types[section]["members"] if m["name"] == name)
        t.expect(found["offset"] == place, section, found)
        t.has(err, f"'{name}' is at byte {place} in {section} by its symbol, "
                   f"but at byte {recorded} by the BTF")
    t.expect("at the same bytes" not in err, err)
    out, err = t.run("gen", "linked.o", ".data", "--lang=c++")
    t.has(err, "'level' is at byte 24")
    compile(t, out, "linked.o", code=0)
    # One that is linked without such copies says nothing.
    _, err = t.run("show", "second.o")
    t.expect(err == "", err)


def mirrors(t):
    given = "linked.o"
    compile(t, RIGHT, given, code=0)
    err = compile(t, WRONG, given, code=1)
    t.has(err, LEVEL)
    t.expect(err.count("error:") == 1, err)
    # What else is wrong is told, too.
    err = compile(t, WRONG.replace("uint32_t own2", "float own2"), given,
                  code=1)
    t.has(err, LEVEL, "'own2' is 'float' here")


def link(t, name, first, second):
    t.object("first.o", first)
    t.object("second.o", second)
    t.link_objects(name, "first.o", "second.o")


def skeleton(t):
    # bpftool makes none where two variables lie over each other.
    texts = ["".join(line for line in text.splitlines(True)
                     if ".data.ext" not in line).replace(" + ext + e", " + z")
             for text in (FIRST, SECOND)]
    link(t, "apart.o", *texts)
    t.skeleton_of("apart.o", "linked.skel.h", "linked")
    err = compile(t, '#include "linked.skel.h"\n', code=1)
    t.has(err, "linked.skel.h:", LEVEL)
    for section, name, place, _, _ in MOVED:
        if section != ".data.ext":
            t.has(err, f"'{name}' is at byte {place} in {section}")
    t.has(err, "link the objects without the weak or extern copy of 'level'")


def arena(t):
    """Globals of an arena: the same, under the name of their section."""
    head = ("#define __arena __attribute__((address_space(1)))\n"
            'char LICENSE[] SEC("license") = "GPL";\n')
    link(t, "arena.o",
         head + "__attribute__((weak)) __u64 __arena level = 1;\n"
                "__u32 __arena own1 = 2;\n",
         head + "__u32 __arena own2 = 3; __u64 __arena level = 4;\n")
    out, err = t.run("show", "arena.o", "--json")
    (section,) = json.loads(out)["types"]
    # clang 14 to 16 have no section of their own for it.
    t.expect(section["name"] in (".addr_space.1", ".data"), section["name"])
    found = {m["name"]: m["offset"] for m in section["members"]}
    t.expect(found == {"own1": 8, "own2": 16, "level": 24}, found)
    t.has(err, f"'level' is at byte 24 in {section['name']} by its symbol")
    name = '(".data")', f'("{section["name"]}")'
    compile(t, RIGHT.replace(*name), "arena.o", code=0)
    err = compile(t, WRONG.replace(*name), "arena.o", code=1)
    t.has(err, LEVEL.replace(".data", section["name"]))


def overlaps(t):
    """Without its symbols, the object's BTF has two variables in one place."""
    blob = t.work / "linked.btf"
    subprocess.run([llvm("llvm-objcopy"), f"--dump-section=.BTF={blob}", "linked.o",
                    t.work / "copy.o"], cwd=t.work, check=True)
    for command in (("show",), ("gen", "--type", ".data.ext")):
        _, err = t.run(command[0], "linked.btf", *command[1:])
        t.has(err, "the BTF has 'e1' and 'ext' at the same bytes")
    _, err = t.run("diff", "linked.btf", "linked.btf", code=3)
    t.has(err, "the BTF has 'e1' and 'ext' at the same bytes")


def memory(t, bpftool):
    """What the kernel made of it: the values are where the symbols say."""
    with bpf_file_system(t.work / "bpf") as place:
        if not place:
            return
        done = t.call(bpftool, "prog", "loadall", "linked.o", f"{place}/progs",
                      "pinmaps", f"{place}/maps", code=ANY)
        if done.returncode:
            print("not loaded:", done.stderr.strip()[:200])
            return
        for section, name, at, value, _ in MOVED:
            pin = next(p for p in (place / "maps").iterdir()
                       if p.name.endswith(section.replace(".", "_")))
            (entry,) = json.loads(t.bpftool("-j", "map", "dump", "pinned", pin))
            raw = bytes(int(b, 16) for b in entry["value"])
            there = int.from_bytes(raw[at:at + 8], "little")
            t.expect(there == value, section, name, raw.hex())
            # The kernel has no types of such a section: none are made up.
            for live in pin, f"map:{number_of(t, pin)}":
                found = json.loads(t.run("show", live, "--json")[0])
                members = [m for one in found["types"]
                           for m in one.get("members", [])
                           if m.get("name") == name]
                t.expect(all(m["offset"] == at for m in members), live, found)
        print("memory compared")


def number_of(t, pin):
    return json.loads(t.bpftool("-j", "map", "show", "pinned", pin))["id"]


# Of one object's globals the kernel has the types: each with a value of its own.
ONE = """
__u8 small = 17;
__u64 wide = 0x1122334455667788;
static volatile __u32 hidden = 0x99aabbcc;
struct point { __u16 x; __u32 y; } spot = {0x1234, 0x56789abc};
const volatile __u16 limit = 0x4321;
__u32 mine SEC(".data.mine") = 0x0badcafe;
__u64 count;
SEC("socket") int one(void *ctx) {
  return small + wide + hidden + spot.y + limit + mine + count++;
}
char LICENSE[] SEC("license") = "GPL";
"""
VALUES = {".data": {"small": (17, 1), "wide": (0x1122334455667788, 8),
                    "spot": (0x1234, 2)},
          ".rodata": {"limit": (0x4321, 2)},
          ".data.mine": {"mine": (0x0badcafe, 4)}, ".bss": {"count": (0, 8)}}


def sections(t, bpftool):
    """show and check of `map:ID`, against the bytes that the kernel has."""
    t.object("one.o", ONE)
    with bpf_file_system(t.work / "bpf-one") as place:
        if not place:
            print("map:ID not compared: only root may mount a BPF file system")
            return
        done = t.call(bpftool, "prog", "load", "one.o", f"{place}/one",
                      "pinmaps", f"{place}/maps", code=ANY)
        if done.returncode:
            print("map:ID not compared: the kernel loads no program here:",
                  done.stderr.strip()[:200])
            return
        for section, values in VALUES.items():
            pin = next(p for p in (place / "maps").iterdir()
                       if p.name.endswith(section.replace(".", "_")))
            live = f"map:{number_of(t, pin)}"
            (entry,) = json.loads(t.bpftool("-j", "map", "dump", "pinned", pin))
            raw = bytes(int(b, 16) for b in entry["value"])
            types = json.loads(t.run("show", live, "--json")[0])["types"]
            (found,) = (one for one in types if one["name"] == section)
            places = {m["name"]: m["offset"] for m in found["members"]}
            for name, (value, size) in values.items():
                at = places[name]
                t.expect(int.from_bytes(raw[at:at + size], "little") == value,
                         live, section, name, at, raw.hex())
        print("map:ID compared")


def main():
    t = Case()
    bpftool = need("bpftool")
    link(t, "linked.o", FIRST, SECOND)
    places(t)
    mirrors(t)
    skeleton(t)
    arena(t)
    overlaps(t)
    memory(t, bpftool)
    sections(t, bpftool)
    t.end()


main()
