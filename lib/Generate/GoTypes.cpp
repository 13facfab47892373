//===- GoTypes.cpp - How a type is written in Go --------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/GoWriter.h"

#include "Generate/Identifiers.h"

namespace hostlayout::generate {

std::string GoWriter::typeText(const Type &Ty, Struct &Owner,
                               std::string_view FieldName, bool MayInline) {
  std::string Arrays;
  const Type *T = strip(&Ty);
  for (; T->Kind == TypeKind::Array; T = strip(T)) {
    const auto *Array = static_cast<const ArrayType *>(T);
    Arrays += "[" + std::to_string(Array->Count) + "]";
    T = Array->Element;
  }
  return Arrays + leafText(*T, Owner, FieldName, MayInline);
}

std::string GoWriter::leafText(const Type &Leaf, Struct &Owner,
                               std::string_view FieldName, bool MayInline) {
  switch (M.TheShapes.spelled(Leaf)) {
  case Spelled::Scalar:
    if (Leaf.Kind == TypeKind::Float)
      return Leaf.Size == 4 ? "float32" : "float64";
    if (Leaf.Role == IntegerRole::Bool && Leaf.Size == 1)
      return "bool";
    // A plain char is signed for BPF.
    return integerName(Leaf.Size, Leaf.Sign != Signedness::Unsigned);
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
    if (!mayExpand(R))
      break;
    if (!MayInline || Shapes[R].NeedsMethods) {
      std::string Name =
          uniqueTypeName(Owner.TypeName + exportedGoName(FieldName));
      Pending.push_back({&R, Name});
      return Name;
    }
    Struct S(Owner.TypeName + exportedGoName(FieldName), Memory,
             Owner.Depth + 1);
    members(R, S);
    Text Literal;
    Literal << "struct {\n";
    writeGoRows(Literal, S.Rows, S.Depth);
    Literal.tabs(Owner.Depth) << '}';
    return Literal.take();
  }
  case Spelled::Kernel:
  case Spelled::Bytes:
  case Spelled::Unknown:
    break;
  }
  return "[" + std::to_string(Leaf.Size) + "]byte";
}

/// What the written type does not say.
std::string GoWriter::remark(const Type &Ty) {
  const Type &Leaf = *leafOf(&Ty);
  Text Words;
  if (Leaf.Kind == TypeKind::Pointer) {
    Words << "// ";
    pointerRemark(Words, static_cast<const PointerType &>(Leaf));
  } else if (Leaf.Kind == TypeKind::Integer && Leaf.Size > 8) {
    Words << "/* " << integerName(Leaf.Size, Leaf.Sign == Signedness::Signed)
          << " */";
  } else if (Leaf.Kind == TypeKind::Float && Leaf.Size > 8) {
    Words << "/* float" << Leaf.Size * 8 << " */";
  }
  return Words.take();
}

} // namespace hostlayout::generate
