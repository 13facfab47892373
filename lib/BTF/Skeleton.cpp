//===- Skeleton.cpp - The object inside a libbpf skeleton -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/Skeleton.h"

#include "BTF/Elf.h"
#include "BTF/Format.h"
#include "BTF/SkeletonText.h"
#include "Support/ByteReader.h"
#include "Support/Printable.h"

#include <charconv>
#include <optional>
#include <span>

namespace hostlayout::btf {

namespace {

/// The guard is at most 64 characters long and stands behind two comments; a
/// project may have put its licence on top.
constexpr size_t GuardWithin = 4096;

class Parser {
public:
  explicit Parser(std::string_view Text) : Text(Text), Tokens(Text) {}
  Expected<Skeleton> run();
  /// What run() has found, whatever it returned.
  std::string name() { return std::move(Name); }

private:
  /// Reads the literal that starts with \p First, and those right behind it.
  Expected<std::vector<uint8_t>> readLiteral(SkeletonToken First);

  std::string_view Text;
  SkeletonLexer Tokens;
  /// The token behind the last literal.
  SkeletonToken Ahead;
  std::string Name;
  bool IsLight = false, HasSkeleton = false;
  /// The number last assigned to something called sz or data_sz.
  std::optional<uint64_t> SizeSaid;
};

} // namespace

/// Whether \p Text begins with a guard, "#ifndef __NAME_SKEL_H__", that ends in
/// \p Ending.
static bool hasGuard(std::string_view Text, std::string_view Ending) {
  Text = Text.substr(0, GuardWithin);
  size_t At = Text.find(Ending);
  if (At == std::string_view::npos)
    return false;
  size_t Line = Text.rfind('\n', At) + 1;
  std::string_view Guard = Text.substr(Line, At - Line);
  return Guard.starts_with('#') &&
         Guard.find("ifndef") != std::string_view::npos;
}

bool isSkeleton(std::string_view Text) { return hasGuard(Text, "_SKEL_H__"); }

bool isSubskeleton(std::string_view Text) {
  return hasGuard(Text, "_SUBSKEL_H__");
}

/// The BTF in a light skeleton's data, whose pieces are aligned to 8 bytes.
static std::optional<std::span<const uint8_t>>
findBtf(std::span<const uint8_t> Data) {
  for (size_t At = 0; At + ShortHeader <= Data.size(); At += 8) {
    std::optional<bool> IsBig;
    if (load<uint16_t>(&Data[At], mustSwap(false)) == Magic)
      IsBig = false;
    else if (load<uint16_t>(&Data[At], mustSwap(true)) == Magic)
      IsBig = true;
    if (!IsBig || Data[At + 2] != Version || Data[At + 3] != 0)
      continue;
    std::span<const uint8_t> Rest = Data.subspan(At);
    auto Word = [&](size_t Offset) -> uint64_t {
      return load<uint32_t>(&Rest[Offset], mustSwap(*IsBig));
    };
    uint64_t Header = Word(4), Types = Word(8), TypesLength = Word(12),
             Strings = Word(16), StringsLength = Word(20);
    if (Header < ShortHeader || Types + TypesLength > Strings ||
        StringsLength == 0)
      continue;
    uint64_t Length = Header + Strings + StringsLength;
    if (Length <= Rest.size() && Rest[Header + Strings] == 0 &&
        Rest[Length - 1] == 0)
      return Rest.first(Length);
  }
  return std::nullopt;
}

Expected<std::vector<uint8_t>> Parser::readLiteral(SkeletonToken First) {
  std::vector<uint8_t> Bytes;
  SkeletonToken T = First;
  do {
    if (!T.IsWhole)
      return Error("line " + std::to_string(lineOf(Text, First.At)) +
                   ": the literal with the object is cut off");
    if (std::optional<size_t> Bad = decodeLiteral(T.Text, Bytes))
      return Error("line " + std::to_string(lineOf(Text, T.At + 1 + *Bad)) +
                   ": this is not an escape sequence of C");
    T = Tokens.next();
  } while (T.Kind == SkeletonToken::String);
  Ahead = T;
  return Bytes;
}

Expected<Skeleton> Parser::run() {
  SkeletonToken Previous, BeforeThat;
  for (SkeletonToken T = Tokens.next(); T.Kind != SkeletonToken::End;) {
    if (T.Kind == SkeletonToken::String) {
      Expected<std::vector<uint8_t>> Bytes = readLiteral(T);
      if (!Bytes)
        return Bytes.takeError();
      if (ElfFile::isElf(*Bytes)) {
        if (SizeSaid && *SizeSaid != Bytes->size())
          return Error("line " + std::to_string(lineOf(Text, T.At)) +
                       ": the object has " + std::to_string(Bytes->size()) +
                       " bytes, but it should have " +
                       std::to_string(*SizeSaid));
        return Skeleton{Name, std::move(*Bytes), lineOf(Text, T.At)};
      }
      if (std::optional<std::span<const uint8_t>> Btf = findBtf(*Bytes))
        return Skeleton{Name, {Btf->begin(), Btf->end()}, lineOf(Text, T.At)};
      Previous = {};
      T = Ahead;
      continue;
    }
    // struct NAME {
    if (Name.empty() && T.Text == "{" && BeforeThat.Text == "struct" &&
        Previous.Kind == SkeletonToken::Word)
      Name = Previous.Text;
    IsLight |= T.Text == "bpf_loader_ctx";
    HasSkeleton |= T.Text == "bpf_object_skeleton";
    // *sz = 123;  s->data_sz = 123;
    if (T.Kind == SkeletonToken::Number && Previous.Text == "=" &&
        (BeforeThat.Text == "sz" || BeforeThat.Text == "data_sz")) {
      uint64_t Size = 0;
      auto End = T.Text.data() + T.Text.size();
      if (std::from_chars(T.Text.data(), End, Size).ptr == End)
        SizeSaid = Size;
    }
    BeforeThat = Previous;
    Previous = T;
    T = Tokens.next();
  }
  const bool HasEnd = Text.find("#endif") != std::string_view::npos;
  // A header of the user's own may have such a name and such a guard.
  if (IsLight || (!HasSkeleton && HasEnd))
    return Skeleton{Name, {}, 0};
  return Error(std::string("the skeleton has no object in it") +
               (HasEnd ? "" : ": the file is cut off"));
}

Expected<Skeleton> parseSkeleton(std::string_view Text) {
  return Parser(Text).run();
}

std::string skeletonName(std::string_view Text) {
  Parser P(Text);
  (void)P.run();
  return P.name();
}

std::string sanitizeIdentifier(std::string_view Name) {
  std::string Identifier(Name);
  for (char &C : Identifier)
    if (!isWordCharacter(C))
      C = '_';
  return Identifier;
}

std::string skeletonIdentifier(std::string_view Section) {
  // Where clang puts the globals of an arena.
  if (Section == ".addr_space.1")
    return "arena";
  for (std::string_view Prefix : {".data", ".rodata", ".bss", ".kconfig"})
    if (Section.starts_with(Prefix))
      return sanitizeIdentifier(Section.substr(1));
  return {};
}

} // namespace hostlayout::btf
