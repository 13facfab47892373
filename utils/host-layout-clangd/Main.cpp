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
#include "Support/SystemError.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

using namespace hostlayout::launcher;

static constexpr int ExitUsage = 2;

static void say(const std::string &Text) {
  std::fprintf(stderr, "host-layout-clangd: %s\n", Text.c_str());
}

/// Names the script that was started. It may start this program again, which
/// must not start the same script for ever.
static constexpr char FromScript[] = "HOST_LAYOUT_CLANGD_FROM_SCRIPT";

/// What can stand for \p Plugin in a list whose items are separated by blanks
/// and colons, without escapes: itself, or a descriptor that clangd inherits.
/// Empty if there is none.
static std::string inPreloadList(const std::string &Plugin) {
  if (Plugin.find_first_of(": ") == std::string::npos)
    return Plugin;
  const int File = open(Plugin.c_str(), O_RDONLY | O_CLOEXEC);
  // Out of the reach of a script.
  const int Kept = File < 0 ? -1 : fcntl(File, F_DUPFD, 100);
  return Kept < 0 ? std::string() : "/proc/self/fd/" + std::to_string(Kept);
}

/// Puts \p Item in front of what the user preloads.
static void preload(const std::string &Item) {
  std::string List = Item;
  if (const char *Old = std::getenv("LD_PRELOAD"); Old && *Old)
    List += std::string(":") + Old;
  setenv("LD_PRELOAD", List.c_str(), 1);
}

/// Whether \p Plugin is preloaded already: a script that this program started
/// has started it again.
static bool isPreloaded(const std::string &Plugin) {
  const char *List = std::getenv("LD_PRELOAD");
  const std::string_view Items = List ? List : "";
  std::error_code Code;
  return std::filesystem::equivalent(Items.substr(0, Items.find_first_of(": ")),
                                     Plugin, Code);
}

/// Why \p C cannot be had with the checks, as far as that is known before it
/// runs. Whether our build fits is found out where it is known for certain:
/// inside, by the plugin.
static std::string whyNot(const Clangd &C, const Installation &Ours) {
  if (Ours.Plugin.empty())
    return "libHostLayout.so is not where it was installed";
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
    Chosen = chooseClangd(Ours, /*WithScripts=*/!std::getenv(FromScript));
    if (Chosen.Path.empty()) {
      say("there is no clangd in PATH; name one with --clangd=PATH");
      return ExitUsage;
    }
  }

  std::string Why = whyNot(Chosen, Ours);
  if (Why.empty() && !isPreloaded(Ours.Plugin)) {
    if (std::string Item = inPreloadList(Ours.Plugin); !Item.empty())
      preload(Item);
    else
      Why = "cannot open " + Ours.Plugin + ": " + hostlayout::systemError(errno).message();
  }
  if (!Why.empty())
    say(Why + "; starting " + Chosen.Path + " without the checks");

  if (const char *By = std::getenv(FromScript); By && Chosen.Path == By) {
    say(Chosen.Path + " starts this program again; name there another one with "
                      "--clangd=PATH");
    return ExitUsage;
  }
  if (Chosen.Fit == Clangd::Script)
    setenv(FromScript, Chosen.Path.c_str(), 1);
  else
    unsetenv(FromScript);
  Passed.front() = Chosen.Path.data();
  execv(Chosen.Path.c_str(), Passed.data());
  say("cannot start " + Chosen.Path + ": " + hostlayout::systemError(errno).message());
  return ExitUsage;
}
