"""Uses of libbpf whose map or bytes come from other files."""

import pathlib

from project import Project, main, skeleton

BPF = """typedef unsigned u32;
typedef unsigned long long u64;
#define MAP(name, kind, key_type, value_type) \\
  struct { int (*type)[kind]; key_type *key; value_type *value; \\
           int (*max_entries)[8]; } \\
  name __attribute__((section(".maps"), used))
MAP(small, 1, u32, u64);
MAP(narrow, 1, u32, u32);
MAP(hits, 6, u32, u64);
"""
HEADER = """#pragma once
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#ifdef __cplusplus
extern "C" {
#endif
int get(int fd, void *value);
int twice(int fd);
int small_fd(void);
extern int global_fd;
struct agent { int fd, other; };
int read_agent(struct agent *a);
#ifdef __cplusplus
}
#endif
"""
SKELETON = '''#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
typedef unsigned u32;
typedef unsigned long long u64;
#include "ev.skel.h"
'''
# What the helpers of a project look like: no object is known here.
HELPERS = '''#include "agent.h"
int get(int fd, void *value) {
  unsigned key = 0;
  return bpf_map_lookup_elem(fd, &key, value);
}
int twice(int fd) {
  unsigned key = 0, n = 0;
  return bpf_map_lookup_elem(fd, &key, &n);
}
int read_global(void) {
  unsigned key = 0, n = 0;
  return bpf_map_lookup_elem(global_fd, &key, &n);
}
int read_returned(void) {
  unsigned key = 0, n = 0;
  return bpf_map_lookup_elem(small_fd(), &key, &n);
}
int read_agent(struct agent *a) {
  unsigned key = 0, n = 0;
  return bpf_map_lookup_elem(a->fd, &key, &n);
}
'''
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


class Joins(Project):
    def setUp(self):
        super().setUp()
        self.object(text=BPF)
        skeleton(self, "ev.bpf.o", "ev.skel.h")
        self.write("agent.h", HEADER)

    def places(self, *words, expect=None):
        report = self.report("--coverage", *words, expect=expect)
        self.resolved = report["summary"]["callsResolved"]
        self.total = report["summary"]["calls"]
        for finding in report["findings"]:
            self.assertEqual(finding["rule"], "overrun")
        return sorted((f["location"]["file"], f["location"]["line"])
                      for f in report["findings"])

    def two(self, helpers=HELPERS, main_=MAIN, command="gcc", suffix="c"):
        self.unit("helpers." + suffix, helpers, command)
        self.unit("main." + suffix, main_, command)

    def line(self, text, of, number=0):
        lines = [i + 1 for i, line in enumerate(of.splitlines())
                 if text in line]
        return lines[number]

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

    def test_a_member_that_a_function_of_other_files_callers_sets(self):
        """A buffer that is made in one function and opened in another."""
        self.write("buffer.h", """#pragma once
struct buffer;
struct bpf_map;
struct buffer *make(struct bpf_map *map);
int read_buffer(struct buffer *b);
""")
        helper = """#include <stdlib.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include "buffer.h"
struct buffer { struct bpf_map *map; };
struct buffer *make(struct bpf_map *map) {
  struct buffer *b = calloc(1, sizeof(*b));
  b->map = map;
  return b;
}
int read_buffer(struct buffer *b) {
  unsigned key = 0, n;
  return bpf_map_lookup_elem(bpf_map__fd(b->map), &key, &n);
}
"""
        main_ = '#include "buffer.h"\n' + SKELETON + """
int FUNCTION(void) {
  struct ev_bpf *skel = ev_bpf__open_and_load();
  return read_buffer(make(MAP));
}
"""
        self.unit("helper.c", helper, "gcc")
        self.unit("main.c", main_.replace("FUNCTION", "main")
                  .replace("MAP", "skel->maps.small"), "gcc")
        fault = [("helper.c", self.line("&key, &n)", helper))]
        self.assertEqual(self.places(expect=1), fault)
        # Nothing of the struct is known elsewhere.
        self.write("other.c", "// map\n")
        self.unit("other.c", "int other(const char *map);\n", "gcc")
        self.assertEqual(self.places(expect=1), fault)
        self.commands.pop()
        # Where a file is left out, not all of its maps are known.
        self.assertEqual(self.places("helper.c", "main.c"), [])
        for map_, resolved in (("skel->maps.small", 1),
                               ("skel->maps.narrow", 1), ("NULL", 1),
                               ("bpf_object__next_map(skel->obj, NULL)", 0)):
            with self.subTest(map_):
                self.unit("more.c", main_.replace("FUNCTION", "more")
                          .replace("MAP", map_), "gcc")
                found = self.places()
                self.assertEqual(found, fault if resolved and
                                 map_ != "skel->maps.narrow" else [])
                self.assertEqual((self.resolved, self.total), (resolved, 1))
                self.commands.pop()

    def test_a_loader_that_fills_the_tables_of_other_files(self):
        self.write("table.h", """#pragma once
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
struct row { const char *name; int fd; };
void fill(struct row *table, struct bpf_object *obj);
""")
        loader = """#include "table.h"
#include <string.h>
void fill(struct row *table, struct bpf_object *obj) {
  struct bpf_map *map;
  bpf_map__for_each(map, obj)
    for (struct row *w = table; w->name; w++)
      if (TEST)
        w->fd = bpf_map__fd(map);
}
int read_fd(int fd) {
  unsigned key = 0, n;
  return bpf_map_lookup_elem(fd, &key, &n);
}
"""
        reader = """#include "table.h"
int read_fd(int fd);
static struct row table[] = {{"small", -1}, {"narrow", -1}, {0}};
void start(struct bpf_object *obj) { fill(table, obj); }
int read_all(void) {
  unsigned key = 0, n;
  return bpf_map_lookup_elem(table[0].fd, &key, &n) +
         bpf_map_lookup_elem(table[1].fd, &key, &n);
}
int read_more(void) { return read_fd(table[0].fd); }
"""
        self.unit("reader.c", reader, "gcc -DBPF_HOST_LAYOUT_BTF=ev.bpf.o")
        for test, resolved in (("!strcmp(bpf_map__name(map), w->name)", 3),
                               ("!strcmp(bpf_map__name(map), \"x\")", 0)):
            with self.subTest(test):
                self.unit("loader.c", loader.replace("TEST", test), "gcc")
                self.assertEqual(
                    self.places(),
                    [("loader.c", self.line("&key, &n)", loader)),
                     ("reader.c", self.line("table[0].fd, &key", reader))]
                    if resolved else [])
                self.assertEqual((self.resolved, self.total), (resolved, 3))
                self.commands.pop()

    def test_each_file_names_the_maps_of_its_own_objects(self):
        """Two objects have a map of that name; a file has one of them."""
        for name, value in ("one", "u32"), ("two", "u64"):
            self.write(name + ".bpf.c",
                       BPF.replace("MAP(small, 1, u32, u64)",
                                   f"MAP(counts, 1, u32, {value})"))
            self.bpf_object(name + ".bpf.o", pathlib.Path(name + ".bpf.c"))
        self.unit("helper.c", """#include <bpf/bpf.h>
int get(int fd, void *value) {
  unsigned key = 0;
  return bpf_map_lookup_elem(fd, &key, value);
}
""", "gcc")
        source = """#include <bpf/libbpf.h>
int get(int fd, void *value);
int NAME(struct bpf_object *obj) {
  unsigned n;
  return get(bpf_object__find_map_fd_by_name(obj, "counts"), &n);
}
"""
        for name in "one", "two":
            self.unit(name + ".c", source.replace("NAME", name),
                      f"gcc -DBPF_HOST_LAYOUT_BTF={name}.bpf.o")
        self.assertEqual(self.places(expect=1),
                         [("two.c", self.line("&n)", source))])
        self.assertEqual((self.resolved, self.total), (1, 1))

    def test_a_file_finds_what_another_asks_for_by_name(self):
        """A helper returns the map whose name, or path, it is handed."""
        self.object(text=BPF.replace("max_entries)[8];", "max_entries)[8]; "
                                     "int (*pinning)[1];"))
        self.unit("helper.c", """#include <errno.h>
#include <stdio.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
int open_pinned(const char *root, const char *name) {
  char path[128];
  int fd;
  snprintf(path, sizeof(path), "%s/%s", root, name);
  fd = bpf_obj_get(path);
  return fd < 0 ? -errno : fd;
}
int find(struct bpf_object *obj, const char *name) {
  struct bpf_map *map = bpf_object__find_map_by_name(obj, name);
  return map ? bpf_map__fd(map) : -ENOENT;
}
int find_other(struct bpf_object *obj, const char *name) {
  return bpf_object__find_map_fd_by_name(obj, name ? "narrow" : "small");
}
""", "gcc")
        main_ = """#include <bpf/bpf.h>
#include <bpf/libbpf.h>
int open_pinned(const char *root, const char *name);
int find(struct bpf_object *obj, const char *name);
int find_other(struct bpf_object *obj, const char *name);
int main(int argc, char **argv) {
  unsigned key = 0, n;
  struct bpf_object *obj = bpf_object__open(argv[1]);
  bpf_map_lookup_elem(open_pinned(argv[1], "small"), &key, &n);
  bpf_map_lookup_elem(open_pinned(argv[1], "narrow"), &key, &n);
  bpf_map_lookup_elem(open_pinned("small", argv[1]), &key, &n);
  bpf_map_lookup_elem(find(obj, "small"), &key, &n);
  bpf_map_lookup_elem(find(obj, "narrow"), &key, &n);
  bpf_map_lookup_elem(find(obj, argv[1]), &key, &n);
  bpf_map_lookup_elem(find_other(obj, "small"), &key, &n);
}
"""
        self.unit("main.c", main_, "gcc -DBPF_HOST_LAYOUT_BTF=ev.bpf.o")
        self.assertEqual(self.places(expect=1), [
            ("main.c", self.line('(argv[1], "small")', main_)),
            ("main.c", self.line('find(obj, "small")', main_))])
        self.assertEqual((self.resolved, self.total), (4, 7))

    def test_what_others_store_counts_where_no_map_is_looked_for(self):
        """The name of a map in a member that another file sets, too."""
        header = '#include "agent.h"\nstruct conf { const char *name; };\n'
        self.write("conf.h", header)
        reader = """#include "conf.h"
void set(struct conf *c) { c->name = "small"; }
int read_it(struct bpf_object *obj, struct conf *c) {
  unsigned key = 0, n;
  int fd = bpf_object__find_map_fd_by_name(obj, c->name);
  return bpf_map_lookup_elem(fd, &key, &n);
}
"""
        other = """#include "conf.h"
void other(struct conf *c) { NAME }
int uses(int fd, void *value) { return get(fd, value); }
"""
        self.unit("reader.c", reader, "gcc -DBPF_HOST_LAYOUT_BTF=ev.bpf.o")
        for name, resolved in ("", 1), ('c->name = "narrow";', 0):
            with self.subTest(name):
                self.unit("other.c", HELPERS.replace(
                    '#include "agent.h"', other.replace("NAME", name)), "gcc")
                self.places(expect=1 if resolved else 3)
                self.assertEqual(
                    [c["resolved"] for c in self.report("--coverage")["calls"]
                     if c["location"]["file"] == "reader.c"],
                    [bool(resolved)])
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
