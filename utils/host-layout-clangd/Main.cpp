//===- Main.cpp - Starts clangd with the checks inside ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   host-layout-clangd [--clangd=PATH] [clangd's own arguments]
//
// clangd loads no plugins, but what is preloaded into it can register itself.
// This program becomes clangd: exit code, signals and the three streams are
// clangd's own. Whatever is wrong with the checks, the editor gets its clangd.
//
//===----------------------------------------------------------------------===//

#include "Clangd.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

using namespace hostlayout::launcher;

static constexpr int ExitUsage = 2;

static void say(const std::string &Text) {
  std::fprintf(stderr, "host-layout-clangd: %s\n", Text.c_str());
}

/// Puts the plugin in front of what the user preloads.
static void preload(const std::string &Plugin) {
  std::string List = Plugin;
  if (const char *Old = std::getenv("LD_PRELOAD"); Old && *Old)
    List += std::string(":") + Old;
  setenv("LD_PRELOAD", List.c_str(), 1);
}

/// Why \p C cannot be had with the checks, as far as that is known before it
/// runs. Whether our build fits is found out where it is known for certain:
/// inside, by the plugin.
static std::string whyNot(const Clangd &C, const Installation &Ours) {
  if (Ours.Plugin.empty())
    return "libHostLayout.so is not where it was installed";
  // A list of libraries cannot name such a file: there are no escapes.
  if (Ours.Plugin.find_first_of(": ") != std::string::npos)
    return "a path with a blank or a colon cannot be preloaded: " + Ours.Plugin;
  if (C.Fit == Clangd::NoPlugins && access(C.Path.c_str(), X_OK) == 0)
    return "this clangd takes no plugins; a distribution's or LLVM's own "
           "packages have one that does";
  return {};
}

int main(int Count, char **Arguments) {
  static constexpr std::string_view Option = "--clangd=";
  std::string Named;
  std::vector<char *> Passed = {nullptr};
  for (int I = 1; I < Count; ++I) {
    if (std::string_view(Arguments[I]).starts_with(Option))
      Named = Arguments[I] + Option.size();
    else
      Passed.push_back(Arguments[I]);
  }
  Passed.push_back(nullptr);

  const Installation Ours = findInstallation();
  Clangd Chosen;
  if (!Named.empty()) {
    if (Named.find('/') == std::string::npos)
      if (std::string Found = inPath(Named); !Found.empty())
        Named = std::move(Found);
    Chosen = examine(std::move(Named));
  } else {
    Chosen = chooseClangd(Ours);
    if (Chosen.Path.empty()) {
      say("there is no clangd in PATH; name one with --clangd=PATH");
      return ExitUsage;
    }
  }

  if (std::string Why = whyNot(Chosen, Ours); Why.empty())
    preload(Ours.Plugin);
  else
    say(Why + "; starting " + Chosen.Path + " without the checks");

  Passed.front() = Chosen.Path.data();
  execv(Chosen.Path.c_str(), Passed.data());
  say("cannot start " + Chosen.Path + ": " + std::strerror(errno));
  return ExitUsage;
}
