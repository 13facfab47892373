//===- Fixes.cpp - Edits that remove a difference -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An edit is offered only after it was tried on the model: the edited record
// must show fewer differences, and this one no longer.
//
//===----------------------------------------------------------------------===//

#include "Compare/Comparison.h"
#include "Compare/Relayout.h"
#include "Support/Printable.h"

#include <algorithm>
#include <map>

namespace hostlayout {

namespace {

/// The fixed-width C spelling of a scalar BPF type; empty if it has none.
std::string cName(const Type &Ty) {
  bool Signed = Ty.Sign == Signedness::Signed;
  auto Fixed = [&](uint64_t Size) {
    return (Signed ? "int" : "uint") + std::to_string(Size * 8) + "_t";
  };
  switch (Ty.Kind) {
  case TypeKind::Integer:
    if (Ty.Role == IntegerRole::Bool)
      return "bool";
    if (Ty.Sign == Signedness::Neutral)
      return "char";
    return Ty.Size <= 8 ? Fixed(Ty.Size) : "";
  case TypeKind::Enum:
    return Fixed(Ty.Size);
  case TypeKind::Pointer:
    return "uint64_t";
  case TypeKind::Float:
    return Ty.Size == 4 ? "float" : Ty.Size == 8 ? "double" : "";
  default:
    return "";
  }
}

/// A declaration of \p Name with the bytes of \p Ty, and the type that it has
/// on the host.
struct HostDeclaration {
  std::string Text;
  const Type *Ty = nullptr;
};

std::optional<HostDeclaration> declareOnHost(const Type &Ty,
                                             std::string_view Name,
                                             const Target &Host,
                                             Arena &Memory) {
  std::string Dimensions;
  const Type *Element = strip(&Ty);
  while (const auto *A = as<ArrayType>(Element)) {
    Dimensions += "[" + (A->Flexible ? "" : std::to_string(A->Count)) + "]";
    Element = strip(A->Element);
  }
  std::string Spelled = cName(*Element);
  if (Spelled.empty())
    return std::nullopt;
  uint32_t Align = uint32_t(Element->Size);
  if (Element->Size == 8)
    Align = Host.Int64Align;
  const Type *Stripped = strip(&Ty);
  Type *Copy = Stripped->Kind == TypeKind::Array
                   ? Memory.make<ArrayType>(*as<ArrayType>(Stripped))
                   : Memory.make<Type>(*Stripped);
  if (Copy->Kind == TypeKind::Enum || Copy->Kind == TypeKind::Pointer)
    Copy->Kind = TypeKind::Integer;
  Copy->Align = Align;
  return HostDeclaration{Spelled + " " + std::string(Name) + Dimensions, Copy};
}

/// The same for a record without a name whose members are declared one by one.
std::optional<HostDeclaration>
declareMembers(const RecordType &R, const Target &Host, Arena &Memory) {
  std::vector<Field> Fields;
  RecordType *Copy = Memory.make<RecordType>(R);
  Copy->Align = 1;
  Copy->Size = 0;
  std::string Text = R.isUnion() ? "union { " : "struct { ";
  for (const Field &F : R.Fields) {
    const auto *Inner = as<RecordType>(F.Ty);
    std::optional<HostDeclaration> One;
    if (F.Name.empty() && Inner)
      One = declareMembers(*Inner, Host, Memory);
    else if (isIdentifier(F.Name) && !F.IsBitField)
      One = declareOnHost(*F.Ty, F.Name, Host, Memory);
    if (!One)
      return std::nullopt;
    Text += One->Text + "; ";
    const uint64_t Align = One->Ty->Align,
                   At = R.isUnion() ? 0
                                    : (Copy->Size + Align - 1) / Align * Align;
    Field New = F;
    New.Ty = One->Ty;
    New.BitOffset = At * 8;
    Fields.push_back(New);
    Copy->Align = std::max(Copy->Align, One->Ty->Align);
    Copy->Size = std::max(Copy->Size, At + One->Ty->Size);
  }
  Copy->Size = (Copy->Size + Copy->Align - 1) / Copy->Align * Copy->Align;
  Copy->Fields = Memory.copy(std::span<const Field>(Fields));
  return HostDeclaration{Text + "}", Copy};
}

const Field *directField(const RecordType &R, std::string_view Name) {
  for (const Field &F : R.Fields)
    if (F.Name == Name && !Name.empty())
      return &F;
  return nullptr;
}

bool sameFault(const Difference &A, const Difference &B) {
  auto Name = [](const Field *F) { return F ? F->Name : std::string_view(); };
  return A.Kind == B.Kind && Name(A.Host) == Name(B.Host) &&
         Name(A.Bpf) == Name(B.Bpf) && A.Chain.size() == B.Chain.size();
}

/// The host's record while its missing fields are added, one after the other,
/// as who takes all fixes at once adds them.
class Additions {
public:
  Additions(const RecordType &Host, Arena &Memory)
      : Memory(Memory), Now(Host) {}

  /// Adds a field unless it would stand elsewhere than at \p Bit: it is for
  /// when the faults are mended that move it.
  bool add(const Fix &Insert, const Type *Ty, uint64_t Bit) {
    const Field *Behind = Insert.B ? directField(Now, Insert.B->Name) : nullptr;
    const size_t At =
        (Behind ? Behind - Now.Fields.data() + 1 : 0) + AddedBehind[Insert.B];
    Fix Here = Insert;
    Here.B = At ? &Now.Fields[At - 1] : nullptr;
    std::optional<RecordType> Next = relayout(Now, Here, Ty, Memory);
    if (!Next || Next->Fields[At].BitOffset != Bit)
      return false;
    ++AddedBehind[Insert.B];
    Now = *Next;
    return true;
  }

private:
  Arena &Memory;
  RecordType Now;
  std::map<const Field *, size_t> AddedBehind;
};

} // namespace

/// A try is a whole comparison: in large records only the first faults are
/// worth one.
static constexpr size_t MaxComparedFields = 50000;

void Comparison::addFixes(const RecordType &Host, const RecordType &Bpf,
                          MatchMode Match) {
  Arena Memory;
  Additions Added(Host, Memory);
  size_t Count = Found.size(), Depth = Chain.size(), Compared = 0;
  for (Difference &D : Found) {
    if (D.HostIn != &Host || D.Chain.size() != Depth)
      continue;
    const Type *NewType = nullptr;
    auto Declare = [&](Fix::Action What, const Field *A, const Field *B,
                       std::string_view Name) {
      if (!isIdentifier(Name))
        return;
      if (auto New = declareOnHost(*D.Bpf->Ty, Name, Options.Host, Memory)) {
        D.Remedy = Fix{What, &Host, nullptr, A, B, New->Text, 0};
        NewType = New->Ty;
      }
    };
    switch (D.Kind) {
    case DifferenceKind::Renamed:
      if (!isIdentifier(D.Bpf->Name))
        continue;
      D.Remedy = Fix{Fix::MarkField,           &Host, nullptr, D.Host, nullptr,
                     std::string(D.Bpf->Name), 0};
      continue; // the marker moves nothing
    case DifferenceKind::MissingField: {
      const Field *Behind = directField(Host, D.Before);
      if ((Behind || D.Before.empty()) && !D.Bpf->IsBitField &&
          !directField(Host, D.Bpf->Name))
        Declare(Fix::InsertField, nullptr, Behind, D.Bpf->Name);
      const auto *Union = as<RecordType>(D.Bpf->Ty);
      if ((Behind || D.Before.empty()) && D.Bpf->Name.empty() && Union)
        if (auto New = declareMembers(*Union, Options.Host, Memory)) {
          D.Remedy = Fix{Fix::InsertField, &Host,     nullptr, nullptr,
                         Behind,           New->Text, 0};
          NewType = New->Ty;
        }
      break;
    }
    case DifferenceKind::Abi:
      if (D.Form != Variant::WordSized)
        break; // has its own
      [[fallthrough]];
    case DifferenceKind::Type:
    case DifferenceKind::Sign:
    case DifferenceKind::Array:
    case DifferenceKind::Pointer:
      if (directField(Host, D.Host->Name) == D.Host)
        Declare(Fix::ReplaceType, D.Host, nullptr, D.Host->Name);
      break;
    default:
      break;
    }
    if (!D.Remedy || D.Remedy->InEnum)
      continue;
    Fix Tried = *D.Remedy;
    if (Tried.What == Fix::InsertField)
      Tried.Text = D.Bpf->Name; // the model's field needs its bare name
    Compared += Host.Fields.size() + Bpf.Fields.size();
    if (Compared > MaxComparedFields) {
      D.Remedy.reset();
      continue;
    }
    std::optional<RecordType> Edited = relayout(Host, Tried, NewType, Memory);
    bool Helps = false;
    if (Edited) {
      Comparison After(Options, Rules, false);
      After.Chain = Chain;
      After.records(*Edited, Bpf, Match);
      Helps =
          After.Found.size() < Count &&
          std::none_of(After.Found.begin(), After.Found.end(),
                       [&](const Difference &X) { return sameFault(D, X); });
    }
    if (Helps && Tried.What == Fix::InsertField)
      Helps = Added.add(Tried, NewType, D.BpfBit);
    if (!Helps)
      D.Remedy.reset();
  }
}

} // namespace hostlayout
