//===- Flatten.cpp - The named fields of a record -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Flatten.h"

#include "Compare/Names.h"

#include <algorithm>
#include <set>
#include <utility>

namespace hostlayout {

namespace {

class Flattener {
public:
  std::vector<FlatField> Out;

  void open(const RecordType &R, uint64_t Start, uint32_t Union, uint32_t Arm) {
    const bool IsOutermost = R.isUnion() && !Union;
    if (IsOutermost)
      Union = ++Unions;
    for (const Field &F : R.Fields) {
      Arm += IsOutermost;
      uint64_t Bit = Start + F.BitOffset;
      if (!F.Name.empty())
        Out.push_back({&F, Bit, Union != 0,
                       !F.IsMarked && isPaddingName(F.Name), Union, Arm});
      else if (const auto *Inner = as<RecordType>(F.Ty);
               Inner && Opened.insert(Inner).second)
        open(*Inner, Bit, Union, Arm);
    }
  }

private:
  uint32_t Unions = 0;
  /// A second one has the names of the first: nothing in it can be named, and a
  /// forged object has 2^32 of them.
  std::set<const RecordType *> Opened;
};

} // namespace

std::vector<FlatField> flatten(const RecordType &R) {
  Flattener All;
  All.Out.reserve(R.Fields.size());
  All.open(R, 0, 0, 0);
  std::vector<FlatField> Fields = std::move(All.Out);
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

bool isCovered(uint64_t From, uint64_t To,
               const std::vector<FlatField> &Fields) {
  for (const FlatField &F : Fields) {
    if (F.Bit > From)
      break;
    From = std::max(From, F.end());
  }
  return From >= To;
}

void eraseField(std::vector<FlatField> &Fields, const Field *F) {
  std::erase_if(Fields, [F](const FlatField &X) { return X.F == F; });
}

} // namespace hostlayout
