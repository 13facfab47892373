//===- DwarfReader.cpp - Types that only an object's DWARF has ------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DWARF/DwarfReader.h"

#include "Compare/Compare.h"
#include "DWARF/Dies.h"
#include "DWARF/DwarfLayout.h"
#include "DWARF/Lines.h"
#include "DWARF/Variables.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/Path.h"

#include <algorithm>

using namespace llvm::dwarf;
using namespace hostlayout;
using namespace hostlayout::dwarf;

/// A kernel's DWARF takes seconds to read, and its BTF has every type.
static constexpr uint64_t LargestDebugInfo = uint64_t(64) << 20;

class DwarfReader::Unit {
public:
  explicit Unit(const btf::Object &O);

  /// The definitions of \p Name; only if there are none, its typedefs.
  std::vector<llvm::DWARFDie> find(std::string_view Name) const;

  /// The type that all of them have; the first place that is known.
  std::optional<surface::ForeignType> find(std::string_view Name,
                                           DwarfLayout &Layout) const;

  const auto &names() const { return ByName; }
  const Type *variableAt(std::span<const btf::RecordPlace> Places,
                         uint64_t Size, DwarfLayout &Layout) const;
  std::set<std::string> usedInFunctions() const;
  std::vector<std::string> sources() const;

private:
  std::unique_ptr<llvm::object::ObjectFile> File;
  std::unique_ptr<llvm::DWARFContext> Context;
  llvm::StringMap<std::vector<llvm::DWARFDie>> ByName;
};

static void ignore(llvm::Error E) { llvm::consumeError(std::move(E)); }

static bool isTooLarge(const llvm::object::ObjectFile &File) {
  for (const llvm::object::SectionRef &Section : File.sections()) {
    llvm::Expected<llvm::StringRef> Name = Section.getName();
    if (!Name)
      ignore(Name.takeError());
    else if (*Name == ".debug_info" && Section.getSize() > LargestDebugInfo)
      return true;
  }
  return false;
}

static bool isNamedType(llvm::DWARFDie Die) {
  switch (Die.getTag()) {
  case DW_TAG_structure_type:
  case DW_TAG_class_type:
  case DW_TAG_union_type:
  case DW_TAG_enumeration_type:
  case DW_TAG_typedef:
    return toUnsigned(Die.find(DW_AT_declaration), 0) == 0;
  default:
    return false;
  }
}

DwarfReader::Unit::Unit(const btf::Object &O) {
  std::span<const uint8_t> Content = O.content();
  auto Parsed =
      llvm::object::ObjectFile::createObjectFile(llvm::MemoryBufferRef(
          {reinterpret_cast<const char *>(Content.data()), Content.size()},
          O.path()));
  if (!Parsed) {
    ignore(Parsed.takeError());
    return;
  }
  File = std::move(*Parsed);
  if (isTooLarge(*File))
    return;
  Context = llvm::DWARFContext::create(
      *File, llvm::DWARFContext::ProcessDebugRelocations::Process, nullptr, "",
      ignore, ignore);
  for (const auto &CU : Context->compile_units())
    for (const llvm::DWARFDebugInfoEntry &Entry : CU->dies()) {
      llvm::DWARFDie Die(CU.get(), &Entry);
      if (!isNamedType(Die))
        continue;
      if (const char *Name = Die.getShortName())
        ByName[Name].push_back(Die);
    }
}

std::vector<llvm::DWARFDie>
DwarfReader::Unit::find(std::string_view Name) const {
  auto At = ByName.find(llvm::StringRef(Name.data(), Name.size()));
  if (At == ByName.end())
    return {};
  std::vector<llvm::DWARFDie> Found = At->second;
  std::stable_partition(Found.begin(), Found.end(), [](llvm::DWARFDie Die) {
    return Die.getTag() != DW_TAG_typedef;
  });
  bool HasTag = Found.front().getTag() != DW_TAG_typedef;
  if (HasTag)
    std::erase_if(Found, [](llvm::DWARFDie Die) {
      return Die.getTag() == DW_TAG_typedef;
    });
  return Found;
}

std::vector<std::string> DwarfReader::Unit::sources() const {
  std::vector<std::string> Sources;
  if (!Context)
    return Sources;
  for (const auto &CU : Context->compile_units()) {
    llvm::DWARFDie Die = CU->getUnitDIE();
    llvm::SmallString<256> Path(toStringRef(Die.find(DW_AT_comp_dir)));
    llvm::StringRef Name = toStringRef(Die.find(DW_AT_name));
    if (llvm::sys::path::is_absolute(Name))
      Path.clear();
    llvm::sys::path::append(Path, Name);
    if (!Name.empty() && llvm::sys::path::is_absolute(Path))
      Sources.push_back(Path.str().str());
  }
  return Sources;
}

DwarfReader::DwarfReader() = default;
DwarfReader::~DwarfReader() = default;

DwarfReader::Unit &DwarfReader::unit(const btf::Object &O) {
  std::unique_ptr<Unit> &U = Units[&O];
  if (!U)
    U = std::make_unique<Unit>(O);
  return *U;
}

std::optional<surface::ForeignType>
DwarfReader::Unit::find(std::string_view Name, DwarfLayout &Layout) const {
  std::optional<surface::ForeignType> Found;
  for (llvm::DWARFDie Die : find(Name)) {
    const Type *Ty = Layout.layout(Die);
    if (!Ty || (strip(Ty)->Kind != TypeKind::Record &&
                strip(Ty)->Kind != TypeKind::Enum))
      continue;
    // Each compile unit has its own copy. Where these differ, there is no
    // telling which one is meant.
    if (Found && !compare(*Found->Ty, *Ty, CompareOptions(), Policy()).empty())
      return std::nullopt;
    if (!Found)
      Found = surface::ForeignType{Ty, dwarf::declaredAt(Die)};
  }
  return Found;
}

std::set<std::string> DwarfReader::Unit::usedInFunctions() const {
  std::set<std::string> Names;
  if (!Context)
    return Names;
  for (const auto &CU : Context->compile_units())
    for (const llvm::DWARFDebugInfoEntry &Entry : CU->dies()) {
      llvm::DWARFDie Die(CU.get(), &Entry);
      if (Die.getTag() != DW_TAG_variable ||
          Die.getParent().getTag() == DW_TAG_compile_unit)
        continue;
      llvm::DWARFDie Ty = skipModifiers(typeOf(Die));
      for (unsigned I = 0; I != MaxDwarfDepth && Ty; ++I) {
        if (isNamedType(Ty))
          if (const char *Name = Ty.getShortName())
            Names.insert(Name);
        if (Ty.getTag() != DW_TAG_pointer_type &&
            Ty.getTag() != DW_TAG_typedef && Ty.getTag() != DW_TAG_array_type)
          break;
        Ty = skipModifiers(typeOf(Ty));
      }
    }
  return Names;
}

std::optional<surface::ForeignType>
DwarfReader::find(const btf::Object &O, std::string_view Name, Arena &A) {
  if (!O.hasDwarf())
    return std::nullopt;
  DwarfLayout Layout(A, O.isBigEndian());
  return unit(O).find(Name, Layout);
}

std::set<std::string> DwarfReader::usedInFunctions(const btf::Object &O) {
  return O.hasDwarf() ? unit(O).usedInFunctions() : std::set<std::string>();
}

const Type *
DwarfReader::Unit::variableAt(std::span<const btf::RecordPlace> Places,
                              uint64_t Size, DwarfLayout &Layout) const {
  const Type *Found = nullptr;
  if (!Context)
    return Found;
  for (const auto &CU : Context->compile_units())
    for (llvm::DWARFDie Die : variablesAt(CU->getUnitDIE(), Places)) {
      const Type *Ty = Layout.layout(Die);
      if (!Ty || strip(Ty)->Kind != TypeKind::Record || strip(Ty)->Size != Size)
        continue;
      if (Found && strip(Found)->Name != strip(Ty)->Name)
        return nullptr;
      Found = Ty;
    }
  return Found;
}

const Type *DwarfReader::variableAt(const btf::Object &O,
                                    std::span<const btf::RecordPlace> Places,
                                    uint64_t Size, Arena &A) {
  if (!O.hasDwarf() || Places.empty())
    return nullptr;
  DwarfLayout Layout(A, O.isBigEndian());
  return unit(O).variableAt(Places, Size, Layout);
}

std::string DwarfReader::declaredAt(const btf::Object &O,
                                    std::string_view Name) {
  if (!O.hasDwarf() || Name.empty())
    return {};
  for (llvm::DWARFDie Die : unit(O).find(Name))
    if (std::string At = dwarf::declaredAt(Die); !At.empty())
      return At;
  return {};
}

std::vector<std::string> DwarfReader::sources(const btf::Object &O) {
  return O.hasDwarf() ? unit(O).sources() : std::vector<std::string>();
}

void DwarfReader::forEachName(
    const btf::Object &O, const std::function<void(std::string_view)> &Visit) {
  if (!O.hasDwarf())
    return;
  // In an order of their own, whatever the table's.
  std::set<std::string> Names;
  for (const auto &Named : unit(O).names())
    Names.insert(Named.getKey().str());
  for (const std::string &Name : Names)
    Visit(Name);
}

std::vector<surface::ForeignType> DwarfReader::all(const btf::Object &O,
                                                   Arena &A) {
  std::vector<surface::ForeignType> Types;
  if (!O.hasDwarf())
    return Types;
  DwarfLayout Layout(A, O.isBigEndian());
  std::set<std::string> Names;
  for (const auto &Named : unit(O).names())
    Names.insert(Named.getKey().str());
  for (const std::string &Name : Names) {
    auto Found = unit(O).find(Name, Layout);
    if (Found && (O.find(Name).empty() ||
                  (Found->Ty->Kind == TypeKind::Enum && Found->Ty->Size == 8)))
      Types.push_back(std::move(*Found));
  }
  return Types;
}
