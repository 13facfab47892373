//===- Sections.cpp - The globals of each section -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/Sections.h"

#include "BTF/TypeTable.h"
#include "Support/CheckedMath.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

/// Where the symbols of an object are, which its relocations mean.
class Places {
public:
  explicit Places(const ElfFile &Elf) {
    Elf.forEachSection([this](const ElfFile::Section &S) {
      Sections.try_emplace(S.Name, S.Index, S.Size);
    });
    Elf.forEachSymbol([this](const ElfFile::Symbol &S) {
      if (!S.IsLocal)
        Symbols.try_emplace(S.Name, S.SectionIndex, S.Value);
    });
  }

  /// Index and size of a section, index 0 if there is none.
  std::pair<uint32_t, uint64_t> section(std::string_view Name) const {
    auto Known = Sections.find(Name);
    return Known == Sections.end() ? std::pair<uint32_t, uint64_t>()
                                   : Known->second;
  }

  std::optional<uint64_t> symbol(std::string_view Name,
                                 uint32_t SectionIndex) const {
    auto Known = Symbols.find(Name);
    if (Known == Symbols.end() || Known->second.first != SectionIndex)
      return std::nullopt;
    return Known->second.second;
  }

private:
  std::unordered_map<std::string_view, std::pair<uint32_t, uint64_t>> Sections;
  std::unordered_map<std::string_view, std::pair<uint16_t, uint64_t>> Symbols;
};

/// Whether the section's variables are laid out in it. Others are maps, what
/// the kernel provides, and strings for the loader.
bool isData(std::string_view Name) {
  return Name.starts_with('.') && Name != ".maps" && Name != ".ksyms";
}

/// What the kernel's configuration says: no section of the file, libbpf makes
/// it when it opens the object.
bool isConfig(std::string_view Name) { return Name == ".kconfig"; }

class SectionReader {
public:
  SectionReader(const TypeTable &T, const ElfFile *Elf) : T(T), Elf(Elf) {}

  SectionList read() {
    std::vector<std::pair<size_t, size_t>> Ranges;
    for (TypeId Id : T.dataSections()) {
      if (!isData(T.name(Id)))
        continue;
      size_t From = Result.Vars.size();
      if (isConfig(T.name(Id)))
        readConfig(T[Id], T.name(Id));
      else
        readSection(T[Id], T.name(Id));
      Ranges.emplace_back(From, Result.Vars.size() - From);
    }
    for (size_t I = 0; I != Ranges.size(); ++I)
      Result.Sections[I].Vars = std::span<const SectionVar>(Result.Vars)
                                    .subspan(Ranges[I].first, Ranges[I].second);
    return std::move(Result);
  }

private:
  void readSection(TypeRef Section, std::string_view Name) {
    uint64_t Size = Section.size();
    // The compiler leaves sizes and places to the linker.
    const bool IsLinked = Size != 0;
    uint32_t Index = 0;
    if (Elf) {
      if (!Symbols)
        Symbols.emplace(*Elf);
      uint64_t InFile = 0;
      std::tie(Index, InFile) = Symbols->section(Name);
      // A section is a map's value: none has such a size, nor its bits a
      // number.
      if (!IsLinked && InFile <= UINT32_MAX)
        Size = InFile;
    }
    size_t From = Result.Vars.size();
    for (uint32_t I = 0, E = Section.vlen(); I != E; ++I) {
      SecVarRef Ref = secVarAt(Section, I);
      if (T.kind(Ref.Var) != Kind::Var)
        continue;
      TypeRef Var = T[Ref.Var];
      uint32_t Linkage = Var.tail(0);
      SectionVar V{T.name(Ref.Var),          Var.type(), Ref.Offset, Ref.Size,
                   Linkage == LinkageStatic, Ref.Offset};
      // That of a static variable is there: it is relative to its section.
      if (Index && Linkage != LinkageStatic)
        V.Offset = Symbols->symbol(V.Name, Index).value_or(V.Offset);
      if (!IsLinked)
        V.Recorded = V.Offset;
      if (V.Offset <= Size && Size - V.Offset >= V.Size)
        Result.Vars.push_back(V);
    }
    std::sort(Result.Vars.begin() + From, Result.Vars.end(),
              [](const SectionVar &A, const SectionVar &B) {
                return std::tie(A.Offset, A.Size, A.Name) <
                       std::tie(B.Offset, B.Size, B.Name);
              });
    Result.Sections.push_back({Name, Size, {}});
  }

  /// Places the variables as libbpf does: the most aligned first, then the
  /// smallest, then by name.
  void readConfig(TypeRef Section, std::string_view Name) {
    size_t From = Result.Vars.size();
    for (uint32_t I = 0, E = Section.vlen(); I != E; ++I) {
      TypeId Var = secVarAt(Section, I).Var;
      if (T.kind(Var) == Kind::Var)
        Result.Vars.push_back(
            {T.name(Var), T[Var].type(), 0, T.sizeOf(T[Var].type())});
    }
    std::sort(Result.Vars.begin() + From, Result.Vars.end(),
              [this](const SectionVar &A, const SectionVar &B) {
                uint64_t AlignA = alignOf(A.Type), AlignB = alignOf(B.Type);
                return std::tie(AlignB, A.Size, A.Name) <
                       std::tie(AlignA, B.Size, B.Name);
              });
    uint64_t Size = 0;
    for (size_t I = From; I != Result.Vars.size(); ++I) {
      SectionVar &V = Result.Vars[I];
      uint64_t Align = alignOf(V.Type);
      auto End = checkedAdd((Size + Align - 1) / Align * Align, V.Size);
      // Nothing that the kernel would configure has such a size.
      if (!End || *End > UINT32_MAX) {
        Result.Vars.resize(I);
        break;
      }
      V.Offset = V.Recorded = *End - V.Size;
      Size = *End;
    }
    Result.Sections.push_back({Name, Size, {}});
  }

  /// Of the integers, enums and arrays of them that a configuration may have.
  uint64_t alignOf(TypeId Id) const {
    for (Id = T.skipAliases(Id); T.kind(Id) == Kind::Array;)
      Id = T.skipAliases(T[Id].arrayElement());
    return std::clamp<uint64_t>(T.sizeOf(Id), 1, 8);
  }

  const TypeTable &T;
  const ElfFile *Elf;
  std::optional<Places> Symbols;
  SectionList Result;
};

} // namespace

SectionList btf::readSections(const TypeTable &T, const ElfFile *Elf) {
  return SectionReader(T, Elf).read();
}
