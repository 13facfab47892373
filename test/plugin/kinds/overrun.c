// The kernel moves more bytes than there are. Without an object nothing is said.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %bpfcc %S/../Inputs/uses.bpf.c -o %t/ev.bpf.o
// RUN: %not %check_c -std=gnu11 %arg-btf=%t/ev.bpf.o %s 2>&1 \
// RUN:   | %FileCheck --implicit-check-not={{error:}} --implicit-check-not={{warning:}} %s
// RUN: %check_c -std=gnu11 %arg-btf=%t/ev.bpf.o %arg-uses=off %s 2>&1 | %count 0
// RUN: %check_c -std=gnu11 %arg-btf=%t/ev.bpf.o -DBPF_HOST_LAYOUT_OPTIONS=uses=off %s 2>&1 \
// RUN:   | %count 0
// RUN: %check_c -std=gnu11 %arg-btf=%t/ev.bpf.o %arg-overrun=off %s 2>&1 | %count 0
// RUN: %check_c -std=gnu11 %arg-btf=%t/ev.bpf.o %arg-uses=warning %s 2>&1 \
// RUN:   | %FileCheck --check-prefix=WARNING %s
// RUN: %check_c -std=gnu11 %s 2>&1 | %count 0
// RUN: %not %check_c -std=gnu11 %arg-uses=loud %s 2>&1 | %FileCheck --check-prefix=WRONG %s
#include <bpf/bpf.h>
#include <bpf/libbpf.h>

void f(struct bpf_object *obj) {
  int fd = bpf_object__find_map_fd_by_name(obj, "small");
  unsigned k = 0, n;
  // CHECK: [[#@LINE+2]]:31: error: 'n' holds 4 bytes here, but the kernel writes 8 for a value of map 'small' [bpf-host-layout-overrun]
  // WARNING: [[#@LINE+1]]:31: warning: 'n' holds 4 bytes here, but the kernel writes 8 for a value of map 'small' [bpf-host-layout-overrun]
  bpf_map_lookup_elem(fd, &k, &n);
  // CHECK: [[#@LINE-5]]:12: note: passed as the value of map 'small' ({{.*}}ev.bpf.o)
  // The author knows:
  bpf_map_lookup_elem(fd, &k, (char *)&n);
}
// WRONG: error: HostLayout: uses: 'loud' is not a severity; it is one of error, warning, off
