//===- Explain.cpp - host-layout explain ----------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"

#include "Compare/Difference.h"
#include "ReadWords.h"
#include "explain/Pages.h"

#include <algorithm>
#include <memory>

using namespace hostlayout;
using namespace hostlayout::command;

/// "reordered" out of "[bpf-host-layout-reordered]", as messages end.
static std::string slugIn(std::string_view Word) {
  static constexpr std::string_view Prefix = "bpf-host-layout-";
  if (Word.starts_with('['))
    Word.remove_prefix(1);
  if (Word.ends_with(']'))
    Word.remove_suffix(1);
  if (Word.starts_with(Prefix))
    Word.remove_prefix(Prefix.size());
  return std::string(Word);
}

static std::string listOfKinds() {
  std::string Text;
  for (unsigned I = 0; I != NumDifferenceKinds; ++I) {
    auto Kind = static_cast<DifferenceKind>(I);
    std::string Name(slug(Kind));
    Name.resize(std::max<size_t>(Name.size() + 1, 18), ' ');
    Text += Name + std::string(summary(Kind)) + "\n";
  }
  return Text;
}

static int run(const std::string &Word) {
  if (Word.empty())
    return print(listOfKinds()) ? Clean : Failed;
  const std::string Name = slugIn(Word);
  std::vector<std::string> Known;
  for (const Page &P : pages()) {
    if (P.Name == Name)
      return print(P.Text) ? Clean : Failed;
    Known.emplace_back(P.Name);
  }
  reportError(Error("unknown kind of difference '" + Name + "'" +
                    suggestion(Name, Known) +
                    "\n'host-layout explain' lists them"));
  return Failed;
}

void command::addExplain(CommandLine &To) {
  auto Kind = std::make_shared<std::string>();
  Syntax Explain = To.add("explain", "Prints the page of a kind of difference",
                          [Kind] { return run(*Kind); });
  Explain.operand("KIND", *Kind,
                  "What stands in brackets behind a message (default: lists "
                  "all kinds)",
                  Syntax::Optional);
  Explain.example("host-layout explain reordered",
                  "What 'bpf-host-layout-reordered' means");
}
