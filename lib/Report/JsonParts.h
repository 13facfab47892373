//===- JsonParts.h - Pieces that the JSON formats share ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One shape for all readers: users' scripts, for which docs/check.md describes
// it, and the two programs of `host-layout check`, which pass units as lines.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_REPORT_JSONPARTS_H
#define HOSTLAYOUT_REPORT_JSONPARTS_H

#include "Report/Report.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace hostlayout::report {

/// Keys stand in the order in which they were added: easier to read, and the
/// same from run to run.
using Json = nlohmann::ordered_json;

/// Changes when a reader of the old shape could misread the new.
inline constexpr unsigned JsonVersion = 1;

/// Text out of objects and sources need not be UTF-8: what is not is replaced.
/// Ends in a newline.
std::string write(const Json &J, int Indent = -1);

/// Writes files below \c Root relative to it.
class JsonWriter {
public:
  explicit JsonWriter(std::string_view Root) : Root(Root) {}

  Json files(const std::vector<std::string> &Files) const;
  Json place(const Place &P) const;
  Json edit(const Replacement &E) const;
  Json note(const RelatedNote &N) const;
  Json structLines(const StructLines &S) const;
  Json finding(const Result &F) const;
  Json subject(const MarkedType &S) const;
  Json shared(const SharedType &S) const;
  Json call(const LibbpfCall &C) const;
  Json offer(const JoinOffer &O) const;
  Json unit(const Unit &U) const;

  template <typename T>
  Json list(const std::vector<T> &Items,
            Json (JsonWriter::*One)(const T &) const) const {
    Json J = Json::array();
    for (const T &Item : Items)
      J.push_back((this->*One)(Item));
    return J;
  }

private:
  std::string_view Root;
};

/// Reads what JsonWriter wrote; what is missing or of another type is empty.
namespace json {

std::string text(const Json &J, const char *Key);
uint64_t number(const Json &J, const char *Key);
bool flag(const Json &J, const char *Key);
std::vector<std::string> texts(const Json &J, const char *Key);
Place place(const Json &J, const char *Key);
Result finding(const Json &J);
MarkedType subject(const Json &J);
SharedType shared(const Json &J);
LibbpfCall call(const Json &J);
/// Its File is empty where it is none.
Unit unit(const Json &J);

template <typename T>
std::vector<T> list(const Json &J, const char *Key, T (*One)(const Json &)) {
  std::vector<T> Items;
  if (auto At = J.find(Key); At != J.end() && At->is_array())
    for (const Json &Item : *At)
      if (Item.is_object())
        Items.push_back(One(Item));
  return Items;
}

} // namespace json

} // namespace hostlayout::report

#endif
