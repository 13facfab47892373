//===- Differ.h - Compares two sides ----------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_DIFFER_H
#define HOSTLAYOUT_DIFFER_H

#include "diff/Changes.h"

#include <algorithm>
#include <map>
#include <set>

namespace hostlayout::command {

using TypesByName =
    std::map<std::string, std::vector<const Type *>, std::less<>>;

class Differ {
public:
  Differ(Side &Old, Side &New, SideNames Called, const DiffOptions &O)
      : Old(Old), New(New), O(O) {
    Result.OldName = Old.name();
    Result.NewName = New.name();
    Result.Called = std::move(Called);
    Result.IsOldLock = Result.AddedCounts = Old.isLock();
    Result.MissingLevel = O.Rules[DifferenceKind::Shared];
  }

  Expected<Changes> run() {
    if (O.Types.empty()) {
      Old.addUserTypes();
      New.addUserTypes();
    } else if (std::optional<Error> E = select()) {
      return std::move(*E);
    }
    IsPartial = Old.isLiveMap() || New.isLiveMap();
    compareMaps();
    compareTypes();
    compareRoles();
    compareSections();
    compareRecords();
    if (O.Types.empty()) {
      compareGlobals();
      comparePins();
    }
    if (std::optional<Error> E = compareStatements())
      return std::move(*E);
    return std::move(Result);
  }

private:
  /// Either object may lack a name: then it is gone, or new.
  std::optional<Error> select() {
    for (const std::string &Name : O.Types) {
      std::optional<Error> InOld = Old.add(Name);
      std::optional<Error> InNew = New.add(Name);
      if (InOld && InNew)
        return InOld;
      if (InNew)
        Result.Removed.push_back({Name});
      else if (InOld)
        Result.Added.push_back({Name});
    }
    return std::nullopt;
  }

  void compareMaps();
  void compareTypes();
  void tellFurther(const std::string &Name,
                   const std::vector<const Type *> &Before,
                   std::vector<const Type *> After);
  void compareRoles();
  void compareSections();
  /// What the program sends to a buffer is often in DWARF only. Nothing says
  /// which of the types there it is: those that both objects have count.
  void compareRecords();
  void compareGlobals();
  void comparePins();
  /// What a lock says and compare() takes for the same.
  std::optional<Error> compareStatements();
  std::set<unsigned> toldLines() const;
  /// What a lock says of a map besides its types.
  void compareNumbers(const lock::Map &Before, const lock::Map &After,
                      const std::string &Name);

  /// A lock has types by their tags, and by a typedef only what has no tag.
  std::string_view nameOf(const Type &Ty) const {
    const std::string_view Tag = strip(&Ty)->Name;
    return Old.isLock() && !Tag.empty() ? Tag : Ty.Name;
  }
  TypesByName byName(const Side &S) const;
  bool isBigEndian() const;
  /// What \p Reader, of whatever side, makes of the bytes of \p Data.
  std::vector<Finding> compareOne(const std::string &Name, const Type &Reader,
                                  const Type &Data);
  /// Compares \p Host with the candidates of one name, any of which may agree.
  void compareWith(const std::string &Name, const Type &Host,
                   std::span<const Type *const> Candidates);
  void told(std::string Name, Fact F) {
    ++Result.Compared;
    F.Level = O.Rules[F.Kind];
    if (F.Level != Severity::Off)
      tell(std::move(Name), std::move(F));
  }
  void tell(std::string Name, Fact F) {
    Change C;
    C.Name = std::move(Name);
    C.Facts.push_back(std::move(F));
    Result.Changed.push_back(std::move(C));
  }
  void missing(bool IsInOld, std::string Name, unsigned Line = 0) {
    if (IsPartial || !O.Types.empty())
      return;
    (IsInOld ? Result.Removed : Result.Added)
        .push_back({std::move(Name), Line});
  }
  void notKnown(std::string Name) {
    if (std::ranges::find(Result.NotKnown, Name) == Result.NotKnown.end())
      Result.NotKnown.push_back(std::move(Name));
  }
  /// Whether the compiler left out what it is: clang before 19 does that to
  /// what is _Atomic.
  static bool isUnrecorded(const Type &Ty) {
    const Type *Leaf = leafOf(&Ty);
    return Leaf->Kind == TypeKind::Opaque && Leaf->Size == 0;
  }
  /// The line of a type's declaration, where the old side is a lock.
  unsigned lineOf(const Type &Ty) const {
    return Old.isLock() ? lock::lineOf(strip(&Ty)->Where) : 0;
  }
  /// The line of the map that the role \p Name is of.
  unsigned lineOfRole(std::string_view Name) {
    for (const lock::Map &M : Old.shared().Maps)
      if (Name.starts_with(std::string(M.Name) + "."))
        return M.Line;
    return 0;
  }
  bool isUnknownInNew(const std::string &Name);
  bool differ(const lock::Part &Before, const lock::Part &After);
  std::optional<MovedGlobal> movedGlobal(const lock::Map &Is);

  Side &Old, &New;
  const DiffOptions &O;
  bool IsPartial = false;
  /// Names whose types were compared: roles need not tell them again.
  std::set<std::string, std::less<>> Told;
  Changes Result;
};

} // namespace hostlayout::command

#endif
