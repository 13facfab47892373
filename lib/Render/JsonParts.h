//===- JsonParts.h - Pieces that the JSON formats share ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_RENDER_JSONPARTS_H
#define HOSTLAYOUT_RENDER_JSONPARTS_H

#include <nlohmann/json.hpp>

#include <string>

namespace hostlayout::report {

/// Keys stand in the order in which they were added: easier to read, and the
/// same from run to run.
using Json = nlohmann::ordered_json;

/// Text out of objects and sources need not be UTF-8: what is not is replaced.
inline std::string write(const Json &J, int Indent = -1) {
  return J.dump(Indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace hostlayout::report

#endif
