//===- UseRun.h - The uses of one unit, judged ------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What Uses.cpp and its parts share.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_USERUN_H
#define HOSTLAYOUT_CLANG_USERUN_H

#include "DWARF/Open.h"
#include "Judge/Uses.h"
#include "Clang/HostTypes.h"
#include "Clang/UseBytes.h"
#include "Clang/UseGuards.h"
#include "Clang/UseValues.h"
#include "Clang/Uses.h"

#include "llvm/ADT/StringMap.h"

#include <set>

namespace hostlayout::clangfe {

struct UseCheck::Run {
  Run(UseCheck &Of, const std::vector<judge::Source> &Sources, Sink &To);

  void all();

private:
  /// What came of looking at a use from one chain of calls.
  enum class Outcome : uint8_t {
    Resolved,
    UnknownMap,
    NoSuchMap, ///< no object has it, or two disagree
    Guarded,
    NotMade, ///< from there the use is never reached
    NeedsCaller,
  };

  struct Result {
    Outcome Of = Outcome::UnknownMap;
    std::string Maps; ///< names, for the list
    bool KnowsMaps = false;
  };

  void setters();
  void setter(const SetterSite &S, std::vector<CallSite> &Up);
  void handedAway(const clang::FunctionDecl &F,
                  const std::vector<CallSite> &Sites);
  void offerSetter(const std::string &Key, MapSetter What);
  std::vector<MapSetter> heardSetters(const std::string &Key);
  bool reusesItself(const SetterSite &S, const MapNames &Names,
                    const Frame &In);

  // UseJoins.cpp
  void offer(UseJoining &To);
  void offerCalls(UseJoining &To);
  void offerStores(UseJoining &To);
  void offerDefinitions(UseJoining &To);
  void offerCall(const CallSite &Site, const clang::FunctionDecl &F,
                 const std::string &Key, UseJoining &To,
                 std::vector<CallSite> &Up, const JoinedCall *Handed);
  /// What became of the arguments of a call that is offered.
  struct Handing {
    bool HasMap = false;
    bool IsUnknown = false; ///< one may be a map, and it is not known which
    bool NeedsCaller = false, BytesNeedCaller = false;
  };
  JoinedArgument handedOver(const clang::Expr &E, const Frame &In,
                            unsigned Number, Handing &How);
  /// As other units may know them; none where they cannot.
  std::optional<std::vector<JoinedMap>> joined(const MapNames &Names);
  JoinedPlace joinedPlace(clang::SourceLocation Where) const;
  /// A place in a file that this unit may not have read; may be invalid.
  clang::SourceLocation placeOf(const JoinedPlace &Of);
  /// Where a map is named, here or in another unit; may be invalid.
  clang::SourceLocation placeOf(const MapNames &Names);

  void use(const UseSite &U);
  static std::string whyNot(const Result &R,
                            const clang::FunctionDecl &Outermost,
                            bool IsUncalled);
  void chain(const UseSite &U, std::vector<CallSite> &Up, Call &Told,
             bool &IsFirst);
  void note(const Result &R, const clang::FunctionDecl &Outermost, Call &Told,
            bool &IsFirst);
  /// Functions above the one that calls libbpf, and how many ways there may
  /// be.
  static constexpr size_t MostCallers = 3, MostChains = 256;
  /// \p F, called by the first of \p Up, and so on.
  const Frame *frames(const clang::FunctionDecl &F,
                      const std::vector<CallSite> &Up,
                      const JoinedCall *Handed = nullptr);
  /// The calls in other units of the function of that key; null if none is
  /// known.
  const std::vector<JoinedCall> *callsOf(const std::string &Key) const;
  static bool isOnTheWay(const CallSite &Site, const clang::FunctionDecl &F,
                         const std::vector<CallSite> &Up);
  /// Of all calls of the chain down to \p Call, in the function of \p In.
  Guard guards(const clang::Expr &Call, const Frame &In);
  Result look(const UseSite &U, const Frame &In, bool IsLast);

  /// Whether the call is one that no map of \p Maps takes.
  bool isRefused(const UseSite &U, const std::vector<judge::UsedMap> &Maps,
                 const MapNames &Names);
  void noteOpened(const UseSite &U, const std::vector<judge::UsedMap> &Maps);
  void tellRefused();
  Result elements(const UseSite &U, const Frame &In, bool IsLast,
                  const std::vector<judge::UsedMap> &Maps,
                  const MapNames &Names);
  void sizes(const UseSite &U, const Frame &In,
             const std::vector<judge::UsedMap> &Maps, const MapNames &Names,
             bool MayBeOneCpu);
  void callback(const UseSite &U, const Frame &In,
                const std::vector<judge::UsedMap> &Maps, const MapNames &Names);
  struct Records;
  void collectRecords(const clang::FunctionDecl &F, unsigned Parameter,
                      Records &To, unsigned Depth);
  void judgeCallbacks();
  void result(const UseSite &U, const std::vector<judge::UsedMap> &Maps,
              const MapNames &Names);

  judge::UsedMap used(const MapName &Name);
  judge::HostBytes bytes(const HostObject &O, const clang::Expr &Argument,
                         const Frame &In);
  /// What is known of the types of \p O.
  judge::HostBytes typesOf(const HostObject &O);
  std::string typesText(const HostObject &O);
  const Type *model(clang::QualType T);
  std::string textOf(const clang::Expr &E) const;
  std::string placeText(clang::SourceLocation Where) const;
  /// The argument that names \p O, in the function that does.
  const clang::Expr &argumentOf(const HostObject &O,
                                const clang::Expr &Argument, const Frame &In);
  void tell(std::vector<Finding> Found, clang::SourceLocation Where,
            clang::SourceLocation Named);
  /// A finding only where each of \p Maps with each of \p Objects has one.
  void judgeAll(judge::ElementUse U, const std::vector<judge::UsedMap> &Maps,
                const MapNames &Names, const HostObjects &Objects,
                const clang::Expr &Argument, const Frame &In);

  UseCheck &Of;
  const std::vector<judge::Source> &Objects;
  clang::ASTContext &Context;
  Sink &To;
  UseIndex Index;
  UseValues Values;
  HostTypes Types;
  std::unique_ptr<surface::DwarfTypes> Dwarf = dwarf::open();
  judge::UseJudge Judge;
  llvm::StringMap<std::vector<MapSetter>> Set; ///< by the map's name
  std::vector<MapSetter> SetAnywhere;
  /// Where it is only asked what would be offered: the key that it hangs on.
  std::string Implying;
  std::set<std::pair<clang::SourceLocation, std::string>> Told;
  /// Calls that fail by the kind of their maps, told when all are known.
  struct Refused {
    std::vector<Finding> Found;
    clang::SourceLocation Where, Named;
  };
  std::vector<Refused> RefusedCalls;
  std::set<std::string> Opened; ///< maps that a call takes as a buffer
  /// A function that a call gives to buffers, judged when all are known.
  struct Callback {
    const clang::FunctionDecl *Function;
    unsigned Data; ///< its parameter that points to the record
    std::vector<judge::UsedMap> Maps;
    MapNames Names;
    std::string GivenAt;
  };
  std::vector<Callback> Callbacks;
  const bool AsksForKinds;
};

} // namespace hostlayout::clangfe

#endif
