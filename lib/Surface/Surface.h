//===- Surface.h - What an object shares with user space --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Most of an object is the program's own affair. User space shares with it the
// keys and values of its maps, its globals, the records in its buffers, and the
// types that the program was written to emit. Which of them a name means
// ("event", "counts.value", ".bss", "dropped") is decided here, for every
// command and every front end alike.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SURFACE_SURFACE_H
#define HOSTLAYOUT_SURFACE_SURFACE_H

#include "BTF/Object.h"
#include "Compare/Finding.h"
#include "Layout/Arena.h"
#include "Layout/MapRole.h"
#include "Support/Spelling.h"
#include "Surface/DwarfTypes.h"
#include "Surface/MapKinds.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hostlayout::surface {

/// What kind of thing a name stands for.
enum class Meaning : uint8_t {
  Type,    ///< "event"
  Role,    ///< "counts.value", "outer.values.key"
  Section, ///< ".bss"
  Global,  ///< "dropped", where no type has this name
};

/// A thing that a name stands for in one object.
struct Resolved {
  Meaning What = Meaning::Type;
  /// Null where only the size is known.
  const Type *Ty = nullptr;
  uint64_t Size = 0; ///< bytes
  /// "ev.bpf.c:12"; empty where the type is not from DWARF.
  std::string DeclaredAt = {};
  /// The roles that move the bytes: of a role that one alone, of a type all
  /// that have it, of a global the section's part of this name.
  std::vector<MapRole> Roles = {};
  /// A section whose BTF has variables in wrong places: as the BTF has it, and
  /// so the skeleton. Else null.
  const RecordType *Recorded = nullptr;
  /// Those variables, as far as a skeleton shows them.
  std::vector<btf::SectionVar> Misplaced = {};
};

/// Why a name stands for nothing in one object.
struct NotFound {
  Variant Why = Variant::Plain;
  /// What is at fault: the map or section that is missing, the buffer that has
  /// no values, the type that is only declared.
  std::string Part = {};
  /// Names of the object that the user must have meant. Where there are any, no
  /// others are worth a guess.
  std::vector<std::string> Instead = {};
};

/// What a name stands for. Several only where one object defines a type of this
/// name several times.
struct Resolution {
  std::vector<Resolved> Found;
  NotFound Why; ///< only where nothing was found
};

/// A map that user space reads records from, or writes them to.
struct Buffer {
  std::string_view Name;
  BufferKind Kind;
};

/// One object's surface, in the neutral model. One thread at a time.
class Surface {
public:
  /// All must outlive it. \p Dwarf is what reads the object's DWARF, or null.
  Surface(const btf::Object &O, Arena &Memory, DwarfTypes *Dwarf = nullptr);

  const btf::Object &object() const { return O; }
  /// What owns all that this hands out.
  Arena &memory() { return Memory; }
  const Type *layout(btf::TypeId Id) { return Builder.layout(Id); }

  /// All roles, in the order of the maps. Roles of which neither a size nor a
  /// type is known are left out.
  const std::vector<MapRole> &roles();
  /// Those of the map \p Map and of the maps that it holds.
  std::vector<MapRole> rolesOf(std::string_view Map);
  std::vector<Buffer> buffers() const;
  /// Whether records come in perf buffers only, which align them to 4.
  bool onlyPerfEvents() const;

  /// The globals of a section as its skeleton has them. \p Host is the struct
  /// that mirrors it, see LayoutBuilder.
  const RecordType *section(const btf::SectionInfo &Section,
                            const RecordType *Host = nullptr) {
    return Builder.layout(Section, Host);
  }

  /// Variables that lie over each other, as they cannot: by the BTF of linked
  /// objects they may, where no symbol says better.
  std::vector<std::pair<btf::SectionVar, btf::SectionVar>> overlaps() const;

  /// The records and enums that user space sees, and typedefs of them where
  /// the object uses these, each once. Elements stand for their arrays.
  std::vector<const Type *> userTypes();
  /// Those among them that the program was written to emit.
  std::vector<const Type *> emittedTypes();
  /// All records, enums and typedefs of the object, without its base's.
  std::vector<const Type *> namedTypes();

  /// The type, role or section that \p Name stands for by BTF. \p Host is the
  /// type that mirrors it, if any: of several types, those of its tag class
  /// count, and what is neither a record nor an enum only where the host's is
  /// neither, too.
  Resolution resolve(std::string_view Name, const Type *Host = nullptr);
  /// A typedef of a scalar or an array, which a record or an enum may stand
  /// for. Records and enums of this name come first, also those of DWARF.
  Resolution resolveScalar(std::string_view Name);
  /// The same by the object's DWARF: a type, or the type of a role that BTF
  /// only declares.
  std::optional<Resolved> resolveInDwarf(std::string_view Name);
  /// The global variable \p Name. Types come first, also those of DWARF.
  std::optional<Resolved> resolveGlobal(std::string_view Name);
  /// All of these, in this order.
  Resolution resolveAnyhow(std::string_view Name);

  /// Offers to \p Near what the user could have meant by a name that stands
  /// for nothing because of \p Why. The names live as long as the arena.
  void suggest(const NotFound &Why, NearestNames &Near);

private:
  Resolution resolveRole(std::string_view Name, const Type *Host);
  Resolution resolveSection(std::string_view Name, const Type *Host);
  Resolution resolveType(std::string_view Name, const Type *Host);
  /// Why \p Name, which has no dot, is no type and no global.
  NotFound whyNot(std::string_view Name);
  const btf::MapInfo *findMap(std::string_view Name) const;
  const MapRole *findRole(std::string_view Name);
  std::vector<MapRole> rolesOf(const Type &Ty);
  void addRoles(const btf::MapInfo &Map, std::string_view Name);

  const btf::Object &O;
  Arena &Memory;
  DwarfTypes *Dwarf;
  btf::LayoutBuilder Builder;
  std::optional<std::vector<MapRole>> Roles;
};

/// Completes \p F, which says that F.BpfName stands for nothing in the objects
/// \p Asked: the most telling of the reasons \p Why, and the nearest names.
void describe(Finding &F, const std::vector<NotFound> &Why,
              const std::vector<Surface *> &Asked);

} // namespace hostlayout::surface

#endif
