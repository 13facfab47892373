//===- GoStructs.cpp - Structs and unions of Go ---------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/GoWriter.h"

#include "Generate/Identifiers.h"

#include <algorithm>

namespace hostlayout::generate {

void GoWriter::record(const RecordType &R, std::string_view Name) {
  Body B(std::string(Name), Memory);
  members(R, B);
  Out << "type " << Name << " struct {\n";
  writeRows(Out, B.Rows, 1);
  Out << "}\n\n" << B.Code.view();
}

void GoWriter::members(const RecordType &R, Body &B) {
  if (O.GoMinor >= GoOfMarker) {
    UsesStructs = true;
    B.Rows.push_back({"_", "structs.HostLayout", ""});
  }
  if (M.TheShapes[R].isOpaque()) {
    opaque(R, B);
  } else if (R.isUnion()) {
    unionMembers(R, B);
  } else {
    const PlainShape &S = Shapes[R];
    if (S.Align > S.AlignOfBytes)
      alignment(S.Align, B);
    structMembers(R, B);
  }
}

void GoWriter::alignment(uint32_t Bytes, Body &B) {
  if (Bytes > 1)
    B.Rows.push_back({"_", array(integer(Bytes, false), 0), ""});
}

void GoWriter::opaque(const RecordType &R, Body &B) {
  B.Rows.push_back({"", "", "// " + sentence(M.TheShapes[R].Why)});
  alignment(bytesAlign(R), B);
  row(B, "Bytes", bytes(R.Size), R.Size);
}

void GoWriter::unionMembers(const RecordType &R, Body &B) {
  const uint32_t Align = Shapes[R].Align;
  alignment(Align, B);
  if (R.Size == 0)
    return;
  row(B, memberName("bytes", B), bytes(R.Size), R.Size);
  unionAccessors(R, B.Rows.back().Name, 0, Align, B);
}

std::string GoWriter::padName(Body &) { return "_"; }

std::string GoWriter::memberName(std::string_view BtfName, Body &B) {
  return unique(B.Names, exportedGoName(BtfName));
}

void GoWriter::accessor(Body &B, const GoAccessor &A) {
  UsesUnsafe |= A.What != GoAccessor::BitField;
  writeGoAccessor(B.Code, B.TypeName, A, O.BigEndian);
}

void GoWriter::member(const PlainMember &Of, const RecordType &R, Body &B) {
  const Field &F = *Of.F;
  const Type &Ty = *F.Ty;
  // Where Go has a field without bytes at the end, it adds some.
  if (Ty.Size == 0) {
    flexibleMembers(Of, B);
    return;
  }
  padTo(Of.byteOffset(), B);
  if (F.Name.empty()) {
    anonymousUnion(Of, R, B);
    return;
  }
  const bool IsAligned = Shapes.isAligned(Ty, Of.byteOffset(), R.Size);
  std::string Text = typeText(Ty, B, F.Name, IsAligned);
  std::string Name = memberName(F.Name, B);
  if (IsAligned) {
    row(B, std::move(Name), std::move(Text), Ty.Size, remark(Ty));
    return;
  }
  row(B, Name, bytes(Ty.Size), Ty.Size);
  accessor(B, {.What = GoAccessor::Copy,
               .Get = unique(B.Names, "Get" + Name),
               .Set = unique(B.Names, "Set" + Name),
               .Type = std::move(Text),
               .Buffer = Name,
               .Size = Ty.Size});
}

void GoWriter::flexibleMembers(const PlainMember &Of, Body &B) {
  // As a kernel declares several, in a union without a name.
  if (const auto *Union = as<RecordType>(Of.F->Ty))
    if (Of.F->Name.empty())
      for (const PlainMember &Inner : Shapes.membersOf(*Union))
        flexibleMembers({Inner.F, Of.BitOffset + Inner.BitOffset}, B);
  if (!isFlexible(*Of.F->Ty))
    return;
  const Type &Element = *as<ArrayType>(Of.F->Ty)->Element;
  std::string Text = typeText(Element, B, Of.F->Name);
  accessor(B, {.What = GoAccessor::Following,
               .Get = memberName(Of.F->Name, B),
               .Type = std::move(Text),
               .Offset = Of.byteOffset()});
}

void GoWriter::bitMethods(const PlainMember &Of, const std::string &Buffer,
                          uint64_t BufferBits, Body &B) {
  const Field &F = *Of.F;
  std::string Name = exportedGoName(F.Name);
  accessor(B, {.What = GoAccessor::BitField,
               .Get = unique(B.Names, Name),
               .Set = unique(B.Names, "Set" + Name),
               .Type = typeText(*F.Ty, B, F.Name),
               .Buffer = Buffer,
               .BitOffset = Of.BitOffset - BufferBits,
               .Bits = &F});
}

void GoWriter::anonymousUnion(const PlainMember &Of, const RecordType &R,
                              Body &B) {
  const auto &U = *as<RecordType>(Of.F->Ty);
  const bool IsAligned = Shapes.isAligned(U, Of.byteOffset(), R.Size);
  const uint32_t Align = IsAligned ? Shapes[U].Align : 1;
  alignment(Align, B);
  const std::string Name =
      memberName("union_" + std::to_string(B.Unnamed++), B);
  row(B, Name, bytes(U.Size), U.Size);
  if (!M.TheShapes[U].isOpaque())
    unionAccessors(U, Name, Of.BitOffset, Align, B);
}

void GoWriter::unionAccessors(const RecordType &U, const std::string &Buffer,
                              uint64_t BufferBits, uint32_t Align, Body &B) {
  for (const PlainMember &Of : Shapes.membersOf(U)) {
    const Field &F = *Of.F;
    if (F.IsBitField) {
      bitMethods(Of, Buffer, 0, B);
      continue;
    }
    if (F.Ty->Size == 0)
      flexibleMembers({&F, BufferBits + Of.BitOffset}, B);
    if (F.Ty->Size == 0 || F.Name.empty())
      continue;
    const bool IsAligned = Shapes.alignOf(*F.Ty) <= Align &&
                           Shapes.isAligned(*F.Ty, Of.byteOffset(), 0);
    std::string Name = exportedGoName(F.Name);
    accessor(B, {.What = IsAligned ? GoAccessor::Pointer : GoAccessor::Copy,
                 .Get = unique(B.Names, IsAligned ? Name : "Get" + Name),
                 .Set = IsAligned ? "" : unique(B.Names, "Set" + Name),
                 .Type = typeText(*F.Ty, B, F.Name),
                 .Buffer = Buffer,
                 .Offset = Of.byteOffset(),
                 .Size = F.Ty->Size});
  }
}

} // namespace hostlayout::generate
