//===- NearMisses.cpp - Names that were meant to be the marker's ----------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/NearMisses.h"

#include "clang/Basic/IdentifierTable.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <string>
#include <utility>

using namespace clang;

namespace hostlayout::clangfe {

static constexpr llvm::StringLiteral Scopes[] = {
    "bpf", "btf", "bfp", "pbf", "ebpf", "libbpf", "BPF", "Bpf", "eBPF"};
static constexpr llvm::StringLiteral Names[] = {"host_layout",
                                                "bpf_host_layout"};
static constexpr unsigned MostEdits = 2;

bool isLikeBpf(llvm::StringRef Scope) {
  return llvm::is_contained(Scopes, Scope);
}

/// \p Name in lower case, without underscores.
static std::string plain(llvm::StringRef Name) {
  std::string Text;
  for (char C : Name)
    if (C != '_')
      Text += llvm::toLower(C);
  return Text;
}

/// Has the letters of the middle or of the end.
static bool hasLayOrOut(llvm::StringRef Name) {
  for (size_t I = 2; I < Name.size(); ++I) {
    const char Third = Name[I] | 0x20; // in lower case, where it is a letter
    if (Third == 'y'
            ? (Name[I - 1] | 0x20) == 'a' && (Name[I - 2] | 0x20) == 'l'
            : Third == 't' && (Name[I - 1] | 0x20) == 'u' &&
                  (Name[I - 2] | 0x20) == 'o')
      return true;
  }
  return false;
}

static bool isNear(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Plain[] = {"hostlayout",
                                                  "bpfhostlayout"};
  if (Name.size() + MostEdits < Plain[0].size() ||
      Name.size() > 2 * Plain[1].size())
    return false;
  // All names of all headers come this way, and nearly all end here.
  const llvm::StringRef Letters = Name.ltrim('_');
  if (Letters.empty() || !llvm::StringRef("hHbB").contains(Letters.front()) ||
      Letters.take_front(8) == "builtin_" || !hasLayOrOut(Letters) ||
      llvm::is_contained(Names, Name) || Name == "__bpf_host_layout__" ||
      Name == "BPF_HOST_LAYOUT" || Name == "BPF_HOST_LAYOUT_AS")
    return false;
  const std::string Text = plain(Name);
  return llvm::any_of(Plain, [&](llvm::StringRef Meant) {
    return Meant.edit_distance(Text, /*AllowReplacements=*/true, MostEdits) <=
           MostEdits;
  });
}

llvm::SmallPtrSet<const IdentifierInfo *, 4>
nearMisses(const IdentifierTable &Table) {
  llvm::SmallPtrSet<const IdentifierInfo *, 4> Found;
  if (llvm::any_of(Scopes, [&](llvm::StringRef Scope) {
        return Table.find(Scope) != Table.end();
      })) {
    for (const auto &Entry : Table)
      if (isNear(Entry.getKey()))
        Found.insert(Entry.getValue());
    return Found;
  }
  // To look at all names of all headers costs more than to make up the usual
  // slips: a character left out, doubled, or exchanged with the next.
  auto Look = [&](llvm::StringRef Slip) {
    if (auto At = Table.find(Slip); At != Table.end() && isNear(Slip))
      Found.insert(At->getValue());
  };
  for (llvm::StringRef Name : Names)
    for (size_t I = 0; I != Name.size(); ++I) {
      std::string Slip = Name.str();
      Slip.insert(I, 1, Slip[I]);
      Look(Slip);
      Slip.erase(I, 2);
      Look(Slip);
      Slip = Name.str();
      if (I + 1 != Slip.size())
        std::swap(Slip[I], Slip[I + 1]);
      Look(Slip);
    }
  for (llvm::StringRef Slip :
       {"hostLayout", "HostLayout", "HOST_LAYOUT", "host_layouts",
        "bpf_host_layouts", "bpfhostlayout", "bpf_hostLayout", "bpfHostLayout"})
    Look(Slip);
  return Found;
}

} // namespace hostlayout::clangfe
