"""Uses whose maps are named, or handed on, in other files."""

import pathlib

from joined import BPF, HELPERS, SKELETON, JoinedProject
from project import main


class Names(JoinedProject):
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


if __name__ == "__main__":
    main()
