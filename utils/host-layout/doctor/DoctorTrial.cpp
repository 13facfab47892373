//===- DoctorTrial.cpp - One tool, one line, one verdict ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "doctor/DoctorTrial.h"

#include "Support/Printable.h"
#include "Support/Process.h"
#include "doctor/DoctorSample.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::command;

static constexpr std::string_view TagStart = "[bpf-host-layout-";

/// What a tool says of a struct that it did not compare.
static constexpr std::array<std::string_view, 5> NotCompared = {
    "object]", "not-checked]", "type-not-found]", "ambiguous]", "endian]"};

static bool hasVerdict(std::string_view Output) {
  for (size_t At = Output.find(TagStart); At != std::string_view::npos;
       At = Output.find(TagStart, At + 1)) {
    const std::string_view Tag = Output.substr(At + TagStart.size());
    if (std::none_of(NotCompared.begin(), NotCompared.end(),
                     [&](std::string_view N) { return Tag.starts_with(N); }))
      return true;
  }
  return false;
}

/// The line of \p Output that tells most.
static std::string tellingLine(std::string_view Output) {
  for (std::string_view Sign :
       {TagStart, std::string_view("HostLayout"),
        std::string_view("host-layout-clangd:"), std::string_view("error"),
        std::string_view("\n")}) {
    const size_t At = Output.find(Sign);
    if (At == std::string_view::npos)
      continue;
    const size_t Start = Sign == "\n" ? 0 : Output.rfind('\n', At) + 1;
    std::string_view Line = Output.substr(Start, Output.find('\n', At) - Start);
    // The time in front of each line of clangd's log: "E[10:11:12.345] ".
    if (Line.starts_with("E["))
      Line.remove_prefix(std::min(Line.find("] ") + 2, Line.size()));
    return printable(Line, 400);
  }
  return printable(Output, 400);
}

/// "19.1.7" of "Debian clang version 19.1.7 (...)"; empty if there is none.
static std::string versionIn(std::string_view Output) {
  static constexpr std::string_view Word = "version ";
  const size_t At = Output.find(Word);
  if (At == std::string_view::npos)
    return {};
  const std::string_view Rest = Output.substr(At + Word.size());
  return std::string(Rest.substr(0, Rest.find_first_not_of("0123456789.")));
}

/// A path is meant from here, and tools run elsewhere.
static std::string fromHere(const std::string &Program) {
  if (Program.find('/') == std::string::npos)
    return Program;
  std::error_code Code;
  const std::filesystem::path Whole = std::filesystem::absolute(Program, Code);
  return Code ? Program : Whole.string();
}

/// A program and its first arguments, as the shell would split them, unless the
/// whole is the name of a program.
static std::vector<std::string> words(const std::string &Named) {
  if (access(Named.c_str(), X_OK) == 0 || !launcher::inPath(Named).empty())
    return {fromHere(Named)};
  std::vector<std::string> Words;
  for (size_t At = 0; At < Named.size();) {
    const size_t End = std::min(Named.find(' ', At), Named.size());
    if (End != At)
      Words.push_back(Named.substr(At, End - At));
    At = End + 1;
  }
  if (!Words.empty())
    Words.front() = fromHere(Words.front());
  return Words;
}

std::vector<std::string> command::targetFlags(const std::string &Compiler) {
  std::vector<std::string> Flags;
  const std::vector<std::string> All = words(Compiler);
  for (size_t I = 1; I < All.size(); ++I) {
    const std::string &Word = All[I];
    if (Word == "-target" && I + 1 != All.size())
      Flags.push_back("--target=" + All[++I]);
    else if (Word.starts_with("--target=") || Word.starts_with("-m"))
      Flags.push_back(Word);
  }
  return Flags;
}

namespace {

/// Runs one tool, and judges what it says.
class Examination {
public:
  Examination(const Trial &T, std::vector<std::string> Words)
      : T(T), Words(std::move(Words)) {}

  /// Whether it can be run at all, and who it says it is.
  bool introduce();
  const std::string &tool() const { return Tool; }
  bool isClang() const { return Version.find("clang") != std::string::npos; }

  TrialResult run(std::vector<std::string> More);
  TrialResult fails(std::string Text, std::string Remedy) {
    return {TrialResult::Fails, Tool, std::move(Text), std::move(Remedy)};
  }
  /// Why names it.
  TrialResult cannotRun() const {
    return {Problem, {}, Why, "name one that can be run"};
  }

private:
  const Trial &T;
  std::vector<std::string> Words;
  std::string Tool, Version, Why;
  TrialResult::StateType Problem = TrialResult::Fails;
};

} // namespace

/// Standard output and standard error of a tool, as they came.
struct ToolRun : ProgramEnd {
  std::string Output;
};

static Expected<ToolRun> runTool(std::vector<std::string> Words,
                                 const std::string &Directory) {
  ToolRun Run;
  Expected<ProgramEnd> End = runProgram(
      {std::move(Words), Directory, /*ReadsErrors=*/true, /*Seconds=*/60},
      [&Run](std::string_view Piece) { Run.Output += Piece; });
  if (!End)
    return End.takeError();
  static_cast<ProgramEnd &>(Run) = *End;
  return Run;
}

bool Examination::introduce() {
  Tool = Words.front();
  std::vector<std::string> Ask = Words;
  Ask.push_back("--version");
  Expected<ToolRun> Run = runTool(Ask, T.Directory);
  if (!Run) {
    Why = Run.takeError().message();
    Problem = TrialResult::Wrong;
    return false;
  }
  if (Run->Exit != 0) {
    Why = Tool + " --version fails: " + tellingLine(Run->Output);
    return false;
  }
  Version = std::move(Run->Output);
  if (std::string Number = versionIn(Version); !Number.empty())
    Tool += " (" + Number + ")";
  return true;
}

/// What to do about it, where the output of a tool tells.
static std::string remedyFor(std::string_view Output) {
  auto Says = [&](std::string_view Text) {
    return Output.find(Text) != std::string_view::npos;
  };
  constexpr std::string_view NoBuild = "HostLayout has no build for LLVM ";
  if (const size_t At = Output.find(NoBuild); At != std::string_view::npos) {
    const std::string_view Rest = Output.substr(At + NoBuild.size());
    const std::string Major(
        Rest.substr(0, Rest.find_first_not_of("0123456789")));
    return "install libclang-" + Major + "-dev and llvm-" + Major +
           "-dev and build HostLayout again, or use a version that it has";
  }
  if (Says("takes no plugins"))
    return "use the one of a distribution's or LLVM's own packages";
  if (Says("[bpf-host-layout-endian]"))
    return "give an object for the byte order of this compiler's target";
  if (Says("[bpf-host-layout-object]"))
    return "build the object again with clang -target bpf -g";
  return "run 'host-layout doctor' with another version of it";
}

TrialResult Examination::run(std::vector<std::string> More) {
  std::vector<std::string> All = Words;
  All.insert(All.end(), More.begin(), More.end());
  Expected<ToolRun> Run = runTool(std::move(All), T.Directory);
  if (!Run)
    return fails(Run.takeError().message(), "name one that can be run");
  const std::string &Said = Run->Output;
  if (Run->IsTimedOut)
    return fails("did not end within a minute", "try a smaller --btf");
  if (Run->Exit < 0)
    return fails("crashed with signal " + std::to_string(-Run->Exit) + ": " +
                     tellingLine(Said),
                 remedyFor(Said));
  if (hasVerdict(Said))
    return {TrialResult::Works, Tool, {}, {}};
  const std::string Line = tellingLine(Said);
  return fails(Line.empty() ? "took a struct that differs without a word"
                            : "does not check: " + Line,
               remedyFor(Said));
}

/// The newest of \p Stem and \p Stem-N in PATH: what users have under the plain
/// name counts most. Empty if there is none.
static std::string findTool(const std::string &Stem) {
  if (!launcher::inPath(Stem).empty())
    return Stem;
  for (unsigned Major = 99; Major != 0; --Major) {
    const std::string Name = Stem + "-" + std::to_string(Major);
    if (!launcher::inPath(Name).empty())
      return Name;
  }
  return {};
}

static TrialResult absent(std::string What, std::string Remedy) {
  return {TrialResult::Absent, {}, std::move(What), std::move(Remedy)};
}

TrialResult command::tryCompiler(const Trial &T, const std::string &Named) {
  const std::string Name = Named.empty() ? findTool("clang++") : Named;
  if (Name.empty())
    return absent("there is no clang++ in PATH",
                  "install clang, or name one with --compiler");
  Examination E(T, words(Name));
  if (!E.introduce())
    return E.cannotRun();
  if (!E.isClang())
    return E.fails("this is not clang, and only clang can load the plugin",
                   "compile with clang++, or leave the compiler as it is and "
                   "run 'host-layout check'");
  std::vector<std::string> Flags = {"-x",
                                    "c++",
                                    "-std=c++17",
                                    "-fsyntax-only",
                                    "-fno-color-diagnostics",
                                    "-fplugin=" + T.Ours.Plugin,
                                    "-fplugin-arg-hostlayout-btf=" + T.Object};
  if (!T.Base.empty())
    Flags.push_back("-fplugin-arg-hostlayout-btf-base=" + T.Base);
  Flags.push_back("trial.cpp");
  return E.run(std::move(Flags));
}

/// \p Text as a string of YAML.
static std::string inQuotes(const std::string &Text) {
  std::string Quoted = "'";
  for (char C : Text)
    Quoted += C == '\'' ? "''" : std::string(1, C);
  return Quoted + "'";
}

TrialResult command::tryTidy(const Trial &T, const std::string &Named) {
  const std::string Name = Named.empty() ? findTool("clang-tidy") : Named;
  if (Name.empty())
    return absent("there is no clang-tidy in PATH",
                  "install clang-tidy if you want the checks there");
  Examination E(T, words(Name));
  if (!E.introduce())
    return E.cannotRun();
  std::string Options = "{CheckOptions: [{key: bpf-host-layout.Btf, value: " +
                        inQuotes(inList(T.Object));
  if (!T.Base.empty())
    Options += "}, {key: bpf-host-layout.BtfBase, value: " + inQuotes(T.Base);
  std::vector<std::string> Arguments = {"--load=" + T.Ours.Plugin,
                                        "-checks=-*,bpf-host-layout",
                                        "--config=" + Options + "}]}",
                                        "trial.cpp",
                                        "--",
                                        "-x",
                                        "c++",
                                        "-std=c++17"};
  Arguments.insert(Arguments.end(), T.Target.begin(), T.Target.end());
  return E.run(std::move(Arguments));
}

TrialResult command::tryClangd(const Trial &T, const std::string &Named) {
  std::string Path = Named;
  if (Path.empty())
    Path = launcher::chooseClangd(T.Ours).Path;
  if (Path.empty())
    return absent("there is no clangd in PATH",
                  "install clangd if you want the checks in an editor");
  Path = fromHere(Path);
  Examination E(T, {Path});
  if (!E.introduce())
    return E.cannotRun();
  if (T.Launcher.empty())
    return E.fails("host-layout-clangd is not beside this program",
                   "install HostLayout whole");
  Examination Started(T, {T.Launcher, "--clangd=" + Path});
  TrialResult R =
      Started.run({"--check=" + T.Directory + "/trial.cpp", "--log=error"});
  R.Tool = E.tool();
  return R;
}
