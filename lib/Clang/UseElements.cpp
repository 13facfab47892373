//===- UseElements.cpp - Keys, values and their sizes ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseRun.h"

#include "Layout/TypeText.h"

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

UseCheck::Run::Result
UseCheck::Run::elements(const UseSite &U, const Frame &In, bool IsLast,
                        const std::vector<judge::UsedMap> &Maps,
                        const MapNames &Names) {
  const UseFunction &What = *U.What;
  struct Part {
    int8_t Number;
    judge::UsePart Of;
    bool Writes;
  };
  const Part Parts[] = {{What.Key, judge::UsePart::Key, false},
                        {What.NextKey, judge::UsePart::Key, true},
                        {What.Value, judge::UsePart::Value, What.WritesValue}};
  judge::ElementUse Use;
  Use.IsBatch = What.Form == UseForm::Batch;
  if (What.Flags != UseFunction::NoArgument) {
    constexpr uint64_t OneCpu = 8, AllCpus = 16; // BPF_F_CPU, BPF_F_ALL_CPUS
    std::optional<uint64_t> Flags =
        Values.constant(*U.Call->getArg(What.Flags), In);
    Use.MayBeOneCpu = !Flags || (*Flags & (OneCpu | AllCpus));
  }
  std::vector<std::pair<const Part *, HostObjects>> Found;
  Result R;
  R.Of = Outcome::Resolved;
  for (const Part &P : Parts) {
    if (P.Number == UseFunction::NoArgument)
      continue;
    Found.emplace_back(&P, objectsOf(*U.Call->getArg(P.Number), In, Values));
    if (Found.back().second.NeedsCaller && !IsLast) {
      R.Of = Outcome::NeedsCaller;
      return R;
    }
  }
  for (auto &[P, Objects] : Found) {
    Use.Part = P->Of;
    Use.KernelWrites = P->Writes || (Use.IsBatch && What.WritesValue);
    judgeAll(Use, Maps, Names, Objects, *U.Call->getArg(P->Number), In);
  }
  sizes(U, In, Maps, Names, Use.MayBeOneCpu);
  return R;
}

void UseCheck::Run::judgeAll(judge::ElementUse U,
                             const std::vector<judge::UsedMap> &Maps,
                             const MapNames &Names, const HostObjects &Objects,
                             const Expr &Argument, const Frame &In) {
  std::vector<Finding> First;
  SourceLocation At;
  if (Objects.Objects.empty())
    return;
  for (const HostObject &O : Objects.Objects) {
    if (O.IsNull || O.IsDeclaredBytes)
      return;
    U.Bytes = bytes(O, Argument, In);
    for (const judge::UsedMap &Map : Maps) {
      U.Map = Map;
      std::vector<Finding> Found = Judge.judge(U);
      if (Found.empty())
        return;
      if (At.isValid())
        continue;
      First = std::move(Found);
      At = O.Handed ? placeOf(O.Handed->At)
                    : argumentOf(O, Argument, In).getBeginLoc();
      if (At.isInvalid())
        return;
    }
  }
  if (At.isValid())
    tell(std::move(First), At, placeOf(Names));
}

void UseCheck::Run::sizes(const UseSite &U, const Frame &In,
                          const std::vector<judge::UsedMap> &Maps,
                          const MapNames &Names, bool MayBeOneCpu) {
  auto One = [&](int8_t Number, judge::UsePart Part) {
    if (Number == UseFunction::NoArgument)
      return;
    const Expr &Argument = *U.Call->getArg(Number);
    judge::SizeUse Size;
    Size.Part = Part;
    Size.MayBeOneCpu = MayBeOneCpu;
    Size.Argument =
        U.Call->getDirectCallee()->getParamDecl(Number)->getNameAsString();
    if (Size.Argument.empty())
      Size.Argument = Part == judge::UsePart::Key ? "key_sz" : "value_sz";
    HostObject Counted = countedBytes(Argument, In, Values);
    Size.Bytes = Counted.Extent;
    Size.EachSize = Counted.ThingSize;
    Size.Count = static_cast<judge::CountOf>(Counted.Things.Of);
    std::vector<Finding> First;
    for (const judge::UsedMap &Map : Maps) {
      Size.Map = Map;
      std::vector<Finding> Found = Judge.judge(Size);
      if (Found.empty())
        return;
      if (First.empty())
        First = std::move(Found);
    }
    tell(std::move(First), Argument.getBeginLoc(), placeOf(Names));
  };
  One(U.What->KeySize, judge::UsePart::Key);
  One(U.What->ValueSize, judge::UsePart::Value);
}

const hostlayout::Type *UseCheck::Run::model(QualType T) {
  if (T.isNull() || T->isDependentType() ||
      !HostTypes::isModelled(T, Context) || T->isIncompleteType())
    return nullptr;
  return Types.layout(T);
}

judge::HostBytes UseCheck::Run::typesOf(const HostObject &O) {
  judge::HostBytes B;
  if (O.Handed && O.Element.isNull()) {
    TypeReader From(Of.Memory);
    for (StringRef Line : llvm::split(O.Handed->Types, '\n'))
      if (!Line.empty() && !From.read(Line))
        return {};
    for (const TypeReader::Item &Each : From.items())
      (B.Element ? B.Around.emplace_back() : B.Element) = Each.Ty;
    return B;
  }
  B.Element = model(O.Element);
  if (B.Element)
    for (QualType T : O.Around)
      if (const hostlayout::Type *Around = model(T))
        B.Around.push_back(Around);
  return B;
}

judge::HostBytes UseCheck::Run::bytes(const HostObject &O, const Expr &Argument,
                                      const Frame &In) {
  judge::HostBytes B = typesOf(O);
  B.Extent = O.Extent;
  B.Count = static_cast<judge::CountOf>(O.Things.Of);
  B.EachSize = O.ThingSize;
  B.Name = O.Handed ? O.Handed->Text : textOf(argumentOf(O, Argument, In));
  return B;
}
