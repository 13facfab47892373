// Names that are put together, and paths at which maps are pinned.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/pinned.bpf.c -o %t/ev.bpf.o
// RUN: %not %check_c -std=gnu11 %arg-btf=%t/ev.bpf.o %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int read_one(int fd) {
  unsigned k = 0, n;
  return fd < 0 ? fd : bpf_map_lookup_elem(fd, &k, &n);
}

// What a path ends in is the map's name, if the map pins itself by its name.
void literals(void) {
  unsigned k = 0, n;
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'n' holds 4 bytes here, but the kernel writes 8 for a value of map 'wide'
  bpf_map_lookup_elem(bpf_obj_get("/sys/fs/bpf/agent/wide"), &k, &n);
  bpf_map_lookup_elem(bpf_obj_get("/sys/fs/bpf/agent/narrow"), &k, &n);
  bpf_map_lookup_elem(bpf_obj_get("/sys/fs/bpf/agent/loose"), &k, &n);
  bpf_map_lookup_elem(bpf_obj_get("/sys/fs/bpf/wide/other"), &k, &n);
}

void printed(const char *root, int number, int is_wide) {
  unsigned k = 0, n;
  char path[128], numbered[128], rooted[128], either[128], reused[128];
  snprintf(path, sizeof(path), "%s/%s", root, "wide");
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'n' holds 4 bytes here, but the kernel writes 8 for a value of map 'wide'
  bpf_map_lookup_elem(bpf_obj_get(path), &k, &n);
  sprintf(rooted, "%s/%d/wi%s", root, number, "de");
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'n' holds 4 bytes here, but the kernel writes 8 for a value of map 'wide'
  bpf_map_lookup_elem(bpf_obj_get(rooted), &k, &n);
  snprintf(numbered, sizeof(numbered), "%s/wide%d", root, number);
  bpf_map_lookup_elem(bpf_obj_get(numbered), &k, &n);
  snprintf(numbered, sizeof(numbered), "%s%s", root, "wide");
  bpf_map_lookup_elem(bpf_obj_get(numbered), &k, &n);
  snprintf(either, sizeof(either), "%s/%s", root, is_wide ? "wide" : "narrow");
  bpf_map_lookup_elem(bpf_obj_get(either), &k, &n);
  snprintf(reused, sizeof(reused), "%s/wide", root);
  snprintf(reused, sizeof(reused), "%s/narrow", root);
  bpf_map_lookup_elem(bpf_obj_get(reused), &k, &n);
}

// An array that others write to is no name.
void fill(char *name);
void note(const char *what, ...);
void arrays(struct bpf_object *obj, const char *line) {
  unsigned k = 0, n;
  char kept[] = "wide", filled[16] = "wide", copied[16] = "wide", set[16] = "wide";
  const char parts[] = "wi";
  char joined[16];
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'n' holds 4 bytes here, but the kernel writes 8 for a value of map 'wide'
  bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(obj, kept), &k, &n);
  fill(filled);
  bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(obj, filled), &k, &n);
  strcpy(copied, "narrow");
  bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(obj, copied), &k, &n);
  char scanned[16] = "wide", noted[16] = "wide", shown[16] = "wide";
  sscanf(line, "%15s", scanned);
  bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(obj, scanned), &k, &n);
  note("where", noted);
  bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(obj, noted), &k, &n);
  printf("%s\n", shown);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'n' holds 4 bytes here, but the kernel writes 8 for a value of map 'wide'
  bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(obj, shown), &k, &n);
  set[0] = 'n';
  bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(obj, set), &k, &n);
  snprintf(joined, sizeof(joined), "%sde", parts);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'n' holds 4 bytes here, but the kernel writes 8 for a value of map 'wide'
  bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(obj, joined), &k, &n);
}

struct row { char name[16]; };
static struct row rows[] = {{"wide"}};
void members(struct bpf_object *obj) {
  unsigned k = 0, n;
  strcpy(rows[0].name, "narrow");
  bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(obj, rows[0].name), &k, &n);
}

// A helper that is handed the name.
static int print(char *to, size_t size, const char *format, ...) {
  va_list args;
  va_start(args, format);
  int length = vsnprintf(to, size, format, args);
  va_end(args);
  return length < 0 || (size_t)length >= size ? -EINVAL : 0;
}
static int open_path(const char *path) {
  int fd = bpf_obj_get(path);
  return fd < 0 ? -errno : fd;
}
static int open_pinned(const char *root, const char *name) {
  char path[128];
  int err = print(path, sizeof(path), "%s/%s", root, name);
  return err ?: open_path(path);
}
static int open_named(const char *root, const char *prefix, const char *name) {
  char path[128];
  if (print(path, sizeof(path), "%s/%s%s", root, prefix, name))
    return -1;
  return open_path(path);
}
void helpers(const char *root, const char *any) {
  unsigned k = 0, n;
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'n' holds 4 bytes here, but the kernel writes 8 for a value of map 'wide'
  bpf_map_lookup_elem(open_pinned(root, "wide"), &k, &n);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'n' holds 4 bytes here, but the kernel writes 8 for a value of map 'wide'
  bpf_map_lookup_elem(open_pinned(root, "agent/wide"), &k, &n);
  bpf_map_lookup_elem(open_pinned(root, "narrow"), &k, &n);
  bpf_map_lookup_elem(open_pinned(root, any), &k, &n);
  // CHECK-DAG: [[#@LINE+1]]:{{.*}}: error: 'n' holds 4 bytes here, but the kernel writes 8 for a value of map 'wide'
  bpf_map_lookup_elem(open_named(root, "wi", "de"), &k, &n);
  bpf_map_lookup_elem(open_named(root, any, "wide"), &k, &n);
  read_one(open_pinned(root, "narrow"));
}
