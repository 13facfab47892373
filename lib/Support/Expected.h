//===- Expected.h - A value or an Error -------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// std::expected does not compile with clang 14 and 16 on libstdc++ 12, and
// llvm::Expected would bring LLVM into rooms that must not know it.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_EXPECTED_H
#define HOSTLAYOUT_SUPPORT_EXPECTED_H

#include "Support/Error.h"

#include <cassert>
#include <utility>
#include <variant>

namespace hostlayout {

/// Either a T or an Error. Test it before use; reading the wrong arm asserts.
template <typename T> class [[nodiscard]] Expected {
public:
  Expected(T Value) : Storage(std::in_place_index<0>, std::move(Value)) {}
  Expected(Error E) : Storage(std::in_place_index<1>, std::move(E)) {}

  explicit operator bool() const { return Storage.index() == 0; }

  T &operator*() {
    assert(*this && "value of a failed Expected");
    return *std::get_if<0>(&Storage);
  }
  const T &operator*() const {
    assert(*this && "value of a failed Expected");
    return *std::get_if<0>(&Storage);
  }
  T *operator->() { return &**this; }
  const T *operator->() const { return &**this; }

  Error takeError() {
    assert(!*this && "error of a successful Expected");
    return std::move(*std::get_if<1>(&Storage));
  }

private:
  std::variant<T, Error> Storage;
};

} // namespace hostlayout

#endif
