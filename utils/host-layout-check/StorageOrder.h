//===- StorageOrder.h - GCC's structs of another byte order -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// GCC lays out a struct in the other byte order where an attribute or a pragma,
// scalar_storage_order, says so. Clang passes over both: a verdict would be on
// other bytes than the product's. Here they are noticed.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_STORAGEORDER_H
#define HOSTLAYOUT_CHECK_STORAGEORDER_H

#include "clang/Basic/SourceLocation.h"
#include "clang/Lex/Preprocessor.h"

#include <memory>
#include <vector>

namespace clang {
class NamedDecl;
} // namespace clang

namespace hostlayout::check {

class StorageOrder {
public:
  /// Starts to watch \p PP, which has not entered the main file yet.
  explicit StorageOrder(clang::Preprocessor &PP);

  /// Whether GCC would store \p Subject, a type or an alias of one, or a part
  /// of it, in an order that its attribute names.
  bool isTold(const clang::NamedDecl &Subject) const;

private:
  class Handler;
  struct Change {
    clang::SourceLocation From;
    bool IsTold; ///< not the default
  };

  clang::Preprocessor &PP;
  std::shared_ptr<std::vector<Change>> Changes;
};

} // namespace hostlayout::check

#endif
