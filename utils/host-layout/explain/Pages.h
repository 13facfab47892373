//===- Pages.h - The pages of docs/differences ------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_PAGES_H
#define HOSTLAYOUT_PAGES_H

#include <span>
#include <string_view>

namespace hostlayout::command {

struct Page {
  std::string_view Name; ///< the slug
  std::string_view Text; ///< Markdown
};

/// They are part of the command: so they are of its version, and there wherever
/// it was copied to.
std::span<const Page> pages();

} // namespace hostlayout::command

#endif
