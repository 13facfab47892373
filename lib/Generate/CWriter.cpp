//===- CWriter.cpp - Headers for C++ and C --------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/CWriter.h"

#include "Generate/Identifiers.h"
#include "Generate/ReservedNames.h"

#include <algorithm>
#include <limits>

namespace hostlayout::generate {

CWriter::CWriter(Model &M, const WriterOptions &O, Arena &Memory)
    : M(M), O(O), IsCpp(O.Lang == Language::Cpp), Memory(Memory),
      GlobalNames(Memory), Members(Memory), Scopes(1, NameTable(Memory)),
      MapFunctionNames(Memory) {}

bool CWriter::isReserved(std::string_view Name) const {
  return IsCpp ? isReservedInCpp(Name) : isReservedInC(Name);
}

bool CWriter::isTaken(std::string_view Name) const {
  return isReserved(Name) || isDeclaredInC(Name);
}

std::optional<Error> CWriter::write(const Sink &To) {
  // What stays in the processor's cache, and is worth a call of the kernel.
  constexpr size_t Piece = 64 << 10;
  GlobalNames.reserve(M.Entities.size() * 2);
  if (O.Maps && IsCpp)
    GlobalNames.insert("maps");
  nameEntities(M, GlobalNames,
               [this](std::string_view Name) { return spell(Name); });
  prologue();
  for (const Entity &E : M.Entities) {
    declaration(E);
    if (Out.size() < Piece)
      continue;
    if (std::optional<Error> Broken = To(Out.view()))
      return Broken;
    Out.clear();
  }
  if (IsInAliases)
    Out << '\n';
  if (O.Maps)
    IsCpp ? cppMaps() : cMaps();
  epilogue();
  return To(Out.view());
}

std::string_view CWriter::spell(std::string_view BtfName) {
  // A section is named ".bss", a role "counts.value".
  if (BtfName.starts_with('.'))
    BtfName.remove_prefix(1);
  if (O.Prefix.empty() && isIdentifier(BtfName) && !isTaken(BtfName))
    return BtfName;
  std::string Name = sanitized(O.Prefix + std::string(BtfName));
  if (isTaken(Name))
    Name += '_';
  return Memory.copy(std::string_view(Name));
}

void CWriter::declaration(const Entity &E) {
  // Aliases stand in blocks, but some need none.
  bool IsAlias = E.What == Entity::Alias || E.What == Entity::Role;
  if (IsInAliases && (!IsAlias || E.PerCpu)) {
    Out << '\n';
    IsInAliases = false;
  }
  const size_t Start = Out.size();
  switch (E.What) {
  case Entity::Record:
    record(E);
    break;
  case Entity::Enum:
  case Entity::Constants:
    enumeration(E);
    break;
  case Entity::Alias:
    alias(E);
    break;
  case Entity::Role:
    roleAlias(E);
    break;
  }
  IsInAliases |= IsAlias && !E.PerCpu && Out.size() != Start;
}

void CWriter::record(const Entity &E) {
  const auto &R = static_cast<const RecordType &>(*E.Ty);
  Members.clear();
  Scopes.front().clear();
  Pads = 0;
  Assertions.clear();
  scanNames(R);
  // Compilers want a member with bytes before such an array; g++ stumbles over
  // any that has none.
  MayEndOpen = !R.isUnion() && !E.IsEmbedded && R.Fields.size() > 1 &&
               std::all_of(R.Fields.begin(), R.Fields.end() - 1,
                           [](const Field &F) { return F.bits() != 0; });

  bool IsTypedef = !IsCpp && R.Name.empty();
  if (IsTypedef)
    Out << "typedef ";
  head(R, &E);
  if (!IsTypedef)
    Out << E.Name << ' ';
  Out << "{\n";
  body(R, 1);
  Out << '}';
  if (IsTypedef)
    Out << ' ' << E.Name;
  Out << ";\n";
  Members.clear();
  assertions(E);
  if (!IsCpp && E.IsSelected && !M.IsEverything && E.Size)
    copyFunction(E);
  Out << '\n';
}

void CWriter::copyFunction(const Entity &E) {
  constexpr size_t LongestLine = 80;
  size_t Start = Out.size();
  Out << "static inline bool " << E.Name << "_from_bytes(";
  size_t Column = Out.size() - Start;
  referTo(E);
  Out << " *to, const void *data,";
  std::string_view Last = " size_t size) {";
  if (Out.size() - Start + Last.size() > LongestLine) {
    Out << '\n';
    Out.spaces(Column - 1);
  }
  Out << Last
      << "\n"
         "  if (size < sizeof(*to))\n"
         "    return false;\n"
         "  memcpy(to, data, sizeof(*to));\n"
         "  return true;\n"
         "}\n";
}

void CWriter::enumeration(const Entity &E) {
  const auto &Ty = static_cast<const EnumType &>(*E.Ty);
  // C knows no enum without enumerators.
  if (!IsCpp && (Ty.Enumerators.empty() || !Ty.hasWholeValues()))
    return;
  bool IsTypedef = !IsCpp && Ty.Name.empty() && E.What == Entity::Enum;
  bool IsMarked = E.What == Entity::Enum && isMarkable(E.BtfName, false) &&
                  (IsCpp || hasNaturalSize(Ty));
  Out << (IsTypedef ? "typedef enum " : "enum ");
  if (IsMarked)
    typeMarker(E);
  if (!IsCpp && Ty.Size == 1 && hasNaturalSize(Ty))
    Out << "__attribute__((packed)) ";
  if (!IsTypedef && E.What == Entity::Enum)
    Out << E.Name << ' ';
  if (IsCpp)
    Out << ": " << integerName(Ty.Size, Ty.Sign == Signedness::Signed) << ' ';
  Out << "{\n";
  enumerators(Ty);
  Out << '}';
  if (IsTypedef)
    Out << ' ' << E.Name;
  Out << ";\n\n";
}

void CWriter::enumerators(const EnumType &E) {
  if (!E.hasWholeValues()) {
    unknownEnumerators(Out, E, "  // ", "  //   ");
    return;
  }
  for (const Enumerator &V : E.Enumerators) {
    std::string_view Name = V.Name;
    if (!O.EnumeratorPrefix.empty() || !isIdentifier(Name) || isTaken(Name)) {
      std::string Fine = sanitized(O.EnumeratorPrefix + std::string(Name));
      if (isTaken(Fine))
        Fine += '_';
      Name = Memory.copy(std::string_view(Fine));
    }
    Name = GlobalNames.add(Name);
    Out << "  " << Name;
    if (isOther(Name, V.Name) && isMarkable(V.Name, false)) {
      Out << ' ';
      marker(V.Name);
    }
    Out << " = ";
    enumValue(V, E);
    Out << ",\n";
  }
}

void CWriter::enumValue(const Enumerator &V, const EnumType &E) {
  const uint64_t Value = wholeValue(V, E);
  if (E.Sign != Signedness::Signed) {
    Out << Value;
    if (Value > static_cast<uint64_t>(std::numeric_limits<int32_t>::max()))
      Out << 'u';
    return;
  }
  auto Signed = static_cast<int64_t>(Value);
  // The number behind the minus is an integer of its own, and too large here.
  if (Signed == std::numeric_limits<int64_t>::min())
    Out << Signed + 1 << " - 1";
  else
    Out << Signed;
}

void CWriter::alias(const Entity &E) {
  Member D = memberOf(*E.Ty);
  Spelled How = M.TheShapes.spelled(*D.Leaf);
  bool IsInline = How == Spelled::Record && isInPlace(*D.Leaf);
  const Entity *Target = M.find(*D.Leaf);
  bool IsSameName = Target && D.Arrays.empty() && Target->Name == E.Name;
  // The headers have some names for just that: "uint32_t", "__be32".
  bool IsThere =
      D.Arrays.empty() &&
      (D.ByteOrderName == E.BtfName ||
       (D.Leaf->Kind == TypeKind::Integer &&
        integerName(D.Leaf->Size, D.Leaf->Sign == Signedness::Signed) ==
            E.BtfName));
  if (How == Spelled::Unknown || IsThere || (IsSameName && IsCpp))
    return;
  Members.clear();
  bool IsUsing = IsCpp && !IsInline;
  if (IsUsing)
    Out << "using " << E.Name << " = ";
  else
    Out << "typedef ";
  if (IsInline) {
    const auto &R = static_cast<const RecordType &>(*D.Leaf);
    scanNames(R);
    inlineRecord(R, true, 0);
  } else if (How == Spelled::Bytes) {
    Out << "uint8_t";
  } else {
    typeName(*D.Leaf, D.ByteOrderName);
  }
  if (!IsUsing)
    Out << ' ' << E.Name;
  dimensions(D, false);
  if (How == Spelled::Bytes)
    Out << '[' << D.Leaf->Size << ']';
  Out << ';';
  remark(D, How);
  Out << '\n';
}

void CWriter::roleAlias(const Entity &E) {
  if (E.Ty) {
    alias(E);
  } else if (IsCpp) {
    Out << "using " << E.Name << " = uint8_t[" << E.Size << "];\n";
  } else {
    Out << "typedef uint8_t " << E.Name << '[' << E.Size << "];\n";
  }
  if (E.PerCpu)
    perCpuAlias(E);
}

void CWriter::perCpuAlias(const Entity &E) {
  std::string_view Name =
      GlobalNames.add(spell(Memory.join({E.BtfName, "_percpu"})));
  Out << "// What the kernel hands over for each CPU.\n";
  const uint64_t Rest = perCpuStride(E.Size) - E.Size;
  PerCpuNames[E.BtfName] =
      Rest ? Memory.join({"struct ", Name}) : Name; // as C says it
  if (!Rest) {
    if (IsCpp)
      Out << "using " << Name << " = " << E.Name << ";\n\n";
    else
      Out << "typedef " << E.Name << ' ' << Name << ";\n\n";
    return;
  }
  Out << "struct " << (IsCpp ? "alignas(8) " : "__attribute__((aligned(8))) ")
      << Name << " {\n  " << E.Name << " value;\n";
  Members.clear();
  Pads = 0;
  padding(Rest, 1);
  Out << "};\n\n";
}

} // namespace hostlayout::generate
