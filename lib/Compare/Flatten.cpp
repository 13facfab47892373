//===- Flatten.cpp - The named fields of a record -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Flatten.h"

#include "Compare/Compare.h"

#include <algorithm>

namespace hostlayout {

namespace {

void flattenInto(const RecordType &R, uint64_t Start, bool InUnion,
                 std::vector<FlatField> &Out) {
  for (const Field &F : R.Fields) {
    uint64_t Bit = Start + F.BitOffset;
    if (F.Name.empty()) {
      if (const auto *Inner = as<RecordType>(F.Ty))
        flattenInto(*Inner, Bit, InUnion || R.isUnion(), Out);
      continue;
    }
    Out.push_back({&F, Bit, InUnion || R.isUnion(), isPaddingName(F.Name)});
  }
}

} // namespace

std::vector<FlatField> flatten(const RecordType &R) {
  std::vector<FlatField> Fields;
  Fields.reserve(R.Fields.size());
  flattenInto(R, 0, false, Fields);
  std::stable_sort(
      Fields.begin(), Fields.end(),
      [](const FlatField &A, const FlatField &B) { return A.Bit < B.Bit; });
  return Fields;
}

const FlatField *findField(const std::vector<FlatField> &Fields,
                           std::string_view Name) {
  for (const FlatField &F : Fields)
    if (F.name() == Name)
      return &F;
  return nullptr;
}

bool isCovered(uint64_t From, uint64_t To, std::vector<FlatField> Fields) {
  std::sort(
      Fields.begin(), Fields.end(),
      [](const FlatField &A, const FlatField &B) { return A.Bit < B.Bit; });
  for (const FlatField &F : Fields)
    if (F.Bit <= From && F.end() > From)
      From = F.end();
  return From >= To;
}

void eraseField(std::vector<FlatField> &Fields, const Field *F) {
  std::erase_if(Fields, [F](const FlatField &X) { return X.F == F; });
}

bool isPaddingName(std::string_view Name) {
  auto IsTrim = [](char C) { return C == '_' || (C >= '0' && C <= '9'); };
  if (Name.empty() || (Name.front() >= '0' && Name.front() <= '9'))
    return false;
  while (!Name.empty() && IsTrim(Name.front()))
    Name.remove_prefix(1);
  while (!Name.empty() && IsTrim(Name.back()))
    Name.remove_suffix(1);
  return Name.empty() || Name == "pad" || Name == "padding" ||
         Name == "reserved" || Name == "unused";
}

} // namespace hostlayout
