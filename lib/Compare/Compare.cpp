//===- Compare.cpp - What holds for a checked type as a whole -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Compare.h"

#include "Compare/ByteEquivalence.h"
#include "Compare/Comparison.h"
#include "Compare/Overlay.h"

#include <algorithm>

namespace hostlayout {

namespace {

/// Ring buffer records start at a multiple of 8, perf event data at 4 modulo 8
/// (kernel/bpf/ringbuf.c, kernel/events/core.c).
constexpr uint32_t RingBufferAlign = 8, PerfEventAlign = 4;

/// No more of one type is read. Each is reported with the whole type beside it:
/// without a limit, ten thousand fields of another struct take a minute.
constexpr size_t MostTold = 100;

/// Errors come first in what is kept, and stay in order of place.
void limit(std::vector<Difference> &Found) {
  if (Found.size() <= MostTold)
    return;
  auto IsError = [](const Difference &D) { return D.Level == Severity::Error; };
  size_t Errors = size_t(std::count_if(Found.begin(), Found.end(), IsError));
  size_t Others = MostTold - std::min(Errors, MostTold);
  Errors = MostTold - Others;
  std::erase_if(Found, [&](const Difference &D) {
    size_t &Left = IsError(D) ? Errors : Others;
    if (Left == 0)
      return true;
    --Left;
    return false;
  });
}

} // namespace

Difference Comparison::make(const RecordFaults &R, DifferenceKind K,
                            Variant Form) const {
  Difference D{};
  D.Kind = K;
  D.Form = Form;
  D.HostIn = &R.Host;
  D.BpfIn = &R.Bpf;
  D.Chain = Chain;
  return D;
}

Difference Comparison::make(const RecordFaults &R, const FieldPair &P,
                            DifferenceKind K, Variant Form) const {
  Difference D = make(R, K, Form);
  D.Host = P.Host.F;
  D.Bpf = P.Bpf.F;
  D.HostBit = P.Host.Bit;
  D.BpfBit = P.Bpf.Bit;
  return D;
}

int Comparison::add(Difference D) {
  Severity Level = Rules[D.Kind];
  return add(std::move(D), Level);
}

int Comparison::add(Difference D, Severity Level) {
  if (Level == Severity::Off)
    return -1;
  D.Level = Level;
  Found.push_back(std::move(D));
  return int(Found.size()) - 1;
}

bool Comparison::hasErrors() const {
  return std::ranges::any_of(
      Found, [](const Difference &D) { return D.Level == Severity::Error; });
}

void Comparison::top(const Type &HostTop, const Type &BpfTop) {
  const Type &Host = *strip(&HostTop), &Bpf = *strip(&BpfTop);
  const auto *HostRecord = as<RecordType>(&Host),
             *BpfRecord = as<RecordType>(&Bpf);
  const auto *HostEnum = as<EnumType>(&Host), *BpfEnum = as<EnumType>(&Bpf);
  Difference Whole{};
  Whole.HostIn = &Host;
  Whole.BpfIn = &Bpf;
  Whole.HostNumber = Host.Size;
  Whole.BpfNumber = Bpf.Size;

  if (HostRecord && !HostRecord->NotTrivialBecause.empty()) {
    // What such a type holds differs from plain bytes anyway: one cause.
    Whole.Kind = DifferenceKind::NotTrivial;
    add(Whole);
    return;
  }
  if (HostRecord && BpfRecord) {
    records(*HostRecord, *BpfRecord, Options.Match);
    holes(*BpfRecord);
  } else if (HostEnum && BpfEnum && Host.Role != IntegerRole::Bool) {
    // A marked enum alone may be stored in fewer bytes; a map's value and a
    // global may not.
    if (Host.Size == Bpf.Size || (Options.Maps.empty() && !Options.IsGlobal)) {
      enums(HostTop, BpfTop);
    } else {
      Whole.Kind = DifferenceKind::Size;
      add(Whole);
    }
  } else {
    wholeValues(HostTop, BpfTop);
  }
  mapSizes(Host, Bpf.Size);
  alignment(Host);
}

/// Two types that are not both records: compared as a field would be. What
/// differs is reported of the types.
void Comparison::wholeValues(const Type &HostTop, const Type &BpfTop) {
  const Type &Host = *strip(&HostTop), &Bpf = *strip(&BpfTop);
  Difference Whole{};
  Whole.HostIn = &HostTop;
  Whole.BpfIn = &BpfTop;
  Whole.HostNumber = Host.Size;
  Whole.BpfNumber = Bpf.Size;
  const Type *HostScalar = loneScalar(Host), *BpfScalar = loneScalar(Bpf);
  const bool AreScalars = HostScalar && BpfScalar;
  const bool IsOtherShape = !AreScalars && (Host.Kind == TypeKind::Record ||
                                            Bpf.Kind == TypeKind::Record);
  // A wrapper may be as long as the kernel's stride, and padding behind it is
  // no part of a prefix; a wider scalar is another one.
  const bool MayEndElsewhere =
      AreScalars && HostScalar->Size == BpfScalar->Size &&
      (Options.Match == MatchMode::Prefix || isPerCpuSize(Host.Size, Bpf.Size));
  if (Host.Size != Bpf.Size && !MayEndElsewhere) {
    const bool IsWord = AreScalars && isShortWord(*HostScalar, *BpfScalar);
    const bool IsPointer =
        AreScalars &&
        compareScalars(*HostScalar, *BpfScalar) == ScalarVerdict::Pointer;
    Whole.Kind = IsWord         ? DifferenceKind::Abi
                 : IsPointer    ? DifferenceKind::Pointer
                 : IsOtherShape ? DifferenceKind::WrongKind
                                : DifferenceKind::Size;
    Whole.Form = IsWord       ? Variant::WordSized
                 : AreScalars ? Variant::Scalars
                              : Variant::Plain;
    const bool IsTold = add(Whole) >= 0;
    // A severity hides one kind, not what follows from it.
    Whole.Kind = DifferenceKind::Size;
    Whole.Form = AreScalars ? Variant::Scalars : Variant::Plain;
    if (!IsTold)
      add(Whole);
    return;
  }

  RecordType Nothing{};
  Nothing.Kind = TypeKind::Record;
  RecordFaults R(Nothing, Nothing, MatchMode::Exact);
  Field HostField{}, BpfField{};
  HostField.Ty = &HostTop;
  BpfField.Ty = &BpfTop;
  FieldPair P{{&HostField, 0, false, false, nullptr},
              {&BpfField, 0, false, false, nullptr}};
  Comparison Inner(Options, Rules, WithFixes);
  Inner.values(R, P, AreScalars ? *HostScalar : HostTop,
               AreScalars ? *BpfScalar : BpfTop);
  for (Difference &D : Inner.Found) {
    if (D.Host == &HostField) {
      D.Host = D.Bpf = nullptr;
      D.HostIn = &HostTop;
      D.BpfIn = &BpfTop;
      if (IsOtherShape && D.Kind == DifferenceKind::Type)
        D.Kind = DifferenceKind::WrongKind;
    }
    if (!D.Chain.empty())
      D.Chain.erase(D.Chain.begin());
    Found.push_back(std::move(D));
  }
}

void Comparison::topSize(const Type &HostTop, uint64_t BpfSize) {
  const Type &Host = *strip(&HostTop);
  const auto *Record = as<RecordType>(&Host);
  Difference D{};
  D.HostIn = &Host;
  D.HostNumber = Host.Size;
  D.BpfNumber = BpfSize;
  if (Record && !Record->NotTrivialBecause.empty()) {
    D.Kind = DifferenceKind::NotTrivial;
    add(D);
  }
  D.Kind = DifferenceKind::Size;
  if (Host.Size > BpfSize && Options.Match == MatchMode::Exact &&
      !isPerCpuSize(Host.Size, BpfSize))
    add(D);
  mapSizes(Host, BpfSize);
  alignment(Host);
}

bool Comparison::isPerCpuSize(uint64_t HostSize, uint64_t BpfSize) const {
  return HostSize == perCpuStride(BpfSize) &&
         std::any_of(Options.Maps.begin(), Options.Maps.end(),
                     [](const MapRole &M) { return M.PerCpu && !M.IsKey; });
}

/// The kernel moves a map's key and value whole, whatever the host thinks of
/// their size: below it, it reads or writes past the host's object.
void Comparison::mapSizes(const Type &Host, uint64_t BpfSize) {
  Difference D{};
  D.HostIn = &Host;
  D.HostNumber = Host.Size;
  const MapRole *Worst = nullptr;
  for (const MapRole &M : Options.Maps)
    if (Host.Size < M.Size && (!Worst || M.Size > Worst->Size))
      Worst = &M;
  if (Worst) {
    // One error a cause: a plain size or a missing field has said it already.
    std::erase_if(Found, [&](const Difference &F) {
      return F.Kind == DifferenceKind::Size && F.Chain.empty();
    });
    if (hasErrors())
      return;
    D.Kind = DifferenceKind::Size;
    D.Form = Variant::BelowMap;
    D.BpfNumber = Worst->Size;
    D.Role = Worst->Name;
    add(D);
    return;
  }
  for (const MapRole &M : Options.Maps)
    if (M.PerCpu && !M.IsKey && Host.Size == BpfSize &&
        perCpuStride(BpfSize) != BpfSize) {
      D.Kind = DifferenceKind::PerCpu;
      D.BpfNumber = perCpuStride(BpfSize);
      D.Role = M.Name;
      add(D);
      return;
    }
}

/// Implicit padding of the BPF type, its nested records included: told once.
void Comparison::holes(const RecordType &Bpf) {
  bool IsKey = std::any_of(Options.Maps.begin(), Options.Maps.end(),
                           [](const MapRole &M) { return M.IsKey; });
  Severity Level = Rules[DifferenceKind::Hole];
  if (IsKey && !Rules.isSet(DifferenceKind::Hole))
    Level = Severity::Warning;
  if (Level == Severity::Off || Bpf.isUnion() ||
      !WithoutHoles.insert(&Bpf).second)
    return;
  uint64_t End = 0;
  const Field *Before = nullptr;
  Difference D{};
  D.Kind = DifferenceKind::Hole;
  D.Form = IsKey ? Variant::MapKey : Variant::Plain;
  D.BpfIn = &Bpf;
  auto Tell = [&](uint64_t To) {
    D.BpfBit = End;
    D.BpfNumber = (To - End + 7) / 8;
    if (Before)
      D.Before = Before->Name;
    for (const MapRole &M : Options.Maps)
      if (M.IsKey)
        D.Role = M.Name;
    add(D, Level);
  };
  for (const Field &F : Bpf.Fields) {
    if (F.BitOffset > End)
      return Tell(F.BitOffset);
    if (const auto *Inner = as<RecordType>(F.Ty)) {
      size_t Count = Found.size();
      holes(*Inner);
      if (Found.size() != Count)
        return;
    }
    End = std::max(End, F.BitOffset + F.bits());
    Before = &F;
  }
  if (Bpf.Size * 8 > End)
    Tell(Bpf.Size * 8);
}

void Comparison::alignment(const Type &Host) {
  uint32_t Most = Options.OnlyPerfEvents ? PerfEventAlign : RingBufferAlign;
  if (Host.Align <= Most)
    return;
  Difference D{};
  D.Kind = DifferenceKind::Alignment;
  D.Form = Options.OnlyPerfEvents ? Variant::PerfEvent : Variant::Plain;
  D.HostIn = &Host;
  D.HostNumber = Host.Align;
  D.BpfNumber = Most;
  add(std::move(D));
}

std::vector<Difference> compare(const Type &Host, const Type &Bpf,
                                const CompareOptions &Options,
                                const Policy &Rules) {
  Comparison C(Options, Rules, true);
  C.top(Host, Bpf);
  std::vector<Difference> Found = C.take();
  limit(Found);
  return Found;
}

std::vector<Difference> compareSize(const Type &Host, uint64_t BpfSize,
                                    const CompareOptions &Options,
                                    const Policy &Rules) {
  Comparison C(Options, Rules, false);
  C.topSize(Host, BpfSize);
  return C.take();
}

bool fieldsAgree(const Field &Host, const Field &Bpf) {
  CompareOptions Options;
  Policy Rules;
  return Comparison(Options, Rules, false).agree(Host, Bpf);
}

} // namespace hostlayout
