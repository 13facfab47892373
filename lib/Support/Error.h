//===- Error.h - Errors with a chain of contexts ----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The error type of every LLVM-free room. An error is a sentence for a person;
// each caller that knows more puts its context in front:
//
//   ev.bpf.o: .BTF: type 12: name offset 4711 is outside the string section
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_ERROR_H
#define HOSTLAYOUT_SUPPORT_ERROR_H

#include <string>
#include <utility>

namespace hostlayout {

class [[nodiscard]] Error {
public:
  explicit Error(std::string Message) : Message(std::move(Message)) {}

  /// The whole sentence, contexts first. Lower case, no full stop.
  const std::string &message() const { return Message; }

  /// Returns this error with "Context: " in front.
  Error in(std::string Context) && {
    Context += ": ";
    Context += Message;
    return Error(std::move(Context));
  }

private:
  std::string Message;
};

} // namespace hostlayout

#endif
