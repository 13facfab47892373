//===- UseBytes.cpp - Which bytes a call hands over -----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseObjects.h"

#include "Clang/Compat.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecordLayout.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

bool clangfe::isByteType(QualType T) {
  T = T.getCanonicalType().getUnqualifiedType();
  if (T->isVoidType() || T->isCharType())
    return true;
  const auto *E = T->getAs<EnumType>();
  return E && E->getDecl()->isInStdNamespace() &&
         E->getDecl()->getName() == "byte";
}

std::optional<uint64_t> ObjectFinder::sizeOf(QualType T) const {
  if (T->isIncompleteType() || T->isDependentType() || T->isFunctionType() ||
      T->isVariableArrayType())
    return std::nullopt;
  return Context.getTypeSizeInChars(T).getQuantity();
}

/// An object of type \p T, all of it.
void ObjectFinder::whole(QualType T, HostObject &To) const {
  To.Extent = sizeOf(T);
  // A flexible array is as long as what was allocated.
  if (const RecordDecl *R = T->getAsRecordDecl();
      R && R->getDefinition() && R->getDefinition()->hasFlexibleArrayMember())
    To.Extent.reset();
}

static bool isDecay(const Expr &E) {
  const auto *Cast = dyn_cast<CastExpr>(&E);
  return Cast && Cast->getCastKind() == CK_ArrayToPointerDecay;
}

static bool isAddress(const Expr &E) {
  const auto *Operation = dyn_cast<UnaryOperator>(&E);
  return Operation && Operation->getOpcode() == UO_AddrOf;
}

static bool saysBytes(const Expr &E) {
  return isa<ExplicitCastExpr>(E) && E.getType()->isPointerType() &&
         isByteType(E.getType()->getPointeeType()) &&
         !E.getType()->getPointeeType()->isVoidType();
}

static bool isData(const Expr &E) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&E);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  return Method && Method->getParent()->isInStdNamespace() &&
         (plainName(Method) == "data" || plainName(Method) == "get");
}

void ObjectFinder::pointer(const Expr &E, const Frame &In) {
  if (++Depth > 8) {
    Found.Unknown = true;
    return;
  }
  auto Null = [&](const Expr &Each) {
    return Each.isNullPointerConstant(Context,
                                      Expr::NPC_ValueDependentIsNotNull);
  };
  Sources Origins = Values.trace(E, In, [&](const Expr &Each) {
    if (!Each.getType()->isPointerType())
      return false;
    if (isDecay(Each) || isAddress(Each) || saysBytes(Each) || isData(Each) ||
        isa<CXXNewExpr>(Each) || isa<CXXThisExpr>(Each) || Null(Each))
      return true;
    const auto *Arithmetic = dyn_cast<BinaryOperator>(&Each);
    if (Arithmetic && Arithmetic->isAdditiveOp())
      return true;
    const auto *Call = dyn_cast<CallExpr>(&Each);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    return Callee && !UseIndex::bodyOf(*Callee);
  });
  Found.NeedsCaller |= Origins.NeedsCaller;
  if (Origins.Handed.size() == 1 && Origins.Values.empty() &&
      Origins.Joined.empty() && !Origins.Unknown && !Origins.HasOthers) {
    HostObject O;
    O.Handed = Origins.Handed.front().Argument;
    if (QualType To = Origins.Handed.front().Pointee;
        !To.isNull() && !isByteType(To))
      O.Element = To;
    O.Extent = O.Handed->Extent;
    O.Things = O.Handed->Things;
    O.ThingSize = O.Handed->ThingSize;
    O.IsNull = O.Handed->Outcome == 0;
    Found.Objects.push_back(std::move(O));
    return;
  }
  Origins.Unknown |=
      Origins.HasOthers || !Origins.Handed.empty() || !Origins.Joined.empty();
  for (const Source &S : Origins.Values) {
    if (Null(*S.Value)) {
      // A null pointer on the way is a variable before it is set.
      HostObject Nothing;
      Nothing.IsNull = true;
      if (Origins.Values.size() == 1 && !Origins.Unknown)
        Found.Objects.push_back(Nothing);
      continue;
    }
    end(S);
  }
  if (Origins.Unknown || Origins.NeedsCaller || Origins.Values.empty()) {
    // Nothing but its type is known of it.
    QualType Type = bareExpr(&E)->getType()->getPointeeType();
    if (bareExpr(&E)->getType()->isArrayType() || Type.isNull())
      Type = QualType();
    HostObject Typed;
    if (!Type.isNull() && !isByteType(Type))
      Typed.Element = Type;
    Typed.At = &E;
    Found.Objects.push_back(Typed);
  }
}

void ObjectFinder::end(const Source &S) {
  HostObject O;
  O.At = S.Value;
  const Expr &E = *S.Value;
  QualType Own = E.getType()->getPointeeType();
  bool HasObject = false;
  if (saysBytes(E)) {
    O.IsDeclaredBytes = true;
  } else if (isDecay(E)) {
    HasObject = lvalue(*cast<CastExpr>(E).getSubExpr(), *S.In, O);
  } else if (isAddress(E)) {
    HasObject = lvalue(*cast<UnaryOperator>(E).getSubExpr(), *S.In, O);
  } else if (const auto *New = dyn_cast<CXXNewExpr>(&E)) {
    uint64_t Size = sizeOf(New->getAllocatedType()).value_or(0);
    std::optional<const Expr *> Length;
    if (New->isArray())
      Length = *New->getArraySize();
    if (!New->isArray()) {
      O.Extent = Size;
    } else if (*Length && Size) {
      O.Things = Values.count(**Length, *S.In);
      O.ThingSize = Size;
      if (O.Things.Of == Count::Constant)
        O.Extent = Size * O.Things.Number;
    }
  } else if (isData(E)) {
    vector(*cast<CXXMemberCallExpr>(E).getImplicitObjectArgument(), *S.In, O);
  } else if (const auto *Call = dyn_cast<CallExpr>(&E)) {
    allocated(*Call, *S.In, O);
  }
  QualType Type = S.Pointee;
  if (!Type.isNull() && Type->isArrayType())
    Type = Context.getBaseElementType(Type);
  if (!Type.isNull() && !isByteType(Type) && !O.IsDeclaredBytes)
    O.Element = Type;
  // What a cast calls it is what it is taken for.
  if (!HasObject || O.Element.isNull() ||
      (!Own.isNull() && !Context.hasSameUnqualifiedType(
                            Context.getBaseElementType(Own), O.Element)))
    O.Around.clear();
  Found.Objects.push_back(std::move(O));
}

/// Fills in what is known of the object \p E. Returns whether it is one whose
/// surroundings are known.
bool ObjectFinder::lvalue(const Expr &Lvalue, const Frame &In, HostObject &To) {
  const Expr &E = *bareExpr(&Lvalue);
  QualType T = E.getType();
  if (const auto *Member = dyn_cast<MemberExpr>(&E)) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (!Field) {
      whole(T, To);
      return true;
    }
    const RecordDecl *R = Field->getParent()->getDefinition();
    if (!R || R->isInvalidDecl() || R->isDependentContext() ||
        Field->isBitField())
      return false;
    const QualType Record = compat::typeOf(*R, Context);
    uint64_t Offset =
        Context
            .toCharUnitsFromBits(Context.getASTRecordLayout(R).getFieldOffset(
                Field->getFieldIndex()))
            .getQuantity();
    HostObject Base;
    if (Member->isArrow()) {
      // One record is there; more may be, behind the first of them.
      if (Offset)
        whole(Record, Base);
    } else {
      lvalue(*Member->getBase(), In, Base);
    }
    if (Base.Extent)
      To.Extent = *Base.Extent - std::min(*Base.Extent, Offset);
    if (Offset == 0) {
      if (T->isArrayType())
        To.Around.push_back(T);
      To.Around.push_back(Record);
      To.Around.insert(To.Around.end(), Base.Around.begin(), Base.Around.end());
    } else if (T->isArrayType()) {
      To.Around.push_back(T);
    }
    if (T->isIncompleteArrayType())
      To.Extent.reset();
    return true;
  }
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(&E)) {
    const Expr *Base = Element->getBase()->IgnoreParens();
    if (!isDecay(*Base))
      return false;
    HostObject Array;
    bool IsKnown = lvalue(*cast<CastExpr>(Base)->getSubExpr(), In, Array);
    std::optional<uint64_t> Index = Values.constant(*Element->getIdx());
    uint64_t Size = sizeOf(T).value_or(0);
    To.Extent = Array.Extent;
    if (To.Extent && Index)
      To.Extent = *To.Extent - std::min(*To.Extent, *Index * Size);
    if (Index && *Index == 0) {
      To.Things = Array.Things;
      To.ThingSize = Array.ThingSize;
      To.Around = Array.Around;
    }
    if (T->isArrayType())
      To.Around.insert(To.Around.begin(), T);
    return IsKnown;
  }
  if (const auto *Name = dyn_cast<DeclRefExpr>(&E)) {
    const auto *V = dyn_cast<VarDecl>(Name->getDecl());
    if (!V)
      return false;
    if (V->getType()->isReferenceType()) {
      const auto *P = dyn_cast<ParmVarDecl>(V);
      const Expr *Bound = P ? nullptr : V->getInit();
      const Frame *Outer = &In;
      if (P && In.Caller && In.F == P->getDeclContext()) {
        Bound = argument(*In.Call, *In.F, P->getFunctionScopeIndex());
        Outer = In.Caller;
        if (Bound)
          To.At = Bound;
      } else if (P && In.StartsChain && In.F == P->getDeclContext()) {
        Found.NeedsCaller = true;
      }
      if (Bound && ++Depth < 8)
        return lvalue(*Bound, *Outer, To);
      whole(T, To);
      return true;
    }
    if (const auto *Vla = Context.getAsVariableArrayType(V->getType())) {
      if (!isa<ParmVarDecl>(V) && Vla->getSizeExpr()) {
        To.Things = Values.count(*Vla->getSizeExpr(), In);
        To.ThingSize = sizeOf(Vla->getElementType()).value_or(0);
        if (To.Things.Of == Count::Constant)
          To.Extent = To.Things.Number * To.ThingSize;
      }
      return true;
    }
    whole(V->getType(), To);
    if (V->getType()->isArrayType())
      To.Around.push_back(V->getType());
    return true;
  }
  // What lies behind the object that a pointer points to is not known.
  if (isa<CompoundLiteralExpr>(E) || isa<clang::StringLiteral>(E) ||
      isa<CXXTemporaryObjectExpr>(E)) {
    whole(T, To);
    if (T->isArrayType())
      To.Around.push_back(T);
    return true;
  }
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(&E)) {
    if (Call->getOperator() != OO_Subscript || Call->getNumArgs() != 2)
      return false;
    std::optional<uint64_t> Index = Values.constant(*Call->getArg(1));
    const Expr &Object = *Call->getArg(0);
    if (standardClass(Object.getType(), "array")) {
      HostObject Array;
      lvalue(Object, In, Array);
      To.Extent = Array.Extent;
      if (To.Extent && Index)
        To.Extent =
            *To.Extent - std::min(*To.Extent, *Index * sizeOf(T).value_or(0));
    } else if (Index && *Index == 0) {
      vector(Object, In, To);
    }
    return true;
  }
  return false;
}

HostObjects clangfe::objectsOf(const Expr &Argument, const Frame &In,
                               UseValues &Values) {
  ObjectFinder Finder(Values);
  Finder.pointer(Argument, In);
  return std::move(Finder.Found);
}

HostObject clangfe::countedBytes(const Expr &Size, const Frame &In,
                                 UseValues &Values) {
  HostObject Counted;
  ObjectFinder(Values).product(Size, In, Counted);
  return Counted;
}
