//===- Advice.cpp - What to do about it -----------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Layout/Print.h"
#include "Render/Phrases.h"
#include "Render/Sentence.h"
#include "Support/Printable.h"
#include "Support/Spelling.h"

namespace hostlayout {

namespace {

/// The first three of \p Names, and how many more there are.
std::string someOf(std::vector<std::string> Names) {
  constexpr size_t MostNamed = 3;
  if (Names.size() <= MostNamed)
    return anyOf(Names);
  const size_t Others = Names.size() - MostNamed;
  Names.resize(MostNamed);
  std::string Text;
  for (const std::string &Name : Names)
    Text += (Text.empty() ? "" : ", ") + quoted(Name);
  return Text + " and " + std::to_string(Others) + " more";
}

/// How the BPF source calls the type that \p F looked for.
std::string bpfDeclaration(const Finding &F) {
  std::string_view Name =
      F.Diff.Form == Variant::ForwardRole ? F.NamePart : F.BpfName;
  if (withoutTag(Name) != Name)
    return printable(Name);
  const auto *R = F.Host ? as<RecordType>(F.Host) : nullptr;
  bool IsEnum = F.Host && strip(F.Host)->Kind == TypeKind::Enum;
  return (IsEnum              ? "enum "
          : R && R->isUnion() ? "union "
                              : "struct ") +
         printable(Name);
}

std::string typeNotFoundAdvice(const Finding &F) {
  std::string Mean =
      F.Nearest.empty() ? "" : "did you mean " + anyOf(F.Nearest) + "?";
  switch (F.Diff.Form) {
  case Variant::NoSuchMap:
  case Variant::NoSuchSection:
  case Variant::NoSuchRole:
  case Variant::MapName:
  case Variant::SectionName:
  case Variant::TagInName:
    return Mean;
  case Variant::NotShared:
    return "nothing of it can be mirrored: name a type, a map's key or value "
           "as in \"counts.value\", or a section of variables as in \".bss\"";
  case Variant::BufferRole:
    return "give the name of the struct that the BPF program sends";
  case Variant::HiddenGlobal:
    return "declare it without 'static' in the BPF source";
  case Variant::NoMapType:
    return "a map's role is <map>.key or <map>.value, of an inner map "
           "<map>.values.value; give the map a type with __type()";
  case Variant::KnownName:
  case Variant::ForwardOnly:
  case Variant::ForwardRole:
    break;
  default:
    // A command has no type of its own: the name was mistyped.
    if (!F.Host)
      return Mean;
    // No marker keeps a scalar in the object.
    if (TypeKind Kind = leafOf(F.Host)->Kind;
        Kind != TypeKind::Record && Kind != TypeKind::Enum)
      return Mean.empty() ? "name what it stands for: a map's key or value, as "
                            "in \"counts.value\", a global variable or a "
                            "typedef"
                          : Mean;
    break;
  }
  if (!isIdentifier(withoutTag(F.BpfName)) &&
      F.Diff.Form != Variant::ForwardRole)
    return Mean.empty() ? "give the type's name alone" : Mean;
  // A compiler drops what no variable, map or function signature uses.
  std::string Keep = "add BPF_HOST_LAYOUT_EMIT(" + bpfDeclaration(F) +
                     "); from <bpf/host_layout.h> to the BPF source to keep "
                     "the type";
  if (F.Diff.Form == Variant::ForwardOnly)
    Keep += ", where it is defined";
  if (withoutTag(F.BpfName) != F.BpfName)
    Keep += ", and name it " + quoted(withoutTag(F.BpfName)) + " here";
  if (Mean.empty())
    return Keep;
  return Mean + "\nif not, " + Keep;
}

/// How an object is named, besides what every front end can do.
const char *objectOption(FrontEnd Asker) {
  switch (Asker) {
  case FrontEnd::Compiler:
    return "-fplugin-arg-hostlayout-btf=<object>, with ";
  case FrontEnd::ClangTidy:
    return "the check's option bpf-host-layout.Btf, with ";
  case FrontEnd::Command:
    return "--btf=<object>, with ";
  case FrontEnd::Editor:
    break;
  }
  return "";
}

/// What is not there yet is most often not built yet.
std::string absentAdvice(const Finding &F) {
  if (!F.Nearest.empty())
    return "did you mean " + anyOf(F.Nearest) + "?";
  constexpr std::string_view Ending = ".o";
  if (!F.Object.ends_with(Ending))
    return {};
  std::string Stem = F.Object.substr(0, F.Object.size() - Ending.size());
  return "build it first, as in: clang -target bpf -g -O2 -c " +
         printable(Stem, 1024) + ".c -o " + printable(F.Object, 1024);
}

} // namespace

std::string remedySentence(const Finding &F) {
  const Fix &Remedy = *F.Diff.Remedy;
  std::string In =
      quoted(Remedy.In && Remedy.In != F.Host && !Remedy.In->Name.empty()
                 ? Remedy.In->Name
                 : F.HostName);
  auto Behind = [&](std::string_view Front) {
    return Remedy.B ? " after " + quoted(Remedy.B->Name) : std::string(Front);
  };
  switch (Remedy.What) {
  case Fix::SwapFields:
    return "swap " + quoted(Remedy.A->Name) + " and " + quoted(Remedy.B->Name) +
           " to match the BPF program";
  case Fix::MoveField:
    return "move " + quoted(Remedy.A->Name) + Behind(" to the front") +
           " to match the BPF program";
  case Fix::InsertField:
    return "add '" + printable(Remedy.Text) + ";'" +
           Behind(" as the first field");
  case Fix::ReplaceType:
    return "declare it as '" + printable(Remedy.Text) +
           "' to match the BPF program";
  case Fix::MarkField:
    return "add " + marker(F, Remedy.Text) + " if it stands for BPF's " +
           quoted(Remedy.Text);
  case Fix::AlignField:
    return "add alignas(" + std::to_string(Remedy.Number) + ") to " +
           quoted(Remedy.A->Name) + " to match the BPF program";
  case Fix::AlignRecord:
    return "add alignas(" + std::to_string(Remedy.Number) + ") to " + In +
           " to match the BPF program";
  case Fix::PackRecord:
    return "declare " + In + " packed to match the BPF program";
  case Fix::AddEnumerators:
    return "add '" + printable(Remedy.Text, 1024) + "'";
  }
  return {};
}

std::string adviceSentence(const Finding &F) {
  const Difference &D = F.Diff;
  if (F.IsGenerated && D.Kind == DifferenceKind::Object)
    return "make the skeleton again";
  if (F.IsGenerated && D.Kind != DifferenceKind::Endian &&
      D.Kind != DifferenceKind::SectionOffset)
    return "this struct is generated: in the BPF source, give " +
           (D.Host ? quoted(D.Host->Name) : "its variables") +
           " a type that has the same layout here, and make the skeleton "
           "again";
  if (std::string Text = useAdvice(F); !Text.empty())
    return Text;
  switch (D.Kind) {
  case DifferenceKind::MissingField:
    if (D.Form != Variant::NoFields)
      return {};
    return "its fields are what this prints: host-layout gen " +
           printable(F.Object, 1024) + " --type " + printable(F.BpfName, 1024);
  case DifferenceKind::ExtraField:
    if (D.Suggestion.empty())
      return {};
    return (D.Form == Variant::NoCounterpart ? "did you mean "
                                             : "did you rename ") +
           quoted(D.Suggestion) + "?";
  case DifferenceKind::TypeNotFound: {
    std::string Text = typeNotFoundAdvice(F);
    if (!F.Detail.empty())
      Text += (Text.empty() ? "" : "\n") +
              ("the object's DWARF may have it, but was not read: " +
               printable(F.Detail, 1024));
    return Text;
  }
  case DifferenceKind::Renamed:
    if (D.HostEnumerator && isIdentifier(D.BpfEnumerator->Name))
      return "add " + marker(F, D.BpfEnumerator->Name) + " behind " +
             quoted(D.HostEnumerator->Name) + " if it stands for BPF's " +
             quoted(D.BpfEnumerator->Name);
    return {};
  case DifferenceKind::UnknownObject:
    return (F.Nearest.size() == 1 ? "the object is " : "the objects are ") +
           someOf(F.Nearest);
  case DifferenceKind::SectionOffset:
    return "link the objects without the weak or extern copy of " +
           quoted(D.Host->Name) + ", or read the variable by its symbol";
  case DifferenceKind::Ambiguous:
    if (D.Form == Variant::AcrossObjects)
      return "say which one is meant: " +
             marker(F, "object=" +
                           (F.Nearest.empty() ? F.Object : F.Nearest.front()));
    return {};
  case DifferenceKind::NotChecked:
    if (D.Form == Variant::NoMarkedField)
      return "mark each field that counts with " + marker(F, "");
    return std::string("give one with ") + objectOption(F.Asker) +
           "-DBPF_HOST_LAYOUT_BTF=<object>" +
           (F.Asker == FrontEnd::Compiler ? "" : " in the compile command") +
           ", or include its libbpf skeleton";
  case DifferenceKind::Object:
    return D.Form == Variant::Absent ? absentAdvice(F) : std::string();
  case DifferenceKind::Hole:
    return "name " + padding(D) +
           (D.Before.empty() ? std::string() : " after " + quoted(D.Before)) +
           " in the BPF source and set " +
           (D.BpfNumber == 1 && D.HostNumber <= 1 ? "it" : "them") + " to 0";
  case DifferenceKind::PerCpu:
    return "read " + std::to_string(D.BpfNumber) +
           " bytes for each CPU, or pad the type to a multiple of 8";
  case DifferenceKind::Endian:
    return F.HostTarget.IsBigEndian
               ? "compile the BPF program with -target bpfeb"
               : "compile the BPF program with -target bpfel";
  case DifferenceKind::StaleObject:
    if (D.Form == Variant::OlderThanSource)
      return "build it again: its types may be those of an earlier version";
    return "the skeleton's object is the one that is loaded";
  default:
    return {};
  }
}

} // namespace hostlayout
