//===- UsesImpl.h - One run of judging uses ---------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the files of UseJudge share: Uses.cpp has the sizes, UseTypes.cpp the
// types, UseRecords.cpp the records.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_JUDGE_USESIMPL_H
#define HOSTLAYOUT_JUDGE_USESIMPL_H

#include "BTF/Sends.h"
#include "Judge/MapFacts.h"
#include "Judge/Uses.h"
#include "Surface/SentTypes.h"

#include <map>
#include <tuple>

namespace hostlayout::judge {

struct UseJudge::Impl {
  const std::vector<Source> &Sources;
  Target Host;
  const Policy &Rules;
  std::optional<Severity> Level;
  Arena &Memory;
  surface::DwarfTypes *Dwarf;
  std::map<const Source *, std::vector<btf::RecordSend>> Sends = {};
  std::map<const Source *, surface::SentTypes> Sent = {};
  std::map<const Source *, std::unique_ptr<Judge>> Judges = {};
  /// What named() found: a program hands the same types over many times.
  using NamedPair = std::tuple<const Source *, std::string, const Type *,
                               std::string, MatchMode>;
  std::map<NamedPair, std::vector<Finding>> Compared = {};

  static std::string mapText(const MapFacts &M);
  /// Whether one \p Ty behind the other steps by \p Size: each is as long, or
  /// begins with an array whose elements are. \p MayName: one object, whose
  /// members may name the elements.
  static bool stepsBy(const Type &Ty, uint64_t Size, bool MayName);

  std::vector<MapFacts> facts(const UsedMap &Map) const;
  Severity level(DifferenceKind K) const;
  Finding make(const MapFacts &M, const HostBytes &B, DifferenceKind K,
               Variant Form, uint64_t Here, uint64_t There) const;
  std::vector<Finding> judge(const MapFacts &M, const ElementUse &U);
  std::vector<Finding> perCpu(const MapFacts &M, const ElementUse &U,
                              uint64_t Size);
  std::vector<Finding> types(const MapFacts &M, const ElementUse &U,
                             uint64_t Size);
  std::vector<Finding> type(const MapFacts &M, const ElementUse &U,
                            const Type &Ty, uint64_t Size);
  const std::vector<Finding> &named(const Source &From, const std::string &Name,
                                    const Type &Ty, const std::string &HostName,
                                    MatchMode Match);
  std::optional<Finding> recordSize(const MapFacts &M, const RecordUse &U);
  const std::vector<btf::RecordSend> &sendsOf(const Source &S);
  std::optional<Finding> otherBuffer(const MapFacts &M, const RecordUse &U);
  /// Whether a record of another buffer with the same callback is meant.
  bool isMeantElsewhere(const RecordUse &U, bool HasOtherSize);
  const surface::SentTypes &sentOf(const Source &S);
  /// Whether \p Host can be read of what \p Bpf starts with.
  bool fits(const Type &Host, const Type &Bpf) const;

  /// \p JudgeOne for each source that has the map. All must find something.
  template <typename Function>
  std::vector<Finding> forAll(const UsedMap &Map, Function JudgeOne) const {
    std::vector<Finding> First;
    bool IsFirst = true;
    for (const MapFacts &M : facts(Map)) {
      std::vector<Finding> Found = JudgeOne(M);
      if (Found.empty())
        return {};
      if (IsFirst)
        First = std::move(Found);
      IsFirst = false;
    }
    return First;
  }
};

} // namespace hostlayout::judge

#endif
