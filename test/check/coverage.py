"""What objects share with user space, and what of it is checked."""

from project import BPF, GOOD, Project, main, skeleton

# A map whose sizes alone are declared, one with a struct, one that is the
# program's own affair, and a ring buffer.
OBJECT = BPF.replace("BPF_HOST_LAYOUT_EMIT(struct event);", "") + """
struct rec { u64 a; };
struct {
  int (*type)[1];
  int (*key_size)[8];
  int (*value_size)[24];
  int (*max_entries)[8];
} sized __attribute__((section(".maps"), used));
struct {
  int (*type)[1];
  u32 *key;
  struct rec *value;
  int (*max_entries)[8];
} scratch __attribute__((section(".maps"), used));
struct {
  int (*type)[27];
  int (*max_entries)[4096];
} events __attribute__((section(".maps"), used));
struct event *unused_event __attribute__((unused));
"""
STATS = ("#include <stdint.h>\nstruct __attribute__((bpf_host_layout)) stats "
         "{ uint64_t packets; uint64_t bytes; };\n")
USES = "int counts, sized, events;\n"


# Records of one size and two types, to two buffers.
BUFFERS = """typedef unsigned u32;
typedef unsigned long long u64;
struct first { u32 pid, uid; u64 time; };
struct second { u64 time, code; };
#define BUFFER(name) struct { int (*type)[27]; int (*max_entries)[4096]; } \\
  name __attribute__((section(".maps"), used))
BUFFER(firsts);
BUFFER(seconds);
static void *(*reserve)(void *, u64, u64) = (void *)131;
static void (*submit)(void *, u64) = (void *)132;
static long (*output)(void *, void *, u64, u64) = (void *)130;
u64 number;
__attribute__((section("tp/a"), used)) int send(void *ctx) {
  struct second s = {number, 2};
  struct first *f = reserve(&firsts, sizeof(*f), 0);
  output(&seconds, &s, sizeof(s), 0);
  if (!f)
    return 0;
  f->pid = number;
  f->uid = 1;
  f->time = 2;
  submit(f, 0);
  return 0;
}
"""
CALLBACKS = """#include <bpf/libbpf.h>
struct first { unsigned pid, uid; unsigned long long time; };
struct second { unsigned long long time, code; };
static int on_first(void *ctx, void *data, size_t size) {
  return ((struct first *)data)->pid != 0;
}
static int on_second(void *ctx, void *data, size_t size) {
  return ((struct second *)data)->code != 0;
}
struct ring_buffer *open_all(struct bpf_object *o) {
  int one = bpf_object__find_map_fd_by_name(o, "firsts");
  int two = bpf_object__find_map_fd_by_name(o, "seconds");
  struct ring_buffer *all = ring_buffer__new(one, ONE, 0, 0);
  ring_buffer__add(all, two, TWO, 0);
  return all;
}
"""


class Coverage(Project):
    def missing(self, *words, expect=1):
        report = self.report("--require-coverage", *words, expect=expect)
        return [f["message"].split(" [")[0] for f in report["findings"]
                if f["rule"] == "unmarked"]

    def test_nothing_is_green_that_is_not_known(self):
        self.object(text=OBJECT)
        self.unit("a.cpp", USES + STATS)
        self.assertEqual(self.missing("--btf", "ev.bpf.o"), [
            "sized.key in ev.bpf.o, of which only the size is known (8 bytes), "
            "has no checked counterpart here",
            "sized.value in ev.bpf.o, of which only the size is known (24 "
            "bytes), has no checked counterpart here",
            "'event', which ev.bpf.o emits, has no checked counterpart here",
            "no checked struct here is a record of the ring buffer 'events' in "
            "ev.bpf.o"])
        done = self.check("--btf", "ev.bpf.o", "--coverage", expect=0)
        self.assertIn("1 of 5 structs", done.stdout)
        self.assertIn("  not used rec, 8 bytes: scratch.value; no source here "
                      "names the map\n", done.stdout)
        self.assertIn("  MISSING  records: ring buffer 'events'\n",
                      done.stdout)
        # Followed, each is answered.
        self.unit("b.cpp", GOOD + """
struct [[bpf::host_layout("sized.key")]] k { uint64_t a; };
struct [[bpf::host_layout("sized.value")]] v { uint64_t a, b, c; };
""")
        self.assertEqual(self.missing("--btf", "ev.bpf.o", expect=0), [])

    def test_a_map_counts_where_a_source_names_it(self):
        self.object(text=OBJECT)
        self.unit("a.cpp", "int scratch;\n" + STATS)
        said = self.missing("--btf", "ev.bpf.o")
        self.assertEqual([m for m in said if "scratch" in m],
                         ["'rec', which is scratch.value in ev.bpf.o, has no "
                          "checked counterpart here"])
        self.assertFalse([m for m in said if "sized" in m])

    def test_an_object_and_its_skeleton_count_once(self):
        self.object(text=OBJECT)
        skeleton(self, "ev.bpf.o", "ev.skel.h")
        self.unit("a.cpp", '#include "ev.skel.h"\n' + USES + STATS)
        alone = self.missing()
        both = self.missing("--btf", "ev.bpf.o")
        self.assertEqual(len(alone), 4)
        self.assertEqual(len(both), 4)
        done = self.check("--btf", "ev.bpf.o", "--coverage", expect=0)
        self.assertIn("1 of 5 structs", done.stdout)
        self.assertIn("also in ev.skel.h", done.stdout)
        # The skeleton names all maps: that alone uses none.
        self.assertIn("  not used rec", done.stdout)

    def calls_project(self):
        """Calls in a header, resolved and not, in two files."""
        self.object()
        skeleton(self, "ev.bpf.o", "ev.skel.h")
        self.write("calls.h", """#pragma once
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
static inline void put(int fd, unsigned key, void *value) {
  bpf_map_update_elem(fd, &key, value, BPF_ANY);
}
""")
        both = ('#include "calls.h"\ntypedef unsigned u32;\n'
                'typedef unsigned long long u64;\n#include "ev.skel.h"\n'
                'struct stats { u64 packets, bytes; };\n')
        self.unit("a.c", both + """
void a(struct ev_bpf *skel) {
  struct stats s = {1, 2};
  put(bpf_map__fd(skel->maps.counts), 1, &s);
}
""", command="gcc")
        self.unit("b.c", both + """
void b(int fd, unsigned key) { bpf_map_delete_elem(fd, &key); }
void c(unsigned key) { bpf_map_delete_elem(bpf_map_get_fd_by_id(3), &key); }
void d(struct bpf_object *o, unsigned key) {
  bpf_map_delete_elem(bpf_object__find_map_fd_by_name(o, "none"), &key);
}
""", command="gcc")

    LINES = """a.c:0: calls
b.c:7: bpf_map_delete_elem: NOT resolved: nothing in this file calls 'b'
b.c:8: bpf_map_delete_elem: NOT resolved: which map it is of is not known
b.c:10: bpf_map_delete_elem: NOT resolved: no object has map 'none', or two disagree
calls.h:5: bpf_map_update_elem: resolved: counts
""".split("\n", 1)[1]

    def test_calls_are_counted(self):
        self.calls_project()
        # Nothing is marked, and yet something was checked.
        done = self.check("--coverage", "--verbose", expect=0)
        self.assertIn("1 of 4 libbpf calls resolved\n", done.stdout)
        self.assertIn("host-layout: 2 files, 0 structs and 1 libbpf call "
                      "checked, 0 findings\n", done.stdout)
        self.assertEqual(done.stderr, self.LINES)
        github = self.check("--coverage", "--format=github", expect=0)
        self.assertIn("1 of 4 libbpf calls resolved\n", github.stdout)
        report = self.report("--coverage", expect=0)
        self.assertEqual([report["summary"][k] for k in
                          ("calls", "callsResolved")], [4, 1])
        self.assertEqual(
            [(c["location"]["file"], c["resolved"]) for c in report["calls"]],
            [("b.c", False)] * 3 + [("calls.h", True)])
        self.assertNotIn("calls", self.report(expect=0))

    def test_calls_are_counted_in_parts(self):
        self.calls_project()
        for part in ("1", "2"):
            self.check("--shard", part + "/2", "--format=json", "-o",
                       f"part{part}.json", expect=0)
        done = self.merge("part1.json", "part2.json", "--coverage",
                          "--verbose", expect=0)
        self.assertIn("1 of 4 libbpf calls resolved\n", done.stdout)
        self.assertEqual(done.stderr, self.LINES)

    def test_a_project_without_an_object(self):
        self.unit("b.c", """#include <bpf/bpf.h>
void b(unsigned key) { bpf_map_delete_elem(bpf_map_get_fd_by_id(3), &key); }
""", command="gcc")
        done = self.check("--coverage", expect=3)
        self.assertIn("0 of 1 libbpf call resolved\n", done.stdout)
        # Where they are not looked at, none is counted.
        done = self.check("--coverage", "--uses=off", expect=3)
        self.assertNotIn("libbpf call", done.stdout)

    def test_swapped_callbacks(self):
        self.object(text=BUFFERS)
        self.unit("a.c", CALLBACKS, "gcc -DONE=on_first -DTWO=on_second")
        self.assertEqual(self.report("--btf", "ev.bpf.o")["findings"], [])
        self.unit("b.c", CALLBACKS, "gcc -DONE=on_second -DTWO=on_first")
        report = self.report("--btf", "ev.bpf.o", expect=0)
        self.assertEqual(
            sorted((f["rule"], f["location"]["file"], f["location"]["line"],
                    f["message"].split(" [")[0])
                   for f in report["findings"]),
            [("wrong-kind", "b.c", 5, "'struct first' is read here, but what "
              "the BPF program sends to 'seconds' is 'struct second'"),
             ("wrong-kind", "b.c", 8, "'struct second' is read here, but what "
              "the BPF program sends to 'firsts' is 'struct first'")])
        self.assertEqual((report["summary"]["calls"],
                          report["summary"]["callsResolved"]), (4, 4))


if __name__ == "__main__":
    main()
