//===- BTFFuzzer.cpp - BTF blobs, with and without a header of their own --===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The first byte says what the rest is: a whole blob, or (to get past the
// header at once) the number of words of types, the types and the strings.
//
//===----------------------------------------------------------------------===//

#include "BTFBuilder.h"
#include "BTFExercise.h"

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

enum Mode : uint8_t { WholeBlob = 1, BigEndian = 2, Split = 4, Shapes = 8 };

/// What split blobs go on from.
std::shared_ptr<const btf::Object> base(bool BigEndian) {
  auto Make = [](bool BigEndian) {
    BlobBuilder B(BigEndian);
    TypeId Int = B.u32();
    TypeId Inner = B.structure("inner", 8, {{"a", Int, 0}, {"b", Int, 32}});
    B.alias(Kind::Typedef, Inner, "inner_t");
    B.array(Inner, 3, Int);
    return *parse(B.blob());
  };
  static const std::shared_ptr<const btf::Object> Objects[] = {Make(false),
                                                               Make(true)};
  return Objects[BigEndian];
}

std::vector<uint8_t> makeBlob(uint8_t M, size_t Words,
                              std::span<const uint8_t> Body) {
  const size_t TypeBytes = std::min(Words * 4, Body.size() / 4 * 4);
  ByteWriter W((M & BigEndian) != 0);
  const auto Types = static_cast<uint32_t>(TypeBytes);
  const bool HasFirst = !(M & Split);
  const auto Strings =
      static_cast<uint32_t>(Body.size() - TypeBytes + HasFirst + 1);
  W.put(btf::Magic, 2);
  W.put(btf::Version, 1);
  W.put(0, 1);
  W.words({M & Shapes ? btf::LayoutHeader : btf::ShortHeader, 0, Types, Types,
           Strings});
  // Kinds of a later kernel: the first strings say how long they are.
  const uint32_t ShapeBytes = M & Shapes ? 128 * 4 : 0;
  if (M & Shapes)
    W.words({Types + Strings, ShapeBytes});
  W.append(Body.first(TypeBytes));
  if (HasFirst)
    W.put(0, 1);
  W.append(Body.subspan(TypeBytes));
  W.put(0, 1);
  for (uint32_t I = 0; I != ShapeBytes; ++I)
    W.put(I < Body.size() ? Body[Body.size() - 1 - I] : 0, 1);
  return W.Data;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  if (Size < 3)
    return 0;
  const uint8_t M = Data[0];
  if (M & WholeBlob) {
    exercise({Data + 1, Size - 1}, base((M & BigEndian) != 0));
    return 0;
  }
  std::vector<uint8_t> Blob = makeBlob(
      M, Data[1] | static_cast<size_t>(Data[2]) << 8, {Data + 3, Size - 3});
  exercise(Blob, base((M & BigEndian) != 0));
  return 0;
}
