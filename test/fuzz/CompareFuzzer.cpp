//===- CompareFuzzer.cpp - Any two layouts, compared and told -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The first byte says how, the next ones where the host's bytes differ from
// the BPF type's; the rest is the layout. What must hold of any two:
//
// - a type agrees with itself;
// - where the rules know no direction, swapping the sides changes no verdict;
// - every difference has words, in printable characters;
// - an edit that is offered removes what it is offered for.
//
//===----------------------------------------------------------------------===//

#include "Compare/Compare.h"
#include "Compare/Relayout.h"
#include "LayoutBytes.h"
#include "Render/Message.h"

#include <cstdio>
#include <cstdlib>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

enum Mode : uint8_t {
  Symmetric = 1,
  Prefix = 2,
  Named = 4,
  I386 = 8,
  Map = 16
};

[[noreturn]] void broken(const char *Promise, std::string_view Words = "") {
  std::fprintf(stderr, "broken promise: %s: %.*s\n", Promise,
               static_cast<int>(Words.size()), Words.data());
  std::abort();
}

bool hasErrors(const std::vector<Difference> &Found) {
  return std::any_of(Found.begin(), Found.end(), [](const Difference &D) {
    return D.Level == Severity::Error;
  });
}

void requirePrintable(std::string_view Text, bool Lines) {
  if (Text.empty())
    broken("a message has words");
  for (unsigned char C : Text)
    if ((C < 0x20 || C >= 0x7f) && !(Lines && C == '\n'))
      broken("a message is printable", Text);
}

void requireWords(const Difference &D, const Type &Host, const Type &Bpf,
                  const Target &On) {
  Finding F{};
  F.Diff = D;
  F.Host = &Host;
  F.HostName = "event\x1b[2J";
  F.Where = {&Host};
  F.Bpf = &Bpf;
  F.BpfName = "event\a";
  F.Object = "ev\r.bpf.o";
  F.HostTarget = On;
  const Message M = render(F);
  requirePrintable(M.Text, false);
  const std::string Tag =
      " [bpf-host-layout-" + std::string(slug(D.Kind)) + "]";
  if (!M.Text.ends_with(Tag))
    broken("a message ends with its tag", M.Text);
  if (M.Notes.size() > 3)
    broken("there are three notes at most", M.Text);
  for (const Note &N : M.Notes)
    requirePrintable(N.Text, true);
}

/// A record with the one field \p Ty: nested records are compared by what they
/// hold.
const RecordType &around(const RecordType &Ty, Arena &Memory) {
  Field Only;
  Only.Name = "x";
  Only.Ty = &Ty;
  RecordType *R = Memory.make<RecordType>();
  R->Kind = TypeKind::Record;
  R->Size = Ty.Size;
  R->Align = Ty.Align;
  R->Fields = Memory.copy(std::span<const Field>(&Only, 1));
  return *R;
}

/// Edits that only move fields, or change the record itself, can be tried from
/// outside; those with a new type are tried by the plugin's tests.
void requireRemedy(const Difference &D, const CompareOptions &Options) {
  const Fix *Edit = D.Remedy ? &*D.Remedy : nullptr;
  if (Edit && !Edit->Text.empty())
    requirePrintable(Edit->Text, false);
  if (!Edit || !Edit->In || !Edit->Text.empty() ||
      Options.Match != MatchMode::Exact)
    return;
  Arena Memory;
  std::optional<RecordType> Edited =
      relayout(*Edit->In, *Edit, nullptr, Memory);
  if (!Edited)
    broken("an edit can be made");
  CompareOptions Plain = Options;
  Plain.Maps.clear();
  const auto &Bpf = *as<RecordType>(D.BpfIn);
  auto Compared = [&](const RecordType &Host) {
    return D.Chain.empty() ? compare(Host, Bpf, Plain, Policy())
                           : compare(around(Host, Memory), around(Bpf, Memory),
                                     Plain, Policy());
  };
  const std::vector<Difference> Before = Compared(*Edit->In);
  auto IsSame = [&](const Difference &X) {
    return X.Kind == D.Kind && X.Host == D.Host && X.Bpf == D.Bpf;
  };
  // Padding at its end counts in an array, and not in a field alone.
  if (!D.Chain.empty() && std::ranges::none_of(Before, IsSame))
    return;
  if (Compared(*Edited).size() >= Before.size())
    broken("an edit helps");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  if (Size < 8)
    return 0;
  const uint8_t M = Data[0];
  const size_t Patches = std::min<size_t>(Data[1] % 8, (Size - 2) / 3);
  std::span<const uint8_t> Body(Data + 2 + Patches * 3, Size - 2 - Patches * 3);
  std::vector<uint8_t> Patched(Body.begin(), Body.end());
  for (size_t I = 0; I != Patches && !Patched.empty(); ++I) {
    const uint8_t *P = Data + 2 + I * 3;
    Patched[(P[0] | P[1] << 8) % Patched.size()] = P[2];
  }

  LayoutLimits Limits;
  if (M & Symmetric)
    Limits = {false, false, false, false};
  LayoutLimits HostLimits = Limits;
  if (M & I386 && !(M & Symmetric))
    HostLimits.PointerBytes = 4;
  Arena Memory;
  LayoutBytes BpfBytes(Body, Memory, Limits),
      HostBytes(Patched, Memory, HostLimits);
  const Type &Bpf = *BpfBytes.top(), &Host = *HostBytes.top();

  Policy Rules;
  (void)Rules.parse("hole=warning,alignment=warning");
  CompareOptions Options;
  if (!(M & Symmetric)) {
    Options.Match = M & Prefix  ? MatchMode::Prefix
                    : M & Named ? MatchMode::Named
                                : MatchMode::Exact;
    if (M & Map)
      Options.Maps = {{"m\t.key", Bpf.Size, true, false},
                      {"m.value", Bpf.Size, false, true}};
  }
  Options.Host =
      M & I386 ? Target{"i386", 4, 4, false} : Target{"x86_64", 8, 8, false};

  const std::vector<Difference> Found = compare(Host, Bpf, Options, Rules);
  for (const Difference &D : Found) {
    requireWords(D, Host, Bpf, Options.Host);
    requireRemedy(D, Options);
  }
  for (const Difference &D : compareSize(Host, Bpf.Size, Options, Rules))
    requireWords(D, Host, Bpf, Options.Host);

  if (M & Symmetric) {
    if (!BpfBytes.HasOpaque && hasErrors(compare(Bpf, Bpf, Options, Rules)))
      broken("a type agrees with itself");
    // All values of BPF's enum must fit the host's, and not the other way
    // round.
    const bool HasDirection = BpfBytes.HasBytes || HostBytes.HasBytes ||
                              as<EnumType>(&Host) || as<EnumType>(&Bpf);
    if (!HasDirection &&
        hasErrors(Found) != hasErrors(compare(Bpf, Host, Options, Rules)))
      broken("the verdict has no direction");
  }
  return 0;
}
