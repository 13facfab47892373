"""Types that only an object's DWARF has: a struct that a program sends through
bpf_ringbuf_reserve() alone is in no BTF, and every command knows it."""

import shutil
import subprocess

from case import Case
from harness import llvm

PROGRAM = """
#include <stddef.h>
struct { __uint(type, 27); __uint(max_entries, 4096); } events SEC(".maps");
static void *(*reserve)(void *, __u64, __u64) = (void *)131;
static void (*submit)(void *, __u64) = (void *)132;
enum big { LOW = 3, HIGH = 1ULL << 62 };
struct event { FIELDS };
struct kept { __u32 a; enum big b; };
HASH(counts, __u32, struct kept);
SEC("socket") int send(void *ctx) {
  struct event *e = reserve(&events, sizeof(*e), 0);
  if (!e)
    return 0;
  e->pid = 1;
  e->ts = 2;
  submit(e, 0);
  return 0;
}
char LICENSE[] SEC("license") = "GPL";
"""
FIELDS = "__u32 pid; __u64 ts;"


def found(t):
    out, _ = t.run("show", "ev.o", "event")
    t.has(out, "struct event {", "pid;                  /*     0     4 */",
          "ts;                   /*     8     8 */")
    out, _ = t.run("gen", "ev.o", "event")
    t.has(out, "alignas(8) event {", "uint64_t ts;")
    t.expect(out == t.run("gen", "ev.o", "--type", "event")[0], "a word", out)
    out, _ = t.run("assert", "ev.o", "--header", "a.h", "--type", "event")
    t.has(out, "sizeof(event) == 16")
    out, _ = t.run("stamp", "ev.o", "--types", "types.txt")
    t.expect(out != t.run("stamp", "swapped.o")[0], "a stamp that stays", out)
    _, err = t.run("show", "ev.o", "evnet", code=2)
    t.has(err, "did you mean 'event'?")
    # None of this is asked where BTF has the type.
    out, _ = t.run("show", "ev.o", "kept")
    t.has(out, "struct kept {")


def compared(t):
    out, _ = t.run("diff", "ev.o", "swapped.o", code=1)
    t.has(out, "field 'ts' is at byte 8 in ev.o")
    out, _ = t.run("diff", "ev.o", "swapped.o", "event", code=1)
    t.has(out, "1 compared, 1 changed")
    out, _ = t.run("diff", "ev.o", "ev.o")
    t.has(out, "0 changed, 0 removed, 0 added")


def named(t):
    """gen names the buffers whose records nothing records."""
    out, err = t.run("gen", "ev.o")
    t.expect("struct event" not in out.replace("events", ""), out)
    t.has(err, "nothing in ev.o says what the records of 'events' are",
          "with --type", "BPF_HOST_LAYOUT_EMIT()")
    _, err = t.run("gen", "ev.o", "--type", "event")
    t.expect(err == "", err)
    _, err = t.run("gen", "emits.o")
    t.expect(err == "", err)


def without(t):
    """Where the reader of DWARF is not installed, each says so."""
    lone = t.work / "lone/bin/host-layout"
    lone.parent.mkdir(parents=True)
    shutil.copy(t.host_layout, lone)
    done = subprocess.run([lone, "show", "ev.o", "event"], cwd=t.work,
                          capture_output=True, text=True)
    t.expect(done.returncode == 2, done)
    t.has(done.stderr, "no type 'event' in ev.o",
          "the object's DWARF may have it, but was not read",
          "host-layout-check: not found")
    done = subprocess.run([lone, "diff", "ev.o", "swapped.o"], cwd=t.work,
                          capture_output=True, text=True)
    t.has(done.stderr, "types that only DWARF has were not compared")
    # A name that the object does not have needs no DWARF to be a slip.
    done = subprocess.run([lone, "show", "plain.btf", "evnt"], cwd=t.work,
                          capture_output=True, text=True)
    t.expect("DWARF" not in done.stderr, done.stderr)


def names(t):
    """What is no name says what was meant; statics are told."""
    t.object("names.o", """
struct flow { __u64 bytes; };
HASH(flows, __u32, struct flow);
struct { __uint(type, 27); __uint(max_entries, 4096); } events SEC(".maps");
__u64 dropped;
static volatile __u64 hidden;
SEC("socket") int use(void *ctx) { return ++hidden + dropped; }""")
    for name, says in (
            ("struct flow", "did you mean 'flow'?"),
            ("flows", "'flows' is a map in names.o, not a type; did you mean "
                      "'flows.key' or 'flows.value'?"),
            ("flows.val", "did you mean 'flows.value'?"),
            ("flow.value", "no map 'flow' in names.o; did you mean "
                           "'flows.value'?"),
            ("events.value", "'events' is a ring buffer in names.o: it has "
                             "records, but no keys and values"),
            ("bss", "did you mean '.bss'?"),
            ("hidden", "'hidden' is a static variable in names.o"),
            (".ksyms", "user space shares nothing of section '.ksyms'"),
            ("license", "user space shares nothing of section 'license'")):
        for command in "show", "gen":
            _, err = t.run(command, "names.o", name, code=2)
            t.has(err, says)
            t.expect("struct struct" not in err, err)
    out, _ = t.run("show", "names.o", "dropped")
    t.has(out, "__u64 dropped; /* size: 8 */")
    out, _ = t.run("show", "names.o", ".bss")
    t.has(out, "/* static, not in a skeleton: hidden */")
    t.object("plain.o", "__u64 dropped; int keep(void) { return dropped; }")
    _, err = t.run("gen", "plain.o")
    t.has(err, "all globals are plain numbers: take the struct of '.bss' with "
               "--type .bss")


def wide(t):
    """Before clang 15, BTF had half of an 8-byte enumerator; DWARF has all."""
    out, _ = t.run("show", "ev.o", "big")
    t.has(out, "LOW = 3", "HIGH = 4611686018427387904")


def main():
    t = Case()
    t.object("ev.o", PROGRAM.replace("FIELDS", FIELDS))
    t.object("swapped.o", PROGRAM.replace("FIELDS", "__u64 ts; __u32 pid;"))
    t.object("emits.o", PROGRAM.replace("FIELDS", FIELDS) +
             "BPF_HOST_LAYOUT_EMIT(struct event);")
    subprocess.run([llvm("llvm-objcopy"), "--dump-section=.BTF=plain.btf", "ev.o",
                    "copy.o"], cwd=t.work, check=True)
    found(t)
    compared(t)
    named(t)
    without(t)
    names(t)
    wide(t)
    t.end()


main()
