//===- CppMaps.cpp - Typed maps for C++ -----------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One struct with a member for each map, on the templates of
// <bpf/host_layout_maps.hpp>.
//
//===----------------------------------------------------------------------===//

#include "Generate/CWriter.h"

#include "Generate/Identifiers.h"
#include "Generate/KeyHoles.h"
#include "Generate/TypeDigest.h"

#include <algorithm>

namespace hostlayout::generate {

namespace {

/// Tags are looked for among so many of a record's members.
constexpr size_t MostTags = 64;

} // namespace

void CWriter::cppMaps() {
  for (const Entity &E : M.Entities)
    if (E.What == Entity::Record)
      tagFunctions(E);
  for (const MapDecl &D : M.Maps)
    if (const Type *Ty =
            typeOfRole(D, D.Interface == MapInterface::Bloom ? "value" : "key"))
      cppHoles(*Ty);
  std::vector<CppMap> Maps;
  NameTable Taken(Memory);
  for (std::string_view Own : {"maps", "check_types", "host_layout_bind",
                               "host_layout_check", "host_layout"})
    Taken.insert(Own);
  for (const MapDecl &D : M.Maps) {
    std::string Name = sanitized(D.Name);
    if (isReserved(Name))
      Name += '_';
    Maps.push_back({&D, Taken.add(Memory.copy(std::string_view(Name))),
                    cppMapType(D, std::string(D.Name))});
  }
  Out << "/// The object's maps. They are those of the skeleton or object that "
         "this is made\n"
         "/// of, which must be loaded and live longer. Copies are as good.\n"
         "struct maps {\n";
  for (const CppMap &Map : Maps) {
    Out << "  " << Map.Type << ' ' << Map.Name;
    if (Map.Decl->Interface == MapInterface::MapOfMaps && Map.Decl->Inner)
      Out << '{' << Map.Decl->Inner->MaxEntries << ", "
          << Map.Decl->Inner->Flags << '}';
    Out << ";\n";
  }
  Out << (Maps.empty() ? "" : "\n")
      << "  maps() = default;\n"
         "  /// Throws std::system_error where a map has keys or values of "
         "another size.\n"
         "  template <class Skeleton,\n"
         "            class = decltype(std::declval<const Skeleton "
         "&>().maps)>\n"
         "  explicit maps(const Skeleton &skeleton) {\n"
         "    host_layout_bind(skeleton).finish();\n"
         "  }\n"
         "  template <class Skeleton,\n"
         "            class = decltype(std::declval<const Skeleton "
         "&>().maps)>\n"
         "  maps(const Skeleton &skeleton, std::error_code &ec) {\n"
         "    host_layout_bind(skeleton).finish(ec);\n"
         "  }\n"
         "  explicit maps(const ::bpf_object *object) {\n"
         "    host_layout_bind(object).finish();\n"
         "  }\n"
         "  maps(const ::bpf_object *object, std::error_code &ec) {\n"
         "    host_layout_bind(object).finish(ec);\n"
         "  }\n\n"
         "  /// Whether the kernel's maps have these types, field by field: "
         "not "
         "sure of a map\n"
         "  /// that was reused. Needs CAP_SYS_ADMIN. Throws, with EINVAL, "
         "where one has not.\n"
         "  ::host_layout::type_check check_types() const {\n"
         "    return host_layout_check().finish();\n"
         "  }\n"
         "  ::host_layout::type_check check_types(std::error_code &ec) const "
         "{\n"
         "    return host_layout_check().finish(ec);\n"
         "  }\n\n"
         "private:\n"
         "  ::host_layout::type_checker host_layout_check() const {\n"
         "    ::host_layout::type_checker with;\n";
  for (const CppMap &Map : Maps) {
    Out << "    with(" << Map.Name;
    for (std::string_view Side : {"key", "value"}) {
      const Type *Ty = typeOfRole(*Map.Decl, Side);
      Out << ", " << (Ty ? typeDigest(*Ty) : 0) << (Ty ? "u" : "");
    }
    Out << ");\n";
  }
  Out << "    return with;\n"
         "  }\n"
         "  template <class From>\n"
         "  ::host_layout::binder host_layout_bind(const From &from) {\n"
         "    ::host_layout::binder to;\n";
  for (const CppMap &Map : Maps) {
    Out << "    to(" << Map.Name << ", \"";
    quote(Out, Map.Decl->Name);
    Out << "\", from";
    // A skeleton has a member for it if C lets it.
    if (isIdentifier(Map.Decl->Name) && !isReserved(Map.Decl->Name))
      Out << ", [](const auto &of) {\n      return "
             "::host_layout::source_of(of.maps."
          << Map.Decl->Name << ");\n    }";
    Out << ");\n";
  }
  Out << (Maps.empty() ? "    (void)from;\n" : "")
      << "    return to;\n"
         "  }\n"
         "};\n\n";
}

/// The type of the role "counts.key" of \p D, if there is one.
const Type *CWriter::typeOfRole(const MapDecl &D, std::string_view Side) const {
  std::string Role = std::string(D.Name) + "." + std::string(Side);
  for (const MapRole &R : M.Roles)
    if (R.Name == Role)
      return R.Ty;
  return nullptr;
}

/// "counts_value", or an array of bytes where no type is known. \p Map is
/// "counts", or "outer.values".
std::string CWriter::cppRoleType(const std::string &Map, std::string_view Side,
                                 uint64_t Size) {
  std::string Bytes = "std::array<uint8_t, " + std::to_string(Size) + ">";
  std::string Role = Map + "." + std::string(Side);
  const auto R = std::ranges::find(M.Roles, Role, &MapRole::Name);
  if (R == M.Roles.end() || !R->Ty)
    return Bytes;
  Member D = memberOf(*R->Ty);
  Spelled How = M.TheShapes.spelled(*D.Leaf);
  if (How == Spelled::Bytes || How == Spelled::Unknown)
    return Bytes;
  // An array can be neither returned nor assigned, but a std::array can.
  std::string Element;
  if (!D.Arrays.empty()) {
    const Entity *E = M.find(*D.Leaf);
    if (How == Spelled::Record && !E)
      return Bytes;
    Text Name;
    std::swap(Name, Out);
    Members.clear();
    typeName(*D.Leaf, D.ByteOrderName);
    std::swap(Name, Out);
    Element = (E ? qualifier() : "") + Name.take();
  }
  for (auto A = D.Arrays.rbegin(); A != D.Arrays.rend(); ++A)
    Element =
        "std::array<" + Element + ", " + std::to_string((*A)->Count) + ">";
  if (!Element.empty())
    return Element;
  for (const Entity &E : M.Entities)
    if (E.BtfName == Role && (E.What == Entity::Role || E.Ty == strip(R->Ty)))
      return qualifier() + std::string(E.Name);
  return Bytes;
}

/// A member may have the name of a type: names are written from the outermost
/// namespace on.
std::string CWriter::qualifier() const {
  return O.Namespace.empty() ? "::" : "::" + O.Namespace + "::";
}

std::string CWriter::cppMapType(const MapDecl &D, const std::string &Map) {
  const std::string Kind = std::to_string(D.Kind);
  auto Key = [&] { return cppRoleType(Map, "key", D.KeySize); };
  auto Value = [&] { return cppRoleType(Map, "value", D.ValueSize); };
  auto Of = [](std::string_view Template, const std::string &Arguments) {
    return "::host_layout::" + std::string(Template) + "<" + Arguments + ">";
  };
  // Only what differs from the template's own default is written.
  auto Unless = [&](uint32_t Default) {
    return D.Kind == Default ? std::string() : ", " + Kind;
  };
  const std::string Handle = "::host_layout::map_handle";
  const bool HasBoth = D.KeySize && D.ValueSize;
  switch (D.Interface) {
  case MapInterface::None:
    return Handle;
  case MapInterface::RingBuffer:
    return "::host_layout::ring_buffer_map";
  case MapInterface::UserRingBuffer:
    return "::host_layout::user_ring_buffer_map";
  case MapInterface::PerfEventArray:
    return "::host_layout::perf_event_array_map";
  case MapInterface::Hash:
    return HasBoth ? Of("hash_map", Key() + ", " + Value() + Unless(1))
                   : Handle;
  case MapInterface::PerCpuHash:
    return HasBoth ? Of("percpu_hash_map", Key() + ", " + Value() + Unless(5))
                   : Handle;
  case MapInterface::Array:
    return D.ValueSize ? Of("array_map", Value()) : Handle;
  case MapInterface::PerCpuArray:
    return D.ValueSize ? Of("percpu_array_map", Value()) : Handle;
  case MapInterface::Lpm:
    return HasBoth && D.KeySize > 4 ? Of("lpm_map", Key() + ", " + Value())
                                    : Handle;
  case MapInterface::Queue:
    return D.ValueSize ? Of("queue_map", Value() + Unless(22)) : Handle;
  case MapInterface::Bloom:
    return D.ValueSize ? Of("bloom_filter", Value()) : Handle;
  case MapInterface::MapOfMaps:
    if (!D.Inner || !D.KeySize)
      return Handle;
    return Of("map_of_maps", Key() + ", " +
                                 cppMapType(*D.Inner, Map + ".values") + ", " +
                                 Kind);
  case MapInterface::Descriptors:
    return Of("fd_map",
              (D.Kind == 18 ? Key() : "uint32_t") +
                  (D.ValueSize == 8 ? ", uint64_t, " : ", uint32_t, ") + Kind);
  case MapInterface::Slots:
    return D.ValueSize ? Of("slot_map", Value() + ", " + Kind) : Handle;
  case MapInterface::StackTraces:
    return D.ValueSize && D.ValueSize % 8 == 0
               ? Of("stack_trace_map", "std::array<uint64_t, " +
                                           std::to_string(D.ValueSize / 8) +
                                           ">")
               : Handle;
  case MapInterface::CgroupStorage:
    return HasBoth ? Of("cgroup_storage_map", Key() + ", " + Value()) : Handle;
  case MapInterface::PerCpuCgroupStorage:
    return HasBoth ? Of("percpu_cgroup_storage_map", Key() + ", " + Value())
                   : Handle;
  case MapInterface::Storage:
    return D.ValueSize ? Of("storage_map", Value() + Unless(29)) : Handle;
  }
  return Handle;
}

/// Lets a typed map set the holes of a key to 0.
void CWriter::cppHoles(const Type &Key) {
  const Entity *E = M.find(*leafOf(&Key));
  if (!E || E->What != Entity::Record ||
      M.TheShapes[static_cast<const RecordType &>(*E->Ty)].isOpaque() ||
      !WithHoles.insert(E->Ty, true))
    return;
  std::vector<KeyHole> Holes = keyHoles(*E->Ty, O.BigEndian);
  if (Holes.empty())
    return;
  Out << "inline void host_layout_zero_holes(";
  referTo(*E);
  Out << " &key) {\n"
         "  auto *bytes = reinterpret_cast<unsigned char *>(&key);\n";
  zeroHoles(Holes, "bytes");
  Out << "}\n\n";
}

void CWriter::zeroHoles(const std::vector<KeyHole> &Holes,
                        std::string_view Bytes) {
  for (const KeyHole &H : Holes) {
    if (H.Kept == 0) {
      Out << "  " << (IsCpp ? "std::memset(" : "memset(") << Bytes << " + "
          << H.Offset << ", 0, " << H.Size << ");\n";
      continue;
    }
    for (uint64_t I = 0; I != H.Size; ++I)
      Out << "  " << Bytes << '[' << H.Offset + I
          << "] &= " << static_cast<unsigned>(H.Kept) << ";\n";
  }
}

void CWriter::collectTags(const RecordType &R, uint64_t Base,
                          std::vector<Tag> &Tags, bool IsDirect) {
  for (const Field &F : R.Fields) {
    const Type &Bare = *strip(F.Ty);
    if (F.IsBitField || Tags.size() >= MostTags)
      continue;
    uint64_t Offset = Base + F.byteOffset();
    bool IsNumber =
        Bare.Kind == TypeKind::Integer || Bare.Kind == TypeKind::Enum;
    if (IsNumber && Bare.Size <= 8 && !F.Name.empty())
      Tags.push_back({F.Name, Offset, Bare.Size, IsDirect});
    else if (Bare.Kind == TypeKind::Record &&
             !M.TheShapes[static_cast<const RecordType &>(Bare)].isOpaque() &&
             M.TheShapes.spelled(Bare) == Spelled::Record)
      collectTags(static_cast<const RecordType &>(Bare), Offset, Tags,
                  IsDirect && F.Name.empty());
  }
}

/// What by_tag() asks of a type: where its numbers are.
void CWriter::tagFunctions(const Entity &E) {
  const auto &R = static_cast<const RecordType &>(*E.Ty);
  if (M.IsEverything || R.isUnion() || M.TheShapes[R].isOpaque())
    return;
  std::vector<Tag> Tags;
  collectTags(R, 0, Tags, true);
  if (Tags.empty())
    return;
  Members.clear();
  scanNames(R);
  Out << "constexpr bool host_layout_has_field(const ";
  referTo(E);
  Out << " *, std::size_t offset,\n"
         "                                     std::size_t size) {\n"
         "  return ";
  std::vector<std::pair<uint64_t, uint64_t>> Places;
  for (const Tag &T : Tags)
    if (std::ranges::find(Places, std::pair(T.Offset, T.Size)) == Places.end())
      Places.emplace_back(T.Offset, T.Size);
  for (size_t I = 0; I != Places.size(); ++I)
    Out << (I ? " ||\n         " : "") << "(offset == " << Places[I].first
        << " && size == " << Places[I].second << ')';
  Out << ";\n}\n";
  for (const Tag &T : Tags) {
    if (!T.IsDirect || !isIdentifier(T.Name) || isReserved(T.Name) ||
        Members.hasRepeats())
      continue;
    std::string Member =
        qualifier() + std::string(E.Name) + "::" + std::string(T.Name);
    Out << "constexpr std::size_t host_layout_offset(\n"
           "    std::integral_constant<decltype(&"
        << Member << "),\n                           &" << Member
        << ">) {\n  return " << T.Offset << ";\n}\n";
  }
  Members.clear();
  Out << '\n';
}

} // namespace hostlayout::generate
