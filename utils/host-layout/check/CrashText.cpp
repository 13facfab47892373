//===- CrashText.cpp - Why the program that parses died -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "check/CrashText.h"

#include "Support/Printable.h"

#include <csignal>
#include <cstring>

using namespace hostlayout;

static constexpr size_t MostText = 1024;

/// What stands behind "2.\t" in \p Line, one of LLVM's list of what it was at;
/// empty if it is none.
static std::string_view entryOf(std::string_view Line) {
  const size_t Digits = Line.find_first_not_of("0123456789");
  if (Digits == 0 || Digits == Line.npos ||
      !Line.substr(Digits).starts_with(".\t"))
    return {};
  Line.remove_prefix(Digits + 2);
  return Line.starts_with("Program arguments:") ? std::string_view() : Line;
}

std::string command::crashText(int Exit, std::string_view Errors) {
  if (Exit == -SIGKILL)
    return "the parser was killed, as happens where memory runs out; --jobs=1 "
           "needs least";
  std::string Text = "the parser crashed";
  if (Exit < 0)
    Text += std::string(" (") + strsignal(-Exit) + ")";
  constexpr std::string_view Fatal = "LLVM ERROR: ";
  std::string_view Cause, At;
  while (!Errors.empty()) {
    const std::string_view Line = Errors.substr(0, Errors.find('\n'));
    Errors.remove_prefix(std::min(Errors.size(), Line.size() + 1));
    if (Line.starts_with(Fatal))
      Cause = Line.substr(Fatal.size());
    else if (const std::string_view Entry = entryOf(Line); !Entry.empty())
      At = Entry; // the last is the innermost
  }
  if (!Cause.empty())
    Text += ": " + printable(Cause, MostText);
  if (!At.empty())
    Text += ", at " + printable(At, MostText);
  return Text;
}
