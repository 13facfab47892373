//===- Helper.cpp - Where host-layout-check is ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Helper.h"

#include "Support/OwnProgram.h"

using namespace hostlayout;
using namespace hostlayout::command;

Expected<std::string> command::findHelper() {
  static constexpr const char *Places[] = {
      "../lib/hostlayout/host-layout-check",
      "../" HOSTLAYOUT_LIBDIR "/host-layout-check"};
  std::string Helper = findOwnFile(Places);
  if (!Helper.empty())
    return Helper;
  return Error("not found; it reads C and C++, and is there in a build with "
               "Clang's libraries")
      .in((ownProgram().parent_path() / Places[0]).lexically_normal());
}
