//===- Phrases.cpp - The words that sentences are made of -----------------===//
//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Render/Phrases.h"

#include "Layout/Print.h"
#include "Support/Printable.h"

namespace hostlayout {

std::string quoted(std::string_view Text) {
  return "'" + printable(Text) + "'";
}

std::string marker(const Finding &F, std::string_view Argument) {
  std::string Quoted =
      Argument.empty() ? "" : "(\"" + printable(Argument, 1024) + "\")";
  switch (F.Spelling) {
  case MarkerSpelling::Brackets:
    return "[[bpf::host_layout" + Quoted + "]]";
  case MarkerSpelling::Gnu:
    return "__attribute__((bpf_host_layout" + Quoted + "))";
  case MarkerSpelling::Macro:
    return (Argument.empty() ? "BPF_HOST_LAYOUT" : "BPF_HOST_LAYOUT_AS") +
           Quoted;
  }
  return {};
}

std::string bytes(uint64_t Count) {
  return std::to_string(Count) + (Count == 1 ? " byte" : " bytes");
}

std::string padding(const Difference &Hole) {
  if (!Hole.HostNumber)
    return bytes(Hole.BpfNumber) + " of padding";
  return std::to_string(Hole.HostNumber) +
         (Hole.HostNumber == 1 ? " bit" : " bits") + " of padding";
}

std::string hostIn(const Finding &F) {
  const Type *In = F.Diff.HostIn;
  if (!In || In == F.Host)
    return quoted(F.HostName);
  // A type without a name is called by what has it.
  const bool IsMembers = In->Name.empty() && !F.Diff.Chain.empty();
  const std::string_view Name =
      IsMembers ? F.Diff.Chain.back().Through->Name : In->Name;
  return quoted(Name.empty() ? std::string_view(F.HostName) : Name);
}

std::string membersOf(const Type &Union) {
  std::string Text;
  const auto *R = as<RecordType>(&Union);
  for (const Field &F : R ? R->Fields : std::span<const Field>()) {
    const std::string One = F.Name.empty() ? membersOf(*F.Ty) : quoted(F.Name);
    if (!One.empty())
      Text += (Text.empty() ? "" : " or ") + One;
  }
  return Text;
}

std::string bpfIn(const Finding &F, const SideNames &S) {
  const Type *In = F.Diff.BpfIn;
  return S.BpfName + "'s " +
         quoted(In && !In->Name.empty() ? In->Name : F.BpfName);
}

std::string place(const Field &Fld, uint64_t Bit) {
  std::string Byte = "byte " + std::to_string(Bit / 8);
  return Fld.IsBitField ? "bit " + std::to_string(Bit % 8) + " of " + Byte
                        : Byte;
}

std::string bytesOf(const Field &Fld, uint64_t Bit, std::string_view One,
                    std::string_view Many) {
  return byteRange(Bit, Bit + Fld.bits(), One, Many);
}

std::string byteRange(uint64_t From, uint64_t To, std::string_view One,
                      std::string_view Many) {
  uint64_t First = From / 8, Last = (To - 1) / 8;
  if (First == Last)
    return "byte " + std::to_string(First) + " " + std::string(One);
  return "bytes " + std::to_string(First) + "-" + std::to_string(Last) + " " +
         std::string(Many);
}

std::string bitRange(uint64_t Bit, uint64_t Width) {
  uint64_t First = Bit % 8;
  if (Width == 1)
    return "bit " + std::to_string(First);
  return "bits " + std::to_string(First) + "-" +
         std::to_string(First + Width - 1);
}

std::string number(uint64_t Value, const Type *In) {
  return In->Sign == Signedness::Signed ? std::to_string(int64_t(Value))
                                        : std::to_string(Value);
}

std::string kindName(const Type &Ty) {
  const Type &Stripped = *strip(&Ty);
  if (const auto *R = as<RecordType>(&Stripped))
    return R->isUnion() ? "a union" : "a struct";
  if (Stripped.Kind == TypeKind::Enum)
    return "an enum";
  return quoted(typeName(Ty));
}

std::string anyOf(const std::vector<std::string> &Names) {
  std::string Text;
  for (size_t I = 0; I != Names.size(); ++I)
    Text += (I == 0                  ? ""
             : I + 1 == Names.size() ? " or "
                                     : ", ") +
            quoted(Names[I]);
  return Text;
}

} // namespace hostlayout
