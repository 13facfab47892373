//===- Message.cpp - From a finding to its message ------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Render/Message.h"

#include "Layout/Print.h"
#include "Render/Phrases.h"
#include "Render/Sentence.h"
#include "Render/Table.h"
#include "Support/Printable.h"

#include <optional>

namespace hostlayout {

namespace {

/// "because 'event::hdr' is 'struct hdr'": how the fault is reached. It shows
/// what is at fault, where the message itself stands elsewhere.
Note chainNote(const Finding &F) {
  std::string Text;
  for (const ChainStep &Step : F.Diff.Chain) {
    std::string In =
        Step.In == F.Host ? F.HostName : std::string(Step.In->Name);
    Text += (Text.empty() ? "because '" : " and '") + printable(In) +
            (Step.Through->IsBase
                 ? "' has the base '"
                 : "::" + printable(Step.Through->Name) + "' is '") +
            typeName(*Step.Through->Ty) + "'";
  }
  return {Text,
          F.At && F.Diff.where() && F.At.Ptr != F.Diff.where().Ptr
              ? F.Diff.where()
              : F.Diff.Chain.front().Through->Where,
          nullptr};
}

std::string laterFields(const Difference &D) {
  if (!D.LaterFields)
    return "";
  std::string Fields = std::to_string(D.LaterFields) +
                       (D.LaterFields == 1 ? " later field" : " later fields");
  std::string Are = D.LaterFields == 1 ? " is" : " are";
  if (D.LaterBits == 0)
    return std::to_string(D.LaterFields) +
           (D.LaterFields == 1 ? " more field is" : " more fields are") +
           " out of order";
  uint64_t Bits = D.LaterBits < 0 ? -D.LaterBits : D.LaterBits;
  std::string Size = Bits == 1   ? "1 bit"
                     : Bits % 8  ? std::to_string(Bits) + " bits"
                     : Bits == 8 ? "1 byte"
                                 : std::to_string(Bits / 8) + " bytes";
  return Fields + Are + " read " + Size +
         (D.LaterBits < 0 ? " too early" : " too late");
}

/// Both layouts; the first line says whose they are and what else moved.
std::optional<Note> tableNote(const Finding &F, const SideNames &S,
                              Tables Which) {
  const auto *Host = F.Diff.HostIn ? as<RecordType>(F.Diff.HostIn) : nullptr;
  const auto *Bpf = F.Diff.BpfIn ? as<RecordType>(F.Diff.BpfIn) : nullptr;
  if (!Host || !Bpf)
    return std::nullopt;
  const std::string Later = laterFields(F.Diff);
  if (Which == Tables::Without)
    return Later.empty() ? std::nullopt
                         : std::optional(Note{Later, {}, nullptr});
  std::string Name = typeName(*Host);
  if (Host == F.Host)
    Name = (Host->isUnion() ? "union " : "struct ") + printable(F.HostName);
  else if (Host->Name.empty() && !F.Diff.Chain.empty())
    Name = printable(F.Diff.Chain.back().Through->Name);
  std::string Text = "'" + Name + "' " + S.Here +
                     (F.Diff.Form == Variant::OtherBuffer
                          ? ", " + quoted(typeName(*Bpf)) + " in "
                          : " and in ") +
                     printable(F.Object);
  if (!F.BpfSource.empty())
    Text += " (" + printable(F.BpfSource) + ")";
  Text +=
      (Later.empty() ? "" : "; ") + Later + "\n" + sideBySide(*Host, *Bpf, S);
  Text.pop_back();
  return Note{std::move(Text), Host->Where ? Host->Where : F.Where, nullptr};
}

std::optional<Note> remedyNote(const Finding &F) {
  if (F.Diff.Remedy) {
    const Fix &Remedy = *F.Diff.Remedy;
    Origin Where = Remedy.A ? Remedy.A->Where : Origin();
    return Note{remedySentence(F), Where, &Remedy};
  }
  std::string Advice = adviceSentence(F);
  if (Advice.empty())
    return std::nullopt;
  return Note{std::move(Advice), {}, nullptr};
}

} // namespace

Message render(const Finding &F, const SideNames &S, Tables Which) {
  Message M;
  M.Kind = F.Diff.Kind;
  M.Level = F.Diff.Level;
  M.Text = sentence(F, S) + " [bpf-host-layout-" +
           std::string(slug(F.Diff.Kind)) + "]";
  M.Where = F.At ? F.At : F.Where;
  if (F.Use)
    M.Notes.push_back({F.Use->Why, {}, nullptr});
  if (!F.Diff.Chain.empty())
    M.Notes.push_back(chainNote(F));
  if (std::optional<Note> Table = tableNote(F, S, Which))
    M.Notes.push_back(std::move(*Table));
  if (std::optional<Note> Remedy = remedyNote(F))
    M.Notes.push_back(std::move(*Remedy));
  return M;
}

} // namespace hostlayout
