//===- DwarfReader.h - Types that only an object's DWARF has ----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang's BPF backend leaves out of BTF a struct that is used only through
// bpf_ringbuf_reserve(); its DWARF has it. Only BTF is validated, so whatever
// is odd about the DWARF counts as not found.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_DWARF_DWARFREADER_H
#define HOSTLAYOUT_DWARF_DWARFREADER_H

#include "Surface/DwarfTypes.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace hostlayout::dwarf {

/// Reads an object's DWARF when first asked about it. One thread at a time.
class DwarfReader final : public surface::DwarfTypes {
public:
  DwarfReader();
  ~DwarfReader() override;

  std::optional<surface::ForeignType>
  find(const btf::Object &O, std::string_view Name, Arena &A) override;
  const Type *variableAt(const btf::Object &O,
                         std::span<const btf::RecordPlace> Places,
                         uint64_t Size, Arena &A) override;
  std::string declaredAt(const btf::Object &O, std::string_view Name) override;
  std::vector<std::string> sources(const btf::Object &O) override;
  void forEachName(
      const btf::Object &O,
      const std::function<void(std::string_view)> &Visit) override;
  /// What find() finds of all names that the BTF of \p O lacks, and of the
  /// enums whose values it has in part, by name.
  std::vector<surface::ForeignType> all(const btf::Object &O, Arena &A);
  /// The names of the types that variables within functions have, or point to.
  std::set<std::string> usedInFunctions(const btf::Object &O);

private:
  class Unit;
  Unit &unit(const btf::Object &O);
  std::map<const btf::Object *, std::unique_ptr<Unit>> Units;
};

} // namespace hostlayout::dwarf

#endif
