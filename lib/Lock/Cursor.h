//===- Cursor.h - One line of a lock ----------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LOCK_CURSOR_H
#define HOSTLAYOUT_LOCK_CURSOR_H

#include "Layout/Arena.h"
#include "Support/Printable.h"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace hostlayout::lock {

class Cursor {
public:
  Cursor(std::string_view Text, Arena &Memory) : Rest(Text), Memory(&Memory) {}

  void skipBlanks() {
    while (Rest.starts_with(' '))
      Rest.remove_prefix(1);
  }
  bool isEnd() {
    skipBlanks();
    return Rest.empty();
  }
  bool eat(std::string_view Text) {
    skipBlanks();
    if (!Rest.starts_with(Text))
      return false;
    Rest.remove_prefix(Text.size());
    return true;
  }
  /// \p Word, with nothing of a word behind it.
  bool eatWord(std::string_view Word) {
    skipBlanks();
    if (!Rest.starts_with(Word) ||
        (Rest.size() > Word.size() && isOfWord(Rest[Word.size()])))
      return false;
    Rest.remove_prefix(Word.size());
    return true;
  }
  std::string_view word() {
    skipBlanks();
    size_t N = 0;
    while (N != Rest.size() && isOfWord(Rest[N]))
      ++N;
    std::string_view Word = Rest.substr(0, N);
    Rest.remove_prefix(N);
    return Word;
  }
  /// A word, or what stands in quotes.
  std::optional<std::string_view> name() {
    skipBlanks();
    if (!Rest.starts_with('"')) {
      std::string_view Word = word();
      return Word.empty() ? std::nullopt : std::optional(Memory->copy(Word));
    }
    Rest.remove_prefix(1);
    std::string Name;
    while (!Rest.empty() && Rest.front() != '"') {
      if (!Rest.starts_with('\\')) {
        Name += Rest.front();
        Rest.remove_prefix(1);
        continue;
      }
      unsigned Byte = 0;
      if (Rest.size() < 4 || Rest[1] != 'x' ||
          std::from_chars(Rest.data() + 2, Rest.data() + 4, Byte, 16).ptr !=
              Rest.data() + 4)
        return std::nullopt;
      Name += static_cast<char>(Byte);
      Rest.remove_prefix(4);
    }
    if (!eat("\""))
      return std::nullopt;
    return Memory->copy(std::string_view(Name));
  }
  template <typename T> std::optional<T> number() {
    skipBlanks();
    int Base = 10;
    if (Rest.starts_with("0x")) {
      Base = 16;
      Rest.remove_prefix(2);
    }
    T Value = 0;
    auto [End, Code] =
        std::from_chars(Rest.data(), Rest.data() + Rest.size(), Value, Base);
    if (Code != std::errc())
      return std::nullopt;
    Rest.remove_prefix(size_t(End - Rest.data()));
    return Value;
  }

private:
  static bool isOfWord(char C) {
    return isWordCharacter(C) || C == '.' || C == '$' || C == '-';
  }

  std::string_view Rest;
  Arena *Memory;
};

} // namespace hostlayout::lock

#endif
