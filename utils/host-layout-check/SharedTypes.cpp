//===- SharedTypes.cpp - What user space should have marked ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SharedTypes.h"

#include "Layout/Canonical.h"
#include "Report/Report.h"
#include "Surface/Surface.h"

#include <algorithm>
#include <map>
#include <optional>

using namespace hostlayout;
using namespace hostlayout::check;

namespace {

class Collection {
public:
  Collection(const btf::Object &O, const std::string &Object)
      : Shared(O, Memory), Object(Object) {
    for (const btf::MapInfo &Map : O.maps())
      noteKind(Map, std::string(Map.Name));
  }

  void collect() {
    for (const MapRole &R : Shared.roles()) {
      if (R.Ty)
        addType(R.Ty, R);
      else if (!R.Forward.empty())
        addUnknown(report::SharedKind::Declared, R);
      else if (isUsers(R))
        addUnknown(report::SharedKind::Size, R);
    }
    for (const Type *Ty : Shared.emittedTypes())
      addType(Ty, std::nullopt);
    for (const surface::Buffer &B : Shared.buffers()) {
      report::SharedType &S = add(report::SharedKind::Records);
      S.Use = std::string(surface::bufferName(B.Kind)) + " '" +
              std::string(B.Name) + "'";
      S.Maps.emplace_back(B.Name);
    }
  }

  std::vector<report::SharedType> take() {
    // Two objects with the same lines share the same things.
    std::vector<std::string> Lines;
    for (const report::SharedType &S : Found)
      Lines.push_back(S.Name + " " + S.Use + " " + std::to_string(S.Size) +
                      " " + S.Layout);
    std::vector<std::string_view> Views(Lines.begin(), Lines.end());
    const std::string Interface = report::digest(Views);
    for (report::SharedType &S : Found)
      S.Interface = Interface;
    return std::move(Found);
  }

private:
  void noteKind(const btf::MapInfo &Map, const std::string &Name) {
    Kinds.emplace(Name, surface::mapKind(Map.Type));
    if (Map.Inner)
      noteKind(*Map.Inner, Name + "." + std::string(Map.Inner->Name));
  }

  /// Whether the bytes of \p R, of which the object knows the size alone, are
  /// the user's: no index of an array, no file descriptor.
  bool isUsers(const MapRole &R) const {
    auto At = Kinds.find(std::string(R.Name.substr(0, R.Name.rfind('.'))));
    if (At == Kinds.end())
      return true;
    const surface::MapKind &K = At->second;
    if (R.IsKey)
      return K.HasKeys && K.Buffer == surface::BufferKind::None &&
             K.Name.find("array") == std::string_view::npos;
    return K.Values == surface::ValueKind::Bytes && !K.HoldsMaps;
  }

  report::SharedType &add(report::SharedKind Kind) {
    report::SharedType &S = Found.emplace_back();
    S.Object = Object;
    S.Kind = Kind;
    return S;
  }

  static std::string mapOf(const MapRole &R) {
    return std::string(R.Name.substr(0, R.Name.find('.')));
  }

  void addUnknown(report::SharedKind Kind, const MapRole &R) {
    report::SharedType &S = add(Kind);
    S.Name = R.Forward;
    S.Use = R.Name;
    S.Size = R.Size;
    S.Names.emplace_back(R.Name);
    if (!S.Name.empty())
      S.Names.push_back(S.Name);
    S.Maps.push_back(mapOf(R));
  }

  /// Notes that user space reads \p Ty as \p Role, or that it is emitted.
  void addType(const Type *Ty, std::optional<MapRole> Role) {
    std::vector<std::string> Names;
    for (;; Ty = Ty->Kind == TypeKind::Array
                     ? static_cast<const ArrayType *>(Ty)->Element
                     : static_cast<const TypedefType *>(Ty)->Target) {
      // Of an array user space declares the element.
      if (Ty->Kind == TypeKind::Array)
        Names.clear();
      else if (!Ty->Name.empty())
        Names.emplace_back(Ty->Name);
      if (Ty->Kind != TypeKind::Array && Ty->Kind != TypeKind::Typedef)
        break;
    }
    if (Ty->Kind != TypeKind::Record)
      return;
    auto [At, IsNew] = Places.try_emplace(Ty, Found.size());
    if (IsNew) {
      report::SharedType &S = add(report::SharedKind::Type);
      S.Size = Ty->Size;
      S.Layout = Layouts.reference(*Ty);
    }
    report::SharedType &S = Found[At->second];
    if (Role) {
      S.Use += (S.Use.empty() ? "" : ", ") + std::string(Role->Name);
      Names.emplace_back(Role->Name);
      if (!S.IsEmitted)
        S.Maps.push_back(mapOf(*Role));
    } else {
      S.IsEmitted = true;
      S.Maps.clear();
    }
    for (std::string &Name : Names)
      if (std::ranges::find(S.Names, Name) == S.Names.end())
        S.Names.push_back(std::move(Name));
    if (S.Name.empty() && (!Role || S.Names.front() != Role->Name))
      S.Name = S.Names.empty() ? "" : S.Names.front();
  }

  Arena Memory;
  surface::Surface Shared;
  Canonical Layouts;
  const std::string &Object;
  std::map<std::string, surface::MapKind> Kinds;
  std::map<const Type *, size_t> Places; ///< of records, in Found
  std::vector<report::SharedType> Found;
};

} // namespace

std::vector<report::SharedType> check::sharedTypes(const btf::Object &O,
                                                   const std::string &Name) {
  Collection C(O, Name);
  C.collect();
  return C.take();
}

std::vector<report::SharedType>
SharedTypeLists::collect(const btf::Object &O, const std::string &Name) {
  {
    std::lock_guard Guard(Lock);
    if (!Done.insert(Name).second)
      return {};
  }
  return sharedTypes(O, Name);
}
