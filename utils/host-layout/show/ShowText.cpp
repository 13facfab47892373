//===- ShowText.cpp - Types as pahole prints them -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "show/ShowText.h"

#include "Generate/Identifiers.h"
#include "Layout/Print.h"
#include "Support/Printable.h"
#include "show/Holes.h"

#include <algorithm>
#include <utility>

using namespace hostlayout;
using namespace hostlayout::command;
using generate::Text;

namespace {

constexpr uint64_t CacheLine = 64;
constexpr size_t TypeColumn = 26, NameColumn = 21;
/// Where the comments of nested members begin, tabs being 8 wide.
constexpr size_t CommentColumn = 8 + TypeColumn + 1 + NameColumn + 1;
/// Records in place may repeat others; more than this is not worth reading.
constexpr unsigned DeepestInPlace = 16;

std::string tagged(const Type &Ty) {
  std::string Tag = Ty.Kind == TypeKind::Enum                       ? "enum"
                    : static_cast<const RecordType &>(Ty).isUnion() ? "union"
                                                                    : "struct";
  return Ty.Name.empty() ? Tag : Tag + " " + printable(Ty.Name);
}

std::string leafName(const Type &Ty) {
  switch (Ty.Kind) {
  case TypeKind::Record:
  case TypeKind::Enum:
    return tagged(Ty);
  case TypeKind::Typedef:
  case TypeKind::Integer:
  case TypeKind::Float:
    return Ty.Name.empty() ? typeName(Ty) : printable(Ty.Name);
  case TypeKind::Forward:
    return "struct " + printable(Ty.Name);
  default:
    return typeName(Ty);
  }
}

class Printer {
public:
  explicit Printer(Text &Out) : Out(Out) {}

  void record(const RecordType &R, std::string_view Typedef);
  void enumeration(const EnumType &E, std::string_view Typedef);

private:
  void members(const RecordType &R, uint64_t Base, unsigned Depth);
  void field(const Field &F, uint64_t Base, unsigned Depth);
  void number(uint64_t Number, size_t Width);
  void place(size_t Start, unsigned Depth, const Field &F, uint64_t At);
  void hole(const Hole &H, unsigned Depth);
  void padding(const Field &F, unsigned Depth);
  void cacheLine(uint64_t Byte, unsigned Depth);
  void summary(const RecordType &R);
  void blank() {
    if (!Out.view().ends_with("\n\n"))
      Out << '\n';
  }
  void note(unsigned Depth, const std::string &Words) {
    Out.tabs(Depth) << "/* " << Words << " */\n";
  }

  Text &Out;
  /// The cacheline of the member before.
  uint64_t LastLine = 0;
};

/// "1 byte", "2 bytes".
std::string counted(uint64_t Number, const char *Unit) {
  return std::to_string(Number) + " " + Unit + (Number == 1 ? "" : "s");
}

/// Writes \p Number to the right of so many columns.
void Printer::number(uint64_t Number, size_t Width) {
  size_t Digits = 1;
  for (uint64_t N = Number; N >= 10; N /= 10)
    ++Digits;
  Out.spaces(Width - std::min(Width, Digits)) << Number;
}

/// Ends the line that began at \p Start and declares \p F with where this is:
/// "     0     8", and for a bit-field "     0: 3  4".
void Printer::place(size_t Start, unsigned Depth, const Field &F, uint64_t At) {
  const size_t Column = Depth * 8 + (Out.size() - Start);
  Out.spaces(Column < CommentColumn ? CommentColumn - Column : 1) << "/* ";
  // A bit-field is shown in the storage unit of its type, as it is read.
  const uint64_t Unit = F.IsBitField ? F.Ty->Size * 8 : 8;
  number(At / Unit * (Unit / 8), 5);
  if (F.IsBitField) {
    Out << ':';
    number(At % Unit, 2);
    number(F.Ty->Size, 3);
  } else {
    Out << ' ';
    number(F.Ty->Size, 5);
  }
  Out << " */\n";
}

void Printer::cacheLine(uint64_t Byte, unsigned Depth) {
  if (Byte / CacheLine <= std::exchange(LastLine, Byte / CacheLine))
    return;
  uint64_t Start = Byte / CacheLine * CacheLine;
  std::string Words = "--- cacheline " + std::to_string(Byte / CacheLine) +
                      " boundary (" + std::to_string(Start) + " bytes)";
  if (Byte != Start)
    Words += " was " + counted(Byte - Start, "byte") + " ago";
  note(Depth, Words + " ---");
}

void Printer::hole(const Hole &H, unsigned Depth) {
  if (!H.Bits && !H.Bytes)
    return;
  blank();
  if (H.Bits)
    note(Depth, "XXX " + counted(H.Bits, "bit") + " hole");
  if (H.Bytes)
    note(Depth, "XXX " + counted(H.Bytes, "byte") + " hole");
  blank();
}

void Printer::members(const RecordType &R, uint64_t Base, unsigned Depth) {
  HoleFinder Holes;
  const uint64_t Start = LastLine;
  for (const Field &F : R.Fields) {
    if (!R.isUnion())
      hole(Holes.before(F), Depth);
    field(F, Base, Depth);
    // The next of a union begins where this one did, and so may what follows.
    if (R.isUnion())
      LastLine = Start;
  }
}

void Printer::field(const Field &F, uint64_t Base, unsigned Depth) {
  uint64_t At = Base + F.BitOffset;
  Declared D = declaredType(*F.Ty);
  auto Declare = [&] {
    D.declare(Out, F.Name);
    if (F.IsBitField)
      Out << ':' << F.BitWidth;
    Out << ';';
  };
  const auto *Inner = D.InPlace ? as<RecordType>(D.InPlace) : nullptr;
  cacheLine(At / 8, Depth);
  if (Inner && Depth < DeepestInPlace) {
    Out.tabs(Depth) << D.Type << " {\n";
    members(*Inner, At, Depth + 1);
    const size_t Start = Out.tabs(Depth).size();
    Out << (F.Name.empty() && D.Dimensions.empty() ? "}" : "} ");
    Declare();
    place(Start, Depth, F, At);
  } else {
    size_t Width = TypeColumn - std::min<size_t>(TypeColumn, (Depth - 1) * 8);
    const size_t Start = Out.tabs(Depth).size();
    Out << D.Type;
    Out.spaces(std::max(Width, D.Type.size()) - D.Type.size() + 1);
    Declare();
    place(Start, Depth, F, At);
  }
  padding(F, Depth);
}

void Printer::padding(const Field &F, unsigned Depth) {
  uint64_t Bytes = paddingInside(F);
  if (!Bytes)
    return;
  blank();
  note(Depth, "XXX last struct has " + counted(Bytes, "byte") + " of padding");
  blank();
}

void Printer::record(const RecordType &R, std::string_view Typedef) {
  if (!Typedef.empty())
    Out << "typedef ";
  Out << tagged(R) << " {\n";
  members(R, 0, 1);
  summary(R);
  Out << '}';
  if (!Typedef.empty())
    Out << ' ' << printable(Typedef);
  Out << ";\n\n";
}

void Printer::summary(const RecordType &R) {
  Usage U = usageOf(R);
  auto Number = [](uint64_t N) { return std::to_string(N); };
  blank();
  note(1, "size: " + Number(R.Size) +
              ", cachelines: " + Number((R.Size + CacheLine - 1) / CacheLine) +
              ", members: " + Number(R.Fields.size()));
  if (U.Holes || U.BitHoles) {
    std::string Words = "sum members: " + Number(U.Members / 8);
    if (U.Holes)
      Words +=
          ", holes: " + Number(U.Holes) + ", sum holes: " + Number(U.HoleBytes);
    if (U.BitHoles)
      Words += ", bit holes: " + Number(U.BitHoles) +
               ", sum bit holes: " + Number(U.HoleBits) + " bits";
    note(1, Words);
  }
  if (U.Padding)
    note(1, "padding: " + Number(U.Padding));
  if (U.PaddingBits)
    note(1, "bit_padding: " + Number(U.PaddingBits) + " bits");
  if (U.Paddings)
    note(1, "paddings: " + Number(U.Paddings) +
                ", sum paddings: " + Number(U.PaddingsBytes));
  if (R.IsPacked)
    note(1, "packed");
  if (R.Size % CacheLine)
    note(1, "last cacheline: " + Number(R.Size % CacheLine) + " bytes");
}

void Printer::enumeration(const EnumType &E, std::string_view Typedef) {
  bool IsSigned = E.Sign == Signedness::Signed;
  if (!Typedef.empty())
    Out << "typedef ";
  Out << tagged(E) << " {\n";
  for (const Enumerator &V : E.Enumerators) {
    Out << '\t' << printable(V.Name) << " = ";
    if (!E.hasWholeValues())
      Out << "?, /* ends in " << generate::hex(generate::lowBits(V, E))
          << " */\n";
    else if (IsSigned)
      Out << static_cast<int64_t>(V.Value) << ",\n";
    else
      Out << V.Value << ",\n";
  }
  Out << '\n';
  note(1, "size: " + std::to_string(E.Size) +
              (IsSigned ? ", signed" : ", unsigned") +
              ", values: " + std::to_string(E.Enumerators.size()));
  if (!E.hasWholeValues())
    note(1, "only the low " + std::to_string(E.ValueBits) +
                " bits of each value are in the object");
  Out << '}';
  if (!Typedef.empty())
    Out << ' ' << printable(Typedef);
  Out << ";\n\n";
}

} // namespace

Declared command::declaredType(const Type &Ty) {
  Declared D;
  const Type *T = &Ty;
  for (; T->Kind == TypeKind::Array;
       T = static_cast<const ArrayType *>(T)->Element)
    D.Dimensions +=
        "[" + std::to_string(static_cast<const ArrayType *>(T)->Count) + "]";
  D.Type = leafName(*T);
  if (const auto *P = as<PointerType>(T);
      P && T->Kind == TypeKind::Pointer && P->isToFunction()) {
    D.Type = printable(P->Pointee.substr(0, P->parameters() - 1));
    D.Parameters = ")" + printable(P->Pointee.substr(P->parameters()));
  }
  if ((T->Kind == TypeKind::Record || T->Kind == TypeKind::Enum) &&
      T->Name.empty())
    D.InPlace = T;
  return D;
}

void command::showRole(Text &Out, std::string_view Role, const Type &Ty) {
  const Type *Bare = strip(&Ty);
  if (Bare->Kind == TypeKind::Record || Bare->Kind == TypeKind::Enum) {
    Out << "/* " << printable(Role) << " */\n";
    showType(Out, Ty);
    return;
  }
  Declared D = declaredType(Ty);
  Out << D.Type << ' ';
  D.declare(Out, Role);
  Out << "; /* size: " << Ty.Size << " */\n\n";
  if (D.InPlace)
    showType(Out, *D.InPlace);
}

void command::showType(Text &Out, const Type &Ty) {
  std::string_view Typedef;
  const Type *T = &Ty;
  if (T->Kind == TypeKind::Typedef) {
    const Type *Target = static_cast<const TypedefType *>(T)->Target;
    bool IsBody =
        (Target->Kind == TypeKind::Record || Target->Kind == TypeKind::Enum) &&
        Target->Name.empty();
    if (!IsBody) {
      Declared D = declaredType(*Target);
      Out << "typedef " << D.Type << ' ';
      D.declare(Out, T->Name);
      Out << "; /* size: " << T->Size << " */\n\n";
      const Type *Bare = strip(Target);
      if (Bare->Kind != TypeKind::Record && Bare->Kind != TypeKind::Enum)
        return;
      Target = Bare;
    } else {
      Typedef = T->Name;
    }
    T = Target;
  }
  if (T->Kind == TypeKind::Record)
    Printer(Out).record(static_cast<const RecordType &>(*T), Typedef);
  else if (T->Kind == TypeKind::Enum)
    Printer(Out).enumeration(static_cast<const EnumType &>(*T), Typedef);
}
