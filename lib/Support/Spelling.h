//===- Spelling.h - Which name was meant? -----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_SPELLING_H
#define HOSTLAYOUT_SUPPORT_SPELLING_H

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace hostlayout {

/// Whether \p Path is several objects, as in "a.o,b.o" or "a.o:b.o".
inline bool isListOfObjects(std::string_view Path) {
  for (char Separator : {',', ':'}) {
    size_t Parts = 0;
    bool AreObjects = true;
    for (size_t At = 0; At <= Path.size(); ++Parts) {
      const size_t End = std::min(Path.find(Separator, At), Path.size());
      AreObjects &= Path.substr(At, End - At).ends_with(".o");
      At = End + 1;
    }
    if (AreObjects && Parts > 1)
      return true;
  }
  return false;
}

/// \p Name without "struct ", "union " or "enum " in front.
inline std::string_view withoutTag(std::string_view Name) {
  for (std::string_view Tag : {"struct ", "union ", "enum "})
    if (Name.starts_with(Tag))
      return Name.substr(Tag.size());
  return Name;
}

/// Edits (insert, delete, replace, exchange two neighbours) from \p A to \p B;
/// \p Limit + 1 if it takes more than \p Limit.
inline size_t editDistance(std::string_view A, std::string_view B,
                           size_t Limit) {
  size_t Apart =
      A.size() > B.size() ? A.size() - B.size() : B.size() - A.size();
  if (Apart > Limit)
    return Limit + 1;
  // Of the letters so far: this one's, the last one's, and that before.
  std::vector<size_t> Row(B.size() + 1), Last(Row), Before(Row);
  for (size_t J = 0; J <= B.size(); ++J)
    Row[J] = J;
  for (size_t I = 1; I <= A.size(); ++I) {
    Before.swap(Last);
    Last.swap(Row);
    size_t Best = Row[0] = I;
    for (size_t J = 1; J <= B.size(); ++J) {
      Row[J] = std::min(
          {Last[J] + 1, Row[J - 1] + 1, Last[J - 1] + (A[I - 1] != B[J - 1])});
      if (I > 1 && J > 1 && A[I - 1] == B[J - 2] && A[I - 2] == B[J - 1])
        Row[J] = std::min(Row[J], Before[J - 2] + 1);
      Best = std::min(Best, Row[J]);
    }
    if (Best > Limit)
      return Limit + 1;
  }
  return std::min(Row.back(), Limit + 1);
}

/// Keeps the candidates that a person could have meant by a name, nearest
/// first, ties in alphabetical order.
class NearestNames {
public:
  NearestNames(std::string_view Wanted, size_t Most)
      : Wanted(Wanted), Most(Most), Limit(1 + Wanted.size() / 4) {}

  /// \p Name must outlive this.
  void consider(std::string_view Name) {
    size_t Distance = editDistance(Wanted, Name, Limit);
    if (Distance > Limit || Distance >= std::max(Wanted.size(), Name.size()))
      return;
    Entry New{Distance, Name};
    auto At = std::lower_bound(Found.begin(), Found.end(), New);
    if (At != Found.end() && At->Name == Name)
      return;
    Found.insert(At, New);
    if (Found.size() > Most)
      Found.pop_back();
    if (Found.size() == Most)
      Limit = Found.back().Distance;
  }

  std::vector<std::string_view> names() const {
    std::vector<std::string_view> Names;
    for (const Entry &E : Found)
      Names.push_back(E.Name);
    return Names;
  }

private:
  struct Entry {
    size_t Distance;
    std::string_view Name;
    bool operator<(const Entry &O) const {
      return Distance != O.Distance ? Distance < O.Distance : Name < O.Name;
    }
  };
  std::string_view Wanted;
  size_t Most, Limit;
  std::vector<Entry> Found;
};

/// The nearest candidate only.
class NearestName : NearestNames {
public:
  explicit NearestName(std::string_view Wanted) : NearestNames(Wanted, 1) {}
  using NearestNames::consider;
  /// Empty if none is near.
  std::string_view best() const {
    std::vector<std::string_view> Names = names();
    return Names.empty() ? std::string_view() : Names.front();
  }
};

} // namespace hostlayout

#endif
