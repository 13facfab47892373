//===- CWriter.h - Headers for C++ and C ------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// C++ and C differ here in how a type is named, an enum's width is said, and an
// alias, an alignment and an assertion are written; all else is one text.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_CWRITER_H
#define HOSTLAYOUT_GENERATE_CWRITER_H

#include "Generate/KeyHoles.h"
#include "Generate/Model.h"
#include "Generate/Names.h"
#include "Generate/Repeats.h"
#include "Generate/Text.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::generate {

class CWriter {
public:
  CWriter(Model &M, const WriterOptions &O, Arena &Memory);

  std::optional<Error> write(const Sink &To);

private:
  // CPrologue.cpp
  void prologue();
  void byteOrderTypes();
  void fromBytes();
  void epilogue();

  // CWriter.cpp
  void declaration(const Entity &E);
  void enumeration(const Entity &E);
  void enumerators(const EnumType &E);
  void enumValue(const Enumerator &V, const EnumType &E);
  void alias(const Entity &E);
  void roleAlias(const Entity &E);
  void perCpuAlias(const Entity &E);
  void record(const Entity &E);
  void copyFunction(const Entity &E);

  // CTypes.cpp
  /// What a member's declaration consists of besides its name.
  struct Member {
    const Type *Leaf = nullptr;
    std::string_view ByteOrderName;
    std::vector<const ArrayType *> Arrays;
  };
  static Member memberOf(const Type &Ty);
  static std::string_view integerName(uint64_t Size, bool IsSigned);
  void referTo(const Entity &E);
  void typeName(const Type &Leaf, std::string_view ByteOrderName);
  /// Whether the bit-field \p F is declared with its enum.
  bool isEnumBitField(const Field &F);
  void bitFieldType(const Field &F);
  void dimensions(const Member &D, bool MayBeOpen);
  /// What the declared type does not say, as a comment.
  void remark(const Member &D, Spelled How, const Field *F = nullptr);
  /// Whether the record \p Leaf has no declaration of its own.
  bool isInPlace(const Type &Leaf) const {
    return Leaf.Name.empty() && !std::as_const(M).find(Leaf);
  }
  /// Whether C gives \p E the size that it has.
  static bool hasNaturalSize(const EnumType &E);

  // CMembers.cpp
  /// Reads all names in \p R, at any depth, into Members.
  void scanNames(const RecordType &R);
  /// All of a record's declaration that stands before its name; \p E is null
  /// for one that is written in place.
  void head(const RecordType &R, const Entity *E);
  void body(const RecordType &R, unsigned Depth);
  void opaqueBody(const RecordType &R, unsigned Depth);
  void field(const Field &F, const RecordType &R, unsigned Depth);
  void member(const RecordType &Ty, const Member &D, std::string_view Name,
              const Field &F, unsigned Depth);
  void inlineRecord(const RecordType &R, bool HasName, unsigned Depth);
  /// \p Before and \p After are the fields beside the gap, if there are.
  void gap(uint64_t From, uint64_t To, const Field *Before, const Field *After,
           unsigned Depth);
  void padding(uint64_t Bytes, unsigned Depth);
  void padBits(const Field &Like, uint64_t Bits, unsigned Depth);
  /// Most names are written as they are: then both are the very same.
  static bool isOther(std::string_view Name, std::string_view BtfName) {
    return Name.data() != BtfName.data() && Name != BtfName;
  }
  void marker(std::string_view BtfName);
  void typeMarker(const Entity &E);
  std::string_view memberName(std::string_view BtfName);

  // CAsserts.cpp
  void assertions(const Entity &E);
  void noteOffset(std::string_view Name, const Field &F);

  // CppMaps.cpp
  struct CppMap {
    const MapDecl *Decl;
    std::string_view Name;
    std::string Type;
  };
  /// A number in a record, which may tell what the record is.
  struct Tag {
    std::string_view Name;
    uint64_t Offset, Size;
    bool IsDirect; ///< a member of the record itself
  };
  void cppMaps();
  const Type *typeOfRole(const MapDecl &D, std::string_view Side) const;
  std::string cppRoleType(const std::string &Map, std::string_view Side,
                          uint64_t Size);
  std::string cppMapType(const MapDecl &D, const std::string &Map);
  std::string qualifier() const;
  void cppHoles(const Type &Key);
  void zeroHoles(const std::vector<KeyHole> &Holes, std::string_view Bytes);
  void tagFunctions(const Entity &E);
  void collectTags(const RecordType &R, uint64_t Base, std::vector<Tag> &Tags,
                   bool IsDirect);

  // CMapFunctions.cpp
  struct MapFunctions;
  void cMaps();
  void cMap(const MapDecl &D);
  std::string cRoleType(const std::string &Role);
  void mapFunction(const MapFunctions &F, std::string_view Name,
                   std::string_view Parameters, std::string_view Call,
                   bool UsesKey);
  void keyBytes(const MapFunctions &F);
  void valueFunctions(const MapFunctions &F, MapInterface How);

  std::string_view spell(std::string_view BtfName);
  bool isReserved(std::string_view Name) const;
  /// Whether no type and no enumerator can have that name.
  bool isTaken(std::string_view Name) const;

  Model &M;
  const WriterOptions &O;
  const bool IsCpp;
  Arena &Memory;
  Text Out;
  /// Types and enumerators.
  NameTable GlobalNames;
  /// Members of the record being written, at any depth.
  MemberNames Members;
  /// Those of the struct or union that is written, and of those around it; for
  /// records that use one name twice.
  std::vector<NameTable> Scopes;
  unsigned Scope = 0;
  bool IsInAliases = false;
  /// The record may end in an array without bounds.
  bool MayEndOpen = false;
  unsigned Pads = 0;
  struct Assertion {
    std::string_view Path;
    uint64_t Offset;
  };
  std::vector<Assertion> Assertions;
  /// How the record being written is reached from the outermost: "a.b[0]."
  std::string Path;
  uint64_t Base = 0;
  /// It is the element of an array that has none.
  bool IsNowhere = false;
  Repeats InPlace;
  /// Keys that have a function for their holes.
  PointerMap<bool> WithHoles;
  /// "ev_counts": what the functions of a map begin with.
  NameTable MapFunctionNames;
  /// The type of one CPU's value, by its role.
  std::map<std::string_view, std::string_view> PerCpuNames;
};

} // namespace hostlayout::generate

#endif
