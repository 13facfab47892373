//===- StateSentence.cpp - What a check could not do, in words ------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Objects that cannot be read or do not fit, names without a type, types that
// were not checked: no two types were compared.
//
//===----------------------------------------------------------------------===//

#include "Render/Phrases.h"
#include "Render/Sentence.h"
#include "Support/Printable.h"

namespace hostlayout {

namespace {

std::string typeNotFound(const Finding &F) {
  std::string In = " in " + printable(F.Object, 1024);
  switch (F.Diff.Form) {
  case Variant::KnownName:
    return "the name " + quoted(F.BpfName) + " occurs" + In +
           ", but its type is not recorded there";
  case Variant::ForwardOnly:
    return quoted(F.BpfName) + " is only declared" + In + ", not defined";
  case Variant::NoSuchMap:
    return "no map " + quoted(F.NamePart) + In;
  case Variant::NoSuchSection:
    return "no section " + quoted(F.NamePart) + " with types" + In;
  case Variant::NoMapType:
    return quoted(F.NamePart) + " has neither a type nor a size" + In;
  case Variant::NoSuchRole:
    return "no map has a key or value " + quoted(F.NamePart) + In;
  case Variant::BufferRole:
    return quoted(F.BpfName.substr(0, F.BpfName.find('.'))) + " is a " +
           printable(F.NamePart) + In +
           ": it has records, but no keys and values";
  case Variant::ForwardRole:
    return "the type " + quoted(F.NamePart) + " of " + quoted(F.BpfName) +
           " is only declared" + In + ", not defined";
  case Variant::MapName:
    return quoted(F.BpfName) + " is a map" + In + ", not a type";
  case Variant::NotShared:
    return "user space shares nothing of section " + quoted(F.NamePart);
  case Variant::HiddenGlobal:
    return quoted(F.BpfName) + " is a static variable" + In +
           ", which skeletons do not show";
  default:
    return "no type " + quoted(F.BpfName) + In;
  }
}

std::string ambiguous(const Finding &F) {
  switch (F.Diff.Form) {
  case Variant::WithinObject:
    return "several types " + quoted(F.BpfName) + " in " + printable(F.Object) +
           " differ, and none of them matches";
  default:
    return quoted(F.BpfName) + " differs between " + printable(F.Object) +
           " and " + printable(F.OtherFile);
  }
}

} // namespace

std::string stateSentence(const Finding &F) {
  const Difference &D = F.Diff;
  std::string Object = printable(F.Object, 1024);
  switch (D.Kind) {
  case DifferenceKind::Endian: {
    bool HostBig = F.HostTarget.IsBigEndian;
    return Object + " is " + (HostBig ? "little" : "big") + "-endian, but " +
           std::string(F.HostTarget.Name) + " is " +
           (HostBig ? "big" : "little") + "-endian; " + quoted(F.HostName) +
           " was not checked";
  }
  case DifferenceKind::TypeNotFound:
    return typeNotFound(F);
  case DifferenceKind::Ambiguous:
    return ambiguous(F);
  case DifferenceKind::UnknownObject:
    return "no BPF object is called " + quoted(F.OtherFile);
  case DifferenceKind::SectionOffset:
    return quoted(D.Host->Name) + " is at byte " +
           std::to_string(D.HostNumber) + " in " + printable(F.BpfName) +
           " by its symbol, but at byte " + std::to_string(D.BpfNumber) +
           " by the BTF that the skeleton is made from";
  case DifferenceKind::Object:
    return printable(F.Detail, 1024) +
           (F.IsGenerated ? "; its structs were NOT checked"
                          : "; marked structs were NOT checked");
  case DifferenceKind::NotChecked:
    if (D.Form == Variant::NoMarkedField)
      return quoted(F.HostName) +
             " is matched by its marked fields, but no field is marked";
    return quoted(F.HostName) + " was not checked: no BPF object is known";
  case DifferenceKind::StaleObject:
    if (D.Form == Variant::OlderThanSource)
      return Object + " is older than its source " +
             printable(F.OtherFile, 1024);
    return quoted(F.BpfName) + " in " + Object +
           " differs from the one in the included skeleton " +
           quoted(F.OtherFile);
  default:
    return {};
  }
}

} // namespace hostlayout
