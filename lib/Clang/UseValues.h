//===- UseValues.h - Where a value in a call comes from ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows a value of an expression back to what it was made of: through local
// variables by the assignments that reach, through parameters along one chain
// of calls, through members and globals by all that is stored to them, into the
// functions that return it. What it cannot follow it says is unknown.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_USEVALUES_H
#define HOSTLAYOUT_CLANG_USEVALUES_H

#include "Clang/UseFlow.h"
#include "Clang/UseIndex.h"
#include "Clang/UseJoins.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <deque>
#include <optional>
#include <string>

namespace hostlayout::clangfe {

/// A function in a chain of calls.
struct Frame {
  const clang::FunctionDecl *F = nullptr; ///< null at file scope
  /// The call of F in Caller, where it is known by which it was entered.
  const clang::Expr *Call = nullptr;
  const Frame *Caller = nullptr;
  /// A function that the chain of a use starts from: where its parameters
  /// matter, each of its callers makes a chain of its own. All others' callers
  /// are looked at together.
  bool StartsChain = false;
  /// What another unit hands over that calls F; null: not called from there.
  const JoinedCall *Handed = nullptr;
};

/// An expression that no rule leads further back, and where it stands.
struct Source {
  const clang::Expr *Value;
  const Frame *In;
  /// Of a pointer: what it points to by the first type on the way that says
  /// so; null where all were void pointers.
  clang::QualType Pointee;
};

struct Sources {
  std::vector<Source> Values;
  /// There are others, which cannot be found.
  bool Unknown = false;
  /// A parameter of the function that starts the chain is among them.
  bool NeedsCaller = false;
  std::vector<const clang::ParmVarDecl *> Parameters; ///< those
  /// Other units store something that is no map.
  bool HasOthers = false;
  /// What other units hand over, and the maps that they store or return.
  struct HandedValue {
    const JoinedArgument *Argument;
    clang::QualType Pointee; ///< as in a Source
  };
  std::vector<HandedValue> Handed;
  struct JoinedValue {
    const JoinedMap *Map;
    /// The call that returns it; null where it is stored.
    const clang::CallExpr *Call = nullptr;
    const Frame *In = nullptr;
  };
  std::vector<JoinedValue> Joined;
  /// Names of maps, strings, that are known instead of these.
  struct NamedMap {
    const clang::Expr *Name;
    const Frame *In;
  };
  std::vector<NamedMap> Named;
  /// The way led through a member or a global: a whole record that is copied,
  /// or handed to another unit, may change such without being seen.
  bool ThroughMemory = false;

  /// All values are expressions of this unit.
  bool isComplete() const {
    return !Unknown && !NeedsCaller && !HasOthers && !Values.empty() &&
           Handed.empty() && Joined.empty();
  }
};

/// A map as the host names it.
struct MapName {
  std::string Name; ///< as libbpf knows it, or a skeleton's field
  /// The skeleton's struct; null where only the name is known.
  const clang::RecordDecl *Skeleton = nullptr;
  /// Null where another unit names it: then Other says what it names.
  const clang::Expr *At = nullptr;
  const JoinedMap *Other = nullptr;
  /// It is the last part of a path that it is pinned at.
  bool IsPinned = false;
};

struct MapNames {
  std::vector<MapName> Maps;
  bool Unknown = false, NeedsCaller = false;
  /// What needs the caller is only a name: one of these parameters is the
  /// map's, or the end of its path.
  struct Parameter {
    const clang::ParmVarDecl *Name;
    bool IsPinned;
  };
  std::vector<Parameter> NamedBy;
  bool NeedsMore = false; ///< more than names
  bool isComplete() const { return !Unknown && !NeedsCaller && !Maps.empty(); }
};

/// Which part of a string is a name.
enum class NamePart : uint8_t { Whole, LastComponent /**< of a path */ };

struct Names {
  std::vector<std::string> Texts;
  /// Those that are the name, of the function that starts the chain.
  std::vector<const clang::ParmVarDecl *> Parameters;
  bool Unknown = false, NeedsCaller = false;
};

class UseValues {
public:
  /// \p Joining: null where there are no other units.
  UseValues(clang::ASTContext &Context, const UseIndex &Index,
            UseJoining *Joining)
      : Context(Context), Index(Index), Joining(Joining) {}

  /// A frame that lives as long as this.
  const Frame *frame(Frame F) { return &Frames.emplace_back(F); }

  /// Whether \p E is as far back as the caller wants to go.
  using StopTest = llvm::function_ref<bool(const clang::Expr &)>;
  Sources trace(const clang::Expr &E, const Frame &In, StopTest Stops);
  /// What \p S puts where it is stored to.
  Sources trace(const Store &S, const Frame &In, StopTest Stops);

  /// What \p E, a string, can be.
  Names names(const clang::Expr &E, const Frame &In, NamePart Part);

  /// The member that has the name of the map that \p S stores: it stores only
  /// what has the name that is in another member of the same object, as after
  /// `if (!strcmp(bpf_map__name(map), w->name)) w->fd = bpf_map__fd(map);`.
  /// Null if it is not so.
  const clang::FieldDecl *nameTested(const Store &S);

  /// The maps that \p E, a descriptor or a bpf_map pointer, can be of.
  MapNames maps(const clang::Expr &E, const Frame &In);
  MapNames maps(const Store &S, const Frame &In);
  Count count(const clang::Expr &E, const Frame &In);
  std::optional<uint64_t> constant(const clang::Expr &E) const;
  /// A constant, or the argument of the chain that is one.
  std::optional<uint64_t> constant(const clang::Expr &E, const Frame &In);
  /// What \p Condition comes to in this chain of calls, by literals and
  /// arguments alone: for a pointer whether it points to something.
  std::optional<int64_t> outcome(const clang::Expr &Condition,
                                 const Frame &In);

  /// Whether \p E is a constant not above 0, or a null pointer.
  bool isZeroOrLess(const clang::Expr &E) const;
  /// Whether \p Of only says that something failed: what a call of libbpf
  /// returns, an error code or 0.
  bool isStatus(const clang::Expr &Of, unsigned Depth = 0) const;

  UseJoining *joining() const { return Joining; }

  FunctionFlow *flow(const clang::FunctionDecl &F);
  const UseIndex &index() const { return Index; }
  clang::ASTContext &context() const { return Context; }

private:
  struct Tracer;
  MapNames mapsOf(const Sources &Found);
  bool isMap(const clang::Expr &E) const;
  void addNamed(const clang::Expr &By, const clang::Expr &Name, const Frame &In,
                bool IsPinned, MapNames &To);

  clang::ASTContext &Context;
  const UseIndex &Index;
  UseJoining *Joining;
  std::deque<Frame> Frames;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<FunctionFlow>>
      Flows;
};

/// The argument of \p Call for parameter \p Number of \p Callee, or null.
const clang::Expr *argument(const clang::Expr &Call,
                            const clang::FunctionDecl &Callee, unsigned Number);

/// `skel->maps.NAME`, or `skel->maps.NAME.map_fd` of a light skeleton.
std::optional<MapName> skeletonMap(const clang::Expr &E);

} // namespace hostlayout::clangfe

#endif
