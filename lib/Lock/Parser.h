//===- Parser.h - From lines to what they say -------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Names and sizes of all types are read first, for fields may name types that
// stand behind them.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LOCK_PARSER_H
#define HOSTLAYOUT_LOCK_PARSER_H

#include "Lock/Cursor.h"
#include "Lock/Lock.h"

#include <map>

namespace hostlayout::lock {

/// No type of a BPF program is larger, and none nests deeper: the kernel
/// refuses more (kernel/bpf/btf.c: MAX_RESOLVE_DEPTH).
inline constexpr uint64_t MostBytes = UINT32_MAX;
inline constexpr unsigned MostDepth = 32;

struct Line {
  std::string_view Text; ///< without its indentation
  unsigned Number;
  bool IsIndented;
};

class Parser {
public:
  Parser(std::string_view Text, Arena &Memory);
  Expected<std::vector<Shared>> parse();

private:
  bool isEnd() const { return At == Lines.size(); }
  const Line &line() const { return Lines[At]; }
  /// Whether the next line belongs to what was begun.
  bool isInside() const { return !isEnd() && line().IsIndented; }
  bool fail(std::string What);
  Error takeError() { return std::move(*Wrong); }
  bool version();
  bool object(Shared &O);
  bool isObject() const;
  /// "struct", "union", "enum".
  static std::string_view tag(Cursor &C);
  /// A name and its number, as a key of Named.
  std::optional<std::string> reference(Cursor &C, std::string_view Tag,
                                       std::string_view *Name = nullptr);
  /// ", 16 bytes, packed": makes the type.
  Type *sized(Cursor &C, std::string_view Tag);
  /// Of a line at the margin: makes the type that it begins, if it does.
  bool declare();
  bool entry(Shared &O);
  bool global(Global &G);
  bool map(Map &M, unsigned Depth);
  static std::string_view kernelTag(Cursor &C);
  /// "of 24, 40, unknown bytes".
  bool recordSizes(Cursor &C, Map &M);
  bool part(Cursor &C, Part &P);
  /// The lines of \p Ty, up to the brace that closes it where \p IsNested, else
  /// to the next line at the margin.
  bool body(Type &Ty, uint64_t Base, bool IsNested);
  bool enumerator(EnumType &E, std::vector<Enumerator> &Out);
  bool field(const Type &In, uint64_t Base, std::vector<Field> &Out);
  /// The type on this line, and the lines behind it that it has. \p F, if there
  /// is one, gets its width and its name.
  const Type *declaration(Cursor &C, uint64_t Base, Field *F);
  const Type *dimensions(Cursor &C, const Type *Element);
  const Type *scalar(std::string_view Word);
  /// How deep records nest in \p Ty. None: deeper than they may, or it holds
  /// itself. Completes alignments, which no line says: they are as nature has
  /// them, once all types are known.
  std::optional<unsigned> settle(const Type &Ty, unsigned Level);

  Arena &Memory;
  std::vector<Line> Lines;
  size_t At = 0;
  unsigned Depth = 0;
  std::map<std::string, const Type *> Named;
  std::vector<const Type *> Used; ///< on the lines of maps, globals and fields
  std::map<const Type *, unsigned> Heights; ///< see settle()
  std::optional<Error> Wrong;
};

} // namespace hostlayout::lock

#endif
