//===- FindingLog.cpp - Findings, each told once --------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge/FindingLog.h"

#include "Support/Spelling.h"

namespace hostlayout::judge {

Finding FindingLog::make(const Subject &S, const Marker &M, DifferenceKind K,
                         Variant Form) const {
  Finding F{};
  F.Diff.Kind = K;
  F.Diff.Form = Form;
  F.Diff.Level = Rules[K];
  // An alias is told where it is marked, not where uint64_t is declared.
  F.Host = F.Diff.HostIn = strip(S.Ty);
  F.HostName = S.Name;
  F.Where = S.Where;
  F.BpfName = nameOf(S, M);
  F.HostTarget = Host;
  return F;
}

void FindingLog::add(std::vector<Finding> &Out, Finding F) {
  if (F.Diff.Level == Severity::Off)
    return;
  const Difference &D = F.Diff;
  // A nested struct that is marked itself, or stands in several others, is one
  // root cause.
  bool IsNested = D.Host || D.HostEnumerator || !D.Chain.empty();
  if (IsNested && D.where() &&
      !Told.emplace(D.Kind, D.where().Ptr,
                    std::string(D.BpfIn ? D.BpfIn->Name : ""), F.Object)
           .second)
    F.IsRepeated = true;
  Out.push_back(std::move(F));
}

void FindingLog::noObject(const Subject &S, const Marker &M,
                          std::vector<Finding> &Out) {
  add(Out, make(S, M, DifferenceKind::NotChecked, Variant::NoObject));
}

void FindingLog::unreadable(const Subject &S, const Marker &M,
                            std::vector<Finding> &Out) {
  for (SourceTypes &T : Types) {
    if (T.isReadable() || !ToldUnreadable.insert(&T).second)
      continue;
    Finding F = make(S, M, DifferenceKind::Object,
                     T.source().IsAbsent ? Variant::Absent : Variant::Plain);
    F.Object = T.source().Path;
    F.Detail = T.source().Failure;
    add(Out, std::move(F));
  }
}

void FindingLog::endian(const SourceTypes &T, const Subject &S, const Marker &M,
                        std::vector<Finding> &Out) {
  if (!ToldEndian.insert(&T).second)
    return;
  Finding F = make(S, M, DifferenceKind::Endian);
  F.Object = T.source().Path;
  add(Out, std::move(F));
}

void FindingLog::differences(const Verdict &V, const Subject &S,
                             const Marker &M, std::vector<Finding> &Out) {
  for (const Difference &D : V.Differences) {
    Finding F = make(S, M, D.Kind, D.Form);
    F.Diff = D;
    if (D.HostIn == S.Ty)
      F.Diff.HostIn = F.Host;
    F.Bpf = V.With.Ty;
    F.Object = V.From->source().Path;
    F.BpfSource = V.With.DeclaredAt;
    if (F.BpfSource.empty() && Dwarf && V.From->object().hasDwarf() && D.BpfIn)
      F.BpfSource = Dwarf->declaredAt(V.From->object(), D.BpfIn->Name);
    add(Out, std::move(F));
  }
}

void FindingLog::notFound(const Subject &S, const Marker &M,
                          const std::vector<surface::NotFound> &Why,
                          std::vector<Finding> &Out) {
  Finding F = make(S, M, DifferenceKind::TypeNotFound);
  std::vector<surface::Surface *> Asked;
  for (SourceTypes &T : Types) {
    if (!T.isReadable() || (!M.ObjectName.empty() && !T.isCalled(M.ObjectName)))
      continue;
    F.Object += (F.Object.empty() ? "" : ", ") + T.source().Path;
    Asked.push_back(&T.surface());
  }
  surface::describe(F, Why, Asked);
  add(Out, std::move(F));
}

} // namespace hostlayout::judge
