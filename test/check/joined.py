"""A project whose files hand maps of an object to each other."""

from project import Project, skeleton

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


class JoinedProject(Project):
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

    def line(self, text, of, number=0):
        lines = [i + 1 for i, line in enumerate(of.splitlines())
                 if text in line]
        return lines[number]
