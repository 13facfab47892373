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


if __name__ == "__main__":
    main()
