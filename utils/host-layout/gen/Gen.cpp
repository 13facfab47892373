//===- Gen.cpp - host-layout gen ------------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"

#include "BTF/Live.h"
#include "Generate/Identifiers.h"
#include "Input.h"
#include "Output.h"
#include "Select.h"
#include "Support/Printable.h"
#include "Support/WriteFile.h"
#include "Surface/MapKinds.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <memory>

using namespace hostlayout;
using namespace hostlayout::command;

namespace {

struct GenOptions {
  std::string Object, Base, Output, DepFile;
  std::vector<std::string> Types, MoreTypes;
  bool All = false;
  std::optional<std::string> Namespace, Package, GoVersion, Name;
  generate::WriterOptions Write;
};

/// The minor version of "1.21", "go1.21" or "1.21.3".
std::optional<unsigned> goMinor(std::string_view Version) {
  if (Version.starts_with("go"))
    Version.remove_prefix(2);
  if (!Version.starts_with("1."))
    return std::nullopt;
  Version.remove_prefix(2);
  unsigned Minor = 0;
  auto [End, Wrong] =
      std::from_chars(Version.data(), Version.data() + Version.size(), Minor);
  if (Wrong != std::errc() ||
      (End != Version.data() + Version.size() && *End != '.'))
    return std::nullopt;
  return Minor;
}

/// "ev" of "build/ev.bpf.o".
std::string objectName(std::string_view Path) {
  Path.remove_prefix(Path.rfind('/') + 1);
  for (std::string_view Suffix : {".o", ".bpf"})
    if (Path.ends_with(Suffix))
      Path.remove_suffix(Suffix.size());
  return generate::sanitized(Path);
}

generate::MapDecl declarationOf(const btf::MapInfo &Map) {
  generate::MapDecl D{.Name = Map.Name,
                      .Kind = Map.Type,
                      .Interface = surface::mapKind(Map.Type).Interface,
                      .KeySize = Map.KeySize,
                      .ValueSize = Map.ValueSize,
                      .MaxEntries = Map.MaxEntries,
                      .Flags = Map.Flags};
  if (Map.Inner)
    D.Inner = std::make_shared<generate::MapDecl>(declarationOf(*Map.Inner));
  return D;
}

std::vector<generate::MapDecl> declarationsOf(const btf::Object &O) {
  std::vector<generate::MapDecl> Maps;
  for (const btf::MapInfo &Map : O.maps())
    Maps.push_back(declarationOf(Map));
  return Maps;
}

/// Fills in what the command line left open.
std::optional<Error> complete(GenOptions &O) {
  if (O.GoVersion) {
    std::optional<unsigned> Minor = goMinor(*O.GoVersion);
    if (!Minor)
      return Error("'" + printable(*O.GoVersion) +
                   "' is not a version of Go such as 1.21");
    if (O.Write.Lang != generate::Language::Go)
      return Error("only Go has a --go-version");
    O.Write.GoMinor = *Minor;
  }
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
  O.Write.ObjectName = O.Name ? *O.Name : objectName(O.Object);
  if (O.Write.Skeleton.empty())
    O.Write.Skeleton = O.Write.ObjectName + ".skel.h";
  if (O.Namespace)
    O.Write.Namespace = *O.Namespace;
  else if (O.Write.Maps && IsCpp)
    // The skeleton has the object's name itself.
    O.Write.Namespace = O.Write.ObjectName + "_types";
  else if (O.All && IsCpp)
    O.Write.Namespace = "bpf";
  return std::nullopt;
}

/// "'a' and 'b'".
std::string listed(const std::vector<std::string> &Names) {
  std::string Text;
  for (size_t I = 0; I != Names.size(); ++I)
    Text += (I == 0                  ? ""
             : I + 1 == Names.size() ? " and "
                                     : ", ") +
            ("'" + printable(Names[I]) + "'");
  return Text;
}

/// Nothing in BTF ties a record to its buffer: where the program was written to
/// emit no type, or none was asked for, user space lacks them.
void warnOfBuffers(const GenOptions &O, Selected &S) {
  if (O.All || !O.Types.empty() || !O.MoreTypes.empty() ||
      !S.surface().emittedTypes().empty())
    return;
  std::vector<std::string> Names;
  for (const surface::Buffer &B : S.surface().buffers())
    Names.emplace_back(B.Name);
  if (Names.empty())
    return;
  reportWarning("nothing in " + O.Object + " says what the records of " +
                listed(Names) +
                " are: name their types with --type, or keep them with "
                "BPF_HOST_LAYOUT_EMIT() in the BPF source");
}

void warnOfWhatIsLeftOut(const GenOptions &O, Selected &S) {
  warnOfBuffers(O, S);
  const generate::Selection &Types = S.Types;
  if (!Types.Types.empty() || !Types.Roles.empty() || !Types.Sections.empty())
    return;
  std::vector<std::string> Sections;
  for (const btf::SectionInfo &Section : S.surface().object().sections())
    if (!S.surface().section(Section)->Fields.empty())
      Sections.emplace_back(Section.Name);
  if (!Sections.empty())
    reportWarning(O.Object +
                  " has no maps or emitted types, and all globals "
                  "are plain numbers: take the struct of " +
                  listed(Sections) + " with --type " + Sections.front());
  else
    reportWarning(O.Object + " has no maps, globals or emitted types: name "
                             "types with --type, or take all with --all");
}

std::optional<Error> select(const GenOptions &O, Selected &S) {
  if (O.All)
    S.addEverything();
  else
    S.addUserTypes();
  if (std::optional<Error> E = S.add(O.Types))
    return E;
  if (std::optional<Error> E = S.add(O.MoreTypes))
    return E;
  warnOfWhatIsLeftOut(O, S);
  if (!S.Types.Sections.empty())
    warnOfPlaces(S);
  return std::nullopt;
}

/// Both files, or none.
std::optional<Error> writeFiles(const GenOptions &O, const btf::Object &Object,
                                const generate::Selection &Types) {
  auto Output = PendingFile::open(O.Output);
  if (!Output)
    return Output.takeError();
  auto To = [&Output](std::string_view Text) { return Output->write(Text); };
  if (std::optional<Error> E = generate::generate(Types, O.Write, To))
    return E;
  if (std::optional<Error> E = Output->finish())
    return E;
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

std::optional<Error> write(GenOptions &O) {
  if (std::optional<Error> E = complete(O))
    return E;
  auto Object = openObject(O.Object, O.Base);
  if (!Object)
    return Object.takeError();
  O.Write.BigEndian = (*Object)->isBigEndian();
  Selected S(**Object);
  if (std::optional<Error> E = select(O, S))
    return E;
  if (O.Write.Maps)
    S.Types.Maps = declarationsOf(**Object);
  if (O.Output.empty() || O.Output == "-")
    return generate::generate(S.Types, O.Write, writeOut);
  return writeFiles(O, **Object, S.Types);
}

int run(GenOptions &O) {
  std::optional<Error> E = write(O);
  if (E)
    reportError(*E);
  return E ? Failed : Clean;
}

} // namespace

void command::addGen(CommandLine &To) {
  auto O = std::make_shared<GenOptions>();
  Syntax Gen =
      To.add("gen", "Writes an object's types as a C++ or C header, Go or Rust",
             [O] { return run(*O); });
  Gen.operand("OBJECT", O->Object, ObjectHelp);
  Gen.choice<generate::Language>("--lang", "LANG", O->Write.Lang,
                                 {{"c++", generate::Language::Cpp},
                                  {"c", generate::Language::C},
                                  {"go", generate::Language::Go},
                                  {"rust", generate::Language::Rust}},
                                 "Default: c++; go needs Go 1.23, or "
                                 "--go-version");
  Gen.operands("TYPE", O->MoreTypes, "Like --type");
  Gen.list("--type", "NAME", O->Types,
           "Also this type, map role (counts.value), section (.bss) or global");
  Gen.flag("--maps", O->Write.Maps,
           "C++, C: also typed maps, see docs/typed.md");
  Gen.option("--name", "NAME", O->Name,
             "With --maps: the skeleton's name (default: ev of ev.bpf.o)");
  Gen.option("--skeleton", "FILE", O->Write.Skeleton,
             "C, with --maps: the skeleton's header (default: NAME.skel.h)");
  Gen.flag("--all", O->All, "All types of the object");
  Gen.option("--namespace", "NS", O->Namespace, "C++: the namespace (a::b)");
  Gen.option("--package", "PKG", O->Package,
             "Go: the package (default: $GOPACKAGE, else bpf)");
  Gen.option("--go-version", "V", O->GoVersion,
             "Go: what must compile it; before 1.23 without structs.HostLayout "
             "(default: 1.23; at least 1.17)");
  Gen.option("--prefix", "P", O->Write.Prefix, "Goes before each type's name");
  Gen.option("--enumerator-prefix", "P", O->Write.EnumeratorPrefix,
             "C++, C: goes before each enumerator's name, for those that a "
             "system's headers have, too");
  Gen.flag("--asserts", O->Write.Asserts,
           "C++, C: assert each size and offset in the header itself");
  Gen.file("-o,--output", "FILE", O->Output, "Default: standard output");
  Gen.file("--depfile", "FILE", O->DepFile,
           "Also write the rule on which FILE depends, for make");
  Gen.file("--btf-base", "FILE", O->Base, BaseHelp);
  Gen.example("host-layout gen ev.bpf.o -o ev_types.hpp",
              "What user space sees of an object, as a header for C++");
}
