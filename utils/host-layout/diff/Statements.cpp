//===- Statements.cpp - What a lock would state otherwise now -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lock/Restated.h"
#include "Render/Phrases.h"
#include "diff/Differ.h"

using namespace hostlayout;
using namespace hostlayout::command;

namespace {

/// The maps, globals and types of a lock by the lines that they begin at.
class Entries {
public:
  explicit Entries(const lock::Shared &Of) {
    for (const lock::Map &M : Of.Maps)
      Begins.insert(M.Line);
    for (const lock::Global &G : Of.Globals)
      Begins.insert(G.Line);
    for (const Type *Ty : Of.Types)
      Begins.insert(lock::lineOf(strip(Ty)->Where));
  }

  /// The first line of what has \p Line; 0: nothing has.
  unsigned beginOf(unsigned Line) const {
    auto Next = Begins.upper_bound(Line);
    return Next == Begins.begin() ? 0 : *std::prev(Next);
  }

private:
  std::set<unsigned> Begins;
};

/// What has the name \p Ty, or holds it in place, and all that it is made of.
void addHeld(const Type &Ty, std::set<std::string, std::less<>> &Names) {
  const Type *Leaf = leafOf(&Ty);
  if (!Leaf->Name.empty() && !Names.emplace(Leaf->Name).second)
    return;
  if (const auto *R = as<RecordType>(Leaf))
    for (const Field &F : R->Fields)
      addHeld(*F.Ty, Names);
}

/// "is 'u32' in layout.lock but 'u64' in ev.bpf.o".
std::string wordsOf(const lock::Restated &R, const SideNames &Called) {
  const std::string Here = " " + Called.Here;
  const std::string What =
      R.What.empty() ? "a member without a name" : quoted(R.What);
  if (R.Before.empty())
    return What + " is " + Called.inBpf() + ", but not" + Here;
  if (R.After.empty())
    return What + " is" + Here + ", but not " + Called.inBpf();
  // The verb is said once.
  const size_t Verb = R.After.find(' ') + 1;
  return What + " " + R.Before + Here + " but " + R.After.substr(Verb) + " " +
         Called.inBpf();
}

} // namespace

/// What comparing bytes and meanings has found says enough of the type that it
/// is about.
std::set<unsigned> Differ::toldLines() const {
  std::set<unsigned> Lines;
  auto Add = [&Lines](const Origin &Where) {
    Lines.insert(lock::lineOf(Where));
  };
  for (const Change &C : Result.Changed) {
    for (const Finding &F : C.Findings) {
      Add(F.At);
      for (const Type *Ty : {F.Diff.HostIn, F.Host})
        if (Ty)
          Add(Ty->Where);
    }
    for (const Fact &F : C.Facts)
      if (F.Kind != DifferenceKind::Shared && F.Kind != DifferenceKind::Pinned)
        Lines.insert(F.Line);
  }
  return Lines;
}

std::optional<Error> Differ::compareStatements() {
  const Severity Level = O.Rules[DifferenceKind::Shared];
  if (!Old.isLock() || Level == Severity::Off)
    return std::nullopt;
  // With the names that a lock gives to types.
  const std::string Text = lock::write({New.shared()});
  auto Now = lock::parse(Text);
  if (!Now)
    return Now.takeError().in("the lock of " + New.name());
  const Entries At(Old.shared());
  std::set<unsigned> Told;
  for (unsigned Line : toldLines())
    Told.insert(At.beginOf(Line));
  std::set<std::string, std::less<>> Asked(O.Types.begin(), O.Types.end());
  if (!Asked.empty()) {
    for (const Type *Ty : Old.types().Types)
      addHeld(*Ty, Asked);
    for (const MapRole &R : Old.types().Roles)
      if (R.Ty)
        addHeld(*R.Ty, Asked);
  }
  for (const lock::Restated &R :
       lock::restatements(Old.shared(), Now->Objects.front())) {
    if (Told.contains(At.beginOf(R.Line)) ||
        (!Asked.empty() && !Asked.contains(R.Of)))
      continue;
    Fact F{.Level = Level, .Words = wordsOf(R, Result.Called), .Line = R.Line};
    if (!Result.Changed.empty() && Result.Changed.back().Name == R.Of)
      Result.Changed.back().Facts.push_back(std::move(F));
    else
      tell(R.Of, std::move(F));
  }
  return std::nullopt;
}
