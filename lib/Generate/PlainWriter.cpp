//===- PlainWriter.cpp - What Go's and Rust's writers share ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/PlainWriter.h"

#include "Generate/Identifiers.h"

#include <algorithm>

namespace hostlayout::generate {

PlainWriter::PlainWriter(Model &M, const WriterOptions &O, Arena &Memory,
                         const ScalarNames &Scalars, bool HasUnions)
    : M(M), O(O), Memory(Memory), Scalars(Scalars), Shapes(M, HasUnions),
      GlobalNames(Memory) {}

PlainWriter::~PlainWriter() = default;

std::string PlainWriter::write() {
  nameEntities(M, GlobalNames, [this](std::string_view Name) {
    return Memory.copy(std::string_view(spell(Name)));
  });
  Out.reserve(M.Entities.size() * 512 + 4096);
  for (const Entity &E : M.Entities)
    declaration(E);
  std::string Prologue = prologue();
  std::string All = Out.take();
  All.insert(0, Prologue);
  // One line feed ends a file.
  while (All.ends_with("\n\n"))
    All.pop_back();
  return All;
}

void PlainWriter::declaration(const Entity &E) {
  switch (E.What) {
  case Entity::Record:
    record(static_cast<const RecordType &>(*E.Ty), E.Name);
    break;
  case Entity::Enum:
  case Entity::Constants:
    enumeration(E);
    break;
  case Entity::Alias:
  case Entity::Role:
    anyAlias(E);
    break;
  }
  while (!Pending.empty()) {
    Hoisted Next = std::move(Pending.front());
    Pending.pop_front();
    record(*Next.R, Next.Name);
  }
}

void PlainWriter::anyAlias(const Entity &E) {
  const Type *Leaf = E.Ty ? leafOf(E.Ty) : nullptr;
  if (Leaf && M.TheShapes.spelled(*Leaf) == Spelled::Unknown)
    return;
  const Entity *Target = Leaf ? M.find(*strip(E.Ty)) : nullptr;
  if (!Target || Target->Name != E.Name) {
    std::string Text = bytes(E.Size), Comment;
    if (E.Ty) {
      Body Nowhere(std::string(E.Name), Memory);
      Text = typeText(*E.Ty, Nowhere, "element");
      Comment = remark(*E.Ty);
    }
    // The language has some of a kernel's names for just that.
    if (Text != E.BtfName)
      alias(E, Target, Text, Comment);
  }
  if (E.PerCpu)
    perCpuAlias(E);
}

void PlainWriter::perCpuAlias(const Entity &) {}

std::string PlainWriter::hoist(const RecordType &R, std::string_view Wanted) {
  Pending.push_back({&R, unique(GlobalNames, Wanted)});
  return Pending.back().Name;
}

std::string PlainWriter::integer(uint64_t Size, bool IsSigned) const {
  return std::string(IsSigned ? Scalars.Signed : Scalars.Unsigned) +
         std::to_string(Size * 8);
}

std::string PlainWriter::typeText(const Type &Ty, Body &Owner,
                                  std::string_view FieldName, bool MayInline) {
  std::vector<uint64_t> Counts;
  const Type *T = strip(&Ty);
  for (; T->Kind == TypeKind::Array; T = strip(T)) {
    const auto *Array = static_cast<const ArrayType *>(T);
    Counts.push_back(Array->Count);
    T = Array->Element;
  }
  std::string Text = leafText(*T, Owner, FieldName, MayInline);
  for (auto Count = Counts.rbegin(); Count != Counts.rend(); ++Count)
    Text = array(std::move(Text), *Count);
  return Text;
}

std::string PlainWriter::leafText(const Type &Leaf, Body &Owner,
                                  std::string_view FieldName, bool MayInline) {
  switch (M.TheShapes.spelled(Leaf)) {
  case Spelled::Scalar:
    if (Leaf.Kind == TypeKind::Float)
      return std::string(Scalars.Float) + std::to_string(Leaf.Size * 8);
    return scalar(Leaf);
  case Spelled::Pointer:
    return integer(Leaf.Size, false);
  case Spelled::Enum:
    if (const Entity *E = M.find(Leaf))
      return std::string(E->Name);
    return integer(Leaf.Size, Leaf.Sign == Signedness::Signed);
  case Spelled::Record: {
    if (const Entity *E = M.find(Leaf))
      return std::string(E->Name);
    const auto &R = static_cast<const RecordType &>(Leaf);
    if (!InPlace.mayWrite(R))
      break;
    return unnamed(R, Owner, FieldName, MayInline);
  }
  case Spelled::Kernel:
  case Spelled::Bytes:
  case Spelled::Unknown:
    break;
  }
  return bytes(Leaf.Size);
}

/// What the written type does not say.
std::string PlainWriter::remark(const Type &Ty) const {
  const Type &Leaf = *leafOf(&Ty);
  Text Words;
  if (Leaf.Kind == TypeKind::Pointer)
    pointerRemark(Words, static_cast<const PointerType &>(Leaf));
  else if (Leaf.Kind == TypeKind::Integer && Leaf.Size > 8)
    Words << integer(Leaf.Size, Leaf.Sign == Signedness::Signed);
  else if (Leaf.Kind == TypeKind::Float && Leaf.Size > 8)
    Words << Scalars.Float << Leaf.Size * 8;
  return commentOf(Leaf, Words.take());
}

void PlainWriter::structMembers(const RecordType &R, Body &B) {
  std::vector<PlainMember> All = Shapes.membersOf(R);
  for (std::span<const PlainMember> Rest = All; !Rest.empty();) {
    std::span<const PlainMember> Run = firstBitRun(Rest);
    if (Run.empty())
      member(Rest.front(), R, B);
    else
      bitRun(Run, B);
    Rest = Rest.subspan(std::max<size_t>(Run.size(), 1));
  }
  padTo(R.Size, B);
}

void PlainWriter::bitRun(std::span<const PlainMember> Run, Body &B) {
  const uint64_t Begin = Run.front().byteOffset();
  const uint64_t Size = (Run.back().bitEnd() + 7) / 8 - Begin;
  padTo(Begin, B);
  std::string Name = memberName("bits_" + std::to_string(B.BitRuns++), B);
  row(B, Name, bytes(Size), Size);
  for (const PlainMember &Of : Run)
    bitMethods(Of, Name, Begin * 8, B);
}

void PlainWriter::padTo(uint64_t Offset, Body &B) {
  if (Offset > B.End)
    row(B, padName(B), bytes(Offset - B.End), Offset - B.End);
}

void PlainWriter::row(Body &B, std::string Name, std::string Type,
                      uint64_t Size, std::string Comment) {
  B.Rows.push_back(
      {std::move(Name), std::move(Type), std::move(Comment), B.End});
  B.End += Size;
}

void PlainWriter::enumerator(const Enumerator &V, const EnumType &E) {
  if (E.Sign == Signedness::Signed)
    Out << static_cast<int64_t>(wholeValue(V, E));
  else
    Out << wholeValue(V, E);
}

} // namespace hostlayout::generate
