//===- Triviality.cpp - Can a type be filled from bytes? ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Triviality.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace hostlayout::clangfe {

/// "std::string": as a person would write it, inline namespaces left out.
static std::string qualifiedName(const NamedDecl &D) {
  std::string Name = D.getNameAsString();
  for (const DeclContext *In = D.getDeclContext(); In; In = In->getParent())
    if (const auto *Outer = dyn_cast<NamedDecl>(In))
      if (const auto *Space = dyn_cast<NamespaceDecl>(Outer);
          Outer->getIdentifier() && !(Space && Space->isInline()))
        Name = Outer->getNameAsString() + "::" + Name;
  return Name;
}

static std::string typeName(QualType Type) {
  if (const auto *Alias = Type->getAs<clang::TypedefType>())
    return qualifiedName(*Alias->getDecl());
  if (const TagDecl *Tag = Type->getAsTagDecl(); Tag && Tag->getIdentifier())
    return qualifiedName(*Tag);
  return {};
}

/// The class that \p Type is an array of, or is; null if there is none.
static const CXXRecordDecl *classOf(QualType Type) {
  const CXXRecordDecl *Class =
      Type->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  return Class ? Class->getDefinition() : nullptr;
}

/// Whether \p Class says itself how it is copied or destroyed. "= default" is
/// what it would be without a word.
static bool copiesByItself(const CXXRecordDecl &Class) {
  for (const CXXMethodDecl *M : Class.methods()) {
    if (M->isImplicit() || M->isExplicitlyDefaulted())
      continue;
    const auto *Constructor = dyn_cast<CXXConstructorDecl>(M);
    if ((Constructor && Constructor->isCopyOrMoveConstructor()) ||
        M->isCopyAssignmentOperator() || M->isMoveAssignmentOperator() ||
        isa<CXXDestructorDecl>(M))
      return true;
  }
  return false;
}

const Obstacle &Triviality::obstacleToBytes(const RecordDecl &R) {
  if (auto At = Known.find(&R); At != Known.end())
    return At->second;
  return Known.emplace(&R, find(R)).first->second;
}

Obstacle Triviality::find(const RecordDecl &R) {
  const auto *Class = dyn_cast<CXXRecordDecl>(&R);
  if (!Class)
    return {};
  if (Class->isPolymorphic())
    return {"has virtual functions", nullptr};
  if (Class->getNumVBases())
    return {"has virtual base classes", nullptr};

  for (const FieldDecl *F : Class->fields()) {
    std::string Name = F->getNameAsString();
    Name.insert(0, 1, '\'') += '\'';
    if (F->getType()->isReferenceType())
      return {"has a reference member " + Name, F};
    const CXXRecordDecl *Inner = classOf(F->getType());
    if (!Inner)
      continue;
    const Obstacle &Within = obstacleToBytes(*Inner);
    if (Within.Because.empty())
      continue;
    std::string Of =
        typeName(QualType(F->getType()->getBaseElementTypeUnsafe(), 0));
    if (!Of.empty()) {
      const char *Article =
          llvm::StringRef("aeiouAEIOU").contains(Of.front()) ? "an " : "a ";
      return {"has " + (Article + Of) + " member " + Name, F};
    }
    // An anonymous struct's members are those of the outer one.
    return {Within.Because, Within.Where ? Within.Where : F};
  }
  for (const CXXBaseSpecifier &Base : Class->bases())
    if (const CXXRecordDecl *Inner = classOf(Base.getType()))
      if (const Obstacle &Within = obstacleToBytes(*Inner);
          !Within.Because.empty())
        return {"has a base class '" + Inner->getNameAsString() + "' that " +
                    Within.Because,
                nullptr};
  // Without members of its own for that, a class is copied as its parts are,
  // and these are fine. clang calls one with a const or volatile member of
  // class type not trivially copyable all the same.
  if (copiesByItself(*Class) && !Class->isTriviallyCopyable())
    return {"is not trivially copyable", nullptr};
  return {};
}

} // namespace hostlayout::clangfe
