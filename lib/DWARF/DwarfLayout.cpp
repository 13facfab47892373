//===- DwarfLayout.cpp - DWARF types as the neutral model -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DWARF/DwarfLayout.h"

#include "DWARF/Dies.h"

#include "llvm/DebugInfo/DWARF/DWARFUnit.h"

#include <algorithm>
#include <string>

using namespace llvm::dwarf;
using llvm::DWARFDie;
using namespace hostlayout;
using namespace hostlayout::dwarf;

static constexpr unsigned DeepestPointer = 4;

std::string_view DwarfLayout::name(DWARFDie Die) {
  const char *Text = Die.getShortName();
  return Text ? Memory.copy(std::string_view(Text)) : std::string_view();
}

const Type *DwarfLayout::opaque(uint64_t Size) {
  return Size <= MaxDwarfSize
             ? make<Type>(DWARFDie(), TypeKind::Opaque, Size, 1)
             : nullptr;
}

const Type *DwarfLayout::layout(DWARFDie Die) {
  Die = skipModifiers(Die);
  if (!Die) // void
    return opaque(0);
  auto [At, IsNew] = Known.try_emplace(Die.getOffset(), nullptr);
  // A type inside itself finds its own null.
  if (!IsNew || Depth == MaxDwarfDepth)
    return At->second;
  ++Depth;
  const Type *Ty = build(Die);
  --Depth;
  return Known[Die.getOffset()] = Ty;
}

const Type *DwarfLayout::build(DWARFDie Die) {
  switch (Die.getTag()) {
  case DW_TAG_base_type:
    return buildBase(Die);
  case DW_TAG_pointer_type:
  case DW_TAG_reference_type:
  case DW_TAG_rvalue_reference_type:
    return buildPointer(Die);
  case DW_TAG_typedef:
    return buildTypedef(Die);
  case DW_TAG_array_type:
    return buildArray(Die);
  case DW_TAG_structure_type:
  case DW_TAG_class_type:
  case DW_TAG_union_type:
    return isSet(Die, DW_AT_declaration)
               ? make<Type>(Die, TypeKind::Forward, 0, 1)
               : buildRecord(Die);
  case DW_TAG_enumeration_type:
    return isSet(Die, DW_AT_declaration)
               ? make<Type>(Die, TypeKind::Forward, 0, 1)
               : buildEnum(Die);
  default:
    return opaque(number(Die, DW_AT_byte_size).value_or(0));
  }
}

const Type *DwarfLayout::buildBase(DWARFDie Die) {
  uint64_t Size = number(Die, DW_AT_byte_size).value_or(0);
  bool IsScalar =
      Size == 1 || Size == 2 || Size == 4 || Size == 8 || Size == 16;
  uint64_t Encoding = number(Die, DW_AT_encoding).value_or(0);
  if (Encoding == DW_ATE_float)
    return Size && Size <= 16
               ? make<Type>(Die, TypeKind::Float, Size, naturalAlign(Size))
               : nullptr;
  bool IsSigned = Encoding == DW_ATE_signed || Encoding == DW_ATE_signed_char;
  bool IsInteger = IsSigned || Encoding == DW_ATE_unsigned ||
                   Encoding == DW_ATE_unsigned_char ||
                   Encoding == DW_ATE_boolean || Encoding == DW_ATE_UTF;
  if (!IsScalar || !IsInteger)
    return opaque(Size);
  auto *Int = make<Type>(Die, TypeKind::Integer, Size, naturalAlign(Size));
  Int->Sign = IsSigned ? Signedness::Signed : Signedness::Unsigned;
  if (Encoding == DW_ATE_boolean)
    Int->Role = IntegerRole::Bool;
  else if (Encoding == DW_ATE_signed_char || Encoding == DW_ATE_unsigned_char)
    Int->Role = IntegerRole::Character;
  // BPF's char is signed, the kernel's is not; C knows no difference.
  if (Int->Role == IntegerRole::Character && Int->Name == "char")
    Int->Sign = Signedness::Neutral;
  return Int;
}

const Type *DwarfLayout::buildPointer(DWARFDie Die) {
  uint64_t Size = number(Die, DW_AT_byte_size)
                      .value_or(Die.getDwarfUnit()->getAddressByteSize());
  auto *Pointer =
      make<PointerType>(Die, TypeKind::Pointer, Size, naturalAlign(Size));
  Pointer->Pointee = pointee(typeOf(Die), DeepestPointer);
  return Size == 4 || Size == 8 ? Pointer : nullptr;
}

/// What \p Die is called in a declaration; nothing for what has no short name.
std::string_view DwarfLayout::pointee(DWARFDie Die, unsigned Depth) {
  Die = skipModifiers(Die);
  if (!Die)
    return "void";
  const char *Name = Die.getShortName();
  auto Tagged = [&](const char *Keyword) -> std::string_view {
    return Name ? Memory.copy(std::string_view(std::string(Keyword) + Name))
                : std::string_view();
  };
  switch (Die.getTag()) {
  case DW_TAG_structure_type:
  case DW_TAG_class_type:
    return Tagged("struct ");
  case DW_TAG_union_type:
    return Tagged("union ");
  case DW_TAG_enumeration_type:
    return Tagged("enum ");
  case DW_TAG_base_type:
  case DW_TAG_typedef:
    return Tagged("");
  case DW_TAG_pointer_type: {
    if (Depth == 0)
      return {};
    std::string Inner(pointee(typeOf(Die), Depth - 1));
    if (Inner.empty())
      return {};
    Inner += Inner.back() == '*' ? "*" : " *";
    return Memory.copy(std::string_view(Inner));
  }
  default:
    return {};
  }
}

const Type *DwarfLayout::buildTypedef(DWARFDie Die) {
  const Type *Target = layout(typeOf(Die));
  if (!Target)
    return nullptr;
  auto *Alias =
      make<TypedefType>(Die, TypeKind::Typedef, Target->Size, Target->Align);
  Alias->Target = Target;
  return Alias;
}

const Type *DwarfLayout::buildArray(DWARFDie Die) {
  const Type *Element = layout(typeOf(Die));
  if (!Element)
    return nullptr;
  if (isSet(Die, DW_AT_GNU_vector))
    return opaque(number(Die, DW_AT_byte_size).value_or(0));
  std::vector<uint64_t> Counts;
  for (DWARFDie Child : Die.children()) {
    if (Child.getTag() != DW_TAG_subrange_type)
      continue;
    std::optional<uint64_t> Count = number(Child, DW_AT_count);
    if (!Count)
      // -1 where there is no element.
      if (std::optional<uint64_t> Last = number(Child, DW_AT_upper_bound))
        Count = static_cast<uint32_t>(*Last) + uint64_t(1) > UINT32_MAX
                    ? 0
                    : *Last + 1;
    Counts.push_back(Count.value_or(0));
  }
  for (auto Count = Counts.rbegin(); Count != Counts.rend(); ++Count) {
    if (*Count > MaxDwarfSize ||
        (*Count && Element->Size > MaxDwarfSize / *Count))
      return nullptr;
    auto *Array = make<ArrayType>(DWARFDie(), TypeKind::Array,
                                  Element->Size * *Count, Element->Align);
    Array->Element = Element;
    Array->Count = *Count;
    Array->Flexible = *Count == 0;
    Element = Array;
  }
  return Element;
}

const Type *DwarfLayout::buildEnum(DWARFDie Die) {
  uint64_t Size = number(Die, DW_AT_byte_size).value_or(0);
  if (Size != 1 && Size != 2 && Size != 4 && Size != 8)
    return nullptr;
  std::vector<Enumerator> Values;
  bool IsSigned = false;
  if (const Type *Underlying = typeOf(Die) ? layout(typeOf(Die)) : nullptr)
    IsSigned = strip(Underlying)->Sign == Signedness::Signed;
  for (DWARFDie Child : Die.children()) {
    if (Child.getTag() != DW_TAG_enumerator)
      continue;
    auto Value = Child.find(DW_AT_const_value);
    if (!Value)
      return nullptr;
    Enumerator E;
    E.Name = name(Child);
    auto Signed = Value->getAsSignedConstant();
    auto Unsigned = Value->getAsUnsignedConstant();
    if (!Signed && !Unsigned)
      return nullptr;
    bool IsNegative =
        Value->getForm() == DW_FORM_sdata && Signed && *Signed < 0;
    IsSigned |= IsNegative;
    E.Value =
        IsNegative || !Unsigned ? static_cast<uint64_t>(*Signed) : *Unsigned;
    Values.push_back(E);
  }
  auto *Enum = make<EnumType>(Die, TypeKind::Enum, Size, naturalAlign(Size));
  Enum->Sign = IsSigned ? Signedness::Signed : Signedness::Unsigned;
  Enum->Enumerators = Memory.copy(std::span<const Enumerator>(Values));
  return Enum;
}
