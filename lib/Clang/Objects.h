//===- Objects.h - The sources of BPF types of a compile --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Objects are read through the compile's own file system, so that paths mean
// what they mean to clang (-working-directory, overlays, clangd's threads), and
// kept for the next compile in the same process.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_OBJECTS_H
#define HOSTLAYOUT_CLANG_OBJECTS_H

#include "Clang/Options.h"
#include "Judge/Judge.h"

#include "llvm/Support/Chrono.h"

#include <map>
#include <string>
#include <vector>

namespace clang {
class FileManager;
class Preprocessor;
} // namespace clang

namespace hostlayout::clangfe {

struct LoadedObjects {
  /// In order of lookup; what cannot be read is a source with a Failure.
  std::vector<judge::Source> Sources;
  /// Every file that was opened, as the user spelled it.
  std::vector<std::string> Files;
  /// When the file of each object that could be read was last written.
  std::map<const btf::Object *, llvm::sys::TimePoint<>> WrittenAt;
};

/// How to tell whether an object is still the one that was read before.
enum class Freshness : uint8_t {
  ByTime,    ///< by the file's time and size, where the time is old enough
  ByContent, ///< a build may give a new object the time of the old one
};

/// Reads the objects that \p Opts names. Never fails as a whole. Thread-safe
/// where \p Files is.
LoadedObjects loadObjects(clang::FileManager &Files, const Options &Opts,
                          Freshness Known = Freshness::ByTime);
/// \p Base: as Options::base().
LoadedObjects loadObjects(clang::FileManager &Files,
                          const std::vector<Options::ObjectFile> &Objects,
                          const std::string &Base);

/// Makes \p Files inputs of this compile: they appear in the output of -MD.
void recordDependencies(clang::Preprocessor &PP,
                        const std::vector<std::string> &Files);

} // namespace hostlayout::clangfe

#endif
