//===- Compat.h - What differs between LLVM majors here ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// As Clang/Compat.h, for what only a program of its own needs: diagnostics,
// text output, dependency scanning. Told apart by what the headers offer.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_PROJECT_COMPAT_H
#define HOSTLAYOUT_PROJECT_COMPAT_H

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Frontend/TextDiagnostic.h"
#if __has_include("clang/DependencyScanning/DependencyScanningService.h")
#include "clang/DependencyScanning/DependencyScanningService.h"
#include "clang/Tooling/DependencyScanningTool.h"
#else
#include "clang/Tooling/DependencyScanning/DependencyScanningService.h"
#include "clang/Tooling/DependencyScanning/DependencyScanningTool.h"
#endif
#if __has_include("llvm/TargetParser/Host.h")
#include "llvm/TargetParser/Host.h"
#else
#include "llvm/Support/Host.h"
#endif

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace clang {
// Where dependency scanning lives: the one or the other namespace exists.
namespace tooling::dependencies {}
namespace dependencies {}
} // namespace clang

namespace hostlayout::project::compat {

namespace scanning {
using namespace clang::tooling;
using namespace clang::tooling::dependencies;
using namespace clang::dependencies;
} // namespace scanning

/// Options that one owns: they have ceased to count references.
class OptionsHolder {
  template <typename T> struct Holder { using Type = std::unique_ptr<T>; };
  template <typename T>
  requires requires(T &O) { O.Retain(); }
  struct Holder<T> {
    using Type = llvm::IntrusiveRefCntPtr<T>;
  };
  Holder<clang::DiagnosticOptions>::Type Options{new clang::DiagnosticOptions};

public:
  clang::DiagnosticOptions &operator*() const { return *Options; }
  clang::DiagnosticOptions *operator->() const { return &*Options; }
};

/// Whether a T is made of options by reference; of a pointer if not.
template <typename T, typename... Before>
constexpr bool TakesReference =
    std::is_constructible_v<T, Before..., clang::DiagnosticOptions &>;

template <bool ByReference>
decltype(auto) pass(clang::DiagnosticOptions &Options) {
  if constexpr (ByReference)
    return (Options);
  else
    return &Options;
}

/// An engine with default options.
class Engine {
  using Ids = llvm::IntrusiveRefCntPtr<clang::DiagnosticIDs>;

public:
  explicit Engine(clang::DiagnosticConsumer &Client)
      : Diagnostics(new clang::DiagnosticsEngine(
            Ids(new clang::DiagnosticIDs),
            pass<TakesReference<clang::DiagnosticsEngine, Ids>>(*Options),
            &Client, /*ShouldOwnClient=*/false)) {}

  clang::DiagnosticsEngine &operator*() const { return *Diagnostics; }

private:
  OptionsHolder Options;
  llvm::IntrusiveRefCntPtr<clang::DiagnosticsEngine> Diagnostics;
};

class TextDiagnostic : public clang::TextDiagnostic {
public:
  TextDiagnostic(llvm::raw_ostream &Out, const clang::LangOptions &Language,
                 clang::DiagnosticOptions &Options)
      : clang::TextDiagnostic(
            Out, Language,
            pass<TakesReference<clang::TextDiagnostic, llvm::raw_ostream &,
                                const clang::LangOptions &>>(Options)) {}
};

/// Directives only, whatever it is called.
template <typename Mode> constexpr Mode fastScan() {
  if constexpr (requires { Mode::DependencyDirectivesScan; })
    return Mode::DependencyDirectivesScan;
  else
    return Mode::MinimizedSourcePreprocessing;
}

/// Whether diagnostics have colors: a bit became an enum behind accessors.
template <typename Options> void setColors(Options &O, bool HasColors) {
  if constexpr (requires { O.setShowColors(O.getShowColors()); }) {
    using Kind = decltype(O.getShowColors());
    O.setShowColors(HasColors ? Kind::On : Kind::Off);
  } else {
    O.ShowColors = HasColors;
  }
}

/// A service that finds what a make rule needs. Its settings became a struct;
/// the format of the rule is asked for with each file since.
template <typename Service> Service fastScanService() {
  if constexpr (requires(Service & S) { S.getOpts().Mode; }) {
    std::remove_cvref_t<decltype(std::declval<Service &>().getOpts())> Options;
    Options.Mode = fastScan<decltype(Options.Mode)>();
    return Service(std::move(Options));
  } else {
    using Mode = decltype(std::declval<Service &>().getMode());
    using Format = decltype(std::declval<Service &>().getFormat());
    return Service(fastScan<Mode>(), Format::Make);
  }
}

/// Counts what it does not show.
class ErrorCounter final : public clang::DiagnosticConsumer {
public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
  }
};

/// The make rule for \p CompileCommand; none where it cannot be preprocessed,
/// be it for want of one header.
template <typename Tool>
std::optional<std::string>
dependencyRule(Tool &T, const std::vector<std::string> &CompileCommand,
               const std::string &Directory) {
  ErrorCounter Said;
  if constexpr (requires {
                  T.getDependencyFile(CompileCommand, Directory, nullptr, Said);
                }) {
    auto Rule = T.getDependencyFile(CompileCommand, Directory, nullptr, Said);
    return Said.getNumErrors() ? std::nullopt : std::move(Rule);
  } else if constexpr (requires {
                  T.getDependencyFile(CompileCommand, Directory, Said);
                }) {
    auto Rule = T.getDependencyFile(CompileCommand, Directory, Said);
    return Said.getNumErrors() ? std::nullopt : std::move(Rule);
  } else {
    auto Rule = T.getDependencyFile(CompileCommand, Directory);
    if (Rule)
      return std::move(*Rule);
    llvm::consumeError(Rule.takeError());
    return std::nullopt;
  }
}

} // namespace hostlayout::project::compat

#endif
