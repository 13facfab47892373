"""What the kernel holds: a pinned map, map:ID and prog:ID, from real programs.

The story: libbpf reuses a pinned map although two fields of its value have
changed places. The map itself has the old layout: diff tells it from the new
object before the new agent starts.
"""

import json
import subprocess

from case import Case
from harness import bpf_file_system, need, skip

OLD = """
struct event { __u32 pid; __u64 ts; char comm[16]; };
HASH(live_counts_of_all_kinds, __u32, struct event);
__u64 seen;
SEC("socket") int live(void *ctx) { return ++seen; }
char _license[] SEC("license") = "GPL";
"""
NEW = OLD.replace("__u32 pid; __u64 ts;", "__u64 ts; __u32 pid;")
MAP = "live_counts_of_all_kinds"
AGENT = """
#include <cstdint>
struct [[bpf::host_layout]] event { %s char comm[16]; };
"""


def load(t, bpftool, place):
    done = subprocess.run([bpftool, "prog", "load", "old.o", f"{place}/prog",
                           "pinmaps", f"{place}/maps"], cwd=t.work,
                          capture_output=True, text=True)
    if done.returncode:
        skip("the kernel loads no program here: " + done.stderr.strip()[:200])
    def number(*what):
        out = subprocess.run([bpftool, "-j", *what], check=True,
                             capture_output=True).stdout
        return json.loads(out)
    program = number("prog", "show", "pinned", f"{place}/prog")["id"]
    return program, number("map", "show", "pinned", f"{place}/maps/{MAP}")["id"]


def tell(t, pin, program, number):
    for live in pin, f"map:{number}":
        # The kernel cuts the map's name; the object has it whole.
        out, _ = t.run("show", live)
        t.has(out, f"map {MAP}: hash\n", "key: __u32 (4 bytes)\n",
              "value: struct event (32 bytes)\n")
        out, _ = t.run("show", live, f"{MAP}.value")
        t.has(out, "ts;                   /*     8     8 */")
        out, _ = t.run("diff", live, "new.o", code=1)
        t.has(out, f"'ts' is at byte 8 in {live}, but new.o has it at byte 0",
              "0 removed, 0 added\n")
        out, _ = t.run("diff", live, "old.o")
        t.has(out, "0 changed, 0 removed, 0 added\n")
        whole = json.loads(t.run("diff", live, "new.o", "--json", code=1)[0])
        t.expect(whole["old"] == live and whole["changed"][0]["name"] == "event",
                 whole)
        # A pin that is named will be opened; of a number nothing says so.
        kinds = [f["kind"] for c in whole["changed"] for f in c["findings"]]
        t.expect(kinds == ["reordered"] + ["pinned"] * (live == pin), kinds)
    out, _ = t.run("show", f"prog:{program}", "event")
    t.has(out, "ts;                   /*     8     8 */")
    t.run("diff", f"prog:{program}", "new.o", "event", code=1)
    t.run("diff", f"prog:{program}", "old.o", "event")
    out, _ = t.run("gen", pin, "--lang=go")
    t.has(out, "type Event struct", "Ts   uint64")
    t.expect(t.run("gen", pin)[0] == t.run("gen", f"map:{number}")[0],
             "a pin and an id are the same map")


def check(t, pin):
    """host-layout check --btf, where this build has it."""
    for fields, code in (("uint32_t pid; uint64_t ts;", 0),
                         ("uint64_t ts; uint32_t pid;", 1)):
        (t.work / "agent.cpp").write_text(AGENT % fields)
        t.database([{"file": "agent.cpp", "arguments": [
            "clang++", "-std=c++17", "-c", "agent.cpp"]}])
        out, _ = t.run("check", "-p", ".", "--btf", pin, code=code)
        if code:
            t.has(out, "field 'pid' is at byte 8 here, but the BPF program has "
                  "it at byte 0", pin)


def main():
    t = Case()
    bpftool = need("bpftool")
    t.object("old.o", OLD)
    t.object("new.o", NEW)
    with bpf_file_system(t.work / "bpf") as place:
        if not place:
            skip("only root may mount a BPF file system")
        program, number = load(t, bpftool, place)
        pin = f"{place}/maps/{MAP}"
        tell(t, pin, program, number)
        check(t, pin)
        _, err = t.run("show", place, code=2)
        t.has(err, f"{place}: ")
    for gone in "map:4294967295", "prog:4294967295", f"{place}/none":
        _, err = t.run("show", gone, code=2)
        t.has(err, f"host-layout: error: {gone}: ")
    t.end()


main()
