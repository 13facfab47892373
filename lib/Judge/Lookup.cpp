//===- Lookup.cpp - The sources of a judge --------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge/Lookup.h"

using namespace hostlayout;
using namespace hostlayout::judge;

bool SourceTypes::isCalled(std::string_view Name) const {
  if (!S.Name.empty() && S.Name == Name)
    return true;
  std::string_view Path = S.Path;
  if (!Path.ends_with(Name))
    return false;
  return Path.size() == Name.size() ||
         Path[Path.size() - Name.size() - 1] == '/';
}
