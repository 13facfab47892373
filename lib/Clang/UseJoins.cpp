//===- UseJoins.cpp - What units tell each other of uses ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseJoins.h"

#include "Layout/TypeText.h"
#include "Clang/UsePaths.h"
#include "Clang/UseRun.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/STLExtras.h"
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

/// A descriptor of a map, or a map, or what stands for one.
static bool canBeMap(QualType T) {
  if (QualType To = T->getPointeeType(); !To.isNull() && T->isPointerType()) {
    const RecordDecl *R = To->getAsRecordDecl();
    return To->isVoidType() ||
           (R && R->getIdentifier() &&
            (R->getName() == "bpf_map" || R->getName() == "user_ring_buffer"));
  }
  const auto *B = T->getAs<BuiltinType>();
  return B && B->isInteger() && B->getKind() >= BuiltinType::UInt &&
         B->getKind() <= BuiltinType::LongLong;
}

std::optional<std::vector<JoinedMap>>
UseCheck::Run::joined(const MapNames &Names) {
  if (Names.Unknown || Names.NeedsCaller)
    return std::nullopt;
  std::vector<JoinedMap> Found;
  for (const MapName &Name : Names.Maps) {
    const judge::UsedMap Map = used(Name);
    if (!Judge.knows(Map))
      return std::nullopt;
    JoinedMap One{Map.Name, Map.Skeleton, {}, {}};
    One.HasOtherType = Map.HasOtherType;
    One.HasOtherKey = Map.HasOtherKey;
    One.HasOtherValue = Map.HasOtherValue;
    for (const judge::Source *S : Judge.sourcesOf(Map))
      One.Sources.push_back(Of.absolutePath(*S));
    // A table may get the map of a skeleton, and again what has its name.
    auto Same = llvm::find_if(Found, [&](const JoinedMap &Each) {
      return Each.Name == One.Name &&
             (Each.Skeleton.empty() || One.Skeleton.empty());
    });
    if (Same != Found.end()) {
      Same->Skeleton.clear();
      for (std::string &Path : One.Sources)
        if (!llvm::is_contained(Same->Sources, Path))
          Same->Sources.push_back(std::move(Path));
      Same->HasOtherType |= One.HasOtherType;
      Same->HasOtherKey |= One.HasOtherKey;
      Same->HasOtherValue |= One.HasOtherValue;
      continue;
    }
    if (Name.Other)
      One.At = Name.Other->At;
    else if (Name.At)
      One.At = joinedPlace(Name.At->getExprLoc());
    Found.push_back(std::move(One));
  }
  return Found;
}

JoinedPlace UseCheck::Run::joinedPlace(SourceLocation Where) const {
  const SourceManager &SM = Context.getSourceManager();
  const SourceLocation At = SM.getExpansionLoc(Where);
  llvm::SmallString<256> Path(SM.getFilename(At));
  SM.getFileManager().makeAbsolutePath(Path);
  return {std::string(Path.str()), SM.getSpellingLineNumber(At),
          SM.getSpellingColumnNumber(At)};
}

SourceLocation UseCheck::Run::placeOf(const JoinedPlace &Of) {
  SourceManager &SM = Context.getSourceManager();
  FileManager &Files = SM.getFileManager();
  auto File = Files.getFileRef(Of.File);
  if (!File) {
    llvm::consumeError(File.takeError());
    return {};
  }
  if (!Of.Line || !Of.Column)
    return {};
  FileID Id = SM.translateFile(*File);
  if (Id.isInvalid())
    Id = SM.createFileID(*File, SourceLocation(), SrcMgr::C_User);
  return SM.translateLineCol(Id, Of.Line, Of.Column);
}

SourceLocation UseCheck::Run::placeOf(const MapNames &Names) {
  for (const MapName &Map : Names.Maps)
    if (Map.At)
      return Map.At->getExprLoc();
  for (const MapName &Map : Names.Maps)
    if (Map.Other)
      if (SourceLocation At = placeOf(Map.Other->At); At.isValid())
        return At;
  return {};
}

/// Element and Around; empty where they are not modelled, or too large.
std::string UseCheck::Run::typesText(const HostObject &O) {
  constexpr size_t Longest = 1 << 14;
  const judge::HostBytes B = typesOf(O);
  std::string Text;
  TypeWriter To([&](const std::string &Line) { Text += Line + '\n'; });
  if (B.Element)
    To.write(*B.Element, {});
  for (const hostlayout::Type *Each : B.Around)
    To.write(*Each, {});
  return Text.size() > Longest ? std::string() : Text;
}

JoinedArgument UseCheck::Run::handedOver(const Expr &E, const Frame &In,
                                         unsigned Number, Handing &How) {
  JoinedArgument A;
  A.Number = Number;
  QualType T = E.getType();
  A.Outcome = Values.outcome(E, In);
  if (canBeMap(T)) {
    const MapNames Names = Values.maps(E, In);
    How.NeedsCaller |= Names.NeedsCaller;
    auto Maps = joined(Names);
    How.IsUnknown |= !Maps || Maps->size() > 1;
    if (Maps && Maps->size() == 1)
      A.Maps = std::move(*Maps);
    How.HasMap |= !A.Maps.empty();
    if (!T->isVoidPointerType() || !A.Maps.empty())
      return A;
  }
  if (!T->isPointerType())
    return A;
  HostObjects Bytes = objectsOf(E, In, Values);
  How.BytesNeedCaller |= Bytes.NeedsCaller;
  if (Bytes.Objects.size() != 1 || Bytes.Unknown || Bytes.NeedsCaller)
    return A;
  const HostObject &O = Bytes.Objects.front();
  if (O.IsNull || O.IsDeclaredBytes)
    return A;
  A.Extent = O.Extent;
  A.Things = O.Things;
  A.ThingSize = O.ThingSize;
  A.Types = typesText(O);
  if (O.Handed) {
    A.Text = O.Handed->Text;
    A.At = O.Handed->At;
  } else {
    const Expr &Named = argumentOf(O, E, In);
    A.Text = textOf(Named);
    A.At = joinedPlace(Named.getBeginLoc());
  }
  return A;
}

/// Follows a call of another unit's \p F up to where what it hands over is
/// known.
void UseCheck::Run::offerCall(const CallSite &Site, const FunctionDecl &F,
                              const std::string &Key, UseJoining &To,
                              std::vector<CallSite> &Up,
                              const JoinedCall *Handed) {
  const Frame &In = *frames(*Site.In, Up, Handed);
  const Guard G = guards(*Site.Call, In);
  if (G == Guard::NotMade)
    return;
  JoinedCall Call;
  Handing How;
  for (unsigned I = 0; I != F.getNumParams(); ++I)
    if (const Expr *E = argument(*Site.Call, F, I)) {
      JoinedArgument A = handedOver(*E, In, I, How);
      if (!A.Maps.empty() || A.Extent || A.Outcome ||
          !A.Types.empty() || A.Things.Of != Count::Unknown)
        Call.Arguments.push_back(std::move(A));
    }
  if ((How.NeedsCaller || (How.HasMap && How.BytesNeedCaller)) && !Handed) {
    const FunctionDecl &Outermost = *(Up.empty() ? Site.In : Up.back().In);
    const std::string OuterKey = To.key(Outermost);
    const std::vector<JoinedCall> *Others = callsOf(OuterKey);
    const std::vector<CallSite> &Callers = Index.callersOf(Outermost);
    if (!OuterKey.empty())
      To.want(OuterKey);
    if (Up.size() < MostCallers && Callers.size() <= MostChains &&
        (Others || !Callers.empty())) {
      if (Others)
        for (const JoinedCall &Each : *Others)
          offerCall(Site, F, Key, To, Up, &Each);
      for (const CallSite &Each : Callers) {
        if (!Each.In || isOnTheWay(Each, *Site.In, Up))
          continue;
        Up.push_back(Each);
        offerCall(Site, F, Key, To, Up, nullptr);
        Up.pop_back();
      }
      return;
    }
  }
  if (How.HasMap && G == Guard::None)
    To.Out.Calls[Key].push_back(std::move(Call));
  else if (How.HasMap || How.IsUnknown)
    To.Out.Calls[Key].emplace_back();
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
        To.Offering = Key;
        std::vector<CallSite> Up;
        for (const CallSite &Site : Sites)
          if (Site.In)
            offerCall(Site, F, Key, To, Up, nullptr);
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
    To.Offering = Key;
    for (const Store &S : All) {
      QualType T = S.Target ? S.Target->getType() : D.getType();
      JoinedStore One;
      if (S.Target)
        One = joinedPath(*S.Target, Context, To);
      else if (isa<FieldDecl>(D))
        One.Steps.push_back(Key);
      else
        One.Root = Key;
      if (!S.Value && !S.Through) {
        One.IsUnknown = true;
      } else if (!canBeMap(T)) {
        // A whole record or array: only what cannot be a map is harmless.
        One.IsOther = !S.Value || (!T->isRecordType() && !T->isArrayType()) ||
                      S.Value->isConstantInitializer(Context, /*ForRef=*/false);
        One.IsUnknown = !One.IsOther;
      } else {
        const Frame &In = *Values.frame({S.In, nullptr, nullptr, false});
        auto Maps = joined(Values.maps(S, In));
        One.IsUnknown = !Maps;
        if (Maps)
          One.Maps = std::move(*Maps);
        // -1, or a null pointer.
        One.IsOther = Maps && One.Maps.empty();
        // The map is not known here, but its name may be where it is read.
        if (const FieldDecl *Name = Maps ? nullptr : Values.nameTested(S))
          One.NamedBy = To.key(*Name);
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
    To.Offering = "r" + Key.substr(1);
    for (const Expr *E : Index.returnsOf(*F)) {
      MapNames Names = Values.maps(*E, In);
      if (!Names.NeedsMore) {
        Names.NeedsCaller = false;
        for (const MapNames::Parameter &P : Names.NamedBy) {
          JoinedMap &Map = One.Maps.emplace_back();
          Map.NameParameter = P.Name->getFunctionScopeIndex();
          Map.IsPinned = P.IsPinned;
        }
      }
      auto Maps = joined(Names);
      if (!Maps) {
        One.IsUnknown = true;
        break;
      }
      One.Maps.insert(One.Maps.end(), Maps->begin(), Maps->end());
    }
    if (!One.IsUnknown && !One.Maps.empty())
      To.Out.Stores[To.Offering].push_back(std::move(One));
  }
}

void UseCheck::Run::offer(UseJoining &To) {
  offerCalls(To);
  offerStores(To);
  offerDefinitions(To);
  To.Offering.clear();
}
