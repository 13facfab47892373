"""host-layout diff: what counts, how it is told, exit codes, JSON."""

import json

from case import Case

OLD = """
enum kind { OPEN, CLOSE };
struct event { __u32 pid; __u64 ts; char comm[16]; enum kind kind; };
HASH(counts, __u32, struct event);
"""
CALLED = "in old/ev.bpf.o"


def main():
    t = Case()
    t.object("old/ev.bpf.o", OLD)

    def diff(new, *args, code):
        t.object("new/ev.bpf.o", new)
        return t.run("diff", "old/ev.bpf.o", "new/ev.bpf.o", *args,
                     code=code)[0]

    # Nothing: other spellings of the same, and code.
    out = diff(OLD.replace("__u32 pid", "unsigned int pid") +
               "int f(int x) { return x; }", code=0)
    t.expect(out == "2 compared, 0 changed, 0 removed, 0 added\n", out)

    # The pinned map's story: two fields in each other's place.
    swapped = OLD.replace("__u32 pid; __u64 ts;", "__u64 ts; __u32 pid;")
    out = diff(swapped, code=1)
    t.has(out, "event\n  error: field 'ts' is at byte 8 in old/ev.bpf.o, but "
          "new/ev.bpf.o has it at byte 0 [bpf-host-layout-reordered]\n",
          "    'struct event' in old/ev.bpf.o and in new/ev.bpf.o\n",
          "byte  old/ev.bpf.o ", "1 changed, 0 removed")
    # Nobody is "here", and neither side is "BPF".
    t.expect(" here" not in out and "BPF" not in out, out)

    for change, words in (
            (("__u64 ts", "__u64 ts; __u64 cpu"), "'event' has no field 'cpu' "
             "in old/ev.bpf.o, but new/ev.bpf.o writes 8 bytes for it"),
            (("__u64 ts", "__u64 when"), "field 'ts' has the place and type of "
             "new/ev.bpf.o's 'when'"),
            (("comm[16]", "comm[8]"), "'comm' has 16 elements in old/ev.bpf.o "
             "but 8 in new/ev.bpf.o"),
            (("OPEN,", "OPEN = 2,"), "'OPEN' is 0 in old/ev.bpf.o but 2 in "
             "new/ev.bpf.o"),
            (("__u32 pid", "__s32 pid"), "'pid' is unsigned in old/ev.bpf.o "
             "but signed in new/ev.bpf.o"),
            (("CLOSE }", "CLOSE, FORK }"), "new/ev.bpf.o can send 'FORK' (2), "
             "which 'kind' does not name in old/ev.bpf.o")):
        is_warning = "renamed" in words or change[0] in ("__u64 ts", "CLOSE }")
        is_warning &= change[1] != "__u64 ts; __u64 cpu"
        out = diff(OLD.replace(*change), code=0 if is_warning else 1)
        t.has(out, words)
        t.has(out, "0 changed, 0 removed, 0 added; 1 with warnings only\n"
              if is_warning else "1 changed, 0 removed, 0 added\n")
        if is_warning:
            out = diff(OLD.replace(*change), "--werror", code=1)
            t.has(out, "1 changed, 0 removed, 0 added\n")
            diff(OLD.replace(*change), "--set", "renamed=off", "--set",
                 "enum-missing=off", code=0)

    # Maps: their kind, their sizes, removed and added ones.
    out = diff(OLD.replace("(counts, __u32", "(counts, __u64"), code=1)
    t.has(out, "counts.key\n")
    out = diff(OLD.replace("HASH(counts", "HASH(totals"), code=1)
    t.has(out, "removed: map counts\n", "added: map totals\n")
    out = diff(OLD + "HASH(totals, __u32, __u64);", code=0)
    t.has(out, "added: map totals\n", "0 removed, 1 added")
    percpu = OLD.replace("HASH", "PERCPU").replace("\n", "\n#define PERCPU(n, "
                                                   "k, v) struct { __uint(type,"
                                                   " 6); __type(key, k); "
                                                   "__type(value, v); } n "
                                                   'SEC(".maps")\n', 1)
    out = diff(percpu, code=1)
    t.has(out, "'counts' is of type hash in old/ev.bpf.o but percpu_array in "
          "new/ev.bpf.o")

    # Types by name.
    more = OLD + ("struct other { int x; };"
                  "BPF_HOST_LAYOUT_EMIT(struct other);")
    t.has(diff(more, "event", code=0), "1 compared")
    t.has(diff(more, "other", code=3), "added: other")
    t.has(diff(swapped, "counts.value", code=1), "counts.value\n")
    _, err = t.run("diff", "old/ev.bpf.o", "new/ev.bpf.o", "evnt", code=2)
    t.has(err, "no type 'evnt' in ", "'event'")

    # JSON says the same.
    whole = json.loads(diff(swapped, "--json", code=1))
    t.expect([c["name"] for c in whole["changed"]] == ["event"], whole)
    finding = whole["changed"][0]["findings"][0]
    t.expect(finding["kind"] == "reordered" and
             finding["severity"] == "error", finding)
    t.has(finding["message"], "at byte 8 in old/ev.bpf.o, but new/ev.bpf.o")
    t.expect((whole["old"], whole["new"]) == ("old/ev.bpf.o", "new/ev.bpf.o"),
             whole)

    # What cannot be compared.
    t.object("new/ev.bpf.o", OLD, "--target=bpfeb")
    _, err = t.run("diff", "old/ev.bpf.o", "new/ev.bpf.o", code=2)
    t.has(err, "byte orders")
    _, err = t.run("diff", "old/ev.bpf.o", "none.o", code=2)
    t.has(err, "none.o: ")
    t.end()


main()
