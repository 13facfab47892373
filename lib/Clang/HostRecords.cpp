//===- HostRecords.cpp - Clang's records and enums ------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The tagged half of HostTypes.
//
//===----------------------------------------------------------------------===//

#include "Clang/Compat.h"
#include "Clang/HostTypes.h"
#include "Clang/Markers.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/SourceManager.h"

#include <algorithm>

using namespace clang;

namespace hostlayout::clangfe {

/// The names that each member of \p Parent was given, copied into \p Memory.
class CounterpartNames {
public:
  CounterpartNames(const Decl &Parent, Arena &Memory)
      : Markers(memberMarkersOf(Parent)), Memory(Memory) {}

  /// Null if \p Member has no marker.
  const MemberMarker *find(const NamedDecl &Member) const {
    for (const MemberMarker &M : Markers)
      if (Member.getIdentifier() && Member.getName() == M.Member)
        return &M;
    return nullptr;
  }

  NameList copy(const MemberMarker &M) const {
    std::vector<std::string_view> Names;
    for (const std::string &Name : M.Counterparts)
      Names.push_back(Memory.copy(std::string_view(Name)));
    return Memory.list(Names);
  }

private:
  std::vector<MemberMarker> Markers;
  Arena &Memory;
};

const hostlayout::Type *HostTypes::tag(const TagDecl &Declared) {
  const TagDecl *D = Declared.getDefinition();
  if (!D) {
    auto *Made = Memory.make<hostlayout::Type>();
    Made->Kind = TypeKind::Forward;
    Made->Name = name(Declared);
    Made->Where = {&Declared};
    return Made;
  }
  if (auto Seen = KnownTags.find(D); Seen != KnownTags.end())
    return Seen->second;
  const hostlayout::Type *Made;
  if (const auto *E = dyn_cast<EnumDecl>(D))
    Made = enumeration(*E);
  else if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(D);
           S && S->getName() == "array" && S->isInStdNamespace())
    Made = standardArray(*S);
  else
    Made = record(*cast<RecordDecl>(D));
  return KnownTags[D] = Made;
}

const hostlayout::Type *HostTypes::enumeration(const EnumDecl &E) {
  const QualType Of = compat::typeOf(E, Context);
  const bool IsSigned = E.getIntegerType()->isSignedIntegerType();
  if (E.getIdentifier() && E.getName() == "byte" && E.isInStdNamespace()) {
    auto *Made = make<hostlayout::Type>(TypeKind::Integer, Of);
    Made->Role = IntegerRole::Byte;
    Made->Sign = Signedness::Neutral;
    Made->Name = "std::byte";
    return Made;
  }
  auto *Made = make<hostlayout::EnumType>(TypeKind::Enum, Of);
  Made->Name = name(E);
  Made->Where = {&E};
  Made->Sign = IsSigned ? Signedness::Signed : Signedness::Unsigned;
  if (E.getIntegerType()->isBooleanType())
    Made->Role = IntegerRole::Bool;
  Made->FromSystemHeader =
      Context.getSourceManager().isInSystemHeader(E.getLocation());
  const CounterpartNames Names(E, Memory);
  std::vector<Enumerator> All;
  for (const EnumConstantDecl *D : E.enumerators()) {
    Enumerator Item;
    Item.Name = name(*D);
    Item.Value = D->getInitVal().extOrTrunc(64).getZExtValue();
    Item.Where = {D};
    if (const MemberMarker *M = Names.find(*D))
      Item.Counterparts = Names.copy(*M);
    All.push_back(Item);
  }
  Made->Enumerators = Memory.copy(std::span<const Enumerator>(All));
  return Made;
}

/// std::array<T, N> is T[N]; with N = 0 it has a byte that must not be read.
const hostlayout::Type *
HostTypes::standardArray(const ClassTemplateSpecializationDecl &R) {
  const TemplateArgumentList &Arguments = R.getTemplateArgs();
  if (Arguments.size() != 2 ||
      Arguments[0].getKind() != TemplateArgument::Type ||
      Arguments[1].getKind() != TemplateArgument::Integral)
    return record(R);
  auto *Made =
      make<hostlayout::ArrayType>(TypeKind::Array, compat::typeOf(R, Context));
  Made->Name = "std::array";
  Made->Where = {&R};
  Made->Element = type(Arguments[0].getAsType());
  Made->Count = Arguments[1].getAsIntegral().getZExtValue();
  return Made;
}

static bool isPacked(const RecordDecl &R) {
  if (R.hasAttr<PackedAttr>())
    return true;
  const auto *Pragma = R.getAttr<MaxFieldAlignmentAttr>();
  return Pragma && Pragma->getAlignment() == 8; // bits
}

/// Whether \p R is a class of the standard library whose members are for its
/// own code. Of array, bitset, atomic and the clocks the bytes alone count, and
/// so of the classes that they are built on, whose names begin with '_'.
static bool isLibraryClass(const RecordDecl &R) {
  if (!R.getIdentifier() || R.getName().front() == '_' ||
      R.getName() == "array" || R.getName() == "bitset" ||
      R.getName() == "atomic")
    return false;
  for (const DeclContext *In = R.getDeclContext(); In; In = In->getParent()) {
    const auto *Namespace = dyn_cast<NamespaceDecl>(In);
    if (Namespace && Namespace->getIdentifier() &&
        Namespace->getName() == "chrono" &&
        Namespace->getParent()->isStdNamespace())
      return false;
    if (In->isStdNamespace())
      return true;
  }
  return false;
}

const hostlayout::Type *HostTypes::record(const RecordDecl &R) {
  auto *Made = make<hostlayout::RecordType>(TypeKind::Record,
                                            compat::typeOf(R, Context));
  Made->Name = name(R);
  Made->Where = {&R};
  Made->Tag = R.isUnion()   ? RecordTag::Union
              : R.isClass() ? RecordTag::Class
                            : RecordTag::Struct;
  Made->FromSystemHeader =
      Context.getSourceManager().isInSystemHeader(R.getLocation());
  Made->IsLibraryClass = isLibraryClass(R);
  Made->IsPacked = isPacked(R);
  const Obstacle &No = Bytes.obstacleToBytes(R);
  Made->NotTrivialBecause = Memory.copy(std::string_view(No.Because));
  Made->NotTrivialWhere = {No.Where};
  Made->Fields = Memory.copy(std::span<const Field>(fields(R)));
  return Made;
}

std::vector<Field> HostTypes::fields(const RecordDecl &R) {
  const ASTRecordLayout &Layout = Context.getASTRecordLayout(&R);
  std::vector<Field> All;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(&R))
    for (const CXXBaseSpecifier &Specifier : Class->bases()) {
      const CXXRecordDecl *Base = Specifier.getType()->getAsCXXRecordDecl();
      // A virtual base is what NotTrivialBecause is about; an empty one shares
      // its bytes with the fields.
      if (Specifier.isVirtual() || Base->isEmpty())
        continue;
      Field F;
      F.Ty = type(Specifier.getType());
      F.BitOffset = Context.toBits(Layout.getBaseClassOffset(Base));
      F.IsBase = true;
      F.Where = {&R};
      All.push_back(F);
    }

  const CounterpartNames Names(R, Memory);
  for (const FieldDecl *D : R.fields()) {
    const bool IsPadding = D->isBitField() && !D->getIdentifier();
    if (IsPadding || D->isInvalidDecl() ||
        (D->hasAttr<NoUniqueAddressAttr>() && D->isZeroSize(Context)))
      continue;
    Field F;
    F.Name = name(*D);
    F.Ty = type(D->getType());
    F.BitOffset = Layout.getFieldOffset(D->getFieldIndex());
    F.IsBitField = D->isBitField();
    if (F.IsBitField)
      // C++ may make one wider than its type: the rest of the bits is padding.
      F.BitWidth = static_cast<uint32_t>(std::min<uint64_t>(
          compat::bitWidth(*D, Context), Context.getTypeSize(D->getType())));
    F.Where = {D};
    if (const MemberMarker *M = Names.find(*D)) {
      F.IsMarked = true;
      F.Counterparts = Names.copy(*M);
    }
    All.push_back(F);
  }
  return All;
}

} // namespace hostlayout::clangfe
