"""Pinned maps: what diff says will happen, and libbpf and the kernel doing it.

Each case is two versions of a program. The old one is loaded by libbpf, which pins its
map; diff says what becomes of it; then libbpf loads the new one on the same pin.
"""

import json
import pathlib
import re

from case import Case
from harness import ANY, HOST_LAYOUT, ROOT, bpf_file_system, find, skip

# loader ROOT OBJECT [MAP=PATH]: loads the object, whose pinned maps are in ROOT; the map
# or section MAP is pinned at PATH, and the number at its start is printed.
# loader --link OBJECT PATH: attaches its program, and pins the link.
LOADER = r"""
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <string.h>
static int quiet(enum libbpf_print_level l, const char *f, va_list a) {
  if (l == LIBBPF_WARN) vfprintf(stderr, f, a);
  return 0;
}
int main(int argc, char **argv) {
  if (!strcmp(argv[1], "--libbpf"))
    return printf("%u\n", libbpf_minor_version()), 0;
  libbpf_set_print(quiet);
  int links = !strcmp(argv[1], "--link");
  LIBBPF_OPTS(bpf_object_open_opts, o, .pin_root_path = links ? NULL : argv[1]);
  struct bpf_object *b = bpf_object__open_file(argv[2], &o);
  if (libbpf_get_error(b)) return 2;
  struct bpf_map *own = NULL;
  char *path = argc > 3 && !links ? strchr(argv[3], '=') : NULL;
  if (path) {
    *path++ = 0;
    own = bpf_object__find_map_by_name(b, argv[3]);
    if (!own || bpf_map__set_pin_path(own, path)) return 3;
  }
  int e = bpf_object__load(b);
  if (!e && links) {
    struct bpf_link *l = bpf_program__attach(bpf_object__next_program(b, NULL));
    return libbpf_get_error(l) || bpf_link__pin(l, argv[3]) ? 4 : 0;
  }
  unsigned key = 0, values[1024];
  if (!e && own && !bpf_map_lookup_elem(bpf_map__fd(own), &key, values))
    printf("%u\n", values[0]);
  bpf_object__close(b);
  return e ? 1 : 0;
}
"""
COMMON = """
struct bpf_spin_lock { __u32 val; };
static void *(*bpf_map_lookup_elem)(void *, const void *) = (void *)1;
static long (*bpf_spin_lock)(struct bpf_spin_lock *) = (void *)93;
static long (*bpf_spin_unlock)(struct bpf_spin_lock *) = (void *)94;
#define PINNED __uint(pinning, 1)
char _license[] SEC("license") = "GPL";
"""
READ = """
SEC("tc") int read(void *ctx) {
  __u32 key = 0; void *v = bpf_map_lookup_elem(&MAP, &key); return !!v; }
"""
LOCK = """
SEC("tc") int take(void *ctx) {
  __u32 key = 0; struct value *v = bpf_map_lookup_elem(&locks, &key);
  if (!v) return 0;
  bpf_spin_lock(&v->lock); v->a++; bpf_spin_unlock(&v->lock); return 1; }
"""
TASK = """
struct task_struct { int pid; } __attribute__((preserve_access_index));
void bpf_task_release(struct task_struct *p) __attribute__((section(".ksyms")));
static void *(*bpf_kptr_xchg)(void *, void *) = (void *)194;
#define KPTR __attribute__((btf_type_tag("kptr")))
"""
TAKE = """
SEC("syscall") int take(void *ctx) {
  __u32 key = 0; struct value *v = bpf_map_lookup_elem(&tasks, &key);
  if (!v) return 0;
  struct task_struct *old = bpf_kptr_xchg(&v->task, 0);
  if (old) bpf_task_release(old);
  return 1; }
"""
TIMER = """
struct bpf_timer { __u64 opaque[2]; } __attribute__((aligned(8)));
static long (*bpf_timer_init)(struct bpf_timer *, void *, __u64) = (void *)169;
"""
ARM = """
SEC("tc") int arm(void *ctx) {
  __u32 key = 0; struct value *v = bpf_map_lookup_elem(&timers, &key);
  return v ? bpf_timer_init(&v->timer, &timers, 1) : 0; }
"""


def pinned(kind, name, rest):
    return (f"struct {{ __uint(type, {kind}); PINNED; {rest} }} {name} "
            'SEC(".maps");\n')


def hash_of(value, name="totals", more="__uint(max_entries, 8);"):
    return (value + pinned(1, name, more + "__type(key, __u32); "
                           "__type(value, struct value);") +
            READ.replace("MAP", name))


def sized(kind, name, entries, more="", key="__uint(key_size, 4);",
          value="__uint(value_size, 4);"):
    return pinned(kind, name, f"__uint(max_entries, {entries}); {key} {value} {more}")


def ONE(name):
    return pinned(2, name, "__uint(max_entries, 1); __type(key, __u32); "
                  "__type(value, struct value);")


VALUE = "struct value { __u32 pid; __u32 uid; __u64 ts; };"
HOLDS = """
struct inner { __uint(type, 2); __uint(max_entries, %d); __type(key, __u32);
               __type(value, __u64); };
struct { __uint(type, 12); PINNED; __uint(max_entries, 4); __type(key, __u32);
         __array(values, struct inner); } outer SEC(".maps");
"""
# What it is called; old; new; what diff says; its exit code; whether libbpf loads it;
# what libbpf says of one that it does not load.
CASES = [
    ("same", hash_of(VALUE), hash_of(VALUE), "0 changed", 0, True, ""),
    ("grown", hash_of(VALUE), hash_of(VALUE.replace("__u64 ts;", "__u64 ts, more;")),
     "libbpf will refuse the pinned map 'totals': its values had 16 bytes, now 24",
     1, False, "parameter mismatch"),
    ("swapped", hash_of(VALUE),
     hash_of(VALUE.replace("__u32 pid; __u32 uid;", "__u32 uid; __u32 pid;")),
     "libbpf will reuse the pinned map 'totals' and misread old entries", 1, True, ""),
    ("renamed", hash_of(VALUE), hash_of(VALUE.replace("uid", "gid")),
     "0 changed, 0 removed, 0 added; 1 with warnings only", 0, True, ""),
    ("entries", hash_of(VALUE), hash_of(VALUE, more="__uint(max_entries, 9);"),
     "its max_entries was 8, now 9", 1, False, "parameter mismatch"),
    ("flags", hash_of(VALUE),
     hash_of(VALUE, more="__uint(max_entries, 8); __uint(map_flags, 1);"),
     "its map_flags was 0, now 1", 1, False, "parameter mismatch"),
    ("kind", hash_of(VALUE),
     hash_of(VALUE).replace("__uint(type, 1)", "__uint(type, 9)"),
     "it was of kind hash, now lru_hash", 1, False, "parameter mismatch"),
    ("lock",
     "struct value { struct bpf_spin_lock lock; __u32 a; __u64 b; };" +
     pinned(2, "locks", "__uint(max_entries, 1); __type(key, __u32); "
            "__type(value, struct value);") + LOCK,
     "struct value { __u32 a; struct bpf_spin_lock lock; __u64 b; };" +
     pinned(2, "locks", "__uint(max_entries, 1); __type(key, __u32); "
            "__type(value, struct value);") + LOCK,
     "the kernel will refuse the program with the pinned map 'locks': its values had "
     "struct bpf_spin_lock at byte 0, now at byte 4", 1, False, "BPF program load failed"),
    ("kptr", TASK + "struct value { struct task_struct KPTR *task; __u64 n; };" +
     ONE("tasks") + TAKE,
     TASK + "struct value { __u64 n; struct task_struct KPTR *task; };" + ONE("tasks") +
     TAKE,
     "the kernel will refuse the program with the pinned map 'tasks': its values had "
     "kptr to task_struct at byte 0, now at byte 8", 1, False, "BPF program load failed"),
    ("timer", TIMER + "struct value { struct bpf_timer timer; __u64 n; };" +
     ONE("timers") + ARM,
     TIMER + "struct value { __u64 n; struct bpf_timer timer; };" + ONE("timers") + ARM,
     "the kernel will refuse the program with the pinned map 'timers': its values had "
     "struct bpf_timer at byte 0, now at byte 8", 1, False, "BPF program load failed"),
    # 5000 and 8192 bytes are two pages.
    ("ring", pinned(27, "ring", "__uint(max_entries, 5000);"),
     pinned(27, "ring", "__uint(max_entries, 8192);"), "0 changed", 0, True, ""),
    ("ring-grown", pinned(27, "ring", "__uint(max_entries, 8192);"),
     pinned(27, "ring", "__uint(max_entries, 8193);"),
     "its max_entries was 8192, now 16384", 1, False, "parameter mismatch"),
    ("perf", sized(4, "perf", 0), sized(4, "perf", 0), "0 changed", 0, True, ""),
    ("queue", "struct job { __u32 a, b; };" +
     sized(22, "tasks", 4, key="", value="__type(value, __u64);"),
     "struct job { __u32 a, b; };" +
     sized(22, "tasks", 4, key="", value="__type(value, struct job);"),
     "note: whether old entries of the pinned map 'tasks' are still right is not known: "
     "the kernel has no types of this queue", 0, True, ""),
    ("queue-grown", sized(22, "tasks", 4, key="", value="__type(value, __u64);"),
     sized(22, "tasks", 4, key="", value="__uint(value_size, 16);"),
     "its values had 8 bytes, now 16", 1, False, "parameter mismatch"),
    ("holds", HOLDS % 2, HOLDS % 3,
     "libbpf neither compares nor fills the maps that a reused map holds", 0, True, ""),
    # The kernel makes the lists of all CPUs equally long.
    ("lru", sized(9, "lru", "ODD", "__uint(map_flags, 2);"),
     sized(9, "lru", "ODD", "__uint(map_flags, 2);"),
     "libbpf will refuse the pinned map 'lru': the kernel has max_entries", 1, False,
     "parameter mismatch"),
]
DEVMAP = sized(14, "devs", 4)


def build_loader(t):
    cc = find("cc") or find("gcc")
    if not cc:
        skip("there is no C compiler")
    t.write("loader.c", LOADER)
    done = t.call(cc, "loader.c", "-o", "loader", "-lbpf", code=ANY)
    if done.returncode:
        skip("libbpf's development files are not there: " + done.stderr[:200])


def load(t, root, name):
    return t.call("./loader", root, name, code=ANY)


def cpus():
    text = pathlib.Path("/sys/devices/system/cpu/possible").read_text()
    ends = [part.split("-") for part in text.strip().split(",")]
    return sum(int(e[-1]) - int(e[0]) + 1 for e in ends)


def clear(root):
    for pin in root.iterdir():
        # The kernel's own, which it puts into every such file system.
        if not pin.name.endswith(".debug"):
            pin.unlink()


def run_cases(t, root):
    for name, old, new, says, code, loads, why in CASES:
        if "ODD" in old:
            if cpus() < 2:
                continue
            odd = str(cpus() * 100 + 1)
            old, new = old.replace("ODD", odd), new.replace("ODD", odd)
        t.object("old.o", COMMON + old)
        t.object("new.o", COMMON + new)
        done = load(t, root, "old.o")
        t.expect(done.returncode == 0, name, "the old one does not load", done.stderr)
        out, _ = t.run("diff", root, "new.o", code=code)
        t.has(out, says)
        t.expect((" error: " in out) == (code != 0), name, out)
        done = load(t, root, "new.o")
        t.expect((done.returncode == 0) == loads, name, "diff said", out,
                 "but libbpf", done.returncode, done.stderr)
        t.expect(why in done.stderr, name, "not for this cause", done.stderr)
        # The same from the old object, or from its lock, on the same machine.
        t.run("lock", "old.o", "-o", "old.lock")
        if "note: " not in says and "neither" not in says:
            for old_side in "old.o", "old.lock":
                # A lock is stricter: it holds names and what was declared, too.
                strict = old_side == "old.lock" and name in ("renamed", "ring")
                out, _ = t.run("diff", old_side, "new.o", "--cpus", cpus(),
                               code=1 if code or strict else 0)
                if "pinned map" in says:
                    t.has(out, says.split(": ", 1)[0])
        clear(root)


def run_devmap(t, root, version):
    t.object("dev.o", COMMON + DEVMAP)
    done = load(t, root, "dev.o")
    t.expect(done.returncode == 0, done.stderr)
    out, _ = t.run("diff", root, "dev.o", "--libbpf", f"1.{version}",
                   code=1 if version < 7 else 0)
    done = load(t, root, "dev.o")
    t.expect((done.returncode == 0) == (version >= 7), out, done.stderr)
    out, _ = t.run("diff", root, "dev.o", "--libbpf", "1.6", code=1)
    t.has(out, "libbpf will refuse the pinned map 'devs': the kernel has map_flags 128 for "
          "it, and libbpf expects 0", "libbpf 1.7 and later know this")
    t.run("diff", root, "dev.o", "--libbpf=1.7")
    t.run("diff", root, "dev.o")
    # Without a pin, the same is known of the object alone.
    t.run("diff", "dev.o", "dev.o", "--libbpf=1.6", code=1)
    for wrong in "2.0", "0.8", "1.x", "new":
        _, err = t.run("diff", root, "dev.o", "--libbpf", wrong, code=2)
        t.has(err, "is no version of libbpf that is known here")
    clear(root)


# Two versions of the globals; what is said of them; the exit code; what libbpf finds at
# the section's start after it has loaded the new one, or that it does not load it.
GLOBALS = "__u32 level = %s; __u32 depth = %s;"
SECTIONS = [
    ("same", GLOBALS % (7, 9), GLOBALS % (7, 9), "0 changed", 0, "7"),
    # Initial values are no layout: the old ones stay.
    ("initial", GLOBALS % (7, 9), GLOBALS % (8, 9), "0 changed", 0, "7"),
    ("swapped", GLOBALS % (7, 9), "__u32 depth = 9; __u32 level = 7;",
     "libbpf will reuse the pinned map '.data' and misread old values: 'depth' was at "
     "byte 4, now at byte 0", 1, "7"),
    ("type", GLOBALS % (7, 9), "__u32 level = 7; float depth = 9;",
     "misread old values: 'depth' at byte 4 has another type now", 1, "7"),
    ("replaced", GLOBALS % (7, 9), "__u32 level = 7; __u16 low = 1, high = 2;",
     "misread old values: 'low' is at byte 4, where 'depth' was", 1, "7"),
    ("grown", GLOBALS % (7, 9), GLOBALS % (7, 9) + " __u64 more = 1;",
     "libbpf will refuse the pinned map '.data': its values had 8 bytes, now 16", 1, None),
    # Static variables stand behind the others, in the order of their use.
    ("static", "static volatile __u32 a = 1, b = 2; __u32 level = 7; /*USE a + b*/",
     "static volatile __u32 a = 1, b = 2; __u32 level = 7; /*USE b + a*/",
     "misread old values: 'b' was at byte 8, now at byte 4", 1, "7"),
]


def run_sections(t, root):
    """A section is a map: libbpf reuses its pin with the bytes that are there."""
    program = 'SEC("tc") int run(void *ctx) { return USE; }\n'
    for name, old, new, says, code, finds in SECTIONS:
        for version, text in (("v1", old), ("v2", new)):
            use = text.split("/*USE ")[-1].split("*/")[0] if "USE" in text else "level"
            t.object(f"{version}/agent.o", COMMON + text + "\n" +
                     program.replace("USE", use))
        pin = root / "agent_data"
        done = t.call("./loader", root, "v1/agent.o", f".data={pin}", code=ANY)
        t.expect(done.returncode == 0 and done.stdout == "7\n", name, done.stderr)
        for old_side in (pin, root):
            out, _ = t.run("diff", old_side, "v2/agent.o", "--pinned=.data", code=code)
            t.has(out, says)
        # Under a name of the host's own, too.
        pin.rename(root / "state")
        out, _ = t.run("diff", root / "state", "v2/agent.o", code=code)
        t.has(out, says)
        done = t.call("./loader", root, "v2/agent.o", f".data={root}/state", code=ANY)
        if finds:
            t.expect(done.returncode == 0 and done.stdout == finds + "\n", name,
                     done.stdout, done.stderr)
        else:
            t.expect(done.returncode == 1 and "parameter mismatch" in done.stderr, name,
                     done.stderr)
        # The same of the objects, and of a lock that knows the pin.
        out, _ = t.run("diff", "v1/agent.o", "v2/agent.o", "--pinned=.data",
                       code=1 if code or "low" in new else 0)
        if code:
            t.has(out, says)
        t.run("lock", "v1/agent.o", "--pinned=.data", "-o", "agent.lock")
        out, _ = t.run("lock", "--verify", "agent.lock", "v2/agent.o", code=code)
        if code:
            t.has(out, says, "lock v2/agent.o --pinned=.data -o agent.lock")
        clear(root)
    t.object("v1/agent.o", COMMON + GLOBALS % (7, 9))
    text = t.run("lock", "v1/agent.o", "--pinned=.data")[0]
    t.has(text, "map .data\n  kind array\n  key 4 bytes\n  value 8 bytes\n"
          "  max_entries 1\n  map_flags 0x400\n  pinned by host\n",
          "global .data depth\n  type u32\n  offset 4\n",
          "global .data level\n  type u32\n  offset 0\n")
    # Without the pin, places are nobody's business.
    t.object("v2/agent.o", COMMON + "__u32 depth = 9; __u32 level = 7;")
    t.run("lock", "v1/agent.o", "-o", "agent.lock")
    t.run("lock", "--verify", "agent.lock", "v2/agent.o")
    _, err = t.run("lock", "--verify", "agent.lock", "v2/agent.o", "--pinned=.data", code=2)
    t.has(err, "agent.lock: the lock does not say where the variables of '.data' are; "
          "write it anew with --pinned=.data")
    for command in (("lock", "v1/agent.o"), ("diff", root, "v1/agent.o"),):
        _, err = t.run(*command, "--pinned=.none", code=2)
        t.has(err, "--pinned: there is no section '.none' in v1/agent.o")
    # A map that host code pins is so in the lock.
    t.object("old.o", COMMON + hash_of(VALUE).replace("PINNED;", ""))
    t.object("new.o", COMMON + hash_of(
        VALUE.replace("__u32 pid; __u32 uid;", "__u32 uid; __u32 pid;")
    ).replace("PINNED;", ""))
    t.run("lock", "old.o", "--pinned=totals", "-o", "old.lock")
    t.run("lock", "--verify", "old.lock", "old.o")
    out, _ = t.run("lock", "--verify", "old.lock", "new.o", code=1)
    t.has(out, "libbpf will reuse the pinned map 'totals' and misread old entries")


def run_machines(t):
    """Numbers of the machine that has the pins, and not of this one."""
    t.object("old.o", COMMON + pinned(27, "ring", "__uint(max_entries, 8192);"))
    t.object("new.o", COMMON + pinned(27, "ring", "__uint(max_entries, 8193);"))
    t.run("diff", "old.o", "new.o", "--page-size=4096", code=1)
    t.run("diff", "old.o", "new.o", "--page-size=65536")
    _, err = t.run("diff", "old.o", "new.o", "--page-size=3000", code=2)
    t.has(err, "--page-size: a page's size is a power of two")
    t.object("old.o", COMMON + sized(4, "perf", 0))
    t.object("new.o", COMMON + sized(4, "perf", 12))
    t.run("diff", "old.o", "new.o", "--cpus=12")
    out, _ = t.run("diff", "old.o", "new.o", "--cpus=8", code=1)
    t.has(out, "its max_entries was 8, now 12")


def run_postinst(t, root):
    """The recipe of docs/lock.md: pins go where they cannot be reused, and only there."""
    page = (ROOT / "docs/lock.md").read_text()
    text = re.search(r"```sh\n(# in debian/postinst\n.*?)```", page, re.S)[1]
    pins = root / "agent"
    pins.mkdir()
    script = text.replace("host-layout diff", f"{HOST_LAYOUT} diff").replace(
        "/sys/fs/bpf/agent", str(pins)).replace("/usr/lib/agent/ev.bpf.o", "new.o")
    t.object("old.o", COMMON + hash_of(VALUE))
    changed = hash_of(VALUE.replace("__u32 pid; __u32 uid;", "__u32 uid; __u32 pid;"))
    for new, stays in ((hash_of(VALUE), True), (changed, False),
                       (hash_of(VALUE, "other"), True), (None, True)):
        done = load(t, pins, "old.o")
        t.expect(done.returncode == 0, done.stderr)
        if new:
            t.object("new.o", COMMON + new)
        else:
            (t.work / "new.o").unlink()
        done = t.call("sh", "-e", "-c", script, "postinst", "configure", code=ANY)
        t.expect(done.returncode == 0 and (pins / "totals").exists() == stays, new,
                 done.stdout, done.stderr)
        clear(pins)
    pins.rmdir()


def run_link(t, root):
    """A link is no map, whatever its name."""
    t.object("link.o", 'SEC("raw_tp/sys_enter") int run(void *ctx) { return 0; }\n' +
             'char _license[] SEC("license") = "GPL";\n')
    done = t.call("./loader", "--link", "link.o", root / "totals", code=ANY)
    if done.returncode:
        print("no link can be pinned here:", done.stderr[:200])
        return
    t.object("new.o", COMMON + hash_of(VALUE))
    _, err = t.run("diff", root, "new.o", code=3)
    t.has(err, "no map of new.o is pinned")
    clear(root)


def run_choice(t, root):
    """Which pins count: names, folders, programs, maps that host code pins."""
    plain = hash_of(VALUE, "mine").replace("PINNED;", "")
    grown = hash_of(VALUE.replace("__u64 ts;", "__u64 ts, more;"), "mine").replace(
        "PINNED;", "")
    t.object("old.o", COMMON + plain)
    t.object("new.o", COMMON + grown)
    _, err = t.run("diff", root, "new.o", code=3)
    t.has(err, f"no map of new.o is pinned in {root}; name those that host code pins "
          "with --pinned=MAP")
    if not find("bpftool"):
        return
    inside = root / "inside"
    inside.mkdir()
    t.bpftool("prog", "load", "old.o", root / "prog", "pinmaps", inside)
    out, _ = t.run("diff", inside, "new.o", "--pinned=mine", code=1)
    t.has(out, "libbpf will refuse the pinned map 'mine'")
    out, _ = t.run("diff", root, "new.o", "--pinned=mine", "--pin-root", inside, code=1)
    t.has(out, "libbpf will refuse the pinned map 'mine'")
    # A pin that is named counts without more ado.
    out, _ = t.run("diff", inside / "mine", "new.o", code=1)
    t.has(out, "libbpf will refuse the pinned map 'mine'")
    whole = json.loads(t.run("diff", inside, "new.o", "--pinned=mine", "--json",
                             code=1)[0])
    t.expect(whole[0]["old"] == f"{inside}/mine" and
             whole[0]["changed"][-1]["findings"][0]["kind"] == "pinned", whole)
    sarif = json.loads(t.run("diff", inside, "new.o", "--pinned=mine",
                             "--format=sarif", code=1)[0])
    rules = [r["ruleId"] for r in sarif["runs"][0]["results"]]
    t.expect("bpf-host-layout-pinned" in rules, rules)
    _, err = t.run("diff", inside, "new.o", "--pinned=other", code=2)
    t.has(err, "--pinned: there is no map 'other' in new.o")
    _, err = t.run("diff", "old.o", "new.o", "--pin-root", inside, code=2)
    t.has(err, "old.o: this is no directory")
    # What has the map's name and is a program is passed over.
    t.object("prog.o", COMMON + hash_of(VALUE, "prog").replace("PINNED;", ""))
    _, err = t.run("diff", root, "prog.o", "--pinned=prog", code=3)
    t.has(err, "no map of prog.o is pinned")
    t.run("diff", inside, "new.o", "--pinned=mine", "--set", "pinned=off", code=1)
    (inside / "mine").unlink()
    inside.rmdir()
    clear(root)


def main():
    t = Case()
    build_loader(t)
    with bpf_file_system(t.work / "bpf") as root:
        if not root:
            skip("only root may mount a BPF file system")
        t.object("probe.o", COMMON + hash_of(VALUE))
        done = load(t, root, "probe.o")
        if done.returncode:
            skip("the kernel loads no program here: " + done.stderr[:200])
        clear(root)
        version = int(t.call("./loader", "--libbpf").stdout)
        run_cases(t, root)
        run_devmap(t, root, version)
        run_choice(t, root)
        run_link(t, root)
        run_sections(t, root)
        run_postinst(t, root)
    run_machines(t)
    t.end()


main()
