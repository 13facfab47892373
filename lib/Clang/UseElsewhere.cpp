//===- UseElsewhere.cpp - Values from other units -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseTracer.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

/// What the callers of \p F in other units hand over. False: not all are known.
bool UseValues::Tracer::handedElsewhere(const FunctionDecl &F, unsigned Number,
                                        QualType Pointee) {
  const std::string Key = Of.Joining ? Of.Joining->key(F) : std::string();
  if (Key.empty())
    return false;
  const std::string All = UseJoining::keyOfAllCallers(Key);
  Of.Joining->want(Key);
  Of.Joining->want(All);
  auto Calls = Of.Joining->In.Calls.find(Key);
  if (!Of.Joining->In.Stores.count(All) || Calls == Of.Joining->In.Calls.end())
    return false;
  // Those that hand over no map are not offered.
  Found.HasOthers = true;
  for (const JoinedCall &Call : Calls->second) {
    auto Handed = llvm::find_if(Call.Arguments, [&](const JoinedArgument &A) {
      return A.Number == Number;
    });
    if (Handed == Call.Arguments.end())
      return false;
    Found.Handed.push_back({&*Handed, Pointee});
  }
  return true;
}

void UseValues::Tracer::returnedElsewhere(const FunctionDecl &F,
                                          const CallExpr &Call,
                                          const Frame &In) {
  std::string Key = Of.Joining->key(F);
  if (Key.empty() ||
      Of.Context.getSourceManager().isInSystemHeader(F.getLocation()))
    return unknown();
  Key.front() = 'r';
  Of.Joining->want(Key);
  auto Known = Of.Joining->In.Stores.find(Key);
  if (Known == Of.Joining->In.Stores.end() || Known->second.size() != 1)
    return unknown();
  for (const JoinedMap &Map : Known->second.front().Maps)
    Found.Joined.push_back({&Map, &Call, &In});
}
