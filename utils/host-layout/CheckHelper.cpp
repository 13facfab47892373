//===- CheckHelper.cpp - The program that parses --------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CheckHelper.h"

#include "Render/Json.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <set>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::command;

extern char **environ;

static Error systemError(std::string What) {
  return Error(std::strerror(errno)).in(std::move(What));
}

static Expected<std::string> findHelper() {
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
  return Error("not found; 'host-layout check' needs a build with LLVM")
      .in(std::move(Tried));
}

static std::vector<std::string> helperArguments(const std::string &Helper,
                                                const std::string &Database,
                                                const CheckRequest &Request,
                                                bool HasColors) {
  std::vector<std::string> Words = {Helper, "--database=" + Database};
  for (const std::string &Object : Request.Objects)
    Words.push_back("--btf=" + Object);
  if (!Request.Base.empty())
    Words.push_back("--btf-base=" + Request.Base);
  for (const std::string &Setting : Request.Settings)
    Words.push_back("--set=" + Setting);
  if (HasColors)
    Words.push_back("--color");
  if (Request.ListsCoverage || Request.RequiresCoverage)
    Words.push_back("--shared");
  if (Request.ParsesAll)
    Words.push_back("--parse-all");
  for (const std::string &File : Request.Files)
    Words.push_back("--file=" + File);
  return Words;
}

namespace {

/// What is known of the units of a database while it is being judged.
class Judging {
public:
  explicit Judging(const Progress &Tell) : Tell(Tell) {}

  /// Runs the helper once. Error: it could not be run, or refused.
  std::optional<Error> run(std::vector<std::string> Words);

  /// Units that were begun and not ended when the helper died.
  const std::set<unsigned> &unfinished() const { return Begun; }
  bool isCrashed() const { return Crashed; }
  void give(report::Unit U) {
    Begun.erase(U.Id);
    Finished.insert(U.Id);
    Units[U.Id] = std::move(U);
  }
  /// The units that are neither finished nor begun.
  std::vector<unsigned> untouched() const {
    std::vector<unsigned> Ids;
    for (const auto &[Id, File] : Planned)
      if (!Finished.count(Id) && !Begun.count(Id))
        Ids.push_back(Id);
    return Ids;
  }
  const std::string &file(unsigned Id) { return Planned[Id]; }
  std::vector<report::Unit> take() {
    std::vector<report::Unit> Result;
    for (auto &[Id, U] : Units)
      Result.push_back(std::move(U));
    return Result;
  }

private:
  void read(std::string_view Line);

  const Progress &Tell;
  std::map<unsigned, std::string> Planned;
  std::map<unsigned, report::Unit> Units;
  std::set<unsigned> Begun, Finished;
  bool Crashed = false;
};

} // namespace

/// The number in {"Key":N}.
static std::optional<unsigned> numberLine(std::string_view Line,
                                          std::string_view Key) {
  std::string Start = "{\"" + std::string(Key) + "\":";
  if (!Line.starts_with(Start))
    return std::nullopt;
  unsigned Number = 0;
  Line.remove_prefix(Start.size());
  std::from_chars(Line.data(), Line.data() + Line.size(), Number);
  return Number;
}

void Judging::read(std::string_view Line) {
  if (std::optional<unsigned> Id = numberLine(Line, "begin")) {
    Begun.insert(*Id);
  } else if (std::optional<unsigned> Id = numberLine(Line, "end")) {
    Begun.erase(*Id);
    Finished.insert(*Id);
  } else if (std::optional<report::Unit> U = report::unitFromJson(Line)) {
    if (U->State == report::UnitState::Planned)
      Planned.emplace(U->Id, std::move(U->File));
    else
      give(std::move(*U));
  }
  Tell(Finished.size(), Planned.size());
}

std::optional<Error> Judging::run(std::vector<std::string> Words) {
  int Pipe[2];
  if (pipe2(Pipe, O_CLOEXEC) != 0)
    return systemError("pipe");
  std::vector<char *> Arguments;
  for (std::string &Word : Words)
    Arguments.push_back(Word.data());
  Arguments.push_back(nullptr);
  posix_spawn_file_actions_t Actions;
  posix_spawn_file_actions_init(&Actions);
  posix_spawn_file_actions_adddup2(&Actions, Pipe[1], STDOUT_FILENO);
  pid_t Child;
  int Code = posix_spawn(&Child, Words.front().c_str(), &Actions, nullptr,
                         Arguments.data(), environ);
  posix_spawn_file_actions_destroy(&Actions);
  close(Pipe[1]);
  if (Code != 0) {
    close(Pipe[0]);
    return Error(std::strerror(Code)).in(Words.front());
  }

  std::string Buffer;
  char Chunk[65536];
  for (ssize_t Size; (Size = ::read(Pipe[0], Chunk, sizeof(Chunk))) != 0;) {
    if (Size < 0 && errno == EINTR)
      continue;
    if (Size < 0)
      break;
    Buffer.append(Chunk, static_cast<size_t>(Size));
    size_t Begin = 0;
    for (size_t End; (End = Buffer.find('\n', Begin)) != std::string::npos;
         Begin = End + 1)
      read(std::string_view(Buffer).substr(Begin, End - Begin));
    Buffer.erase(0, Begin);
  }
  close(Pipe[0]);
  int Status = 0;
  while (waitpid(Child, &Status, 0) < 0 && errno == EINTR)
    ;
  Crashed = !WIFEXITED(Status) || WEXITSTATUS(Status) != 0;
  // Having begun nothing it has said what is wrong.
  if (Crashed && Begun.empty() && WIFEXITED(Status))
    return Error("");
  if (Crashed && Begun.empty())
    return Error("died at once").in(Words.front());
  return std::nullopt;
}

Expected<std::vector<report::Unit>>
command::judgeUnits(const std::string &Database, const CheckRequest &Request,
                    bool HasColors, const Progress &Tell) {
  Expected<std::string> Helper = findHelper();
  if (!Helper)
    return Helper.takeError();
  const std::vector<std::string> Common =
      helperArguments(*Helper, Database, Request, HasColors);
  unsigned Jobs = Request.Jobs
                      ? Request.Jobs
                      : std::max(1u, std::thread::hardware_concurrency());
  auto WithIds = [&](const auto &Ids, unsigned Threads) {
    std::vector<std::string> Words = Common;
    for (unsigned Id : Ids)
      Words.push_back("--id=" + std::to_string(Id));
    Words.push_back("--threads=" + std::to_string(Threads));
    return Words;
  };

  Judging J(Tell);
  std::vector<unsigned> Rest;
  do {
    if (std::optional<Error> Wrong = J.run(WithIds(Rest, Jobs)))
      return std::move(*Wrong);
    // One of those that were at work has crashed it: each again, alone.
    std::set<unsigned> Suspects = J.unfinished();
    for (unsigned Id : Suspects) {
      if (std::optional<Error> Wrong = J.run(WithIds(std::vector{Id}, 1)))
        return std::move(*Wrong);
      if (!J.unfinished().count(Id) || !J.isCrashed())
        continue;
      report::Unit U;
      U.Id = Id;
      U.State = report::UnitState::Failed;
      U.File = J.file(Id);
      U.Why = "the parser crashed\n";
      J.give(std::move(U));
    }
    Rest = J.untouched();
  } while (!Rest.empty());
  return J.take();
}
