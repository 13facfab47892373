//===- Text.h - The buffer that source text is written to -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_TEXT_H
#define HOSTLAYOUT_GENERATE_TEXT_H

#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace hostlayout::generate {

/// One growing string. Streams would cost more than the text itself.
class Text {
public:
  Text &operator<<(std::string_view S) {
    Out.append(S);
    return *this;
  }
  Text &operator<<(const char *S) { return *this << std::string_view(S); }
  Text &operator<<(char C) {
    Out.push_back(C);
    return *this;
  }
  template <std::integral T>
  requires(!std::same_as<T, char> && !std::same_as<T, bool>) Text &
  operator<<(T Number) {
    char Digits[24];
    auto End = std::to_chars(Digits, Digits + sizeof(Digits), Number);
    Out.append(Digits, End.ptr);
    return *this;
  }
  Text &spaces(size_t Count) {
    Out.append(Count, ' ');
    return *this;
  }
  Text &tabs(size_t Count) {
    Out.append(Count, '\t');
    return *this;
  }

  void reserve(size_t Bytes) { Out.reserve(Bytes); }
  size_t size() const { return Out.size(); }
  std::string_view view() const { return Out; }
  void clear() { Out.clear(); }
  std::string take() { return std::move(Out); }

private:
  std::string Out;
};

} // namespace hostlayout::generate

#endif
