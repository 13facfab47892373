//===- Print.cpp - Types as messages name them ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Layout/Print.h"

#include "Support/Printable.h"

namespace hostlayout {

namespace {

std::string integerName(const Type &Ty) {
  switch (Ty.Role) {
  case IntegerRole::Bool:
    return "bool";
  case IntegerRole::Byte:
    return "std::byte";
  case IntegerRole::Character:
  case IntegerRole::Number:
    break;
  }
  if (Ty.Sign == Signedness::Neutral && Ty.Size == 1)
    return "char";
  return (Ty.Sign == Signedness::Unsigned ? "u" : "s") +
         std::to_string(Ty.Size * 8);
}

std::string floatName(const Type &Ty) {
  switch (Ty.Size) {
  case 2:
    return "_Float16";
  case 4:
    return "float";
  case 8:
    return "double";
  default:
    return "long double";
  }
}

/// A tagged type; one without a tag goes by its typedef, if it has one.
std::string tagged(std::string_view Keyword, const Type &Ty,
                   std::string_view Typedef) {
  if (!Ty.Name.empty())
    return std::string(Keyword) + " " + printable(Ty.Name);
  if (!Typedef.empty())
    return printable(Typedef);
  return std::string(Keyword) + " {...}";
}

struct Spelling {
  std::string Base;
  std::string Dimensions;
};

Spelling spell(const Type &Declared) {
  std::string_view Typedef;
  const Type *Ty = &Declared;
  while (Ty->Kind == TypeKind::Typedef) {
    Typedef = Ty->Name;
    Ty = static_cast<const TypedefType *>(Ty)->Target;
  }
  switch (Ty->Kind) {
  case TypeKind::Integer:
    return {integerName(*Ty), ""};
  case TypeKind::Float:
    return {floatName(*Ty), ""};
  case TypeKind::Pointer: {
    // What a function takes would be most of a table's width.
    const auto *P = static_cast<const PointerType *>(Ty);
    bool IsShort = !P->Pointee.empty() && !P->isToFunction();
    return {(IsShort ? printable(P->Pointee) : "void") + " *", ""};
  }
  case TypeKind::Enum:
    return {tagged("enum", *Ty, Typedef), ""};
  case TypeKind::Array: {
    const auto *A = static_cast<const ArrayType *>(Ty);
    Spelling Element = spell(*A->Element);
    std::string Count = A->Flexible ? "" : std::to_string(A->Count);
    return {Element.Base, "[" + Count + "]" + Element.Dimensions};
  }
  case TypeKind::Record:
    return {tagged(static_cast<const RecordType *>(Ty)->isUnion() ? "union"
                                                                  : "struct",
                   *Ty, Typedef),
            ""};
  case TypeKind::Forward:
    return {tagged("struct", *Ty, Typedef), ""};
  case TypeKind::Typedef:
  case TypeKind::Opaque:
    break;
  }
  return {Typedef.empty() ? std::to_string(Ty->Size) + " opaque bytes"
                          : printable(Typedef),
          ""};
}

} // namespace

std::string typeName(const Type &Ty) {
  Spelling S = spell(Ty);
  return S.Base + S.Dimensions;
}

std::string declaration(const Type &Ty, std::string_view Name) {
  Spelling S = spell(Ty);
  bool IsPointer = S.Base.ends_with('*');
  return S.Base + (IsPointer ? "" : " ") + printable(Name) + S.Dimensions;
}

} // namespace hostlayout
