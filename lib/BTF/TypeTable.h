//===- TypeTable.h - The types of one BTF blob, read in place ---*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds where each type of a type section starts and reads its words when asked
// to. What makes that safe is checked once, for all types, when they are found.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_TYPETABLE_H
#define HOSTLAYOUT_BTF_TYPETABLE_H

#include "BTF/Format.h"
#include "BTF/Object.h"
#include "Support/ByteReader.h"
#include "Support/Expected.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::btf {

/// One type's words. Valid as long as the table's bytes. \p SwapT is bool, or a
/// constant where a pass over all types is made for one byte order.
template <typename SwapT> class BasicTypeRef {
public:
  BasicTypeRef(const uint8_t *At, SwapT Swap) : At(At), Swap(Swap) {}

  uint32_t nameOffset() const { return word(0); }
  Kind kind() const { return static_cast<Kind>(word(1) >> 24 & 0x7f); }
  uint32_t vlen() const { return word(1) & 0xffffff; }
  bool kindFlag() const { return word(1) >> 31; }
  uint32_t size() const { return word(2); }
  TypeId type() const { return word(2); }

  /// Word \p I of what follows the head.
  uint32_t tail(size_t I) const { return word(3 + I); }

  uint32_t intEncoding() const { return tail(0) >> 24; }
  uint32_t intOffset() const { return tail(0) >> 16 & 0xff; }
  uint32_t intBits() const { return tail(0) & 0xff; }

  TypeId arrayElement() const { return tail(0); }
  TypeId arrayIndex() const { return tail(1); }
  uint32_t arrayCount() const { return tail(2); }

private:
  uint32_t word(size_t I) const { return load<uint32_t>(At + I * 4, Swap); }

  const uint8_t *At;
  [[no_unique_address]] SwapT Swap;
};
using TypeRef = BasicTypeRef<bool>;

/// A member of a STRUCT or UNION.
struct MemberRef {
  uint32_t NameOffset;
  TypeId Type;
  uint32_t BitOffset;
  uint32_t BitWidth; ///< 0 unless the member says it is a bit-field
};

template <typename SwapT>
MemberRef memberAt(BasicTypeRef<SwapT> Record, uint32_t I) {
  uint32_t Offset = Record.tail(I * size_t(3) + 2);
  bool HasWidth = Record.kindFlag();
  return {Record.tail(I * size_t(3)), Record.tail(I * size_t(3) + 1),
          HasWidth ? Offset & 0xffffff : Offset, HasWidth ? Offset >> 24 : 0};
}

/// Whether all bits of an INT are its value. Others are bit-fields, as tools
/// wrote them before members had a width.
template <typename SwapT> bool isPlainInt(BasicTypeRef<SwapT> Int) {
  return !Int.intBits() || Int.intBits() == uint64_t(Int.size()) * 8;
}

/// A variable of a DATASEC, as written.
struct SecVarRef {
  TypeId Var;
  uint32_t Offset;
  uint32_t Size;
};

template <typename SwapT>
SecVarRef secVarAt(BasicTypeRef<SwapT> Section, uint32_t I) {
  return {Section.tail(I * size_t(3)), Section.tail(I * size_t(3) + 1),
          Section.tail(I * size_t(3) + 2)};
}

class TypeTable {
public:
  /// Longer names are refused: any number of types may share one long string,
  /// and no compiler writes such names.
  static constexpr size_t LongestName = 4096;
  /// By value. Deeper nesting is what the kernel refuses, too.
  static constexpr unsigned DeepestNesting = 32;

  /// Finds the types and strings of \p Blob, which must outlive the table, as
  /// must \p Base, and checks every one: names, references, sizes, nesting.
  /// Error: the blob is damaged.
  static Expected<TypeTable> read(std::span<const uint8_t> Blob,
                                  const TypeTable *Base);

  bool isBigEndian() const { return IsBigEndian; }
  /// Of a pointer: 8, or 4 for the kernel of a 32-bit machine.
  uint32_t pointerBytes() const { return PointerBytes; }

  /// Ids are 1 .. count()-1; those below first() are the base's.
  TypeId count() const { return First + Count; }
  TypeId first() const { return First; }

  Kind kind(TypeId Id) const { return static_cast<Kind>(entry(Id).K); }
  /// kind(skipAliases(Id)), and Void for a kind of a later kernel.
  Kind leaf(TypeId Id) const { return static_cast<Kind>(entry(Id).Leaf); }
  /// \p Id must not be 0.
  TypeRef operator[](TypeId Id) const { return TypeRef(addressOf(Id), Swap); }

  std::string_view string(uint32_t Offset) const { return stringAt(Offset); }
  /// string(Offset) == Name, without measuring the string.
  bool stringIs(uint32_t Offset, std::string_view Name) const {
    const char *S = stringAt(Offset);
    return (Name.empty() || *S == Name.front()) &&
           std::strncmp(S, Name.data(), Name.size()) == 0 && !S[Name.size()];
  }
  /// Whether the string is longer than LongestName. Not to be asked often.
  bool isLongString(uint32_t Offset) const;

  /// Calls \p Visit with the id of every type of this table, without its
  /// base's, that a user may look up by name.
  template <typename F> void forEachNamed(F &&Visit) const {
    for (const NamedType &Type : Named)
      Visit(Type.Id);
  }
  /// Adds those of them that are called \p Name to \p To.
  void findNamed(std::string_view Name, std::vector<TypeId> &To) const;
  /// The DATASECs of this table, without its base's.
  std::span<const TypeId> dataSections() const { return DataSections; }

  std::string_view name(TypeId Id) const {
    return Id ? string((*this)[Id].nameOffset()) : std::string_view();
  }

  /// \p Id without const, volatile, restrict and type tags.
  TypeId skipModifiers(TypeId Id) const {
    while (isModifier(kind(Id)))
      Id = (*this)[Id].type();
    return Id;
  }
  /// skipModifiers() and typedefs as well.
  TypeId skipAliases(TypeId Id) const;

  /// Bytes of a value of type \p Id. 0 for what has no bytes.
  uint64_t sizeOf(TypeId Id) const;

  /// Offsets of strings, the base's included, are below this.
  uint32_t stringEnd() const {
    return FirstString + static_cast<uint32_t>(Strings.size());
  }
  /// The string section of this blob, without the base's.
  std::string_view strings() const;
  const TypeTable *base() const { return Base; }

private:
  template <bool Swap, bool HasBase> friend class Validator;

  static constexpr uint32_t MaxHeight = 63;
  static constexpr uint32_t AskForSize = (1 << 14) - 1;

  /// Where a type starts, and what those that refer to it ask most often: side
  /// by side, for that is one look at memory.
  struct Entry {
    uint32_t Offset;
    uint32_t K : 7;    ///< its Kind
    uint32_t Leaf : 5; ///< see leaf(); an alias has it once it is checked
    /// 1 + how deep types are nested by value in it. 0: it contains others and
    /// is not checked yet.
    uint32_t Height : 6;
    /// Bytes of a value, or AskForSize: sizeOf() knows.
    uint32_t Size : 14;

    void setSize(uint64_t Bytes) {
      Size = static_cast<uint32_t>(std::min<uint64_t>(Bytes, AskForSize));
    }
  };
  static_assert(sizeof(Entry) == 8);
  using KindEntries = std::array<Entry, KindCount>;
  static constexpr KindEntries kindEntries();

  /// Found by its name without a look at the type.
  struct NamedType {
    TypeId Id;
    uint32_t NameOffset;
  };

  /// Where in Entries it is. The first is that of void, which is not looked up
  /// where there is a base.
  size_t slotOf(TypeId Id) const { return Id + size_t(1) - First; }

  /// The section ends with a NUL.
  const char *stringAt(uint32_t Offset) const {
    return Offset < FirstString ? Base->stringAt(Offset)
                                : reinterpret_cast<const char *>(
                                      Strings.data() + (Offset - FirstString));
  }
  const Entry &entry(TypeId Id) const {
    return Id < First && Base ? Base->entry(Id) : Entries[slotOf(Id)];
  }
  const uint8_t *addressOf(TypeId Id) const {
    return Id < First && Base ? Base->addressOf(Id)
                              : Types.data() + Entries[slotOf(Id)].Offset;
  }

  TypeTable() = default;
  std::optional<Error> readShapes(std::span<const uint8_t> Section);
  std::optional<Error> checkStrings();
  std::optional<Error> findTypes();
  template <bool SwapNow> uint64_t walk();
  Error damagedAt(uint64_t Stop) const;
  bool isLong(uint32_t NameOffset) const;

  const TypeTable *Base = nullptr;
  bool IsBigEndian = false;
  bool Swap = false;
  bool MayHaveLongStrings = false;
  uint32_t PointerBytes = 8;
  TypeId First = 1;
  uint32_t FirstString = 0;
  std::span<const uint8_t> Types;
  std::span<const uint8_t> Strings;
  KindShapes Shapes = StandardShapes;
  uint32_t Count = 0;
  /// Has room for as many as there can be: what is not written is no memory.
  std::unique_ptr<Entry[]> Entries;
  /// Those that isNamed(): a seventh of a kernel's.
  std::vector<NamedType> Named;
  std::vector<TypeId> DataSections;
};

} // namespace hostlayout::btf

#endif
