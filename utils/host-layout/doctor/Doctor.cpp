//===- Doctor.cpp - host-layout doctor ------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"
#include "Input.h"
#include "Select.h"
#include "doctor/DoctorSample.h"
#include "doctor/DoctorTrial.h"

#include "Support/OwnProgram.h"
#include "Support/Printable.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::command;

namespace fs = std::filesystem;

namespace {

struct DoctorOptions {
  std::string Compiler, Tidy, Clangd, Object, Base;
};

/// The lines that are printed, and the exit code that they come to.
class Chart {
public:
  void add(const char *What, const TrialResult &R) {
    static constexpr const char *States[] = {"works", "FAILS", "none", "FAILS"};
    std::string Line = std::string(States[R.State]) + "   ";
    Line.resize(8, ' ');
    Line += What;
    Line.resize(20, ' ');
    Line += printable(R.Tool, 1024);
    if (!R.Text.empty())
      Line += (R.Tool.empty() ? "" : ": ") + R.Text;
    Out += Line + "\n";
    if (!R.Remedy.empty())
      Out += std::string(20, ' ') + "to do: " + R.Remedy + "\n";
    AnyWorks |= R.State == TrialResult::Works;
    Worst = std::max(Worst, R.State == TrialResult::Fails   ? int(Findings)
                            : R.State == TrialResult::Wrong ? int(Failed)
                                                            : int(Clean));
  }
  /// Something that is not tried: it must be there.
  void addPart(const char *What, std::string Text, TrialResult::StateType State,
               std::string Remedy) {
    const bool Had = AnyWorks;
    add(What, {State, std::move(Text), {}, std::move(Remedy)});
    AnyWorks = Had;
  }

  int finish() {
    if (!AnyWorks && Worst == Clean) {
      Out += "no tool of this machine can run the checks\n";
      Worst = Findings;
    }
    return print(Out) ? Worst : int(Failed);
  }

private:
  std::string Out;
  bool AnyWorks = false;
  int Worst = Clean;
};

std::string absolute(const std::string &Path) {
  return Path.empty() ? Path : fs::absolute(Path).string();
}

/// The name of a struct of \p O that a trial can be about; empty if there is
/// none. Other kinds of types need a host type of another form.
std::string structOf(const btf::Object &O) {
  Selected S(O);
  S.addUserTypes();
  if (S.Types.Types.empty())
    S.addEverything();
  for (const Type *Ty : S.Types.Types)
    if (const auto *R = as<RecordType>(Ty))
      if (R->Size > 1 && !R->Name.empty() && R->Fields.size() > 0 &&
          std::all_of(R->Name.begin(), R->Name.end(), [](unsigned char C) {
            return C == '_' || std::isalnum(C);
          }))
        return std::string(R->Name);
  return {};
}

std::string count(size_t Number, const char *What) {
  return std::to_string(Number) + " " + What + (Number == 1 ? "" : "s");
}

/// Opens the object that the user named. Returns the name of its struct to try,
/// or empty if the sample has to serve.
std::string examineObject(const DoctorOptions &O, Chart &To) {
  auto Object = openObject(O.Object, O.Base);
  if (!Object) {
    TrialResult R;
    R.State = TrialResult::Wrong;
    R.Text = Object.takeError().message();
    R.Remedy = "build it with clang -target bpf -g";
    To.add("object", R);
    return {};
  }
  const btf::Object &Types = **Object;
  std::string Text = O.Object + " (" + count(Types.typeCount() - 1, "type") +
                     ", " + count(Types.maps().size(), "map") + ", " +
                     (Types.isBigEndian() ? "big-endian" : "little-endian") +
                     (Types.hasDwarf() ? ", with DWARF" : "") + ")";
  std::string Name = structOf(Types);
  if (Name.empty())
    To.addPart("object", Text + " has no struct", TrialResult::Fails,
               "add BPF_HOST_LAYOUT_EMIT(struct NAME); from "
               "<bpf/host_layout.h> to the BPF source");
  else
    To.addPart("object", Text, TrialResult::Works, {});
  return Name;
}

launcher::Installation examineInstallation(Chart &To) {
  launcher::Installation Ours = launcher::findInstallation();
  std::string Builds;
  for (unsigned Major : Ours.Majors)
    Builds += (Builds.empty() ? "" : ", ") + std::to_string(Major);
  if (Ours.Plugin.empty())
    To.addPart("plugin", "libHostLayout.so is not where it was installed",
               TrialResult::Fails, "install HostLayout whole");
  else if (Builds.empty())
    To.addPart("plugin", Ours.Plugin + " has no build for any LLVM",
               TrialResult::Fails,
               "build HostLayout with an LLVM's development files");
  else
    To.addPart("plugin", Ours.Plugin + " (for LLVM " + Builds + ")",
               TrialResult::Works, {});
  return Ours;
}

int run(const DoctorOptions &O) {
  auto Made = Sample::make();
  if (!Made) {
    reportError(Made.takeError());
    return Failed;
  }
  Sample &S = **Made;
  Chart To;
  static constexpr const char *Launcher[] = {"host-layout-clangd"};
  Trial T{examineInstallation(To),
          findOwnFile(Launcher),
          S.directory(),
          S.object(),
          {},
          targetFlags(O.Compiler)};
  std::string Name = "sample";
  if (!O.Object.empty())
    if (std::string Own = examineObject(O, To); !Own.empty()) {
      Name = std::move(Own);
      T.Object = absolute(O.Object);
      T.Base = absolute(O.Base);
    }
  if (std::optional<Error> E = S.write(Name, T.Object, T.Base, T.Target)) {
    reportError(*E);
    return Failed;
  }
  To.add("compiler", tryCompiler(T, O.Compiler));
  To.add("clang-tidy", tryTidy(T, O.Tidy));
  To.add("clangd", tryClangd(T, O.Clangd));
  return To.finish();
}

} // namespace

void command::addDoctor(CommandLine &To) {
  auto O = std::make_shared<DoctorOptions>();
  Syntax Doctor =
      To.add("doctor",
             "Tries compiler, clang-tidy, clangd and object together, and "
             "says what to do where they do not work",
             [O] { return run(*O); });
  Doctor.file("--compiler", "CXX", O->Compiler,
              "Try this compiler, with arguments if there are any; "
              "default: clang++ in PATH");
  Doctor.file("--clang-tidy", "PATH", O->Tidy,
              "Try this clang-tidy; default: the one in PATH");
  Doctor.file("--clangd", "PATH", O->Clangd,
              "Try this clangd; default: the one that "
              "host-layout-clangd takes");
  Doctor.file("--btf", "OBJECT", O->Object,
              "Try with this object; default: a small one");
  Doctor.file("--btf-base", "FILE", O->Base, BaseHelp);
  Doctor.example("host-layout doctor --btf ev.bpf.o",
                 "Whether the tools in PATH work with an object");
}
