//===- Overlay.h - The same leaves under another shape? ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two shapes are laid over each other: `struct in6_addr` and `uint32_t[4]`,
// libc's and the kernel's `sockaddr_in`, a struct and one arm of a union. They
// agree if their leaves, the scalars in them, have the same places, widths and
// kinds. docs/comparison.md has the rules.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_OVERLAY_H
#define HOSTLAYOUT_COMPARE_OVERLAY_H

#include "Layout/Type.h"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hostlayout {

/// A run of bits of one type within the shapes that are compared.
struct Piece {
  const Type *Ty = nullptr; ///< stripped
  uint64_t Bit = 0, Bits = 0;
  /// The innermost field with a name that it belongs to; null if there is none.
  const Field *Named = nullptr;
  bool IsBitField = false;
  /// Names do not count here: a system header's record, or a union in BPF.
  bool IsNameless = false;
  /// Another arm of the host's union has its name in another style: then it
  /// says nothing of either.
  bool IsUnheard = false;
  /// What is left of bytes in BPF that the host has read from their start on.
  bool IsRest = false;
  /// Which element of an array it belongs to, counted from 1 over all its
  /// dimensions; 0: it is within none.
  uint64_t Element = 0;

  uint64_t end() const { return Bit + Bits; }
  /// Field \p F, which stands at \p Bit of the shape.
  static Piece of(const Field &F, uint64_t Bit);
  static Piece of(const Type &Ty);
  /// Of an array, the element \p I.
  Piece element(uint64_t I) const;
};

/// Lays parts of one pair of shapes over each other. All pieces have their
/// places within the same shape.
class Overlay {
public:
  using Pieces = std::vector<Piece>;

  /// \p Host and \p Bpf are all that may be laid over each other.
  Overlay(const Pieces &Host, const Pieces &Bpf);

  /// Whether \p Host and \p Bpf, both in order of place, cover the same bits
  /// alike. What BPF has in front of \p HostBegin or from \p HostEnd on does
  /// not count.
  bool agree(Pieces Host, Pieces Bpf, uint64_t HostEnd = ~uint64_t(0),
             uint64_t HostBegin = 0);

  /// What the last call to agree() matched.
  struct Match {
    Piece Host, Bpf;
  };
  /// Leaves with another name here and there.
  std::vector<Match> Renamed;
  /// Host padding over leaves that have a name.
  std::vector<Match> Reserved;

private:
  /// How each name is spelled, by its key without style; empty where two
  /// spellings have one key, which then says nothing of either.
  using Names = std::unordered_map<std::string, std::string_view>;
  struct Place {
    uint64_t Bit;
    std::string_view Name; ///< as it is spelled
    bool operator==(const Place &) const = default;
  };
  /// By name, without its style; within arrays "name[2]".
  using Places = std::unordered_map<std::string, std::vector<Place>>;

  // Of these lists the next piece stands last. Pad: the host's padding in front
  // of them that reaches furthest.
  bool align(Pieces Host, Pieces Bpf, Piece Pad = {});
  bool hostAlone(Pieces &Host, Piece &Pad);
  bool bpfAlone(Pieces &Bpf, const Piece *Pad);
  bool bytesHere(Pieces &Host, Pieces &Bpf);
  bool bytesInBpf(Pieces &Host, Pieces &Bpf);
  bool unions(Pieces Host, Pieces Bpf, const Piece &Pad);
  bool anyHostArm(Pieces Host, const Pieces &Bpf, const Piece &Pad);
  bool anyBpfArm(const Pieces &Host, Pieces Bpf, const Names &HostNames,
                 const Field *Named, const Piece &Pad);
  /// With \p Arm as the next piece of \p Side, which is one of the two, and
  /// whose places are \p Of.
  bool alignsWith(const Piece &Arm, Pieces &Side, Places &Of,
                  const Pieces &Host, const Pieces &Bpf, const Piece &Pad);
  bool compare(const Piece &Host, const Piece &Bpf);
  bool leaves(const Piece &Host, const Piece &Bpf);
  bool names(const Piece &Host, const Piece &Bpf);
  static bool standsElsewhere(const Piece &P, const Places &Here,
                              const Places &There);

  bool isOutside(const Piece &P) const {
    return P.Bit >= HostEnd || (P.Bit < HostBegin && P.end() <= HostBegin);
  }
  bool open(const Piece &P, Pieces &Out);
  struct Choice {
    Pieces Arms;
    bool IsByName; ///< they share a name with the other side
  };
  Choice arms(const Piece &Union, const Names &Others, bool InBpf);
  void addNames(const Piece &P, Names &Out);
  void addPlaces(const Piece &P, Places &Out, bool Remove = false);

  /// Unions of unions multiply: what takes more steps does not agree.
  static constexpr unsigned MaxSteps = 100000;
  unsigned Steps = 0;
  uint64_t HostBegin = 0, HostEnd = ~uint64_t(0);
  Names AllHostNames, AllBpfNames;
  Places HostPlaces, BpfPlaces;
  /// Pairs of shapes that agree without other names; apart, where names do not
  /// count.
  std::map<std::pair<const Type *, const Type *>, bool> Known[2];
};

/// Whether the types of one field agree leaf by leaf, padding at their ends
/// left out. What BPF has from \p HostEnd on, in bits, does not count.
bool leavesAgree(const Type &Host, const Type &Bpf,
                 uint64_t HostEnd = ~uint64_t(0));

/// Whether two enums agree, but for what is a warning.
bool enumsAgree(const Type &Host, const Type &Bpf);

} // namespace hostlayout

#endif
