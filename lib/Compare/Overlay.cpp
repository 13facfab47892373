//===- Overlay.cpp - The same leaves under another shape? -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Overlay.h"

#include "Compare/ByteEquivalence.h"
#include "Compare/Names.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hostlayout {

namespace {

/// A run of bytes of one type within the types being compared.
struct Piece {
  const Type *Ty; ///< stripped
  uint64_t Bit;
  uint64_t Bits;
  bool IsBitField;
  std::string_view Name = {}; ///< empty: an element, or padding
  uint64_t end() const { return Bit + Bits; }
};

/// Arrays of more elements are opened only against one of the same count.
constexpr uint64_t MaxOpenedElements = 4096;
/// Unions of unions multiply: what takes more steps does not agree.
constexpr unsigned MaxSteps = 100000;

class LeafMatcher {
public:
  LeafMatcher(const Type &Host, const Type &Bpf)
      : HostNames(memberNames(Host)), BpfNames(memberNames(Bpf)) {}

  bool agree(const Piece &Host, const Piece &Bpf) {
    if (++Steps > MaxSteps || Host.Bit != Bpf.Bit || Host.Bits != Bpf.Bits ||
        changedPlaces(Host, Bpf))
      return false;
    if (Host.IsBitField || Bpf.IsBitField)
      return isLeaf(Host) && isLeaf(Bpf);
    if (isByteArray(*Host.Ty))
      return true;
    if (isByteArray(*Bpf.Ty))
      return isReadFromBytes(*Host.Ty);
    if (const RecordType *Union = asUnion(Host.Ty)) {
      const Piece H = contents(Host);
      const Piece B = H.Bits == Host.Bits ? Bpf : contents(Bpf);
      return anyArm(*Union, H, BpfNames,
                    [&](const Piece &Arm) { return agree(Arm, B); });
    }
    if (const RecordType *Union = asUnion(Bpf.Ty)) {
      const Piece B = contents(Bpf);
      const Piece H = B.Bits == Bpf.Bits ? Host : contents(Host);
      return anyArm(*Union, B, HostNames,
                    [&](const Piece &Arm) { return agree(H, Arm); });
    }
    if (isLeaf(Host) && isLeaf(Bpf))
      return compareScalars(*Host.Ty, *Bpf.Ty) == ScalarVerdict::Same;
    if (std::optional<bool> Arrays = agreeAsArrays(Host, Bpf))
      return *Arrays;
    std::vector<Piece> HostPieces, BpfPieces;
    return open(Host, HostPieces) && open(Bpf, BpfPieces) &&
           align(std::move(HostPieces), std::move(BpfPieces));
  }

private:
  static const RecordType *asUnion(const Type *Ty) {
    const auto *R = as<RecordType>(Ty);
    return R && R->isUnion() ? R : nullptr;
  }

  static bool isLeaf(const Piece &P) {
    return P.Ty->Kind != TypeKind::Record && P.Ty->Kind != TypeKind::Array;
  }

  /// \p P without the padding at its end, which no arm of a union has.
  static Piece contents(Piece P) {
    const auto *R = as<RecordType>(P.Ty);
    uint64_t End = 0;
    if (R)
      for (const Field &F : R->Fields)
        End = std::max(End, F.BitOffset + F.bits());
    if (End)
      P.Bits = End;
    return P;
  }

  /// Two names that both sides know never stand for each other.
  bool changedPlaces(const Piece &Host, const Piece &Bpf) const {
    if (Host.Name.empty() || Bpf.Name.empty() || Host.Name == Bpf.Name)
      return false;
    const std::string H = withoutStyle(Host.Name), B = withoutStyle(Bpf.Name);
    return H != B && HostNames.count(B) && BpfNames.count(H);
  }

  static bool sharesName(const Field &Arm, const std::set<std::string> &Names) {
    if (Names.empty())
      return false;
    if (!isPaddingName(Arm.Name) && Names.count(withoutStyle(Arm.Name)))
      return true;
    for (const std::string &Name : memberNames(*Arm.Ty))
      if (Names.count(Name))
        return true;
    return false;
  }

  static Piece piece(const Field &F, uint64_t Start) {
    bool IsPadding = !F.IsMarked && isPaddingName(F.Name);
    return {strip(F.Ty), Start + F.BitOffset, F.bits(), F.IsBitField,
            IsPadding ? std::string_view() : F.Name};
  }

  /// Whether one arm of the size of \p Whole agrees. Arms that share a name
  /// with the other side are those that count: bytes do not rescue them.
  template <typename Fn>
  bool anyArm(const RecordType &Union, const Piece &Whole,
              const std::set<std::string> &Others, Fn Agrees) {
    std::vector<const Field *> Arms, Named;
    for (const Field &F : Union.Fields)
      if (++Steps; F.bits() == Whole.Bits)
        Arms.push_back(&F);
    if (Arms.size() > 1)
      for (const Field *F : Arms)
        if (sharesName(*F, Others))
          Named.push_back(F);
    const std::vector<const Field *> &Counting = Named.empty() ? Arms : Named;
    return std::any_of(Counting.begin(), Counting.end(), [&](const Field *F) {
      return Agrees(piece(*F, Whole.Bit));
    });
  }

  std::optional<bool> agreeAsArrays(const Piece &Host, const Piece &Bpf) {
    const auto *H = as<ArrayType>(Host.Ty), *B = as<ArrayType>(Bpf.Ty);
    if (!H || !B || H->Count != B->Count || H->Count == 0)
      return std::nullopt;
    uint64_t Bits = H->Element->Size * 8;
    return agree({strip(H->Element), Host.Bit, Bits, false},
                 {strip(B->Element), Bpf.Bit, B->Element->Size * 8, false});
  }

  /// Adds the parts of \p P, the first one last; P itself if it has none.
  bool open(const Piece &P, std::vector<Piece> &Out) {
    size_t From = Out.size();
    bool Opened = openForward(P, Out);
    Steps += unsigned(Out.size() - From);
    std::reverse(Out.begin() + From, Out.end());
    return Opened;
  }

  static bool openForward(const Piece &P, std::vector<Piece> &Out) {
    if (const auto *A = as<ArrayType>(P.Ty)) {
      if (A->Count > MaxOpenedElements)
        return false;
      uint64_t Bits = A->Element->Size * 8;
      for (uint64_t I = 0; I != A->Count && Bits; ++I)
        Out.push_back({strip(A->Element), P.Bit + I * Bits, Bits, false});
      return true;
    }
    const auto *R = as<RecordType>(P.Ty);
    if (!R || R->isUnion()) {
      Out.push_back(P);
      return true;
    }
    for (const Field &F : R->Fields)
      if (F.bits())
        Out.push_back(piece(F, P.Bit));
    return true;
  }

  using Pieces = std::vector<Piece>;

  /// Walks both lists, whose next pieces stand last, opening the longer of two
  /// that start together.
  bool align(Pieces Host, Pieces Bpf) {
    while (!Host.empty() && !Bpf.empty()) {
      if (++Steps > MaxSteps)
        return false;
      Piece H = Host.back(), B = Bpf.back();
      if (H.Bit != B.Bit)
        return false;
      if (H.Bits == B.Bits) {
        if (!agree(H, B))
          return false;
        Host.pop_back();
        Bpf.pop_back();
        continue;
      }
      Pieces &Longer = H.Bits > B.Bits ? Host : Bpf;
      Piece P = contents(Longer.back());
      Longer.pop_back();
      if (const RecordType *Union = asUnion(P.Ty))
        return anyArm(*Union, P, &Longer == &Host ? BpfNames : HostNames,
                      [&](const Piece &Arm) {
                        Steps += unsigned(Host.size() + Bpf.size()); // copied
                        Longer.push_back(Arm);
                        bool Fits = align(Host, Bpf);
                        Longer.pop_back();
                        return Fits;
                      });
      if (isLeaf(P) || !open(P, Longer))
        return false;
    }
    return Host.empty() && Bpf.empty();
  }

  const std::set<std::string> HostNames, BpfNames;
  unsigned Steps = 0;
};

} // namespace

bool leavesAgree(const Type &Host, const Type &Bpf) {
  return LeafMatcher(Host, Bpf).agree({strip(&Host), 0, Host.Size * 8, false},
                                      {strip(&Bpf), 0, Bpf.Size * 8, false});
}

} // namespace hostlayout
