//===- Canonical.cpp - A type as a line of text ---------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Layout/Canonical.h"

#include "Support/Digest.h"
#include "Support/Printable.h"

using namespace hostlayout;

/// All of it: where printable() ends, two names may begin to differ.
static std::string name(std::string_view Name) {
  return printable(Name, Name.size());
}

static std::string integer(const Type &Ty) {
  static constexpr const char *Roles[] = {"int", "bool", "char", "byte"};
  static constexpr const char *Signs[] = {"u", "s", ""};
  return std::string(Signs[static_cast<unsigned>(Ty.Sign)]) +
         Roles[static_cast<unsigned>(Ty.Role)] + std::to_string(Ty.Size * 8) +
         (Ty.IsWordSized ? "w" : "");
}

std::string Canonical::record(const RecordType &R) {
  std::string Text = R.isUnion() ? "union " : "struct ";
  Text += name(R.Name) + " " + std::to_string(R.Size);
  if (R.IsPacked)
    Text += " packed";
  Text += " {";
  for (const Field &F : R.Fields) {
    Text += " " + std::to_string(F.byteOffset());
    if (F.IsBitField)
      Text += "." + std::to_string(F.BitOffset % 8) + ":" +
              std::to_string(F.BitWidth);
    Text += " " + name(F.Name) + " " + reference(*F.Ty) + ";";
  }
  return Text + " }";
}

std::string Canonical::enumeration(const EnumType &E) {
  std::string Text = "enum " + name(E.Name) + " " + std::to_string(E.Size) +
                     (E.Sign == Signedness::Signed ? "s" : "u") +
                     std::to_string(E.ValueBits) + " {";
  for (const Enumerator &Value : E.Enumerators)
    Text += " " + name(Value.Name) + "=" +
            std::to_string(static_cast<int64_t>(Value.Value));
  return Text + " }";
}

std::string Canonical::reference(const Type &Ty) {
  switch (Ty.Kind) {
  case TypeKind::Integer:
    return integer(Ty);
  case TypeKind::Float:
    return "float" + std::to_string(Ty.Size * 8);
  case TypeKind::Pointer:
    return "ptr" + std::to_string(Ty.Size * 8);
  case TypeKind::Array: {
    const auto &A = static_cast<const ArrayType &>(Ty);
    return "[" + (A.Flexible ? "" : std::to_string(A.Count)) + "]" +
           reference(*A.Element);
  }
  case TypeKind::Typedef:
    return name(Ty.Name) + "=" +
           reference(*static_cast<const TypedefType &>(Ty).Target);
  case TypeKind::Forward:
    return "forward " + name(Ty.Name);
  case TypeKind::Opaque:
    return "opaque" + std::to_string(Ty.Size * 8) + " " + name(Ty.Name);
  case TypeKind::Record:
  case TypeKind::Enum:
    break;
  }
  auto Known = Digests.find(&Ty);
  if (Known != Digests.end())
    return Known->second;
  std::string Line = Ty.Kind == TypeKind::Record
                         ? record(static_cast<const RecordType &>(Ty))
                         : enumeration(static_cast<const EnumType &>(Ty));
  Digest D;
  D.add(Line);
  std::string Reference = "#" + D.hex();
  Lines.insert(Line + " " + Reference);
  Digests.emplace(&Ty, Reference);
  return Reference;
}

void Canonical::add(const Type &Ty) {
  std::string Text = reference(Ty);
  if (Ty.Kind == TypeKind::Typedef)
    Lines.insert("typedef " + Text);
}
