"""host-layout show: a kernel's types as pahole prints them, and the JSON."""

import json
import pathlib
import re
import shutil
import subprocess

from case import Case

KERNEL = "/sys/kernel/btf/vmlinux"
SOURCE = """
struct event { __u64 ts; __u16 proto : 4, flags : 12; __u32 pid; __u8 done;
               struct { __u8 a; } in; };
struct loose { struct { __u32 a : 5; } in; __u32 b : 20; __u64 c; struct event e;
               void (*call)(int, struct event *); int (*calls[2])(void); };
enum kind { LEAST = -1, MOST = 7 };
typedef struct { enum kind k; } pair_t;
HASH(last, __u32, struct event);
struct { __uint(type, 6); __uint(max_entries, 1); __type(key, __u32);
         __type(value, __u8[12]); } each_cpu SEC(".maps");
struct { __uint(type, 1); __uint(max_entries, 1); __uint(key_size, 4);
         __uint(value_size, 12); } sizes SEC(".maps");
pair_t total;
struct loose loose;
"""

# One helper called in a function of its own, whose callers know the size.
SENDS = """
#define BUFFER(name) struct { __uint(type, 27); __uint(max_entries, 4096); } \\
  name SEC(".maps")
BUFFER(events); BUFFER(open); BUFFER(quiet);
struct { __uint(type, 4); __uint(key_size, 4); __uint(value_size, 4); }
  samples SEC(".maps");
static void *(*reserve)(void *, __u64, __u64) = (void *)131;
static void (*submit)(void *, __u64) = (void *)132;
static long (*output)(void *, void *, __u64, __u64) = (void *)130;
static long (*perf)(void *, void *, __u64, void *, __u64) = (void *)25;
int number;
static __attribute__((noinline)) long emit(void *data, __u64 size) {
  return output(&events, data, size, 0);
}
SEC("tp/a/exec") int exec(void *ctx) {
  __u64 data[2] = {number, 1};
  perf(ctx, &samples, 0xffffffffULL, data, sizeof data);
  __u64 *room = reserve(&events, sizeof data, 0);
  if (room) { room[0] = number; submit(room, 0); }
  return 0;
}
SEC("tp/a/leave") int leave(void *ctx) {
  __u64 data[3] = {number, 2, 3};
  return emit(data, sizeof data);
}
SEC("tp/a/enter") int enter(void *ctx) {
  __u64 data = number;
  return emit(&data, sizeof data);
}
SEC("tp/a/any") int any(void *ctx) {
  __u64 data[3] = {number, 2, 3};
  return output(&open, data, number & 15, 0);
}
"""

WORDS = re.compile(
    r"^\t*[^\t/].*/\* +(?P<at>\d+)(?:: *(?P<bit>\d+))? +(?P<size>\d+) \*/$|"
    r"/\* XXX (?P<hole>\d+) (?P<unit>byte|bit)s? hole|"
    r"/\* (?P<line>--- cacheline \d+ boundary.*?)(?: (?P<ago>\d+) bytes? ago)?"
    r" --- \*/$|"
    r"^\t/\* (?P<total>size: \d+, cachelines: \d+).*\*/$", re.M)


def places(text):
    """Of each struct: offsets and sizes of its members, at any depth, holes,
    cachelines, and the total."""
    found = {}
    for tag, body in re.findall(r"^(struct \w+) \{\n(.*?)^\}", text,
                                re.M | re.S):
        if re.search(r"^\t+\} \*", body, re.M):
            continue  # pahole shows what a pointer leads to, too
        said = []
        for m in WORDS.finditer(body):
            if not m["hole"]:
                said.append(m.groups())
                continue
            # Bits and bytes of one hole: where bit-fields of several widths
            # share a unit, pahole and we divide it differently.
            bits = int(m["hole"]) * (8 if m["unit"] == "byte" else 1)
            if said and said[-1][0] == "hole":
                bits += said.pop()[1]
            said.append(("hole", bits))
        found.setdefault(tag, []).append(said)
    return found


def beside_pahole(t):
    pahole = shutil.which("pahole")
    if not pahole or not pathlib.Path(KERNEL).exists():
        return
    theirs = places(subprocess.run(
        [pahole, "-F", "btf", KERNEL], check=True, text=True,
        capture_output=True).stdout)
    ours = places(t.run("show", KERNEL, "--all")[0])
    t.expect(theirs.keys() <= ours.keys(), "the names of types")
    compared = 0
    for name, lines in theirs.items():
        # Which of several is meant, neither says.
        if len(lines) == 1 == len(ours.get(name, ())):
            compared += 1
            if t.faults < 5:
                t.expect(lines == ours[name], name,
                         [p for p in zip(lines[0], ours[name][0])
                          if p[0] != p[1]][:3])
    t.expect(compared > len(theirs) * 0.9, compared, "of", len(theirs))


def as_json(t):
    whole = json.loads(t.run("show", "ev.o", "--json")[0])
    t.expect(list(whole) == ["version", "byte_order", "maps", "types"], whole)
    t.expect((whole["version"], whole["byte_order"]) == (1, "little"), whole)
    maps = {m["name"]: m for m in whole["maps"]}
    t.expect(maps["last"] == {
        "name": "last", "type": "hash", "roles": [
            {"role": "last.key", "size": 4, "type": "__u32"},
            {"role": "last.value", "size": 24, "type": "struct event"}]}, maps)
    t.expect(maps["each_cpu"]["roles"][1] == {
        "role": "each_cpu.value", "size": 12, "type": "__u8[12]",
        "size_per_cpu": 16}, maps["each_cpu"])
    t.expect(maps["sizes"]["roles"] == [{"role": "sizes.key", "size": 4},
                                        {"role": "sizes.value", "size": 12}],
             maps["sizes"])
    event = next(x for x in whole["types"] if x.get("name") == "event")
    t.expect({k: v for k, v in event.items() if k != "members"} == {
        "kind": "struct", "name": "event", "size": 24, "packed": False,
        "holes": 1, "hole_bytes": 2, "bit_holes": 0, "hole_bits": 0,
        "padding": 6, "padding_bits": 0}, event)
    t.expect(event["members"][2] == {
        "name": "flags", "type": "__u16", "offset": 8, "size": 2,
        "bit_offset": 68, "bit_size": 12}, event["members"][2])
    t.expect(event["members"][5]["in_place"]["members"][0]["name"] == "a",
             event["members"][5])

    def one(name):
        whole = json.loads(t.run("show", "ev.o", name, "--json")[0])
        t.expect("maps" not in whole and len(whole["types"]) == 1, whole)
        return whole["types"][0]

    t.expect(one("kind") == {
        "kind": "enum", "name": "kind", "size": 4, "signed": True, "value_bits": 32,
        "values": [{"name": "LEAST", "value": -1},
                   {"name": "MOST", "value": 7}]}, one("kind"))
    t.expect(one("pair_t")["kind"] == "typedef", one("pair_t"))
    t.expect(one("last.value")["role"] == "last.value", one("last.value"))
    t.expect(one("each_cpu.value")["kind"] == "type", one("each_cpu.value"))
    t.expect(one(".bss")["name"] == ".bss", one(".bss"))


def main():
    t = Case()
    t.object("ev.o", SOURCE)
    beside_pahole(t)
    as_json(t)
    out, _ = t.run("show", "ev.o")
    t.has(out, "map last: hash\n\tkey: __u32 (4 bytes)\n"
          "\tvalue: struct event (24 bytes)\n",
          "\tvalue: __u8[12] (12 bytes, 16 for each CPU)\n",
          "\tvalue: (12 bytes)\n", "\t/* XXX 2 bytes hole */\n")
    out, _ = t.run("show", "ev.o", "loose")
    t.has(out, "\t/* XXX 12 bits hole */\n",
          "\t/* XXX last struct has 6 bytes of padding */\n",
          "void                       (*call)(int, struct event *); /*    40     8 */\n",
          "int                        (*calls[2])(void);    /*    48    16 */\n",
          "\t/* paddings: 1, sum paddings: 6 */\n")
    loose = json.loads(t.run("show", "ev.o", "loose", "--json")[0])["types"][0]
    t.expect(loose["members"][-1]["type"] == "int (*[2])(void)" and
             loose["hole_bits"] == 12, loose)
    _, err = t.run("show", "ev.o", "evnt", code=2)
    t.has(err, "no type 'evnt' in ev.o; did you mean 'event'?")
    t.object("sends.o", SENDS)
    out, _ = t.run("show", "sends.o")
    t.has(out, "map events: ringbuf, records of 24 bytes (leave), 8 bytes (enter), "
          "16 bytes (exec)\n",
          "map samples: perf_event_array, records of 16 bytes (exec)\n",
          "map open: ringbuf, records of unknown size (any)\n",
          "map quiet: ringbuf\n")
    maps = json.loads(t.run("show", "sends.o", "--json")[0])["maps"]
    events = next(m for m in maps if m["name"] == "events")
    t.expect(events["records"] == [{"function": "leave", "size": 24},
                                   {"function": "enter", "size": 8},
                                   {"function": "exec", "size": 16}], events)
    t.end()


main()
