//===- Enums.cpp - Comparing enumerators ----------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Comparison.h"
#include "Compare/Names.h"
#include "Compare/Overlay.h"
#include "Support/Printable.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace hostlayout {

namespace {

std::string decimal(uint64_t Value, const EnumType &E) {
  return E.Sign == Signedness::Signed ? std::to_string(int64_t(Value))
                                      : std::to_string(Value);
}

uint64_t lowBits(uint64_t Bits) {
  return Bits >= 64 ? ~uint64_t(0) : (uint64_t(1) << Bits) - 1;
}

/// Whether \p Value of \p Bpf can be stored in \p Bits, read as a signed or as
/// an unsigned number: producers disagree on the sign of an enum.
bool fitsIn(uint64_t Value, const EnumType &Bpf, uint64_t Bits) {
  const uint64_t Known = std::min<uint64_t>(Bpf.Size * 8, Bpf.ValueBits);
  if (Bits >= Known || Bits == 0)
    return true;
  const uint64_t High = (Value & lowBits(Known)) >> (Bits - 1);
  return High >> 1 == 0 || High == lowBits(Known - Bits + 1);
}

/// What people call the enum: an anonymous one by its typedef.
std::string_view nameOf(const Type &Declared) {
  std::string_view Alias;
  const Type *Ty = &Declared;
  for (; Ty->Kind == TypeKind::Typedef;
       Ty = static_cast<const TypedefType *>(Ty)->Target)
    Alias = Ty->Name;
  return Ty->Name.empty() ? Alias : Ty->Name;
}

} // namespace

void Comparison::enums(const Type &HostType, const Type &BpfType) {
  const EnumType &Host = *as<EnumType>(&HostType),
                 &Bpf = *as<EnumType>(&BpfType);
  // Only the bits that both store count, and of these only those on record.
  const uint64_t Mask = lowBits(std::min<uint64_t>(
      {Host.Size * 8, Bpf.Size * 8, Host.ValueBits, Bpf.ValueBits}));
  auto Base = [&](DifferenceKind K) {
    Difference D{};
    D.Kind = K;
    D.HostIn = &Host;
    D.BpfIn = &Bpf;
    D.Chain = Chain;
    return D;
  };

  const std::vector<const Enumerator *> PartnerOf =
      pairEnumerators(Host, nameOf(HostType), Bpf, nameOf(BpfType));
  std::unordered_set<uint64_t> PairedValues;
  std::unordered_map<uint64_t, const Enumerator *> LeftByValue;
  for (size_t I = 0; I != PartnerOf.size(); ++I) {
    const Enumerator &H = Host.Enumerators[I];
    if (const Enumerator *B = PartnerOf[I]) {
      PairedValues.insert(B->Value & Mask);
      if ((H.Value & Mask) == (B->Value & Mask))
        continue;
      Difference D = Base(DifferenceKind::EnumValue);
      D.HostEnumerator = &H;
      D.BpfEnumerator = B;
      const bool Counts = isSentinel(H.Name) || isSentinel(B->Name);
      if (Counts && !Rules.isSet(DifferenceKind::EnumValue))
        add(std::move(D), Severity::Warning);
      else
        add(std::move(D));
    } else if (!H.Counterparts.empty()) {
      Difference D = Base(DifferenceKind::EnumValue);
      D.Form = Variant::NoCounterpart;
      D.HostEnumerator = &H;
      D.Wanted.emplace_back(H.Counterparts.front());
      add(std::move(D));
    } else if (!isSentinel(H.Name)) {
      LeftByValue.try_emplace(H.Value & Mask, &H);
    }
  }

  Difference Missing = Base(DifferenceKind::EnumMissing);
  for (const Enumerator &B : Bpf.Enumerators) {
    // No program sends a sentinel.
    if (!isSentinel(B.Name) && !fitsIn(B.Value, Bpf, Host.Size * 8)) {
      Difference D = Base(DifferenceKind::Size);
      D.Form = Variant::ValueTooLarge;
      D.BpfEnumerator = &B;
      D.HostNumber = Host.Size;
      D.BpfNumber = Bpf.Size;
      add(std::move(D));
      continue;
    }
    // A second name of a value that is paired says nothing.
    if (isSentinel(B.Name) || !PairedValues.insert(B.Value & Mask).second)
      continue;
    auto Left = LeftByValue.find(B.Value & Mask);
    if (Left == LeftByValue.end()) {
      Missing.MissingEnumerators.push_back(&B);
      continue;
    }
    Difference D = Base(DifferenceKind::Renamed);
    D.HostEnumerator = Left->second;
    D.BpfEnumerator = &B;
    add(std::move(D));
  }
  if (Missing.MissingEnumerators.empty())
    return;
  // A name that the host has, for another one, cannot be added.
  bool AreNew = std::all_of(
      Missing.MissingEnumerators.begin(), Missing.MissingEnumerators.end(),
      [&](const Enumerator *B) {
        return isIdentifier(B->Name) &&
               std::ranges::find(Host.Enumerators, B->Name,
                                 &Enumerator::Name) == Host.Enumerators.end();
      });
  if (AreNew && Bpf.hasWholeValues()) {
    Fix Add{Fix::AddEnumerators, nullptr, &Host, nullptr, nullptr, {}, 0};
    for (const Enumerator *B : Missing.MissingEnumerators)
      Add.Text += (Add.Text.empty() ? "" : ", ") + std::string(B->Name) +
                  " = " + decimal(B->Value, Bpf);
    Missing.Remedy = std::move(Add);
  }
  add(std::move(Missing));
}

bool enumsAgree(const Type &Host, const Type &Bpf) {
  CompareOptions Options;
  Policy Rules;
  Comparison C(Options, Rules, false);
  C.enums(Host, Bpf);
  std::vector<Difference> Found = C.take();
  return std::none_of(Found.begin(), Found.end(), [](const Difference &D) {
    return D.Level == Severity::Error;
  });
}

} // namespace hostlayout
