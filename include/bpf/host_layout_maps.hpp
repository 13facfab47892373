//===- host_layout_maps.hpp - BPF maps with types ---------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What `host-layout gen --lang=c++ --maps` stands on: libbpf's maps without
// void *. C++17, g++ or clang, libbpf 1.0 or later and nothing else.
//
//   ev *skel = ev__open_and_load();
//   ev_types::maps maps{*skel};
//   if (auto v = maps.counts.lookup(key)) use(v->packets);
//   for (auto &[key, value] : maps.counts) ...
//
// docs/typed.md of HostLayout tells the rest.
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_MAPS_HPP
#define BPF_HOST_LAYOUT_MAPS_HPP

#include "host_layout/buffers.hpp"
#include "host_layout/keyed.hpp"
#include "host_layout/keyless.hpp"
#include "host_layout/mapped.hpp"
#include "host_layout/nested.hpp"
#include "host_layout/special.hpp"
#include "host_layout/types.hpp"

#endif
