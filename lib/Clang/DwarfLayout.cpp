//===- DwarfLayout.cpp - DWARF types as the neutral model --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/DwarfLayout.h"

#include "llvm/DebugInfo/DWARF/DWARFFormValue.h"
#include "llvm/DebugInfo/DWARF/DWARFUnit.h"
#include "llvm/Support/LEB128.h"

#include <algorithm>
#include <string>

using namespace llvm::dwarf;
using llvm::DWARFDie;
using namespace hostlayout;
using namespace hostlayout::clangfe;

// The bounds of BTF, which say the same of the same programs.
static constexpr unsigned MaxDepth = 64;
static constexpr uint64_t MaxSize = UINT32_MAX;
static constexpr unsigned DeepestPointer = 4;

static uint32_t naturalAlign(uint64_t Size) {
  switch (Size) {
  case 2:
  case 4:
  case 8:
  case 16:
    return static_cast<uint32_t>(Size);
  case 12:
    return 4;
  }
  return 1;
}

static std::optional<uint64_t> number(DWARFDie Die, Attribute Name) {
  if (auto Value = Die.find(Name)) {
    if (auto Unsigned = Value->getAsUnsignedConstant())
      return *Unsigned;
    if (auto Signed = Value->getAsSignedConstant())
      return static_cast<uint64_t>(*Signed);
  }
  return std::nullopt;
}

static bool isSet(DWARFDie Die, Attribute Name) {
  return toUnsigned(Die.find(Name), 0) != 0;
}

static DWARFDie typeOf(DWARFDie Die) {
  return Die.getAttributeValueAsReferencedDie(DW_AT_type);
}

static DWARFDie skipModifiers(DWARFDie Die) {
  for (unsigned I = 0; Die && I != MaxDepth; ++I) {
    switch (Die.getTag()) {
    case DW_TAG_const_type:
    case DW_TAG_volatile_type:
    case DW_TAG_restrict_type:
    case DW_TAG_atomic_type:
      Die = typeOf(Die);
      continue;
    default:
      return Die;
    }
  }
  return DWARFDie();
}

std::string_view DwarfLayout::name(DWARFDie Die) {
  const char *Text = Die.getShortName();
  return Text ? Memory.copy(std::string_view(Text)) : std::string_view();
}

template <typename T>
T *DwarfLayout::make(DWARFDie Die, TypeKind K, uint64_t Size, uint32_t Align) {
  T *Made = Memory.make<T>();
  Made->Kind = K;
  Made->Size = Size;
  Made->Align = Align;
  if (Die)
    Made->Name = name(Die);
  return Made;
}

const Type *DwarfLayout::opaque(uint64_t Size) {
  return Size <= MaxSize ? make<Type>(DWARFDie(), TypeKind::Opaque, Size, 1)
                         : nullptr;
}

const Type *DwarfLayout::layout(DWARFDie Die) {
  Die = skipModifiers(Die);
  if (!Die) // void
    return opaque(0);
  auto [At, IsNew] = Known.try_emplace(Die.getOffset(), nullptr);
  // A type inside itself finds its own null.
  if (!IsNew || Depth == MaxDepth)
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
  auto *Pointer = make<PointerType>(Die, TypeKind::Pointer, Size,
                                    naturalAlign(Size));
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
    if (*Count > MaxSize || (*Count && Element->Size > MaxSize / *Count))
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

/// Where \p Die stands in its record, in bytes.
static std::optional<uint64_t> memberLocation(DWARFDie Die) {
  auto Value = Die.find(DW_AT_data_member_location);
  if (!Value)
    return 0;
  if (auto Constant = Value->getAsUnsignedConstant())
    return *Constant;
  auto Block = Value->getAsBlock();
  if (!Block || Block->empty() || Block->front() != DW_OP_plus_uconst)
    return std::nullopt;
  unsigned Read = 0;
  const char *Error = nullptr;
  uint64_t Offset = llvm::decodeULEB128(Block->begin() + 1, &Read, Block->end(),
                                        &Error);
  if (Error || Read + 1 != Block->size())
    return std::nullopt;
  return Offset;
}

bool DwarfLayout::placeBitField(DWARFDie Die, Field &F, uint64_t BitOffset) {
  F.IsBitField = true;
  uint64_t Width = number(Die, DW_AT_bit_size).value_or(0);
  if (Width == 0 || Width > 128)
    return false;
  F.BitWidth = static_cast<uint32_t>(Width);
  if (std::optional<uint64_t> FromStart = number(Die, DW_AT_data_bit_offset)) {
    F.BitOffset = *FromStart;
    return true;
  }
  // DWARF 2 and 3 count from the highest bit of a storage unit.
  uint64_t Unit = number(Die, DW_AT_byte_size).value_or(F.Ty->Size) * 8;
  auto FromTop = Die.find(DW_AT_bit_offset);
  if (!FromTop)
    return true;
  auto Signed = FromTop->getAsSignedConstant();
  auto Unsigned = FromTop->getAsUnsignedConstant();
  if (!Signed && !Unsigned)
    return false;
  uint64_t Top = Unsigned ? *Unsigned : static_cast<uint64_t>(*Signed);
  F.BitOffset = IsBigEndian ? BitOffset + Top : BitOffset + Unit - Top - Width;
  return true;
}

bool DwarfLayout::readMember(DWARFDie Die, std::optional<Field> &Out) {
  bool IsBase = Die.getTag() == DW_TAG_inheritance;
  if ((!IsBase && Die.getTag() != DW_TAG_member) ||
      isSet(Die, DW_AT_declaration) || isSet(Die, DW_AT_external))
    return true;
  Field F;
  F.Ty = layout(typeOf(Die));
  std::optional<uint64_t> Location = memberLocation(Die);
  if (!F.Ty || !Location || *Location > MaxSize)
    return false;
  F.IsBase = IsBase;
  F.BitOffset = *Location * 8;
  if (!IsBase)
    F.Name = name(Die);
  if (Die.find(DW_AT_bit_size) && !placeBitField(Die, F, F.BitOffset))
    return false;
  if (F.Name.empty() &&
      (F.IsBitField || strip(F.Ty)->Kind != TypeKind::Record))
    return true; // padding
  Out = F;
  return true;
}

const Type *DwarfLayout::buildRecord(DWARFDie Die) {
  std::optional<uint64_t> Size = number(Die, DW_AT_byte_size);
  if (!Size || *Size > MaxSize)
    return nullptr;
  uint32_t Align = 1;
  bool IsPacked = false;
  std::vector<Field> Fields;
  for (DWARFDie Child : Die.children()) {
    std::optional<Field> F;
    if (!readMember(Child, F))
      return nullptr;
    if (!F)
      continue;
    if (F->BitOffset > *Size * 8 || F->bits() > *Size * 8 - F->BitOffset)
      return nullptr;
    Align = std::max(Align, F->Ty->Align);
    if (F->IsBitField) {
      uint64_t Unit = F->Ty->Size * 8;
      if (Unit == 0)
        return nullptr;
      IsPacked |= F->BitWidth <= Unit && F->BitOffset % Unit + F->BitWidth > Unit;
    } else {
      IsPacked |= F->BitOffset % (uint64_t(F->Ty->Align) * 8) != 0;
    }
    Fields.push_back(*F);
  }
  IsPacked |= *Size % Align != 0;
  auto *Record =
      make<RecordType>(Die, TypeKind::Record, *Size, IsPacked ? 1 : Align);
  Record->Tag = Die.getTag() == DW_TAG_union_type ? RecordTag::Union
                                                  : RecordTag::Struct;
  Record->IsPacked = IsPacked;
  Record->Fields = Memory.copy(std::span<const Field>(Fields));
  return Record;
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
    bool IsNegative = Value->getForm() == DW_FORM_sdata && Signed && *Signed < 0;
    IsSigned |= IsNegative;
    E.Value = IsNegative || !Unsigned ? static_cast<uint64_t>(*Signed)
                                      : *Unsigned;
    Values.push_back(E);
  }
  auto *Enum = make<EnumType>(Die, TypeKind::Enum, Size, naturalAlign(Size));
  Enum->Sign = IsSigned ? Signedness::Signed : Signedness::Unsigned;
  Enum->Enumerators = Memory.copy(std::span<const Enumerator>(Values));
  return Enum;
}
