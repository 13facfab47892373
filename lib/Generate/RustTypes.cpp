//===- RustTypes.cpp - How a type is written in Rust ----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/RustWriter.h"

#include "Generate/Identifiers.h"
#include "Generate/ReservedNames.h"

#include <algorithm>

namespace hostlayout::generate {

namespace {

constexpr size_t MostRepeatedFields = 1000000;

} // namespace

std::string RustWriter::identifier(std::string_view Name) {
  std::string Fine = sanitized(Name);
  switch (rustKeyword(Fine)) {
  case RustWord::None:
    return Fine;
  case RustWord::Keyword:
    return "r#" + Fine;
  case RustWord::Path:
    break;
  }
  return Fine + "_";
}

std::string RustWriter::integerName(uint64_t Size, bool IsSigned) {
  return (IsSigned ? "i" : "u") + std::to_string(Size * 8);
}

std::string RustWriter::typeText(const Type &Ty, Body &Owner,
                                 std::string_view FieldName) {
  std::vector<uint64_t> Counts;
  const Type *T = strip(&Ty);
  for (; T->Kind == TypeKind::Array; T = strip(T)) {
    const auto *Array = static_cast<const ArrayType *>(T);
    Counts.push_back(Array->Count);
    T = Array->Element;
  }
  std::string Text = leafText(*T, Owner, FieldName);
  for (auto Count = Counts.rbegin(); Count != Counts.rend(); ++Count)
    Text = "[" + Text + "; " + std::to_string(*Count) + "]";
  return Text;
}

std::string RustWriter::leafText(const Type &Leaf, Body &Owner,
                                 std::string_view FieldName) {
  switch (M.TheShapes.spelled(Leaf)) {
  case Spelled::Scalar:
    if (Leaf.Kind == TypeKind::Float)
      return Leaf.Size == 4 ? "f32" : "f64";
    // Text is bytes in Rust; and a bool of BPF may hold what no bool may.
    if (Leaf.Role == IntegerRole::Bool || Leaf.Sign == Signedness::Neutral)
      return integerName(Leaf.Size, false);
    return integerName(Leaf.Size, Leaf.Sign == Signedness::Signed);
  case Spelled::Pointer:
    return integerName(Leaf.Size, false);
  case Spelled::Enum:
    if (const Entity *E = M.find(Leaf))
      return std::string(E->Name);
    return integerName(Leaf.Size, Leaf.Sign == Signedness::Signed);
  case Spelled::Record: {
    if (const Entity *E = M.find(Leaf))
      return std::string(E->Name);
    const auto &R = static_cast<const RecordType &>(Leaf);
    if (!Expanded.insert(&R, true)) {
      RepeatedFields += R.Fields.size() + 1;
      if (RepeatedFields > MostRepeatedFields)
        break;
    }
    std::string Wanted =
        sanitized(Owner.TypeName + "_" + std::string(FieldName));
    std::string_view Name =
        GlobalNames.add(Memory.copy(std::string_view(Wanted)));
    Pending.push_back({&R, std::string(Name)});
    return std::string(Name);
  }
  case Spelled::Kernel:
  case Spelled::Bytes:
  case Spelled::Unknown:
    break;
  }
  return "[u8; " + std::to_string(Leaf.Size) + "]";
}

/// What the written type does not say.
std::string RustWriter::remark(const Type &Ty) {
  const Type &Leaf = *leafOf(&Ty);
  Text Words;
  if (Leaf.Kind == TypeKind::Pointer) {
    Words << "// ";
    pointerRemark(Words, static_cast<const PointerType &>(Leaf));
  } else if (Leaf.Role == IntegerRole::Bool) {
    Words << "// bool";
  } else if (Leaf.Kind == TypeKind::Integer && Leaf.Size > 8) {
    Words << "// " << integerName(Leaf.Size, Leaf.Sign == Signedness::Signed);
  } else if (Leaf.Kind == TypeKind::Float && Leaf.Size > 8) {
    Words << "// f" << Leaf.Size * 8;
  }
  return Words.take();
}

uint32_t RustWriter::alignOf(const Type &Ty) {
  const Type &Leaf = *leafOf(&Ty);
  switch (M.TheShapes.spelled(Leaf)) {
  case Spelled::Scalar:
  case Spelled::Pointer:
  case Spelled::Enum:
    return static_cast<uint32_t>(Leaf.Size);
  case Spelled::Record:
    return alignOf(static_cast<const RecordType &>(Leaf));
  case Spelled::Kernel:
  case Spelled::Bytes:
  case Spelled::Unknown:
    break;
  }
  return 1;
}

bool RustWriter::isAligned(const Type &Ty, uint64_t Offset, uint64_t Size) {
  uint32_t Align = alignOf(Ty);
  return Offset % Align == 0 && Size % Align == 0;
}

uint32_t RustWriter::alignOf(const RecordType &R) {
  if (const uint32_t *Known = Aligns.find(&R))
    return *Known;
  uint32_t Align = 1;
  if (M.TheShapes[R].isOpaque()) {
    Align = bytesAlign(R);
  } else {
    std::vector<Member> Members;
    flatten(R, 0, Members);
    for (const Member &Of : Members)
      if (!Of.F->IsBitField && isAligned(*Of.F->Ty, Of.byteOffset(), R.Size))
        Align = std::max(Align, alignOf(*Of.F->Ty));
  }
  Aligns.insert(&R, Align);
  return Align;
}

bool RustWriter::isPrintable(const Type &Ty) {
  const Type &Leaf = *leafOf(&Ty);
  if (Leaf.Kind != TypeKind::Record)
    return true;
  const auto &R = static_cast<const RecordType &>(Leaf);
  if (const bool *Known = Printable.find(&R))
    return *Known;
  bool IsFine = !R.isUnion();
  if (!M.TheShapes[R].isOpaque())
    for (const Field &F : R.Fields)
      IsFine = IsFine && isPrintable(*F.Ty);
  Printable.insert(&R, IsFine);
  return IsFine;
}

} // namespace hostlayout::generate
