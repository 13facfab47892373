/* What the programs of this folder share: a check that counts, and goes on. */
#ifndef CHECK_H
#define CHECK_H

#include <bpf/bpf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static int faults;

#define CHECK(...)                                                             \
  do {                                                                         \
    if (!(__VA_ARGS__)) {                                                      \
      ++faults;                                                                \
      printf("line %d: %s\n", __LINE__, #__VA_ARGS__);                         \
    }                                                                          \
  } while (0)

/* Runs a program of the kernel on a packet, on this CPU. */
static inline int run(int program) {
  char packet[64] = {0};
  struct bpf_test_run_opts options;
  memset(&options, 0, sizeof(options));
  options.sz = sizeof(options);
  options.data_in = packet;
  options.data_size_in = sizeof(packet);
  return bpf_prog_test_run_opts(program, &options);
}

/* What main() returns where a program cannot be loaded. */
static inline int cannot_load(int error) {
  printf("skipped: this machine does not load BPF programs: %s\n",
         strerror(-error));
  return error == -EPERM || error == -EACCES ? 77 : 1;
}

#endif
