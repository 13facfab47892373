//===- Process.cpp - Running another program ------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Support/Process.h"

#include "Support/Descriptor.h"
#include "Support/SystemError.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hostlayout;

extern char **environ;

namespace {

using Clock = std::chrono::steady_clock;

/// What a process does before it becomes another program.
class SpawnPlan {
public:
  SpawnPlan() {
    posix_spawn_file_actions_init(&Actions);
    posix_spawnattr_init(&Attributes);
  }
  SpawnPlan(const SpawnPlan &) = delete;
  SpawnPlan &operator=(const SpawnPlan &) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&Actions);
    posix_spawnattr_destroy(&Attributes);
  }

  posix_spawn_file_actions_t Actions;
  posix_spawnattr_t Attributes;
};

/// Error: it could not be started.
Expected<pid_t> start(Program &P, const Descriptor &Output) {
  SpawnPlan Plan;
  posix_spawn_file_actions_addopen(&Plan.Actions, STDIN_FILENO, "/dev/null",
                                   O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&Plan.Actions, Output.get(), STDOUT_FILENO);
  if (P.ReadsErrors)
    posix_spawn_file_actions_adddup2(&Plan.Actions, Output.get(),
                                     STDERR_FILENO);
  if (!P.Directory.empty())
    posix_spawn_file_actions_addchdir_np(&Plan.Actions, P.Directory.c_str());
  // A group of its own: a compiler driver's children end with it.
  if (P.Seconds)
    posix_spawnattr_setflags(&Plan.Attributes, POSIX_SPAWN_SETPGROUP);
  std::vector<char *> Words;
  for (std::string &Word : P.Words)
    Words.push_back(Word.data());
  Words.push_back(nullptr);
  pid_t Child;
  if (const int Code = posix_spawnp(&Child, Words.front(), &Plan.Actions,
                                    &Plan.Attributes, Words.data(), environ))
    return systemError(Code).in(P.Words.front());
  return Child;
}

/// Waits until \p From can be read. False: not before \p End.
bool await(int From, Clock::time_point End) {
  for (;;) {
    const auto Left = std::chrono::duration_cast<std::chrono::milliseconds>(
        End - Clock::now());
    if (Left.count() <= 0)
      return false;
    pollfd Wait{From, POLLIN, 0};
    const int Ready = poll(&Wait, 1, static_cast<int>(Left.count()));
    if (Ready >= 0 || errno != EINTR)
      return Ready != 0;
  }
}

/// Reads \p From until its end. False: \p End came before.
bool readAll(int From, std::optional<Clock::time_point> End,
             const std::function<void(std::string_view)> &OnOutput) {
  std::vector<char> Chunk(65536);
  for (;;) {
    if (End && !await(From, *End))
      return false;
    const ssize_t Size = read(From, Chunk.data(), Chunk.size());
    if (Size < 0 && errno == EINTR)
      continue;
    if (Size <= 0)
      return true;
    OnOutput({Chunk.data(), static_cast<size_t>(Size)});
  }
}

} // namespace

Expected<ProgramEnd>
hostlayout::runProgram(Program P,
                       const std::function<void(std::string_view)> &OnOutput) {
  int Pipe[2];
  if (pipe2(Pipe, O_CLOEXEC) != 0)
    return systemError(errno).in("pipe");
  Descriptor From(Pipe[0]), To(Pipe[1]);
  Expected<pid_t> Child = start(P, To);
  To.close();
  if (!Child)
    return Child.takeError();

  ProgramEnd Result;
  std::optional<Clock::time_point> End;
  if (P.Seconds)
    End = Clock::now() + std::chrono::seconds(P.Seconds);
  Result.IsTimedOut = !readAll(From.get(), End, OnOutput);
  From.close();
  if (Result.IsTimedOut)
    kill(-*Child, SIGKILL);
  int Status = 0;
  while (waitpid(*Child, &Status, 0) < 0 && errno == EINTR)
    ;
  Result.Exit = WIFEXITED(Status) ? WEXITSTATUS(Status) : -WTERMSIG(Status);
  return Result;
}

Expected<ProgramEnd>
hostlayout::readLines(Program P,
                      const std::function<void(std::string_view)> &OnLine) {
  std::string Buffer;
  return runProgram(std::move(P), [&](std::string_view Piece) {
    Buffer += Piece;
    size_t Begin = 0;
    for (size_t End; (End = Buffer.find('\n', Begin)) != std::string::npos;
         Begin = End + 1)
      OnLine(std::string_view(Buffer).substr(Begin, End - Begin));
    Buffer.erase(0, Begin);
  });
}
