//===- PlainWriter.h - What Go's and Rust's writers share -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The order of what is written, the names, the types that a record's members
// need, and a struct's bytes from its start to its end. A language adds how
// each is spelled, and its methods.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_PLAINWRITER_H
#define HOSTLAYOUT_GENERATE_PLAINWRITER_H

#include "Generate/Model.h"
#include "Generate/Names.h"
#include "Generate/PlainShape.h"
#include "Generate/Repeats.h"
#include "Generate/Text.h"

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::generate {

class PlainWriter {
public:
  /// How a language calls its scalars; a number of bits goes behind the first
  /// three.
  struct ScalarNames {
    std::string_view Signed, Unsigned, Float;
    std::string_view Byte;
  };

  virtual ~PlainWriter();
  PlainWriter(const PlainWriter &) = delete;
  PlainWriter &operator=(const PlainWriter &) = delete;

  std::string write();

protected:
  /// A field as it is declared; where Name is empty, a line with a comment.
  struct Row {
    std::string Name;
    std::string Type; ///< may go on over several lines
    std::string Comment;
    uint64_t Offset = 0; ///< that it must have
  };

  /// A record being written, with what was found on the way.
  struct Body {
    Body(std::string TypeName, Arena &Memory, unsigned Depth = 1)
        : TypeName(std::move(TypeName)), Names(Memory), Methods(Memory),
          Depth(Depth) {}

    /// How types that are hoisted out of it are named.
    std::string TypeName;
    std::vector<Row> Rows;
    Text Code; ///< of its methods
    NameTable Names, Methods;
    uint64_t End = 0; ///< bytes written so far
    unsigned Pads = 0, Unnamed = 0, BitRuns = 0;
    unsigned Depth;
  };

  /// \p HasUnions: the language declares a union's members.
  PlainWriter(Model &M, const WriterOptions &O, Arena &Memory,
              const ScalarNames &Scalars, bool HasUnions);

  // What a language adds.
  virtual std::string spell(std::string_view BtfName) const = 0;
  /// Asked for last, when it is known what the rest needs.
  virtual std::string prologue() const = 0;
  virtual void record(const RecordType &R, std::string_view Name) = 0;
  virtual void enumeration(const Entity &E) = 0;
  /// \p Target is the declaration that \p E is another name for, if any.
  virtual void alias(const Entity &E, const Entity *Target,
                     std::string_view Type, std::string_view Comment) = 0;
  virtual void perCpuAlias(const Entity &E);
  virtual void member(const PlainMember &Of, const RecordType &R, Body &B) = 0;
  /// Methods for a bit-field, in the bytes \p Buffer, which start at bit
  /// \p BufferBits of the record.
  virtual void bitMethods(const PlainMember &Of, const std::string &Buffer,
                          uint64_t BufferBits, Body &B) = 0;
  /// \p BtfName as a member's name, which no other of \p B has.
  virtual std::string memberName(std::string_view BtfName, Body &B) = 0;
  virtual std::string padName(Body &B) = 0;
  /// \p Leaf is an integer, float or bool that the language may name.
  virtual std::string scalar(const Type &Leaf) const = 0;
  virtual std::string array(std::string Element, uint64_t Count) const = 0;
  /// The type of a member that is a record without a name.
  virtual std::string unnamed(const RecordType &R, Body &Owner,
                              std::string_view FieldName, bool MayInline) = 0;
  /// \p Words says what the type \p Ty is, and the written one does not.
  virtual std::string commentOf(const Type &Ty, std::string Words) const = 0;

  /// From its first byte to its last.
  void structMembers(const RecordType &R, Body &B);
  void padTo(uint64_t Offset, Body &B);
  void row(Body &B, std::string Name, std::string Type, uint64_t Size,
           std::string Comment = {});
  /// \p Owner and \p FieldName name a type that has to be hoisted;
  /// \p MayInline: a literal will do, where the language has them.
  std::string typeText(const Type &Ty, Body &Owner, std::string_view FieldName,
                       bool MayInline = false);
  /// Has \p R declared behind what is being written; returns its name.
  std::string hoist(const RecordType &R, std::string_view Wanted);
  std::string unique(NameTable &Names, std::string_view Wanted) {
    return std::string(Names.add(Memory.copy(Wanted)));
  }
  std::string integer(uint64_t Size, bool IsSigned) const;
  std::string bytes(uint64_t Count) const {
    return array(std::string(Scalars.Byte), Count);
  }
  std::string remark(const Type &Ty) const;
  /// The value of \p V in decimal digits.
  void enumerator(const Enumerator &V, const EnumType &E);

  Model &M;
  const WriterOptions &O;
  Arena &Memory;
  const ScalarNames &Scalars;
  PlainShapes Shapes;
  Text Out;
  NameTable GlobalNames;

private:
  struct Hoisted {
    const RecordType *R;
    std::string Name;
  };
  void declaration(const Entity &E);
  void anyAlias(const Entity &E);
  void bitRun(std::span<const PlainMember> Run, Body &B);
  std::string leafText(const Type &Leaf, Body &Owner,
                       std::string_view FieldName, bool MayInline);

  std::deque<Hoisted> Pending;
  Repeats InPlace;
};

} // namespace hostlayout::generate

#endif
