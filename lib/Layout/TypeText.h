//===- TypeText.h - Types from one process to another -----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What needs LLVM is a process of its own, and hands its types over as lines of
// text. Nothing that the model says is lost but places (Where).
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LAYOUT_TYPETEXT_H
#define HOSTLAYOUT_LAYOUT_TYPETEXT_H

#include "Layout/Arena.h"
#include "Layout/Type.h"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hostlayout {

/// Writes types, each once, behind those that it is made of.
class TypeWriter {
public:
  using Sink = std::function<void(const std::string &Line)>;
  explicit TypeWriter(Sink To) : To(std::move(To)) {}

  /// Writes \p Ty, and that it was declared at \p Place.
  void write(const Type &Ty, std::string_view Place);

private:
  size_t number(const Type &Ty);

  Sink To;
  std::unordered_map<const Type *, size_t> Known;
};

/// Reads what a TypeWriter wrote.
class TypeReader {
public:
  struct Item {
    const Type *Ty;
    std::string_view Place;
  };

  explicit TypeReader(Arena &Memory) : Memory(Memory) {}

  /// False: no TypeWriter wrote this line behind those before.
  bool read(std::string_view Line);
  const std::vector<Item> &items() const { return Items; }

private:
  Arena &Memory;
  std::vector<const Type *> Types;
  std::vector<Item> Items;
};

} // namespace hostlayout

#endif
