//===- ContentOrder.cpp - The order of types of one name ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Layout/ContentOrder.h"

#include <algorithm>
#include <compare>
#include <tuple>

namespace hostlayout {

namespace {

class ContentOrder {
public:
  std::strong_ordering compare(const Type &A, const Type &B);

private:
  std::strong_ordering records(const RecordType &A, const RecordType &B);
  std::strong_ordering enums(const EnumType &A, const EnumType &B);
  /// How many of \p Count members are looked at. All types may share what they
  /// hold: only the outermost is seen whole.
  size_t atMost(size_t Count) {
    if (Depth == 0)
      return Count;
    Count = std::min(Count, MostFields - Fields);
    Fields += Count;
    return Count;
  }

  /// What looks alike so far and so deep is as good as the same: a stranger's
  /// object must not take for ever.
  static constexpr unsigned Deepest = 4;
  static constexpr size_t MostFields = 256;
  unsigned Depth = 0;
  size_t Fields = 0;
};

std::strong_ordering ContentOrder::compare(const Type &A, const Type &B) {
  if (&A == &B)
    return std::strong_ordering::equal;
  auto Key = [](const Type &Ty) {
    return std::tuple(Ty.Kind, Ty.Size, Ty.Name, Ty.Sign, Ty.Role);
  };
  if (auto Order = Key(A) <=> Key(B); Order != 0)
    return Order;
  switch (A.Kind) {
  case TypeKind::Record:
    return records(static_cast<const RecordType &>(A),
                   static_cast<const RecordType &>(B));
  case TypeKind::Enum:
    return enums(static_cast<const EnumType &>(A),
                 static_cast<const EnumType &>(B));
  case TypeKind::Pointer:
    return static_cast<const PointerType &>(A).Pointee <=>
           static_cast<const PointerType &>(B).Pointee;
  case TypeKind::Array: {
    const auto &X = static_cast<const ArrayType &>(A);
    const auto &Y = static_cast<const ArrayType &>(B);
    if (X.Count != Y.Count)
      return X.Count <=> Y.Count;
    return compare(*X.Element, *Y.Element);
  }
  case TypeKind::Typedef:
    return compare(*static_cast<const TypedefType &>(A).Target,
                   *static_cast<const TypedefType &>(B).Target);
  default:
    return std::strong_ordering::equal;
  }
}

std::strong_ordering ContentOrder::records(const RecordType &A,
                                           const RecordType &B) {
  auto Key = [](const Field &F) {
    return std::tuple(F.Name, F.BitOffset, F.bits());
  };
  size_t Count = atMost(std::min(A.Fields.size(), B.Fields.size()));
  for (size_t I = 0; I != Count; ++I)
    if (auto Order = Key(A.Fields[I]) <=> Key(B.Fields[I]); Order != 0)
      return Order;
  if (auto Order = A.Fields.size() <=> B.Fields.size();
      Order != 0 || Depth == Deepest)
    return Order;
  auto Order = std::strong_ordering::equal;
  ++Depth;
  for (size_t I = 0; Order == 0 && I != Count && Fields != MostFields; ++I)
    Order = compare(*A.Fields[I].Ty, *B.Fields[I].Ty);
  --Depth;
  return Order;
}

std::strong_ordering ContentOrder::enums(const EnumType &A, const EnumType &B) {
  auto Key = [](const Enumerator &E) { return std::tuple(E.Name, E.Value); };
  size_t Count = atMost(std::min(A.Enumerators.size(), B.Enumerators.size()));
  for (size_t I = 0; I != Count; ++I)
    if (auto Order = Key(A.Enumerators[I]) <=> Key(B.Enumerators[I]);
        Order != 0)
      return Order;
  return A.Enumerators.size() <=> B.Enumerators.size();
}

} // namespace

bool comesBefore(const Type &A, const Type &B) {
  return ContentOrder().compare(A, B) < 0;
}

} // namespace hostlayout
