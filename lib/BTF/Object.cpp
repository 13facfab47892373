//===- Object.cpp - The types of one compiled BPF object ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/Object.h"

#include "BTF/Elf.h"
#include "BTF/Header.h"
#include "BTF/Maps.h"
#include "BTF/NameIndex.h"
#include "BTF/Sections.h"
#include "BTF/Skeleton.h"
#include "BTF/TypeTable.h"
#include "Support/Printable.h"

#include <cstring>
#include <mutex>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

constexpr uint16_t MachineBpf = 247;
constexpr uint32_t SectionNoBits = 8;

/// Where in a file the BTF is.
struct Located {
  std::span<const uint8_t> Blob;
  /// The part of a kernel's types that a module built out of tree brings along.
  std::span<const uint8_t> OwnBase;
  std::optional<ElfFile> Elf;
  bool HasDwarf = false;
};

bool startsWith(std::span<const uint8_t> Data, std::string_view Prefix) {
  return Data.size() >= Prefix.size() &&
         std::memcmp(Data.data(), Prefix.data(), Prefix.size()) == 0;
}

std::string_view textOf(std::span<const uint8_t> Data) {
  return {reinterpret_cast<const char *>(Data.data()), Data.size()};
}

Error notAnObject(std::span<const uint8_t> Data) {
  if (Data.empty())
    return Error("the file is empty; build the BPF object first");
  if (startsWith(Data, "BC\xc0\xde") || startsWith(Data, "\xde\xc0\x17\x0b"))
    return Error("this is LLVM bitcode, not an object; compile the BPF program "
                 "without -flto and -emit-llvm");
  if (startsWith(Data, "!<arch>"))
    return Error("this is an archive, not an object; name a BPF object in it");
  if (isSubskeleton(textOf(Data)))
    return Error("this is a subskeleton, which embeds no object; name the "
                 "object or the skeleton that it was made for");
  return Error("this is neither an ELF object nor BTF; it must be a compiled "
               "BPF program, its skeleton or a file such as "
               "/sys/kernel/btf/vmlinux");
}

Expected<Located> locate(std::span<const uint8_t> Data) {
  Located L;
  if (isBtf(Data)) {
    L.Blob = Data;
    return L;
  }
  if (!ElfFile::isElf(Data))
    return notAnObject(Data);
  auto Elf = ElfFile::open(Data);
  if (!Elf)
    return Elf.takeError();
  auto Section = Elf->find(".BTF");
  if (!Section) {
    if (Elf->machine() != MachineBpf)
      return Error("this ELF file has no .BTF section and is not for BPF; name "
                   "the object that 'clang -target bpf -g' wrote");
    return Error("this object has no .BTF section; compile the BPF program "
                 "with -g");
  }
  auto Blob = Elf->contents(*Section);
  if (!Blob)
    return Blob.takeError().in(".BTF");
  if (Blob->empty())
    return Error("the section is empty; compile the BPF program with -g")
        .in(".BTF");
  L.Blob = *Blob;
  if (isBtf(L.Blob) && (L.Blob[0] == 0xeb) != Elf->isBigEndian())
    return Error("the ELF file and its BTF have different byte orders; the "
                 "file is damaged")
        .in(".BTF");
  if (auto Base = Elf->find(".BTF.base")) {
    auto OwnBase = Elf->contents(*Base);
    if (!OwnBase)
      return OwnBase.takeError().in(".BTF.base");
    L.OwnBase = *OwnBase;
  }
  if (auto Dwarf = Elf->find(".debug_info"))
    L.HasDwarf = Dwarf->Type != SectionNoBits && Dwarf->Size != 0;
  L.Elf = *Elf;
  return L;
}

class FileObject final : public Object {
public:
  FileObject(std::string Path, Bytes Content,
             std::shared_ptr<const Object> BaseObject, Located Where,
             std::unique_ptr<const TypeTable> OwnBase, TypeTable Table)
      : Path(std::move(Path)), Content(std::move(Content)),
        BaseObject(std::move(BaseObject)), Where(std::move(Where)),
        OwnBase(std::move(OwnBase)), Table(std::move(Table)) {}

  const std::string &path() const override { return Path; }
  const Object *base() const override { return BaseObject.get(); }
  bool isBigEndian() const override { return Table.isBigEndian(); }
  bool hasDwarf() const override { return Where.HasDwarf; }
  std::span<const uint8_t> content() const override { return Content.Data; }
  TypeId typeCount() const override { return Table.count(); }
  const TypeTable &types() const override { return Table; }

  std::vector<TypeId> find(std::string_view Name) const override {
    std::vector<TypeId> Found;
    if (BaseObject)
      Found = BaseObject->find(Name);
    Index.find(Name, Found);
    return Found;
  }

  Mention mention(std::string_view Name) const override;

  void forEachName(
      const std::function<void(std::string_view)> &Visit) const override {
    if (BaseObject)
      BaseObject->forEachName(Visit);
    Table.forEachNamed([&](TypeId Id) {
      if (std::string_view Name = Table.name(Id); !Name.empty())
        Visit(Name);
    });
  }

  std::span<const MapInfo> maps() const override {
    std::call_once(MapsOnce, [this] { Maps = readMaps(Table); });
    return Maps.Maps;
  }

  std::span<const SectionInfo> sections() const override {
    std::call_once(SectionsOnce, [this] {
      Sections = readSections(Table, Where.Elf ? &*Where.Elf : nullptr);
    });
    return Sections.Sections;
  }

private:
  const std::string Path;
  const Bytes Content;
  const std::shared_ptr<const Object> BaseObject;
  const Located Where;
  const std::unique_ptr<const TypeTable> OwnBase;
  const TypeTable Table;
  const NameIndex Index{Table};
  mutable std::once_flag MapsOnce, SectionsOnce;
  mutable MapList Maps;
  mutable SectionList Sections;
};

bool hasWord(std::string_view Text, std::string_view Word) {
  for (size_t At = 0; (At = Text.find(Word, At)) != Text.npos; ++At) {
    size_t End = At + Word.size();
    if ((At == 0 || !isWordCharacter(Text[At - 1])) &&
        (End == Text.size() || !isWordCharacter(Text[End])))
      return true;
  }
  return false;
}

Mention FileObject::mention(std::string_view Name) const {
  if (Name.empty() || Name.find('\0') != Name.npos)
    return Mention::None;
  for (TypeId Id = Table.first(); Id != Table.count(); ++Id)
    if (Table.kind(Id) == Kind::Fwd &&
        Table.stringIs(Table[Id].nameOffset(), Name))
      return Mention::Forward;
  Mention InBase = BaseObject ? BaseObject->mention(Name) : Mention::None;
  if (InBase == Mention::None && hasWord(Table.strings(), Name))
    return Mention::Text;
  return InBase;
}

} // namespace

bool Object::needsBase(std::span<const uint8_t> Content) {
  auto Where = locate(Content);
  return Where && Where->OwnBase.empty() && isSplitBtf(Where->Blob);
}

/// \p Named: what messages call it.
static Expected<std::shared_ptr<const Object>>
parseObject(std::string Path, const std::string &Named, Bytes Content,
            std::shared_ptr<const Object> Base) {
  auto Where = locate(Content.Data);
  if (!Where)
    return Where.takeError().in(Named);
  std::string Context = Where->Elf ? Named + ": .BTF" : Named;

  std::unique_ptr<const TypeTable> OwnBase;
  if (!isSplitBtf(Where->Blob)) {
    Base = nullptr;
  } else if (!Where->OwnBase.empty()) {
    Base = nullptr;
    auto Table = TypeTable::read(Where->OwnBase, nullptr);
    if (!Table)
      return Table.takeError().in(Named + ": .BTF.base");
    OwnBase = std::make_unique<const TypeTable>(std::move(*Table));
  } else if (!Base) {
    return Error("this is split BTF, which goes on from another one; its base "
                 "is needed too (of a kernel module: /sys/kernel/btf/vmlinux)")
        .in(Named);
  }

  auto Table = TypeTable::read(Where->Blob, OwnBase ? OwnBase.get()
                                            : Base  ? &Base->types()
                                                    : nullptr);
  if (!Table) {
    Error E = Table.takeError();
    if (Base)
      E = Error(E.message() + ", or " + Base->path() + " is not its base");
    return std::move(E).in(std::move(Context));
  }
  return std::shared_ptr<const Object>(std::make_shared<FileObject>(
      std::move(Path), std::move(Content), std::move(Base), std::move(*Where),
      std::move(OwnBase), std::move(*Table)));
}

Expected<std::shared_ptr<const Object>> Object::parseEmbedded(std::string Path,
                                                              Skeleton From) {
  if (From.Object.empty())
    return Error("this skeleton embeds no types; name the object that it was "
                 "made from")
        .in(Path);
  const std::string Named = Path + ": line " + std::to_string(From.Line);
  auto Owner =
      std::make_shared<const std::vector<uint8_t>>(std::move(From.Object));
  return parseObject(std::move(Path), Named, {*Owner, Owner}, nullptr);
}

Expected<std::shared_ptr<const Object>>
Object::parse(std::string Path, Bytes Content,
              std::shared_ptr<const Object> Base) {
  if (isBtf(Content.Data) || ElfFile::isElf(Content.Data) ||
      !isSkeleton(Content.text())) {
    const std::string Named = Path;
    return parseObject(std::move(Path), Named, std::move(Content),
                       std::move(Base));
  }
  auto From = parseSkeleton(Content.text());
  if (!From)
    return From.takeError().in(Path);
  return parseEmbedded(std::move(Path), std::move(*From));
}
