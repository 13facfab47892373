"""What the plugin costs a compile: instructions of the compiler proper (cc1)
with the plugin and without, loading it included."""

import shlex
import shutil

from measure import instructions, run, side_by_side, system_calls

VMLINUX = "/sys/kernel/btf/vmlinux"

STL = """#include <algorithm>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct MARK event { uint64_t ts; uint32_t pid; };

int main() {
  std::vector<std::string> words;
  std::map<std::string, int> seen;
  for (auto &word : words)
    ++seen[word];
  std::sort(words.begin(), words.end());
  std::cout << seen.size() << sizeof(event);
}
"""
TINY = """struct MARK event { unsigned long long ts; unsigned pid; };
unsigned pid(const struct event *e) { return e->pid; }
"""
KERNEL = """struct MARK timespec64 { long long tv_sec; long tv_nsec; };
long nsec(const struct timespec64 *t) { return t->tv_nsec; }
"""
BPF = """struct event { unsigned long long ts; unsigned pid; };
struct timespec64 { long long tv_sec; long tv_nsec; };
struct event *keep; struct timespec64 *keep2;
"""
WORDS = "typedef unsigned long long u64; typedef unsigned u32;\n"
CXX_MARK, C_MARK = "[[bpf::host_layout]]", "__attribute__((bpf_host_layout))"


def structs(count, mark):
    for i in range(count):
        yield (f"struct {mark} event_{i} {{ u64 ts; u32 pid, uid_{i}; "
               f"char comm[16]; u64 a[4]; }};\n")


def many(count, mark):
    """`count` structs, each with a function that reads it, so that the compiler
    has to know its layout in any case."""
    yield WORDS
    yield from structs(count, mark)
    for i in range(count):
        yield (f"u64 read_{i}(const struct event_{i} *e) "
               f"{{ return e->ts + e->uid_{i} + e->a[2]; }}\n")


class Compiles:
    def __init__(self, bench):
        self.bench = bench
        bench.write("ev.bpf.c", BPF)
        bench.bpf_object("ev.bpf")

    def cc1(self, source, *flags):
        """The compiler's own command line for `source`."""
        b = self.bench
        driver = "clang++" if source.endswith("cpp") else "clang"
        told = run(["sh", "-c", shlex.join(
            [b.tool(driver), "-###", *flags, "-c", source, "-o", "out.o"]) +
            " 2>&1"], cwd=b.dir).splitlines()[-1]
        return shlex.split(told)

    def pair(self, name, text, mark, obj="ev.bpf.o", *flags):
        """The command lines without the plugin and with it."""
        suffix = "cpp" if mark == CXX_MARK else "c"
        self.bench.write(f"plain-{name}.{suffix}", text.replace("MARK", ""))
        self.bench.write(f"{name}.{suffix}", text.replace("MARK", mark))
        return (self.cc1(f"plain-{name}.{suffix}", *flags),
                self.cc1(f"{name}.{suffix}", *flags,
                         f"-fplugin={self.bench.plugin}",
                         f"-fplugin-arg-hostlayout-btf={obj}"))

    def count(self, *words):
        plain, with_plugin = self.pair(*words)
        return (instructions(with_plugin, self.bench.dir),
                instructions(plain, self.bench.dir))


def measure(bench):
    compiles = Compiles(bench)

    def row(what, goal, counts):
        ours, peer = counts
        bench.row(what, ours / 1e6, peer / 1e6, "M instr", goal,
                  peer_name="no plugin")

    row("compile a tiny C file, one struct", 1.03,
        compiles.count("tiny", TINY, C_MARK))
    if not bench.short:
        row("compile an empty C file: loading alone", None,
            compiles.count("empty", "\n", C_MARK))
        row("compile an STL file, one struct", 1.005,
            compiles.count("stl", STL, CXX_MARK, "ev.bpf.o", "-std=c++20"))
        row("compile an STL file, no struct marked", 1.005,
            compiles.count("bare", STL.replace("MARK ", ""), CXX_MARK,
                           "missing.o", "-std=c++20"))
    each = {}
    for count in (10, 40) if bench.short else (1000, 10000):
        bench.write("many.bpf.c", WORDS + "".join(structs(count, "")) + "".join(
            f"struct event_{i} *keep_{i};\n" for i in range(count)))
        bench.bpf_object("many.bpf")
        ours, peer = compiles.count(
            f"many{count}", "".join(many(count, "MARK")), C_MARK, "many.bpf.o")
        row(f"compile {count:,} structs", None if bench.short else 1.15,
            (ours, peer))
        each[count] = (ours - peer) / count
    few, most = each.values()
    bench.row("each of many structs against each of few", most / 1e3, few / 1e3,
              "k instr", 1.1, peer_name=f"{min(each):,} structs")
    if not bench.short:
        skeleton(bench, compiles)
        calls(bench, compiles, row)
    kernel(bench, compiles)
    if shutil.which("strace"):
        unmarked = compiles.pair("unmarked", "int x;\n", C_MARK)[1]
        bench.row("how often a file with no marked struct opens the object",
                  system_calls("open,openat", r"ev\.bpf\.o", unmarked, bench.dir),
                  None, "times", 0, absolute=True)


def agent(count):
    """A tool with `count` calls of libbpf: in loops, through helpers, on maps of
    a skeleton, each right."""
    yield """#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include "agent.skel.h"
struct key { unsigned pid, cpu; };
struct stats { unsigned long long packets, bytes; };
static int put(int fd, const struct key *key, const struct stats *value) {
  int err = bpf_map_update_elem(fd, key, value, BPF_ANY);
  if (err)
    fprintf(stderr, "cannot update: %d\\n", err);
  return err;
}
"""
    for i in range((count - 1) // 7):
        yield f"""
int print_{i}(struct agent *skel) {{
  struct key key = {{}}, next;
  struct stats value;
  unsigned zero = 0;
  unsigned long long sum = 0;
  int fd = bpf_map__fd(skel->maps.counts), cpus = libbpf_num_possible_cpus();
  while (bpf_map_get_next_key(fd, &key, &next) == 0) {{
    if (bpf_map_lookup_elem(fd, &next, &value) < 0)
      return -errno;
    printf("%u %llu %llu\\n", next.pid, value.packets, value.bytes);
    key = next;
  }}
  unsigned long long *hits = calloc(cpus, sizeof(*hits));
  if (hits && !bpf_map_lookup_elem(bpf_map__fd(skel->maps.hits), &zero, hits))
    for (int c = 0; c < cpus; c++)
      sum += hits[c];
  free(hits);
  bpf_map_delete_elem(fd, &key);
  bpf_map__lookup_elem(skel->maps.counts, &key, sizeof(key), &value,
                       sizeof(value), 0);
  bpf_map__update_elem(skel->maps.counts, &key, sizeof(key), &value,
                       sizeof(value), BPF_ANY);
  bpf_map__delete_elem(skel->maps.counts, &key, sizeof(key), 0);
  return put(fd, &key, &value) + (int)sum;
}}
"""


AGENT_BPF = """typedef unsigned u32; typedef unsigned long long u64;
struct key { u32 pid, cpu; };
struct stats { u64 packets, bytes; };
#define MAP(name, kind, key_type, value_type) \\
  struct { int (*type)[kind]; key_type *key; value_type *value; \\
           int (*max_entries)[8]; } \\
  name __attribute__((section(".maps"), used))
MAP(counts, 1, struct key, struct stats);
MAP(hits, 6, u32, u64);
"""


def calls(bench, compiles, row):
    """Calls of libbpf that nobody marked, and a file that has none."""
    bench.write("agent.bpf.c", AGENT_BPF)
    bench.bpf_object("agent.bpf")
    bench.write("agent.skel.h", run(
        ["bpftool", "gen", "skeleton", "agent.bpf.o", "name", "agent"],
        cwd=bench.dir))
    text = "".join(agent(50))
    compiles.bench.write("agent.c", text)
    on, off = (compiles.cc1("agent.c", "-O2", f"-fplugin={bench.plugin}", *more)
               for more in ([], ["-fplugin-arg-hostlayout-uses=off"]))
    with_calls = instructions(on, bench.dir)
    row("compile a file with a skeleton and 50 calls of libbpf, -O2", None,
        (with_calls, instructions(compiles.cc1("agent.c", "-O2"), bench.dir)))
    bench.row("the look at the calls", with_calls / 1e6,
              instructions(off, bench.dir) / 1e6, "M instr", 1.01,
              peer_name="uses=off")
    compiles.bench.write("none.c", TINY.replace("MARK ", ""))
    on, off = (instructions(compiles.cc1(
        "none.c", f"-fplugin={bench.plugin}", *more), bench.dir)
        for more in ([], ["-fplugin-arg-hostlayout-uses=off"]))
    bench.row("to look for calls where libbpf is not declared",
              (on - off) / 1e6, None, "M instr", 0.02, absolute=True)


def skeleton(bench, compiles):
    """The object inside of an included header: finding and reading it, and
    judging the header's own structs, against what parsing the header takes."""
    count = 1500
    bench.write("big.bpf.c", WORDS + "".join(structs(count, "")) + "".join(
        f"struct event_{i} *keep_{i};\n" for i in range(count)))
    bench.bpf_object("big.bpf")
    run([bench.tool("llvm-strip"), "-g", "big.bpf.o"], cwd=bench.dir)
    bench.write("big.skel.h", run(
        ["bpftool", "gen", "skeleton", "big.bpf.o", "name", "big"],
        cwd=bench.dir))
    system = "#include <errno.h>\n#include <stdlib.h>\n#include <bpf/libbpf.h>\n"
    with_bare, bare = compiles.count("no-skeleton", system, C_MARK)
    with_all, everything = compiles.count(
        "skeleton", system + '#include "big.skel.h"\n', C_MARK)
    bench.row("find a skeleton's object and judge its structs",
              (with_all - everything - (with_bare - bare)) / 1e6,
              (everything - bare) / 1e6, "M instr", 1,
              peer_name="parsing the header")


def kernel(bench, compiles):
    """The running kernel's types as the object: what more it takes."""
    try:
        open(VMLINUX, "rb").close()
    except OSError:
        return
    small = compiles.pair("kernel", KERNEL, C_MARK)[1]
    large = compiles.pair("kernel", KERNEL, C_MARK, VMLINUX)[1]
    ours, peer = (instructions(command, bench.dir) for command in (large, small))
    bench.row("vmlinux as the object", ours / 1e6, peer / 1e6, "M instr",
              peer_name="a small object")
    times = 3 if bench.short else 41
    ours, peer = side_by_side([large, small], bench.dir, times)
    bench.row("vmlinux as the object: time more", (ours - peer) * 1e3, None,
              "ms", absolute=True, peer_name="a small object")
