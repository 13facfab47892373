//===- Gen.cpp - host-layout gen ------------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Choice.h"
#include "Command.h"

#include "BTF/Live.h"
#include "Input.h"
#include "Output.h"
#include "Select.h"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <malloc.h>
#include <map>
#include <memory>
#include <sys/mman.h>

using namespace hostlayout;
using namespace hostlayout::command;

namespace {

struct GenOptions {
  std::string Object, Base, Output, DepFile;
  std::vector<std::string> Types;
  bool All = false;
  std::optional<std::string> Namespace, Package;
  generate::Options Write;
};

/// Fills in what the command line left open.
std::optional<Error> complete(GenOptions &O) {
  if (!O.DepFile.empty() && (O.Output.empty() || O.Output == "-"))
    return Error("--depfile needs -o: what would depend on the object?");
  if (O.Write.Lang == generate::Language::Go) {
    // As go generate sets it.
    const char *FromGo = std::getenv("GOPACKAGE");
    O.Write.Package = O.Package ? *O.Package : FromGo ? FromGo : "bpf";
  } else if (O.Package) {
    O.Write.Package = *O.Package;
  }
  // Types of a kernel clash with those of every system header.
  bool IsCpp = O.Write.Lang == generate::Language::Cpp;
  if (O.Namespace)
    O.Write.Namespace = *O.Namespace;
  else if (O.All && IsCpp)
    O.Write.Namespace = "bpf";
  return std::nullopt;
}

/// A kernel has a hundred thousand, a BPF object a few hundred.
constexpr btf::TypeId ManyTypes = 20000;

/// The model and the text of a whole kernel are 15 MB, in 4000 pages that would
/// come one by one and take a fifth of the time. Where the kernel may give
/// large ones, it is told that it is welcome to; what malloc() hands out from
/// here on lies together.
void expectMuchMemory() {
#ifdef __GLIBC__
  constexpr int Largest = 32 << 20, Heap = 24 << 20;
  constexpr uintptr_t LargePage = 2 << 20;
  mallopt(M_MMAP_THRESHOLD, Largest);
  mallopt(M_TRIM_THRESHOLD, Largest);
  mallopt(M_TOP_PAD, Heap);
  void *P = std::malloc(Heap);
  if (!P)
    return;
  const auto Begin = reinterpret_cast<uintptr_t>(P);
  const uintptr_t Aligned = (Begin + LargePage - 1) & -LargePage;
  madvise(reinterpret_cast<void *>(Aligned), Begin + Heap - Aligned,
          MADV_HUGEPAGE);
  std::free(P);
#endif
}

Expected<std::string> generateText(GenOptions &O, const btf::Object &Object) {
  if (O.All && Object.typeCount() > ManyTypes)
    expectMuchMemory();
  Selected S(Object);
  if (O.All)
    S.addEverything();
  else
    S.addUserTypes();
  if (std::optional<Error> E = S.add(O.Types))
    return std::move(*E);
  const generate::Selection &Types = S.Types;
  if (Types.Types.empty() && Types.Roles.empty() && Types.Sections.empty())
    reportWarning(O.Object + " has no maps, globals or emitted types: name "
                             "types with --type, or take all with --all");
  O.Write.BigEndian = Object.isBigEndian();
  return generate::generate(Types, O.Write);
}

/// Both files, or none.
std::optional<Error> writeFiles(const GenOptions &O, const btf::Object &Object,
                                std::string_view Text) {
  auto Output = PendingFile::write(O.Output, Text);
  if (!Output)
    return Output.takeError();
  if (!O.DepFile.empty()) {
    std::vector<std::string> Inputs;
    // The base may have been found without its name.
    if (!btf::isLive(O.Object))
      for (const btf::Object *One = &Object; One; One = One->base())
        Inputs.push_back(One->path());
    if (auto E = writeFile(O.DepFile, dependencyRule(O.Output, Inputs)))
      return E;
  }
  return Output->commit();
}

int run(GenOptions &O) {
  if (std::optional<Error> E = complete(O)) {
    reportError(*E);
    return Failed;
  }
  auto Object = openObject(O.Object, O.Base);
  if (!Object) {
    reportError(Object.takeError());
    return Failed;
  }
  auto Text = generateText(O, **Object);
  if (!Text) {
    reportError(Text.takeError());
    return Failed;
  }
  if (O.Output.empty() || O.Output == "-")
    return print(*Text) ? Clean : Failed;
  if (std::optional<Error> E = writeFiles(O, **Object, *Text)) {
    reportError(*E);
    return Failed;
  }
  return Clean;
}

} // namespace

void command::addGen(CLI::App &App, Job &Chosen) {
  auto O = std::make_shared<GenOptions>();
  CLI::App *Gen = App.add_subcommand(
      "gen", "Writes an object's types as a C++ or C header or as Go");
  Gen->add_option("OBJECT", O->Object, ObjectHelp)->required();
  const std::map<std::string, generate::Language> Languages = {
      {"c++", generate::Language::Cpp},
      {"c", generate::Language::C},
      {"go", generate::Language::Go}};
  takeOneOf(Gen->add_option("--lang", O->Write.Lang, "Default: c++"), Languages)
      ->type_name("LANG");
  Gen->add_option("--type", O->Types,
                  "Also this type, map role (counts.value) or section (.bss)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  Gen->add_flag("--all", O->All, "All types of the object");
  Gen->add_option("--namespace", O->Namespace, "C++: the namespace (a::b)")
      ->type_name("NS");
  Gen->add_option("--package", O->Package,
                  "Go: the package (default: $GOPACKAGE, else bpf)")
      ->type_name("PKG");
  Gen->add_option("--prefix", O->Write.Prefix, "Goes before each type's name")
      ->type_name("P");
  Gen->add_flag("--asserts", O->Write.Asserts,
                "C++, C: assert each size and offset in the header itself");
  Gen->add_option("-o,--output", O->Output, "Default: standard output")
      ->type_name("FILE");
  Gen->add_option("--depfile", O->DepFile,
                  "Also write the rule on which FILE depends, for make")
      ->type_name("FILE");
  Gen->add_option("--btf-base", O->Base, "The base of split BTF")
      ->type_name("FILE");
  Gen->callback([O, &Chosen] { Chosen = [O] { return run(*O); }; });
}
