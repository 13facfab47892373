//===- Input.cpp - Objects named on the command line ----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Input.h"

#include "BTF/Live.h"
#include "Support/ReadFile.h"
#include "Support/Spelling.h"

using namespace hostlayout;

namespace {

std::string besideIt(const std::string &Name) {
  size_t Slash = Name.rfind('/');
  return (Slash == std::string::npos ? "" : Name.substr(0, Slash + 1)) +
         "vmlinux";
}

} // namespace

Expected<std::shared_ptr<const btf::Object>>
command::openObject(const std::string &Name, const std::string &Base) {
  if (btf::isLive(Name))
    return btf::openLive(Name);
  auto Content = readFile(Name);
  if (!Content && isListOfObjects(Name))
    return Error("no such file or directory; one option names one object: "
                 "repeat the option")
        .in(Name);
  if (!Content)
    return Content.takeError();
  if (!btf::Object::needsBase(Content->Data))
    return btf::Object::parse(Name, std::move(*Content));
  const std::string &BaseName = Base.empty() ? besideIt(Name) : Base;
  auto BaseContent = readFile(BaseName);
  if (!BaseContent)
    return BaseContent.takeError().in(Name + ": this is split BTF, and its "
                                             "base cannot be read");
  auto BaseObject = btf::Object::parse(BaseName, std::move(*BaseContent));
  if (!BaseObject)
    return BaseObject;
  return btf::Object::parse(Name, std::move(*Content), std::move(*BaseObject));
}
