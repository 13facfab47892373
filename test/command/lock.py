"""lock: its text, what it tells of a change, and what it says of a bad lock."""

import json
import re

from case import Case
from harness import LLVM_BINS

SOURCE = """
enum state { NEW, RUN = 5, NEG = -3 };
struct inner { __u16 a; char name[6]; };
typedef struct { __u32 x; } untagged;
struct event {
  __u64 ts;
  __u32 kind : 3, flags : 5;
  enum state state;
  union { __u32 v4; __u8 raw[16]; } addr;
  struct { __u8 c; } pair[2];
  struct inner in;
  void *p;
  _Bool on;
  untagged u;
} __attribute__((aligned(8)));
struct packed { __u8 a; __u64 b; } __attribute__((packed));
struct flex { __u32 n; __u32 data[]; };
HASH(counts, __u32, struct event);
HASH(small, struct inner, __u64);
struct { __uint(type, 1); __uint(max_entries, 9); __uint(key_size, 4);
         __uint(value_size, 12); __uint(map_flags, 1); } sized SEC(".maps");
struct { __uint(type, 27); __uint(max_entries, 4096); } ring SEC(".maps");
BPF_HOST_LAYOUT_EMIT(struct packed);
BPF_HOST_LAYOUT_EMIT(struct flex);
__u64 dropped;
const volatile __u32 limit = 3;
"""
# The same, in another order.
SHUFFLED = """
const volatile __u32 limit = 3;
__u64 dropped;
struct flex { __u32 n; __u32 data[]; };
struct packed { __u8 a; __u64 b; } __attribute__((packed));
BPF_HOST_LAYOUT_EMIT(struct flex);
BPF_HOST_LAYOUT_EMIT(struct packed);
struct { __uint(type, 27); __uint(max_entries, 4096); } ring SEC(".maps");
struct { __uint(type, 1); __uint(max_entries, 9); __uint(key_size, 4);
         __uint(value_size, 12); __uint(map_flags, 1); } sized SEC(".maps");
""" + "".join(re.findall(r"(enum state .*?\n|struct inner .*?\n|typedef .*?\n|"
                         r"struct event \{.*?aligned\(8\)\)\);\n|HASH.*?\n)",
                         SOURCE, re.S))

TEXT = """
object ev.o

map counts
  kind hash
  key u32
  value struct event
  max_entries 8

map ring
  kind ringbuf
  max_entries 4096

map sized
  kind hash
  key 4 bytes
  value 12 bytes
  max_entries 9
  map_flags 0x1

map small
  kind hash
  key struct inner
  value u64
  max_entries 8

global .bss dropped
  type u64

global .rodata limit
  type u32

struct event, 64 bytes
     0  u64 ts
   8.0  u32:3 kind
   8.3  u32:5 flags
    12  enum state state
    16  union, 16 bytes {
    16    u32 v4
    16    u8[16] raw
        } addr
    32  struct, 1 bytes {
    32    u8 c
        }[2] pair
    34  struct inner in
    48  ptr64 p
    56  bool on
    60  struct untagged u

struct flex, 4 bytes
     0  u32 n
     4  u32[] data

struct inner, 8 bytes
     0  u16 a
     2  char[6] name

struct packed, 9 bytes, packed
     0  u8 a
     1  u64 b

enum state, 4 bytes, signed
        NEW = 0
        RUN = 5
        NEG = -3

struct untagged, 4 bytes
     0  u32 x
"""

t = Case()
t.object("ev.o", SOURCE)
out, _ = t.run("lock", "ev.o", "-o", "layout.lock")
t.expect(out == "", out)
lock = (t.work / "layout.lock").read_text()
t.expect(lock.split("host-layout-lock 1\n", 1)[1] == TEXT, lock)

# Neither order, nor path, nor compiler count; nor does who reads the text.
t.object("elsewhere/ev.o", SHUFFLED, "-O1")
t.run("lock", "elsewhere/ev.o", "-o", "again.lock")
t.expect((t.work / "again.lock").read_text() == lock, "order or path counts")
CLANGS = [f"{bins}/clang" for bins in LLVM_BINS.values()]
for clang in CLANGS:
    t.object("other/ev.o", SOURCE, clang=clang)
    t.run("lock", "--verify", "layout.lock", "other/ev.o")
    t.run("lock", "other/ev.o", "-o", "other.lock")
    t.run("lock", "--verify", "other.lock", "ev.o")
t.object("ev.o", SOURCE, target="bpfeb")
t.run("lock", "ev.o", "-o", "big.lock")
t.expect((t.work / "big.lock").read_text() == lock, "the byte order counts")
t.object("ev.o", SOURCE)
t.run("lock", "--verify", "layout.lock", "ev.o")
out, _ = t.run("diff", "layout.lock", "ev.o")
t.has(out, " 0 changed, 0 removed, 0 added")
t.run("lock", "again.lock", code=2)


def changed(old, new, *says, lines=2, code=1):
    """What a change of the source is called; how many lines of the lock it is."""
    source = SOURCE.replace(old, new, 1)
    t.expect(source != SOURCE, "nothing was edited", old)
    t.object("ev.o", source)
    out, _ = t.run("lock", "--verify", "layout.lock", "ev.o", code=code)
    t.has(out, *says)
    text = t.run("lock", "ev.o")[0].splitlines()
    before = lock.splitlines()
    count = max(len([x for x in text if x not in before]),
                len([x for x in before if x not in text]))
    t.expect(count <= lines, f"{count} lines of the lock change", new)


changed("__u64 ts;", "__s64 ts;", "signedness", "'ts'")
changed("bool on;".replace("bool", "_Bool"), "__u8 on;", "'on'")
changed("kind : 3, flags : 5", "kind : 4, flags : 4", "bitfield")
changed("RUN = 5", "RUN = 6", "'RUN' is 5 in layout.lock but 6 in ev.o")
changed("__u32 v4;", "__s32 v4;", "'v4'")
changed("__u32 x;", "__s32 x;", "'x'")
changed("max_entries, 9", "max_entries, 10",
        "'sized' has max_entries 9 in layout.lock, but 10 in ev.o")
changed("map_flags, 1", "map_flags, 0", "'sized' has map_flags 1")
changed("value_size, 12", "value_size, 16", "sized.value")
changed("HASH(small, struct inner, __u64)", "HASH(small, struct inner, __u32)",
        "small.value")
changed("__u64 dropped;", "__u32 dropped;", "dropped")
changed("__u64 dropped;", "__u64 dropped, more;", "added: global .bss more",
        "write the lock anew: host-layout lock ev.o -o layout.lock", lines=3)
changed("__u64 dropped;", "", "removed: global .bss dropped", lines=3)
changed("HASH(small, struct inner, __u64);", "", "removed: map small", lines=9)
changed("char name[6]", "char name[4]; __u16 b", "'name'", lines=3)
changed("NEG = -3 }", "NEG = -3, LATER = 9 }", "enum-missing", lines=1)
# Of the same bytes, and no longer the same for who reads them.
SHARED = "[bpf-host-layout-shared]"
changed("__u64 ts;", "char ts[8];",
        f"'ts' is 'u64' in layout.lock but 'char[8]' in ev.o {SHARED}")
changed("char name[6]", "__u8 name[6]",
        f"inner\n  error: 'name' is 'char[6]' in layout.lock but 'u8[6]' in ev.o {SHARED}")
changed("void *p;", "__u64 p;", f"'p' is 'ptr64' in layout.lock but 'u64' in ev.o {SHARED}")
changed("enum state state;", "__s32 state;",
        f"'state' is 'enum state' in layout.lock but 's32' in ev.o {SHARED}", lines=6)
changed("__u8 raw[16];", "__u64 raw[2];", "'raw' is 'u8[16]' in layout.lock but 'u64[2]'")
changed("__u32 kind : 3", "__s32 kind : 3", "'kind'")
changed("untagged u;", "__u32 u;", "'u' is 'struct untagged' in layout.lock but 'u32'",
        lines=4)
changed("HASH(small, struct inner, __u64)", "HASH(small, struct inner, char[8])",
        "small.value\n", "'small.value' is 'u64' in layout.lock but 'char[8]' in ev.o")
changed("__uint(value_size, 12)", "__type(value, char[12])",
        "'sized.value' is '12 bytes' in layout.lock but 'char[12]' in ev.o")
changed("__u64 dropped;", "char dropped[8];",
        "global .bss dropped\n", "'dropped' is 'u64' in layout.lock but 'char[8]' in ev.o")
changed("__u64 dropped;", "double dropped;", "'dropped'")
changed("struct { __u8 c; } pair[2];", "__u8 pair[2];",
        "'pair' is 'struct {...}[2]' in layout.lock but 'u8[2]' in ev.o", lines=3)
changed("_Bool on;", "_Bool on; __u8 pad[2];", "'pad' is in ev.o, but not in layout.lock",
        lines=1)
t.run("diff", "layout.lock", "ev.o", "counts.value", code=1)
t.run("diff", "layout.lock", "ev.o", "small.key")
t.run("lock", "--verify", "layout.lock", "ev.o", "--set", "shared=off")
# A struct that another holds, under another name.
NESTED = "struct a { __u32 x; };\nstruct b { __u32 x; };\nstruct v { struct a in; };\n"
t.object("nested.o", NESTED + "HASH(m, __u32, struct v);")
t.run("lock", "nested.o", "-o", "nested.lock")
t.object("nested.o", NESTED.replace("struct a in;", "struct b in;") +
         "HASH(m, __u32, struct v);")
out, _ = t.run("lock", "--verify", "nested.lock", "nested.o", code=1)
t.has(out, "'in' is 'struct a' in nested.lock but 'struct b' in nested.o")
# A typedef of a struct is no second struct.
t.object("alias.o", "struct value { __u64 n; };\ntypedef struct value value_t;\n"
         "HASH(a, __u32, value_t);\nHASH(b, __u32, struct value);")
t.run("lock", "alias.o", "-o", "alias.lock")
t.run("lock", "--verify", "alias.lock", "alias.o")
# Nobody outside the program sees the name of a typedef, or which number is an int.
t.object("ev.o", SOURCE.replace("__u64 ts;", "unsigned long ts;"))
t.run("lock", "--verify", "layout.lock", "ev.o")
t.object("ev.o", SOURCE.replace("__u64 ts;", "__s64 ts;"))
t.run("diff", "layout.lock", "ev.o", "counts.key")

# Formats: places are lines of the lock.
t.object("ev.o", SOURCE.replace("__u64 ts;", "__s64 ts;"))
line = lock.splitlines().index("     0  u64 ts") + 1
sarif = json.loads(t.run("lock", "--verify", "layout.lock", "ev.o", "--format",
                         "sarif", code=1)[0])
result = sarif["runs"][0]["results"][0]
place = result["locations"][0]["physicalLocation"]
t.expect(result["ruleId"] == "bpf-host-layout-signedness" and
         place["artifactLocation"]["uri"].endswith("layout.lock") and
         place["region"]["startLine"] == line, result)
out, _ = t.run("lock", "--verify", "layout.lock", "ev.o", "--format", "github",
               code=1)
t.has(out, f"file=layout.lock,line={line}", "signedness")
out, _ = t.run("diff", "layout.lock", "ev.o", "--format", "gitlab", code=1)
t.expect(json.loads(out)[0]["location"]["path"] == "layout.lock", out)
out, _ = t.run("diff", "layout.lock", "ev.o", "--json", code=1)
t.expect(json.loads(out)["changed"], out)
t.run("lock", "--verify", "layout.lock", "ev.o", "-o", "report", code=1)
t.has((t.work / "report").read_text(), "signedness")

# Several objects in one lock.
t.object("ev.o", SOURCE)
t.object("net.o", "HASH(flows, __u64, __u32);")
t.run("lock", "net.o", "ev.o", "-o", "both.lock")
t.run("lock", "ev.o", "net.o", "-o", "same.lock")
t.expect((t.work / "both.lock").read_bytes() ==
         (t.work / "same.lock").read_bytes(), "the order of objects counts")
t.run("lock", "--verify", "both.lock", "net.o", "ev.o")
out, _ = t.run("lock", "--verify", "both.lock", "ev.o", code=1)
t.has(out, "removed: object net.o")
t.object("third.o", "HASH(x, __u64, __u32);")
_, said = t.run("lock", "--verify", "both.lock", "ev.o", "third.o", code=2)
t.has(said, "third.o: the lock has no object of this name")
_, said = t.run("lock", "ev.o", "elsewhere/ev.o", code=2)
t.has(said, "two objects have this file name")
_, said = t.run("lock", "--verify", "both.lock", code=2)
t.has(said, "--verify needs the lock and the objects")
t.object("empty.o", "int unused(int x) { return x; }")
_, said = t.run("lock", "empty.o", code=2)
t.has(said, "there is nothing to lock")
_, said = t.run("lock", "ev.o", "--format", "json", code=2)
t.has(said, "--format and --json are for --verify")

# An enumerator of which an old compiler recorded a half.
WIDE = "enum wide { LOW = 1, HIGH = 1ULL << 62 };\nHASH(w, __u32, enum wide);"
t.object("wide.o", WIDE)
whole = t.run("lock", "wide.o", "-o", "wide.lock")
t.has((t.work / "wide.lock").read_text(), f"HIGH = {1 << 62}\n")
if 14 in LLVM_BINS:
    t.object("wide.o", WIDE, clang=f"{LLVM_BINS[14]}/clang")
    # DWARF has the whole values.
    t.run("lock", "--verify", "wide.lock", "wide.o")
    t.call(f"{LLVM_BINS[14]}/llvm-strip", "-g", "wide.o")
    t.run("lock", "--verify", "wide.lock", "wide.o")
    t.run("lock", "wide.o", "-o", "half.lock")
    t.has((t.work / "half.lock").read_text(), "HIGH = low 0\n")
    t.object("wide.o", WIDE)
    t.run("lock", "--verify", "half.lock", "wide.o")

# What clang before 19 does not record agrees with what others do.
ATOMIC = """
struct counter { __u32 id; _Atomic int hits; __u64 ts; };
HASH(counters, __u32, struct counter);
_Atomic long total;
struct later { __u32 a; };
struct { __uint(type, 13); __uint(max_entries, 4); __type(key, __u32);
         __array(values, struct { __uint(type, 1); __uint(max_entries, 2);
                                  __type(key, __u32); __type(value, struct later); });
} outer SEC(".maps");
"""
for major in {min(LLVM_BINS), max(LLVM_BINS)}:
    clang = f"{LLVM_BINS[major]}/clang"
    for strips in False, True:
        t.object("atomic.o", ATOMIC, clang=clang)
        if strips:
            t.call(f"{LLVM_BINS[major]}/llvm-strip", "-g", "atomic.o")
        name = f"atomic-{major}-{strips}.lock"
        t.run("lock", "atomic.o", "-o", name)
        for other in t.work.glob("atomic-*.lock"):
            t.run("lock", "--verify", other.name, "atomic.o")
        t.object("wrong.o", ATOMIC.replace("__u64 ts", "__s64 ts"), clang=clang)
        t.run("lock", "--verify", name, "wrong.o", code=1)

# Bad locks: the file, the line, and what is wrong.
t.object("ev.o", SOURCE)


def bad(text, *says):
    (t.work / "bad.lock").write_text(text)
    _, said = t.run("lock", "--verify", "bad.lock", "ev.o", code=2)
    t.has(said, "bad.lock: ", *says)


bad("", "this lock is empty")
bad("host-layout-lock 2\n", "a newer host-layout wrote this lock (version 2)")
bad("something else\n", "line 1: this is no lock of host-layout")
bad(lock.replace("kind hash", "kind hush", 1), "unknown kind of map 'hush'")
bad(lock.replace("u64 ts", "u64 ts more", 1), "unexpected text")
bad(lock.replace("     0  u64 ts", "     x  u64 ts", 1), "the place of a field")
bad(lock.replace("    60  struct untagged u", "    62  struct untagged u"),
    "does not fit")
bad(lock.replace("struct inner in", "struct outer in"), "no such type")
bad(lock.replace("        } addr\n", ""), "line ")
bad("host-layout-lock 1\nobject x\nstruct a, 0 bytes\n  0 struct b b\n"
    "struct b, 0 bytes\n  0 struct a a\n", "hold themselves")
bad(lock.replace("u16 a", "u16[999999999999] a"), "expected a type")
bad(lock + "struct inner, 8 bytes\n", "this type stands twice")
bad(lock.replace("RUN = 5", "RUN = five"), "the enumerator's value")
# Cut anywhere, it is an error or a change, and never a crash.
for size in range(0, len(lock), 37):
    (t.work / "cut.lock").write_text(lock[:size])
    code = t.code("lock", "--verify", "cut.lock", "ev.o")
    t.expect(code in (1, 2), f"cut at {size}: exit code {code}")
t.end()
