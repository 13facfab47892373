//===- UseJoins.cpp - What units tell each other of uses ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseJoins.h"

#include "Clang/UsePaths.h"
#include "Clang/UseRun.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

std::string UseJoining::key(const FunctionDecl &F) const {
  if (!F.isExternallyVisible() || !F.getIdentifier() ||
      F.isTemplateInstantiation() || F.isDependentContext())
    return {};
  std::string Scope;
  if (!F.isExternC() && F.getASTContext().getLangOpts().CPlusPlus)
    Scope = F.getQualifiedNameAsString() + " " +
            F.getType().getCanonicalType().getAsString();
  return "f:" + Scope + ":" + F.getName().str();
}

std::string UseJoining::key(const ValueDecl &D) const {
  if (!D.getIdentifier())
    return {};
  const std::string Name = D.getName().str();
  if (const auto *Field = dyn_cast<FieldDecl>(&D)) {
    if (!PlaceText || Field->getParent()->isDependentContext())
      return {};
    return "m:" + PlaceText(Field->getCanonicalDecl()->getLocation()) + ":" +
           Name;
  }
  const auto *V = dyn_cast<VarDecl>(&D);
  if (!V || !V->isExternallyVisible() || isa<ParmVarDecl>(V))
    return {};
  return "v:" + V->getQualifiedNameAsString() + ":" + Name;
}

/// A descriptor of a map, or a map.
static bool canBeMap(QualType T) {
  if (const RecordDecl *R = T->getPointeeType().isNull()
                                ? nullptr
                                : T->getPointeeType()->getAsRecordDecl())
    return R->getIdentifier() && R->getName() == "bpf_map";
  return T->isSpecificBuiltinType(BuiltinType::Int);
}

std::optional<std::vector<JoinedMap>>
UseCheck::Run::joined(const MapNames &Names) {
  if (Names.Unknown || Names.NeedsCaller)
    return std::nullopt;
  std::vector<JoinedMap> Found;
  for (const MapName &Name : Names.Maps) {
    const judge::UsedMap Map = used(Name);
    if (Map.HasOtherType || Map.HasOtherKey || Map.HasOtherValue ||
        !Judge.knows(Map))
      return std::nullopt;
    JoinedMap One{Map.Name, Map.Skeleton, {}};
    for (const judge::Source &S : Objects)
      if (S.Rank == judge::Tier::Skeleton && S.Name == Map.Skeleton) {
        llvm::SmallString<256> Path(S.Path);
        Context.getSourceManager().getFileManager().makeAbsolutePath(Path);
        One.Header = std::string(Path.str());
      }
    Found.push_back(std::move(One));
  }
  return Found;
}

JoinedArgument UseCheck::Run::handedOver(const Expr &E, const Frame &In,
                                         unsigned Number) {
  JoinedArgument A;
  A.Number = Number;
  QualType T = E.getType();
  if (canBeMap(T)) {
    if (auto Maps = joined(Values.maps(E, In)); Maps && Maps->size() == 1)
      A.Maps = std::move(*Maps);
    return A;
  }
  if (!T->isPointerType())
    return A;
  HostObjects Bytes = objectsOf(E, In, Values);
  if (Bytes.Objects.size() != 1 || Bytes.Unknown || Bytes.NeedsCaller)
    return A;
  const HostObject &O = Bytes.Objects.front();
  if (O.IsNull || O.IsDeclaredBytes || O.Handed)
    return A;
  A.Extent = O.Extent;
  A.Things = O.Things;
  A.ThingSize = O.ThingSize;
  A.Text = textOf(E);
  const SourceManager &SM = Context.getSourceManager();
  SourceLocation At = SM.getExpansionLoc(E.getBeginLoc());
  llvm::SmallString<256> Path(SM.getFilename(At));
  SM.getFileManager().makeAbsolutePath(Path);
  A.File = std::string(Path.str());
  A.Line = SM.getSpellingLineNumber(At);
  A.Column = SM.getSpellingColumnNumber(At);
  return A;
}

SourceLocation UseCheck::Run::placeOf(const JoinedArgument &A) {
  SourceManager &SM = Context.getSourceManager();
  FileManager &Files = SM.getFileManager();
  auto File = Files.getFileRef(A.File);
  if (!File) {
    llvm::consumeError(File.takeError());
    return {};
  }
  if (!A.Line || !A.Column)
    return {};
  FileID Id = SM.translateFile(*File);
  if (Id.isInvalid())
    Id = SM.createFileID(*File, SourceLocation(), SrcMgr::C_User);
  return SM.translateLineCol(Id, A.Line, A.Column);
}

/// What this unit hands to functions of others.
void UseCheck::Run::offerCalls(UseJoining &To) {
  Index.forEachCallee(
      [&](const FunctionDecl &F, const std::vector<CallSite> &Sites) {
        if (UseIndex::bodyOf(F) || F.getNumParams() == 0 || F.isVariadic() ||
            Context.getSourceManager().isInSystemHeader(F.getLocation()))
          return;
        const std::string Key = To.key(F);
        if (Key.empty())
          return;
        for (const CallSite &Site : Sites) {
          if (!Site.In)
            continue;
          const Frame &In = *Values.frame({Site.In, nullptr, nullptr, false});
          JoinedCall Call;
          bool HasMap = false;
          for (unsigned I = 0; I != F.getNumParams(); ++I)
            if (const Expr *E = argument(*Site.Call, F, I)) {
              JoinedArgument A = handedOver(*E, In, I);
              HasMap |= !A.Maps.empty();
              if (!A.Maps.empty() || A.Extent || A.Things.Of != Count::Unknown)
                Call.Arguments.push_back(std::move(A));
            }
          if (HasMap)
            To.Out.Calls[Key].push_back(std::move(Call));
        }
      });
}

/// What it stores where others read.
void UseCheck::Run::offerStores(UseJoining &To) {
  Index.forEachStored([&](const ValueDecl &D, const std::vector<Store> &All) {
    // What the main file alone declares may be `extern` in another.
    if (isOfThisUnit(D, Context) && !isa<VarDecl>(D))
      return;
    const std::string Key = To.key(D);
    if (Key.empty())
      return;
    for (const Store &S : All) {
      QualType T = S.Target ? S.Target->getType() : D.getType();
      JoinedStore One;
      if (S.Target)
        One = joinedPath(*S.Target, Context, To);
      else if (isa<FieldDecl>(D))
        One.Steps.push_back(Key);
      else
        One.Root = Key;
      if (!S.Value) {
        One.IsUnknown = true;
      } else if (!canBeMap(T)) {
        // A whole record or array: only what cannot be a map is harmless.
        if (!T->isRecordType() && !T->isArrayType())
          continue;
        if (S.Value->isConstantInitializer(Context, /*ForRef=*/false))
          continue;
        One.IsUnknown = true;
      } else {
        const Frame &In = *Values.frame({S.In, nullptr, nullptr, false});
        auto Maps = joined(Values.maps(*S.Value, In));
        One.IsUnknown = !Maps;
        if (Maps)
          One.Maps = std::move(*Maps);
        // -1, or a null pointer.
        if (Maps && One.Maps.empty())
          continue;
      }
      To.Out.Stores[Key].push_back(std::move(One));
    }
  });
}

/// The functions that others may call, and the maps that they return.
void UseCheck::Run::offerDefinitions(UseJoining &To) {
  const SourceManager &SM = Context.getSourceManager();
  for (const VarDecl *V : Index.globals())
    if (const std::string Key = To.key(*V); !Key.empty())
      To.Defines.insert(Key);
  for (const FunctionDecl *F : Index.functions()) {
    const std::string Key = To.key(*F);
    if (Key.empty() || !SM.isInMainFile(SM.getExpansionLoc(F->getLocation())) ||
        F->isInlined())
      continue;
    To.Defines.insert(Key);
    if (!canBeMap(F->getReturnType()))
      continue;
    const Frame &In = *Values.frame({F, nullptr, nullptr, true});
    JoinedStore One;
    for (const Expr *E : Index.returnsOf(*F)) {
      auto Maps = joined(Values.maps(*E, In));
      if (!Maps) {
        One.IsUnknown = true;
        break;
      }
      One.Maps.insert(One.Maps.end(), Maps->begin(), Maps->end());
    }
    if (!One.IsUnknown && !One.Maps.empty())
      To.Out.Stores["r" + Key.substr(1)].push_back(std::move(One));
  }
}

void UseCheck::Run::offer(UseJoining &To) {
  offerCalls(To);
  offerStores(To);
  offerDefinitions(To);
}
