//===- BTFOracleTest.cpp - Our reader against libbpf's --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// On every right input both must see the same, type by type. The inputs are
// what compilers here write, in both byte orders, linked or not, and the
// running kernel.
//
//===----------------------------------------------------------------------===//

#include "BTFBuilder.h"
#include "BTFPrograms.h"

#include "BTF/TypeTable.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <gtest/gtest.h>

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::test;
namespace ours = hostlayout::btf; // libbpf has a struct btf

namespace {

struct FreeBtf {
  void operator()(struct btf *B) const { btf__free(B); }
};
using LibBtf = std::unique_ptr<struct btf, FreeBtf>;

class Comparison {
public:
  /// \p WithSections: theirs is from an object that libbpf has opened.
  Comparison(const ours::Object &Ours, const struct btf *Theirs,
             bool WithSections = false)
      : Ours(Ours), Theirs(Theirs), WithSections(WithSections),
        Layout(Ours, A) {}

  /// What was compared in all tests.
  static inline unsigned Objects = 0, Types = 0;

  void run() {
    ASSERT_EQ(Ours.typeCount(), btf__type_cnt(Theirs));
    ++Objects;
    Types += Ours.typeCount() - 1;
    for (TypeId Id = 1; Id != Ours.typeCount() && !testing::Test::HasFailure();
         ++Id) {
      SCOPED_TRACE(Id);
      compare(Id);
    }
  }

private:
  void compare(TypeId Id) {
    const btf_type *Theirs = btf__type_by_id(this->Theirs, Id);
    const auto K = static_cast<Kind>(btf_kind(Theirs));
    ASSERT_EQ(Ours.types().kind(Id), K);
    std::string_view Name = nameAt(Theirs->name_off);
    ASSERT_EQ(Ours.types().name(Id), Name);

    const Type *Ty = Layout.layout(Id);
    ASSERT_TRUE(Ty);
    if (!ours::isModifier(K)) {
      ASSERT_EQ(ours::idOf(*Ty), Id);
      ASSERT_EQ(Ty->Name, Name);
    }
    if (int64_t Size = btf__resolve_size(this->Theirs, Id);
        Size >= 0 && K != Kind::Var && K != Kind::DataSec) {
      ASSERT_EQ(Ty->Size, static_cast<uint64_t>(Size));
    }
    // Theirs reads through all types each time.
    if (ours::isNamed(K) && !Name.empty() && (Id < 1000 || Id % 64 == 0)) {
      std::vector<TypeId> Found = Ours.find(Name);
      ASSERT_TRUE(std::find(Found.begin(), Found.end(), Id) != Found.end());
      ASSERT_EQ(
          firstOf(Found, K),
          btf__find_by_name_kind(this->Theirs, Name.data(), btf_kind(Theirs)));
    }
    switch (K) {
    case Kind::Int:
      compareInt(Ty, Theirs);
      break;
    case Kind::Struct:
    case Kind::Union:
      compareRecord(Id, static_cast<const RecordType *>(Ty), Theirs);
      break;
    case Kind::Enum:
    case Kind::Enum64:
      compareEnum(Ty, Theirs);
      break;
    case Kind::Array: {
      const struct btf_array *Array = btf_array(Theirs);
      ASSERT_EQ(as<ArrayType>(Ty)->Count, Array->nelems);
      ASSERT_EQ(as<ArrayType>(Ty)->Element, Layout.layout(Array->type));
      break;
    }
    case Kind::Typedef:
      ASSERT_EQ(static_cast<const TypedefType *>(Ty)->Target,
                Layout.layout(Theirs->type));
      break;
    case Kind::Ptr:
    case Kind::Float:
      ASSERT_EQ(Ty->Kind, K == Kind::Ptr ? TypeKind::Pointer : TypeKind::Float);
      break;
    case Kind::Fwd:
      ASSERT_EQ(Ty->Kind, TypeKind::Forward);
      ASSERT_NE(Ours.mention(Name), ours::Mention::None);
      break;
    case Kind::DataSec:
      compareSection(Id, Theirs);
      break;
    default:
      break;
    }
  }

  TypeId firstOf(const std::vector<TypeId> &Ids, Kind K) {
    for (TypeId Id : Ids)
      if (Ours.types().kind(Id) == K)
        return Id;
    return 0;
  }

  void compareInt(const Type *Ty, const btf_type *Theirs) {
    ASSERT_EQ(Ty->Kind, TypeKind::Integer);
    if (btf_int_encoding(Theirs) & BTF_INT_BOOL) {
      ASSERT_EQ(Ty->Role, IntegerRole::Bool);
    } else if (Ty->Sign != Signedness::Neutral) {
      ASSERT_EQ(Ty->Sign == Signedness::Signed,
                (btf_int_encoding(Theirs) & BTF_INT_SIGNED) != 0);
    }
  }

  void compareRecord(TypeId Id, const RecordType *Record,
                     const btf_type *Theirs) {
    ASSERT_EQ(Record->isUnion(), btf_is_union(Theirs));
    size_t Next = 0;
    for (unsigned I = 0; I != btf_vlen(Theirs); ++I) {
      const btf_member *M = btf_members(Theirs) + I;
      uint32_t Width = btf_member_bitfield_size(Theirs, I);
      std::string_view Name = nameAt(M->name_off);
      if (Name.empty() && (Width || !isRecordType(M->type)))
        continue;
      ASSERT_LT(Next, Record->Fields.size());
      const Field &F = Record->Fields[Next++];
      ASSERT_EQ(F.Name, Name);
      ASSERT_EQ(F.BitOffset, btf_member_bit_offset(Theirs, I));
      ASSERT_EQ(F.BitWidth, Width);
      ASSERT_EQ(F.IsBitField, Width != 0);
      ASSERT_EQ(F.Ty, Layout.layout(M->type));
    }
    ASSERT_EQ(Next, Record->Fields.size());
    // libbpf knows packed structs only as such whose alignment is 1.
    int Align = btf__align_of(this->Theirs, Id);
    if (Record->IsPacked) {
      ASSERT_EQ(Record->Align, 1u);
    } else if (!holdsWide(Record)) {
      ASSERT_EQ(Record->Align, static_cast<uint32_t>(std::max(Align, 1)));
    }
  }

  /// libbpf aligns 16 bytes to 8.
  static bool holdsWide(const RecordType *Record) { return Record->Align > 8; }

  void compareEnum(const Type *Ty, const btf_type *Theirs) {
    if (Theirs->size == 0) {
      ASSERT_EQ(Ty->Kind, TypeKind::Forward);
      return;
    }
    const auto *Enum = as<EnumType>(Ty);
    ASSERT_EQ(Enum->Sign == Signedness::Signed, btf_kflag(Theirs));
    ASSERT_EQ(Enum->Enumerators.size(), btf_vlen(Theirs));
    for (unsigned I = 0; I != btf_vlen(Theirs); ++I) {
      const Enumerator &E = Enum->Enumerators[I];
      if (btf_is_enum64(Theirs)) {
        const struct btf_enum64 *Value = btf_enum64(Theirs) + I;
        ASSERT_EQ(E.Name, nameAt(Value->name_off));
        ASSERT_EQ(E.Value, btf_enum64_value(Value));
      } else {
        const struct btf_enum *Value = btf_enum(Theirs) + I;
        ASSERT_EQ(E.Name, nameAt(Value->name_off));
        ASSERT_EQ(E.Value, btf_kflag(Theirs)
                               ? static_cast<uint64_t>(int64_t(Value->val))
                               : static_cast<uint64_t>(uint32_t(Value->val)));
      }
    }
  }

  /// libbpf completes sections from the ELF file when it opens an object.
  void compareSection(TypeId Id, const btf_type *Theirs) {
    for (const ours::SectionInfo &S : Ours.sections()) {
      if (!WithSections || S.Name != Ours.types().name(Id))
        continue;
      ASSERT_EQ(S.Size, Theirs->size);
      ASSERT_EQ(S.Vars.size(), btf_vlen(Theirs));
      for (unsigned I = 0; I != btf_vlen(Theirs); ++I) {
        const btf_var_secinfo *V = btf_var_secinfos(Theirs) + I;
        const btf_type *Var = btf__type_by_id(this->Theirs, V->type);
        ASSERT_EQ(S.Vars[I].Name, nameAt(Var->name_off));
        ASSERT_EQ(S.Vars[I].Offset, V->offset) << S.Vars[I].Name;
        ASSERT_EQ(S.Vars[I].Size, V->size);
        ASSERT_EQ(S.Vars[I].IsStatic, btf_var(Var)->linkage == BTF_VAR_STATIC);
      }
    }
  }

  bool isRecordType(TypeId Id) {
    return as<RecordType>(Layout.layout(Id)) != nullptr;
  }
  std::string_view nameAt(uint32_t Offset) {
    return btf__name_by_offset(Theirs, Offset);
  }

  const ours::Object &Ours;
  const struct btf *Theirs;
  const bool WithSections;
  Arena A;
  ours::LayoutBuilder Layout;
};

/// Says how much there was, for utils/proof.sh.
class Count : public testing::Environment {
  void TearDown() override {
    if (Comparison::Objects)
      std::printf("%u objects with %u types read as libbpf reads them\n",
                  Comparison::Objects, Comparison::Types);
  }
};
[[maybe_unused]] const testing::Environment *const Counted =
    testing::AddGlobalTestEnvironment(new Count);

void compareFile(const std::string &Path) {
  SCOPED_TRACE(Path);
  auto Ours = parse(fileBytes(Path));
  ASSERT_TRUE(Ours) << Ours.takeError().message();
  LibBtf Theirs(btf__parse(Path.c_str(), nullptr));
  ASSERT_TRUE(Theirs);
  // It opens objects of this machine's byte order only.
  if (std::unique_ptr<bpf_object, void (*)(bpf_object *)> Object(
          bpf_object__open_file(Path.c_str(), nullptr), bpf_object__close);
      Object)
    Comparison(**Ours, bpf_object__btf(Object.get()), true).run();
  else
    Comparison(**Ours, Theirs.get()).run();
}

/// Lays out the struct that each enum probe_X is about.
void compareProbes(const std::string &Path) {
  SCOPED_TRACE(Path);
  auto O = parse(fileBytes(Path));
  ASSERT_TRUE(O) << O.takeError().message();
  Arena A;
  ours::LayoutBuilder Layout(**O, A);
  unsigned Probes = 0;
  (*O)->forEachName([&](std::string_view Name) {
    if (!Name.starts_with("probe_"))
      return;
    ++Probes;
    std::vector<TypeId> Found = (*O)->find(Name.substr(6));
    ASSERT_EQ(Found.size(), 1u) << Name;
    const auto *Record = as<RecordType>(Layout.layout(Found[0]));
    const auto *Probe = as<EnumType>(Layout.layout((*O)->find(Name)[0]));
    ASSERT_TRUE(Record && Probe);
    EXPECT_EQ(Record->Align, Probe->Enumerators[0].Value) << Name;
    EXPECT_EQ(Record->Size, Probe->Enumerators[1].Value) << Name;
  });
  EXPECT_EQ(Probes, 14u);
}

TEST(BTFOracle, CompiledObjects) {
  libbpf_set_print(nullptr);
  ScratchDir Dir;
  std::vector<std::string> Compilers = compilers();
  if (Compilers.empty())
    GTEST_SKIP() << "no clang-N here";
  for (const std::string &Compiler : Compilers)
    for (std::string Target : {"bpf", "bpfeb"}) {
      std::string Path = Dir.file(Compiler + "." + Target + ".o");
      ASSERT_TRUE(compile(Compiler, Target, allKinds(), Path)) << Path;
      compareFile(Path);
      compareProbes(Path);
    }
}

/// What libbpf cannot open has its sections as in the other byte order.
TEST(BTFOracle, SectionsOfTheOtherByteOrder) {
  ScratchDir Dir;
  for (const std::string &Compiler : compilers()) {
    std::string Little = Dir.file("little.o"), Big = Dir.file("big.o");
    ASSERT_TRUE(compile(Compiler, "bpfel", allKinds(), Little));
    ASSERT_TRUE(compile(Compiler, "bpfeb", allKinds(), Big));
    auto A = parse(fileBytes(Little)), B = parse(fileBytes(Big));
    ASSERT_TRUE(A && B);
    ASSERT_EQ((*A)->sections().size(), (*B)->sections().size());
    for (size_t I = 0; I != (*A)->sections().size(); ++I) {
      const ours::SectionInfo &S = (*A)->sections()[I],
                              &T = (*B)->sections()[I];
      EXPECT_EQ(S.Name, T.Name);
      EXPECT_EQ(S.Size, T.Size);
      ASSERT_EQ(S.Vars.size(), T.Vars.size());
      for (size_t V = 0; V != S.Vars.size(); ++V) {
        EXPECT_EQ(S.Vars[V].Name, T.Vars[V].Name);
        EXPECT_EQ(S.Vars[V].Offset, T.Vars[V].Offset);
        EXPECT_EQ(S.Vars[V].Size, T.Vars[V].Size);
      }
    }
  }
}

TEST(BTFOracle, LinkedObjects) {
  libbpf_set_print(nullptr);
  ScratchDir Dir;
  if (!run("bpftool version"))
    GTEST_SKIP() << "no bpftool here";
  for (const std::string &Compiler : compilers()) {
    std::string One = Dir.file(Compiler + ".o"), Other = Dir.file("other.o"),
                Linked = Dir.file(Compiler + ".linked.o");
    ASSERT_TRUE(compile(Compiler, "bpf", allKinds(), One));
    ASSERT_TRUE(compile(Compiler, "bpf",
                        "struct plain { long other; } plain_too;"
                        "static volatile int hidden = 4;"
                        "int also(void) { return hidden + plain_too.other; }",
                        Other));
    ASSERT_TRUE(run("bpftool gen object " + Linked + " " + One + " " + Other));
    compareFile(Linked);
    EXPECT_EQ((*parse(fileBytes(Linked)))->find("plain").size(), 2u);
  }
}

TEST(BTFOracle, RunningKernel) {
  if (!std::filesystem::exists(KernelBtf))
    GTEST_SKIP() << "this kernel has no BTF";
  auto Ours = parse(fileBytes(KernelBtf));
  ASSERT_TRUE(Ours) << Ours.takeError().message();
  LibBtf Theirs(btf__parse(KernelBtf, nullptr));
  ASSERT_TRUE(Theirs);
  Comparison(**Ours, Theirs.get()).run();
}

/// What goes on from the running kernel's types.
void compareSplit(const std::string &Path) {
  ASSERT_TRUE(ours::Object::needsBase(fileBytes(Path)));
  auto Base = parse(fileBytes(KernelBtf));
  ASSERT_TRUE(Base);
  auto Ours = parse(fileBytes(Path), *Base);
  ASSERT_TRUE(Ours) << Ours.takeError().message();
  LibBtf TheirBase(btf__parse(KernelBtf, nullptr));
  LibBtf Theirs(btf__parse_split(Path.c_str(), TheirBase.get()));
  ASSERT_TRUE(Theirs);
  Comparison(**Ours, Theirs.get()).run();
}

TEST(BTFOracle, ModuleOfTheRunningKernel) {
  namespace fs = std::filesystem;
  fs::path Module;
  if (fs::exists(KernelBtf))
    for (const auto &Entry : fs::directory_iterator("/sys/kernel/btf"))
      if (Entry.path() != KernelBtf)
        Module = Entry.path();
  if (Module.empty())
    GTEST_SKIP() << "this kernel has no module with BTF";
  compareSplit(Module.string());
}

/// As a kernel's build makes them, where this one has no module.
TEST(BTFOracle, ModuleByPahole) {
  ScratchDir Dir;
  const std::string Source = Dir.file("m.c"), Object = Dir.file("m.o"),
                    Split = Dir.file("m");
  std::ofstream(Source)
      << "struct list_head { struct list_head *next, *prev; };"
         "enum colour { RED, GREEN = 7 };"
         "struct own { struct list_head at; int a : 3; unsigned long b : 40;"
         "  enum colour c; char name[7]; union { float f; long long l; }; };"
         "typedef struct own own_t;"
         "int use(own_t *o, unsigned long n) { return o->a + (int)n; }";
  if (!std::filesystem::exists(KernelBtf) ||
      !run("gcc -g -c " + Source + " -o " + Object) ||
      !run("pahole -J --btf_base=" + std::string(KernelBtf) +
           " --btf_encode_detached=" + Split + " " + Object))
    GTEST_SKIP() << "needs gcc, pahole and a kernel with BTF";
  compareSplit(Split);
}

/// What libbpf writes as split BTF, read back.
TEST(BTFOracle, SplitByLibbpf) {
  for (bool BigEndian : {false, true}) {
    LibBtf Base(btf__new_empty());
    auto Order = BigEndian ? BTF_BIG_ENDIAN : BTF_LITTLE_ENDIAN;
    btf__set_endianness(Base.get(), Order);
    int Int = btf__add_int(Base.get(), "int", 4, BTF_INT_SIGNED);
    int Inner = btf__add_struct(Base.get(), "inner", 8);
    btf__add_field(Base.get(), "a", Int, 0, 0);
    btf__add_field(Base.get(), "b", Int, 32, 0);
    LibBtf Split(btf__new_empty_split(Base.get()));
    btf__set_endianness(Split.get(), Order);
    btf__add_struct(Split.get(), "outer", 16);
    btf__add_field(Split.get(), "i", Inner, 0, 0);
    btf__add_field(Split.get(), "n", Int, 64, 0);
    btf__add_ptr(Split.get(), Inner);
    btf__add_enum64(Split.get(), "e", 8, true);
    btf__add_enum64_value(Split.get(), "low", static_cast<uint64_t>(-5));

    auto Bytes = [](const struct btf *B) {
      uint32_t Size = 0;
      const auto *At = static_cast<const uint8_t *>(btf__raw_data(B, &Size));
      return std::vector<uint8_t>(At, At + Size);
    };
    EXPECT_FALSE(ours::Object::needsBase(Bytes(Base.get())));
    EXPECT_TRUE(ours::Object::needsBase(Bytes(Split.get())));
    auto OurBase = parse(Bytes(Base.get()));
    ASSERT_TRUE(OurBase);
    auto Ours = parse(Bytes(Split.get()), *OurBase);
    ASSERT_TRUE(Ours) << Ours.takeError().message();
    Comparison(**Ours, Split.get()).run();
  }
}

} // namespace
