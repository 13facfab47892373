//===- UseNames.cpp - The names that a string can be ----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows a string back to literals, also through a local array into which one
// is printed: `snprintf(path, sizeof(path), "%s/%s", root, "counts")`.
//
//===----------------------------------------------------------------------===//

#include "Clang/UseValues.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

namespace {

class NameReader {
public:
  NameReader(UseValues &Values, NamePart Part) : Values(Values), Part(Part) {}

  void read(const Expr &E, const Frame &In);
  Names Found;

private:
  void unknown() { Found.Unknown = true; }
  void add(llvm::StringRef Text) {
    if (Part == NamePart::LastComponent)
      Text = Text.substr(Text.rfind('/') + 1);
    Found.Texts.push_back(Text.str());
  }
  void array(const Expr &E, const Frame &In);
  void mention(const DeclRefExpr &Name, const ParentMap &Parents,
               const Frame &In, bool &IsPrinted);
  void printed(const CallExpr &Call, unsigned Format, const Frame &In);

  UseValues &Values;
  const NamePart Part;
  unsigned Depth = 0;
};

/// A part of a format: text, or the argument of a `%s`, or something else.
struct Segment {
  std::string Text;
  const Expr *Argument = nullptr;
  bool IsKnown = true;
};

} // namespace

/// The parts of \p Format; \p Next is the argument of its first conversion.
static std::vector<Segment> segmentsOf(llvm::StringRef Format,
                                       const CallExpr &Call, unsigned Next) {
  std::vector<Segment> All;
  auto Text = [&](llvm::StringRef More) {
    if (All.empty() || All.back().Argument || !All.back().IsKnown)
      All.emplace_back();
    All.back().Text += More;
  };
  while (!Format.empty()) {
    const size_t At = std::min(Format.find('%'), Format.size());
    if (At != 0)
      Text(Format.take_front(At));
    Format = Format.drop_front(At);
    if (!Format.consume_front("%"))
      break;
    if (Format.consume_front("%")) {
      Text("%");
      continue;
    }
    Segment S;
    if (Format.consume_front("s") && Next < Call.getNumArgs()) {
      S.Argument = Call.getArg(Next++);
    } else {
      // A number, or what takes several arguments: what stands behind it may
      // still be known.
      S.IsKnown = false;
      const size_t End = Format.find_first_of("diouxXcpeEfgGaAsn");
      if (End == Format.npos || Format.take_front(End).contains('*'))
        return {S};
      Format = Format.drop_front(End + 1);
      ++Next;
    }
    All.push_back(std::move(S));
  }
  return All;
}

/// The parameter of \p F that \p E is; none if it is something else.
static std::optional<unsigned> parameterOf(const Expr &E,
                                           const FunctionDecl &F) {
  const auto *Name = dyn_cast<DeclRefExpr>(bareExpr(&E));
  const auto *P = Name ? dyn_cast<ParmVarDecl>(Name->getDecl()) : nullptr;
  if (!P || P->getDeclContext() != &F)
    return std::nullopt;
  return P->getFunctionScopeIndex();
}

/// A function that prints into its first argument, and which one the format is.
struct Printer {
  const char *Name;
  unsigned Format;
};
static constexpr Printer Printers[] = {{"snprintf", 2},
                                       {"sprintf", 1},
                                       {"__builtin___snprintf_chk", 4},
                                       {"__builtin___sprintf_chk", 3}};
static constexpr Printer ListPrinters[] = {{"vsnprintf", 2},
                                           {"vsprintf", 1},
                                           {"__builtin___vsnprintf_chk", 4},
                                           {"__builtin___vsprintf_chk", 3}};

static std::optional<unsigned> formatOf(const CallExpr &Call,
                                        llvm::ArrayRef<Printer> Among) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (Callee && Callee->getIdentifier())
    for (const Printer &P : Among)
      if (Callee->getName() == P.Name && P.Format < Call.getNumArgs())
        return P.Format;
  return std::nullopt;
}

static void findListPrinters(const Stmt &S, std::vector<const CallExpr *> &To) {
  if (const auto *Call = dyn_cast<CallExpr>(&S);
      Call && formatOf(*Call, ListPrinters))
    To.push_back(Call);
  for (const Stmt *Child : S.children())
    if (Child)
      findListPrinters(*Child, To);
}

/// Which argument of \p Call is the format of what it prints into its first
/// one: of snprintf(), or of a function that hands both to vsnprintf().
static std::optional<unsigned> formatOf(const CallExpr &Call) {
  if (std::optional<unsigned> Format = formatOf(Call, Printers))
    return Format;
  const FunctionDecl *Callee = Call.getDirectCallee();
  const FunctionDecl *Body = Callee ? UseIndex::bodyOf(*Callee) : nullptr;
  if (!Body || !Body->isVariadic())
    return std::nullopt;
  std::vector<const CallExpr *> Inner;
  findListPrinters(*Body->getBody(), Inner);
  if (Inner.size() != 1 || parameterOf(*Inner[0]->getArg(0), *Body) != 0u)
    return std::nullopt;
  std::optional<unsigned> Format =
      parameterOf(*Inner[0]->getArg(*formatOf(*Inner[0], ListPrinters)), *Body);
  // What follows the format must be what is printed.
  return Format && *Format + 1 == Body->getNumParams() ? Format : std::nullopt;
}

/// Whether what \p Callee takes after its format is printed: scanf() writes it.
static bool isPrinter(const FunctionDecl &Callee) {
  for (const auto *A : Callee.specific_attrs<FormatAttr>())
    return A->getType()->getName() == "printf";
  return false;
}

/// What \p Call prints, from its end to where the part begins.
void NameReader::printed(const CallExpr &Call, unsigned Format,
                         const Frame &In) {
  const auto *Literal =
      Format < Call.getNumArgs()
          ? dyn_cast<clang::StringLiteral>(bareExpr(Call.getArg(Format)))
          : nullptr;
  if (!Literal || Literal->getCharByteWidth() != 1)
    return unknown();
  const std::vector<Segment> All =
      segmentsOf(Literal->getString(), Call, Format + 1);
  std::string Tail;
  for (size_t I = All.size(); I-- > 0;) {
    const Segment &S = All[I];
    std::string Text = S.Text;
    if (!S.IsKnown)
      return unknown();
    if (S.Argument) {
      const bool IsAlone =
          Tail.empty() &&
          (I == 0 || (Part == NamePart::LastComponent && I != 0 &&
                      All[I - 1].Text.ends_with('/')));
      if (IsAlone)
        return read(*S.Argument, In);
      NameReader Inner(Values, NamePart::Whole);
      Inner.Depth = Depth;
      Inner.read(*S.Argument, In);
      if (Inner.Found.Texts.size() != 1 || Inner.Found.Unknown ||
          Inner.Found.NeedsCaller) {
        Found.NeedsCaller |= Inner.Found.NeedsCaller;
        return Inner.Found.NeedsCaller ? void() : unknown();
      }
      Text = std::move(Inner.Found.Texts.front());
    }
    Tail = Text + Tail;
    if (Part == NamePart::LastComponent && Text.find('/') != Text.npos)
      break;
  }
  add(Tail);
}

/// What the array that \p Name names is used for there.
void NameReader::mention(const DeclRefExpr &Name, const ParentMap &Parents,
                         const Frame &In, bool &IsPrinted) {
  const Stmt *Inner = &Name, *Outer = Parents.getParent(Inner);
  while (isa_and_nonnull<ParenExpr>(Outer) ||
         isa_and_nonnull<CastExpr>(Outer)) {
    Inner = Outer;
    Outer = Parents.getParent(Outer);
  }
  if (isa_and_nonnull<UnaryExprOrTypeTraitExpr>(Outer))
    return;
  const auto *Call = dyn_cast_or_null<CallExpr>(Outer);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee)
    return unknown();
  for (unsigned I = 0; I != Call->getNumArgs(); ++I) {
    if (Call->getArg(I) != Inner)
      continue;
    // What is printed anew counts, too.
    if (std::optional<unsigned> Format = formatOf(*Call); Format && I == 0) {
      IsPrinted = true;
      return printed(*Call, *Format, In);
    }
    // What is printed, and what only reads.
    if (I >= Callee->getNumParams() && isPrinter(*Callee))
      return;
    if (I >= Callee->getNumParams())
      break;
    QualType To = Callee->getParamDecl(I)->getType()->getPointeeType();
    if (!To.isNull() && To.isConstQualified())
      return;
  }
  unknown();
}

static void findNames(const Stmt &S, const VarDecl &V,
                      std::vector<const DeclRefExpr *> &To) {
  if (const auto *Name = dyn_cast<DeclRefExpr>(&S);
      Name && Name->getDecl() == &V)
    To.push_back(Name);
  for (const Stmt *Child : S.children())
    if (Child)
      findNames(*Child, V, To);
}

/// \p E is an array of characters.
void NameReader::array(const Expr &E, const Frame &In) {
  const auto *Name = dyn_cast<DeclRefExpr>(&E);
  const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  if (!V)
    return unknown();
  const auto *Initial =
      V->getInit() ? dyn_cast<clang::StringLiteral>(bareExpr(V->getInit()))
                   : nullptr;
  if (V->getType()->isArrayType() &&
      Values.context().getBaseElementType(V->getType()).isConstQualified())
    return Initial ? add(Initial->getString()) : unknown();
  if (!V->hasLocalStorage() || !In.F || V->getDeclContext() != In.F)
    return unknown();
  if (Initial && !Initial->getString().empty())
    add(Initial->getString());
  std::vector<const DeclRefExpr *> Mentions;
  findNames(*In.F->getBody(), *V, Mentions);
  const ParentMap &Parents = Values.flow(*In.F)->parents();
  bool IsPrinted = false;
  for (const DeclRefExpr *Each : Mentions)
    mention(*Each, Parents, In, IsPrinted);
  if (!IsPrinted && !Initial)
    unknown();
}

/// A literal, or an array that may be written to.
static bool isText(const Expr &E) {
  const Expr *Bare = bareExpr(&E);
  if (isa<clang::StringLiteral>(Bare))
    return true;
  const clang::ArrayType *A = Bare->getType()->getAsArrayTypeUnsafe();
  return A &&
         (isa<DeclRefExpr>(Bare) || !A->getElementType().isConstQualified());
}

void NameReader::read(const Expr &E, const Frame &In) {
  constexpr unsigned MostDepth = 8;
  if (++Depth > MostDepth)
    return unknown();
  const Sources Where = Values.trace(E, In, isText);
  Found.NeedsCaller |= Where.NeedsCaller;
  Found.Parameters.insert(Found.Parameters.end(), Where.Parameters.begin(),
                          Where.Parameters.end());
  Found.Unknown |= Where.Unknown || Where.HasOthers || !Where.Handed.empty() ||
                   !Where.Joined.empty() ||
                   (Where.Values.empty() && !Where.NeedsCaller);
  for (const Source &S : Where.Values) {
    const Expr *Bare = bareExpr(S.Value);
    if (const auto *Literal = dyn_cast<clang::StringLiteral>(Bare)) {
      if (Literal->getCharByteWidth() == 1)
        add(Literal->getString());
      else
        unknown();
    } else {
      array(*Bare, *S.In);
    }
  }
  --Depth;
}

Names UseValues::names(const Expr &E, const Frame &In, NamePart Part) {
  NameReader Reader(*this, Part);
  Reader.read(E, In);
  return std::move(Reader.Found);
}
