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

namespace {

constexpr size_t MostRepeatedFields = 1000000;

std::string bytes(uint64_t Count) {
  return "[" + std::to_string(Count) + "]byte";
}

/// Makes a struct as aligned as a field of that many bytes would.
GoRow alignment(uint32_t Bytes) {
  return {"_", "[0]uint" + std::to_string(Bytes * 8), ""};
}

} // namespace

bool GoWriter::mayExpand(const RecordType &R) {
  if (Expanded.insert(&R, true))
    return true;
  RepeatedFields += R.Fields.size() + 1;
  return RepeatedFields <= MostRepeatedFields;
}

void GoWriter::record(const RecordType &R, std::string_view Name) {
  Struct S(std::string(Name), Memory);
  members(R, S);
  Out << "type " << Name << " struct {\n";
  writeGoRows(Out, S.Rows, 1);
  Out << "}\n\n";
  for (const GoAccessor &A : S.Accessors) {
    UsesUnsafe |= A.What != GoAccessor::BitField;
    writeGoAccessor(Out, Name, A, O.BigEndian);
  }
}

void GoWriter::members(const RecordType &R, Struct &S) {
  if (O.GoMinor >= GoOfMarker) {
    UsesStructs = true;
    S.Rows.push_back({"_", "structs.HostLayout", ""});
  }
  if (M.TheShapes[R].isOpaque()) {
    opaque(R, S);
    return;
  }
  if (R.isUnion()) {
    unionMembers(R, S);
    return;
  }
  std::vector<GoMember> All = Shapes.membersOf(R);
  for (size_t I = 0; I != All.size();) {
    if (!All[I].F->IsBitField) {
      member(All[I++], R, S);
      continue;
    }
    // Bit-fields that share bytes, or touch, lie in one run of bytes.
    size_t End = I + 1;
    uint64_t EndBit = All[I].BitOffset + All[I].F->BitWidth;
    for (; End != All.size() && All[End].F->IsBitField &&
           All[End].BitOffset / 8 <= (EndBit + 7) / 8;
         ++End)
      EndBit = All[End].BitOffset + All[End].F->BitWidth;
    bitRun(std::span(All).subspan(I, End - I), S);
    I = End;
  }
  padTo(R.Size, S);
}

void GoWriter::opaque(const RecordType &R, Struct &S) {
  S.Rows.push_back({"", "",
                    "// The fields cannot be declared: " +
                        std::string(describe(M.TheShapes[R].Why)) + "."});
  if (uint32_t Align = bytesAlign(R); Align > 1)
    S.Rows.push_back(alignment(Align));
  S.Rows.push_back({"Bytes", bytes(R.Size), ""});
}

void GoWriter::unionMembers(const RecordType &R, Struct &S) {
  uint32_t Align = Shapes[R].Align;
  if (Align > 1)
    S.Rows.push_back(alignment(Align));
  if (R.Size == 0)
    return;
  row(S, "Bytes", bytes(R.Size), R.Size);
  unionAccessors(R, "Bytes", 0, Align, S);
}

void GoWriter::padTo(uint64_t Offset, Struct &S) {
  if (Offset > S.End)
    S.Rows.push_back({"_", bytes(Offset - S.End), ""});
  S.End = std::max(S.End, Offset);
}

std::string GoWriter::uniqueMember(Struct &S, std::string Wanted) {
  return std::string(S.Names.add(Memory.copy(std::string_view(Wanted))));
}

void GoWriter::row(Struct &S, std::string_view BtfName, std::string Type,
                   uint64_t Size, std::string Comment) {
  S.Rows.push_back({uniqueMember(S, exportedGoName(BtfName)), std::move(Type),
                    std::move(Comment)});
  S.End += Size;
}

void GoWriter::member(const GoMember &Member, const RecordType &R, Struct &S) {
  const Field &F = *Member.F;
  const Type &Ty = *F.Ty;
  // Where Go has a field without bytes at the end, it adds some.
  if (Ty.Size == 0) {
    flexibleMembers(Member, S);
    return;
  }
  padTo(Member.byteOffset(), S);
  if (F.Name.empty()) {
    anonymousUnion(Member, R, S);
    return;
  }
  if (Shapes.isAligned(Ty, Member.byteOffset(), R.Size)) {
    std::string Text = typeText(Ty, S, F.Name, true);
    row(S, F.Name, std::move(Text), Ty.Size, remark(Ty));
    return;
  }
  std::string Text = typeText(Ty, S, F.Name, false);
  row(S, F.Name, bytes(Ty.Size), Ty.Size);
  std::string Field = S.Rows.back().Name;
  S.Accessors.push_back({.What = GoAccessor::Copy,
                         .Get = uniqueMember(S, "Get" + Field),
                         .Set = uniqueMember(S, "Set" + Field),
                         .Type = std::move(Text),
                         .Buffer = Field,
                         .Size = Ty.Size});
}

void GoWriter::flexibleMembers(const GoMember &Member, Struct &S) {
  // As a kernel declares several, in a union without a name.
  if (const auto *Union = as<RecordType>(Member.F->Ty))
    if (Member.F->Name.empty())
      for (const GoMember &Inner : Shapes.membersOf(*Union))
        flexibleMembers({Inner.F, Member.BitOffset + Inner.BitOffset}, S);
  if (!isFlexible(*Member.F->Ty))
    return;
  const Type &Element = *as<ArrayType>(Member.F->Ty)->Element;
  std::string Text = typeText(Element, S, Member.F->Name, false);
  S.Accessors.push_back({.What = GoAccessor::Following,
                         .Get = uniqueMember(S, exportedGoName(Member.F->Name)),
                         .Type = std::move(Text),
                         .Offset = Member.byteOffset()});
}

void GoWriter::bitRun(std::span<const GoMember> Run, Struct &S) {
  uint64_t Begin = Run.front().byteOffset();
  uint64_t End = (Run.back().BitOffset + Run.back().F->BitWidth + 7) / 8;
  padTo(Begin, S);
  row(S, "Bits" + std::to_string(S.BitRuns++), bytes(End - Begin), End - Begin);
  std::string Buffer = S.Rows.back().Name;
  for (const GoMember &Member : Run)
    bitAccessor(Member, Buffer, Begin * 8, S);
}

void GoWriter::bitAccessor(const GoMember &Member, const std::string &Buffer,
                           uint64_t BufferBits, Struct &S) {
  const Field &F = *Member.F;
  std::string Name = exportedGoName(F.Name);
  S.Accessors.push_back({.What = GoAccessor::BitField,
                         .Get = uniqueMember(S, Name),
                         .Set = uniqueMember(S, "Set" + Name),
                         .Type = typeText(*F.Ty, S, F.Name, false),
                         .Buffer = Buffer,
                         .BitOffset = Member.BitOffset - BufferBits,
                         .Bits = &F});
}

void GoWriter::anonymousUnion(const GoMember &Member, const RecordType &R,
                              Struct &S) {
  const auto &U = *as<RecordType>(Member.F->Ty);
  uint32_t Align = 1;
  if (Shapes.isAligned(U, Member.byteOffset(), R.Size))
    Align = Shapes[U].Align;
  if (Align > 1)
    S.Rows.push_back(alignment(Align));
  row(S, "Union" + std::to_string(S.Unions++), bytes(U.Size), U.Size);
  if (!M.TheShapes[U].isOpaque())
    unionAccessors(U, S.Rows.back().Name, Member.BitOffset, Align, S);
}

void GoWriter::unionAccessors(const RecordType &U, const std::string &Buffer,
                              uint64_t BufferBits, uint32_t Align, Struct &S) {
  for (const GoMember &Member : Shapes.membersOf(U)) {
    const Field &F = *Member.F;
    if (F.IsBitField) {
      bitAccessor(Member, Buffer, 0, S);
      continue;
    }
    if (F.Ty->Size == 0)
      flexibleMembers({&F, BufferBits + Member.BitOffset}, S);
    if (F.Ty->Size == 0 || F.Name.empty())
      continue;
    bool IsAligned = Shapes.alignOf(*F.Ty) <= Align &&
                     Shapes.isAligned(*F.Ty, Member.byteOffset(), 0);
    std::string Name = exportedGoName(F.Name);
    S.Accessors.push_back(
        {.What = IsAligned ? GoAccessor::Pointer : GoAccessor::Copy,
         .Get = uniqueMember(S, IsAligned ? Name : "Get" + Name),
         .Set = IsAligned ? "" : uniqueMember(S, "Set" + Name),
         .Type = typeText(*F.Ty, S, F.Name, false),
         .Buffer = Buffer,
         .Offset = Member.byteOffset(),
         .Size = F.Ty->Size});
  }
}

} // namespace hostlayout::generate
