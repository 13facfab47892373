//===- GoAccessors.cpp - Methods for what Go cannot declare ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/GoWriter.h"

#include "Generate/Identifiers.h"

#include <algorithm>

namespace hostlayout::generate {

namespace {

class AccessorWriter {
public:
  AccessorWriter(Text &Out, std::string_view Type, const GoAccessor &A,
                 bool BigEndian)
      : Out(Out), Type(Type), A(A), BigEndian(BigEndian) {}

  void write() {
    switch (A.What) {
    case GoAccessor::Pointer:
      getter("*" + A.Type);
      Out << "\treturn (*" << A.Type << ")(" << address() << ")\n}\n\n";
      return;
    case GoAccessor::Following:
      getter("*" + A.Type);
      Out << "\treturn (*" << A.Type << ")(unsafe.Add(unsafe.Pointer(r), "
          << A.Offset << "))\n}\n\n";
      return;
    case GoAccessor::Copy:
      getter("(v " + A.Type + ")");
      Out << "\t*(*[" << A.Size << "]byte)(unsafe.Pointer(&v)) = *(*[" << A.Size
          << "]byte)(" << address() << ")\n\treturn v\n}\n\n";
      setter();
      Out << "\t*(*[" << A.Size << "]byte)(" << address() << ") = *(*["
          << A.Size << "]byte)(unsafe.Pointer(&v))\n}\n\n";
      return;
    case GoAccessor::BitField:
      bitField();
      return;
    }
  }

private:
  void getter(std::string_view Result) {
    Out << "func (r *" << Type << ") " << A.Get << "() " << Result << " {\n";
  }
  void setter() {
    Out << "func (r *" << Type << ") " << A.Set << "(v " << A.Type << ") {\n";
  }

  std::string address() const {
    std::string Index =
        A.Offset ? "[" + std::to_string(A.Offset) + "]" : std::string();
    return "unsafe.Pointer(&r." + A.Buffer + Index + ")";
  }

  std::string byteAt(uint64_t Index) const {
    return "r." + A.Buffer + "[" + std::to_string(Index) + "]";
  }

  void bitField();
  void getBits();
  void setBits();

  Text &Out;
  std::string_view Type;
  const GoAccessor &A;
  const bool BigEndian;

  // Of a bit-field: the bytes it lies in, of which packing can make nine, the
  // lowest bits first, and how many bits are in front of it.
  uint64_t First = 0, Count = 0;
  unsigned Shift = 0, Width = 0;
  uint64_t mask() const { return ~uint64_t(0) >> (64 - Width); }
  uint64_t lowByte(uint64_t I) const {
    return BigEndian ? First + Count - 1 - I : First + I;
  }
};

void AccessorWriter::bitField() {
  Width = A.Bits->BitWidth;
  First = A.BitOffset / 8;
  Count = (A.BitOffset + Width + 7) / 8 - First;
  auto Skipped = static_cast<unsigned>(A.BitOffset % 8);
  Shift =
      BigEndian ? static_cast<unsigned>(Count * 8) - Skipped - Width : Skipped;
  getBits();
  setBits();
}

void AccessorWriter::getBits() {
  const hostlayout::Type &Ty = *strip(A.Bits->Ty);
  getter(A.Type);
  for (uint64_t I = 0; I != Count; ++I) {
    Out << (I ? "\tv |= uint64(" : "\tv := uint64(") << byteAt(lowByte(I))
        << ')';
    if (I)
      Out << " << " << I * 8 - Shift;
    else if (Shift)
      Out << " >> " << Shift;
    Out << '\n';
  }
  if (A.Type == "bool")
    Out << "\treturn v&0x1 != 0\n}\n\n";
  else if (Ty.Sign != Signedness::Signed)
    Out << "\treturn " << A.Type << "(v & " << hex(mask()) << ")\n}\n\n";
  else // The sign comes down from the highest bit.
    Out << "\treturn " << A.Type << "(int64(v<<" << 64 - Width << ") >> "
        << 64 - Width << ")\n}\n\n";
}

void AccessorWriter::setBits() {
  setter();
  if (A.Type == "bool")
    Out << "\tw := uint64(0)\n\tif v {\n\t\tw = 1\n\t}\n";
  else
    Out << "\tw := uint64(v) & " << hex(mask()) << '\n';
  for (uint64_t I = 0; I != Count; ++I) {
    uint64_t Bits = I ? mask() >> (I * 8 - Shift) : mask() << Shift;
    std::string Byte = byteAt(lowByte(I));
    Out << '\t' << Byte << " &^= " << hex(Bits & 0xff) << "\n\t" << Byte
        << " |= byte(w";
    if (I)
      Out << " >> " << I * 8 - Shift;
    else if (Shift)
      Out << " << " << Shift;
    Out << ")\n";
  }
  Out << "}\n\n";
}

} // namespace

void writeGoAccessor(Text &Out, std::string_view Type, const GoAccessor &A,
                     bool BigEndian) {
  AccessorWriter(Out, Type, A, BigEndian).write();
}

void GoWriter::writeRows(Text &Out, const std::vector<Row> &Rows,
                         unsigned Depth) {
  auto IsComment = [](const Row &R) { return R.Name.empty(); };
  auto IsLong = [](const Row &R) {
    return R.Type.find('\n') != std::string::npos;
  };
  for (size_t I = 0; I != Rows.size();) {
    if (IsComment(Rows[I])) {
      Out.tabs(Depth) << Rows[I++].Comment << '\n';
      continue;
    }
    // Names share a column up to and with the first field of several lines.
    size_t End = I;
    size_t NameWidth = 0;
    do
      NameWidth = std::max(NameWidth, Rows[End].Name.size());
    while (!IsLong(Rows[End++]) && End != Rows.size() && !IsComment(Rows[End]));
    // Comments share one with those of the lines around.
    size_t TypeWidth = 0, TypesEnd = I;
    for (; I != End; ++I) {
      const Row &R = Rows[I];
      Out.tabs(Depth) << R.Name;
      Out.spaces(NameWidth - R.Name.size() + 1) << R.Type;
      if (!R.Comment.empty()) {
        if (I >= TypesEnd)
          for (TypeWidth = 0, TypesEnd = I;
               TypesEnd != End && !Rows[TypesEnd].Comment.empty(); ++TypesEnd)
            TypeWidth = std::max(TypeWidth, Rows[TypesEnd].Type.size());
        Out.spaces(TypeWidth - R.Type.size() + 1) << R.Comment;
      }
      Out << '\n';
    }
  }
}

} // namespace hostlayout::generate
