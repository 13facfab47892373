//===- DwarfTypes.h - Types that only DWARF has -----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang's BPF backend leaves out of BTF a struct that is used only through
// bpf_ringbuf_reserve(); its DWARF has it. Reading DWARF needs LLVM: it comes
// in through this interface.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SURFACE_DWARFTYPES_H
#define HOSTLAYOUT_SURFACE_DWARFTYPES_H

#include "BTF/Handovers.h"
#include "BTF/Object.h"
#include "Layout/Arena.h"
#include "Support/Error.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::surface {

/// A type from outside BTF.
struct ForeignType {
  const Type *Ty = nullptr;
  std::string DeclaredAt; ///< "ev.bpf.c:12", may be empty
};

class DwarfTypes {
public:
  virtual ~DwarfTypes() = default;
  /// The record or enum \p Name, or a typedef of one. Nothing where the object
  /// has none, or where its compile units disagree.
  virtual std::optional<ForeignType> find(const btf::Object &O,
                                          std::string_view Name, Arena &A) = 0;
  /// The record of \p Size bytes that a variable is which a debugger finds at
  /// one of \p Places, or that it points to. Nothing where there is none, or
  /// where several disagree.
  virtual const Type *variableAt(const btf::Object &,
                                 std::span<const btf::RecordPlace> /*Places*/,
                                 uint64_t /*Size*/, Arena &) {
    return nullptr;
  }
  /// Where a type that BTF has too is declared: "ev.bpf.c:12", or empty.
  virtual std::string declaredAt(const btf::Object &O,
                                 std::string_view Name) = 0;
  /// The sources that \p O was compiled from, as absolute paths of the machine
  /// that compiled it.
  virtual std::vector<std::string> sources(const btf::Object &) { return {}; }
  /// Calls \p Visit with the names of its types, for who looks for one that is
  /// spelt otherwise.
  virtual void
  forEachName(const btf::Object &,
              const std::function<void(std::string_view)> & /*Visit*/) {}
  /// Why no DWARF can be read, then the above find nothing. None before
  /// something was asked for.
  virtual const std::optional<Error> &failure() const {
    static const std::optional<Error> None;
    return None;
  }
};

} // namespace hostlayout::surface

#endif
