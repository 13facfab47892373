//===- BTFBuilder.h - Assembles BTF and ELF for tests -----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writes whatever it is told to, right or wrong, in either byte order.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_UNIT_BTFBUILDER_H
#define HOSTLAYOUT_TEST_UNIT_BTFBUILDER_H

#include "BTF/Format.h"
#include "BTF/Object.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hostlayout::test {

using btf::Kind;
using btf::TypeId;

/// Bytes that grow, in one byte order.
class ByteWriter {
public:
  explicit ByteWriter(bool BigEndian) : BigEndian(BigEndian) {}

  void put(uint64_t Value, unsigned Bytes) {
    for (unsigned I = 0; I != Bytes; ++I)
      Data.push_back(
          static_cast<uint8_t>(Value >> 8 * (BigEndian ? Bytes - 1 - I : I)));
  }
  void words(std::initializer_list<uint32_t> Values) {
    for (uint32_t Value : Values)
      put(Value, 4);
  }
  void append(std::span<const uint8_t> More) {
    Data.insert(Data.end(), More.begin(), More.end());
  }
  void append(std::string_view Text) {
    Data.insert(Data.end(), Text.begin(), Text.end());
  }
  void align(size_t To) {
    while (Data.size() % To)
      Data.push_back(0);
  }

  bool BigEndian;
  std::vector<uint8_t> Data;
};

struct MemberText {
  std::string_view Name;
  TypeId Type;
  uint32_t BitOffset;
  uint32_t BitWidth = 0; ///< written only into records with the kind flag
};

/// A BTF blob. Ids are handed out in the order of calls.
class BlobBuilder {
public:
  explicit BlobBuilder(bool BigEndian = false)
      : Types(BigEndian), Strings(1, '\0') {}

  /// Goes on from another blob: its next id, its bytes of strings.
  BlobBuilder(const BlobBuilder &Base, bool BigEndian)
      : Types(BigEndian), Next(Base.Next),
        FirstString(Base.FirstString +
                    static_cast<uint32_t>(Base.Strings.size())) {}

  uint32_t string(std::string_view Text) {
    if (Text.empty())
      return 0;
    auto At = static_cast<uint32_t>(FirstString + Strings.size());
    Strings.append(Text).push_back('\0');
    return At;
  }

  TypeId raw(uint32_t NameOffset, uint32_t Info, uint32_t SizeOrType,
             std::initializer_list<uint32_t> Tail = {}) {
    Types.words({NameOffset, Info, SizeOrType});
    Types.words(Tail);
    return Next++;
  }
  TypeId add(Kind K, std::string_view Name, uint32_t Vlen, bool Flag,
             uint32_t SizeOrType, std::initializer_list<uint32_t> Tail = {}) {
    return raw(string(Name), info(K, Vlen, Flag), SizeOrType, Tail);
  }
  static uint32_t info(Kind K, uint32_t Vlen, bool Flag = false) {
    return (Flag ? 1u << 31 : 0) | static_cast<uint32_t>(K) << 24 | Vlen;
  }

  TypeId integer(std::string_view Name, uint32_t Size, uint32_t Encoding = 0) {
    return add(Kind::Int, Name, 0, false, Size, {Encoding << 24 | Size * 8});
  }
  TypeId u32() { return integer("unsigned int", 4); }
  TypeId alias(Kind K, TypeId To, std::string_view Name = "") {
    return add(K, Name, 0, false, To);
  }
  TypeId pointer(TypeId To) { return alias(Kind::Ptr, To); }
  TypeId array(TypeId Element, uint32_t Count, TypeId Index) {
    return add(Kind::Array, "", 0, false, 0, {Element, Index, Count});
  }
  TypeId record(Kind K, std::string_view Name, uint32_t Size,
                std::vector<MemberText> Members, bool Flag = false) {
    std::vector<uint32_t> Words;
    for (const MemberText &M : Members) {
      Words.push_back(string(M.Name));
      Words.push_back(M.Type);
      Words.push_back(Flag ? M.BitWidth << 24 | M.BitOffset : M.BitOffset);
    }
    TypeId Id = add(K, Name, static_cast<uint32_t>(Members.size()), Flag, Size);
    for (uint32_t Word : Words)
      Types.put(Word, 4);
    return Id;
  }
  TypeId structure(std::string_view Name, uint32_t Size,
                   std::vector<MemberText> Members, bool Flag = false) {
    return record(Kind::Struct, Name, Size, std::move(Members), Flag);
  }
  TypeId variable(std::string_view Name, TypeId Type,
                  uint32_t Linkage = btf::LinkageGlobal) {
    return add(Kind::Var, Name, 0, false, Type, {Linkage});
  }
  struct Placed {
    TypeId Var;
    uint32_t Offset, Size;
  };
  TypeId section(std::string_view Name, uint32_t Size,
                 std::vector<Placed> Vars) {
    TypeId Id = add(Kind::DataSec, Name, static_cast<uint32_t>(Vars.size()),
                    false, Size);
    for (const Placed &V : Vars)
      Types.words({V.Var, V.Offset, V.Size});
    return Id;
  }

  /// The header and the sections behind it.
  std::vector<uint8_t> blob() const {
    ByteWriter W(Types.BigEndian);
    auto TypeBytes = static_cast<uint32_t>(Types.Data.size());
    auto StringBytes = static_cast<uint32_t>(Strings.size());
    W.put(btf::Magic, 2);
    W.put(btf::Version, 1);
    W.put(0, 1);
    W.words({btf::ShortHeader, 0, TypeBytes, TypeBytes, StringBytes});
    W.append(Types.Data);
    W.append(Strings);
    return W.Data;
  }

  ByteWriter Types;
  std::string Strings;
  TypeId Next = 1;
  uint32_t FirstString = 0;
};

struct ElfSection {
  std::string Name;
  std::vector<uint8_t> Data;
  uint32_t Type = 1; ///< SHT_PROGBITS
  uint64_t Flags = 0;
  uint64_t Size = 0; ///< instead of the data's, if not 0
};

struct ElfSymbol {
  std::string Name;
  uint16_t Section; ///< 1 is the first given
  uint64_t Value;
  bool IsLocal = false;
  bool IsFunction = false;
};

/// An ELF file with these sections, then symbols and names.
inline std::vector<uint8_t> makeElf(std::vector<ElfSection> Sections,
                                    std::vector<ElfSymbol> Symbols = {},
                                    bool BigEndian = false, bool Wide = true,
                                    uint16_t Machine = 247) {
  const unsigned Word = Wide ? 8 : 4;
  ByteWriter Names(BigEndian), Table(BigEndian);
  Names.put(0, 1);
  for (unsigned I = 0; I != (Wide ? 24u : 16u); ++I)
    Table.put(0, 1);
  for (const ElfSymbol &S : Symbols) {
    Table.put(Names.Data.size(), 4);
    Names.append(std::string_view(S.Name.c_str(), S.Name.size() + 1));
    if (!Wide) {
      Table.put(S.Value, 4);
      Table.put(4, 4);
    }
    Table.put((S.IsLocal ? 0 : 0x10) | (S.IsFunction ? 2 : 1), 1);
    Table.put(0, 1);
    Table.put(S.Section, 2);
    if (Wide) {
      Table.put(S.Value, 8);
      Table.put(4, 8);
    }
  }
  auto StringsAt = static_cast<uint32_t>(Sections.size()) + 1;
  Sections.push_back({".strtab", {}, 3});
  if (!Symbols.empty())
    Sections.push_back({".symtab", Table.Data, 2});
  std::vector<size_t> NameAt;
  for (const ElfSection &S : Sections) {
    NameAt.push_back(Names.Data.size());
    Names.append(std::string_view(S.Name.c_str(), S.Name.size() + 1));
  }
  Sections[StringsAt - 1].Data = Names.Data;

  ByteWriter Body(BigEndian);
  const unsigned HeaderBytes = Wide ? 64 : 52;
  std::vector<uint64_t> Offsets;
  for (const ElfSection &S : Sections) {
    Body.align(8);
    Offsets.push_back(HeaderBytes + Body.Data.size());
    Body.append(S.Data);
  }
  Body.align(8);

  ByteWriter W(BigEndian);
  W.append(std::string_view("\177ELF"));
  W.put(Wide ? 2 : 1, 1);
  W.put(BigEndian ? 2 : 1, 1);
  W.put(1, 1);
  W.align(16);
  W.put(1, 2);
  W.put(Machine, 2);
  W.put(1, 4);
  W.put(0, Word);
  W.put(0, Word);
  W.put(HeaderBytes + Body.Data.size(), Word);
  W.put(0, 4);
  for (unsigned Half : {HeaderBytes, 0u, 0u, Wide ? 64u : 40u,
                        static_cast<unsigned>(Sections.size()) + 1, StringsAt})
    W.put(Half, 2);
  W.append(Body.Data);
  for (unsigned I = 0; I != (Wide ? 64u : 40u); ++I)
    W.put(0, 1);
  for (size_t I = 0; I != Sections.size(); ++I) {
    const ElfSection &S = Sections[I];
    W.put(NameAt[I], 4);
    W.put(S.Type, 4);
    W.put(S.Flags, Word);
    W.put(0, Word);
    W.put(Offsets[I], Word);
    W.put(S.Size ? S.Size : S.Data.size(), Word);
    W.put(S.Type == 2 ? StringsAt : 0, 4);
    W.put(0, 4);
    W.put(8, Word);
    W.put(S.Type == 2 ? (Wide ? 24 : 16) : 0, Word);
  }
  return W.Data;
}

/// Bytes that own themselves.
inline Bytes own(std::vector<uint8_t> Data) {
  auto Owner = std::make_shared<const std::vector<uint8_t>>(std::move(Data));
  return {*Owner, Owner};
}

inline Expected<std::shared_ptr<const btf::Object>>
parse(std::vector<uint8_t> Data,
      std::shared_ptr<const btf::Object> Base = nullptr) {
  return btf::Object::parse("ev.bpf.o", own(std::move(Data)), std::move(Base));
}

/// The error of parsing, empty if there is none.
inline std::string
parseError(std::vector<uint8_t> Data,
           std::shared_ptr<const btf::Object> Base = nullptr) {
  auto O = parse(std::move(Data), std::move(Base));
  return O ? std::string() : O.takeError().message();
}

} // namespace hostlayout::test

#endif
