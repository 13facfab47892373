//===- StorageOrder.cpp - GCC's structs of another byte order -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StorageOrder.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Pragma.h"
#include "clang/Sema/ParsedAttr.h"
#include "clang/Sema/Sema.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::check;

static constexpr char OrderName[] = "scalar_storage_order";
static constexpr char OrderNote[] = "host-layout-check scalar_storage_order";

namespace {

/// Keeps the attribute, in either spelling, as an annotation.
class OrderAttribute final : public ParsedAttrInfo {
public:
  OrderAttribute() {
    static constexpr Spelling Known[] = {
        {ParsedAttr::AS_GNU, "scalar_storage_order"},
        {ParsedAttr::AS_CXX11, "gnu::scalar_storage_order"},
    };
    Spellings = Known;
    OptArgs = 1;
  }

  AttrHandling handleDeclAttribute(Sema &S, Decl *D,
                                   const ParsedAttr &Attr) const override {
    D->addAttr(AnnotateAttr::Create(S.getASTContext(), OrderNote, nullptr, 0,
                                    Attr.getRange()));
    return AttributeApplied;
  }
};

ParsedAttrInfoRegistry::Add<OrderAttribute>
    TheAttribute(OrderName, "GCC stores the struct in the order it names");

} // namespace

/// `#pragma scalar_storage_order big-endian`, or `default`.
class StorageOrder::Handler final : public PragmaHandler {
public:
  explicit Handler(std::shared_ptr<std::vector<Change>> Changes)
      : PragmaHandler(OrderName), Changes(std::move(Changes)) {}

  void HandlePragma(Preprocessor &PP, PragmaIntroducer, Token &First) override {
    Token Order;
    PP.LexUnexpandedToken(Order);
    bool IsDefault = Order.is(tok::kw_default) ||
                     (Order.getIdentifierInfo() &&
                      Order.getIdentifierInfo()->isStr("default"));
    Changes->push_back({First.getLocation(), !IsDefault});
  }

private:
  std::shared_ptr<std::vector<Change>> Changes;
};

StorageOrder::StorageOrder(Preprocessor &PP)
    : PP(PP), Changes(std::make_shared<std::vector<Change>>()) {
  PP.AddPragmaHandler(new Handler(Changes));
}

bool StorageOrder::isTold(const NamedDecl &Subject) const {
  const SourceManager &SM = PP.getSourceManager();
  auto HasPragma = [&](const RecordDecl &Record) {
    bool Is = false;
    for (const Change &C : *Changes)
      if (SM.isBeforeInTranslationUnit(C.From, Record.getLocation()))
        Is = C.IsTold;
    return Is;
  };

  llvm::SmallPtrSet<const RecordDecl *, 8> Seen;
  std::vector<const RecordDecl *> Left;
  auto Add = [&](QualType Type) {
    Type = Subject.getASTContext().getBaseElementType(Type);
    if (const RecordDecl *Record = Type->getAsRecordDecl())
      if (Record = Record->getDefinition();
          Record && Seen.insert(Record).second)
        Left.push_back(Record);
  };
  if (const auto *Alias = dyn_cast<TypedefNameDecl>(&Subject))
    Add(Alias->getUnderlyingType());
  else if (const auto *Record = dyn_cast<RecordDecl>(&Subject))
    // What is only declared has no parts, and no storage order yet.
    if (Record = Record->getDefinition(); Record)
      Left.push_back(Record);
  while (!Left.empty()) {
    const RecordDecl *Record = Left.back();
    Left.pop_back();
    if (HasPragma(*Record) ||
        llvm::any_of(Record->specific_attrs<AnnotateAttr>(),
                     [](const AnnotateAttr *A) {
                       return A->getAnnotation() == OrderNote;
                     }))
      return true;
    for (const FieldDecl *Field : Record->fields())
      Add(Field->getType());
    if (const auto *Class = dyn_cast<CXXRecordDecl>(Record))
      for (const CXXBaseSpecifier &Base : Class->bases())
        Add(Base.getType());
  }
  return false;
}
