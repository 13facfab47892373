//===- Descriptor.h - An open file ------------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_DESCRIPTOR_H
#define HOSTLAYOUT_SUPPORT_DESCRIPTOR_H

#include <unistd.h>
#include <utility>

namespace hostlayout {

/// Owns a file descriptor; one below 0 is none.
class Descriptor {
public:
  explicit Descriptor(int Number = -1) : Number(Number) {}
  Descriptor(Descriptor &&O) noexcept : Number(std::exchange(O.Number, -1)) {}
  Descriptor &operator=(Descriptor &&O) noexcept {
    std::swap(Number, O.Number);
    return *this;
  }
  ~Descriptor() { close(); }

  explicit operator bool() const { return Number >= 0; }
  int get() const { return Number; }

  /// False: the system could not write what was written before; see errno.
  bool close() { return Number < 0 || ::close(std::exchange(Number, -1)) == 0; }

private:
  int Number;
};

} // namespace hostlayout

#endif
