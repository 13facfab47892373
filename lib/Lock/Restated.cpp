//===- Restated.cpp - What a lock would state otherwise now ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lock/Restated.h"

#include "Layout/KernelOwned.h"
#include "Lock/Notation.h"

#include <algorithm>
#include <map>
#include <tuple>

using namespace hostlayout;
using namespace hostlayout::lock;

namespace {

/// Whether the compiler did not record what it is.
bool isUnrecorded(const Type &Ty) {
  const Type &Leaf = *leafOf(&Ty);
  return Leaf.Kind == TypeKind::Forward ||
         (Leaf.Kind == TypeKind::Opaque && Leaf.Size == 0);
}

bool isTagged(const Type &Ty) {
  return Ty.Kind == TypeKind::Record || Ty.Kind == TypeKind::Enum;
}

/// As a lock has it, but in one line: "struct event[2]", "union {...}".
std::string written(const Type &Declared) {
  std::string Dimensions;
  const Type *Ty = strip(&Declared);
  while (const auto *A = as<ArrayType>(Ty)) {
    Dimensions += A->Flexible ? "[]" : "[" + std::to_string(A->Count) + "]";
    Ty = strip(A->Element);
  }
  if (!isTagged(*Ty))
    return writtenScalar(*Ty) + Dimensions;
  return std::string(tagOf(*Ty)) + " " +
         (Ty->Name.empty() ? "{...}" : writtenName(Ty->Name)) + Dimensions;
}

/// "is 'u32'", "is 'u32:3'".
std::string typeOf(const Field &F) {
  return "is '" + written(*F.Ty) +
         (F.IsBitField ? ":" + std::to_string(F.BitWidth) : "") + "'";
}

std::string placeOf(const Field &F) {
  std::string Place = "is at byte " + std::to_string(F.byteOffset());
  return F.IsBitField ? Place + ", bit " + std::to_string(F.BitOffset % 8)
                      : Place;
}

unsigned lineOfEach(const Field &F) { return lineOf(F.Where); }
unsigned lineOfEach(const Enumerator &V) { return lineOf(V.Where); }

class Comparison {
public:
  std::vector<Restated> run(const Shared &Before, const Shared &After) {
    std::map<std::string_view, const Map *> Maps;
    for (const Map &M : After.Maps)
      Maps.emplace(M.Name, &M);
    for (const Map &Was : Before.Maps)
      if (auto Is = Maps.find(Was.Name);
          Is != Maps.end() && Is->second->Kind == Was.Kind)
        maps(std::string(Was.Name), Was, *Is->second);
    // Static variables may share a name.
    auto KeyOf = [](const Global &G) {
      return std::tuple(G.Section, G.Name, G.Offset);
    };
    std::map<decltype(KeyOf(Before.Globals.front())), const Global *> Globals;
    for (const Global &G : After.Globals)
      Globals.emplace(KeyOf(G), &G);
    for (const Global &Was : Before.Globals)
      if (auto Is = Globals.find(KeyOf(Was)); Is != Globals.end())
        global(Was, *Is->second);
    TypesByName Types;
    for (const Type *Ty : After.Types)
      Types.emplace(Ty->Name, Ty);
    for (const Type *Was : Before.Types)
      named(*Was, Types);
    return std::move(Found);
  }

private:
  using TypesByName = std::multimap<std::string_view, const Type *>;

  void add(std::string What, std::string Before, std::string After,
           unsigned Line) {
    Found.push_back(
        {Of, std::move(What), std::move(Before), std::move(After), Line});
  }

  void global(const Global &Was, const Global &Is) {
    Of = "global " + std::string(Was.Section) + " " + std::string(Was.Name);
    types(std::string(Was.Name), Was.Line, "is '" + written(*Was.Ty) + "'",
          "is '" + written(*Is.Ty) + "'", *Was.Ty, *Is.Ty);
  }

  void maps(const std::string &Name, const Map &Was, const Map &Is) {
    part(Name + ".key", Was.Key, Is.Key, Was.Line);
    part(Name + ".value", Was.Value, Is.Value, Was.Line);
    if (Was.Inner && Is.Inner && Was.Inner->Kind == Is.Inner->Kind)
      maps(Name + "." + std::string(Was.Inner->Name), *Was.Inner, *Is.Inner);
  }

  /// Sizes are numbers of the map, and compared with these.
  void part(std::string Name, const Part &Was, const Part &Is, unsigned Line) {
    auto IsDeclared = [](const Part &P) {
      return !P.isKnown() && !P.Forward.empty();
    };
    if (IsDeclared(Was) || IsDeclared(Is) ||
        (!Was.Ty && !Is.Ty && Was.Size && Is.Size))
      return;
    auto Says = [](const Part &P) -> std::string {
      if (P.Ty)
        return "is '" + written(*P.Ty) + "'";
      return P.Size ? "is '" + std::to_string(P.Size) + " bytes'" : "";
    };
    Of = std::move(Name);
    if (Was.Ty && Is.Ty)
      types(Of, Line, Says(Was), Says(Is), *Was.Ty, *Is.Ty);
    else if (Says(Was) != Says(Is) && !(Was.Ty && isUnrecorded(*Was.Ty)) &&
             !(Is.Ty && isUnrecorded(*Is.Ty)))
      add(Of, Says(Was), Says(Is), Line);
  }

  /// A type with a name, and those of its name in the other lock, any of which
  /// may be the same: their numbers are no names.
  void named(const Type &Was, const TypesByName &All) {
    Of = std::string(Was.Name);
    const size_t Begin = Found.size();
    std::vector<Restated> Fewest;
    bool IsFirst = true;
    auto [First, Behind] = All.equal_range(Was.Name);
    for (auto At = First; At != Behind; ++At) {
      const Type *Is = At->second;
      if (std::string_view(tagOf(*Is)) != tagOf(Was))
        continue;
      // What the kernel keeps in it is the kernel's own, or not recorded.
      if (isSizeOnly(Was) || isSizeOnly(*Is))
        sizes(Of, Was, *Is);
      else
        bodies(Of, Was, *Is);
      std::vector<Restated> These(Found.begin() + Begin, Found.end());
      Found.resize(Begin);
      if (IsFirst || These.size() < Fewest.size())
        Fewest = std::move(These);
      IsFirst = false;
    }
    Found.insert(Found.end(), Fewest.begin(), Fewest.end());
  }

  /// \p Before and \p After say what the two are.
  void types(const std::string &What, unsigned Line, std::string Before,
             std::string After, const Type &Was, const Type &Is) {
    if (isUnrecorded(Was) || isUnrecorded(Is))
      return;
    if (Before != After)
      return add(What, std::move(Before), std::move(After), Line);
    // What has a name stands for itself in the lock.
    const Type &A = *leafOf(&Was);
    if (isTagged(A) && A.Name.empty())
      bodies(What, A, *leafOf(&Is));
  }

  void sizes(const std::string &What, const Type &Was, const Type &Is) {
    if (Was.Size != Is.Size)
      add(What, "has " + std::to_string(Was.Size) + " bytes",
          "has " + std::to_string(Is.Size), lineOf(Was.Where));
  }

  void bodies(const std::string &What, const Type &Was, const Type &Is) {
    const unsigned Line = lineOf(Was.Where);
    sizes(What, Was, Is);
    if (Was.Kind == TypeKind::Enum)
      return enumerators(static_cast<const EnumType &>(Was),
                         static_cast<const EnumType &>(Is));
    const auto &A = static_cast<const RecordType &>(Was);
    const auto &B = static_cast<const RecordType &>(Is);
    auto HasUnrecorded = [](const RecordType &R) {
      return std::ranges::any_of(
          R.Fields, [](const Field &F) { return isUnrecorded(*F.Ty); });
    };
    if (A.IsPacked != B.IsPacked && !HasUnrecorded(A) && !HasUnrecorded(B))
      add(What, A.IsPacked ? "is packed" : "is not packed",
          A.IsPacked ? "is not packed" : "is packed", Line);
    pair(A.Fields, B.Fields, Line, [this](const Field &Was, const Field &Is) {
      const unsigned Line = lineOf(Was.Where);
      const std::string What(Was.Name);
      if (placeOf(Was) != placeOf(Is))
        add(What, placeOf(Was), placeOf(Is), Line);
      types(What, Line, typeOf(Was), typeOf(Is), *Was.Ty, *Is.Ty);
    });
  }

  void enumerators(const EnumType &Was, const EnumType &Is) {
    // Older compilers record neither signs nor more than 32 bits.
    const uint64_t Bits = std::min<uint64_t>(
        {Was.ValueBits, Is.ValueBits, Was.Size * 8, Is.Size * 8});
    const uint64_t Known = Bits < 64 ? (uint64_t(1) << Bits) - 1 : ~uint64_t(0);
    auto Value = [](const Enumerator &V) {
      return "is " + std::to_string(static_cast<int64_t>(V.Value));
    };
    pair(Was.Enumerators, Is.Enumerators, lineOf(Was.Where),
         [&](const Enumerator &A, const Enumerator &B) {
           if ((A.Value & Known) != (B.Value & Known))
             add(std::string(A.Name), Value(A), Value(B), lineOf(A.Where));
         });
  }

  /// Members of one name, and those without one in their order. \p Line: of
  /// what has them.
  template <typename Member, typename CompareT>
  void pair(std::span<const Member> Was, std::span<const Member> Is,
            unsigned Line, CompareT Compare) {
    std::multimap<std::string_view, size_t> Left;
    for (size_t I = 0; I != Is.size(); ++I)
      Left.emplace(Is[I].Name, I);
    for (const Member &A : Was) {
      // The first of those that are left.
      auto Known = Left.lower_bound(A.Name);
      if (Known == Left.end() || Known->first != A.Name) {
        add(std::string(A.Name), "is", "", lineOfEach(A));
        continue;
      }
      Compare(A, Is[Known->second]);
      Left.erase(Known);
    }
    for (const auto &[Unused, I] : Left)
      add(std::string(Is[I].Name), "", "is", Line);
  }

  std::string Of;
  std::vector<Restated> Found;
};

} // namespace

std::vector<Restated> lock::restatements(const Shared &Before,
                                         const Shared &After) {
  return Comparison().run(Before, After);
}
