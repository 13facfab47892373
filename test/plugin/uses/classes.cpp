// Templates, lambdas, references, classes and the standard library.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %bpftool gen skeleton %t/ev.bpf.o name ev > %t/ev.skel.h
// RUN: %not %check_cxx -I%t %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
typedef unsigned u32;
#include "ev.skel.h"

#include <array>
#include <vector>

template <typename Key, typename Value>
int lookup(int fd, const Key &key, Value &value) {
  return bpf_map_lookup_elem(fd, &key, &value);
}

void templates(ev *skel) {
  unsigned key = 0;
  unsigned long long right;
  unsigned short wrong;
  lookup(bpf_map__fd(skel->maps.small), key, right);
  // CHECK: [[#@LINE+1]]:46: error: 'wrong' holds 2 bytes here, but the kernel writes 8 for a value of map 'small'
  lookup(bpf_map__fd(skel->maps.small), key, wrong);
}

void lambdas(ev *skel) {
  int fd = bpf_map__fd(skel->maps.small);
  unsigned key = 0;
  auto read = [&](void *value) { bpf_map_lookup_elem(fd, &key, value); };
  unsigned long long right;
  unsigned short wrong;
  read(&right);
  // CHECK: [[#@LINE+1]]:8: error: 'wrong' holds 2 bytes here, but the kernel writes 8 for a value of map 'small'
  read(&wrong);
}

class Agent {
public:
  explicit Agent(ev *skel) : fd(bpf_map__fd(skel->maps.small)) {}
  unsigned short bad() const {
    unsigned key = 0;
    unsigned short wrong = 0;
    // CHECK: [[#@LINE+1]]:35: error: 'wrong' holds 2 bytes here, but the kernel writes 8 for a value of map 'small'
    bpf_map_lookup_elem(fd, &key, &wrong);
    return wrong;
  }

private:
  int fd;
};

void containers(ev *skel) {
  unsigned key = 0;
  std::array<unsigned char, 24> room;
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.sized), &key, room.data());
  std::vector<unsigned long long> all(libbpf_num_possible_cpus());
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.hits), &key, all.data());
  std::vector<unsigned> narrow(libbpf_num_possible_cpus());
  // CHECK: [[#@LINE+1]]:61: error: 'narrow.data()' holds 4 bytes for each possible CPU here, but the kernel writes 8, for a value of per-CPU map 'narrow' [bpf-host-layout-overrun]
  bpf_map_lookup_elem(bpf_map__fd(skel->maps.narrow), &key, narrow.data());
}

struct longer { unsigned pid, cpu; unsigned long long ts; };

void callbacks(ev *skel) {
  ring_buffer__new(
      bpf_map__fd(skel->maps.exits),
      [](void *, void *data, size_t) {
        // CHECK: [[#@LINE+1]]:{{.*}}: warning: 'struct longer' reaches to byte 16 here, but no record that is sent to 'exits' has more than 8 bytes
        return int(static_cast<const longer *>(data)->pid);
      },
      nullptr, nullptr);
}
