//===- ObjectUse.h - Compares the types of an object ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The promise of parse() is that nothing has to be checked again: types that
// have nothing to do with each other are compared here, and whatever text comes
// of it can be printed. CommandUse.h does what the commands do.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_FUZZ_OBJECTUSE_H
#define HOSTLAYOUT_TEST_FUZZ_OBJECTUSE_H

#include "BTF/EmittedTypes.h"
#include "BTFExercise.h"
#include "Compare/Compare.h"
#include "Layout/Print.h"
#include "Render/Message.h"

#include <algorithm>
#include <string>
#include <vector>

namespace hostlayout::test {

class ObjectUse {
public:
  explicit ObjectUse(const btf::Object &O) : O(O), Layout(O, Memory) {}

  /// \p Turn selects what is too slow to be done for each object.
  void run(unsigned Turn) {
    std::vector<btf::TypeId> Ids = btf::namedTypes(O);
    Ids.resize(std::min(Ids.size(), MostTypes));
    std::vector<const Type *> Types;
    for (btf::TypeId Id : Ids)
      Types.push_back(Layout.layout(Id));
    for (size_t I = 0; I != Types.size(); ++I) {
      requirePrintable(typeName(*Types[I]), false);
      requirePrintable(declaration(*Types[I], "x"), false);
      told(*Types[I], *Types[I]);
      told(*Types[I], *Types[(I + 1 + Turn % 7) % Types.size()]);
    }
  }

private:
  static constexpr size_t MostTypes = 64;

  static void requirePrintable(std::string_view Text, bool IsSource) {
    for (unsigned char C : Text)
      if ((C < 0x20 || C >= 0x7f) && !(IsSource && (C == '\n' || C == '\t')))
        broken("what is said is printable", C);
  }

  void told(const Type &Host, const Type &Bpf) {
    Policy Rules;
    (void)Rules.parse("hole=warning,alignment=warning");
    for (Difference &D : compare(Host, Bpf, {}, Rules)) {
      Finding F{};
      F.Diff = std::move(D);
      F.Host = &Host;
      F.HostName = Host.Name;
      F.Bpf = &Bpf;
      F.BpfName = Bpf.Name;
      F.Object = "x";
      const Message M = render(F);
      if (M.Text.empty())
        broken("a difference has words", 0);
      requirePrintable(M.Text, false);
      for (const Note &N : M.Notes)
        requirePrintable(N.Text, true);
    }
  }

  const btf::Object &O;
  Arena Memory;
  btf::LayoutBuilder Layout;
};

} // namespace hostlayout::test

#endif
