//===- UseMaps.cpp - Which map, and how many ------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseValues.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

static llvm::StringRef calleeName(const Expr &E) {
  const auto *Call = dyn_cast<CallExpr>(&E);
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  return F && F->getIdentifier() ? F->getName() : llvm::StringRef();
}

static llvm::StringRef tagName(QualType T) {
  const RecordDecl *R = T.isNull() ? nullptr : T->getAsRecordDecl();
  return R && R->getIdentifier() ? R->getName() : llvm::StringRef();
}

/// Whether \p R is the struct that a skeleton consists of.
static bool isSkeletonStruct(const RecordDecl &R) {
  for (const FieldDecl *F : R.fields()) {
    llvm::StringRef Type = tagName(F->getType());
    if (Type.empty())
      Type = tagName(F->getType()->getPointeeType());
    if (Type == "bpf_object_skeleton" || Type == "bpf_object_subskeleton" ||
        Type == "bpf_loader_ctx")
      return true;
  }
  return false;
}

std::optional<MapName> clangfe::skeletonMap(const Expr &E) {
  const auto *Member = dyn_cast<MemberExpr>(E.IgnoreParenImpCasts());
  if (!Member)
    return std::nullopt;
  if (tagName(Member->getType()->getPointeeType()) != "bpf_map") {
    // A light skeleton has the descriptor in a struct.
    if (Member->getMemberDecl()->getName() != "map_fd")
      return std::nullopt;
    Member = dyn_cast<MemberExpr>(Member->getBase()->IgnoreParenImpCasts());
    if (!Member || tagName(Member->getType()) != "bpf_map_desc")
      return std::nullopt;
  }
  const auto *Maps =
      dyn_cast<MemberExpr>(Member->getBase()->IgnoreParenImpCasts());
  const auto *Field =
      Maps ? dyn_cast<FieldDecl>(Maps->getMemberDecl()) : nullptr;
  if (!Field || !Field->getIdentifier() || Field->getName() != "maps" ||
      !isSkeletonStruct(*Field->getParent()))
    return std::nullopt;
  return MapName{Member->getMemberDecl()->getNameAsString(),
                 Field->getParent()->getDefinition(), Member};
}

std::optional<uint64_t> UseValues::constant(const Expr &E) const {
  Expr::EvalResult Result;
  if (E.isValueDependent() || !E.getType()->isIntegralOrEnumerationType() ||
      !E.EvaluateAsInt(Result, Context))
    return std::nullopt;
  return Result.Val.getInt().extOrTrunc(64).getZExtValue();
}

/// A descriptor that is none yet, or a pointer to nothing.
static bool isNoMap(const UseValues &Of, const Expr &E) {
  return Of.constant(E) || E.isNullPointerConstant(
                               Of.context(), Expr::NPC_ValueDependentIsNotNull);
}

/// Functions whose result stands for the map that is their first argument.
static bool isOfItsMap(llvm::StringRef Name) {
  return Name == "bpf_map__fd" || Name == "user_ring_buffer__new" ||
         Name == "dup";
}

std::optional<std::string> UseValues::string(const Expr &E, const Frame &In,
                                             MapNames &To) {
  Sources Found = trace(E, In, [](const Expr &Each) {
    return isa<clang::StringLiteral>(bareExpr(&Each));
  });
  To.NeedsCaller |= Found.NeedsCaller;
  if (!Found.isComplete() || Found.Values.size() != 1)
    return std::nullopt;
  return cast<clang::StringLiteral>(bareExpr(Found.Values.front().Value))
      ->getString()
      .str();
}

bool UseValues::isMap(const Expr &E) const {
  llvm::StringRef Name = calleeName(E);
  return skeletonMap(E) || isNoMap(*this, E) || isOfItsMap(Name) ||
         Name == "bpf_object__find_map_by_name" ||
         Name == "bpf_object__find_map_fd_by_name";
}

MapNames UseValues::maps(const Expr &E, const Frame &In) {
  return maps({nullptr, &E, In.F}, In);
}

MapNames UseValues::maps(const Store &S, const Frame &In) {
  return mapsOf(trace(S, In, [&](const Expr &Each) { return isMap(Each); }));
}

MapNames UseValues::mapsOf(const Sources &Found) {
  MapNames Result;
  Result.Unknown = Found.Unknown;
  Result.NeedsCaller = Found.NeedsCaller;
  auto Other = [&](const JoinedMap &Map) {
    Result.Maps.push_back({Map.Name, nullptr, nullptr, &Map});
  };
  for (const auto &[A, Pointee] : Found.Handed) {
    // -1, or a null pointer, is none yet.
    Result.Unknown |= A->Maps.empty() && !(A->Outcome && *A->Outcome <= 0);
    for (const JoinedMap &Map : A->Maps)
      Other(Map);
  }
  for (const JoinedMap *Map : Found.Joined)
    Other(*Map);
  for (const Source &S : Found.Values) {
    if (std::optional<MapName> Map = skeletonMap(*S.Value)) {
      Result.Maps.push_back(std::move(*Map));
      continue;
    }
    const auto *Call = dyn_cast<CallExpr>(S.Value);
    llvm::StringRef Name = calleeName(*S.Value);
    if (!Call || isNoMap(*this, *S.Value))
      continue;
    if (isOfItsMap(Name) && Call->getNumArgs() != 0) {
      MapNames Inner = maps(*Call->getArg(0), *S.In);
      Result.Unknown |= Inner.Unknown;
      Result.NeedsCaller |= Inner.NeedsCaller;
      for (MapName &Map : Inner.Maps)
        Result.Maps.push_back(std::move(Map));
    } else if (Call->getNumArgs() == 2) {
      std::optional<std::string> Text = string(*Call->getArg(1), *S.In, Result);
      if (Text)
        Result.Maps.push_back({std::move(*Text), nullptr, Call});
      else if (!Result.NeedsCaller)
        Result.Unknown = true;
    }
  }
  return Result;
}

Count UseValues::count(const Expr &E, const Frame &In) {
  if (std::optional<uint64_t> Number = constant(E))
    return {Count::Constant, *Number};
  Sources Found = trace(E, In, [&](const Expr &Each) {
    if (constant(Each))
      return true;
    llvm::StringRef Name = calleeName(Each);
    return Name == "libbpf_num_possible_cpus" || Name == "get_nprocs" ||
           Name == "sysconf" || Name == "hardware_concurrency";
  });
  if (!Found.isComplete())
    return {};
  std::optional<Count> Result;
  for (const Source &S : Found.Values) {
    Count One;
    if (std::optional<uint64_t> Number = constant(*S.Value)) {
      // What a variable holds before it is counted.
      if (static_cast<int32_t>(*Number) <= 0 && Found.Values.size() > 1)
        continue;
      One = {Count::Constant, *Number};
    } else if (calleeName(*S.Value) == "libbpf_num_possible_cpus") {
      One = {Count::PossibleCpus, 0};
    } else if (calleeName(*S.Value) == "sysconf") {
      constexpr uint64_t Online = 84; // _SC_NPROCESSORS_ONLN
      if (constant(*cast<CallExpr>(S.Value)->getArg(0)) != Online)
        return {};
      One = {Count::OnlineCpus, 0};
    } else {
      One = {Count::OnlineCpus, 0};
    }
    if (Result && (Result->Of != One.Of || Result->Number != One.Number))
      return {};
    Result = One;
  }
  return Result.value_or(Count{});
}

std::optional<uint64_t> UseValues::constant(const Expr &E, const Frame &In) {
  Count C = count(E, In);
  if (C.Of != Count::Constant)
    return std::nullopt;
  return C.Number;
}
