//===- SkeletonText.h - As much of C as skeletons need ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_SKELETONTEXT_H
#define HOSTLAYOUT_BTF_SKELETONTEXT_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hostlayout::btf {

struct SkeletonToken {
  enum KindType : uint8_t { End, Word, Number, String, Other };
  KindType Kind = End;
  /// False where the file ends before the literal does.
  bool IsWhole = true;
  /// As written; of a string what is between the quotes.
  std::string_view Text;
  size_t At = 0; ///< where it starts
};

/// Splits a header into tokens; comments and the lines of directives fall away.
class SkeletonLexer {
public:
  explicit SkeletonLexer(std::string_view Text) : Text(Text) {}
  /// The next token; End for ever at the end.
  SkeletonToken next();

private:
  void skipLine();
  SkeletonToken quoted(char Quote);

  std::string_view Text;
  size_t At = 0;
};

/// Appends the bytes of a literal to \p Bytes. Returns where a bad escape
/// sequence starts, if there is one.
std::optional<size_t> decodeLiteral(std::string_view Text,
                                    std::vector<uint8_t> &Bytes);

/// The line of \p Text that byte \p At is on, from 1.
size_t lineOf(std::string_view Text, size_t At);

} // namespace hostlayout::btf

#endif
