//===- CMembers.cpp - The bodies of structs and unions --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/CWriter.h"

#include "Generate/Identifiers.h"
#include "Generate/ReservedNames.h"

#include <algorithm>

namespace hostlayout::generate {

namespace {

bool needsBytes(const Field &F) { return F.bits() != 0; }

} // namespace

void CWriter::scanNames(const RecordType &R) {
  for (const Field &F : R.Fields) {
    if (!F.Name.empty())
      Members.insert(F.Name);
    const Type *Leaf = leafOf(F.Ty);
    if (Leaf->Kind == TypeKind::Record && isInPlace(*Leaf))
      scanNames(static_cast<const RecordType &>(*Leaf));
  }
}

std::string_view CWriter::memberName(std::string_view BtfName) {
  bool IsFine = isIdentifier(BtfName) && !isReserved(BtfName);
  if (IsFine && !Members.hasRepeats())
    return BtfName;
  std::string Name = sanitized(BtfName);
  if (isReserved(Name))
    Name += '_';
  while (!IsFine && Members.contains(Name))
    Name += '_';
  return Scopes[Scope].add(Memory.copy(std::string_view(Name)));
}

void CWriter::marker(std::string_view BtfName) {
  Out << "BPF_HOST_LAYOUT_AS(\"";
  quote(Out, BtfName);
  Out << "\")";
}

void CWriter::typeMarker(const Entity &E) {
  Out << "BPF_HOST_LAYOUT";
  std::string_view Separator = "_AS(";
  auto Argument = [&](std::string_view Word) {
    Out << Separator << '"';
    quote(Out, Word);
    Out << '"';
    Separator = ", ";
  };
  if (E.BtfName != E.Name)
    Argument(E.BtfName);
  if (E.IsStrided)
    Argument("percpu=off");
  if (const auto *Enum = as<EnumType>(E.Ty); Enum && !Enum->hasWholeValues())
    Argument("enum-missing=off");
  Out << (Separator == ", " ? ") " : " ");
}

/// "struct BPF_HOST_LAYOUT alignas(8) event {", up to the brace.
void CWriter::head(const RecordType &R, const Entity *E) {
  const Shape &S = M.TheShapes[R];
  Out << (R.isUnion() ? "union " : "struct ");
  if (E && !S.isOpaque() && isMarkable(E->BtfName, false))
    typeMarker(*E);
  uint32_t Align = 1;
  if (S.isOpaque())
    Align = S.Align;
  else if (S.NeedsAlignas && E)
    Align = S.Align;
  if (S.IsPacked)
    Out << "__attribute__((packed)) ";
  else if (Align > 1 && IsCpp)
    Out << "alignas(" << Align << ") ";
  else if (Align > 1)
    Out << "__attribute__((aligned(" << Align << "))) ";
}

void CWriter::body(const RecordType &R, unsigned Depth) {
  const Shape &S = M.TheShapes[R];
  if (S.isOpaque()) {
    opaqueBody(R, Depth);
    return;
  }
  // C++ gives an empty struct a byte, but not one whose only member has none.
  if (IsCpp && R.Size == 0 && std::ranges::none_of(R.Fields, needsBytes)) {
    Out.spaces(Depth * 2) << "uint8_t _pad" << ++Pads << "[0];\n";
  }
  const Field *Before = nullptr;
  uint64_t End = 0;
  for (const Field &F : R.Fields) {
    if (!R.isUnion())
      gap(End, F.BitOffset, Before, &F, Depth);
    field(F, R, Depth);
    Before = &F;
    End = R.isUnion() ? std::max(End, F.bits()) : F.BitOffset + F.bits();
  }
  if (!R.isUnion())
    gap(End, R.Size * 8, Before, nullptr, Depth);
  else if ((End + 7) / 8 < R.Size)
    padding(R.Size, Depth);
}

void CWriter::opaqueBody(const RecordType &R, unsigned Depth) {
  Out.spaces(Depth * 2) << "// " << sentence(M.TheShapes[R].Why) << '\n';
  Out.spaces(Depth * 2) << "uint8_t bytes[" << R.Size << "];\n";
}

void CWriter::gap(uint64_t From, uint64_t To, const Field *Before,
                  const Field *After, unsigned Depth) {
  if (From >= To)
    return;
  // First what is left of the storage unit that the last bit-field lies in.
  if (Before && Before->IsBitField) {
    uint64_t Unit = bitFieldUnit(*Before);
    uint64_t End = std::min(To, (From + Unit - 1) / Unit * Unit);
    if (From < End)
      padBits(*Before, End - From, Depth);
    From = End;
  }
  uint64_t BytesEnd = To;
  if (After && After->IsBitField)
    BytesEnd = std::max(From, To / bitFieldUnit(*After) * bitFieldUnit(*After));
  if (From < BytesEnd)
    padding((BytesEnd - From) / 8, Depth);
  if (BytesEnd < To)
    padBits(*After, To - BytesEnd, Depth);
}

void CWriter::padding(uint64_t Bytes, unsigned Depth) {
  std::string Name;
  do
    Name = "_pad" + std::to_string(++Pads);
  while (Members.contains(Name));
  Out.spaces(Depth * 2) << "uint8_t " << Name;
  if (Bytes > 1)
    Out << '[' << Bytes << ']';
  Out << ";\n";
}

void CWriter::padBits(const Field &Like, uint64_t Bits, unsigned Depth) {
  Out.spaces(Depth * 2) << integerName(bitFieldUnit(Like) / 8, false) << " : "
                        << Bits << ";\n";
}

void CWriter::field(const Field &F, const RecordType &R, unsigned Depth) {
  Member D = memberOf(*F.Ty);
  Spelled How = M.TheShapes.spelled(*D.Leaf);
  const RecordType *Inline = nullptr;
  if (How == Spelled::Record && isInPlace(*D.Leaf)) {
    Inline = static_cast<const RecordType *>(D.Leaf);
    if (!InPlace.mayWrite(*Inline))
      How = Spelled::Bytes, Inline = nullptr;
  }
  Out.spaces(Depth * 2);
  if (How == Spelled::Unknown) {
    Out << "// '";
    comment(Out, F.Name);
    Out << "' is here; its type is not in the object.\n";
    return;
  }
  std::string_view Name = F.Name.empty() ? F.Name : memberName(F.Name);
  if (How == Spelled::Bytes && !M.TheShapes[R].IsPacked)
    if (uint16_t Align = bytesAlign(F, R); Align > 1)
      Out << (IsCpp ? "alignas(" : "_Alignas(") << Align << ") ";
  if (isOther(Name, F.Name) && isMarkable(F.Name, false)) {
    marker(F.Name);
    Out << ' ';
  }
  if (!Name.empty())
    noteOffset(Name, F);
  if (Inline) {
    member(*Inline, D, Name, F, Depth);
  } else if (F.IsBitField) {
    bitFieldType(F);
  } else if (How == Spelled::Bytes) {
    Out << "uint8_t";
  } else {
    typeName(*D.Leaf, D.ByteOrderName);
  }
  if (!Name.empty())
    Out << ' ' << Name;
  else if (How == Spelled::Bytes)
    Out << " _pad" << ++Pads;
  if (F.IsBitField)
    Out << " : " << F.BitWidth;
  dimensions(D, MayEndOpen && Depth == 1 && F.byteOffset() == R.Size);
  if (How == Spelled::Bytes)
    Out << '[' << D.Leaf->Size << ']';
  Out << ';';
  remark(D, How, &F);
  Out << '\n';
}

/// A struct or union that is written where it is used.
void CWriter::member(const RecordType &Ty, const Member &D,
                     std::string_view Name, const Field &F, unsigned Depth) {
  const size_t OldPath = Path.size();
  const uint64_t OldBase = Base;
  const bool WasNowhere = IsNowhere;
  Base += F.byteOffset();
  if (!Name.empty()) {
    Path += Name;
    for (const ArrayType *A : D.Arrays) {
      Path += "[0]";
      IsNowhere |= A->Count == 0;
    }
    Path += '.';
  }
  inlineRecord(Ty, !Name.empty(), Depth);
  Path.resize(OldPath);
  Base = OldBase;
  IsNowhere = WasNowhere;
}

void CWriter::inlineRecord(const RecordType &R, bool HasName, unsigned Depth) {
  head(R, nullptr);
  Out << "{\n";
  if (HasName) {
    if (++Scope == Scopes.size())
      Scopes.emplace_back(Memory);
    Scopes[Scope].clear();
  }
  body(R, Depth + 1);
  Scope -= HasName;
  Out.spaces(Depth * 2) << '}';
}

} // namespace hostlayout::generate
