//===- Sentence.cpp - What is wrong ---------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Render/Sentence.h"

#include "Compare/ByteEquivalence.h"
#include "Layout/Print.h"
#include "Render/Phrases.h"
#include "Support/Printable.h"

#include <algorithm>

namespace hostlayout {

namespace {

/// The types at fault: of two fields, or the checked types themselves.
const Type &hostType(const Finding &F) {
  return F.Diff.Host ? *F.Diff.Host->Ty : *F.Diff.HostIn;
}

const Type &bpfType(const Finding &F) {
  return F.Diff.Bpf ? *F.Diff.Bpf->Ty : *F.Diff.BpfIn;
}

std::string hostField(const Finding &F) {
  if (!F.Diff.Host)
    return quoted(F.HostName);
  const Field &Host = *F.Diff.Host;
  return Host.IsBase ? "base " + quoted(typeName(*Host.Ty)) : quoted(Host.Name);
}

/// "8 bytes here, but 4 (u32) in BPF": a scalar, or what wraps one.
std::string widths(const Finding &F, const SideNames &S) {
  const Difference &D = F.Diff;
  const Type *Scalar = loneScalar(bpfType(F));
  return bytes(D.HostNumber) + " " + S.Here + ", but " +
         std::to_string(D.BpfNumber) + " (" +
         typeName(Scalar ? *Scalar : bpfType(F)) + ") " + S.inBpf();
}

/// Types of one name may still be of two sizes.
std::string types(const Finding &F, const SideNames &S) {
  if (F.Diff.Form == Variant::Scalars)
    return hostField(F) + " is " + widths(F, S);
  const Type &H = hostType(F), &B = bpfType(F);
  const std::string Host = typeName(H), Bpf = typeName(B);
  const std::string Text = hostField(F) + " is " + quoted(Host);
  if (Host == Bpf && H.Size != B.Size)
    return Text + " of " + bytes(H.Size) + " " + S.Here + " but of " +
           bytes(B.Size) + " " + S.inBpf();
  return Text + " " + S.Here + " but " + quoted(Bpf) + " " + S.inBpf();
}

std::string extraField(const Finding &F, const SideNames &S) {
  const Difference &D = F.Diff;
  std::string Text = "field " + hostField(F) + " is ";
  switch (D.Form) {
  case Variant::NoCounterpart:
    return Text + "marked as BPF's " + anyOf(D.Wanted) + ", which " +
           bpfIn(F, S) + " does not have";
  case Variant::OverField: {
    // No more than BPF's field has, of what the host reads.
    const uint64_t From = std::max(D.HostBit, D.BpfBit);
    const uint64_t To =
        std::min(D.HostBit + D.Host->bits(), D.BpfBit + D.Bpf->bits());
    return Text + "not in " + bpfIn(F, S) + "; " +
           byteRange(From, To, "belongs", "belong") + " to " +
           quoted(D.Bpf->Name) + " there";
  }
  case Variant::OverPadding:
    return Text + "not in " + bpfIn(F, S) + "; " +
           bytesOf(*D.Host, D.HostBit, "is", "are") + " padding there";
  default:
    return Text + "not in " + bpfIn(F, S) + ", which ends at byte " +
           std::to_string(D.BpfNumber);
  }
}

std::string size(const Finding &F, const SideNames &S) {
  const Difference &D = F.Diff;
  if (D.Form == Variant::EmptyRecord)
    return quoted(D.Host ? D.Host->Name : F.HostName) +
           " is an empty struct of " + bytes(D.HostNumber) + " " + S.Here +
           ", but of " + bytes(D.BpfNumber) + " " + S.inBpf();
  if (D.Form == Variant::Scalars)
    return hostIn(F) + " is " + widths(F, S);
  if (D.Form == Variant::ValueTooLarge)
    return hostIn(F) + " is " + bytes(D.HostNumber) + " " + S.Here +
           ", which is too small for " + S.BpfName + "'s " +
           quoted(D.BpfEnumerator->Name) + " (" +
           number(D.BpfEnumerator->Value, D.BpfIn) + ")";
  std::string Text = hostIn(F) + " is " + bytes(D.HostNumber) + " " + S.Here +
                     ", but " + std::to_string(D.BpfNumber) + " " + S.inBpf();
  if (D.Form == Variant::BelowMap)
    Text += std::string(": the kernel would ") +
            (D.Role.ends_with(".key") ? "read" : "write") + " past it (" +
            quoted(D.Role) + ")";
  return Text;
}

std::string padding(const Finding &F, const SideNames &S) {
  const Difference &D = F.Diff;
  switch (D.Form) {
  case Variant::BpfPacked:
    if (D.BpfNumber == 0)
      return bytes(D.HostNumber) + " of padding before " + hostField(F) + " " +
             S.Here + "; " + bpfIn(F, S) + " is packed and has none";
    break;
  case Variant::HostPacked:
    if (D.HostNumber == 0)
      return hostIn(F) + " is packed " + S.Here +
             " and has no padding before " + hostField(F) + "; " + bpfIn(F, S) +
             " has " + bytes(D.BpfNumber);
    break;
  default:
    break;
  }
  return (D.HostNumber ? bytes(D.HostNumber) : "no bytes") +
         " of padding before " + hostField(F) + " " + S.Here + ", but " +
         (D.BpfNumber ? std::to_string(D.BpfNumber) : "none") + " " + S.inBpf();
}

std::string signedness(const Finding &F, const SideNames &S) {
  const Type *Ty = leafOf(&hostType(F));
  if (const Type *Wrapped = loneScalar(*Ty))
    Ty = Wrapped;
  uint64_t Max =
      Ty->Size >= 8 ? ~uint64_t(0) : (uint64_t(1) << (Ty->Size * 8)) - 1;
  bool HostSigned = Ty->Sign == Signedness::Signed;
  std::string Largest =
      Ty->Size > 8 ? "the largest value" : std::to_string(Max);
  return hostField(F) + " is " + (HostSigned ? "signed" : "unsigned") + " " +
         S.Here + " but " + (HostSigned ? "unsigned" : "signed") + " " +
         S.inBpf() + ": " + (HostSigned ? Largest : "-1") + " would read as " +
         (HostSigned ? "-1" : Largest);
}

/// How many elements two arrays of one element type have.
std::string elements(const Finding &F, const SideNames &S) {
  const Difference &D = F.Diff;
  auto Are = [](const Type &Ty, uint64_t Count, std::string_view Where) {
    const auto *A = as<ArrayType>(&Ty);
    return (A && A->Flexible ? "is a flexible array "
                             : "has " + std::to_string(Count) +
                                   (Count == 1 ? " element " : " elements ")) +
           std::string(Where);
  };
  const auto *H = as<ArrayType>(&hostType(F)), *B = as<ArrayType>(&bpfType(F));
  const bool AreCounts = !(H && H->Flexible) && !(B && B->Flexible);
  return hostField(F) + " " + Are(hostType(F), D.HostNumber, S.Here) + " but " +
         (AreCounts ? std::to_string(D.BpfNumber) + " " + S.inBpf()
                    : Are(bpfType(F), D.BpfNumber, S.inBpf()));
}

std::string bitField(const Finding &F, const SideNames &S) {
  const Difference &D = F.Diff;
  auto Side = [](const Field &Fld, uint64_t Bit, bool WithByte) {
    if (!Fld.IsBitField)
      return bytesOf(Fld, Bit, "as a whole", "as a whole");
    std::string Text = bitRange(Bit, Fld.BitWidth);
    if (WithByte)
      Text += " of byte " + std::to_string(Bit / 8);
    return Text;
  };
  bool SameByte = D.HostBit / 8 == D.BpfBit / 8 && D.Host->IsBitField;
  return hostField(F) + " is " + Side(*D.Host, D.HostBit, true) + " " + S.Here +
         ", but " + Side(*D.Bpf, D.BpfBit, !SameByte) + " " + S.inBpf();
}

std::string enumValue(const Finding &F, const SideNames &S) {
  const Difference &D = F.Diff;
  std::string Host = quoted(D.HostEnumerator->Name);
  if (D.Form == Variant::NoCounterpart)
    return Host + " is marked as BPF's " + anyOf(D.Wanted) + ", which " +
           bpfIn(F, S) + " does not have";
  bool SameName = D.HostEnumerator->Name == D.BpfEnumerator->Name;
  return Host + " is " + number(D.HostEnumerator->Value, D.HostIn) + " " +
         S.Here + " but " +
         (SameName
              ? ""
              : S.BpfName + "'s " + quoted(D.BpfEnumerator->Name) + " is ") +
         number(D.BpfEnumerator->Value, D.BpfIn) +
         (SameName ? " " + S.inBpf() : "");
}

std::string enumMissing(const Finding &F, const SideNames &S) {
  constexpr size_t MostNamed = 3;
  const auto &Missing = F.Diff.MissingEnumerators;
  auto Named = [&](const Enumerator *E) {
    return quoted(E->Name) + " (" + number(E->Value, F.Diff.BpfIn) + ")";
  };
  if (Missing.size() == 1)
    return S.BpfName + " can send " + Named(Missing[0]) + ", which " +
           hostIn(F) + " does not name " + S.Here;
  std::string List;
  for (size_t I = 0; I != Missing.size() && I != MostNamed; ++I)
    List += (I ? ", " : "") + Named(Missing[I]);
  if (Missing.size() > MostNamed)
    List += " and " + std::to_string(Missing.size() - MostNamed) + " more";
  return S.BpfName + " can send " + std::to_string(Missing.size()) +
         " values that " + hostIn(F) + " does not name " + S.Here + ": " + List;
}

std::string abi(const Finding &F) {
  const Difference &D = F.Diff;
  std::string On(F.HostTarget.Name);
  std::string Aligns = ": " + On + " aligns 8-byte integers to " +
                       std::to_string(F.HostTarget.Int64Align);
  switch (D.Form) {
  case Variant::WordSized:
    return hostField(F) + " is " + bytes(hostType(F).Size) + " on " + On +
           " but " + std::to_string(bpfType(F).Size) +
           " in BPF: its type is as wide as a word";
  case Variant::TailPadding:
    return hostIn(F) + " is " + bytes(D.HostNumber) + " on " + On + " but " +
           std::to_string(D.BpfNumber) + " in BPF" + Aligns;
  default:
    return hostField(F) + " is at byte " + std::to_string(D.HostBit / 8) +
           " on " + On + " but byte " + std::to_string(D.BpfBit / 8) +
           " in BPF" + Aligns;
  }
}

std::string wrongKind(const Finding &F, const SideNames &S) {
  const Difference &D = F.Diff;
  if (D.Form == Variant::Overlap)
    return "field " + hostField(F) + " is at " + place(*D.Host, D.HostBit) +
           " " + S.Here + ", but " + S.Program + " has it at " +
           place(*D.Bpf, D.BpfBit);
  if (D.Host)
    return hostField(F) + " is " + kindName(*D.Host->Ty) + " " + S.Here +
           " but " + kindName(*D.Bpf->Ty) + " " + S.inBpf();
  return hostIn(F) + " is " + kindName(*D.HostIn) + " " + S.Here + " but " +
         kindName(*D.BpfIn) + " " + S.inBpf();
}

std::string hole(const Finding &F, const SideNames &S) {
  const Difference &D = F.Diff;
  std::string Text =
      bpfIn(F, S) + " has " + padding(D) + " " +
      (D.Before.empty() ? "" : "after " + quoted(D.Before) + " ") +
      (D.HostNumber ? "in byte " : "at byte ") +
      std::to_string((D.BpfBit + 7) / 8);
  if (D.Form == Variant::MapKey)
    return Text + ": entries of " + quoted(D.Role) +
           " that differ only there never match";
  return Text + ", which may hold uninitialised kernel memory";
}

} // namespace

std::string sentence(const Finding &F, const SideNames &S) {
  const Difference &D = F.Diff;
  if (std::string Text = useSentence(F); !Text.empty())
    return Text;
  switch (D.Kind) {
  case DifferenceKind::Reordered:
    return "field " + hostField(F) + " is at " + place(*D.Host, D.HostBit) +
           " " + S.Here + ", but " + S.Program + " has it at " +
           place(*D.Bpf, D.BpfBit);
  case DifferenceKind::MissingField:
    if (D.Form == Variant::NoFields)
      return hostIn(F) + " has no fields " + S.Here + ", but " + S.Program +
             " writes " + bytes(strip(D.BpfIn)->Size);
    if (D.Bpf->Name.empty())
      return hostIn(F) + " has no " + membersOf(*D.Bpf->Ty) + " " + S.Here +
             ", but " + S.Program + " writes " + bytes(D.BpfNumber) +
             " for them at " + place(*D.Bpf, D.BpfBit);
    return hostIn(F) + " has no field " + quoted(D.Bpf->Name) + " " + S.Here +
           ", but " + S.Program + " writes " +
           (D.Bpf->IsBitField ? std::to_string(D.Bpf->BitWidth) +
                                    (D.Bpf->BitWidth == 1 ? " bit" : " bits")
                              : bytes(D.BpfNumber)) +
           " for it at " + place(*D.Bpf, D.BpfBit);
  case DifferenceKind::ExtraField:
    return extraField(F, S);
  case DifferenceKind::Renamed:
    if (D.HostEnumerator)
      return quoted(D.HostEnumerator->Name) + " has the value of " + S.BpfName +
             "'s " + quoted(D.BpfEnumerator->Name) + ", " +
             number(D.BpfEnumerator->Value, D.BpfIn);
    return "field " + hostField(F) + " has the place and type of " + S.BpfName +
           "'s " + quoted(D.Bpf->Name);
  case DifferenceKind::Size:
    return size(F, S);
  case DifferenceKind::Padding:
    return padding(F, S);
  case DifferenceKind::Type:
    return types(F, S);
  case DifferenceKind::Sign:
    return signedness(F, S);
  case DifferenceKind::Array:
    if (D.Form == Variant::Shape)
      return types(F, S);
    return elements(F, S);
  case DifferenceKind::BitField:
    return bitField(F, S);
  case DifferenceKind::EnumValue:
    return enumValue(F, S);
  case DifferenceKind::EnumMissing:
    return enumMissing(F, S);
  case DifferenceKind::Abi:
    return abi(F);
  case DifferenceKind::Pointer:
    return hostField(F) + " is a " + std::to_string(F.HostTarget.PointerBytes) +
           "-byte pointer on this target but " + bytes(bpfType(F).Size) + " " +
           S.inBpf();
  case DifferenceKind::WrongKind:
    return wrongKind(F, S);
  case DifferenceKind::NotTrivial:
    return quoted(F.HostName) + " " +
           printable(as<RecordType>(F.Host)->NotTrivialBecause, 1024) +
           " and cannot be read from a BPF record";
  case DifferenceKind::PerCpu:
    return quoted(F.HostName) + " is " + bytes(D.HostNumber) +
           ", but the kernel lays out a " + quoted(D.Role) + " for each CPU, " +
           std::to_string(D.BpfNumber) + " bytes apart";
  case DifferenceKind::ReservedUsed:
    return hostField(F) + " covers " + S.BpfName + "'s field " +
           quoted(D.Bpf->Name) + " " + S.Here;
  case DifferenceKind::Hole:
    return hole(F, S);
  case DifferenceKind::Alignment:
    return quoted(F.HostName) + " is aligned to " + bytes(D.HostNumber) + " " +
           S.Here + ", but " +
           (D.Form == Variant::PerfEvent ? "perf event data is"
                                         : "ring buffer records are") +
           " aligned to " + std::to_string(D.BpfNumber);
  default:
    return stateSentence(F);
  }
}

} // namespace hostlayout
