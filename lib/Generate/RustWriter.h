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

#include "Generate/PlainWriter.h"

namespace hostlayout::generate {

class RustWriter final : public PlainWriter {
public:
  RustWriter(Model &M, const WriterOptions &O, Arena &Memory);

private:
  // RustWriter.cpp
  std::string spell(std::string_view BtfName) const override;
  std::string prologue() const override;
  void enumeration(const Entity &E) override;
  void alias(const Entity &E, const Entity *Target, std::string_view Type,
             std::string_view Comment) override;
  void perCpuAlias(const Entity &E) override;
  std::string scalar(const Type &Leaf) const override;
  std::string array(std::string Element, uint64_t Count) const override;
  std::string unnamed(const RecordType &R, Body &Owner,
                      std::string_view FieldName, bool MayInline) override;
  std::string commentOf(const Type &Ty, std::string Words) const override;
  void constants(const EnumType &Ty, std::string_view TypeName, bool IsInside);
  /// What stands in front of a struct or union.
  void startType(bool HasDebug);
  void cloneOf(std::string_view Name);

  // RustStructs.cpp
  void record(const RecordType &R, std::string_view Name) override;
  void member(const PlainMember &Of, const RecordType &R, Body &B) override;
  void bitMethods(const PlainMember &Of, const std::string &Buffer,
                  uint64_t BufferBits, Body &B) override;
  std::string memberName(std::string_view BtfName, Body &B) override;
  std::string padName(Body &B) override;
  void unionMembers(const RecordType &R, Body &B);
  /// The name of \p F as a member, and its type.
  std::pair<std::string, std::string> declared(const Field &F, Body &B);
  void copyMethods(const PlainMember &Of, const std::string &Type,
                   const std::string &Name, Body &B);
  void finish(const RecordType &R, std::string_view Name, Body &B);
  void assertions(const RecordType &R, std::string_view Name, const Body &B);
  /// Whether nothing in \p Ty is a union, which cannot be printed.
  bool isPrintable(const Type &Ty);

  PointerMap<bool> Printable;
  bool UsesBits = false, UsesCopies = false;
};

/// \p Name, as a raw identifier or with '_' behind it where it is a keyword.
std::string rustIdentifier(std::string_view Name);

} // namespace hostlayout::generate

#endif
