//===- SkeletonText.cpp - As much of C as skeletons need --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/SkeletonText.h"

#include "Support/Printable.h"

#include <algorithm>
#include <array>

namespace hostlayout::btf {

static bool isDigit(char C) { return C >= '0' && C <= '9'; }

/// Of each character its value as a hexadecimal digit, or NoDigit.
static constexpr uint8_t NoDigit = 0xff;
static constexpr std::array<uint8_t, 256> Digits = [] {
  std::array<uint8_t, 256> Values;
  Values.fill(NoDigit);
  for (uint8_t I = 0; I != 16; ++I) {
    Values[static_cast<unsigned char>("0123456789abcdef"[I])] = I;
    Values[static_cast<unsigned char>("0123456789ABCDEF"[I])] = I;
  }
  return Values;
}();

static uint8_t digitValue(char C) {
  return Digits[static_cast<unsigned char>(C)];
}

/// Past the end of the line; a spliced one goes on.
void SkeletonLexer::skipLine() {
  bool IsSpliced = true;
  while (IsSpliced && At != Text.size()) {
    std::string_view Line = Text.substr(At, Text.find('\n', At) - At);
    At = std::min(At + Line.size() + 1, Text.size());
    if (Line.ends_with('\r'))
      Line.remove_suffix(1);
    IsSpliced = Line.ends_with('\\');
  }
}

SkeletonToken SkeletonLexer::quoted(char Quote) {
  const size_t Start = At;
  for (size_t Close = Text.find(Quote, Start + 1);
       Close != std::string_view::npos; Close = Text.find(Quote, Close + 1)) {
    size_t Escapes = 0;
    while (Text[Close - 1 - Escapes] == '\\')
      ++Escapes;
    if (Escapes % 2 != 0)
      continue;
    At = Close + 1;
    return {Quote == '"' ? SkeletonToken::String : SkeletonToken::Other, true,
            Text.substr(Start + 1, Close - Start - 1), Start};
  }
  At = Text.size();
  return {SkeletonToken::String, false, Text.substr(Start + 1), Start};
}

SkeletonToken SkeletonLexer::next() {
  bool IsLineStart = At == 0;
  while (At != Text.size()) {
    const char C = Text[At];
    if (C == '\n')
      IsLineStart = true;
    if (C == '\n' || C == ' ' || C == '\t' || C == '\r') {
      ++At;
      continue;
    }
    std::string_view Two = Text.substr(At, 2);
    if (Two == "/*") {
      size_t Close = Text.find("*/", At + 2);
      At = Close == std::string_view::npos ? Text.size() : Close + 2;
      continue;
    }
    if (Two == "//" || (C == '#' && IsLineStart)) {
      skipLine();
      IsLineStart = true;
      continue;
    }
    if (C == '"' || C == '\'')
      return quoted(C);
    const size_t Start = At++;
    if (!isWordCharacter(C))
      return {SkeletonToken::Other, true, Text.substr(Start, 1), Start};
    while (At != Text.size() && isWordCharacter(Text[At]))
      ++At;
    return {isDigit(C) ? SkeletonToken::Number : SkeletonToken::Word, true,
            Text.substr(Start, At - Start), Start};
  }
  return {};
}

namespace {
/// Reads a literal that holds anything, one byte at a time.
struct Decoder {
  std::string_view Text;
  size_t At = 0;

  /// The byte that starts here; nothing for a spliced line. Sets IsBad.
  std::optional<uint8_t> next();
  bool IsBad = false;

private:
  uint8_t number(unsigned Base, size_t Most);
};
} // namespace

uint8_t Decoder::number(unsigned Base, size_t Most) {
  unsigned Value = 0;
  const size_t Start = At;
  while (At != Text.size() && At - Start != Most &&
         digitValue(Text[At]) < Base && Value <= 0xff)
    Value = Value * Base + digitValue(Text[At++]);
  IsBad = At == Start || Value > 0xff;
  return static_cast<uint8_t>(Value);
}

std::optional<uint8_t> Decoder::next() {
  char C = Text[At++];
  if (C != '\\')
    return static_cast<uint8_t>(C);
  IsBad = At == Text.size();
  if (IsBad)
    return std::nullopt;
  C = Text[At++];
  if (C == '\n')
    return std::nullopt;
  if (C == '\r' && Text.substr(At, 1) == "\n") {
    ++At;
    return std::nullopt;
  }
  if (C == 'x')
    return number(16, Text.size());
  if (C >= '0' && C <= '7') {
    --At;
    return number(8, 3);
  }
  constexpr std::string_view Names = "abtnvfr\"'\\?",
                             Values = "\a\b\t\n\v\f\r\"'\\?";
  const size_t Index = Names.find(C);
  IsBad = Index == std::string_view::npos;
  return static_cast<uint8_t>(IsBad ? 0 : Values[Index]);
}

std::optional<size_t> decodeLiteral(std::string_view Text,
                                    std::vector<uint8_t> &Bytes) {
  Bytes.reserve(Bytes.size() + Text.size() / 4);
  uint8_t Block[4096];
  size_t Used = 0;
  for (Decoder D{Text}; D.At != Text.size();) {
    if (Used == sizeof Block) {
      Bytes.insert(Bytes.end(), Block, Block + Used);
      Used = 0;
    }
    // What bpftool writes: \xNN and \0, each with another one behind it.
    const char *Here = Text.data() + D.At;
    if (Text.size() - D.At > 4 && Here[0] == '\\') {
      if (Here[1] == 'x' && Here[4] == '\\') {
        const uint8_t High = digitValue(Here[2]), Low = digitValue(Here[3]);
        if (High != NoDigit && Low != NoDigit) {
          Block[Used++] = static_cast<uint8_t>(High << 4 | Low);
          D.At += 4;
          continue;
        }
      } else if (Here[1] == '0' && Here[2] == '\\') {
        Block[Used++] = 0;
        D.At += 2;
        continue;
      }
    }
    const size_t Start = D.At;
    if (std::optional<uint8_t> Byte = D.next())
      Block[Used++] = *Byte;
    if (D.IsBad)
      return Start;
  }
  Bytes.insert(Bytes.end(), Block, Block + Used);
  return std::nullopt;
}

size_t lineOf(std::string_view Text, size_t At) {
  return 1 +
         static_cast<size_t>(std::count(Text.begin(), Text.begin() + At, '\n'));
}

} // namespace hostlayout::btf
