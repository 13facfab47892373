//===- NumberedNames.cpp - Several types of one name ----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Surface/NumberedNames.h"

#include "Layout/ContentOrder.h"

#include <algorithm>
#include <charconv>

using namespace hostlayout;

static constexpr std::string_view Mark = "__";

std::optional<surface::NumberedName>
surface::numberedName(std::string_view Text) {
  const size_t At = Text.rfind(Mark);
  if (At == std::string_view::npos || At == 0)
    return std::nullopt;
  const char *Begin = Text.data() + At + Mark.size(),
             *End = Text.data() + Text.size();
  NumberedName N{Text.substr(0, At), 0};
  auto [Last, Wrong] = std::from_chars(Begin, End, N.Number);
  if (Wrong != std::errc() || Last != End || *Begin == '0' || N.Number < 2)
    return std::nullopt;
  return N;
}

std::string surface::numbered(std::string_view Name, size_t Index) {
  return std::string(Name) +
         (Index ? std::string(Mark) + std::to_string(Index + 1) : "");
}

std::vector<const Type *>
surface::numberingOrder(std::vector<const Type *> Types) {
  auto Before = [](const Type *A, const Type *B) {
    return comesBefore(*A, *B);
  };
  std::ranges::stable_sort(Types, Before);
  // Clang 14 cannot use std::ranges::unique() of libstdc++ 12.
  Types.erase(std::unique(Types.begin(), Types.end(),
                          [&](const Type *A, const Type *B) {
                            return !Before(A, B);
                          }),
              Types.end());
  return Types;
}
