//===- Lock.h - What objects share, as a text -------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A lock lists the maps, globals and types that objects share with user space.
// People review it, so a change of one field is a change of one or two lines.
// It depends neither on the compiler nor on paths nor on the order of
// declarations.
//
//   host-layout-lock 1
//
//   object ev.bpf.o
//
//   map counts
//     kind hash
//     key u32
//     value struct stats
//     max_entries 1024
//     pinned by name           or: by host, where host code pins it
//     kptr 8 task_struct       the kernel finds a pointer of its own at byte 8
//
//   map events
//     kind ringbuf
//     records of 24, 40 bytes  what the program sends, by its code
//     record struct event      of a type that only DWARF has
//
//   map .data                  a section that host code pins: a map, too
//     kind array
//     key 4 bytes
//     value 8 bytes
//     max_entries 1
//     map_flags 0x400
//     pinned by host
//
//   global .bss dropped
//     type u64
//
//   global .data level
//     type u32
//     offset 4                 of a section that is pinned or in an arena
//
//   struct stats, 16 bytes
//        0  u64 packets
//      8.0  u32:3 flags          a bit-field: byte and bit
//       12  union {              a member without a type's name
//       12    u32 v4
//       12    u8[4] raw
//           } addr
//
//   enum state, 4 bytes
//     RUN = 1
//     BIG = low 0                an old compiler recorded the low 32 bits
//
// A name that is not made of letters, digits, '_', '.' and '$' stands in
// quotes, with \xNN for what cannot be printed. Several types of one name are
// told apart by a number: "struct event#2".
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LOCK_LOCK_H
#define HOSTLAYOUT_LOCK_LOCK_H

#include "BTF/KernelPointers.h"
#include "BTF/Sends.h"
#include "Layout/Arena.h"
#include "Layout/MapRole.h"
#include "Layout/Type.h"
#include "Support/Expected.h"
#include "Surface/Surface.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::lock {

/// A key or a value of a map.
struct Part {
  const Type *Ty = nullptr; ///< null where the size alone is known
  uint64_t Size = 0;        ///< bytes; 0 if unknown
  /// The type's name where it is declared and never defined.
  std::string_view Forward;

  bool isKnown() const { return Ty || Size; }
};

struct Map {
  std::string_view Name;
  uint32_t Kind = 0; ///< BPF_MAP_TYPE_*
  Part Key, Value;
  uint32_t MaxEntries = 0, Flags = 0;
  uint64_t Extra = 0;
  bool IsPinned = false; ///< LIBBPF_PIN_BY_NAME
  /// Host code pins it by itself: the user said so.
  bool IsHostPinned = false;
  std::shared_ptr<const Map> Inner;
  /// Of values: what the kernel keeps in them, besides what types say.
  std::vector<btf::KernelPointer> KernelPointers;
  /// Of a buffer: the sizes of the records that the program sends to it, by its
  /// code, in order; and whether there are others.
  std::vector<uint32_t> RecordSizes;
  bool HasOtherRecords = false;
  /// Types of these records of which only DWARF knows, by name.
  std::vector<const Type *> RecordTypes;
  unsigned Line = 0; ///< in the lock; 0 where it comes from an object
};

struct Global {
  std::string_view Section, Name;
  const Type *Ty = nullptr;
  uint64_t Size = 0; ///< bytes
  /// Bytes from the section's start, where somebody goes by it and not by the
  /// name: in an arena, and where the section is pinned.
  std::optional<uint64_t> Offset;
  unsigned Line = 0;
};

/// What one object shares. Of what comes from a lock, Origin is the line.
struct Shared {
  std::string_view Object; ///< the file's name, without its directory
  unsigned Line = 0;
  std::vector<Map> Maps;
  std::vector<Global> Globals;
  /// Named records and enums that user space sees, and those that they hold.
  std::vector<const Type *> Types;

  /// The keys and values of the maps, those of inner maps included.
  std::vector<MapRole> roles(Arena &Memory) const;
};

/// What an object's code and DWARF say of the records that it sends.
struct Records {
  std::vector<btf::RecordSend> Sends;
  /// The object has code that could be read.
  bool HasCode = false;
  /// Types that BTF lacks and functions of the program use.
  std::vector<const Type *> Types;
};

/// What \p Of shares, under the file name \p Object. \p HostPinned: the maps
/// and sections that host code pins; names that \p Of has not are passed over.
/// The result points into the arena of \p Of and to the types of \p Sent.
Shared take(surface::Surface &Of, std::string_view Object, const Records &Sent,
            const std::vector<std::string> &HostPinned = {});

/// Whether \p M is a section, which libbpf makes a map of.
inline bool isSection(const Map &M) { return M.Name.starts_with('.'); }

/// Whether variables of \p Section are in an arena.
inline bool isInArena(std::string_view Section) {
  return Section.starts_with(".addr_space");
}

/// The text of a lock, of objects in any order.
std::string write(std::vector<Shared> Objects);

struct Lock {
  std::vector<Shared> Objects;
  std::unique_ptr<Arena> Memory; ///< owns the types

  /// The one of that file name, or the only one; else null.
  const Shared *find(std::string_view Object) const;
};

/// Whether \p Text is a lock, of whatever version.
bool isLock(std::string_view Text);

/// Error: a newer version, or the line that is damaged and why.
Expected<Lock> parse(std::string_view Text);

/// The line of \p Where, of a type, a field or an enumerator out of a lock.
inline unsigned lineOf(Origin Where) {
  return static_cast<unsigned>(reinterpret_cast<uintptr_t>(Where.Ptr));
}

} // namespace hostlayout::lock

#endif
