//===- Stamp.cpp - host-layout stamp --------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A header that changes when a type of an object does, and only then. A build
// makes the host's sources depend on it instead of the object, which changes
// with every edit of the BPF program; and a compiler cache, which does not look
// at objects, sees the header. Its one declaration survives the preprocessor,
// whose output some caches go by.
//
//===----------------------------------------------------------------------===//

#include "Command.h"

#include "BTF/EmittedTypes.h"
#include "HelperDwarf.h"
#include "Input.h"
#include "Layout/Canonical.h"
#include "Output.h"
#include "Support/Digest.h"
#include "Support/ReadFile.h"
#include "Support/WriteFile.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

using namespace hostlayout;
using namespace hostlayout::command;
namespace fs = std::filesystem;

namespace {

struct StampOptions {
  std::vector<std::string> Objects, With;
  std::string Base, Output, TypesOutput;
};

std::string digestOf(std::string_view Content) {
  Digest D;
  D.add(Content);
  return D.hex();
}

void addMap(const btf::MapInfo &Map, const std::string &Name,
            btf::LayoutBuilder &Builder, Canonical &Lines) {
  auto Part = [&](btf::TypeId Id, uint32_t Size) {
    return std::to_string(Size) +
           (Id ? " " + Lines.reference(*Builder.layout(Id)) : "");
  };
  Lines.addLine("map " + Name + " type " + std::to_string(Map.Type) + " key " +
                Part(Map.Key, Map.KeySize) + " value " +
                Part(Map.Value, Map.ValueSize));
  if (Map.Inner)
    addMap(*Map.Inner, Name + "." + std::string(Map.Inner->Name), Builder,
           Lines);
}

/// The lines of what only the object's DWARF has. False: it cannot be read.
bool addDwarf(const btf::Object &O, Canonical &Lines) {
  HelperDwarf Dwarf;
  for (const auto &[Name, Foreign] : Dwarf.all(O))
    Lines.add(*Foreign.Ty);
  return !Dwarf.failure();
}

/// The lines of one object, or the reason why there are none.
Expected<std::string> linesOf(const std::string &Name,
                              const std::string &Base) {
  auto Opened = openObject(Name, Base);
  if (!Opened)
    return Opened.takeError();
  const btf::Object &O = **Opened;
  Arena Memory;
  btf::LayoutBuilder Builder(O, Memory);
  Canonical Lines;
  for (btf::TypeId Id : btf::namedTypes(O))
    Lines.add(*Builder.layout(Id));
  for (const btf::MapInfo &Map : O.maps())
    addMap(Map, std::string(Map.Name), Builder, Lines);
  for (const btf::SectionInfo &Section : O.sections())
    Lines.addLine("section " + Lines.reference(*Builder.layout(Section)));
  // Without the reader of DWARF any change of the object may be one of types.
  if (O.hasDwarf() && !addDwarf(O, Lines))
    Lines.addLine("object #" + digestOf(Bytes{O.content(), {}}.text()));
  std::string Text =
      O.isBigEndian() ? "object, big endian\n" : "object, little endian\n";
  for (const std::string &Line : Lines.lines())
    Text += Line + "\n";
  return Text;
}

std::string header(const std::string &Digest) {
  return "/* Made by host-layout stamp. It changes when a type of the objects\n"
         " * that it was made from does. */\n"
         "#ifndef HOST_LAYOUT_STAMP_" +
         Digest + "\n#define HOST_LAYOUT_STAMP_" + Digest +
         "\nstruct host_layout_stamp_" + Digest + ";\n#endif\n";
}

/// \p Name and, of the plugin, which is but the way to them, what lies in
/// hostlayout/ beside it.
std::vector<std::string> filesOf(const std::string &Name) {
  std::vector<std::string> Files = {Name};
  if (fs::path(Name).filename() != "libHostLayout.so")
    return Files;
  std::error_code Wrong;
  for (fs::directory_iterator
           At(fs::path(Name).replace_filename("hostlayout"), Wrong),
       End;
       !Wrong && At != End; At.increment(Wrong))
    Files.push_back(At->path());
  std::sort(Files.begin() + 1, Files.end());
  return Files;
}

/// What the stamp is made of.
Expected<std::string> content(const StampOptions &O) {
  std::string Types;
  for (const std::string &Name : O.Objects) {
    Expected<std::string> Lines = linesOf(Name, O.Base);
    if (!Lines)
      return Lines;
    Types += *Lines;
  }
  for (const std::string &Name : O.With)
    for (const std::string &File : filesOf(Name)) {
      Expected<Bytes> Content = readFile(File);
      if (!Content)
        return Content.takeError();
      Types += "with #" + digestOf(Content->text()) + "\n";
    }
  return Types;
}

int run(const StampOptions &O) {
  Expected<std::string> Types = content(O);
  if (!Types) {
    reportError(Types.takeError());
    return Failed;
  }
  std::string Header = header(digestOf(*Types));
  std::optional<Error> Wrong;
  if (!O.TypesOutput.empty())
    Wrong = updateFile(O.TypesOutput, *Types);
  if (O.Output.empty() || O.Output == "-") {
    if (!Wrong)
      return print(Header) ? Clean : Failed;
  } else if (!Wrong) {
    Wrong = updateFile(O.Output, Header);
  }
  if (!Wrong)
    return Clean;
  reportError(*Wrong);
  return Failed;
}

} // namespace

void command::addStamp(CommandLine &To) {
  auto O = std::make_shared<StampOptions>();
  Syntax Stamp = To.add(
      "stamp", "Writes a header that changes when a type of an object does",
      [O] { return run(*O); });
  Stamp.operands("OBJECT", O->Objects, ObjectHelp, Syntax::Required);
  Stamp.file("-o,--output", "FILE", O->Output, UpdatedHelp);
  Stamp.file("--types", "FILE", O->TypesOutput,
             "Also write what the stamp is made of, a line a type");
  Stamp.list("--with", "FILE", O->With,
             "Change with this file's content, too, and with the modules "
             "of a plugin; repeatable");
  Stamp.file("--btf-base", "FILE", O->Base, BaseHelp);
  Stamp.example("host-layout stamp ev.bpf.o -o ev_stamp.h",
                "For '-include ev_stamp.h', where a compiler cache is used");
}
