//===- RustWriter.h - Types for Rust ----------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every byte that a BPF program writes is a valid value of what is written
// here: a bool is a u8, an enum is constants over its integer. Nothing is
// declared packed or aligned, which rustc does not let be combined: a member
// that is not aligned is bytes, with methods.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_RUSTWRITER_H
#define HOSTLAYOUT_GENERATE_RUSTWRITER_H

#include "Generate/Model.h"
#include "Generate/Names.h"
#include "Generate/Text.h"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::generate {

class RustWriter {
public:
  RustWriter(Model &M, const WriterOptions &O, Arena &Memory);

  std::string write();

private:
  // RustWriter.cpp
  void declaration(const Entity &E);
  void enumeration(const Entity &E);
  void constants(const EnumType &Ty, std::string_view TypeName, bool IsInside);
  void alias(const Entity &E);
  void perCpuAlias(const Entity &E);
  /// What stands in front of a struct or union.
  void startType(bool HasDebug);
  void cloneOf(std::string_view Name);
  void flushPending();
  std::string prologue() const;
  std::string rustName(std::string_view BtfName) const;

  // RustStructs.cpp
  struct Member {
    const Field *F;
    uint64_t BitOffset; ///< from the start of the record
    uint64_t byteOffset() const { return BitOffset / 8; }
  };
  /// A field as it is declared: name, type, size and the offset that it must
  /// have.
  struct Row {
    std::string Name, Type, Comment;
    uint64_t Offset;
  };
  /// A record being written.
  struct Body {
    Body(std::string TypeName, Arena &Memory)
        : TypeName(std::move(TypeName)), Names(Memory), Methods(Memory) {}
    std::string TypeName;
    std::vector<Row> Rows;
    Text Code; ///< of its methods
    NameTable Names, Methods;
    uint64_t End = 0; ///< bytes written so far
    unsigned Pads = 0, Anonymous = 0, BitRuns = 0;
  };
  struct Hoisted {
    const RecordType *R;
    std::string Name;
  };
  void record(const RecordType &R, std::string_view Name);
  void structMembers(const RecordType &R, Body &B);
  void unionMembers(const RecordType &R, Body &B);
  void member(const Member &Of, const RecordType &R, Body &B);
  void bitRun(const std::vector<Member> &Run, Body &B);
  void bitMethods(const Member &Of, const std::string &Buffer,
                  uint64_t BufferBits, Body &B);
  void copyMethods(const Member &Of, const std::string &Type,
                   const std::string &Name, Body &B);
  void padTo(uint64_t Offset, Body &B);
  void addRow(Body &B, std::string Name, std::string Type, uint64_t Offset,
              std::string Comment = {});
  void finish(const RecordType &R, std::string_view Name, Body &B);
  void assertions(const RecordType &R, std::string_view Name, const Body &B);
  void flatten(const RecordType &R, uint64_t BaseBits,
               std::vector<Member> &Members);
  std::string memberName(std::string_view BtfName, Body &B);
  std::string anonymousName(Body &B);

  // RustTypes.cpp
  std::string typeText(const Type &Ty, Body &Owner, std::string_view FieldName);
  std::string leafText(const Type &Leaf, Body &Owner,
                       std::string_view FieldName);
  static std::string integerName(uint64_t Size, bool IsSigned);
  static std::string remark(const Type &Ty);
  static std::string identifier(std::string_view Name);
  uint32_t alignOf(const Type &Ty);
  uint32_t alignOf(const RecordType &R);
  /// Whether a member of type \p Ty can be declared as what it is.
  bool isAligned(const Type &Ty, uint64_t Offset, uint64_t Size);
  /// Whether nothing in \p Ty is a union, which cannot be printed.
  bool isPrintable(const Type &Ty);

  Model &M;
  const WriterOptions &O;
  Arena &Memory;
  Text Out;
  NameTable GlobalNames;
  std::deque<Hoisted> Pending;
  PointerMap<uint32_t> Aligns;
  PointerMap<bool> Printable;
  PointerMap<bool> Expanded;
  size_t RepeatedFields = 0;
  bool UsesBits = false, UsesCopies = false;
};

} // namespace hostlayout::generate

#endif
