//===- UseChains.cpp - The callers of a use -------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseRun.h"

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

void UseCheck::Run::use(const UseSite &U) {
  Call One;
  One.Where = U.Call->getBeginLoc();
  One.Function = U.What->Name;
  std::vector<CallSite> Up;
  bool IsFirst = true;
  chain(U, Up, One, IsFirst);
  if (IsFirst)
    One.Text = whyNot({}, *U.In, false);
  // A program maps all kinds of files.
  if (U.What->Form == UseForm::Mapping && !One.IsResolved)
    return;
  // The same call of several instances of a template is one.
  auto Same = llvm::find_if(Of.Calls, [&](const Call &Other) {
    return Other.Where == One.Where && Other.Function == One.Function;
  });
  if (Same == Of.Calls.end())
    Of.Calls.push_back(std::move(One));
  else if (Same->IsResolved && !One.IsResolved)
    *Same = std::move(One);
}

const std::vector<JoinedCall> *
UseCheck::Run::callsOf(const std::string &Key) const {
  if (!Of.Joining || Key.empty())
    return nullptr;
  auto Known = Of.Joining->In.Calls.find(Key);
  return Known == Of.Joining->In.Calls.end() ? nullptr : &Known->second;
}

bool UseCheck::Run::isOnTheWay(const CallSite &Site, const FunctionDecl &F,
                               const std::vector<CallSite> &Up) {
  return Site.In == &F || llvm::any_of(Up, [&](const CallSite &S) {
           return S.In == Site.In;
         });
}

const Frame *UseCheck::Run::frames(const FunctionDecl &Inner,
                                   const std::vector<CallSite> &Up,
                                   const JoinedCall *Handed) {
  const Frame *Outer = nullptr;
  for (size_t I = Up.size(); I-- > 0;) {
    Frame F;
    F.F = Up[I].In;
    F.StartsChain = !Outer;
    if (!Outer)
      F.Handed = Handed;
    if (Outer) {
      F.Call = Up[I + 1].Call;
      F.Caller = Outer;
    }
    Outer = Values.frame(F);
  }
  Frame F;
  F.F = &Inner;
  F.StartsChain = !Outer;
  if (!Outer)
    F.Handed = Handed;
  if (Outer) {
    F.Call = Up[0].Call;
    F.Caller = Outer;
  }
  return Values.frame(F);
}

std::string UseCheck::Run::whyNot(const Result &R,
                                  const FunctionDecl &Outermost,
                                  bool IsUncalled) {
  switch (R.Of) {
  case Outcome::Guarded:
    return "made only where a parameter has some value";
  case Outcome::NoSuchMap:
    return "no object has map '" + R.Maps + "', or two disagree";
  case Outcome::NeedsCaller:
    return IsUncalled ? "nothing in this file calls '" +
                            Outermost.getNameAsString() + "'"
                      : "its map comes from too far up";
  default:
    return "which map it is of is not known";
  }
}

/// Follows a use up to where its map, and its bytes, are known. It counts as
/// resolved only if it is so from everywhere.
void UseCheck::Run::chain(const UseSite &U, std::vector<CallSite> &Up,
                          Call &Told, bool &IsFirst) {
  const Frame *In = frames(*U.In, Up);
  const FunctionDecl &Outermost = *(Up.empty() ? U.In : Up.back().In);
  const std::vector<CallSite> &Callers = Index.callersOf(Outermost);
  const std::string Key =
      Of.Joining ? Of.Joining->key(Outermost) : std::string();
  const std::vector<JoinedCall> *Others = callsOf(Key);
  const bool IsLast = Up.size() == MostCallers ||
                      (Callers.empty() && !Others) ||
                      Callers.size() > MostChains;
  Result R = look(U, *In, IsLast);
  if (R.Of == Outcome::NeedsCaller && !Key.empty())
    Of.Joining->want(Key);
  if (R.Of != Outcome::NeedsCaller || IsLast)
    return note(R, Outermost, Told, IsFirst);
  if (Others)
    for (const JoinedCall &Call : *Others)
      note(look(U, *frames(*U.In, Up, &Call), /*IsLast=*/true), Outermost, Told,
           IsFirst);
  for (const CallSite &Site : Callers) {
    if (!Site.In || isOnTheWay(Site, *U.In, Up))
      continue;
    Up.push_back(Site);
    chain(U, Up, Told, IsFirst);
    Up.pop_back();
  }
}

void UseCheck::Run::note(const Result &R, const FunctionDecl &Outermost,
                         Call &Told, bool &IsFirst) {
  const bool IsResolved =
      R.Of == Outcome::Resolved || R.Of == Outcome::NotMade;
  if (IsFirst)
    Told.IsResolved = true;
  IsFirst = false;
  if (!IsResolved && Told.IsResolved) {
    Told.IsResolved = false;
    Told.IsUncalled =
        R.Of == Outcome::NeedsCaller && Index.callersOf(Outermost).empty();
    Told.Text = whyNot(R, Outermost, Told.IsUncalled);
  } else if (IsResolved && Told.IsResolved &&
             Told.Text.find(R.Maps) == std::string::npos) {
    Told.Text += (Told.Text.empty() ? "" : ", ") + R.Maps;
  }
}
