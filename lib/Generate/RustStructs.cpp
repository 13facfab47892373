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

void RustWriter::record(const RecordType &R, std::string_view Name) {
  Body B(std::string(Name), Memory);
  if (M.TheShapes[R].isOpaque()) {
    if (uint32_t Align = bytesAlign(R); Align > 1)
      row(B, "_align", array(integer(Align, false), 0), 0);
    row(B, "bytes", bytes(R.Size), R.Size,
        "// " + sentence(M.TheShapes[R].Why));
  } else if (R.isUnion()) {
    unionMembers(R, B);
  } else {
    structMembers(R, B);
  }
  finish(R, Name, B);
}

void RustWriter::unionMembers(const RecordType &R, Body &B) {
  // A union is as long as its longest member; and this one has all bytes.
  row(B, unique(B.Names, "bytes"), bytes(R.Size), 0);
  for (const PlainMember &Of : Shapes.membersOf(R)) {
    const Type &Ty = *Of.F->Ty;
    if (Of.F->IsBitField) {
      bitMethods(Of, "bytes", 0, B);
      continue;
    }
    if (Ty.Kind == TypeKind::Forward ||
        M.TheShapes.spelled(*leafOf(&Ty)) == Spelled::Unknown)
      continue;
    auto [Name, Type] = declared(*Of.F, B);
    if (Shapes.isAligned(Ty, 0, R.Size))
      row(B, Name, Type, 0, remark(Ty));
    else
      copyMethods(Of, Type, Name, B);
  }
}

std::string RustWriter::memberName(std::string_view BtfName, Body &B) {
  return unique(B.Names, rustIdentifier(BtfName));
}

std::string RustWriter::padName(Body &B) {
  return unique(B.Names, "_pad" + std::to_string(++B.Pads));
}

std::pair<std::string, std::string> RustWriter::declared(const Field &F,
                                                         Body &B) {
  std::string Name =
      F.Name.empty() ? unique(B.Names, "anon_" + std::to_string(++B.Unnamed))
                     : memberName(F.Name, B);
  std::string Type = typeText(*F.Ty, B, F.Name.empty() ? Name : F.Name);
  return {std::move(Name), std::move(Type)};
}

void RustWriter::member(const PlainMember &Of, const RecordType &R, Body &B) {
  const Type &Ty = *Of.F->Ty;
  const bool IsAligned = Shapes.isAligned(Ty, Of.byteOffset(), R.Size);
  bool IsUnknown = M.TheShapes.spelled(*leafOf(&Ty)) == Spelled::Unknown;
  // What has no bytes must not align what has.
  if (IsUnknown || (Ty.Size == 0 && !IsAligned))
    return;
  padTo(Of.byteOffset(), B);
  auto [Name, Type] = declared(*Of.F, B);
  if (IsAligned) {
    row(B, Name, Type, Ty.Size, remark(Ty));
  } else {
    row(B, Name, bytes(Ty.Size), Ty.Size);
    copyMethods(Of, Type, Name, B);
  }
}

/// Methods for a member that is not aligned.
void RustWriter::copyMethods(const PlainMember &Of, const std::string &Type,
                             const std::string &Name, Body &B) {
  const std::string Get = unique(B.Methods, Name);
  const std::string Set = unique(
      B.Methods, "set_" + sanitized(Of.F->Name.empty() ? Name : Of.F->Name));
  UsesCopies = true;
  B.Code << "    pub fn " << Get << "(&self) -> " << Type
         << " {\n        unsafe { host_layout_get(self, " << Of.byteOffset()
         << ") }\n    }\n    pub fn " << Set << "(&mut self, value: " << Type
         << ") {\n        unsafe { host_layout_set(self, " << Of.byteOffset()
         << ", value) }\n    }\n";
}

void RustWriter::bitMethods(const PlainMember &Of, const std::string &Buffer,
                            uint64_t BufferBits, Body &B) {
  UsesBits = true;
  const Field &F = *Of.F;
  const Type &Ty = *strip(F.Ty);
  const std::string Get = unique(B.Methods, rustIdentifier(F.Name));
  const std::string Set = unique(B.Methods, "set_" + sanitized(F.Name));
  bool IsSigned = Ty.Sign == Signedness::Signed;
  std::string Integer = integer(std::min<uint64_t>(Ty.Size, 8), IsSigned);
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

bool RustWriter::isPrintable(const Type &Ty) {
  const Type &Leaf = *leafOf(&Ty);
  if (Leaf.Kind != TypeKind::Record)
    return true;
  const auto &R = static_cast<const RecordType &>(Leaf);
  if (const bool *Known = Printable.find(&R))
    return *Known;
  bool IsFine = !R.isUnion();
  if (!M.TheShapes[R].isOpaque())
    for (const Field &F : R.Fields)
      IsFine = IsFine && isPrintable(*F.Ty);
  Printable.insert(&R, IsFine);
  return IsFine;
}

} // namespace hostlayout::generate
