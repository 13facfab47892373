//===- CMapFunctions.cpp - Typed maps for C -------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each map, functions with the object's and the map's name in front:
// ev_counts_lookup(skel, &key, &value). All return 0 or a negative errno.
//
//===----------------------------------------------------------------------===//

#include "Generate/CWriter.h"

#include "Generate/Identifiers.h"
#include "Generate/KeyHoles.h"

#include <algorithm>

namespace hostlayout::generate {

namespace {

std::string quoted(std::string_view Name) {
  Text Words;
  quote(Words, Name);
  return Words.take();
}

} // namespace

/// One map's functions being written.
struct CWriter::MapFunctions {
  std::string Prefix; ///< "ev_counts_"
  std::string Fd;     ///< "bpf_map__fd(skel->maps.counts)"
  /// Parameters and what they are called with, each with a comma in front.
  std::string KeyParameter, KeyArgument;
  std::vector<KeyHole> Holes;
  std::string KeyType;
  std::string ValueType;
  bool PerCpu = false;
};

void CWriter::cMaps() {
  if (M.Maps.empty())
    return;
  // Its section structs are made of the types above.
  Out << "#include \"";
  quote(Out, O.Skeleton);
  Out << "\"\n\n// The object's maps. All functions return 0 or a negative "
         "errno.\n\n";
  for (const MapDecl &D : M.Maps)
    cMap(D);
}

/// "counts_value": what C calls a role; empty where it has no type.
std::string CWriter::cRoleType(const std::string &Role) {
  for (const Entity &E : M.Entities) {
    if (E.BtfName != Role)
      continue;
    if (E.What == Entity::Role) {
      const Type *Leaf = E.Ty ? leafOf(E.Ty) : nullptr;
      if (Leaf && M.TheShapes.spelled(*Leaf) == Spelled::Unknown)
        return {};
    }
    Text Name;
    std::swap(Name, Out);
    if (E.What == Entity::Role)
      Out << E.Name;
    else
      referTo(E);
    std::swap(Name, Out);
    return Name.take();
  }
  return {};
}

void CWriter::mapFunction(const MapFunctions &F, std::string_view Name,
                          std::string_view Parameters, std::string_view Call,
                          bool UsesKey) {
  Out << "static inline int " << F.Prefix << Name << "(const struct "
      << O.ObjectName << " *skel";
  if (UsesKey)
    Out << ",\n    " << F.KeyParameter;
  if (!Parameters.empty())
    Out << ",\n    " << Parameters;
  Out << ") {\n";
  if (UsesKey)
    keyBytes(F);
  if (Parameters.find("size_t slots") != std::string_view::npos)
    Out << "  int cpus = libbpf_num_possible_cpus();\n"
           "  if (cpus < 0)\n    return cpus;\n"
           "  if (slots < (size_t)cpus)\n    return -ENOSPC;\n";
  Out << "  return " << Call << ";\n}\n";
}

/// Makes a copy of the key whose holes are 0.
void CWriter::keyBytes(const MapFunctions &F) {
  if (F.Holes.empty())
    return;
  Out << "  unsigned char bytes[sizeof(*key)];\n"
         "  memcpy(bytes, key, sizeof(bytes));\n";
  zeroHoles(F.Holes, "bytes");
}

void CWriter::cMap(const MapDecl &D) {
  const MapInterface How = D.Interface;
  std::string Name = sanitized(D.Name);
  MapFunctions F;
  F.Prefix = std::string(MapFunctionNames.add(Memory.copy(
                 std::string_view(sanitized(O.ObjectName) + "_" + Name)))) +
             "_";
  // What C cannot call a member, no skeleton of C has.
  if (!isIdentifier(D.Name) || isReserved(D.Name))
    F.Fd = "bpf_object__find_map_fd_by_name(skel->obj, \"" + quoted(D.Name) +
           "\")";
  else
    F.Fd = "bpf_map__fd(skel->maps." + Name + ")";
  F.KeyType = cRoleType(std::string(D.Name) + ".key");
  F.ValueType = cRoleType(std::string(D.Name) + ".value");
  F.KeyParameter = "const " + F.KeyType + " *key";
  F.KeyArgument = "key";
  if (const Type *Key = typeOfRole(D, "key"); Key && !F.KeyType.empty())
    F.Holes = keyHoles(*Key, O.BigEndian);
  if (!F.Holes.empty())
    F.KeyArgument = "bytes";

  mapFunction(F, "fd", "", F.Fd, false);
  auto Index = [&F](const char *Parameter, const char *Argument) {
    F.KeyParameter = Parameter;
    F.KeyArgument = Argument;
    F.KeyType = "-";
    F.Holes.clear();
  };
  switch (How) {
  case MapInterface::Array:
  case MapInterface::PerCpuArray:
  case MapInterface::Slots:
  case MapInterface::StackTraces:
    Index("uint32_t index", "&index");
    break;
  case MapInterface::Descriptors:
    if (D.Kind != 18)
      Index("uint32_t index", "&index");
    break;
  case MapInterface::Storage:
    Index("int of", "&of");
    break;
  default:
    break;
  }
  switch (How) {
  case MapInterface::Descriptors:
  case MapInterface::MapOfMaps:
    F.ValueType = D.ValueSize == 8 ? "uint64_t" : "uint32_t";
    break;
  case MapInterface::PerCpuHash:
  case MapInterface::PerCpuArray:
  case MapInterface::PerCpuCgroupStorage: {
    F.PerCpu = true;
    auto Known = PerCpuNames.find(std::string(D.Name) + ".value");
    F.ValueType = Known == PerCpuNames.end() ? "" : std::string(Known->second);
    break;
  }
  default:
    break;
  }
  if (!F.ValueType.empty())
    valueFunctions(F, How);
  Out << '\n';
}

void CWriter::valueFunctions(const MapFunctions &F, MapInterface How) {
  auto Call = [&F](std::string_view Name, std::string_view Key,
                   std::string_view Rest) {
    return "bpf_map_" + std::string(Name) + "(" + F.Fd + ", " +
           std::string(Key) + std::string(Rest) + ")";
  };
  const std::string To =
      F.ValueType + (F.PerCpu ? " *values, size_t slots" : " *value");
  const std::string From = "const " + To;
  const std::string Value = F.PerCpu ? ", values" : ", value";
  switch (How) {
  case MapInterface::None:
  case MapInterface::RingBuffer:
  case MapInterface::UserRingBuffer:
  case MapInterface::PerfEventArray:
    return;
  case MapInterface::Queue:
    mapFunction(F, "push", From + ", uint64_t flags",
                Call("update_elem", "NULL", ", value, flags"), false);
    mapFunction(F, "peek", To, Call("lookup_elem", "NULL", ", value"), false);
    mapFunction(F, "pop", To, Call("lookup_and_delete_elem", "NULL", ", value"),
                false);
    return;
  case MapInterface::Bloom:
    mapFunction(F, "add", From, Call("update_elem", "NULL", ", value, BPF_ANY"),
                false);
    mapFunction(F, "may_contain", From,
                Call("lookup_elem", "NULL", ", (void *)value"), false);
    return;
  default:
    break;
  }
  if (F.KeyType.empty())
    return;
  const std::string &Key = F.KeyArgument;
  const bool TakesFd =
      How == MapInterface::Descriptors || How == MapInterface::MapOfMaps;
  mapFunction(F, "lookup", To, Call("lookup_elem", Key, Value), true);
  if (TakesFd) {
    Out << "static inline int " << F.Prefix << "update(const struct "
        << O.ObjectName << " *skel,\n    " << F.KeyParameter
        << ",\n    int descriptor, uint64_t flags) {\n";
    keyBytes(F);
    Out << "  " << F.ValueType << " value = (" << F.ValueType
        << ")descriptor;\n  return "
        << Call("update_elem", Key, ", &value, flags") << ";\n}\n";
  } else if (How != MapInterface::StackTraces) {
    mapFunction(F, "update", From + ", uint64_t flags",
                Call("update_elem", Key, Value + ", flags"), true);
  }
  if (How == MapInterface::Array || How == MapInterface::PerCpuArray ||
      How == MapInterface::CgroupStorage ||
      How == MapInterface::PerCpuCgroupStorage)
    return;
  mapFunction(F, "erase", "", Call("delete_elem", Key, ""), true);
  if (F.KeyType == "-")
    return;
  if (How == MapInterface::Hash)
    mapFunction(F, "take", To, Call("lookup_and_delete_elem", Key, Value),
                true);
  MapFunctions Next = F;
  Next.Holes.clear();
  mapFunction(Next, "next_key", F.KeyType + " *next",
              Call("get_next_key", "key", ", next"), true);
}

} // namespace hostlayout::generate
