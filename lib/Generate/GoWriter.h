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

#include "Generate/GoShape.h"
#include "Generate/Model.h"
#include "Generate/Names.h"
#include "Generate/Text.h"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::generate {

/// A line of a struct: a field, or where Name is empty a comment.
struct GoRow {
  std::string Name;
  std::string Type; ///< may go on over several lines
  std::string Comment;
};

/// Writes \p Rows, as fields of a struct \p Depth levels deep, in gofmt's
/// columns.
void writeGoRows(Text &Out, const std::vector<GoRow> &Rows, unsigned Depth);

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

class GoWriter {
public:
  GoWriter(Model &M, const WriterOptions &O, Arena &Memory);

  std::string write();

private:
  // GoWriter.cpp
  void declaration(const Entity &E);
  void enumeration(const Entity &E);
  void constants(const EnumType &Ty, std::string_view TypeName,
                 std::string_view Prefix);
  void alias(const Entity &E);
  std::string prologue() const;
  std::string goName(std::string_view BtfName) const;
  std::string uniqueTypeName(std::string Wanted);

  // GoStructs.cpp
  /// A struct or union being written, with what was found on the way.
  struct Struct {
    Struct(std::string TypeName, Arena &Memory, unsigned Depth = 1)
        : TypeName(std::move(TypeName)), Names(Memory), Depth(Depth) {}

    /// How types that are hoisted out of it are named.
    std::string TypeName;
    std::vector<GoRow> Rows;
    std::vector<GoAccessor> Accessors;
    NameTable Names;
    uint64_t End = 0; ///< bytes written so far
    unsigned Unions = 0, BitRuns = 0;
    unsigned Depth;
  };
  /// A struct without a name that needs one.
  struct Hoisted {
    const RecordType *R;
    std::string Name;
  };
  void record(const RecordType &R, std::string_view Name);
  void members(const RecordType &R, Struct &S);
  void unionMembers(const RecordType &R, Struct &S);
  void opaque(const RecordType &R, Struct &S);
  void member(const GoMember &M, const RecordType &R, Struct &S);
  /// Methods for the arrays without bounds that \p M is or holds.
  void flexibleMembers(const GoMember &M, Struct &S);
  void bitRun(std::span<const GoMember> Run, Struct &S);
  void anonymousUnion(const GoMember &M, const RecordType &R, Struct &S);
  /// Methods for all members of a union whose bytes are \p Buffer, which starts
  /// at bit \p BufferBits of the struct.
  void unionAccessors(const RecordType &U, const std::string &Buffer,
                      uint64_t BufferBits, uint32_t Align, Struct &S);
  void bitAccessor(const GoMember &M, const std::string &Buffer,
                   uint64_t BufferBits, Struct &S);
  void padTo(uint64_t Offset, Struct &S);
  void row(Struct &S, std::string_view BtfName, std::string Type, uint64_t Size,
           std::string Comment = {});
  std::string uniqueMember(Struct &S, std::string Wanted);
  /// \p Owner and \p FieldName name a type that has to be hoisted;
  /// \p MayInline: a literal will do where methods are not needed.
  std::string typeText(const Type &Ty, Struct &Owner,
                       std::string_view FieldName, bool MayInline);
  std::string leafText(const Type &Leaf, Struct &Owner,
                       std::string_view FieldName, bool MayInline);
  static std::string remark(const Type &Ty);
  static std::string integerName(uint64_t Size, bool IsSigned);
  bool mayExpand(const RecordType &R);

  Model &M;
  const WriterOptions &O;
  Arena &Memory;
  GoShapes Shapes;
  Text Out;
  NameTable GlobalNames;
  std::deque<Hoisted> Pending;
  PointerMap<bool> Expanded;
  size_t RepeatedFields = 0;
  bool UsesStructs = false, UsesUnsafe = false;
};

} // namespace hostlayout::generate

#endif
