"""lint: holes in keys, values and records, and what the program's code sets to 0."""

import json

from case import Case

HELPERS = """
static void *(*lookup)(void *, const void *) = (void *)1;
static long (*update)(void *, const void *, const void *, u64) = (void *)2;
static long (*push)(void *, const void *, u64) = (void *)87;
static long (*probe)(void *, u32, const void *) = (void *)113;
static void *(*reserve)(void *, u64, u64) = (void *)131;
static void (*submit)(void *, u64) = (void *)132;
static long (*perf)(void *, void *, u64, void *, u64) = (void *)25;
static u64 (*now)(void) = (void *)5;
#define ZERO(x) __builtin_memset(&(x), 0, sizeof(x))
"""
KEY = "struct key { u32 addr; u16 port; u64 cgroup; };\n"
VALUE = "struct value { u8 kind; u64 count; };\n"
EVENT = "struct event { u32 pid; u64 ts; u8 kind; };\n"
RING = 'struct { __uint(type, 27); __uint(max_entries, 4096); } events SEC(".maps");\n'
KEY_TEXT = ("error: ev.o's 'key' has 2 bytes of padding after 'port' at byte 6: entries "
            "of 'flows.key' that differ only there never match [bpf-host-layout-hole]")
VALUE_TEXT = ("warning: ev.o's 'value' has 7 bytes of padding after 'kind' at byte 1, "
              "which may hold uninitialised kernel memory [bpf-host-layout-hole]")
EVENT_TEXTS = (
    "warning: ev.o's 'event' has 4 bytes of padding after 'pid' at byte 4, which may "
    "hold uninitialised kernel memory [bpf-host-layout-hole]",
    "warning: ev.o's 'event' has 7 bytes of padding after 'kind' at byte 17, which may "
    "hold uninitialised kernel memory [bpf-host-layout-hole]")

t = Case()


def lint(source, *texts, code=0, args=()):
    """What is found, and nothing else."""
    t.object("ev.o", HELPERS + source)
    out, err = t.run("lint", "ev.o", *args, code=code)
    t.has(out, *texts)
    t.expect(out.count("[bpf-host-layout-hole]") == len(texts), source, out)
    return out, err


def program(body, name="run"):
    return (f'SEC("tc") int {name}(void *ctx) {{\n{body}\n}}\n'
            'char _license[] SEC("license") = "GPL";\n')


FLOWS = KEY + "HASH(flows, struct key, u64);\n"

# A key that nobody is seen to clear, and what to do about it.
out, _ = lint(FLOWS, KEY_TEXT, code=1)
t.has(out, "ev.o: note: name 2 bytes of padding after 'port' in the BPF source and set "
      "them to 0", "host-layout: 1 file, 2 structs checked, 1 finding (1 error)")
FILL = "k.addr = now(); k.port = now(); k.cgroup = now();"
lint(FLOWS + program(f"struct key k; {FILL} return !!lookup(&flows, &k);"), KEY_TEXT,
     code=1)
# Cleared whole, and then filled.
for clear in ("struct key k; ZERO(k);", "struct key k = {};"):
    lint(FLOWS + program(f"{clear} {FILL} return !!lookup(&flows, &k);"))
# On one of two ways only.
lint(FLOWS + program(
    f"struct key k; if (now() & 1) ZERO(k); {FILL} return !!lookup(&flows, &k);"),
    KEY_TEXT, code=1)
# In one of two programs only.
lint(FLOWS + program(f"struct key k; ZERO(k); {FILL} return !!lookup(&flows, &k);") +
     f'SEC("tc") int other(void *c) {{ struct key k; {FILL} '
     "return !!lookup(&flows, &k); }\n", KEY_TEXT, code=1)
# Behind a branch, in a loop.
lint(FLOWS + program(f"""
  struct key k; u64 sum = 0;
  for (int i = 0; i < 8; i++) {{ ZERO(k); {FILL}
    u64 *v = lookup(&flows, &k); if (v) sum += *v; }}
  return sum;"""))
# Somebody else writes over it: a copy out of the kernel has its own padding.
lint(FLOWS + program("struct key k; ZERO(k); probe(&k, sizeof(k), ctx); "
                     "return !!lookup(&flows, &k);"), KEY_TEXT, code=1)
# Two ways write as much as their fields have, by one call.
lint("struct key { u8 addr[16]; u32 pid; u16 port; };\nHASH(flows, struct key, u64);\n" +
     program("struct key k; ZERO(k); u32 n = now() & 1 ? 4 : 16; "
             "probe(k.addr, n, ctx); k.port = now(); k.pid = now(); "
             "return !!lookup(&flows, &k);"))
# A variable of the program was 0 when it was loaded.
lint(FLOWS + "struct key common;\n" +
     program("common.port = now(); return !!lookup(&flows, &common);"))
# A key that is handed through a function.
lint(FLOWS + "__attribute__((noinline)) int find(struct key *k) {"
     " return !!lookup(&flows, k); }\n" +
     program(f"struct key k; ZERO(k); {FILL} return find(&k);"), KEY_TEXT, code=1)

# Values: what the program never hands over holds zeros, or user space's bytes.
COUNTS = VALUE + "HASH(counts, u32, struct value);\n"
SET = "v.kind = now(); v.count = now();"
lint(COUNTS)
lint(COUNTS + program("u32 k = 1; struct value *v = lookup(&counts, &k); "
                      "if (v) { v->kind = 3; v->count++; } return 0;"))
lint(COUNTS + program(f"u32 k = 1; struct value v; {SET} "
                      "return update(&counts, &k, &v, 0);"), VALUE_TEXT)
lint(COUNTS + program(f"u32 k = 1; struct value v; {SET} "
                      "return update(&counts, &k, &v, 0);"), VALUE_TEXT, code=1,
     args=["--werror"])
lint(COUNTS + program(f"u32 k = 1; struct value v = {{}}; {SET} "
                      "return update(&counts, &k, &v, 0);"))
lint(VALUE + 'struct { __uint(type, 22); __uint(max_entries, 4); '
     '__type(value, struct value); } tasks SEC(".maps");\n' +
     program(f"struct value v; {SET} return push(&tasks, &v, 0);"),
     VALUE_TEXT)

# Records, of types that are emitted or in DWARF alone.
for emit in "", "EMIT(event)\n":
    fill = "e->pid = now(); e->ts = now(); e->kind = 1;"
    send = "struct event *e = reserve(&events, sizeof(*e), 0); if (!e) return 0; %s submit(e, 0); return 0;"
    lint(EVENT + RING + emit + program(send % fill), *EVENT_TEXTS)
    lint(EVENT + RING + emit + program(send % ("ZERO(*e);" + fill)))
    lint(EVENT + RING + emit + program(send % ("if (now()) ZERO(*e);" + fill)),
         *EVENT_TEXTS)
PERF = ('struct { __uint(type, 4); __uint(key_size, 4); __uint(value_size, 4); } '
        'events SEC(".maps");\n')
HEAP = ('struct { __uint(type, 6); __uint(max_entries, 1); __type(key, u32); '
        '__type(value, struct event); } heap SEC(".maps");\n')
lint(EVENT + PERF + program("struct event e; e.pid = now(); e.ts = now(); e.kind = 1; "
                            "return perf(ctx, &events, 0xffffffffULL, &e, sizeof(e));"),
     *EVENT_TEXTS)
# The kernel makes values of zeros, and those of a hash are what the program wrote.
lint(EVENT + PERF + HEAP + program("""
  u32 zero = 0; struct event *e = lookup(&heap, &zero); if (!e) return 0;
  e->pid = now(); e->ts = now(); e->kind = 1;
  return perf(ctx, &events, 0xffffffffULL, e, sizeof(*e));"""))
BUSY = EVENT + PERF + "HASH(busy, u32, struct event);\n"
for clear, texts in ("ZERO(e);", ()), ("", EVENT_TEXTS):
    lint(BUSY + program(f"""
  u32 k = 1; struct event *p = lookup(&busy, &k);
  if (!p) {{ struct event e; {clear} e.pid = now(); e.ts = now(); e.kind = 1;
    return update(&busy, &k, &e, 0); }}
  return perf(ctx, &events, 0xffffffffULL, p, sizeof(*p));"""),
         *texts)
# A pointer that is on one way the stack and on another a value of the map.
for clear, texts in ("ZERO(e);", ()), ("", EVENT_TEXTS):
    lint(BUSY + program(f"""
  u32 k = 1; struct event e, *p = lookup(&busy, &k); {clear}
  if (!p) {{ e.pid = now(); p = &e; }}
  if (now()) p->ts = now(); else p->kind = 1;
  if (p == &e) update(&busy, &k, p, 0);
  return 0;"""), *texts)
# One call for two maps: each has its key.
TWO = FLOWS + "HASH(others, struct key, u64);\n"
for clear, texts in ("ZERO(k);", ()), ("", (KEY_TEXT, KEY_TEXT.replace("flows", "others"))):
    source = TWO + program(f"""
  struct key k; {clear} {FILL} void *map = now() & 1 ? (void *)&flows : (void *)&others;
  return !!lookup(map, &k);""")
    # Of one type, it is said once.
    lint(source, *texts[:1], code=1 if texts else 0)
# What a copy may have is what the program compares with.
COPY = ("struct value { u32 size; u32 kind; u8 raw[8]; u8 more; u64 last; };\n"
        "HASH(counts, u32, struct value);\n")
for test, texts in (("n <= 8", ()), ("n <= 16", (
        "has 7 bytes of padding after 'more' at byte 17",)), ("1", (
        "has 7 bytes of padding after 'more' at byte 17",))):
    lint(COPY + program(f"""
  u32 k = 1, n = now(); struct value v = {{}};
  if ({test}) probe(v.raw, n, ctx);
  return update(&counts, &k, &v, 0);"""), *texts)
# Helpers that write are known, each with its own place for the bytes.
for call in ("((long (*)(void *, void *, u32, u64))67)(ctx, &k, sizeof(k), 0)",
             "((long (*)(void *, void *, u32))201)(&k, (void *)sizeof(k), 0)",
             "((long (*)(void *, void *, u32, u32))69)(ctx, &k, sizeof(k), 0)"):
    lint(FLOWS + program(f"struct key k; ZERO(k); {call}; return !!lookup(&flows, &k);"),
         KEY_TEXT, code=1)
# Functions of the program that write to what they are given.
for head in "static ", "":
    for body, texts in (
            ("k->addr = now(); k->port = now(); k->cgroup = now();", ()),
            ("probe(&k->cgroup, 8, k);", ()),
            ("probe(k, sizeof(*k), k);", (KEY_TEXT,)),
            ("*(u64 *)k = now();", (KEY_TEXT,)),
            ("deeper(k);", (KEY_TEXT,))):
        lint(FLOWS + f"""
static __attribute__((noinline)) int deeper(struct key *k) {{
  return probe((char *)k + 4, 8, k); }}
{head}__attribute__((noinline)) int fill(struct key *k) {{ {body} return now(); }}
""" + program("struct key k; ZERO(k); if (!fill(&k)) return 0; return !!lookup(&flows, &k);"),
             *texts, code=1 if texts else 0)
# A store of more bytes than a field has sets those above it to 0, by the byte order.
CODE = "struct value { u64 count; u32 kind; };\nHASH(counts, u32, struct value);\n"
for target in "bpfel", "bpfeb":
    t.object("ev.o", HELPERS + CODE + program(
        "u32 k = 1; struct value v = {}; v.count = now(); v.kind = 1; "
        "return update(&counts, &k, &v, 0);"), target=target)
    out, _ = t.run("lint", "ev.o")
    t.expect("bpf-host-layout-hole" not in out, target, out)
    t.object("ev.o", HELPERS + CODE + program(
        "u32 k = 1; struct value v; v.count = now(); v.kind = 1; "
        "return update(&counts, &k, &v, 0);"), target=target)
    out, _ = t.run("lint", "ev.o")
    t.has(out, "has 4 bytes of padding after 'kind' at byte 12")
# Nothing says what the records are.
_, err = lint(RING + program("u64 *e = reserve(&events, 24, 0); if (!e) return 0; "
                             "submit(e, 0); return 0;"), code=3)
t.has(err, "nothing in ev.o says what all records of 'events' are, so not all were "
      "looked at: keep their types with BPF_HOST_LAYOUT_EMIT()")

# Nested, in arrays, bit-fields; what is named is no hole, and a union's arms fill it.
out, _ = lint("struct in { u8 a; u32 b; };\nstruct key { struct in in[3]; u32 f : 3; };\n"
              "HASH(flows, struct key, u64);\n",
              "has 3 bytes of padding after 'a' at byte 1",
              "has 5 bits of padding after 'f' in byte 24",
              "has 3 bytes of padding after 'f' at byte 25", code=1)
lint("struct key { u32 a; u16 b; u16 pad; union { u32 v4; u8 v6[16]; }; u32 _reserved; "
     "u32 f : 3, rest : 29; };\nHASH(flows, struct key, u64);\n")

# Formats.
t.object("ev.o", HELPERS + FLOWS)
whole = json.loads(t.run("lint", "ev.o", "--format=json", code=1)[0])
t.expect(len(whole["findings"]) == 1, whole)
sarif = json.loads(t.run("lint", "ev.o", "--format=sarif", code=1)[0])
result = sarif["runs"][0]["results"][0]
t.expect(result["ruleId"] == "bpf-host-layout-hole" and
         result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
         .endswith("ev.o"), result)
out, _ = t.run("lint", "ev.o", "--format=github", code=1)
t.has(out, "::error file=ev.o,title=bpf-host-layout-hole::")
t.expect(json.loads(t.run("lint", "ev.o", "--format=gitlab", "-o", "r.json", code=1)[0]
                    and (t.work / "r.json").read_text())[0]["severity"] == "critical",
         "gitlab")
t.run("lint", "ev.o", "--set", "hole=off")
t.run("lint", "ev.o", "--set", "hole=warning")
_, err = t.run("lint", "none.o", code=2)
t.has(err, "none.o: ")
t.object("empty.o", "int unused(int x) { return x; }")
t.run("lint", "empty.o", code=3)
t.end()
