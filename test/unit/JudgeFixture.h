//===- JudgeFixture.h - A judge with objects and host types -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_UNIT_JUDGEFIXTURE_H
#define HOSTLAYOUT_TEST_UNIT_JUDGEFIXTURE_H

#include "BTFBuilder.h"
#include "Judge/Judge.h"
#include "ModelText.h"

#include <gtest/gtest.h>

namespace hostlayout::test {

class JudgeTest : public testing::Test {
protected:
  /// struct event { u32 pid; uN tgid; }
  static BlobBuilder event(uint32_t Bytes) {
    BlobBuilder B;
    TypeId Int = B.u32(), Other = B.integer("unsigned long", Bytes);
    B.structure("event", Bytes * 2,
                {{"pid", Int, 0}, {"tgid", Other, Bytes * 8}});
    return B;
  }

  void add(std::string Path, const BlobBuilder &B,
           judge::Tier Rank = judge::Tier::Explicit) {
    addObject(std::move(Path), B.blob(), Rank);
  }

  /// With DWARF, as far as anybody can tell from outside.
  void addElf(std::string Path, const BlobBuilder &B) {
    addObject(std::move(Path),
              makeElf({{".BTF", B.blob()}, {".debug_info", {1, 2, 3, 4}}}),
              judge::Tier::Explicit);
  }

  void addUnreadable(std::string Path, std::string Why, bool IsAbsent = false) {
    judge::Source S;
    S.Path = std::move(Path);
    S.Failure = std::move(Why);
    S.IsAbsent = IsAbsent;
    Sources.push_back(std::move(S));
  }

  void start(surface::DwarfTypes *Dwarf = nullptr) {
    TheJudge.emplace(Sources, On, Rules, Memory, Dwarf);
  }

  judge::Judge &judge() {
    if (!TheJudge)
      start();
    return *TheJudge;
  }

  const Type *model(std::string_view Text) {
    return ModelText(Memory, On).parse(Text);
  }

  /// "slug slug object", the object behind the last difference that it is
  /// named for.
  std::string told(const Type &Host, std::string Name,
                   std::vector<judge::Marker> Markers = {{}}) {
    judge::Subject S{&Host, std::move(Name), {&Host}, std::move(Markers)};
    judge::Outcome Became = judge().judge(S);
    ++(Became.IsChecked ? Checked : NotChecked);
    Last = std::move(Became.Findings);
    Against = std::move(Became.Against);
    std::erase_if(Last, [](const Finding &F) { return F.IsRepeated; });
    std::string Text;
    for (size_t I = 0; I != Last.size(); ++I) {
      Text += (Text.empty() ? "" : " ") + std::string(slug(Last[I].Diff.Kind));
      bool IsLast = I + 1 == Last.size() ||
                    Last[I + 1].Object != Last[I].Object ||
                    Last[I].Diff.Kind == DifferenceKind::Object ||
                    Last[I + 1].Diff.Kind == DifferenceKind::StaleObject;
      if (IsLast && !Last[I].Object.empty())
        Text += " " + Last[I].Object;
    }
    return Text;
  }

  std::string told(std::string_view Text,
                   std::vector<judge::Marker> Markers = {{}}) {
    const Type *Host = model(Text);
    return told(*Host, std::string(strip(Host)->Name), std::move(Markers));
  }

  void addObject(std::string Path, std::vector<uint8_t> Data,
                 judge::Tier Rank) {
    auto Parsed = btf::Object::parse(Path, own(std::move(Data)));
    ASSERT_TRUE(Parsed) << Parsed.takeError().message();
    judge::Source S;
    S.Rank = Rank;
    S.Path = std::move(Path);
    S.Types = *Parsed;
    Sources.push_back(std::move(S));
  }

  Arena Memory;
  Target On = X86_64;
  Policy Rules;
  std::vector<judge::Source> Sources;
  std::optional<judge::Judge> TheJudge;
  std::vector<Finding> Last;
  std::vector<std::string> Against;
  unsigned Checked = 0, NotChecked = 0; ///< subjects
};

} // namespace hostlayout::test

#endif
