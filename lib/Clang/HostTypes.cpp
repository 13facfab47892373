//===- HostTypes.cpp - Clang's types as the neutral model -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/HostTypes.h"

#include "Clang/Compat.h"
#include "Clang/MarkedDecls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/TargetInfo.h"

using namespace clang;

namespace hostlayout::clangfe {

void HostTypes::measure(hostlayout::Type &T, QualType Of) const {
  if (Of->isIncompleteType() || Of->isFunctionType())
    return;
  T.Size = Context.getTypeSizeInChars(Of).getQuantity();
  T.Align = Context.getTypeAlignInChars(Of).getQuantity();
}

std::string_view HostTypes::name(const NamedDecl &D) {
  if (!D.getIdentifier())
    return {};
  // The identifier lives as long as the context, but the model may be kept
  // longer.
  llvm::StringRef Name = D.getName();
  return Memory.copy(std::string_view(Name.data(), Name.size()));
}

//===----------------------------------------------------------------------===//
// Entry
//===----------------------------------------------------------------------===//

/// Whether \p T nests no deeper than \p Levels, found out without a layout.
bool HostTypes::fits(QualType T, unsigned Levels) {
  T = T.getCanonicalType();
  while (const auto *Array = dyn_cast<clang::ArrayType>(T)) {
    if (Levels-- == 0)
      return false;
    T = Array->getElementType().getCanonicalType();
  }
  const RecordDecl *R = T->getAsRecordDecl();
  R = R ? R->getDefinition() : nullptr;
  if (!R)
    return true;
  if (auto Known = Depths.find(R); Known != Depths.end())
    return Known->second <= Levels;
  if (Levels == 0)
    return false;

  // Inner records come first, so that each is measured once.
  unsigned Depth = 1;
  auto Measure = [&](QualType Inner) {
    if (!fits(Inner, Levels - 1))
      return false;
    unsigned Needs = Depth - 1;
    while (!fits(Inner, Needs))
      ++Needs;
    Depth = Needs + 1;
    return true;
  };
  if (const auto *Class = dyn_cast<CXXRecordDecl>(R))
    for (const CXXBaseSpecifier &Base : Class->bases())
      if (!Measure(Base.getType()))
        return false;
  for (const FieldDecl *F : R->fields())
    if (!Measure(F->getType()))
      return false;
  Depths[R] = Depth;
  return true;
}

const hostlayout::Type *HostTypes::layout(const NamedDecl &Marked) {
  const auto *Alias = dyn_cast<TypedefNameDecl>(&Marked);
  if (const TagDecl *Tag = Alias ? Alias->getUnderlyingType()->getAsTagDecl()
                                 : cast<TagDecl>(&Marked))
    return layout(compat::typeOf(*Tag, Context));
  return layout(Alias->getUnderlyingType());
}

const hostlayout::Type *HostTypes::layout(QualType T) {
  return fits(T, MaxDepth) ? type(T) : nullptr;
}

bool HostTypes::isModelled(QualType T, const ASTContext &Context) {
  if (const auto *Array = Context.getAsArrayType(T))
    return isa<ConstantArrayType>(Array) &&
           isModelled(Array->getElementType(), Context);
  return T->getAsTagDecl() || T->isIntegerType() || T->isRealFloatingType() ||
         T->isAnyPointerType() || T->isBlockPointerType() || T->isAtomicType();
}

std::vector<const TagDecl *> HostTypes::withMarkedMembers() const {
  std::vector<const TagDecl *> Laid;
  for (const TagDecl *D : MarkedDecls::of(Context).withMarkedMembers())
    if (has(*D))
      Laid.push_back(D);
  return Laid;
}

Target HostTypes::target() const {
  const TargetInfo &Info = Context.getTargetInfo();
  Target T;
  llvm::StringRef Name =
      llvm::Triple::getArchTypeName(Info.getTriple().getArch());
  T.Name = Memory.copy(std::string_view(Name.data(), Name.size()));
  T.PointerBytes =
      Context.getTypeSizeInChars(Context.VoidPtrTy).getQuantity();
  T.Int64Align =
      Context.getTypeAlignInChars(Context.LongLongTy).getQuantity();
  T.IsBigEndian = Info.isBigEndian();
  return T;
}

//===----------------------------------------------------------------------===//
// Types without a tag
//===----------------------------------------------------------------------===//

/// Names for integers that follow the word on every target, even where they
/// are not long: size_t is an int on i386.
static bool isWordName(llvm::StringRef Name) {
  return Name == "size_t" || Name == "ssize_t" || Name == "ptrdiff_t" ||
         Name == "intptr_t" || Name == "uintptr_t";
}

/// \p T, typedefs kept, other sugar dropped.
const hostlayout::Type *HostTypes::type(QualType T) {
  // A chain of aliases may be long: outermost first.
  std::vector<const clang::TypedefType *> Aliases;
  const hostlayout::Type *Made = nullptr;
  for (;;) {
    const clang::Type *Bare = T.getTypePtr();
    if (auto Seen = Known.find(Bare); Seen != Known.end()) {
      Made = Seen->second;
      break;
    }
    if (const auto *Alias = dyn_cast<clang::TypedefType>(Bare))
      Aliases.push_back(Alias);
    QualType Next = QualType(Bare, 0).getSingleStepDesugaredType(Context);
    if (Next.getTypePtr() == Bare) {
      Made = Known[Bare] = bare(*Bare);
      break;
    }
    T = Next;
  }
  for (auto Alias = Aliases.rbegin(); Alias != Aliases.rend(); ++Alias) {
    const TypedefNameDecl &D = *(*Alias)->getDecl();
    // ssize_t is a name for __ssize_t, which is one for int.
    if (const hostlayout::Type *Bare = strip(Made);
        Bare->Kind == TypeKind::Integer && D.getIdentifier() &&
        isWordName(D.getName())) {
      auto *Word = Memory.make<hostlayout::Type>(*Bare);
      Word->IsWordSized = true;
      Made = Word;
    }
    auto *Named = make<hostlayout::TypedefType>(TypeKind::Typedef,
                                                QualType(*Alias, 0));
    Named->Name = name(D);
    Named->Where = {&D};
    Named->Target = Made;
    Made = Known[*Alias] = Named;
  }
  return Made;
}

const hostlayout::Type *HostTypes::bare(const clang::Type &T) {
  const QualType Of(&T, 0);
  if (const auto *B = dyn_cast<BuiltinType>(&T))
    return builtin(*B);
  if (const auto *Tag = T.getAsTagDecl())
    return tag(*Tag);
  if (T.isPointerType() || T.isReferenceType() || T.isBlockPointerType())
    return pointer(Of);
  if (const auto *A = dyn_cast<ConstantArrayType>(&T)) {
    const uint64_t Count = A->getSize().getZExtValue();
    return array(Of, A->getElementType(), Count, Count == 0);
  }
  if (const auto *A = dyn_cast<IncompleteArrayType>(&T))
    return array(Of, A->getElementType(), 0, true);
  if (const auto *A = dyn_cast<AtomicType>(&T))
    // On targets where an atomic is wider, the rest of it has no meaning.
    return Context.getTypeSize(Of) == Context.getTypeSize(A->getValueType())
               ? type(A->getValueType())
               : opaque(Of);
  if (const auto *B = dyn_cast<BitIntType>(&T))
    if (B->getNumBits() == Context.getTypeSize(Of)) {
      auto *Made = make<hostlayout::Type>(TypeKind::Integer, Of);
      Made->Sign = B->isSigned() ? Signedness::Signed : Signedness::Unsigned;
      return Made;
    }
  return opaque(Of);
}

const hostlayout::Type *HostTypes::opaque(QualType T) {
  return make<hostlayout::Type>(TypeKind::Opaque, T);
}

const hostlayout::Type *HostTypes::builtin(const BuiltinType &T) {
  const QualType Of(&T, 0);
  if (T.isFloatingPoint() || !T.isInteger())
    return make<hostlayout::Type>(
        T.isFloatingPoint() ? TypeKind::Float : TypeKind::Opaque, Of);
  auto *Made = make<hostlayout::Type>(TypeKind::Integer, Of);
  llvm::StringRef Name = T.getName(Context.getPrintingPolicy());
  Made->Name = Memory.copy(std::string_view(Name.data(), Name.size()));
  Made->Sign = T.isSignedInteger() ? Signedness::Signed : Signedness::Unsigned;
  switch (T.getKind()) {
  case BuiltinType::Bool:
    Made->Role = IntegerRole::Bool;
    break;
  case BuiltinType::Char_U:
  case BuiltinType::Char_S:
    Made->Sign = Signedness::Neutral;
    [[fallthrough]];
  case BuiltinType::UChar:
  case BuiltinType::SChar:
  case BuiltinType::Char8:
    Made->Role = IntegerRole::Character;
    break;
  case BuiltinType::Long:
  case BuiltinType::ULong:
    Made->IsWordSized = true;
    break;
  default:
    break;
  }
  return Made;
}

const hostlayout::Type *HostTypes::pointer(QualType T) {
  auto *Made = make<PointerType>(TypeKind::Pointer, T);
  // A reference has the size of what it refers to when asked for its own.
  Made->Size = Context.getTypeSizeInChars(Context.VoidPtrTy).getQuantity();
  Made->Align = Context.getTypeAlignInChars(Context.VoidPtrTy).getQuantity();
  const QualType To = T->getPointeeType();
  std::string Pointee;
  if (const auto *Alias = To->getAs<clang::TypedefType>())
    Pointee = Alias->getDecl()->getNameAsString();
  else if (const TagDecl *Tag = To->getAsTagDecl(); Tag && Tag->getIdentifier())
    Pointee = (Tag->isEnum()    ? "enum "
               : Tag->isUnion() ? "union "
                                : "struct ") +
              Tag->getNameAsString();
  else if (const auto *B = To->getAs<BuiltinType>(); B && !B->isVoidType())
    Pointee = B->getName(Context.getPrintingPolicy()).str();
  Made->Pointee = Memory.copy(std::string_view(Pointee));
  return Made;
}

const hostlayout::Type *HostTypes::array(QualType T, QualType Element,
                                         uint64_t Count, bool Flexible) {
  auto *Made = make<hostlayout::ArrayType>(TypeKind::Array, T);
  Made->Element = type(Element);
  Made->Align = Made->Element->Align;
  Made->Count = Count;
  Made->Flexible = Flexible;
  return Made;
}

} // namespace hostlayout::clangfe
