"""What two objects share besides types: maps that are new, gone or of another kind."""

import json

from case import Case

OLD = """
HASH(counts, __u32, __u64);
HASH(gone, __u32, __u64);
"""
NEW = """
struct { __uint(type, 2); __uint(max_entries, 8); __type(key, __u32);
         __type(value, __u64); } counts SEC(".maps");
HASH(fresh, __u32, __u64);
"""


def main():
    t = Case()
    t.object("old.o", OLD)
    t.object("new.o", NEW)
    tag = "[bpf-host-layout-shared]"
    out, _ = t.run("diff", "old.o", "new.o", code=1)
    t.has(out, "map counts\n  error: 'counts' is of type hash in old.o but array in "
          f"new.o {tag}\n", "removed: map gone\n", "added: map fresh\n")
    whole = json.loads(t.run("diff", "old.o", "new.o", "--json", code=1)[0])
    t.expect(whole["changed"][0]["findings"][0]["kind"] == "shared" and
             whole["removed"] == ["map gone"] and whole["added"] == ["map fresh"], whole)
    sarif = json.loads(t.run("diff", "old.o", "new.o", "--format=sarif", code=1)[0])
    found = [(r["ruleId"], r["message"]["text"]) for r in sarif["runs"][0]["results"]]
    t.expect(found == [
        ("bpf-host-layout-shared", "'counts' is of type hash in old.o but array in new.o"),
        ("bpf-host-layout-shared", "map gone is in old.o, but not in new.o")], found)
    out, _ = t.run("diff", "old.o", "new.o", "--format=github", code=1)
    t.has(out, "::error file=new.o,title=bpf-host-layout-shared::map gone is in old.o")
    # Its severity is set as any other's.
    t.run("diff", "old.o", "new.o", "--set", "shared=warning")
    t.run("diff", "old.o", "new.o", "--set", "shared=warning", "--werror", code=1)
    out, _ = t.run("diff", "old.o", "new.o", "--set", "shared=off")
    t.expect("[bpf-host-layout" not in out, out)
    # What is new harms nobody who was built before, but a lock has all.
    t.object("more.o", OLD + "HASH(fresh, __u32, __u64);")
    t.run("diff", "old.o", "more.o")
    t.run("lock", "old.o", "-o", "old.lock")
    out, _ = t.run("lock", "--verify", "old.lock", "more.o", code=1)
    t.has(out, "added: map fresh\n")
    t.end()


main()
