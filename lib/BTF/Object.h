//===- Object.h - The types of one compiled BPF object ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The door of the BTF room: an ELF object, raw BTF or split BTF goes in as
// bytes; out come names, maps, sections and, through LayoutBuilder, types of
// the neutral model. Everything is checked in parse(): what an Object hands out
// afterwards can be followed without a further check.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_OBJECT_H
#define HOSTLAYOUT_BTF_OBJECT_H

#include "Layout/Arena.h"
#include "Layout/Type.h"
#include "Support/Bytes.h"
#include "Support/Expected.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::btf {

class TypeTable;
struct Skeleton;

/// Index of a type in the object's BTF (split BTF counts on from its base).
/// 0 is void.
using TypeId = uint32_t;

/// A map declared in `.maps` (libbpf's BTF-defined maps).
struct MapInfo {
  std::string_view Name;
  /// BPF_MAP_TYPE_*, 0 where not declared.
  uint32_t Type = 0;
  /// 0 where the map declares only key_size/value_size, or neither.
  TypeId Key = 0, Value = 0;
  /// Bytes; from the type where there is one, else as declared. 0 if unknown.
  uint32_t KeySize = 0, ValueSize = 0;
  /// The names of types that the object declares and never defines.
  std::string_view KeyForward, ValueForward;
  /// As declared, or as a live map has it; 0 where not declared.
  uint32_t MaxEntries = 0, Flags = 0;
  uint64_t Extra = 0;
  /// `__uint(pinning, LIBBPF_PIN_BY_NAME)`.
  bool IsPinned = false;
  /// The template of a map in a map (`__array(values, struct inner)`); its
  /// name is "values".
  const MapInfo *Inner = nullptr;
};

struct SectionVar {
  std::string_view Name;
  TypeId Type = 0;
  uint64_t Offset = 0, Size = 0; ///< bytes from the section's start
  /// `static`: in the section, but not in a skeleton's struct.
  bool IsStatic = false;
  /// Where the BTF of a linked object says that it is, as its skeleton has it.
  /// Offset is where it is: by the symbol, which the program goes by.
  uint64_t Recorded = 0;

  /// Linkers of BPF objects leave the place of a copy that another overrides.
  bool isMisplaced() const { return Recorded != Offset; }
};

/// A DATASEC: the globals of `.bss`, `.data`, `.rodata`, ... Where the object
/// is an ELF file, offsets come from its symbols.
struct SectionInfo {
  std::string_view Name; ///< with its dot
  uint64_t Size = 0;     ///< bytes
  std::span<const SectionVar> Vars;
};

/// What an object knows of a name that it has no type for.
enum class Mention : uint8_t {
  None,
  Forward, ///< declared only (BTF_KIND_FWD)
  Text,    ///< in the string section: as a member, a variable, source text
};

/// The validated types of one object. Immutable: any thread may read it.
class Object {
public:
  /// Reads and validates \p Content: an object, BTF, or a skeleton with an
  /// object in it. \p Path is used in messages as given. \p Base is the base of
  /// split BTF, if the caller knows it.
  /// Error: what is wrong and where in the file; nothing is returned then.
  static Expected<std::shared_ptr<const Object>>
  parse(std::string Path, Bytes Content,
        std::shared_ptr<const Object> Base = nullptr);

  /// The object in a skeleton, \p Path, which parseSkeleton() has read.
  /// Error: as of parse(), with the line where the object starts.
  static Expected<std::shared_ptr<const Object>>
  parseEmbedded(std::string Path, Skeleton From);

  /// Whether \p Content is split BTF, which parse() needs a base for.
  static bool needsBase(std::span<const uint8_t> Content);

  virtual ~Object() = default;

  virtual const std::string &path() const = 0;
  /// Where split BTF goes on from another file: that. Else null.
  virtual const Object *base() const { return nullptr; }
  virtual bool isBigEndian() const = 0;
  /// An ELF object with .debug_info: types missing from BTF may be there.
  virtual bool hasDwarf() const = 0;
  /// What was given to parse(); of a skeleton, the object in it.
  virtual std::span<const uint8_t> content() const = 0;

  /// Ids are 1 .. typeCount()-1.
  virtual TypeId typeCount() const = 0;

  /// Every STRUCT, UNION, ENUM, ENUM64 and TYPEDEF (of whatever) that has
  /// exactly this name, by id. The order is the file's.
  virtual std::vector<TypeId> find(std::string_view Name) const = 0;
  virtual Mention mention(std::string_view Name) const = 0;
  /// Calls \p Visit with the name of every type that find() could return.
  virtual void
  forEachName(const std::function<void(std::string_view)> &Visit) const = 0;

  virtual std::span<const MapInfo> maps() const = 0;
  virtual std::span<const SectionInfo> sections() const = 0;

  /// The types as the file has them, for this room only.
  virtual const TypeTable &types() const = 0;
};

/// Turns the types of one object into the neutral model, each once. The object
/// and the arena must outlive the builder; one thread at a time.
///
/// A type of size 0 stands where the BTF does not say what there is: clang
/// before 19 does so for _Atomic, and every clang for _Complex. It is Opaque.
class LayoutBuilder {
public:
  /// The 8-byte enum of a name with whole values, or null. clang before 16
  /// records 32 bits of them in BTF; others may know the rest.
  using WideEnums = std::function<const EnumType *(std::string_view Name)>;

  LayoutBuilder(const Object &O, Arena &A, WideEnums Wide = {});
  ~LayoutBuilder();

  /// The type \p Id, const and volatile dropped, typedefs kept. Never null:
  /// what has no bytes (void, functions) is Opaque of size 0. A record's Name
  /// keeps its CO-RE flavour. Where has the type's BTF id.
  const hostlayout::Type *layout(TypeId Id);

  /// A section's globals as a struct named after it, as a skeleton has it:
  /// without the static ones.
  ///
  /// \p Host is who mirrors it, if anybody does. Of the static variables those
  /// are there that it names (skeletons of bpftool before 5.13 have all), with
  /// the names of a skeleton's fields. A section has no padding at its end, but
  /// a struct has.
  const RecordType *layout(const SectionInfo &Section,
                           const RecordType *Host = nullptr);

private:
  struct Impl;
  std::unique_ptr<Impl> P;
};

/// The BTF id of a type that a LayoutBuilder made.
inline TypeId idOf(const hostlayout::Type &Ty) {
  return static_cast<TypeId>(reinterpret_cast<uintptr_t>(Ty.Where.Ptr));
}

} // namespace hostlayout::btf

#endif
