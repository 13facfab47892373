//===- Options.h - What the user configured ---------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The options of one compile: plugin arguments (or a check's options, or a
// command line) and two macros of the compile command, which reach every front
// end. Macros are read as the raw text of -D: an expanded macro would lose what
// looks like a comment, or "linux", in a path.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_OPTIONS_H
#define HOSTLAYOUT_CLANG_OPTIONS_H

#include "Compare/Policy.h"
#include "Judge/Judge.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clang {
class PreprocessorOptions;
} // namespace clang

namespace hostlayout::clangfe {

class Options {
public:
  struct ObjectFile {
    judge::Tier Rank;
    std::string Path; ///< as the user wrote it
    /// What a relative path starts from; empty: the compile's directory.
    std::string Directory = {};
  };

  /// One argument without its prefix: "btf=F", "btf-base=F", "stamp=F",
  /// "renamed=error".
  /// Error: what is wrong with it, with the nearest option.
  std::optional<Error> add(std::string_view Argument);

  /// An object that the compile is given from elsewhere.
  void add(ObjectFile File) { Objects.push_back(std::move(File)); }

  /// The value of -DBPF_HOST_LAYOUT_BTF and of a check's option, see
  /// splitList().
  std::optional<Error> addObjects(judge::Tier Rank, std::string_view List,
                                  std::string_view Separators = ":");

  /// Arguments separated by commas. They yield to those of add().
  std::optional<Error> addList(std::string_view List);

  /// Reads -DBPF_HOST_LAYOUT_BTF and -DBPF_HOST_LAYOUT_OPTIONS, of which the
  /// last definition counts and -U undoes. One error for each bad option.
  std::vector<Error> addMacros(const clang::PreprocessorOptions &PP);

  /// In order of lookup.
  const std::vector<ObjectFile> &objects() const { return Objects; }
  /// The base of split BTF; empty if none was named.
  const std::string &base() const { return Base; }
  /// What `host-layout stamp` made of the objects: it changes when their types
  /// do. The compile then depends on it instead. Empty if none was named.
  const std::string &stamp() const { return Stamp; }
  Policy policy() const;
  /// What was set for all uses; none: each kind's own severity.
  std::optional<Severity> uses() const {
    return ExplicitUses ? ExplicitUses : ListedUses;
  }

private:
  std::optional<Error> apply(std::string_view Argument, bool IsExplicit);

  std::vector<ObjectFile> Objects;
  std::string Base, Stamp;
  bool BaseIsExplicit = false;
  std::vector<std::string> ListedLevels, ExplicitLevels;
  std::optional<Severity> ListedUses, ExplicitUses;
};

/// Splits \p List at any of \p Separators; empty items are dropped. A backslash
/// takes a separator, a quote, a blank or a backslash literally. Other quotes
/// are what a build system left around a whole value: they are dropped and
/// protect nothing. Error: a quote without its end.
Expected<std::vector<std::string>> splitList(std::string_view List,
                                             std::string_view Separators);

} // namespace hostlayout::clangfe

#endif
