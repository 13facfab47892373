//===- Comparison.h - One run of compare() ----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The parts of the comparison, a file each: Pairs.cpp pairs fields, Records.cpp
// judges those without a partner, FieldTypes.cpp compares a pair, Offsets.cpp
// finds the root causes of fields that stand elsewhere, Enums.cpp compares
// enumerators, Fixes.cpp tries edits.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_COMPARISON_H
#define HOSTLAYOUT_COMPARE_COMPARISON_H

#include "Compare/Compare.h"
#include "Compare/Flatten.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

namespace hostlayout {

/// A host field and the BPF field it stands for.
struct FieldPair {
  FlatField Host, Bpf;
  /// Index into RecordFaults of the difference that gives the pair another
  /// width, so that what follows it moves; none: -1.
  int WidthFault = -1;
};

/// What is known of two records while their fields are compared.
struct RecordFaults {
  RecordFaults(const RecordType &Host, const RecordType &Bpf, MatchMode Match)
      : Host(Host), Bpf(Bpf), Match(Match),
        HostFields(flatten(Host, &HostArms)),
        BpfFields(flatten(Bpf, &BpfArms)) {}

  const RecordType &Host;
  const RecordType &Bpf;
  MatchMode Match;
  std::deque<UnionArm> HostArms, BpfArms;
  std::vector<FlatField> HostFields, BpfFields;
  std::vector<FieldPair> Pairs; ///< in order of the BPF type
  std::vector<FlatField> Missing, Extra;
  /// What the BPF fields in Pairs cover and what host padding covers, both in
  /// order of place.
  std::vector<FlatField> Named, Padding;
  void coverByPairs();
  /// Missing fields that were reported as the extra field in their place.
  std::vector<FlatField> Replaced;
  /// BPF's unions without a name of which nothing is here: told as a whole.
  std::set<const Field *> MissingUnions;
  /// Faults that insert or remove bytes: where, and which difference.
  struct Shift {
    uint64_t HostBit, BpfBit;
    bool InHost; ///< HostBit counts, else BpfBit
    size_t Index;
  };
  std::vector<Shift> Shifts;
  /// How far places on the host lie behind those in BPF, judged by the pairs
  /// that end in front of \p Bit on the side that \p Side selects.
  int64_t shiftBefore(FlatField FieldPair::*Side, uint64_t Bit) const;

  /// The arms of unions that hold a paired field: these count.
  struct ChosenArms {
    std::set<const UnionArm *> Arms;
    std::set<std::pair<const RecordType *, uint64_t>> Unions;
    void add(const UnionArm *Arm);
    /// The outermost arm of \p F's in whose place another one was chosen; null
    /// if there is none.
    const UnionArm *notChosen(const FlatField &F) const;
  };
  ChosenArms HostChosen, BpfChosen;
  void chooseArms();

  /// Whether the two fields of a pair have another width, and not only other
  /// padding at their ends.
  bool isOtherWidth(const FieldPair &P) const;
  /// The last field of a prefix, which may be shorter than a record in BPF.
  bool endsPrefix(const FieldPair &P) const;

  /// A prefix may end in bytes that cover what follows as well.
  bool coversMore(const FieldPair &P) const;

  /// Where the host's last field ends, in bits; padding at the end of the host
  /// type is no part of a prefix.
  uint64_t prefixEnd() const;

  /// Missing fields that count as padding only where a fault moves them to.
  std::vector<FlatField> UnderMovedPadding;

  /// Something moved, and that was reported.
  bool SizeExplained = false;
  /// The padding at the end belongs to the record.
  bool WithTail = true;
  /// A fault whose kind is off moves bytes: what follows is reported, too.
  bool Silenced = false;
  /// The first pair that such a fault moves, where there is one.
  const FieldPair *MovedBySilenced = nullptr;
};

class Comparison {
public:
  Comparison(const CompareOptions &Options, const Policy &Rules, bool WithFixes)
      : Options(Options), Rules(Rules), WithFixes(WithFixes) {}

  /// The checked types themselves: sizes, maps and all that holds for the
  /// whole.
  void top(const Type &Host, const Type &Bpf);
  void topSize(const Type &Host, uint64_t BpfSize);

  void records(const RecordType &Host, const RecordType &Bpf, MatchMode Match,
               bool WithTail = true);
  /// Both are enums, perhaps behind a typedef that names them.
  void enums(const Type &Host, const Type &Bpf);

  /// Whether the types of two fields agree, whatever their places.
  bool agree(const Field &Host, const Field &Bpf);

  std::vector<Difference> take() { return std::move(Found); }

private:
  // Pairs.cpp
  void pairFields(RecordFaults &R);
  void pairStyles(RecordFaults &R);
  void pairBases(RecordFaults &R);
  bool pairRenamed(RecordFaults &R, const FlatField &F);

  // Records.cpp
  void judgeUnpaired(RecordFaults &R);
  bool isArmInBpf(const RecordFaults &R, const UnionArm &Arm) const;

  // Leftovers.cpp
  void overlayLeftovers(RecordFaults &R, bool OnlyUnions = false);
  void unionsUnderPadding(RecordFaults &R);
  bool judgeExtra(RecordFaults &R, const FlatField &F);
  /// Whether \p F is compared by what it holds, and not as a field.
  bool isByLeaves(const FlatField &F) const { return !Chain.empty() || F.Arm; }
  void judgeMissing(RecordFaults &R, const FlatField &F);
  void judgeMissingAt(RecordFaults &R, const FlatField &F, uint64_t HostBit);
  void missingForNoReason(RecordFaults &R);
  void namedFields(RecordFaults &R);

  // FieldTypes.cpp
  void fieldTypes(RecordFaults &R, FieldPair &P);
  void bitFields(RecordFaults &R, const FieldPair &P);
  void arrays(RecordFaults &R, const FieldPair &P, const ArrayType &Host,
              const ArrayType &Bpf);
  void nested(RecordFaults &R, const FieldPair &P, const RecordType &Host,
              const RecordType &Bpf);
  void scalars(RecordFaults &R, const FieldPair &P, const Type &Host,
               const Type &Bpf);
  bool wrapped(RecordFaults &R, const FieldPair &P, const Type &Host,
               const Type &Bpf);
  void values(RecordFaults &R, const FieldPair &P, const Type &Host,
              const Type &Bpf);

  // Offsets.cpp
  void offsets(RecordFaults &R);
  bool order(RecordFaults &R);
  void moved(RecordFaults &R, const FieldPair *Before, const FieldPair &P,
             int64_t Shift, int64_t Change);
  bool isShortByAbi(const RecordType &Host, const RecordType &Bpf) const;
  Difference shortByAbi(const RecordType &Host, const RecordType &Bpf) const;
  void size(RecordFaults &R);

  // Compare.cpp
  void wholeValues(const Type &Host, const Type &Bpf);
  void mapSizes(const Type &Host, uint64_t BpfSize);
  bool isPerCpuSize(uint64_t HostSize, uint64_t BpfSize) const;
  void holes(const RecordType &Bpf);
  void alignment(const Type &Host);

  // Fixes.cpp
  void addFixes(const RecordType &Host, const RecordType &Bpf, MatchMode Match);

  /// A difference between fields of R, with its chain.
  Difference make(const RecordFaults &R, DifferenceKind K,
                  Variant Form = Variant::Plain) const;
  Difference make(const RecordFaults &R, const FieldPair &P, DifferenceKind K,
                  Variant Form = Variant::Plain) const;
  /// Adds \p D unless it is off; returns its index, or -1.
  int add(Difference D);
  int add(Difference D, Severity Level);
  bool hasErrors() const;

  const CompareOptions &Options;
  const Policy &Rules;
  const bool WithFixes;
  std::vector<ChainStep> Chain;
  std::vector<Difference> Found;

  /// Pairs of nested records that were compared, with their first error if they
  /// have one; its chain starts at the pair. Types that hold each other twice a
  /// level would be compared a million times at level 20.
  using NestedPairs =
      std::map<std::tuple<const RecordType *, const RecordType *, unsigned>,
               std::optional<Difference>>;
  NestedPairs OwnNested;
  NestedPairs *Nested = &OwnNested;
  std::set<const RecordType *> WithoutHoles;
};

} // namespace hostlayout

#endif
