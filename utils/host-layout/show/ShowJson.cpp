//===- ShowJson.cpp - Types as JSON ---------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "show/ShowJson.h"

#include "Generate/Identifiers.h"
#include "Support/Printable.h"
#include "show/Holes.h"
#include "show/ShowText.h"

#include <nlohmann/json.hpp>

using namespace hostlayout;
using namespace hostlayout::command;
using Json = nlohmann::ordered_json;

namespace {

constexpr unsigned DeepestInPlace = 16;

Json recordToJson(const RecordType &R, unsigned Depth);

Json enumToJson(const EnumType &E) {
  bool IsSigned = E.Sign == Signedness::Signed;
  Json Values = Json::array();
  for (const Enumerator &V : E.Enumerators) {
    Json Value = {{"name", printable(V.Name)}};
    if (!E.hasWholeValues())
      Value["low_bits"] = generate::lowBits(V, E);
    else if (IsSigned)
      Value["value"] = static_cast<int64_t>(V.Value);
    else
      Value["value"] = V.Value;
    Values.push_back(std::move(Value));
  }
  return {{"kind", "enum"},
          {"name", printable(E.Name)},
          {"size", E.Size},
          {"signed", IsSigned},
          {"value_bits", std::min<uint64_t>(E.Size * 8, E.ValueBits)},
          {"values", std::move(Values)}};
}

Json fieldToJson(const Field &F, unsigned Depth) {
  Declared D = declaredType(*F.Ty);
  Json Member = {{"name", printable(F.Name)},
                 {"type", D.text()},
                 {"offset", F.byteOffset()},
                 {"size", F.Ty->Size}};
  if (F.IsBitField) {
    Member["bit_offset"] = F.BitOffset;
    Member["bit_size"] = F.BitWidth;
  }
  const auto *Inner = D.InPlace ? as<RecordType>(D.InPlace) : nullptr;
  if (Inner && Depth < DeepestInPlace)
    Member["in_place"] = recordToJson(*Inner, Depth + 1);
  return Member;
}

Json recordToJson(const RecordType &R, unsigned Depth) {
  Usage U = usageOf(R);
  Json Members = Json::array();
  for (const Field &F : R.Fields)
    Members.push_back(fieldToJson(F, Depth));
  return {{"kind", R.isUnion() ? "union" : "struct"},
          {"name", printable(R.Name)},
          {"size", R.Size},
          {"packed", R.IsPacked},
          {"members", std::move(Members)},
          {"holes", U.Holes},
          {"hole_bytes", U.HoleBytes},
          {"bit_holes", U.BitHoles},
          {"hole_bits", U.HoleBits},
          {"padding", U.Padding},
          {"padding_bits", U.PaddingBits}};
}

} // namespace

Json command::typeToJson(const Type &Ty) {
  if (Ty.Kind == TypeKind::Record)
    return recordToJson(static_cast<const RecordType &>(Ty), 0);
  if (Ty.Kind == TypeKind::Enum)
    return enumToJson(static_cast<const EnumType &>(Ty));
  // Else a typedef, or what a map's key or value is without one.
  bool IsTypedef = Ty.Kind == TypeKind::Typedef;
  Declared D = declaredType(
      IsTypedef ? *static_cast<const TypedefType &>(Ty).Target : Ty);
  Json Alias = {{"kind", IsTypedef ? "typedef" : "type"},
                {"name", IsTypedef ? printable(Ty.Name) : ""},
                {"size", Ty.Size},
                {"type", D.text()}};
  if (D.InPlace)
    Alias["in_place"] = typeToJson(*D.InPlace);
  return Alias;
}
