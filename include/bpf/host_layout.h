/*===- host_layout.h - Structs shared with eBPF programs -----------*- C -*-===
 *
 * Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 *===-----------------------------------------------------------------------===
 *
 * For user space, any C or C++. The macros mean something to a clang that has
 * loaded the HostLayout plugin, and nothing to every other compiler:
 *
 *   struct BPF_HOST_LAYOUT event { ... };          the BPF program's "event"
 *   struct BPF_HOST_LAYOUT_AS("ev") event { ... };              its type "ev"
 *   struct BPF_HOST_LAYOUT_AS("counts.value", "match=prefix") count { ... };
 *   __u64 when BPF_HOST_LAYOUT_AS("ts");                       its field "ts"
 *
 * For the BPF program, with a type that the compiler would leave out of BTF, as
 * it does with a struct that is used through bpf_ringbuf_reserve() alone:
 *
 *   BPF_HOST_LAYOUT_EMIT(struct event);
 *
 * A header that both sides include may use all of them.
 *
 *===-----------------------------------------------------------------------===*/

#ifndef BPF_HOST_LAYOUT_H
#define BPF_HOST_LAYOUT_H

/* Variable arguments are an extension to C89, and the pragma is unknown to all but
 * the plugin, which answers it by defining __BPF_HOST_LAYOUT__. It has done so
 * before, but where a file is preprocessed by itself (-E, -save-temps). */
#if defined(__GNUC__) || defined(__clang__)
#pragma GCC system_header
#endif
#if defined(__clang__) && !defined(__bpf__)
#pragma bpf_host_layout
#endif

#ifdef __BPF_HOST_LAYOUT__
#define BPF_HOST_LAYOUT __attribute__((bpf_host_layout))
#define BPF_HOST_LAYOUT_AS(...) __attribute__((bpf_host_layout(__VA_ARGS__)))
#else
#define BPF_HOST_LAYOUT
#define BPF_HOST_LAYOUT_AS(...)
#endif

/* A function that is never called needs neither a map nor a section of its own,
 * and leaves a skeleton as it was. The declaration behind it takes the
 * semicolon. Clang 22 says of __COUNTER__, where it stands, that it is of a
 * later C. */
#ifdef __bpf__
#ifdef __has_warning
#if __has_warning("-Wc2y-extensions")
#define BPF_HOST_LAYOUT_QUIET_                                                 \
  _Pragma("clang diagnostic push")                                             \
      _Pragma("clang diagnostic ignored \"-Wc2y-extensions\"")
#define BPF_HOST_LAYOUT_AGAIN_ _Pragma("clang diagnostic pop")
#endif
#endif
#ifndef BPF_HOST_LAYOUT_QUIET_
#define BPF_HOST_LAYOUT_QUIET_
#define BPF_HOST_LAYOUT_AGAIN_
#endif
#define BPF_HOST_LAYOUT_EMIT(Type)                                             \
  BPF_HOST_LAYOUT_QUIET_ BPF_HOST_LAYOUT_EMIT_(Type, __COUNTER__)              \
  BPF_HOST_LAYOUT_AGAIN_ struct host_layout_emitted
#define BPF_HOST_LAYOUT_EMIT_(Type, Number) BPF_HOST_LAYOUT_EMIT__(Type, Number)
#define BPF_HOST_LAYOUT_EMIT__(Type, Number)                                   \
  static __attribute__((used, noinline)) void host_layout_emit_##Number(       \
      const Type *host_layout_type) {                                          \
    (void)sizeof(*host_layout_type);                                           \
  }
#else
#define BPF_HOST_LAYOUT_EMIT(Type) struct host_layout_emitted
#endif

#endif
