//===- JudgeUsesFixture.h - Calls, and the maps they name -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_UNIT_JUDGEUSESFIXTURE_H
#define HOSTLAYOUT_TEST_UNIT_JUDGEUSESFIXTURE_H

#include "DeclaredMaps.h"
#include "Judge/Uses.h"
#include "JudgeFixture.h"

namespace hostlayout::test {

class JudgeUsesTest : public JudgeTest, protected DeclaredMaps {
protected:
  /// A map whose key is a u32.
  void map(std::string_view Name, uint32_t Kind, TypeId Value,
           uint32_t ValueSize = 0) {
    std::vector<MemberText> Members = {{"type", number(Kind), 0}};
    if (Value)
      Members.push_back({"value", B.pointer(Value), 0});
    else if (ValueSize)
      Members.push_back({"value_size", number(ValueSize), 0});
    if (Kind != RingBuf && Kind != UserRing)
      Members.push_back({"key", B.pointer(Int), 0});
    DeclaredMaps::map(Name, std::move(Members));
  }

  void done() { add("ev.bpf.o", withMaps()); }

  std::string text(const std::vector<Finding> &Found) {
    std::string Text;
    for (const Finding &F : Found)
      Text += (Text.empty() ? "" : " ") + std::string(slug(F.Diff.Kind)) +
              (F.Diff.Level == Severity::Warning ? "" : "!");
    return Text;
  }

  judge::UseJudge uses() {
    return {Sources, On, Rules, Level, Memory, nullptr};
  }

  judge::ElementUse use(std::string Map, judge::HostBytes Bytes,
                        judge::UsePart Part = judge::UsePart::Value) {
    judge::ElementUse U;
    U.Map.Name = std::move(Map);
    U.Part = Part;
    U.Bytes = std::move(Bytes);
    return U;
  }

  /// What is said of \p Bytes as a value of \p Map.
  std::string value(std::string Map, judge::HostBytes Bytes,
                    bool MayBeOneCpu = false) {
    judge::ElementUse U = use(std::move(Map), std::move(Bytes));
    U.KernelWrites = true;
    U.MayBeOneCpu = MayBeOneCpu;
    return text(uses().judge(U));
  }

  std::string key(std::string Map, judge::HostBytes Bytes) {
    return text(uses().judge(
        use(std::move(Map), std::move(Bytes), judge::UsePart::Key)));
  }

  judge::HostBytes known(uint64_t Extent, const Type *Element = nullptr) {
    judge::HostBytes Bytes;
    Bytes.Extent = Extent;
    Bytes.Element = Element;
    return Bytes;
  }

  judge::HostBytes counted(judge::CountOf Count, uint64_t Each,
                           const Type *Element) {
    judge::HostBytes Bytes;
    Bytes.Count = Count;
    Bytes.EachSize = Each;
    Bytes.Element = Element;
    return Bytes;
  }

  /// Another object from here on.
  void startOver(bool BigEndian = false) {
    Vars.clear();
    Offset = 0;
    B = BlobBuilder(BigEndian);
    Int = B.u32();
    Long = B.integer("unsigned long", 8);
  }

  std::optional<Severity> Level;
};

} // namespace hostlayout::test

#endif
