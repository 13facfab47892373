//===- SystemError.h - What the system says went wrong ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_SYSTEMERROR_H
#define HOSTLAYOUT_SUPPORT_SYSTEMERROR_H

#include "Support/Error.h"

#include <cstring>

namespace hostlayout {

/// What the errno \p Code stands for, in lower case as all messages are: "no
/// such file or directory".
inline Error systemError(int Code) {
  std::string Text = std::strerror(Code);
  auto IsUpper = [](char C) { return C >= 'A' && C <= 'Z'; };
  // "RPC struct is bad" stays.
  if (Text.size() > 1 && IsUpper(Text[0]) && !IsUpper(Text[1]))
    Text[0] = static_cast<char>(Text[0] - 'A' + 'a');
  return Error(std::move(Text));
}

} // namespace hostlayout

#endif
