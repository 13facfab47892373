//===- events.hpp - What exec-watch reads of its BPF program ----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Mirrors of the types in exec-watch.bpf.c. That they have the same bytes is
// proven in each compile: change one of them, on either side, and see.
//
//===----------------------------------------------------------------------===//

#ifndef EXEC_WATCH_EVENTS_HPP
#define EXEC_WATCH_EVENTS_HPP

#include <bpf/host_layout.h>

#include <cstdint>

enum BPF_HOST_LAYOUT event_kind : uint32_t {
  EVENT_EXEC = 1,
  EVENT_EXIT = 2,
};

struct BPF_HOST_LAYOUT event {
  uint64_t time_ns;
  uint64_t start_ns;
  uint32_t pid;
  uint32_t parent;
  uint32_t uid;
  uint32_t gid;
  event_kind kind;
  int32_t exit_code;
  char comm[16];
  char file[96];
};

struct BPF_HOST_LAYOUT config {
  bool only_one_user;
  bool with_exits;
  uint32_t user;
};

struct BPF_HOST_LAYOUT_AS("counts_by_user.value") counts {
  uint64_t execs;
  uint64_t exits;
};

#endif
