//===- Enums.cpp - Do enumerators mean the same values? -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Comparison.h"
#include "Support/Printable.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace hostlayout {

namespace {

/// The last enumerator grows with every new value; nobody sends it.
bool isCount(std::string_view Name) {
  return Name.ends_with("_MAX") || Name.ends_with("_CNT");
}

std::string decimal(uint64_t Value, const EnumType &E) {
  return E.Sign == Signedness::Signed ? std::to_string(int64_t(Value))
                                      : std::to_string(Value);
}

} // namespace

void Comparison::enums(const EnumType &Host, const EnumType &Bpf) {
  // Producers disagree on the sign of an enum (gcc writes -2 as 4294967294):
  // only the bits that are stored count, and of these only those on record.
  uint64_t Bits =
      std::min<uint64_t>({Bpf.Size * 8, Host.ValueBits, Bpf.ValueBits});
  uint64_t Mask = Bits >= 64 ? ~uint64_t(0) : (uint64_t(1) << Bits) - 1;
  auto Base = [&](DifferenceKind K) {
    Difference D{};
    D.Kind = K;
    D.HostIn = &Host;
    D.BpfIn = &Bpf;
    D.Chain = Chain;
    return D;
  };

  std::unordered_map<std::string_view, const Enumerator *> ByName;
  for (const Enumerator &B : Bpf.Enumerators)
    ByName.try_emplace(B.Name, &B);
  std::unordered_set<const Enumerator *> Paired;
  std::unordered_set<uint64_t> Known;
  for (const Enumerator &H : Host.Enumerators) {
    Known.insert(H.Value & Mask);
    auto It = ByName.end();
    for (std::string_view Name : H.Counterparts)
      if (It == ByName.end())
        It = ByName.find(Name);
    if (It == ByName.end() && !H.Counterparts.empty()) {
      Difference D = Base(DifferenceKind::EnumValue);
      D.Form = Variant::NoCounterpart;
      D.HostEnumerator = &H;
      D.Other = H.Counterparts.front();
      add(std::move(D));
      continue;
    }
    if (It == ByName.end())
      It = ByName.find(H.Name);
    if (It == ByName.end())
      continue;
    const Enumerator &B = *It->second;
    Paired.insert(&B);
    if ((H.Value & Mask) == (B.Value & Mask))
      continue;
    Difference D = Base(DifferenceKind::EnumValue);
    D.HostEnumerator = &H;
    D.BpfEnumerator = &B;
    if (isCount(H.Name) && !Rules.isSet(DifferenceKind::EnumValue))
      add(std::move(D), Severity::Warning);
    else
      add(std::move(D));
  }

  Difference D = Base(DifferenceKind::EnumMissing);
  for (const Enumerator &B : Bpf.Enumerators)
    if (!Paired.count(&B) && !isCount(B.Name) &&
        Known.insert(B.Value & Mask).second)
      D.MissingEnumerators.push_back(&B);
  if (D.MissingEnumerators.empty())
    return;
  bool AreNames = std::all_of(
      D.MissingEnumerators.begin(), D.MissingEnumerators.end(),
      [](const Enumerator *B) { return isIdentifier(B->Name); });
  if (AreNames && Bpf.hasWholeValues()) {
    Fix Add{Fix::AddEnumerators, nullptr, &Host, nullptr, nullptr, {}, 0};
    for (const Enumerator *B : D.MissingEnumerators)
      Add.Text += (Add.Text.empty() ? "" : ", ") + std::string(B->Name) +
                  " = " + decimal(B->Value, Bpf);
    D.Remedy = std::move(Add);
  }
  add(std::move(D));
}

} // namespace hostlayout
