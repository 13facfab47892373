//===- RustStructs.cpp - Structs and unions of Rust -----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/RustWriter.h"

#include "Generate/Identifiers.h"

#include <algorithm>

namespace hostlayout::generate {

namespace {

std::string bytes(uint64_t Count) {
  return "[u8; " + std::to_string(Count) + "]";
}

} // namespace

/// A struct without a name is part of the struct that it is in.
void RustWriter::flatten(const RecordType &R, uint64_t BaseBits,
                         std::vector<Member> &Members) {
  for (const Field &F : R.Fields) {
    const auto *Inner = F.Name.empty() ? as<RecordType>(F.Ty) : nullptr;
    if (Inner && !Inner->isUnion() && !R.isUnion() &&
        !M.TheShapes[*Inner].isOpaque())
      flatten(*Inner, BaseBits + F.BitOffset, Members);
    else
      Members.push_back({&F, BaseBits + F.BitOffset});
  }
}

void RustWriter::record(const RecordType &R, std::string_view Name) {
  Body B(std::string(Name), Memory);
  if (M.TheShapes[R].isOpaque()) {
    if (uint32_t Align = bytesAlign(R); Align > 1)
      addRow(B, "_align", "[u" + std::to_string(Align * 8) + "; 0]", 0);
    addRow(B, "bytes", bytes(R.Size), 0,
           "// The fields cannot be declared: " +
               std::string(describe(M.TheShapes[R].Why)) + ".");
  } else if (R.isUnion()) {
    unionMembers(R, B);
  } else {
    structMembers(R, B);
  }
  finish(R, Name, B);
}

void RustWriter::structMembers(const RecordType &R, Body &B) {
  std::vector<Member> All;
  flatten(R, 0, All);
  for (size_t I = 0; I != All.size();) {
    if (!All[I].F->IsBitField) {
      member(All[I++], R, B);
      continue;
    }
    // Bit-fields that share bytes, or touch, lie in one run of bytes.
    size_t End = I + 1;
    uint64_t EndBit = All[I].BitOffset + All[I].F->BitWidth;
    for (; End != All.size() && All[End].F->IsBitField &&
           All[End].BitOffset / 8 <= (EndBit + 7) / 8;
         ++End)
      EndBit = All[End].BitOffset + All[End].F->BitWidth;
    bitRun({All.begin() + I, All.begin() + End}, B);
    I = End;
  }
  padTo(R.Size, B);
}

void RustWriter::unionMembers(const RecordType &R, Body &B) {
  // A union is as long as its longest member; and this one has all bytes.
  addRow(B, std::string(B.Names.add("bytes")), bytes(R.Size), 0);
  std::vector<Member> All;
  flatten(R, 0, All);
  for (const Member &Of : All) {
    const Type &Ty = *Of.F->Ty;
    if (Of.F->IsBitField) {
      bitMethods(Of, "bytes", 0, B);
      continue;
    }
    if (Ty.Kind == TypeKind::Forward ||
        M.TheShapes.spelled(*leafOf(&Ty)) == Spelled::Unknown)
      continue;
    std::string Name =
        Of.F->Name.empty() ? anonymousName(B) : memberName(Of.F->Name, B);
    std::string Type = typeText(Ty, B, Of.F->Name.empty() ? Name : Of.F->Name);
    if (isAligned(Ty, 0, R.Size))
      addRow(B, std::move(Name), std::move(Type), 0, remark(Ty));
    else
      copyMethods(Of, Type, Name, B);
  }
}

std::string RustWriter::memberName(std::string_view BtfName, Body &B) {
  std::string Name = identifier(BtfName);
  return std::string(B.Names.add(Memory.copy(std::string_view(Name))));
}

std::string RustWriter::anonymousName(Body &B) {
  std::string Name = "anon_" + std::to_string(++B.Anonymous);
  return std::string(B.Names.add(Memory.copy(std::string_view(Name))));
}

void RustWriter::padTo(uint64_t Offset, Body &B) {
  if (Offset <= B.End)
    return;
  std::string Name = "_pad" + std::to_string(++B.Pads);
  Name = B.Names.add(Memory.copy(std::string_view(Name)));
  addRow(B, std::move(Name), bytes(Offset - B.End), B.End);
  B.End = Offset;
}

void RustWriter::addRow(Body &B, std::string Name, std::string Type,
                        uint64_t Offset, std::string Comment) {
  B.Rows.push_back(
      {std::move(Name), std::move(Type), std::move(Comment), Offset});
}

void RustWriter::member(const Member &Of, const RecordType &R, Body &B) {
  const Type &Ty = *Of.F->Ty;
  const uint64_t Offset = Of.byteOffset();
  bool IsUnknown = M.TheShapes.spelled(*leafOf(&Ty)) == Spelled::Unknown;
  // What has no bytes must not align what has.
  if (IsUnknown || (Ty.Size == 0 && !isAligned(Ty, Offset, R.Size)))
    return;
  padTo(Offset, B);
  std::string Name =
      Of.F->Name.empty() ? anonymousName(B) : memberName(Of.F->Name, B);
  std::string Type = typeText(Ty, B, Of.F->Name.empty() ? Name : Of.F->Name);
  if (isAligned(Ty, Offset, R.Size)) {
    addRow(B, std::move(Name), std::move(Type), Offset, remark(Ty));
  } else {
    addRow(B, Name, bytes(Ty.Size), Offset);
    copyMethods(Of, Type, Name, B);
  }
  B.End = Offset + Ty.Size;
}

/// Methods for a member that is not aligned.
void RustWriter::copyMethods(const Member &Of, const std::string &Type,
                             const std::string &Name, Body &B) {
  std::string_view Get = B.Methods.add(Memory.copy(std::string_view(Name)));
  std::string Setter =
      "set_" +
      sanitized(Of.F->Name.empty() ? std::string_view(Name) : Of.F->Name);
  std::string_view Set = B.Methods.add(Memory.copy(std::string_view(Setter)));
  UsesCopies = true;
  B.Code << "    pub fn " << Get << "(&self) -> " << Type
         << " {\n        unsafe { host_layout_get(self, " << Of.byteOffset()
         << ") }\n    }\n    pub fn " << Set << "(&mut self, value: " << Type
         << ") {\n        unsafe { host_layout_set(self, " << Of.byteOffset()
         << ", value) }\n    }\n";
}

void RustWriter::bitRun(const std::vector<Member> &Run, Body &B) {
  uint64_t Begin = Run.front().byteOffset();
  uint64_t End = (Run.back().BitOffset + Run.back().F->BitWidth + 7) / 8;
  padTo(Begin, B);
  std::string Name = "bits_" + std::to_string(B.BitRuns++);
  Name = B.Names.add(Memory.copy(std::string_view(Name)));
  addRow(B, Name, bytes(End - Begin), Begin);
  B.End = End;
  for (const Member &Of : Run)
    bitMethods(Of, Name, Begin * 8, B);
}

void RustWriter::bitMethods(const Member &Of, const std::string &Buffer,
                            uint64_t BufferBits, Body &B) {
  UsesBits = true;
  const Field &F = *Of.F;
  const Type &Ty = *strip(F.Ty);
  std::string Name = identifier(F.Name);
  std::string_view Get = B.Methods.add(Memory.copy(std::string_view(Name)));
  std::string Setter = "set_" + sanitized(F.Name);
  std::string_view Set = B.Methods.add(Memory.copy(std::string_view(Setter)));
  bool IsSigned = Ty.Sign == Signedness::Signed;
  std::string Integer = integerName(std::min<uint64_t>(Ty.Size, 8), IsSigned);
  const Entity *Enum = Ty.Kind == TypeKind::Enum ? M.find(Ty) : nullptr;
  std::string Type = Enum ? std::string(Enum->Name) : Integer;
  // Reading a union's member is unsafe, but all of it is bytes.
  bool IsUnion = Buffer == "bytes";
  std::string At = std::to_string(Of.BitOffset - BufferBits) + ", " +
                   std::to_string(F.BitWidth);
  std::string Bits = "host_layout_bits(" +
                     std::string(IsUnion ? "unsafe { &self." : "&self.") +
                     Buffer + (IsUnion ? " }" : "") + ", " + At + ")";
  if (IsSigned) // The sign comes down from the highest bit.
    Bits = "((" + Bits + " << " + std::to_string(64 - F.BitWidth) +
           ") as i64 >> " + std::to_string(64 - F.BitWidth) + ")";
  Bits += " as " + Integer;
  B.Code << "    pub fn " << Get << "(&self) -> " << Type << " {\n        "
         << (Enum ? Type + "(" : "") << Bits << (Enum ? ")" : "")
         << "\n    }\n    pub fn " << Set << "(&mut self, value: " << Type
         << ") {\n        host_layout_set_bits("
         << (IsUnion ? "unsafe { &mut self." : "&mut self.") << Buffer
         << (IsUnion ? " }" : "") << ", " << At << ", value"
         << (Enum ? ".0" : "") << " as u64)\n    }\n";
}

void RustWriter::finish(const RecordType &R, std::string_view Name, Body &B) {
  const bool IsUnion = R.isUnion() && !M.TheShapes[R].isOpaque();
  // A kernel's 10,000 types would keep rustc busy for another minute.
  startType(!M.IsEverything && !IsUnion && isPrintable(R));
  Out << "pub " << (IsUnion ? "union " : "struct ") << Name << " {\n";
  for (const Row &Field : B.Rows) {
    Out << "    pub " << Field.Name << ": " << Field.Type << ',';
    if (!Field.Comment.empty())
      Out << ' ' << Field.Comment;
    Out << '\n';
  }
  Out << "}\n";
  cloneOf(Name);
  Out << "#[allow(non_snake_case, dead_code, clippy::all)]\nimpl " << Name
      << " {\n";
  // Methods of the type's own members may have these names.
  std::string_view Zeroed = B.Methods.add("zeroed");
  std::string_view From = B.Methods.add("from_bytes");
  Out << "    pub fn " << Zeroed
      << "() -> Self {\n        unsafe { ::core::mem::zeroed() }\n    }\n"
         "    /// A copy of the record that `bytes` begin with; none where "
         "they "
         "are fewer.\n"
         "    pub fn "
      << From
      << "(bytes: &[u8]) -> Option<Self> {\n"
         "        host_layout_from(bytes)\n    }\n"
      << B.Code.view() << "}\n";
  assertions(R, Name, B);
  Out << '\n';
}

/// rustc 1.63 has no offset_of!, and what it computes at compile time is dear:
/// as all holes are members, sizes say where each member is.
void RustWriter::assertions(const RecordType &R, std::string_view Name,
                            const Body &B) {
  if (R.isUnion() || B.Rows.empty()) {
    Out << "const _: () = assert!(::core::mem::size_of::<" << Name
        << ">() == " << R.Size << ");\n";
    return;
  }
  Out << "const _: () = host_layout_check::<" << Name << ">(" << R.Size
      << ", &[\n";
  for (const Row &Field : B.Rows)
    Out << "    (" << Field.Offset << ", ::core::mem::size_of::<" << Field.Type
        << ">()),\n";
  Out << "]);\n";
}

} // namespace hostlayout::generate
