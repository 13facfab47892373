//===- Input.cpp - Objects named on the command line ----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Input.h"

#include "BTF/File.h"
#include "BTF/Live.h"

using namespace hostlayout;

namespace {

Expected<std::shared_ptr<const btf::Object>>
parse(const std::string &Name, btf::Bytes Content,
      std::shared_ptr<const btf::Object> Base) {
  auto Object = btf::Object::parse(Name, std::move(Content), std::move(Base));
  if (!Object)
    return Object.takeError().in(Name);
  return Object;
}

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
  auto Content = btf::readFile(Name);
  if (!Content)
    return Content.takeError();
  if (!btf::Object::needsBase(Content->Data))
    return parse(Name, std::move(*Content), nullptr);
  const std::string &BaseName = Base.empty() ? besideIt(Name) : Base;
  auto BaseContent = btf::readFile(BaseName);
  if (!BaseContent)
    return BaseContent.takeError().in(Name + ": this is split BTF, and its "
                                             "base cannot be read");
  auto BaseObject = parse(BaseName, std::move(*BaseContent), nullptr);
  if (!BaseObject)
    return BaseObject;
  return parse(Name, std::move(*Content), std::move(*BaseObject));
}
