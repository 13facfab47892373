//===- Show.cpp - host-layout show ----------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"

#include "BTF/Sends.h"

#include "Input.h"
#include "Select.h"
#include "Support/Printable.h"
#include "show/ShowJson.h"
#include "show/ShowText.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <vector>

using namespace hostlayout;
using namespace hostlayout::command;
using Json = nlohmann::ordered_json;

namespace {

struct ShowOptions {
  std::string Object, Base;
  std::vector<std::string> Types;
  bool All = false, AsJson = false;
};

/// "__u32 (4 bytes)".
std::string sideText(const MapRole &Side) {
  std::string Text;
  if (Side.Ty) {
    Declared D = declaredType(*Side.Ty);
    Text = D.text() + " ";
  }
  Text += "(" + std::to_string(Side.Size) + " bytes";
  if (Side.isStrided())
    Text += ", " + std::to_string(perCpuStride(Side.Size)) + " for each CPU";
  return Text + ")";
}

Json sideToJson(const MapRole &Side) {
  Json Result = {{"role", printable(Side.Name)}, {"size", Side.Size}};
  if (Side.Ty) {
    Declared D = declaredType(*Side.Ty);
    Result["type"] = D.text();
  }
  if (Side.PerCpu)
    Result["size_per_cpu"] = perCpuStride(Side.Size);
  return Result;
}

/// The roles of \p Map and of the maps that it holds.
std::vector<MapRole> rolesOf(const btf::MapInfo &Map, const Selected &S) {
  std::vector<MapRole> Roles;
  std::string Prefix = std::string(Map.Name) + ".";
  for (const MapRole &R : S.Types.Roles)
    if (R.Name.starts_with(Prefix))
      Roles.push_back(R);
  return Roles;
}

/// What the object's code sends to \p Map.
std::vector<btf::RecordSend>
sendsTo(const btf::MapInfo &Map, const std::vector<btf::RecordSend> &Sends) {
  std::vector<btf::RecordSend> Found;
  for (const btf::RecordSend &S : Sends)
    if (S.Map == Map.Name)
      Found.push_back(S);
  return Found;
}

/// "records of 40 bytes (handle_exec), 24 bytes (handle_exit)".
std::string recordsText(const std::vector<btf::RecordSend> &Sends) {
  std::string Text = "records of ";
  for (const btf::RecordSend &S : Sends) {
    if (&S != &Sends.front())
      Text += ", ";
    Text += S.Size ? std::to_string(*S.Size) + " bytes" : "unknown size";
    if (!S.Function.empty())
      Text += " (" + printable(S.Function) + ")";
  }
  return Text;
}

Json recordsToJson(const std::vector<btf::RecordSend> &Sends) {
  Json Records = Json::array();
  for (const btf::RecordSend &S : Sends) {
    Json Record = {{"function", printable(S.Function)}};
    if (S.Size)
      Record["size"] = *S.Size;
    Records.push_back(std::move(Record));
  }
  return Records;
}

void showMaps(generate::Text &Out, const btf::Object &O, const Selected &S) {
  const std::vector<btf::RecordSend> Sends = btf::recordSends(O.content());
  for (const btf::MapInfo &Map : O.maps()) {
    Out << "map " << printable(Map.Name) << ": "
        << surface::mapKindName(Map.Type);
    if (auto To = sendsTo(Map, Sends); !To.empty())
      Out << ", " << recordsText(To);
    Out << '\n';
    for (const MapRole &R : rolesOf(Map, S))
      Out << '\t' << printable(R.Name.substr(Map.Name.size() + 1)) << ": "
          << sideText(R) << '\n';
  }
  if (!O.maps().empty())
    Out << '\n';
}

Json mapsToJson(const btf::Object &O, const Selected &S) {
  Json Maps = Json::array();
  const std::vector<btf::RecordSend> Sends = btf::recordSends(O.content());
  for (const btf::MapInfo &Map : O.maps()) {
    Json SideNames = Json::array();
    for (const MapRole &R : rolesOf(Map, S))
      SideNames.push_back(sideToJson(R));
    Maps.push_back({{"name", printable(Map.Name)},
                    {"type", surface::mapKindName(Map.Type)},
                    {"roles", std::move(SideNames)}});
    if (auto To = sendsTo(Map, Sends); !To.empty())
      Maps.back()["records"] = recordsToJson(To);
  }
  return Maps;
}

/// Static variables have a place in their section, and no skeleton names them.
void showHidden(generate::Text &Out, const btf::Object &O,
                std::string_view Section) {
  constexpr size_t MostNamed = 3;
  std::vector<std::string> Names;
  for (const btf::SectionInfo &S : O.sections())
    if (S.Name == Section)
      for (const btf::SectionVar &V : S.Vars)
        if (V.IsStatic)
          Names.push_back(printable(V.Name));
  if (Names.empty())
    return;
  Out << "/* static, not in a skeleton:";
  for (size_t I = 0; I != std::min(Names.size(), MostNamed); ++I)
    Out << (I ? ", " : " ") << Names[I];
  if (Names.size() > MostNamed)
    Out << " and " << Names.size() - MostNamed << " more";
  Out << " */\n\n";
}

/// Roles are printed on their own where they are asked for, or where nothing
/// else names their types.
std::vector<const MapRole *> rolesToShow(const Selected &S, bool Overview) {
  std::vector<const MapRole *> Roles;
  for (const MapRole &R : S.Types.Roles)
    if (R.Ty &&
        (!Overview || (R.Ty->Kind == TypeKind::Record && R.Ty->Name.empty())))
      Roles.push_back(&R);
  return Roles;
}

std::string asJson(const btf::Object &O, Selected &S, bool Overview) {
  Json Types = Json::array();
  for (const Type *Ty : S.Types.Types) {
    Types.push_back(typeToJson(*Ty));
    if (const std::string Called = S.called(*Ty); Called != Ty->Name)
      Types.back()["called"] = printable(Called);
  }
  for (const RecordType *Section : S.Types.Sections)
    Types.push_back(typeToJson(*Section));
  for (const MapRole *R : rolesToShow(S, Overview)) {
    Types.push_back(typeToJson(*R->Ty));
    Types.back()["role"] = printable(R->Name);
  }
  Json Whole = {{"version", JsonVersion},
                {"byte_order", O.isBigEndian() ? "big" : "little"}};
  if (Overview)
    Whole["maps"] = mapsToJson(O, S);
  Whole["types"] = std::move(Types);
  return Whole.dump(2) + "\n";
}

std::string asText(const btf::Object &O, Selected &S, bool Overview) {
  generate::Text Out;
  constexpr size_t OfLargeType = 1 << 16;
  Out.reserve(OfLargeType);
  if (Overview)
    showMaps(Out, O, S);
  for (const Type *Ty : S.Types.Types) {
    if (const std::string Called = S.called(*Ty); Called != Ty->Name)
      Out << "/* " << printable(Called) << ": another " << printable(Ty->Name)
          << " */\n";
    showType(Out, *Ty);
  }
  for (const RecordType *Section : S.Types.Sections) {
    showType(Out, *Section);
    showHidden(Out, O, Section->Name);
  }
  for (const MapRole *R : rolesToShow(S, Overview))
    showRole(Out, R->Name, *R->Ty);
  std::string Text = Out.take();
  // Types end with an empty line, the last one does not.
  if (Text.ends_with("\n\n"))
    Text.pop_back();
  return Text;
}

int run(const ShowOptions &O) {
  auto Object = openObject(O.Object, O.Base);
  if (!Object) {
    reportError(Object.takeError());
    return Failed;
  }
  Selected S(**Object);
  bool Overview = O.Types.empty();
  if (O.All)
    S.addEverything();
  else if (Overview)
    S.addUserTypes();
  if (Overview)
    S.addSections();
  warnOfPlaces(S);
  if (std::optional<Error> E = S.add(O.Types)) {
    reportError(*E);
    return Failed;
  }
  return print(O.AsJson ? asJson(**Object, S, Overview)
                        : asText(**Object, S, Overview))
             ? Clean
             : Failed;
}

} // namespace

void command::addShow(CommandLine &To) {
  auto O = std::make_shared<ShowOptions>();
  Syntax Show = To.add("show",
                       "Prints an object's maps and types: offsets, sizes, "
                       "holes",
                       [O] { return run(*O); });
  Show.operand("OBJECT", O->Object, ObjectHelp);
  Show.operands("TYPE", O->Types,
                "A type, map role (counts.value), section (.bss) or global; "
                "default: maps and what user space sees of the object");
  Show.flag("--all", O->All, "All types of the object");
  Show.flag("--json", O->AsJson, "Print JSON");
  Show.file("--btf-base", "FILE", O->Base, BaseHelp);
  Show.example("host-layout show ev.bpf.o event counts.value",
               "A type and the value of a map, with offsets and holes");
}
