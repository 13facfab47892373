//===- Silencing.cpp - NOLINT where a finding stands ----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Silencing.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"

#include <string>

using namespace hostlayout;
using namespace hostlayout::clangfe;
using llvm::StringRef;

static constexpr StringRef CheckName = "bpf-host-layout";

/// Whether \p Pattern, in which a star stands for any text, fits \p Name.
static bool fits(StringRef Pattern, StringRef Name) {
  const size_t Star = Pattern.find('*');
  if (Star == StringRef::npos)
    return Pattern == Name;
  if (Name.take_front(Star) != Pattern.take_front(Star))
    return false;
  for (size_t Skip = Star; Skip <= Name.size(); ++Skip)
    if (fits(Pattern.drop_front(Star + 1), Name.drop_front(Skip)))
      return true;
  return false;
}

/// Whether \p Line has \p Word with a list in parentheses that names the check
/// or \p Kind.
static bool names(StringRef Line, StringRef Word, StringRef Kind) {
  for (size_t At = Line.find(Word); At != StringRef::npos;
       At = Line.find(Word, At + 1)) {
    StringRef Rest = Line.drop_front(At + Word.size());
    if ((At && llvm::isAlnum(Line[At - 1])) || !Rest.consume_front("("))
      continue;
    llvm::SmallVector<StringRef, 4> Items;
    Rest.take_front(Rest.find(')')).split(Items, ',');
    for (StringRef Item : Items) {
      Item = Item.trim();
      // "*" names as little as no list at all.
      if (Item.find_first_not_of('*') != StringRef::npos &&
          (fits(Item, CheckName) || fits(Item, Kind)))
        return true;
    }
  }
  return false;
}

static bool isSilencedAt(clang::SourceLocation Where, StringRef Kind,
                         const clang::SourceManager &SM) {
  auto [File, Offset] = SM.getDecomposedLoc(Where);
  auto Text = SM.getBufferDataIfLoaded(File);
  if (!Text || Offset > Text->size())
    return false;
  const size_t Begin = Text->take_front(Offset).rfind('\n') + 1;
  const StringRef Line = Text->slice(Begin, Text->find('\n', Offset));
  if (names(Line, "NOLINT", Kind))
    return true;
  if (Begin == 0)
    return false;
  const StringRef Above = Text->take_front(Begin - 1);
  return names(Above.drop_front(Above.rfind('\n') + 1), "NOLINTNEXTLINE", Kind);
}

bool clangfe::isSilenced(DifferenceKind K, clang::SourceLocation Where,
                         const clang::SourceManager &SM) {
  if (Where.isInvalid())
    return false;
  const std::string Kind = (CheckName + "-").str() + std::string(slug(K));
  return isSilencedAt(SM.getFileLoc(Where), Kind, SM) ||
         isSilencedAt(SM.getExpansionLoc(Where), Kind, SM);
}
