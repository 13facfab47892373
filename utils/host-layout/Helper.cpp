//===- Helper.cpp - Running host-layout-check -----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Helper.h"

#include "Program.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::command;

extern char **environ;

static Error systemError(std::string What) {
  return Error(std::strerror(errno)).in(std::move(What));
}

Expected<std::string> command::findHelper() {
  char Self[PATH_MAX];
  ssize_t Length = readlink("/proc/self/exe", Self, sizeof(Self));
  if (Length <= 0)
    return systemError("/proc/self/exe");
  std::string Prefix(Self, static_cast<size_t>(Length));
  for (int I = 0; I != 2; ++I)
    Prefix.resize(std::min(Prefix.size(), Prefix.rfind('/')));
  std::string Tried;
  for (const char *Directory : {"lib/hostlayout", HOSTLAYOUT_LIBDIR}) {
    std::string Helper = Prefix + "/" + Directory + "/host-layout-check";
    if (access(Helper.c_str(), X_OK) == 0)
      return Helper;
    Tried = Tried.empty() ? Helper : Tried;
  }
  return Error("not found; it reads C and C++, and is there in a build with "
               "Clang's libraries")
      .in(std::move(Tried));
}

/// The environment, and in it a wish that only the C library's start can grant.
/// A syntax tree takes a hundred megabytes: where the kernel gives large pages
/// to those who ask, and each thread's heap has room for all of it at once, the
/// helper takes 7 % less time. glibc before 2.35 knows no large pages, and no
/// other library the variable.
static std::vector<std::string> helperEnvironment() {
  static constexpr std::string_view Start = "GLIBC_TUNABLES=";
  std::string Wish(Start);
  Wish += "glibc.malloc.hugetlb=1:glibc.malloc.top_pad=67108864";
  std::vector<std::string> Result;
  for (char **Variable = environ; *Variable; ++Variable) {
    std::string_view Set = *Variable;
    if (!Set.starts_with(Start))
      Result.emplace_back(Set);
    else // Of two values the last counts: the user's.
      Wish.append(":").append(Set.substr(Start.size()));
  }
  Result.push_back(std::move(Wish));
  return Result;
}

Expected<int>
command::runHelper(std::vector<std::string> Words,
                   const std::function<void(std::string_view)> &OnLine) {
  int Pipe[2];
  if (pipe2(Pipe, O_CLOEXEC) != 0)
    return systemError("pipe");
  std::vector<std::string> Environment = helperEnvironment();
  posix_spawn_file_actions_t Actions;
  posix_spawn_file_actions_init(&Actions);
  posix_spawn_file_actions_adddup2(&Actions, Pipe[1], STDOUT_FILENO);
  pid_t Child;
  int Code =
      posix_spawn(&Child, Words.front().c_str(), &Actions, nullptr,
                  pointersTo(Words).data(), pointersTo(Environment).data());
  posix_spawn_file_actions_destroy(&Actions);
  close(Pipe[1]);
  if (Code != 0) {
    close(Pipe[0]);
    return Error(std::strerror(Code)).in(Words.front());
  }

  std::string Buffer;
  char Chunk[65536];
  for (ssize_t Size; (Size = read(Pipe[0], Chunk, sizeof(Chunk))) != 0;) {
    if (Size < 0 && errno == EINTR)
      continue;
    if (Size < 0)
      break;
    Buffer.append(Chunk, static_cast<size_t>(Size));
    size_t Begin = 0;
    for (size_t End; (End = Buffer.find('\n', Begin)) != std::string::npos;
         Begin = End + 1)
      OnLine(std::string_view(Buffer).substr(Begin, End - Begin));
    Buffer.erase(0, Begin);
  }
  close(Pipe[0]);
  int Status = 0;
  while (waitpid(Child, &Status, 0) < 0 && errno == EINTR)
    ;
  return Status;
}
