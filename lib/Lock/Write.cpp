//===- Write.cpp - The text of a lock -------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Layout/Canonical.h"
#include "Lock/Lock.h"
#include "Lock/Notation.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

using namespace hostlayout;
using namespace hostlayout::lock;

namespace {

std::string hex(uint64_t Number) {
  static constexpr char Digits[] = "0123456789abcdef";
  std::string Text;
  do
    Text.insert(Text.begin(), Digits[Number & 15]);
  while (Number >>= 4);
  return "0x" + Text;
}

/// To the right of a column. What is longer stands behind a blank all the same:
/// a line at the margin is no member.
std::string padded(std::string Text) {
  constexpr size_t Width = 6;
  return std::string(Width - std::min(Width - 1, Text.size()), ' ') + Text;
}

class Writer {
public:
  std::string object(const Shared &O) {
    Types.clear();
    Numbers.clear();
    for (const Type *Declared : O.Types)
      addType(*Declared);
    number();
    Text = "\nobject " + writtenName(O.Object) + "\n";
    std::vector<Map> Maps = O.Maps;
    std::ranges::sort(Maps, {}, &Map::Name);
    for (const Map &M : Maps) {
      Text += "\nmap " + writtenName(M.Name) + "\n";
      map(M, "  ");
    }
    std::vector<Global> Globals = O.Globals;
    std::ranges::sort(Globals, [](const Global &A, const Global &B) {
      return std::tie(A.Section, A.Name) < std::tie(B.Section, B.Name);
    });
    for (const Global &G : Globals)
      global(G);
    for (const auto &[Name, Named] : Types)
      for (const Entry &E : Named)
        block(*E.Ty);
    return std::move(Text);
  }

private:
  /// A named type, and what tells it from others of the name.
  struct Entry {
    const Type *Ty;
    std::string Content;
  };
  /// The tag comes last: types of one name stand together.
  std::string keyOf(const Type &Ty) const {
    return std::string(Names.at(&Ty)) + '\0' + tagOf(Ty);
  }

  /// \p Declared is a typedef where the type has no tag.
  void addType(const Type &Declared) {
    const Type *Ty = strip(&Declared);
    std::string_view Name = Ty->Name.empty() ? Declared.Name : Ty->Name;
    Names[Ty] = Name;
    Canonical Lines;
    std::string Content = Lines.reference(*Ty);
    std::vector<Entry> &Of = Types[keyOf(*Ty)];
    auto Same = std::ranges::find(Of, Content, &Entry::Content);
    if (Same == Of.end())
      Of.push_back({Ty, Content});
    Contents[Ty] = std::move(Content);
  }

  void number() {
    for (auto &[Key, Named] : Types) {
      std::ranges::sort(Named, {}, &Entry::Content);
      for (size_t I = 0; I != Named.size(); ++I)
        Numbers[Key + Named[I].Content] = I;
    }
  }

  /// "struct event", "struct event#2".
  std::string reference(const Type &Ty) {
    std::string_view Name = Names.at(&Ty);
    size_t Number = Numbers.at(keyOf(Ty) + Contents.at(&Ty));
    return std::string(tagOf(Ty)) + " " + writtenName(Name) +
           (Number ? "#" + std::to_string(Number + 1) : "");
  }

  /// \p Declared on the line of \p Name. What has no name of its own opens,
  /// its members at \p Base bits from the named type's start.
  void declaration(const Type &Declared, const std::string &Behind,
                   uint64_t Base, const std::string &Indent) {
    std::string Dimensions;
    const Type *Ty = strip(&Declared);
    while (Ty->Kind == TypeKind::Array) {
      const auto *A = static_cast<const ArrayType *>(Ty);
      Dimensions += A->Flexible ? "[]" : "[" + std::to_string(A->Count) + "]";
      Ty = strip(A->Element);
    }
    bool IsTagged = Ty->Kind == TypeKind::Record || Ty->Kind == TypeKind::Enum;
    if (!IsTagged || Names.contains(Ty)) {
      Text += (IsTagged ? reference(*Ty) : writtenScalar(*Ty)) + Dimensions +
              Behind + "\n";
      return;
    }
    Text += sized(*Ty, tagOf(*Ty)) + " {\n";
    body(*Ty, Base, Indent + "  ");
    Text += "      " + Indent + "}" + Dimensions + Behind + "\n";
  }

  /// "struct event, 16 bytes, packed".
  std::string sized(const Type &Ty, std::string Line) {
    Line += ", " + std::to_string(Ty.Size) + " bytes";
    if (Ty.Kind == TypeKind::Enum)
      Line += Ty.Sign == Signedness::Signed ? ", signed" : "";
    else if (static_cast<const RecordType &>(Ty).IsPacked)
      Line += ", packed";
    return Line;
  }

  void body(const Type &Ty, uint64_t Base, const std::string &Indent) {
    if (Ty.Kind == TypeKind::Enum) {
      const auto &E = static_cast<const EnumType &>(Ty);
      for (const Enumerator &V : E.Enumerators)
        Text += "      " + Indent + writtenName(V.Name) + " = " +
                (E.ValueBits < 64 && E.Size * 8 > E.ValueBits ? "low " : "") +
                std::to_string(static_cast<int64_t>(V.Value)) + "\n";
      return;
    }
    for (const Field &F : static_cast<const RecordType &>(Ty).Fields) {
      uint64_t Bit = Base + F.BitOffset;
      std::string At = std::to_string(Bit / 8);
      if (F.IsBitField)
        At += "." + std::to_string(Bit % 8);
      Text += padded(std::move(At)) + Indent;
      std::string Behind = F.IsBitField ? ":" + std::to_string(F.BitWidth) : "";
      if (!F.Name.empty())
        Behind += " " + writtenName(F.Name);
      declaration(*F.Ty, Behind, Bit, Indent);
    }
  }

  void block(const Type &Ty) {
    Text += "\n" + sized(Ty, reference(Ty)) + "\n";
    body(Ty, 0, "  ");
  }

  void map(const Map &M, const std::string &Indent) {
    std::string Kind = surface::mapKindName(M.Kind);
    Text += Indent + "kind " + Kind + "\n";
    part(M.Key, Indent + "key ", Indent);
    part(M.Value, Indent + "value ", Indent);
    if (M.MaxEntries)
      Text += Indent + "max_entries " + std::to_string(M.MaxEntries) + "\n";
    if (M.Flags)
      Text += Indent + "map_flags " + hex(M.Flags) + "\n";
    if (M.Extra)
      Text += Indent + "map_extra " + hex(M.Extra) + "\n";
    if (M.IsPinned)
      Text += Indent + "pinned by name\n";
    if (M.IsHostPinned)
      Text += Indent + "pinned by host\n";
    for (const btf::KernelPointer &K : M.KernelPointers)
      Text += Indent + std::string(K.Tag) + " " + std::to_string(K.Byte) +
              (K.Pointee.empty() ? "" : " " + writtenName(K.Pointee)) + "\n";
    if (!M.RecordSizes.empty() || M.HasOtherRecords)
      Text += Indent + "records of " + sizes(M) + " bytes\n";
    for (const Type *Ty : M.RecordTypes)
      Text += Indent + "record " + reference(*strip(Ty)) + "\n";
    if (M.Inner) {
      Text += Indent + "inner " + writtenName(M.Inner->Name) + "\n";
      map(*M.Inner, Indent + "  ");
    }
  }

  static std::string sizes(const Map &M) {
    std::string Text;
    for (uint32_t Size : M.RecordSizes)
      Text += (Text.empty() ? "" : ", ") + std::to_string(Size);
    if (M.HasOtherRecords)
      Text += Text.empty() ? "unknown" : ", unknown";
    return Text;
  }

  void part(const Part &P, const std::string &Lead, const std::string &Indent) {
    if (P.Ty) {
      Text += Lead;
      declaration(*P.Ty, "", 0, Indent);
      return;
    }
    if (P.Size)
      Text += Lead + std::to_string(P.Size) + " bytes\n";
    else if (!P.Forward.empty())
      Text += Lead + "declared " + writtenName(P.Forward) + "\n";
  }

  void global(const Global &G) {
    Text +=
        "\nglobal " + writtenName(G.Section) + " " + writtenName(G.Name) + "\n";
    Text += "  type ";
    declaration(*G.Ty, "", 0, "  ");
    if (G.Offset)
      Text += "  offset " + std::to_string(*G.Offset) + "\n";
  }

  std::string Text;
  std::map<std::string, std::vector<Entry>> Types;
  std::unordered_map<const Type *, std::string_view> Names;
  std::unordered_map<const Type *, std::string> Contents;
  std::unordered_map<std::string, size_t> Numbers;
};

} // namespace

std::string lock::write(std::vector<Shared> Objects) {
  std::string Text =
      "# What these BPF objects share with user space, by `host-layout lock`.\n"
      "# `host-layout lock --verify` tells what has changed.\n"
      "host-layout-lock 1\n";
  std::ranges::stable_sort(Objects, {}, &Shared::Object);
  for (const Shared &O : Objects)
    Text += Writer().object(O);
  return Text;
}
