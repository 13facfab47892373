//===- GoWriter.h - Types for Go --------------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Names and forms are those of bpf2go wherever these have the right bytes. The
// text is as gofmt would have it.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_GOWRITER_H
#define HOSTLAYOUT_GENERATE_GOWRITER_H

#include "Generate/PlainWriter.h"

namespace hostlayout::generate {

/// A method, or two, that reach what Go cannot declare.
struct GoAccessor {
  enum Kind : uint8_t {
    Pointer,   ///< to the member in place
    Copy,      ///< get and set: the member is not aligned
    BitField,  ///< get and set
    Following, ///< to what follows the record
  };
  Kind What;
  std::string Get = {}, Set = {}; ///< the methods' names
  std::string Type = {};
  /// The bytes that hold the member, and where in them it is.
  std::string Buffer = {};
  uint64_t Offset = 0;
  uint64_t Size = 0;
  /// BitField: counted from the start of the buffer.
  uint64_t BitOffset = 0;
  const Field *Bits = nullptr;
};

/// Writes the methods of \p Type that \p A stands for.
void writeGoAccessor(Text &Out, std::string_view Type, const GoAccessor &A,
                     bool BigEndian);

class GoWriter final : public PlainWriter {
public:
  GoWriter(Model &M, const WriterOptions &O, Arena &Memory);

private:
  // GoWriter.cpp
  std::string spell(std::string_view BtfName) const override;
  std::string prologue() const override;
  void enumeration(const Entity &E) override;
  void alias(const Entity &E, const Entity *Target, std::string_view Type,
             std::string_view Comment) override;
  std::string scalar(const Type &Leaf) const override;
  std::string array(std::string Element, uint64_t Count) const override;
  std::string unnamed(const RecordType &R, Body &Owner,
                      std::string_view FieldName, bool MayInline) override;
  std::string commentOf(const Type &Ty, std::string Words) const override;
  void constants(const EnumType &Ty, std::string_view TypeName,
                 std::string_view Prefix);

  // GoStructs.cpp
  void record(const RecordType &R, std::string_view Name) override;
  void member(const PlainMember &Of, const RecordType &R, Body &B) override;
  void bitMethods(const PlainMember &Of, const std::string &Buffer,
                  uint64_t BufferBits, Body &B) override;
  std::string memberName(std::string_view BtfName, Body &B) override;
  std::string padName(Body &B) override;
  void members(const RecordType &R, Body &B);
  void unionMembers(const RecordType &R, Body &B);
  void opaque(const RecordType &R, Body &B);
  /// Makes a struct as aligned as a field of that many bytes would.
  void alignment(uint32_t Bytes, Body &B);
  /// Methods for the arrays without bounds that \p Of is or holds.
  void flexibleMembers(const PlainMember &Of, Body &B);
  void anonymousUnion(const PlainMember &Of, const RecordType &R, Body &B);
  /// Methods for all members of a union whose bytes are \p Buffer, which starts
  /// at bit \p BufferBits of the struct.
  void unionAccessors(const RecordType &U, const std::string &Buffer,
                      uint64_t BufferBits, uint32_t Align, Body &B);
  void accessor(Body &B, const GoAccessor &A);
  /// Writes \p Rows, as fields of a struct \p Depth levels deep, in gofmt's
  /// columns.
  static void writeRows(Text &Out, const std::vector<Row> &Rows,
                        unsigned Depth);

  bool UsesStructs = false, UsesUnsafe = false;
};

} // namespace hostlayout::generate

#endif
