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
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace hostlayout::generate {

/// One growing string. Streams would cost more than the text itself, and so
/// would std::string's append() for each of a header's million short pieces.
class Text {
public:
  Text &operator<<(std::string_view S) {
    Used += S.copy(room(S.size()), S.size());
    return *this;
  }
  template <size_t N> Text &operator<<(const char (&Literal)[N]) {
    std::memcpy(room(N - 1), Literal, N - 1);
    Used += N - 1;
    return *this;
  }
  template <std::same_as<const char *> S> Text &operator<<(S Chosen) {
    return *this << std::string_view(Chosen);
  }
  Text &operator<<(char C) {
    *room(1) = C;
    ++Used;
    return *this;
  }
  template <std::integral T>
    requires(!std::same_as<T, char> && !std::same_as<T, bool>)
  Text &operator<<(T Number) {
    constexpr size_t MostDigits = 24;
    char *To = room(MostDigits);
    Used += std::to_chars(To, To + MostDigits, Number).ptr - To;
    return *this;
  }
  Text &spaces(size_t Count) { return repeat(Count, ' '); }
  Text &tabs(size_t Count) { return repeat(Count, '\t'); }

  void reserve(size_t Bytes) { Out.reserve(Bytes); }
  size_t size() const { return Used; }
  std::string_view view() const { return {Out.data(), Used}; }
  void clear() { Used = 0; }
  std::string take() {
    Out.resize(std::exchange(Used, 0));
    return std::move(Out);
  }

private:
  Text &repeat(size_t Count, char C) {
    std::memset(room(Count), C, Count);
    Used += Count;
    return *this;
  }
  char *room(size_t Bytes) {
    if (Out.size() - Used < Bytes)
      makeRoom(Bytes);
    return Out.data() + Used;
  }
  [[gnu::noinline]] void makeRoom(size_t Bytes) {
    constexpr size_t Step = 1024;
    Out.resize(Used + Bytes + Step);
  }

  std::string Out; ///< what is behind Used is room for more
  size_t Used = 0;
};

} // namespace hostlayout::generate

#endif
