//===- Edits.cpp - A fix as a change of the text ----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Edits.h"

#include "Clang/BodyText.h"
#include "Clang/Dialect.h"
#include "Clang/EditSafety.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/TypeLoc.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

namespace {
const FieldDecl *declOf(const Field *F) {
  return F ? dyn_cast_or_null<FieldDecl>(
                 static_cast<const Decl *>(F->Where.Ptr))
           : nullptr;
}

/// Makes the hints of one edit. A member function that finds the edit unsafe
/// returns without a hint.
class Editor {
public:
  Editor(const Fix &F, ASTContext &Context, Preprocessor &PP)
      : F(F), Context(Context), Words(Context, PP), A(declOf(F.A)),
        B(declOf(F.B)) {}

  std::vector<FixItHint> run();

private:
  void swapFields();
  void moveField();
  void insertField();
  void replaceType();
  void prefixField(std::optional<std::string> Prefix);
  void prefixRecord(std::string Attribute);
  void addEnumerators(const EnumDecl &E);

  /// Opens the body that \p Member stands in.
  bool open(const FieldDecl *Member) {
    if (!Member)
      return false;
    Body = BodyText::of(*Member->getParent(), Context);
    return Body.has_value();
  }
  void insertBehind(const FieldDecl *Place, StringRef Text, bool NeedsLine);

  void replace(TextRange R, StringRef Text) {
    Hints.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getCharRange(Body->at(R.Begin), Body->at(R.End)),
        Text));
  }
  void insert(unsigned Offset, StringRef Text) {
    Hints.push_back(FixItHint::CreateInsertion(Body->at(Offset), Text));
  }

  const Fix &F;
  ASTContext &Context;
  Dialect Words;
  const FieldDecl *A, *B;
  std::optional<BodyText> Body;
  std::vector<FixItHint> Hints;
};
} // namespace

void Editor::swapFields() {
  if (!A || !B || A->getParent() != B->getParent() ||
      A->getAccess() != B->getAccess() || !open(A))
    return;
  std::optional<MemberText> First = Body->member(*A), Second = Body->member(*B);
  if (!First || !Second || !First->IsAlone || !Second->IsAlone)
    return;
  if (Second->Whole.Begin < First->Whole.Begin)
    std::swap(First, Second);
  if (First->Commented.End > Second->Commented.Begin ||
      Body->hasDirective({First->Whole.Begin, Second->Whole.End}) ||
      (First->EndsInLineComment && !Body->endsLine(Second->Commented.End)))
    return;
  replace(First->Commented, Body->text(Second->Commented));
  replace(Second->Commented, Body->text(First->Commented));
}

/// Puts \p Text behind the declaration of \p Place (null: in front of all
/// members), as its neighbours stand. \p NeedsLine: nothing may follow it on
/// its line.
void Editor::insertBehind(const FieldDecl *Place, StringRef Text,
                          bool NeedsLine) {
  if (Place) {
    std::optional<MemberText> M = Body->member(*Place);
    if (!M || !M->IsLast)
      return;
    unsigned At = M->Commented.End;
    if (std::optional<StringRef> Indent = Body->indent(M->Commented.Begin))
      insert(At, (Body->newline() + *Indent + Text).str());
    else if (!M->EndsInLineComment && (!NeedsLine || Body->endsLine(At)))
      insert(At, (" " + Text).str());
    return;
  }
  const RecordDecl *Record = A ? A->getParent() : nullptr;
  if (!Record && F.In)
    Record = dyn_cast_or_null<RecordDecl>(
        static_cast<const Decl *>(F.In->Where.Ptr));
  if (!Record)
    return;
  if (Record->field_empty()) {
    insert(Body->bodyBegin(), (" " + Text + " ").str());
    return;
  }
  std::optional<MemberText> M = Body->member(**Record->field_begin());
  if (!M)
    return;
  unsigned At = M->Commented.Begin;
  if (std::optional<StringRef> Indent = Body->indent(At))
    insert(At, (Text + Body->newline() + *Indent).str());
  else if (!NeedsLine)
    insert(At, (Text + " ").str());
}

void Editor::moveField() {
  if (!A || (F.B && !B) ||
      (B && (A->getParent() != B->getParent() ||
             A->getAccess() != B->getAccess())) ||
      !open(A))
    return;
  std::optional<MemberText> M = Body->member(*A);
  if (!M || !M->IsAlone)
    return;
  std::optional<MemberText> To =
      Body->member(B ? *B : **A->getParent()->field_begin());
  if (!To ||
      (!B && A->getParent()->field_begin()->getAccess() != A->getAccess()))
    return;
  unsigned From = std::min(M->Whole.Begin, To->Whole.Begin);
  unsigned End = std::max(M->Whole.End, To->Whole.End);
  if (Body->hasDirective({From, End}))
    return;
  insertBehind(B, Body->text(M->Commented), M->EndsInLineComment);
  if (!Hints.empty())
    replace(Body->lines(M->Commented), "");
}

void Editor::insertField() {
  if (F.B) {
    if (!B || !open(B))
      return;
  } else {
    const auto *Record = dyn_cast_or_null<RecordDecl>(
        static_cast<const Decl *>(F.In->Where.Ptr));
    if (!Record)
      return;
    Body = BodyText::of(*Record, Context);
    if (!Body)
      return;
  }
  std::optional<std::string> Text =
      Words.declaration(F.Text, Body->at(Body->bodyBegin()));
  if (Text)
    insertBehind(B, *Text + ";", /*NeedsLine=*/false);
}

void Editor::replaceType() {
  if (!open(A) || A->isBitField() || A->hasInClassInitializer() ||
      A->isMutable())
    return;
  std::optional<MemberText> M = Body->member(*A);
  std::optional<unsigned> End = Body->endOffset(A->getLocation());
  if (!M || !M->IsAlone || !End)
    return;
  unsigned Begin = Body->behindAttributes(M->Whole.Begin);
  if (const TypeSourceInfo *Info = A->getTypeSourceInfo())
    if (std::optional<unsigned> TypeEnd =
            Body->endOffset(Info->getTypeLoc().getEndLoc()))
      End = std::max(*End, *TypeEnd);
  // A declaration that says more than a type and a name keeps its words.
  for (const BodyText::RawToken &T : Body->tokens())
    if (T.At.Begin >= Begin && T.At.End <= *End &&
        (T.Kind == tok::l_brace || T.Kind == tok::comment ||
         Body->startsAttribute(T)))
      return;
  std::optional<std::string> Text = Words.declaration(F.Text, Body->at(Begin));
  if (!Text)
    return;
  QualType Element = Context.getBaseElementType(A->getType());
  if (Element.isVolatileQualified())
    Text = "volatile " + *Text;
  if (Element.isConstQualified())
    Text = "const " + *Text;
  replace({Begin, *End}, *Text);
}

void Editor::prefixField(std::optional<std::string> Prefix) {
  if (!Prefix || !open(A))
    return;
  std::optional<MemberText> M = Body->member(*A);
  if (M && M->IsAlone)
    insert(M->Whole.Begin, *Prefix + " ");
}

/// Puts \p Attribute where every compiler takes it: between the keyword, with
/// what attributes there are, and the name.
static std::optional<FixItHint> prefixRecord(const RecordDecl &Record,
                                             StringRef Attribute,
                                             const ASTContext &Context) {
  std::optional<BodyText> Body = BodyText::of(Record, Context);
  if (!Body || Record.getQualifier())
    return std::nullopt;
  std::optional<unsigned> Keyword = Body->endOffset(Record.getInnerLocStart());
  if (!Keyword)
    return std::nullopt;
  if (!Record.getIdentifier())
    return FixItHint::CreateInsertion(Body->at(*Keyword),
                                      (" " + Attribute).str());
  std::optional<unsigned> Name = Body->offset(Record.getLocation());
  if (!Name || *Name <= *Keyword || *Name >= Body->bodyBegin())
    return std::nullopt;
  return FixItHint::CreateInsertion(Body->at(*Name), (Attribute + " ").str());
}

void Editor::prefixRecord(std::string Attribute) {
  if (const auto *Record = dyn_cast_or_null<RecordDecl>(
          static_cast<const Decl *>(F.In->Where.Ptr)))
    if (auto Hint = ::prefixRecord(*Record, Attribute, Context))
      Hints.push_back(*Hint);
}

void Editor::addEnumerators(const EnumDecl &E) {
  Body = BodyText::of(E, Context);
  if (!Body || E.enumerators().empty())
    return;
  llvm::SmallVector<StringRef, 4> New;
  StringRef(F.Text).split(New, ", ");
  const DeclContext *Scope = E.getDeclContext()->getRedeclContext();
  for (StringRef Declaration : New) {
    StringRef Name = Declaration.split(' ').first;
    if (!Words.isFreeName(Name) ||
        (!E.isScoped() && !Scope->lookup(&Context.Idents.get(Name)).empty()))
      return;
  }

  const EnumConstantDecl *Last = nullptr;
  for (const EnumConstantDecl *C : E.enumerators())
    Last = C;
  std::optional<unsigned> Begin = Body->offset(Last->getBeginLoc());
  std::optional<unsigned> End = Body->endOffset(Last->getEndLoc());
  if (!Begin || !End || Body->hasDirective({*Begin, *End}))
    return;
  const BodyText::RawToken *Next = Body->tokenAt(*End);
  bool HasComma = Next && Next->Kind == tok::comma;
  unsigned Behind = Body->behindComment(HasComma ? Next->At.End : *End);
  std::optional<StringRef> Indent = Body->indent(*Begin);
  bool IsOneLine = !Indent || !Body->endsLine(Behind);
  std::string Separator = IsOneLine ? " " : (Body->newline() + *Indent).str();
  std::string Text = Separator + llvm::join(New, "," + Separator);
  if (HasComma)
    Text += ",";
  else if (Behind == *End)
    Text = "," + Text;
  else
    insert(*End, ",");
  insert(Behind, Text);
}

std::vector<FixItHint> Editor::run() {
  switch (F.What) {
  case Fix::SwapFields:
    swapFields();
    break;
  case Fix::MoveField:
    moveField();
    break;
  case Fix::InsertField:
    insertField();
    break;
  case Fix::ReplaceType:
    replaceType();
    break;
  case Fix::MarkField:
    prefixField(A && F.A && !F.A->IsMarked
                    ? Words.marker(F.Text, A->getLocation())
                    : std::nullopt);
    break;
  case Fix::AlignField:
    prefixField(Words.alignField(F.Number));
    break;
  case Fix::AlignRecord:
    prefixRecord(Words.alignRecord(F.Number));
    break;
  case Fix::PackRecord:
    if (const auto *Record = dyn_cast_or_null<RecordDecl>(
            static_cast<const Decl *>(F.In->Where.Ptr));
        Record && isPackable(*Record, Context))
      prefixRecord(Words.packRecord());
    break;
  case Fix::AddEnumerators:
    if (const auto *E = dyn_cast_or_null<EnumDecl>(
            static_cast<const Decl *>(F.InEnum->Where.Ptr)))
      addEnumerators(*E);
    break;
  }
  return std::move(Hints);
}

/// What the note about \p F points at, and null.
static const Decl *subjectOf(const Fix &F) {
  const Origin Where = F.A        ? F.A->Where
                       : F.B      ? F.B->Where
                       : F.In     ? F.In->Where
                       : F.InEnum ? F.InEnum->Where
                                  : Origin();
  return static_cast<const Decl *>(Where.Ptr);
}

Edit clangfe::editFor(const Fix &F, ASTContext &Context, Preprocessor &PP) {
  Edit E;
  const Decl *D = subjectOf(F);
  if (!D)
    return E;
  const SourceManager &SM = Context.getSourceManager();
  E.IsOutOfReach = SM.isInSystemHeader(D->getLocation());
  E.Hints = Editor(F, Context, PP).run();
  E.IsSafe = isSafe(F, *D);
  E.Where = F.A ? D->getBeginLoc() : D->getLocation();
  if (const FieldDecl *B = declOf(F.B);
      B && F.What == Fix::SwapFields &&
      SM.isBeforeInTranslationUnit(B->getBeginLoc(), E.Where))
    E.Where = B->getBeginLoc();
  return E;
}

std::vector<FixItHint> clangfe::markRecord(const RecordDecl &Record,
                                           ASTContext &Context,
                                           Preprocessor &PP) {
  std::optional<std::string> Marker =
      Dialect(Context, PP).marker("", Record.getLocation());
  std::optional<FixItHint> Hint;
  if (Marker)
    Hint = ::prefixRecord(Record, *Marker, Context);
  return Hint ? std::vector<FixItHint>{*Hint} : std::vector<FixItHint>();
}
