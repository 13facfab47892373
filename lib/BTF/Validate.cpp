//===- Validate.cpp - What the types of a BTF blob say holds together -----===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One pass over all types, each looked at once. By-value nesting (member,
// element, alias) is followed depth first, never deeper than the kernel would,
// so recursion is bounded however a file chains its types.
//
// Stricter than libbpf, and where compilers are, more lenient than the kernel:
// clang writes type 0 for what BTF cannot say (_Atomic before 19, _Complex,
// references), and enums of 0 bytes for those only declared.
//
//===----------------------------------------------------------------------===//

#include "BTF/TypeTable.h"
#include "Support/CheckedMath.h"
#include "Support/Printable.h"

#include <cstring>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace hostlayout::btf {

class Validator {
public:
  explicit Validator(TypeTable &T)
      : T(T), Count(T.count()), StringEnd(T.stringEnd()) {}

  std::optional<Error> run() {
    for (TypeId Id = T.First; Id != Count; ++Id)
      if (T.Facts[Id - T.First].Height == Unknown && !visit(Id, 0))
        return Failure;
    return std::nullopt;
  }

private:
  /// Deeper nesting is what the kernel refuses, too.
  static constexpr unsigned MaxDepth = 32;
  static constexpr uint8_t Unknown = 0;
  static constexpr uint8_t InProgress = 0xff;

  bool visit(TypeId Id, unsigned Depth);
  bool visitTarget(TypeId From, TypeId To, unsigned Depth, uint8_t &Height);
  bool checkBody(TypeId Id, TypeRef Ty, unsigned Depth, uint8_t &Height);
  bool checkInt(TypeId Id, TypeRef Ty);
  bool checkArray(TypeId Id, TypeRef Ty, unsigned Depth, uint8_t &Height);
  bool checkRecord(TypeId Id, TypeRef Ty, unsigned Depth, uint8_t &Height);
  bool checkMember(TypeId Id, TypeRef Ty, uint32_t I, const MemberRef &M);
  bool checkEnum(TypeId Id, TypeRef Ty);
  bool checkParams(TypeId Id, TypeRef Ty);
  bool checkDataSec(TypeId Id, TypeRef Ty);

  /// Whether \p To exists and is a type; says so otherwise.
  bool checkType(TypeId Id, TypeId To) {
    if (To < Count && isType(T.kind(To)))
      return true;
    return failReference(Id, To);
  }
  bool checkName(TypeId Id, uint32_t Offset) {
    if (Offset < StringEnd && !T.HasLongStrings)
      return true;
    return checkNameSlowly(Id, Offset);
  }
  bool checkNameSlowly(TypeId Id, uint32_t Offset);
  /// Whether C has no values of that type; \p Id is no alias.
  bool isIncomplete(TypeId Id) const {
    Kind K = T.kind(Id);
    return K == Kind::Fwd || K == Kind::FuncProto ||
           (isEnum(K) && T[Id].size() == 0);
  }

  bool failReference(TypeId Id, TypeId To);
  bool fail(TypeId Id, std::string What);
  bool failMember(TypeId Id, uint32_t I, std::string What);

  TypeTable &T;
  const TypeId Count;
  const uint32_t StringEnd;
  std::optional<Error> Failure;
};

} // namespace hostlayout::btf

std::optional<Error> TypeTable::validate() { return Validator(*this).run(); }

static std::string number(uint64_t N) { return std::to_string(N); }

bool Validator::fail(TypeId Id, std::string What) {
  TypeRef Ty = T[Id];
  std::string Where = "type " + number(Id) + " (";
  Where += spelling(Ty.kind());
  if (Ty.nameOffset() && Ty.nameOffset() < StringEnd)
    Where += " '" + printable(T.string(Ty.nameOffset())) + "'";
  Failure = Error(std::move(What) + "; the BTF is damaged").in(Where + ")");
  return false;
}

bool Validator::failMember(TypeId Id, uint32_t I, std::string What) {
  std::string Where = "member " + number(I);
  uint32_t Name = memberAt(T[Id], I).NameOffset;
  if (Name && Name < StringEnd)
    Where += " ('" + printable(T.string(Name)) + "')";
  return fail(Id, Where + " " + What);
}

bool Validator::failReference(TypeId Id, TypeId To) {
  if (To >= Count)
    return fail(Id, "it refers to type " + number(To) + " of " + number(Count));
  return fail(Id, "it refers to type " + number(To) + ", which is a " +
                      std::string(spelling(T.kind(To))) + " and no type");
}

bool Validator::checkNameSlowly(TypeId Id, uint32_t Offset) {
  if (Offset >= StringEnd)
    return fail(Id, "name offset " + number(Offset) +
                        " is outside the string section of " +
                        number(StringEnd) + " bytes");
  if (strnlen(T.string(Offset).data(), TypeTable::LongestName + 1) >
      TypeTable::LongestName)
    return fail(Id, "a name is longer than " + number(TypeTable::LongestName) +
                        " bytes");
  return true;
}

bool Validator::visit(TypeId Id, unsigned Depth) {
  if (Depth > MaxDepth)
    return fail(Id, "types are nested more than " + number(MaxDepth) + " deep");
  TypeTable::Fact &Fact = T.Facts[Id - T.First];
  Fact.Height = InProgress;
  TypeRef Ty = T[Id];
  uint8_t Height = 1;
  if (!checkName(Id, Ty.nameOffset()) || !checkBody(Id, Ty, Depth, Height))
    return false;
  if (Height > MaxDepth + 1)
    return fail(Id, "types are nested more than " + number(MaxDepth) + " deep");
  Fact.Height = Height;
  return true;
}

/// Follows a by-value reference; \p Height becomes at least one more than what
/// is found there.
bool Validator::visitTarget(TypeId From, TypeId To, unsigned Depth,
                            uint8_t &Height) {
  if (!checkType(From, To))
    return false;
  uint8_t Below;
  if (To >= T.First) {
    const uint8_t &Known = T.Facts[To - T.First].Height;
    if (Known == Unknown && !visit(To, Depth + 1))
      return false;
    if (Known == InProgress)
      return fail(From, "it contains itself, through type " + number(To));
    Below = Known;
  } else {
    Below = T.heightOf(To);
  }
  if (Below >= Height)
    Height = Below + 1;
  return true;
}

bool Validator::checkBody(TypeId Id, TypeRef Ty, unsigned Depth,
                          uint8_t &Height) {
  switch (Kind K = Ty.kind()) {
  case Kind::Struct:
  case Kind::Union:
    return checkRecord(Id, Ty, Depth, Height);
  case Kind::Enum:
  case Kind::Enum64:
    return checkEnum(Id, Ty);
  case Kind::FuncProto:
    return checkParams(Id, Ty);
  case Kind::DataSec:
    return checkDataSec(Id, Ty);
  case Kind::Func:
    if (Ty.type() >= Count || T.kind(Ty.type()) != Kind::FuncProto)
      return fail(Id, "its type " + number(Ty.type()) + " is no prototype");
    return true;
  default:
    // These have one shape, whatever vlen says.
    if (K <= Kind::Enum64 && Ty.vlen() != 0)
      return fail(Id, "it has " + number(Ty.vlen()) +
                          " elements; its kind has none");
    break;
  }

  switch (Ty.kind()) {
  case Kind::Int:
    return checkInt(Id, Ty);
  case Kind::Array:
    return checkArray(Id, Ty, Depth, Height);
  case Kind::Typedef:
  case Kind::Const:
  case Kind::Volatile:
  case Kind::Restrict:
  case Kind::TypeTag:
    return visitTarget(Id, Ty.type(), Depth, Height);
  case Kind::Ptr:
    return checkType(Id, Ty.type());
  case Kind::Var:
    return checkType(Id, Ty.type());
  case Kind::Float:
    switch (Ty.size()) {
    case 2:
    case 4:
    case 8:
    case 12:
    case 16:
      return true;
    }
    return fail(Id, "no float has " + number(Ty.size()) + " bytes");
  case Kind::DeclTag:
    if (Ty.type() >= Count)
      return failReference(Id, Ty.type());
    return true;
  default:
    // Fwd says no more; kinds of a later kernel are never followed.
    return true;
  }
}

bool Validator::checkInt(TypeId Id, TypeRef Ty) {
  if (Ty.intEncoding() & ~(IntSigned | IntChar | IntBool))
    return fail(Id, "integer encoding " + number(Ty.intEncoding()) +
                        " is not known");
  uint64_t End = static_cast<uint64_t>(Ty.intOffset()) + Ty.intBits();
  if (End > 128 || End > static_cast<uint64_t>(Ty.size()) * 8)
    return fail(Id, "its bits end at " + number(End) + " of " +
                        number(static_cast<uint64_t>(Ty.size()) * 8));
  return true;
}

bool Validator::checkArray(TypeId Id, TypeRef Ty, unsigned Depth,
                           uint8_t &Height) {
  TypeId Index = Ty.arrayIndex();
  if (!visitTarget(Id, Ty.arrayElement(), Depth, Height) ||
      !visitTarget(Id, Index, Depth, Height))
    return false;
  Index = T.skipAliases(Index);
  if (Index && T.kind(Index) != Kind::Int)
    return fail(Id, "its index type " + number(Index) + " is no integer");
  TypeId Element = T.skipAliases(Ty.arrayElement());
  if (isIncomplete(Element))
    return fail(Id, "its elements have no size");
  if (!checkedMul(T.sizeOf(Element), Ty.arrayCount()))
    return fail(Id, "its size does not fit 64 bits");
  return true;
}

bool Validator::checkRecord(TypeId Id, TypeRef Ty, unsigned Depth,
                            uint8_t &Height) {
  for (uint32_t I = 0, E = Ty.vlen(); I != E; ++I) {
    MemberRef M = memberAt(Ty, I);
    if (!checkName(Id, M.NameOffset) ||
        !visitTarget(Id, M.Type, Depth, Height) || !checkMember(Id, Ty, I, M))
      return false;
  }
  return true;
}

bool Validator::checkMember(TypeId Id, TypeRef Ty, uint32_t I,
                            const MemberRef &M) {
  TypeId Type = T.skipAliases(M.Type);
  uint64_t Begin = M.BitOffset, Bits;
  bool IsBitField = M.BitWidth != 0;
  if (isIncomplete(Type))
    return failMember(Id, I, "has no size");
  // Where it is means nothing, either: clang puts C++ member functions here.
  if (!Type || isForeign(T.kind(Type)))
    return true;
  switch (T.kind(Type)) {
  case Kind::Int: {
    TypeRef Int = T[Type];
    Bits = static_cast<uint64_t>(Int.size()) * 8;
    if (IsBitField) {
      Bits = M.BitWidth;
    } else if (Int.intBits() != Bits && Int.intBits()) {
      // A bit-field as tools wrote it before members had a width.
      Begin += Int.intOffset();
      Bits = Int.intBits();
      IsBitField = true;
    }
    break;
  }
  case Kind::Enum:
  case Kind::Enum64:
    Bits = IsBitField ? M.BitWidth : T[Type].size() * uint64_t(8);
    break;
  default: {
    if (IsBitField)
      return failMember(Id, I, "is a bit-field, but no integer");
    uint64_t Bytes = T.sizeOf(Type);
    if (Bytes > Ty.size())
      return failMember(Id, I,
                        "has " + number(Bytes) + " bytes, the whole " +
                            number(Ty.size()));
    Bits = Bytes * 8;
    break;
  }
  }
  if (!IsBitField && Begin % 8)
    return failMember(
        Id, I, "starts at bit " + number(Begin) + ", but is no bit-field");
  if (Begin + Bits > static_cast<uint64_t>(Ty.size()) * 8)
    return failMember(Id, I,
                      "ends at bit " + number(Begin + Bits) + " of " +
                          number(static_cast<uint64_t>(Ty.size()) * 8));
  return true;
}

bool Validator::checkEnum(TypeId Id, TypeRef Ty) {
  switch (Ty.size()) {
  case 0:
    if (Ty.vlen() == 0)
      break;
    [[fallthrough]];
  default:
    return fail(Id, "no enum has " + number(Ty.size()) + " bytes");
  case 1:
  case 2:
  case 4:
  case 8:
    break;
  }
  size_t Words = Ty.kind() == Kind::Enum64 ? 3 : 2;
  for (uint32_t I = 0, E = Ty.vlen(); I != E; ++I)
    if (!checkName(Id, Ty.tail(I * Words)))
      return false;
  return true;
}

bool Validator::checkParams(TypeId Id, TypeRef Ty) {
  if (!checkType(Id, Ty.type()))
    return false;
  for (uint32_t I = 0, E = Ty.vlen(); I != E; ++I)
    if (!checkName(Id, Ty.tail(I * 2)) || !checkType(Id, Ty.tail(I * 2 + 1)))
      return false;
  return true;
}

bool Validator::checkDataSec(TypeId Id, TypeRef Ty) {
  for (uint32_t I = 0, E = Ty.vlen(); I != E; ++I) {
    SecVarRef V = secVarAt(Ty, I);
    if (V.Var >= Count)
      return failReference(Id, V.Var);
    // The functions of .ksyms stand among the variables.
    if (Kind K = T.kind(V.Var); K != Kind::Var && K != Kind::Func)
      return fail(Id, "its type " + number(V.Var) + " is no variable");
    uint64_t End = static_cast<uint64_t>(V.Offset) + V.Size;
    // The sizes of sections are known only once the object is linked.
    if (Ty.size() != 0 && End > Ty.size())
      return fail(Id, "variable " + number(I) + " ends at byte " + number(End) +
                          " of " + number(Ty.size()));
  }
  return true;
}
