//===- errors.hpp - How typed maps tell what went wrong ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// As in std::filesystem, each operation has two forms: one that throws
// std::system_error and one that takes a std::error_code &. Where exceptions
// are off, the first form prints the error and aborts.
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_ERRORS_HPP
#define BPF_HOST_LAYOUT_ERRORS_HPP

#if __cplusplus < 201703L
#error "typed maps need C++17 or later"
#endif

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#if !defined(LIBBPF_MAJOR_VERSION) || LIBBPF_MAJOR_VERSION < 1
#error "typed maps need libbpf 1.0 or later"
#endif

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <system_error>

// Code with and without exceptions has other functions under the same names:
// in one program they must not be taken for each other.
#if defined(__cpp_exceptions) || defined(__EXCEPTIONS)
#define HOST_LAYOUT_MAPS_THROWS 1
#define HOST_LAYOUT_MAPS_BEGIN
#define HOST_LAYOUT_MAPS_END
#else
#define HOST_LAYOUT_MAPS_THROWS 0
#define HOST_LAYOUT_MAPS_BEGIN inline namespace aborting {
#define HOST_LAYOUT_MAPS_END }
#endif

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

namespace detail {

/// \p error is an errno, positive.
[[noreturn]] inline void fail(int error, const char *name, const char *what) {
#if HOST_LAYOUT_MAPS_THROWS
  throw std::system_error(error, std::generic_category(),
                          std::string("BPF map '") + name + "': " + what);
#else
  std::fprintf(stderr, "BPF map '%s': %s: %s\n", name, what,
               std::generic_category().message(error).c_str());
  std::abort();
#endif
}

/// Throws if \p result is a negative errno.
inline int check(int result, const char *name, const char *what) {
  if (__builtin_expect(result < 0, 0))
    fail(-result, name, what);
  return result;
}

/// The same for the form with an error_code: whether \p result is no error.
inline bool check(int result, std::error_code &ec) {
  if (result < 0)
    ec.assign(-result, std::generic_category());
  else
    ec.clear();
  return result >= 0;
}

/// Whether \p result finds something. That there is nothing is no error.
inline bool found(int result, const char *name, const char *what) {
  if (__builtin_expect(result >= 0, 1))
    return true;
  if (result == -ENOENT)
    return false;
  return check(result, name, what) >= 0;
}
inline bool found(int result, std::error_code &ec) {
  if (result != -ENOENT)
    return check(result, ec);
  ec.clear();
  return false;
}

} // namespace detail

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

#endif
