//===- Options.cpp - What the user configured -------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Options.h"

#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/ADT/StringRef.h"

#include <cstring>

using namespace hostlayout;
using namespace hostlayout::clangfe;

static constexpr std::string_view ObjectMacro = "BPF_HOST_LAYOUT_BTF";
static constexpr std::string_view OptionMacro = "BPF_HOST_LAYOUT_OPTIONS";

static llvm::StringRef ref(std::string_view Text) {
  return {Text.data(), Text.size()};
}

Expected<std::vector<std::string>>
clangfe::splitList(std::string_view List, std::string_view Separators) {
  std::vector<std::string> Items;
  std::string Item;
  bool IsQuoted = false;
  auto Finish = [&] {
    if (!Item.empty())
      Items.push_back(std::move(Item));
    Item.clear();
  };
  for (size_t I = 0; I != List.size(); ++I) {
    char C = List[I];
    bool IsSeparator = Separators.find(C) != std::string_view::npos;
    if (C == '\\' && I + 1 != List.size()) {
      char Next = List[I + 1];
      if (Next == '\\' || Next == '"' || Next == ' ' ||
          Separators.find(Next) != std::string_view::npos) {
        Item += Next;
        ++I;
        continue;
      }
    }
    if (C == '"')
      IsQuoted = !IsQuoted;
    else if (IsSeparator)
      Finish();
    else
      Item += C;
  }
  if (IsQuoted)
    return Error("the quote in '" + std::string(List) + "' has no end");
  Finish();
  return Items;
}

static std::string nearestOption(std::string_view Name) {
  std::string_view Best;
  unsigned BestDistance = ~0u;
  auto Consider = [&](std::string_view Option) {
    unsigned Distance = ref(Name).edit_distance(ref(Option));
    if (Distance < BestDistance) {
      BestDistance = Distance;
      Best = Option;
    }
  };
  Consider("btf");
  Consider("btf-base");
  Consider("stamp");
  Consider("uses");
  for (unsigned K = 0; K != NumDifferenceKinds; ++K)
    Consider(slug(static_cast<DifferenceKind>(K)));
  return BestDistance <= std::max<size_t>(2, Name.size() / 2)
             ? std::string(Best)
             : std::string();
}

std::optional<Error> Options::apply(std::string_view Argument,
                                    bool IsExplicit) {
  auto [Name, Value] = ref(Argument).split('=');
  bool HasValue = Name.size() != Argument.size();
  if (Name == "btf" || Name == "btf-base" || Name == "stamp") {
    if (Value.empty())
      return Error("the option '" + Name.str() +
                   "' needs a file: " + Name.str() + "=FILE");
    if (Name == "btf") {
      if (!IsExplicit)
        return Error("'" + std::string(Argument) + "' belongs into -D" +
                     std::string(ObjectMacro) + "=FILE");
      Objects.push_back({judge::Tier::Explicit, Value.str()});
    } else if (Name == "stamp") {
      Stamp = Value.str();
    } else if (IsExplicit || !BaseIsExplicit) {
      Base = Value.str();
      BaseIsExplicit = IsExplicit;
    }
    return std::nullopt;
  }
  if (Name == "uses" && HasValue) {
    Expected<Severity> Level = parseSeverity({Value.data(), Value.size()});
    if (!Level)
      return Level.takeError().in("uses");
    (IsExplicit ? ExplicitUses : ListedUses) = *Level;
    return std::nullopt;
  }
  if (Name != "uses" && !kindOfSlug({Name.data(), Name.size()})) {
    std::string Text = "unknown option '" + std::string(Argument) + "'";
    std::string Nearest = nearestOption({Name.data(), Name.size()});
    if (!Nearest.empty())
      Text += "; did you mean '" + Nearest + "'?";
    return Error(std::move(Text));
  }
  if (!HasValue)
    return Error("the option '" + Name.str() +
                 "' needs a value: " + Name.str() + "=error|warning|off");
  Policy Scratch;
  if (std::optional<Error> E = Scratch.parse(Argument))
    return E;
  (IsExplicit ? ExplicitLevels : ListedLevels).emplace_back(Argument);
  return std::nullopt;
}

std::optional<Error> Options::add(std::string_view Argument) {
  return apply(Argument, /*IsExplicit=*/true);
}

std::optional<Error> Options::addList(std::string_view List) {
  Expected<std::vector<std::string>> Items = splitList(List, ",");
  if (!Items)
    return Items.takeError();
  for (const std::string &Item : *Items)
    if (std::optional<Error> E = apply(Item, /*IsExplicit=*/false))
      return E;
  return std::nullopt;
}

std::optional<Error> Options::addObjects(judge::Tier Rank,
                                         std::string_view List,
                                         std::string_view Separators) {
  Expected<std::vector<std::string>> Paths = splitList(List, Separators);
  if (!Paths)
    return Paths.takeError();
  for (std::string &Path : *Paths)
    Objects.push_back({Rank, std::move(Path)});
  return std::nullopt;
}

/// The text behind "NAME=" of the definition that is in force; none where the
/// macro is not defined. IsFlag: -DNAME, which has no value at all.
static std::optional<llvm::StringRef>
macroText(const clang::PreprocessorOptions &PP, std::string_view Name,
          bool &IsFlag) {
  std::optional<llvm::StringRef> Text;
  IsFlag = false;
  for (const auto &[Definition, IsUndef] : PP.Macros) {
    llvm::StringRef D = Definition;
    if (D.substr(0, Name.size()) != ref(Name))
      continue;
    llvm::StringRef Rest = D.substr(Name.size());
    if (!Rest.empty() && Rest[0] != '=')
      continue;
    if (IsUndef) {
      Text.reset();
      continue;
    }
    IsFlag = Rest.empty();
    Text = Rest.substr(Rest.empty() ? 0 : 1);
  }
  return Text;
}

/// The macro of ours that \p Name was meant to be; null: it is none of ours.
static const std::string_view *macroMeant(llvm::StringRef Name) {
  static constexpr struct {
    std::string_view Macro;
    unsigned MostEdits;
  } Known[] = {{ObjectMacro, 2}, {OptionMacro, 3}};
  // Of <bpf/host_layout.h>: a build without the plugin may empty it.
  if (Name == "BPF_HOST_LAYOUT_AS")
    return nullptr;
  for (const auto &K : Known) {
    if (Name == ref(K.Macro))
      return nullptr;
    const bool IsTail = ref(K.Macro).substr(strlen("BPF_")) == Name;
    if (IsTail || Name.edit_distance(ref(K.Macro), /*AllowReplacements=*/true,
                                     K.MostEdits) <= K.MostEdits)
      return &K.Macro;
  }
  return nullptr;
}

std::vector<Error> Options::addMacros(const clang::PreprocessorOptions &PP) {
  std::vector<Error> Errors;
  auto Read = [&](std::string_view Name, const char *Example, auto Apply) {
    bool IsFlag;
    std::optional<llvm::StringRef> Text = macroText(PP, Name, IsFlag);
    if (!Text)
      return;
    std::optional<Error> E;
    if (IsFlag)
      E = Error(std::string("it needs a value: ") + Example);
    else
      E = Apply(std::string_view(Text->data(), Text->size()));
    if (E)
      Errors.push_back(std::move(*E).in("-D" + std::string(Name)));
  };
  Read(ObjectMacro, "-DBPF_HOST_LAYOUT_BTF=FILE", [&](std::string_view Text) {
    return addObjects(judge::Tier::Define, Text);
  });
  Read(OptionMacro, "-DBPF_HOST_LAYOUT_OPTIONS=renamed=error,hole=warning",
       [&](std::string_view Text) { return addList(Text); });
  for (const auto &[Definition, IsUndef] : PP.Macros) {
    const llvm::StringRef Name =
        llvm::StringRef(Definition).take_until([](char C) {
          return C == '=' || C == '(';
        });
    const std::string_view *Meant = IsUndef ? nullptr : macroMeant(Name);
    if (Meant)
      Errors.push_back(Error("no macro of HostLayout; did you mean '-D" +
                             std::string(*Meant) + "'?")
                           .in("-D" + Name.str()));
  }
  return Errors;
}

Policy Options::policy() const {
  Policy Rules;
  for (const std::vector<std::string> *Levels :
       {&ListedLevels, &ExplicitLevels})
    for (const std::string &Level : *Levels)
      (void)Rules.parse(Level); // Checked when it was added.
  return Rules;
}
