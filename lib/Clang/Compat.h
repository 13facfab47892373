//===- Compat.h - What differs between LLVM majors --------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The only place that knows that there is more than one LLVM. Differences are
// told apart by what the headers offer, never by a number: so a major that
// is not tested yet most likely builds.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_COMPAT_H
#define HOSTLAYOUT_CLANG_COMPAT_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/AttributeCommonInfo.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/TargetInfo.h"
#include "llvm/ADT/SmallString.h"

namespace hostlayout::clangfe::compat {

/// A literal without prefix: "isAscii" became "isOrdinary".
template <typename Literal> bool isPlainString(const Literal &L) {
  if constexpr (requires { L.isUnevaluated(); })
    return L.isOrdinary() || L.isUnevaluated();
  else if constexpr (requires { L.isOrdinary(); })
    return L.isOrdinary();
  else
    return L.isAscii();
}

/// `[[...]]` in C: "AS_C2x" became "AS_C23".
template <typename Info> constexpr auto c23Syntax() {
  if constexpr (requires { Info::AS_C23; })
    return Info::AS_C23;
  else
    return Info::AS_C2x;
}

/// C2x was renamed when it became C23.
template <typename LangOptions> bool isC23(const LangOptions &Language) {
  if constexpr (requires { Language.C23; })
    return Language.C23;
  else
    return Language.C2x;
}

/// Whether `[[...]]` is part of the language at hand.
template <typename LangOptions>
bool hasBracketAttributes(const LangOptions &Language) {
  return Language.CPlusPlus11 || isC23(Language);
}

/// The width of a bit-field needs no context any more.
template <typename Field>
unsigned bitWidth(const Field &F, const clang::ASTContext &Context) {
  if constexpr (requires { F.getBitWidthValue(); })
    return F.getBitWidthValue();
  else
    return F.getBitWidthValue(Context);
}

/// The type that \p D declares: a type per keyword in the latest majors.
template <typename Tag, typename ASTContext>
clang::QualType typeOf(const Tag &D, const ASTContext &Context) {
  if constexpr (requires { Context.getCanonicalTagType(&D); })
    return Context.getCanonicalTagType(&D);
  else
    return Context.getTagDeclType(&D);
}

/// An #include of \p Path that was not found: modules have an argument more.
template <typename PPCallbacks, typename Token>
void reportMissingInclude(PPCallbacks &To, llvm::StringRef Path,
                          const Token &Name) {
  const auto Kind = clang::SrcMgr::C_User;
  if constexpr (requires {
                  To.InclusionDirective({}, Name, Path, false, {}, {}, "", "",
                                        nullptr, Kind);
                })
    To.InclusionDirective({}, Name, Path, false, {}, {}, "", "", nullptr, Kind);
  else
    To.InclusionDirective({}, Name, Path, false, {}, {}, "", "", nullptr, false,
                          Kind);
}

/// Calls \p Visit with the path of each file that went into \p File. Clang 16
/// tells it only once it has looked at the file; Clang 22 keeps it unresolved.
template <typename ASTReader, typename ModuleFile, typename Visitor>
void visitInputPaths(ASTReader &Reader, ModuleFile &File, Visitor Visit,
                     bool IncludeSystem = true) {
  if constexpr (requires { &ASTReader::visitInputFileInfos; })
    Reader.visitInputFileInfos(
        File, IncludeSystem, [&](const auto &Input, bool) {
          if constexpr (requires { Input.UnresolvedImportedFilename; }) {
            llvm::SmallString<0> Room;
            const auto Path = ASTReader::ResolveImportedPath(
                Room, Input.UnresolvedImportedFilename, File);
            Visit(*Path);
          } else {
            Visit(llvm::StringRef(Input.Filename));
          }
        });
  else
    Reader.visitInputFiles(File, IncludeSystem, /*Complain=*/false,
                           [&](const auto &Input, bool) {
                             if (auto Found = Input.getFile())
                               Visit(Found->getName());
                           });
}

/// Triple::isBPF() is of LLVM 16.
inline bool isBpf(const llvm::Triple &T) {
  return T.getArch() == llvm::Triple::bpfel ||
         T.getArch() == llvm::Triple::bpfeb;
}

} // namespace hostlayout::clangfe::compat

#endif
