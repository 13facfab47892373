//===- EnumNames.cpp - Which enumerators pair by name ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Names.h"

#include <algorithm>
#include <unordered_map>

namespace hostlayout {

bool isSentinel(std::string_view Name) {
  return Name.starts_with("__") || Name.starts_with("NR_") ||
         Name.ends_with("_MAX") || Name.ends_with("_CNT") ||
         Name.ends_with("_COUNT") || Name.ends_with("_LAST");
}

namespace {

bool isDigit(char C) { return C >= '0' && C <= '9'; }
bool isUpper(char C) { return C >= 'A' && C <= 'Z'; }
bool isLower(char C) { return C >= 'a' && C <= 'z'; }

bool hasLetter(std::string_view Text) {
  return std::any_of(Text.begin(), Text.end(),
                     [](char C) { return isUpper(C) || isLower(C); });
}

/// Whether a word of \p Name ends before \p At: EV_|EXEC, State|New.
bool isWordEnd(std::string_view Name, size_t At) {
  char Before = Name[At - 1], Next = Name[At];
  if (Before == '_' || Next == '_')
    return Before == '_' && Next != '_';
  return isUpper(Next) && (isLower(Before) || isDigit(Before));
}

/// kNew is New.
bool hasLeadingK(std::string_view Name) {
  return Name.size() > 1 && Name[0] == 'k' && isUpper(Name[1]);
}

std::string_view withoutK(std::string_view Name) {
  return hasLeadingK(Name) ? Name.substr(1) : Name;
}

/// What the names of an enum may leave out.
struct Affixes {
  bool IsPrefixOwnName = false; ///< the prefix is the enum's name
  bool AllHaveK = false;
  std::string_view Prefix; ///< behind the k, if all have one

  Affixes(const EnumType &E, std::string_view EnumName) {
    std::vector<std::string_view> Names;
    for (const Enumerator &One : E.Enumerators)
      if (!isSentinel(One.Name))
        Names.push_back(One.Name);
    if (Names.empty())
      return;
    AllHaveK = std::all_of(Names.begin(), Names.end(), hasLeadingK);
    if (AllHaveK)
      std::transform(Names.begin(), Names.end(), Names.begin(), withoutK);
    std::string_view Shared = Names.front();
    for (std::string_view Name : Names) {
      auto End =
          std::mismatch(Shared.begin(), Shared.end(), Name.begin(), Name.end());
      Shared = Shared.substr(0, size_t(End.first - Shared.begin()));
    }
    auto Leaves = [&](size_t At) {
      return std::all_of(Names.begin(), Names.end(), [&](std::string_view N) {
        return At < N.size() && isWordEnd(N, At) && hasLetter(N.substr(At));
      });
    };
    size_t At = Shared.size();
    while (At && !Leaves(At))
      --At;
    Prefix = Shared.substr(0, At);
    IsPrefixOwnName = At && !EnumName.empty() &&
                      withoutStyle(Prefix) == withoutStyle(EnumName);
  }
};

/// The ways to call one enumerator, without its style.
struct Forms {
  std::string Whole;
  std::string WithoutK;      ///< empty where there is none
  std::string WithoutPrefix; ///< likewise

  Forms(std::string_view Name, const Affixes &Of) : Whole(withoutStyle(Name)) {
    if (hasLeadingK(Name))
      WithoutK = withoutStyle(withoutK(Name));
    std::string_view Behind = Of.AllHaveK ? withoutK(Name) : Name;
    if (!Of.Prefix.empty() && Behind.starts_with(Of.Prefix))
      WithoutPrefix = withoutStyle(Behind.substr(Of.Prefix.size()));
  }
};

/// Pairs what has one candidate only, on both sides.
class Pairing {
public:
  Pairing(const EnumType &Host, const EnumType &Bpf)
      : Host(Host), Bpf(Bpf), PartnerOf(Host.Enumerators.size()),
        Taken(Bpf.Enumerators.size()), IsMarked(Host.Enumerators.size()) {}

  void byMarker() {
    std::unordered_map<std::string_view, size_t> ByName;
    for (size_t B = 0; B != Taken.size(); ++B)
      ByName.try_emplace(Bpf.Enumerators[B].Name, B);
    for (size_t H = 0; H != PartnerOf.size(); ++H)
      for (std::string_view Name : Host.Enumerators[H].Counterparts) {
        IsMarked[H] = true;
        auto It = ByName.find(Name);
        if (PartnerOf[H] || It == ByName.end())
          continue;
        PartnerOf[H] = &Bpf.Enumerators[It->second];
        Taken[It->second] = true;
      }
  }

  /// \p HostKeys and \p BpfKeys add an enumerator's keys to a list.
  template <typename HostFn, typename BpfFn>
  void step(HostFn HostKeys, BpfFn BpfKeys) {
    std::unordered_map<std::string, std::vector<size_t>> ByKey;
    for (size_t B = 0; B != Taken.size(); ++B) {
      if (Taken[B])
        continue;
      std::vector<std::string> Keys;
      BpfKeys(B, Keys);
      for (std::string &Key : Keys)
        ByKey[std::move(Key)].push_back(B);
    }
    constexpr size_t None = -1, Several = -2;
    std::vector<size_t> Of(PartnerOf.size(), None), HostOf(Taken.size(), None);
    auto Note = [](size_t &Slot, size_t Value) {
      Slot = Slot == None || Slot == Value ? Value : Several;
    };
    for (size_t H = 0; H != PartnerOf.size(); ++H) {
      if (PartnerOf[H] || IsMarked[H])
        continue;
      std::vector<std::string> Keys;
      HostKeys(H, Keys);
      for (const std::string &Key : Keys)
        if (auto It = ByKey.find(Key); It != ByKey.end())
          for (size_t B : It->second) {
            Note(Of[H], B);
            Note(HostOf[B], H);
          }
    }
    for (size_t H = 0; H != PartnerOf.size(); ++H)
      if (Of[H] < Taken.size() && HostOf[Of[H]] == H) {
        PartnerOf[H] = &Bpf.Enumerators[Of[H]];
        Taken[Of[H]] = true;
      }
  }

  std::vector<const Enumerator *> take() { return std::move(PartnerOf); }
  bool isComplete() const {
    return std::find(PartnerOf.begin(), PartnerOf.end(), nullptr) ==
               PartnerOf.end() ||
           std::find(Taken.begin(), Taken.end(), false) == Taken.end();
  }

private:
  const EnumType &Host, &Bpf;
  std::vector<const Enumerator *> PartnerOf;
  std::vector<bool> Taken, IsMarked;
};

} // namespace

std::vector<const Enumerator *> pairEnumerators(const EnumType &Host,
                                                std::string_view HostName,
                                                const EnumType &Bpf,
                                                std::string_view BpfName) {
  using Keys = std::vector<std::string>;
  Pairing P(Host, Bpf);
  P.byMarker();
  auto Exact = [](const EnumType &E) {
    return
        [&E](size_t I, Keys &Out) { Out.emplace_back(E.Enumerators[I].Name); };
  };
  P.step(Exact(Host), Exact(Bpf));
  if (P.isComplete())
    return P.take();

  const Affixes HostAffixes(Host, HostName), BpfAffixes(Bpf, BpfName);
  std::vector<Forms> HostForms, BpfForms;
  for (const Enumerator &One : Host.Enumerators)
    HostForms.emplace_back(One.Name, HostAffixes);
  for (const Enumerator &One : Bpf.Enumerators)
    BpfForms.emplace_back(One.Name, BpfAffixes);
  auto Style = [](const std::vector<Forms> &All) {
    return [&All](size_t I, Keys &Out) {
      if (!All[I].Whole.empty())
        Out.push_back(All[I].Whole);
    };
  };
  P.step(Style(HostForms), Style(BpfForms));

  // A name as it is, or without its k, is met by one without its prefix. Two
  // prefixes come off at once only where both say the same: their enum's name.
  const bool BothPrefixes =
      HostAffixes.IsPrefixOwnName && BpfAffixes.IsPrefixOwnName;
  auto Shortened = [BothPrefixes](const std::vector<Forms> &All,
                                  std::string_view Prefixed,
                                  std::string_view Plain) {
    return [&All, BothPrefixes, Prefixed, Plain](size_t I, Keys &Out) {
      const Forms &F = All[I];
      auto Add = [&Out](std::string_view Kind, const std::string &Key) {
        if (!Key.empty())
          Out.push_back(std::string(Kind) + Key);
      };
      // The two kinds of key say which combinations meet.
      for (const std::string *Key : {&F.Whole, &F.WithoutK}) {
        Add(Plain, *Key);
        Add("0", *Key);
      }
      Add(Prefixed, F.WithoutPrefix);
      if (BothPrefixes)
        Add("2", F.WithoutPrefix);
    };
  };
  P.step(Shortened(HostForms, "h", "b"), Shortened(BpfForms, "b", "h"));
  return P.take();
}

} // namespace hostlayout
