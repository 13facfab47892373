//===- Live.cpp - Objects that the kernel holds ---------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/Live.h"

#include "BTF/TypeTable.h"
#include "Support/Descriptor.h"
#include "Support/SystemError.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <linux/bpf.h>
#include <linux/magic.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

int call(bpf_cmd Command, bpf_attr &Attr) {
  return static_cast<int>(syscall(SYS_bpf, Command, &Attr, sizeof(Attr)));
}

Error failure(std::string What) {
  int Code = errno;
  if (Code == EPERM || Code == EACCES)
    What += "; this needs root or CAP_SYS_ADMIN";
  return systemError(Code).in(std::move(What));
}

Descriptor openId(bpf_cmd Command, uint32_t Id) {
  bpf_attr Attr = {};
  Attr.map_id = Id; // the same word for programs and BTF
  return Descriptor(call(Command, Attr));
}

Descriptor openPinned(const std::string &Path) {
  bpf_attr Attr = {};
  Attr.pathname = reinterpret_cast<uintptr_t>(Path.c_str());
  Attr.file_flags = BPF_F_RDONLY;
  Descriptor Map(call(BPF_OBJ_GET, Attr));
  if (Map)
    return Map;
  // A program has no read-only view.
  Attr.file_flags = 0;
  return Descriptor(call(BPF_OBJ_GET, Attr));
}

template <typename InfoT> bool getInfo(const Descriptor &D, InfoT &Info) {
  bpf_attr Attr = {};
  Attr.info.bpf_fd = static_cast<uint32_t>(D.get());
  Attr.info.info_len = sizeof(Info);
  Attr.info.info = reinterpret_cast<uintptr_t>(&Info);
  return call(BPF_OBJ_GET_INFO_BY_FD, Attr) == 0;
}

/// Of descriptors, only the kernel knows what they are of.
bool isMap(const Descriptor &D) {
  std::string Link = "/proc/self/fd/" + std::to_string(D.get());
  char Target[64] = {};
  return readlink(Link.c_str(), Target, sizeof(Target) - 1) > 0 &&
         std::strstr(Target, "bpf-map");
}

/// A blob without types, for what was loaded without any.
Bytes noTypes() {
  struct {
    uint16_t Magic = btf::Magic;
    uint8_t Version = btf::Version, Flags = 0;
    uint32_t HeaderBytes = ShortHeader, TypesAt = 0, Types = 0;
    uint32_t StringsAt = 0, Strings = 1;
    char Empty[4] = {};
  } Blob;
  auto Owner = std::make_shared<std::vector<uint8_t>>(ShortHeader + 1);
  std::memcpy(Owner->data(), &Blob, Owner->size());
  return {*Owner, Owner};
}

Expected<std::shared_ptr<const Object>> openBtf(const std::string &Name,
                                                uint32_t Id) {
  if (!Id)
    return Object::parse(Name, noTypes());
  Descriptor D = openId(BPF_BTF_GET_FD_BY_ID, Id);
  bpf_btf_info Size = {};
  if (!D || !getInfo(D, Size))
    return failure("cannot read its BTF");
  auto Owner = std::make_shared<std::vector<uint8_t>>(Size.btf_size);
  bpf_btf_info Info = {};
  Info.btf = reinterpret_cast<uintptr_t>(Owner->data());
  Info.btf_size = Size.btf_size;
  if (!getInfo(D, Info) || Info.btf_size > Owner->size())
    return failure("cannot read its BTF");
  return Object::parse(Name, {*Owner, Owner});
}

/// One map, with the types of the object that it was loaded from.
class LiveMap final : public Object {
public:
  LiveMap(std::shared_ptr<const Object> Whole, const bpf_map_info &Info,
          std::string_view Called)
      : Whole(std::move(Whole)),
        Name(Called.empty()
                 ? std::string(Info.name, strnlen(Info.name, sizeof(Info.name)))
                 : std::string(Called)) {
    const TypeTable &T = types();
    TypeId Value = Info.btf_value_type_id;
    Map.Type = Info.type;
    Map.KeySize = Info.key_size;
    Map.ValueSize = Info.value_size;
    Map.MaxEntries = Info.max_entries;
    Map.Flags = Info.map_flags;
    Map.Extra = Info.map_extra;
    if (Value < T.count() && T.kind(Value) == Kind::DataSec) {
      for (const SectionInfo &S : this->Whole->sections())
        if (S.Name == T.name(Value))
          Section = S;
      return;
    }
    // The kernel cuts names; the object has them whole.
    for (const MapInfo &M : this->Whole->maps())
      if (Called.empty() &&
          (M.Name == Name ||
           (Name.size() == BPF_OBJ_NAME_LEN - 1 && M.Name.starts_with(Name))))
        Map.Name = M.Name;
    if (Map.Name.empty())
      Map.Name = Name;
    Map.Key = Info.btf_key_type_id < T.count() ? Info.btf_key_type_id : 0;
    Map.Value = Value < T.count() ? Value : 0;
  }

  const std::string &path() const override { return Whole->path(); }
  bool isBigEndian() const override { return Whole->isBigEndian(); }
  bool hasDwarf() const override { return false; }
  std::span<const uint8_t> content() const override { return Whole->content(); }
  TypeId typeCount() const override { return Whole->typeCount(); }
  std::vector<TypeId> find(std::string_view Wanted) const override {
    return Whole->find(Wanted);
  }
  Mention mention(std::string_view Wanted) const override {
    return Whole->mention(Wanted);
  }
  void forEachName(
      const std::function<void(std::string_view)> &Visit) const override {
    Whole->forEachName(Visit);
  }
  std::span<const MapInfo> maps() const override {
    return {&Map, Map.Name.empty() ? 0u : 1u};
  }
  std::span<const SectionInfo> sections() const override {
    return {&Section, Section.Name.empty() ? 0u : 1u};
  }
  const TypeTable &types() const override { return Whole->types(); }

  const MapInfo *sectionMap() const {
    return Section.Name.empty() ? nullptr : &Map;
  }

private:
  const std::shared_ptr<const Object> Whole;
  const std::string Name;
  MapInfo Map;
  SectionInfo Section;
};

Expected<std::shared_ptr<const Object>> openDescriptor(const std::string &Name,
                                                       const Descriptor &D,
                                                       std::string_view Map) {
  if (!D)
    return failure("cannot open it");
  if (!isMap(D)) {
    bpf_prog_info Info = {};
    if (!getInfo(D, Info))
      return failure("this is neither a map nor a program");
    if (!Info.btf_id)
      return Error("the program was loaded without BTF");
    return openBtf(Name, Info.btf_id);
  }
  bpf_map_info Info = {};
  if (!getInfo(D, Info))
    return failure("cannot read what kind of map this is");
  auto Whole = openBtf(Name, Info.btf_id);
  if (!Whole)
    return Whole.takeError();
  return std::shared_ptr<const Object>(
      std::make_shared<LiveMap>(std::move(*Whole), Info, Map));
}

/// The number behind \p Prefix, if \p Name is just these.
std::optional<uint32_t> idBehind(std::string_view Prefix,
                                 std::string_view Name) {
  if (!Name.starts_with(Prefix))
    return std::nullopt;
  Name.remove_prefix(Prefix.size());
  uint32_t Id = 0;
  auto [End, Code] = std::from_chars(Name.begin(), Name.end(), Id);
  if (Code != std::errc() || End != Name.end())
    return std::nullopt;
  return Id;
}

} // namespace

bool btf::isLive(const std::string &Name) {
  if (idBehind("map:", Name) || idBehind("prog:", Name))
    return true;
  struct statfs Info;
  return statfs(Name.c_str(), &Info) == 0 && Info.f_type == BPF_FS_MAGIC;
}

bool btf::isLiveMap(const Object &O) {
  return dynamic_cast<const LiveMap *>(&O) != nullptr;
}

const MapInfo *btf::liveSection(const Object &O) {
  const auto *Map = dynamic_cast<const LiveMap *>(&O);
  return Map ? Map->sectionMap() : nullptr;
}

Expected<bool> btf::isPinnedMap(const std::string &Path) {
  Descriptor D = openPinned(Path);
  if (!D)
    return failure("cannot open it").in(Path);
  return isMap(D);
}

Expected<std::shared_ptr<const Object>>
btf::openLive(const std::string &Name, std::string_view Map) {
  auto Open = [&] {
    if (auto Id = idBehind("map:", Name))
      return openDescriptor(Name, openId(BPF_MAP_GET_FD_BY_ID, *Id), Map);
    if (auto Id = idBehind("prog:", Name))
      return openDescriptor(Name, openId(BPF_PROG_GET_FD_BY_ID, *Id), Map);
    return openDescriptor(Name, openPinned(Name), Map);
  };
  auto Opened = Open();
  if (!Opened)
    return Opened.takeError().in(Name);
  return Opened;
}
