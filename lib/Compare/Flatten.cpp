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
  explicit Flattener(std::deque<UnionArm> *Arms) : Arms(Arms) {}
  std::vector<FlatField> Out;

  void open(const RecordType &R, uint64_t Start, bool InUnion,
            const UnionArm *Outer) {
    InUnion |= R.isUnion();
    for (const Field &F : R.Fields) {
      uint64_t Bit = Start + F.BitOffset;
      const UnionArm *Arm = Outer;
      if (R.isUnion() && Arms)
        Arm = &Arms->emplace_back(UnionArm{&R, Start, &F, Outer});
      if (!F.Name.empty())
        Out.push_back(
            {&F, Bit, InUnion, !F.IsMarked && isPaddingName(F.Name), Arm, &R});
      else if (const auto *Inner = as<RecordType>(F.Ty);
               Inner && Opened.insert(Inner).second)
        open(*Inner, Bit, InUnion, Arm);
    }
  }

private:
  std::deque<UnionArm> *Arms;
  /// A second one has the names of the first: nothing in it can be named, and a
  /// forged object has 2^32 of them.
  std::set<const RecordType *> Opened;
};

} // namespace

std::vector<FlatField> flatten(const RecordType &R,
                               std::deque<UnionArm> *Arms) {
  Flattener All(Arms);
  All.Out.reserve(R.Fields.size());
  All.open(R, 0, false, nullptr);
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

bool hasMarkedField(const RecordType &R) {
  const std::vector<FlatField> Fields = flatten(R);
  return std::any_of(Fields.begin(), Fields.end(),
                     [](const FlatField &F) { return F.F->IsMarked; });
}

void eraseField(std::vector<FlatField> &Fields, const Field *F) {
  std::erase_if(Fields, [F](const FlatField &X) { return X.F == F; });
}

} // namespace hostlayout
