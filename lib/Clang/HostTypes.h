//===- HostTypes.h - Clang's types as the neutral model ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_HOSTTYPES_H
#define HOSTLAYOUT_CLANG_HOSTTYPES_H

#include "Layout/Arena.h"
#include "Layout/Type.h"
#include "Clang/Triviality.h"

#include "clang/AST/Type.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>
#include <vector>

namespace clang {
class ASTContext;
class ClassTemplateSpecializationDecl;
class Decl;
class EnumDecl;
class FieldDecl;
class NamedDecl;
class RecordDecl;
class TagDecl;
} // namespace clang

namespace hostlayout::clangfe {

/// Turns the types of one ASTContext into the neutral model, each once. Every
/// Origin of the model is the clang::Decl at which a user sees the fault.
class HostTypes {
public:
  /// Nesting by value that is followed; BTF allows 32 levels. Clang computes
  /// layouts by recursion, so that what lies deeper is not even asked for.
  static constexpr unsigned MaxDepth = 128;

  HostTypes(const clang::ASTContext &Context, Arena &Memory)
      : Context(Context), Memory(Memory) {}

  /// The record, enum or alias \p Marked, which a MarkedDecls gave out. Null if
  /// it nests deeper than MaxDepth.
  const Type *layout(const clang::NamedDecl &Marked);

  /// The same for a type, which isModelled(). Typedefs stay in the model; a
  /// scalar of clang's own has no Where.
  const Type *layout(clang::QualType T);

  /// Whether \p T is a type of bytes that can be compared: a record, an enum, a
  /// scalar, or an array of these. An incomplete record is one, too: its model
  /// is a Forward.
  static bool isModelled(clang::QualType T, const clang::ASTContext &Context);

  /// Whether \p D, a definition, was laid out, for itself or as a part.
  bool has(const clang::TagDecl &D) const { return KnownTags.count(&D); }

  /// Of the context's MarkedDecls, those with marked members that has() knows.
  std::vector<const clang::TagDecl *> withMarkedMembers() const;

  /// The target that the context is compiled for.
  Target target() const;

  static const clang::Decl *declOf(Origin O) {
    return static_cast<const clang::Decl *>(O.Ptr);
  }

private:
  bool fits(clang::QualType T, unsigned Levels);

  const Type *type(clang::QualType T);
  const Type *bare(const clang::Type &T);
  const Type *builtin(const clang::BuiltinType &T);
  const Type *pointer(clang::QualType T);
  const Type *array(clang::QualType T, clang::QualType Element, uint64_t Count,
                    bool Flexible);
  const Type *tag(const clang::TagDecl &Declared);
  const Type *enumeration(const clang::EnumDecl &E);
  const Type *record(const clang::RecordDecl &R);
  const Type *standardArray(const clang::ClassTemplateSpecializationDecl &R);
  const Type *opaque(clang::QualType T);
  std::vector<Field> fields(const clang::RecordDecl &R);

  template <typename T> T *make(TypeKind Kind, clang::QualType Of) {
    T *Made = Memory.make<T>();
    Made->Kind = Kind;
    measure(*Made, Of);
    return Made;
  }
  void measure(Type &T, clang::QualType Of) const;
  std::string_view name(const clang::NamedDecl &D);

  const clang::ASTContext &Context;
  Arena &Memory;
  llvm::DenseMap<const clang::Type *, const Type *> Known;
  llvm::DenseMap<const clang::TagDecl *, const Type *> KnownTags;
  /// Records whose nesting is known, in levels.
  llvm::DenseMap<const clang::RecordDecl *, unsigned> Depths;
  Triviality Bytes;
};

} // namespace hostlayout::clangfe

#endif
