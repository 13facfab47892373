//===- HelperDwarf.h - An object's DWARF, by the helper ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reading DWARF needs LLVM. The program that has it reads all of an object's at
// once, when the first type is asked for.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_HELPERDWARF_H
#define HOSTLAYOUT_HELPERDWARF_H

#include "Surface/DwarfTypes.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace hostlayout::command {

/// What the DWARF of one object has and its BTF has not. The types live as long
/// as this.
class HelperDwarf final : public surface::DwarfTypes {
public:
  std::optional<surface::ForeignType>
  find(const btf::Object &O, std::string_view Name, Arena &) override;
  std::string declaredAt(const btf::Object &O, std::string_view Name) override;
  void forEachName(
      const btf::Object &O,
      const std::function<void(std::string_view)> &Visit) override;

  /// All of them, by name; those first that only functions of the program use.
  const std::map<std::string, surface::ForeignType, std::less<>> &
  all(const btf::Object &O);
  /// Whether a function of the program has or points to a \p Name.
  bool isUsed(std::string_view Name) const { return Used.contains(Name); }
  const std::optional<Error> &failure() const override { return Failure; }

private:
  void read(const btf::Object &O);

  bool IsRead = false;
  std::optional<Error> Failure;
  Arena Memory;
  std::map<std::string, surface::ForeignType, std::less<>> Types;
  std::set<std::string, std::less<>> Used;
};

} // namespace hostlayout::command

#endif
