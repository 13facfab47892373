//===- Program.cpp - Running another program ------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Program.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::command;

extern char **environ;

/// Reads \p From until its end. False: \p Seconds passed before.
static bool readAll(int From, int Seconds, std::string &To) {
  using Clock = std::chrono::steady_clock;
  const auto End = Clock::now() + std::chrono::seconds(Seconds);
  char Chunk[4096];
  for (;;) {
    const auto Left = std::chrono::duration_cast<std::chrono::milliseconds>(
        End - Clock::now());
    pollfd Wait{From, POLLIN, 0};
    const int Ready =
        Left.count() > 0 ? poll(&Wait, 1, static_cast<int>(Left.count())) : 0;
    if (Ready < 0 && errno == EINTR)
      continue;
    if (Ready == 0)
      return false;
    const ssize_t Size = read(From, Chunk, sizeof Chunk);
    if (Size < 0 && errno == EINTR)
      continue;
    if (Size <= 0)
      return true;
    To.append(Chunk, static_cast<size_t>(Size));
  }
}

std::vector<char *> command::pointersTo(std::vector<std::string> &Words) {
  std::vector<char *> Pointers;
  for (std::string &Word : Words)
    Pointers.push_back(Word.data());
  Pointers.push_back(nullptr);
  return Pointers;
}

Expected<ProgramRun> command::captureProgram(std::vector<std::string> Words,
                                             const std::string &In,
                                             int Seconds) {
  int Pipe[2];
  if (pipe2(Pipe, O_CLOEXEC) != 0)
    return Error(std::strerror(errno)).in("pipe");
  posix_spawn_file_actions_t Actions;
  posix_spawn_file_actions_init(&Actions);
  posix_spawn_file_actions_addopen(&Actions, STDIN_FILENO, "/dev/null",
                                   O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&Actions, Pipe[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&Actions, Pipe[1], STDERR_FILENO);
  posix_spawn_file_actions_addchdir_np(&Actions, In.c_str());
  // A group of its own: a compiler driver's children end with it.
  posix_spawnattr_t Attributes;
  posix_spawnattr_init(&Attributes);
  posix_spawnattr_setflags(&Attributes, POSIX_SPAWN_SETPGROUP);
  pid_t Child;
  const int Code = posix_spawnp(&Child, Words.front().c_str(), &Actions,
                                &Attributes, pointersTo(Words).data(), environ);
  posix_spawn_file_actions_destroy(&Actions);
  posix_spawnattr_destroy(&Attributes);
  close(Pipe[1]);
  if (Code != 0) {
    close(Pipe[0]);
    return Error(std::strerror(Code)).in(Words.front());
  }

  ProgramRun Run;
  Run.IsTimedOut = !readAll(Pipe[0], Seconds, Run.Output);
  close(Pipe[0]);
  if (Run.IsTimedOut)
    kill(-Child, SIGKILL);
  int Status = 0;
  while (waitpid(Child, &Status, 0) < 0 && errno == EINTR)
    ;
  Run.Exit = WIFEXITED(Status) ? WEXITSTATUS(Status) : -WTERMSIG(Status);
  return Run;
}
