//===- UseMaps.cpp - Which map, and how many ------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseValues.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/STLExtras.h"

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
  // Most of what is asked for is neither a number nor a constant; clang takes
  // long to find that out.
  const Expr &Bare = *E.IgnoreParenCasts();
  if (const auto *Name = dyn_cast<DeclRefExpr>(&Bare))
    if (const auto *V = dyn_cast<VarDecl>(Name->getDecl());
        V && !V->getType().isConstQualified() && !V->isConstexpr() &&
        !V->getType()->isReferenceType())
      return std::nullopt;
  if (const auto *Call = dyn_cast<CallExpr>(&Bare))
    if (const FunctionDecl *Callee = Call->getDirectCallee();
        Callee && !Callee->isConstexpr() && !Callee->getBuiltinID())
      return std::nullopt;
  Expr::EvalResult Result;
  if (E.isValueDependent() || !E.getType()->isIntegralOrEnumerationType() ||
      !E.EvaluateAsInt(Result, Context))
    return std::nullopt;
  return Result.Val.getInt().extOrTrunc(64).getZExtValue();
}

static bool isStatus(const Expr &E) {
  const auto *Call = dyn_cast<CallExpr>(&E);
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  return F && returnsStatus(*F);
}

/// A descriptor that is none yet, an error, or a pointer to nothing.
static bool isNoMap(const UseValues &Of, const Expr &E) {
  // `-errno`.
  const auto *Operation = dyn_cast<UnaryOperator>(&E);
  return (Operation && Operation->getOpcode() == UO_Minus) || Of.constant(E) ||
         isStatus(E) ||
         E.isNullPointerConstant(Of.context(),
                                 Expr::NPC_ValueDependentIsNotNull);
}

/// Functions whose result stands for the map that is their first argument.
static bool isOfItsMap(llvm::StringRef Name) {
  return Name == "bpf_map__fd" || Name == "user_ring_buffer__new" ||
         Name == "dup";
}

/// Functions that find a map by its name, their second argument.
static bool isByName(llvm::StringRef Name) {
  return Name == "bpf_object__find_map_by_name" ||
         Name == "bpf_object__find_map_fd_by_name";
}

/// Functions that open what is pinned at a path, their first argument.
static bool isByPath(llvm::StringRef Name) {
  return Name == "bpf_obj_get" || Name == "bpf_obj_get_opts";
}

/// The maps of the name that \p Name can be; \p By says that.
void UseValues::addNamed(const Expr &By, const Expr &Name, const Frame &In,
                         bool IsPinned, MapNames &To) {
  Names Found =
      names(Name, In, IsPinned ? NamePart::LastComponent : NamePart::Whole);
  To.Unknown |= Found.Unknown;
  To.NeedsCaller |= Found.NeedsCaller;
  To.NeedsMore |= Found.NeedsCaller && Found.Parameters.empty();
  for (const ParmVarDecl *P : Found.Parameters)
    To.NamedBy.push_back({P, IsPinned});
  for (std::string &Text : Found.Texts) {
    MapName Map{std::move(Text), nullptr, &By};
    Map.IsPinned = IsPinned;
    To.Maps.push_back(std::move(Map));
  }
}

bool UseValues::isMap(const Expr &E) const {
  llvm::StringRef Name = calleeName(E);
  return skeletonMap(E) || isNoMap(*this, E) || isOfItsMap(Name) ||
         isByName(Name) || isByPath(Name);
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
  Result.NeedsCaller = Result.NeedsMore = Found.NeedsCaller;
  auto Other = [&](const JoinedMap &Map) {
    Result.Maps.push_back({Map.Name, nullptr, nullptr, &Map});
  };
  for (const auto &[A, Pointee] : Found.Handed) {
    // -1, or a null pointer, is none yet.
    Result.Unknown |= A->Maps.empty() && !(A->Outcome && *A->Outcome <= 0);
    for (const JoinedMap &Map : A->Maps)
      Other(Map);
  }
  for (const Sources::JoinedValue &J : Found.Joined) {
    if (!J.Map->NameParameter) {
      Other(*J.Map);
      continue;
    }
    const FunctionDecl *Callee = J.Call ? J.Call->getDirectCallee() : nullptr;
    if (const Expr *Name =
            Callee ? argument(*J.Call, *Callee, *J.Map->NameParameter)
                   : nullptr)
      addNamed(*J.Call, *Name, *J.In, J.Map->IsPinned, Result);
    else
      Result.Unknown = true;
  }
  for (const Sources::NamedMap &Each : Found.Named)
    addNamed(*Each.Name, *Each.Name, *Each.In, /*IsPinned=*/false, Result);
  for (const Source &S : Found.Values) {
    if (std::optional<MapName> Map = skeletonMap(*S.Value)) {
      Result.Maps.push_back(std::move(*Map));
      continue;
    }
    const auto *Call = dyn_cast<CallExpr>(S.Value);
    llvm::StringRef Name = calleeName(*S.Value);
    if (!Call || isNoMap(*this, *S.Value) || Call->getNumArgs() == 0)
      continue;
    if (isOfItsMap(Name)) {
      MapNames Inner = maps(*Call->getArg(0), *S.In);
      Result.Unknown |= Inner.Unknown;
      Result.NeedsCaller |= Inner.NeedsCaller;
      Result.NeedsMore |= Inner.NeedsMore;
      llvm::copy(Inner.NamedBy, std::back_inserter(Result.NamedBy));
      llvm::move(Inner.Maps, std::back_inserter(Result.Maps));
    } else if (isByPath(Name)) {
      addNamed(*Call, *Call->getArg(0), *S.In, /*IsPinned=*/true, Result);
    } else if (Call->getNumArgs() == 2) {
      addNamed(*Call, *Call->getArg(1), *S.In, /*IsPinned=*/false, Result);
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
