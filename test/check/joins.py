"""Uses of libbpf whose map or bytes come from other files."""

from joined import BPF, HELPERS, SKELETON, JoinedProject
from project import main, skeleton

MAIN = '#include "agent.h"\n' + SKELETON + '''
int global_fd = -1;
static struct ev_bpf *skel;
int small_fd(void) { return bpf_map__fd(skel->maps.small); }
int main(void) {
  unsigned n;
  u64 right;
  struct agent a = {-1, -1};
  skel = ev_bpf__open_and_load();
  global_fd = bpf_map__fd(skel->maps.small);
  a.fd = bpf_map__fd(skel->maps.small);
  get(bpf_map__fd(skel->maps.small), &right);
  get(bpf_map__fd(skel->maps.narrow), &n);
  get(bpf_map__fd(skel->maps.small), &n);
  twice(bpf_map__fd(skel->maps.small));
  return read_agent(&a);
}
'''


class Joins(JoinedProject):
    def two(self, helpers=HELPERS, main_=MAIN, command="gcc", suffix="c"):
        self.unit("helpers." + suffix, helpers, command)
        self.unit("main." + suffix, main_, command)

    def all_faults(self, suffix="c"):
        one = ("helpers." + suffix, "main." + suffix)
        lookups = [i + 1 for i, line in enumerate(HELPERS.splitlines())
                   if "&key, &n)" in line]
        return sorted([(one[0], at) for at in lookups] +
                      [(one[1], self.line("small), &n)", MAIN))])

    def test_helpers_globals_members_and_results(self):
        self.two()
        self.assertEqual(self.places(expect=1), self.all_faults())
        self.assertEqual((self.resolved, self.total), (5, 5))
        done = self.check(expect=1)
        at = self.line("small), &n)", MAIN)
        self.assertIn(f"main.c:{at}:38: error: 'n' holds 4 bytes here, but the "
                      "kernel writes 8 for a value of map 'small' "
                      f"[bpf-host-layout-overrun]\n   {at} |   get(bpf_map__fd("
                      "skel->maps.small), &n);\n", done.stdout)

    def test_in_cxx(self):
        self.two(command="g++ -std=c++17", suffix="cpp")
        self.assertEqual(self.places(expect=1), self.all_faults("cpp"))

    def test_each_chain_is_its_own(self):
        """One caller is right, one wrong: the wrong one is told."""
        self.two()
        self.unit("more.c", '#include "agent.h"\n' + SKELETON + '''
int more(struct ev_bpf *skel, unsigned *bad, u64 *cpus) {
  u64 v[512];
  return get(bpf_map__fd(skel->maps.hits), v) +
         twice(bpf_map__fd(skel->maps.narrow));
}
''', "gcc")
        self.assertEqual(
            [p for p in self.places(expect=1)], self.all_faults())

    def test_what_is_ambiguous_is_silent(self):
        # A second file stores something that nobody knows.
        self.two()
        self.unit("other.c", '''#include "agent.h"
int open_it(const char *path);
void other(struct agent *a) {
  global_fd = open_it("/sys/fs/bpf/x");
  a->fd = global_fd;
}
''', "gcc")
        gone = {self.line("global_fd, &key", HELPERS),
                self.line("a->fd, &key", HELPERS)}
        self.assertEqual(self.places(expect=1),
                         [p for p in self.all_faults()
                          if p[0] == "main.c" or p[1] not in gone])
        # A second program has helpers of the same names.
        self.unit("program2.c", '''
int get(int fd, void *value) { return fd; }
int twice(int fd) { return fd; }
int small_fd(void) { return 3; }
''', "gcc")
        self.assertEqual(self.places(expect=3), [])

    def test_a_part_of_the_files_knows_no_globals(self):
        self.two()
        self.assertEqual(self.places("helpers.c", expect=3), [])
        got = self.places("helpers.c", "main.c", expect=1)
        self.assertNotIn(
            ("helpers.c", self.line("global_fd, &key", HELPERS)), got)
        self.assertIn(("main.c", self.line("small), &n)", MAIN)), got)

    def test_a_helper_of_a_helper(self):
        """What one file hands on, another has: one round for each."""
        self.two()
        self.unit("outer.c", """#include "agent.h"
int fd_of(struct bpf_map *map) { return bpf_map__fd(map); }
int outer(int fd, void *value) { return get(fd, value); }
""", "gcc")
        self.unit("outermost.c", """#include "agent.h"
int other_fd_of(struct bpf_map *map) { return bpf_map__fd(map); }
int outer(int fd, void *value);
static int own(int fd, void *value) { return outer(fd, value); }
int outermost(int fd, void *value) { return own(fd, value); }
""", "gcc")
        far = """#include "agent.h"
int outermost(int fd, void *value);
""" + SKELETON + """
int far(struct ev_bpf *skel, u64 *right) {
  unsigned n;
  u64 v;
  return outermost(bpf_map__fd(skel->maps.small), &v) +
         outermost(bpf_map__fd(skel->maps.small), &n);
}
"""
        self.unit("far.c", far, "gcc")
        self.assertEqual(
            self.places(expect=1),
            sorted(self.all_faults() + [("far.c", self.line("&n)", far))]))
        self.assertEqual((self.resolved, self.total), (5, 5))

    def test_members_that_are_set_from_members(self):
        """A descriptor of a map that a third file names."""
        self.write("parts.h", """#pragma once
struct parts { void *map; int fd; };
""")
        self.unit("names.c", '#include "parts.h"\n' + SKELETON + """
void name_it(struct parts *p, struct ev_bpf *skel) {
  p->map = skel->maps.small;
}
""", "gcc")
        self.unit("opens.c", """#include <bpf/libbpf.h>
#include "parts.h"
static void put(int *to, struct bpf_map *map) { *to = bpf_map__fd(map); }
void open_it(struct parts *p) { put(&p->fd, p->map); }
""", "gcc")
        reads = """#include <bpf/bpf.h>
#include "parts.h"
int read_it(struct parts *p) {
  unsigned key = 0, n;
  return bpf_map_lookup_elem(p->fd, &key, &n);
}
"""
        self.unit("reads.c", reads, "gcc")
        self.assertEqual(self.places(expect=1),
                         [("reads.c", self.line("lookup", reads))])

    def test_the_type_of_what_another_file_hands_over(self):
        self.object(text=BPF + """
struct pair { u32 a, b; };
MAP(pairs, 1, u32, struct pair);
""")
        skeleton(self, "ev.bpf.o", "ev.skel.h")
        main_ = '#include "agent.h"\n' + SKELETON + """
struct ab { u32 a, b; };
struct swapped { u32 b, a; };
struct whole { u32 a, b, more; };
int main(void) {
  struct ev_bpf *skel = ev_bpf__open_and_load();
  struct ab right[2];
  struct whole larger;
  struct swapped wrong;
  return get(bpf_map__fd(skel->maps.pairs), right) +
         get(bpf_map__fd(skel->maps.pairs), &larger) +
         get(bpf_map__fd(skel->maps.pairs), (char *)&wrong) +
         get(bpf_map__fd(skel->maps.pairs), &wrong);
}
"""
        self.unit("helpers.c", HELPERS.split("int read_global")[0], "gcc")
        self.unit("main.c", main_, "gcc")
        report = self.report(expect=0)
        self.assertEqual(
            [(f["rule"], f["location"]["line"]) for f in report["findings"]],
            [("reordered", self.line("&wrong);", main_))])

    def test_an_argument_says_what_is_made(self):
        """A literal of another file decides which call a helper makes."""
        helper = """#include <bpf/bpf.h>
int read_map(int fd, int is_percpu, void *all) {
  unsigned key = 0;
  unsigned long long one;
  if (is_percpu)
    return bpf_map_lookup_elem(fd, &key, all);
  return bpf_map_lookup_elem(fd, &key, &one);
}
"""
        main_ = SKELETON + """
int read_map(int fd, int is_percpu, void *all);
int main(int argc, char **argv) {
  struct ev_bpf *skel = ev_bpf__open_and_load();
  u64 v[512], one;
  return read_map(bpf_map__fd(skel->maps.hits), 1, v) +
         read_map(bpf_map__fd(skel->maps.hits), argc, v) +
         read_map(bpf_map__fd(skel->maps.small), 0, NULL) +
         read_map(bpf_map__fd(skel->maps.hits), 1, &one);
}
"""
        self.unit("helper.c", helper, "gcc")
        self.unit("main.c", main_, "gcc")
        self.assertEqual(self.places(expect=1),
                         [("main.c", self.line("&one)", main_))])
        # One caller does not say which.
        self.assertEqual((self.resolved, self.total), (0, 2))

    def test_arrays_and_sizes_that_are_handed_over_are_there(self):
        self.unit("helper.c", """#include <bpf/bpf.h>
int dump(int fd, void *keys, unsigned size, void *value) {
  if (!keys || !value || !size)
    return -1;
  return bpf_map_lookup_elem(fd, keys, value);
}
""", "gcc")
        main_ = SKELETON + """
int dump(int fd, void *keys, unsigned size, void *value);
int main(void) {
  u32 keys[4], narrow[1];
  struct ev_bpf *skel = ev_bpf__open_and_load();
  int fd = bpf_object__find_map_fd_by_name(skel->obj, "small");
  return dump(fd, keys, sizeof(keys[0]), narrow);
}
"""
        self.unit("main.c", main_, "gcc")
        self.assertEqual(self.places(expect=1),
                         [("main.c", self.line("narrow);", main_))])
        self.assertEqual((self.resolved, self.total), (1, 1))

    def test_a_call_like_one_that_is_always_made(self):
        """A parameter does not choose the map of a call whose map and bytes
        another call has, whatever the parameter is."""
        helper = """#include <stdbool.h>
#include <bpf/bpf.h>
int set(int fd, void *key, unsigned flags) {
  unsigned n;
  if (bpf_map_lookup_elem(fd, key, &n))
    return -1;
  if (!flags)
    return bpf_map_delete_elem(fd, key);
  FURTHER
  return bpf_map_update_elem(fd, key, &n, 0);
}
"""
        main_ = SKELETON + """
int set(int fd, void *key, unsigned flags);
int main(int argc, char **argv) {
  u32 key = 0;
  struct ev_bpf *skel = ev_bpf__open_and_load();
  return set(bpf_map__fd(skel->maps.narrow), &key, argc);
}
"""
        self.unit("main.c", main_, "gcc")
        for further, resolved in ("", 3), ("key = argv;", 1), ("fd++;", 1):
            with self.subTest(further):
                self.unit("helper.c", helper.replace("FURTHER", further),
                          "gcc -Dargv=0")
                self.assertEqual(self.places(expect=0), [])
                self.assertEqual((self.resolved, self.total), (resolved, 3))
                self.commands.pop()

    def test_a_caller_whose_map_nobody_knows(self):
        self.two()
        self.unit("more.c", """#include "agent.h"
int open_it(const char *path);
int fd_of(struct bpf_map *map) { return bpf_map__fd(map); }
int more(void *value) { return get(open_it("/sys/fs/bpf/x"), value); }
""", "gcc")
        self.assertEqual(self.places(expect=1), self.all_faults())
        self.assertEqual((self.resolved, self.total), (4, 5))

    def test_what_another_file_sets_of_a_map_counts(self):
        setter = ('#include "agent.h"\n'
                  'void prepare(struct bpf_map *map) {\n'
                  '  bpf_map__set_value_size(map, 4);\n}\n')
        main = '#include "agent.h"\n' + SKELETON + """
void prepare(struct bpf_map *map);
void look(const struct bpf_map *map);
int main(void) {
  unsigned key = 0, n;
  struct ev_bpf *skel = ev_bpf__open();
  CALL(skel->maps.small);
  ev_bpf__load(skel);
  return bpf_map_lookup_elem(bpf_map__fd(skel->maps.small), &key, &n);
}
"""
        # The same map in a third file.
        other = '#include "agent.h"\n' + SKELETON + """
int other(struct ev_bpf *skel) {
  unsigned key = 0, n;
  return bpf_map_lookup_elem(bpf_map__fd(skel->maps.small), &key, &n);
}
"""
        at = [(f"{name}.c", self.line("_lookup_elem(", text))
              for name, text in (("main", main), ("other", other))]
        self.unit("main.c", main.replace("CALL", "look"), "gcc")
        self.unit("setter.c", setter, "gcc")
        self.unit("other.c", other, "gcc")
        self.assertEqual(self.places(expect=1), at)
        self.write("main.c", main.replace("CALL", "prepare"))
        self.assertEqual(self.places(), [])
        # A function that sets nothing takes nothing away.
        self.write("setter.c", '#include "agent.h"\n'
                  'void prepare(struct bpf_map *map) {\n'
                  '  bpf_map__set_max_entries(map, 4);\n}\n')
        self.assertEqual(self.places(expect=1), at)
        # By the map's name, where it is another file's.
        self.write("setter.c", '#include "agent.h"\n'
                  'void set(struct bpf_object *obj) {\n'
                  '  bpf_map__set_value_size('
                  'bpf_object__find_map_by_name(obj, "small"), 4);\n}\n')
        self.assertEqual(self.places(), [])
        # A file without a finding hands the map on, through another one, too.
        right = main.replace("key = 0, n;", "key = 0; u64 n;")
        self.write("setter.c", setter)
        self.write("main.c", right.replace("CALL", "look"))
        self.assertEqual(self.places(expect=1), at[1:])
        self.write("main.c", right.replace("CALL", "prepare"))
        self.assertEqual(self.places(), [])
        self.write("main.c", right.replace("CALL", "wrap").replace(
            "void look", "void wrap(struct bpf_map *map);\nvoid look"))
        self.unit("wrap.c", '#include "agent.h"\n'
                  'void prepare(struct bpf_map *map);\n'
                  'void wrap(struct bpf_map *map) { prepare(map); }\n', "gcc")
        self.assertEqual(self.places(), [])

    def test_a_note_says_where_the_caller_is(self):
        self.two()
        report = self.report()
        at = self.line("unsigned key = 0, n = 0;", HELPERS) + 1
        found = [f for f in report["findings"]
                 if f["location"]["file"] == "helpers.c"
                 and f["location"]["line"] == at]
        self.assertEqual(
            [(n["location"]["file"], n["location"]["line"])
             for n in found[0]["notes"] if "map 'small'" in n["message"]],
            [("main.c", self.line("twice(", MAIN))])

    def test_nothing_is_joined_where_uses_are_off(self):
        self.two()
        self.assertEqual(self.places("--uses=off", expect=3), [])


if __name__ == "__main__":
    main()
