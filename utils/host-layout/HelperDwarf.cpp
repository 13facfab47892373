//===- HelperDwarf.cpp - An object's DWARF, by the helper -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HelperDwarf.h"

#include "Helper.h"
#include "Layout/TypeText.h"
#include "Support/Process.h"

#include <utility>

using namespace hostlayout;
using namespace hostlayout::command;

void HelperDwarf::read(const btf::Object &O) {
  if (std::exchange(IsRead, true) || !O.hasDwarf())
    return;
  Expected<std::string> Helper = findHelper();
  if (!Helper) {
    Failure = Helper.takeError();
    return;
  }
  TypeReader Reader(Memory);
  bool IsWhole = false, IsRight = true;
  constexpr std::string_view OfUse = "used ";
  Expected<ProgramEnd> End =
      readLines({.Words = {*Helper, "--dwarf-types=" + O.path()}},
                [&](std::string_view Line) {
                  if (Line.starts_with(OfUse))
                    Used.emplace(Line.substr(OfUse.size()));
                  else if (Line == "end")
                    IsWhole = true;
                  else
                    IsRight &= Reader.read(Line);
                });
  if (!End) {
    Failure = End.takeError();
    return;
  }
  if (End->Exit != 0 || !IsWhole || !IsRight) {
    Failure = Error("it could not read the DWARF of " + O.path()).in(*Helper);
    return;
  }
  for (const TypeReader::Item &One : Reader.items())
    Types.try_emplace(std::string(One.Ty->Name),
                      surface::ForeignType{One.Ty, std::string(One.Place)});
}

std::optional<surface::ForeignType>
HelperDwarf::find(const btf::Object &O, std::string_view Name, Arena &) {
  read(O);
  auto At = Types.find(Name);
  return At == Types.end() ? std::optional<surface::ForeignType>() : At->second;
}

std::string HelperDwarf::declaredAt(const btf::Object &O,
                                    std::string_view Name) {
  read(O);
  auto At = Types.find(Name);
  return At == Types.end() ? std::string() : At->second.DeclaredAt;
}

void HelperDwarf::forEachName(
    const btf::Object &O, const std::function<void(std::string_view)> &Visit) {
  for (const auto &[Name, Foreign] : all(O))
    Visit(Name);
}

const std::map<std::string, surface::ForeignType, std::less<>> &
HelperDwarf::all(const btf::Object &O) {
  read(O);
  return Types;
}
