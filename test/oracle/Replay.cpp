//===- Replay.cpp - What the verdict oracle recorded, judged again --------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// HostLayoutReplay CORPUS [AGREED]
// HostLayoutReplay --tell CORPUS
//
// Compares each pair of layouts that record.py wrote, without any compiler, and
// ends with 1 where one gets another verdict than the oracle's. With AGREED, it
// writes the pairs that get the same verdict to that file instead: a layout
// alone says a little less than the program it is of. With --tell, it prints
// the kinds of difference of each pair, a line each.
//
//===----------------------------------------------------------------------===//

#include "Compare/Compare.h"
#include "Compare/Flatten.h"
#include "Layout/Arena.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

using namespace hostlayout;

namespace {

class Reader {
public:
  Reader(Arena &A, const std::string &Line, uint32_t Int64Align)
      : A(A), Words(Line), Int64Align(Int64Align) {}

  std::string word() {
    std::string W;
    Words >> W;
    return W;
  }
  uint64_t number() { return std::stoull(word()); }

  const Type *type() {
    const std::string Kind = word();
    if (Kind == "I")
      return integer();
    if (Kind == "F" || Kind == "P")
      return scalar(Kind == "F" ? TypeKind::Float : TypeKind::Pointer);
    if (Kind == "E")
      return enumeration();
    if (Kind == "A")
      return array();
    return record();
  }

  void setInt64Align(uint32_t N) { Int64Align = N; }

private:
  void sized(Type &Ty, TypeKind Kind, uint64_t Size) {
    Ty.Kind = Kind;
    Ty.Size = Size;
    Ty.Align = Size == 8 && Kind != TypeKind::Pointer
                   ? Int64Align
                   : uint32_t(std::max<uint64_t>(1, Size));
  }

  std::string_view name() {
    const std::string W = word();
    return W == "-" ? std::string_view() : A.copy(std::string_view(W));
  }

  const Type *integer() {
    Type *Ty = A.make<Type>();
    sized(*Ty, TypeKind::Integer, number());
    const std::string Sign = word(), Role = word();
    Ty->Sign = Sign == "s"   ? Signedness::Signed
               : Sign == "u" ? Signedness::Unsigned
                             : Signedness::Neutral;
    Ty->Role = Role == "b"   ? IntegerRole::Bool
               : Role == "c" ? IntegerRole::Character
               : Role == "y" ? IntegerRole::Byte
                             : IntegerRole::Number;
    Ty->IsWordSized = number() != 0;
    return Ty;
  }

  const Type *scalar(TypeKind Kind) {
    Type *Ty =
        Kind == TypeKind::Pointer ? A.make<PointerType>() : A.make<Type>();
    sized(*Ty, Kind, number());
    return Ty;
  }

  const Type *enumeration() {
    EnumType *E = A.make<EnumType>();
    E->Name = name();
    sized(*E, TypeKind::Enum, number());
    if (word() == "s")
      E->Sign = Signedness::Signed;
    std::vector<Enumerator> All(number());
    for (Enumerator &One : All) {
      One.Name = name();
      One.Value = number();
      One.Where = {A.make<int>()};
    }
    E->Enumerators = A.copy(std::span<const Enumerator>(All));
    return E;
  }

  const Type *array() {
    ArrayType *Ty = A.make<ArrayType>();
    Ty->Kind = TypeKind::Array;
    Ty->Count = number();
    Ty->Flexible = number() != 0;
    Ty->Element = type();
    Ty->Size = Ty->Count * Ty->Element->Size;
    Ty->Align = Ty->Element->Align;
    return Ty;
  }

  const Type *record() {
    RecordType *R = A.make<RecordType>();
    R->Kind = TypeKind::Record;
    R->Name = name();
    const std::string Tag = word();
    R->Tag = Tag == "u"   ? RecordTag::Union
             : Tag == "c" ? RecordTag::Class
                          : RecordTag::Struct;
    R->Size = number();
    R->FromSystemHeader = number() != 0;
    R->IsPacked = number() != 0;
    R->Where = {R};
    std::vector<Field> All(number());
    for (Field &F : All) {
      F.Name = name();
      F.BitOffset = number();
      F.BitWidth = uint32_t(number());
      F.IsBitField = number() != 0;
      F.IsBase = number() != 0;
      F.IsMarked = number() != 0;
      F.Where = {A.make<int>()};
      if (std::string_view N = name(); !N.empty()) {
        std::vector<std::string_view> Names{N};
        F.Counterparts = A.list(Names);
      }
      F.Ty = type();
      R->Align = std::max(R->Align, R->IsPacked ? 1 : F.Ty->Align);
    }
    R->Fields = A.copy(std::span<const Field>(All));
    return R;
  }

  Arena &A;
  std::istringstream Words;
  uint32_t Int64Align;
};

struct Recorded {
  bool Differs = false;
  std::string Warnings; ///< "some", "none" or "any"
  std::vector<Difference> Found;
};

Recorded judged(const std::string &Line, Arena &Memory) {
  Recorded R;
  Reader In(Memory, Line, 8);
  R.Differs = In.word() == "differ";
  R.Warnings = In.word();
  const std::string Match = In.word();
  CompareOptions Options;
  Options.Match = Match == "prefix"  ? MatchMode::Prefix
                  : Match == "named" ? MatchMode::Named
                                     : MatchMode::Exact;
  const uint64_t Word = In.number();
  Options.Host.PointerBytes = uint32_t(Word);
  Options.Host.Int64Align = uint32_t(In.number());
  Options.Host.IsBigEndian = In.number() != 0;
  Options.Host.Name = Word == 4 ? "i386" : "x86_64";
  const std::string Use = In.word();
  const uint64_t BpfSize = In.number();
  Options.IsGlobal = In.number() && Use == "-";
  if (Use != "-") {
    MapRole M;
    M.Name = Use == "k" ? "m.key" : "m.value";
    M.Size = BpfSize;
    M.IsKey = Use == "k";
    M.PerCpu = Use == "p";
    Options.Maps.push_back(M);
  }
  Policy Rules;
  const std::string Off = In.word();
  if (Off == "pointer")
    Rules.set(DifferenceKind::Pointer, Severity::Off);
  else if (Off == "abi")
    Rules.set(DifferenceKind::Abi, Severity::Off);
  In.setInt64Align(Options.Host.Int64Align);
  const Type *Host = In.type();
  In.setInt64Align(8);
  const Type *Bpf = In.type();
  R.Found = compare(*Host, *Bpf, Options, Rules);
  // Which is for lib/Judge to find: there is nothing to compare.
  const auto *Record = as<RecordType>(Host);
  if (Options.Match == MatchMode::Named && Record && !hasMarkedField(*Record)) {
    Difference D{};
    D.Kind = DifferenceKind::NotChecked;
    D.Level = Severity::Error;
    R.Found.assign(1, D);
  }
  return R;
}

/// "error:size warning:renamed"
std::string words(const std::vector<Difference> &Found) {
  std::string Text;
  for (const Difference &D : Found)
    Text += (Text.empty() ? "" : " ") +
            std::string(D.Level == Severity::Error ? "error:" : "warning:") +
            std::string(slug(D.Kind));
  return Text;
}

bool agrees(const Recorded &R) {
  bool HasErrors = false, HasWarnings = false;
  for (const Difference &D : R.Found)
    if (D.Level == Severity::Error)
      HasErrors = true;
    else if (D.Kind != DifferenceKind::PerCpu && D.Kind != DifferenceKind::Hole)
      HasWarnings = true;
  if (HasErrors || R.Differs)
    return HasErrors == R.Differs;
  return R.Warnings == "any" || HasWarnings == (R.Warnings == "some");
}

} // namespace

int main(int Count, char **Arguments) {
  const bool Tells = Count == 3 && std::string(Arguments[1]) == "--tell";
  if (Count < 2 || Count > 3) {
    std::cerr << "usage: " << Arguments[0] << " CORPUS [AGREED]\n"
              << "       " << Arguments[0] << " --tell CORPUS\n";
    return 2;
  }
  const char *Corpus = Arguments[Tells ? 2 : 1];
  std::ifstream In(Corpus);
  std::ofstream Agreed;
  const bool Writes = Count == 3 && !Tells;
  if (Writes)
    Agreed.open(Arguments[2]);
  if (!In || (Writes && !Agreed)) {
    std::cerr << Arguments[0] << ": cannot open " << Corpus << "\n";
    return 2;
  }
  unsigned All = 0, Wrong = 0;
  for (std::string Line; std::getline(In, Line); ++All) {
    Arena Memory;
    const Recorded R = judged(Line, Memory);
    if (Tells) {
      std::cout << words(R.Found) << "\n";
    } else if (agrees(R)) {
      if (Writes)
        Agreed << Line << "\n";
    } else if (++Wrong; !Writes) {
      std::cout << "told: " << words(R.Found) << "\nof: " << Line << "\n";
      return 1;
    }
  }
  if (!Tells)
    std::cout << All << " pairs, " << Wrong << " with another verdict\n";
  return All ? 0 : 2;
}
