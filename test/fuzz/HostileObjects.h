//===- HostileObjects.h - Objects that were made to hurt --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What random damage hardly ever makes: each is right but for one thing that a
// reader may trip over. They are tried as they are, and damaged further.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_FUZZ_HOSTILEOBJECTS_H
#define HOSTLAYOUT_TEST_FUZZ_HOSTILEOBJECTS_H

#include "BTFBuilder.h"

#include <functional>
#include <string>
#include <vector>

namespace hostlayout::test {

class HostileObjects {
public:
  using Blob = std::vector<uint8_t>;

  std::vector<Blob> make() {
    for (bool BigEndian : {false, true}) {
      this->BigEndian = BigEndian;
      cycles();
      chains();
      ids();
      sizes();
      bitFields();
      strings();
      headers();
      sections();
    }
    return std::move(Objects);
  }

private:
  static constexpr uint32_t Most = ~0u, Long = 10000;

  /// Some types that are right, then \p Rest.
  void add(const std::function<void(BlobBuilder &)> &Rest) {
    BlobBuilder B(BigEndian);
    TypeId Int = B.u32();
    B.structure("event", 8, {{"pid", Int, 0}, {"ts", Int, 32}});
    Rest(B);
    Objects.push_back(B.blob());
  }

  /// Types that hold themselves by value. The first one's id is 3.
  void cycles() {
    add([](BlobBuilder &B) { B.structure("s", 4, {{"a", 3, 0}}); });
    add([](BlobBuilder &B) { B.record(Kind::Union, "u", 4, {{"", 3, 0}}); });
    add([](BlobBuilder &B) {
      B.structure("s", 4, {{"a", 4, 0}});
      B.structure("t", 4, {{"b", 5, 0}});
      B.array(6, 1, 1);
      B.alias(Kind::Typedef, 3, "s_t");
    });
    add([](BlobBuilder &B) {
      for (TypeId Id = 4; Id != 4 + Long; ++Id)
        B.alias(Id % 2 ? Kind::Const : Kind::Volatile, Id);
      B.alias(Kind::Restrict, 3);
    });
    add([](BlobBuilder &B) { // by pointers: right
      B.structure("list", 8, {{"next", 4, 0}});
      B.pointer(3);
    });
  }

  void chains() {
    for (Kind K :
         {Kind::Const, Kind::Typedef, Kind::Ptr, Kind::Array, Kind::Struct})
      for (bool Forwards : {false, true})
        add([&](BlobBuilder &B) {
          for (unsigned I = 0; I != Long; ++I) {
            TypeId To = Forwards ? I + 1 != Long ? B.Next + 1 : 1
                        : I      ? B.Next - 1
                                 : 1;
            if (K == Kind::Array)
              B.array(To, 1, 1);
            else if (K == Kind::Struct)
              B.structure("s", 4, {{"a", To, 0}});
            else
              B.alias(K, To, K == Kind::Typedef ? "t" : "");
          }
        });
  }

  void ids() {
    for (TypeId Id : {TypeId(4), TypeId(100), TypeId(0x80000000), Most})
      for (Kind K : {Kind::Ptr, Kind::Array, Kind::Struct, Kind::Union,
                     Kind::Typedef, Kind::FuncProto, Kind::Func, Kind::Var,
                     Kind::DataSec, Kind::DeclTag, Kind::TypeTag})
        add([&](BlobBuilder &B) { refer(B, K, Id); });
  }

  static void refer(BlobBuilder &B, Kind K, TypeId Id) {
    switch (K) {
    case Kind::Array:
      B.array(Id, 1, Id);
      return;
    case Kind::Struct:
    case Kind::Union:
      B.record(K, "s", 4, {{"a", Id, 0}});
      return;
    case Kind::DataSec:
      B.section(".bss", 4, {{Id, 0, 4}});
      return;
    case Kind::Var:
      B.variable("v", Id);
      return;
    case Kind::DeclTag:
      B.add(K, "tag", 0, false, Id, {Most});
      return;
    default:
      B.alias(K, Id, K == Kind::Ptr || K == Kind::FuncProto ? "" : "n");
    }
  }

  /// Sizes whose sums or products do not fit into 32 or 64 bits.
  void sizes() {
    for (uint32_t Size : {Most, Most - 3, 0x80000000u, 0x20000000u}) {
      add([&](BlobBuilder &B) { B.structure("s", Size, {{"a", 1, 0}}); });
      add([&](BlobBuilder &B) {
        B.structure("s", Size, {{"a", 1, Most - 31}});
      });
      add([&](BlobBuilder &B) { B.structure("s", 4, {{"a", 1, Size}}); });
      add([&](BlobBuilder &B) {
        B.structure("s", 4, {{"a", 1, Size >> 8, 255}}, true);
      });
      add([&](BlobBuilder &B) { B.array(1, Size, 1); });
      add([&](BlobBuilder &B) {
        TypeId Row = B.array(1, Size, 1);
        TypeId Plane = B.array(Row, 4, 1);
        B.structure("s", Most, {{"a", Plane, 0}});
        B.array(B.array(Plane, Size, 1), Size, 1);
      });
      add([&](BlobBuilder &B) {
        // Of nothing, but many: the product is 0.
        TypeId Empty = B.structure("none", 0, {});
        TypeId Many = B.array(Empty, Size, 1);
        B.structure("s", 0, {{"a", Many, 0}, {"b", B.array(Many, Size, 1), 0}});
      });
      add([&](BlobBuilder &B) {
        B.section(".bss", Size, {{B.variable("v", 1), Size, 8}});
      });
      add([&](BlobBuilder &B) {
        B.section(".bss", 8, {{B.variable("v", 1), 4, Size}});
      });
      add([&](BlobBuilder &B) {
        B.add(Kind::Int, "i", 0, false, Size, {Size});
      });
      add([&](BlobBuilder &B) { B.alias(Kind::Float, Size, "f"); });
      add([&](BlobBuilder &B) {
        B.add(Kind::Enum, "e", 1, false, Size, {B.string("A"), 1});
      });
      // More elements than there are bytes.
      add([&](BlobBuilder &B) {
        B.add(Kind::Struct, "s", 0xffff, true, Size);
      });
      // A map of Size entries, keys and values.
      add([&](BlobBuilder &B) {
        TypeId Count = B.pointer(B.array(1, Size, 1));
        TypeId Map = B.structure("m", 32,
                                 {{"type", Count, 0},
                                  {"key_size", Count, 64},
                                  {"value_size", Count, 128},
                                  {"max_entries", Count, 192}});
        B.section(".maps", 32, {{B.variable("m", Map), 0, 32}});
      });
    }
  }

  /// Bit-fields whose type has no bytes: no unit that they could be shown in.
  void bitFields() {
    for (uint32_t Width : {1u, 7u, 33u, 255u})
      for (bool IsUnion : {false, true})
        add([&](BlobBuilder &B) {
          TypeId Nothing = B.add(Kind::Int, "none", 0, false, 0, {0});
          TypeId Alias = B.alias(Kind::Typedef, Nothing, "none_t");
          TypeId Void = B.alias(Kind::Typedef, 0, "void_t");
          B.record(IsUnion ? Kind::Union : Kind::Struct, "s", 128,
                   {{"a", Nothing, 3, Width},
                    {"b", Alias, 259, Width},
                    {"c", 0, 515, Width},
                    {"d", B.alias(Kind::Const, Void), 769, Width}},
                   true);
        });
  }

  void strings() {
    for (std::string End : {"", "endless", "\xff\xff\xff"}) {
      add([&](BlobBuilder &B) { B.structure(End, 0, {}); });
      Objects.back().pop_back(); // the last NUL
      patch(Objects.back(), 20, word(Objects.back(), 20) - 1);
    }
    add([](BlobBuilder &B) { // one string of all bytes, and names in it
      uint32_t At = B.string(std::string(60000, 'n'));
      for (unsigned I = 0; I != 1000; ++I)
        B.raw(At + I, BlobBuilder::info(Kind::Struct, 0), 0);
    });
    // Names that no source can have, of what user space sees.
    for (std::string Name : {"e\033[2J", "e;\n}", "1e", "e e"})
      add([&](BlobBuilder &B) {
        TypeId Named = B.structure(Name, 4, {{Name, 1, 0}});
        TypeId Other = B.structure(Name + "2", 4, {{"a", 1, 0}});
        TypeId Enum =
            B.add(Kind::Enum, Name + "3", 1, false, 4, {B.string(Name), 1});
        TypeId Map = B.structure(
            "m", 16,
            {{"key", B.pointer(Named), 0}, {"value", B.pointer(Other), 64}});
        B.section(".maps", 16, {{B.variable("m", Map), 0, 16}});
        B.section(
            ".bss", 8,
            {{B.variable(Name, Other), 0, 4}, {B.variable("v", Enum), 4, 4}});
      });
    for (uint32_t At : {Most, 0x7fffffffu, 1000000u})
      add([&](BlobBuilder &B) {
        B.raw(At, BlobBuilder::info(Kind::Struct, 0), 0);
      });
  }

  /// Each word of the header wraps a sum.
  void headers() {
    add([](BlobBuilder &) {});
    const Blob Good = Objects.back();
    for (size_t At = 4; At != 24; At += 4)
      for (uint32_t Value :
           {Most, Most - 3, Most - 23, 0x80000000u, 0x7ffffffcu})
        patch(Objects.emplace_back(Good), At, Value);
    // type_off + type_len and str_off + str_len are small again.
    Blob Wraps = Good;
    patch(Wraps, 8, Most - 7);
    patch(Wraps, 12, word(Good, 12) + 8);
    Objects.push_back(Wraps);
    Wraps = Good;
    patch(Wraps, 16, Most - 7);
    patch(Wraps, 20, word(Good, 20) + 8);
    Objects.push_back(Wraps);
  }

  void sections() {
    constexpr uint32_t ProgBits = 1, NoBits = 8;
    constexpr uint64_t Compressed = 0x800;
    add([](BlobBuilder &B) {
      B.section(".bss", 0, {{B.variable("v", 1), 0, 4}});
    });
    const Blob Good = std::move(Objects.back());
    Objects.pop_back();
    auto Elf = [&](std::vector<ElfSection> Sections, bool Wide = true) {
      Objects.push_back(
          makeElf(std::move(Sections), {{"v", 2, 0}}, BigEndian, Wide));
    };
    // An Elf64_Chdr that promises much.
    ByteWriter Head(BigEndian);
    Head.words({1, 0});
    Head.put(~0ull >> 1, 8);
    Head.put(8, 8);
    Blob Packed = Head.Data;
    Packed.insert(Packed.end(), Good.begin(), Good.end());
    for (bool Wide : {true, false}) {
      Elf({{".BTF", Good}, {".bss", {}, NoBits, 0, 4}}, Wide);
      Elf({{".BTF", Packed, ProgBits, Compressed}, {".bss", {}, NoBits}}, Wide);
      Elf({{".BTF", Good, ProgBits, Compressed}, {".bss", {}, NoBits}}, Wide);
      Elf({{".BTF", {}, NoBits, 0, 4096}, {".bss", {}, NoBits}}, Wide);
      Elf({{".BTF", Good}, {".debug_info", Packed, ProgBits, Compressed}},
          Wide);
      for (uint64_t Size :
           {~uint64_t(0), ~uint64_t(63), uint64_t(1) << 63, uint64_t(1) << 32,
            uint64_t(Most), uint64_t(Most) - 3}) {
        Elf({{".BTF", Good, ProgBits, 0, Size}, {".bss", {}, NoBits}}, Wide);
        Elf({{".BTF", Good}, {".bss", {}, NoBits, 0, Size}}, Wide);
        Elf({{".BTF", Good}, {".data", Good, ProgBits, 0, Size}}, Wide);
      }
    }
    for (uint64_t At :
         {~uint64_t(0), ~uint64_t(63), uint64_t(1) << 63, uint64_t(1) << 32}) {
      Elf({{".BTF", Good}, {".bss", {}, NoBits, 0, 4}});
      for (unsigned I = 0; I != 8; ++I) // e_shoff
        Objects.back()[40 + (BigEndian ? 7 - I : I)] = uint8_t(At >> 8 * I);
    }
  }

  uint32_t word(const Blob &Data, size_t At) const {
    uint32_t Value = 0;
    for (unsigned I = 0; I != 4; ++I)
      Value |= uint32_t(Data[At + I]) << 8 * (BigEndian ? 3 - I : I);
    return Value;
  }
  void patch(Blob &Data, size_t At, uint32_t Value) const {
    for (unsigned I = 0; I != 4; ++I)
      Data[At + I] = uint8_t(Value >> 8 * (BigEndian ? 3 - I : I));
  }

  bool BigEndian = false;
  std::vector<Blob> Objects;
};

} // namespace hostlayout::test

#endif
