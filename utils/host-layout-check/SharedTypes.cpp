//===- SharedTypes.cpp - What user space should have marked ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SharedTypes.h"

#include "Surface/Surface.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::check;

namespace {

class Collection {
public:
  Collection(const btf::Object &O, const std::string &Object)
      : Shared(O, Memory), Object(Object) {}

  void collect() {
    for (const MapRole &R : Shared.roles())
      if (R.Ty)
        add(R.Ty, std::string(R.Name));
    for (const Type *Ty : Shared.emittedTypes())
      add(Ty, "");
  }

  /// Notes that user space reads \p Ty as \p Role; an empty role is a record.
  void add(const Type *Ty, const std::string &Role) {
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
    auto Known = std::find_if(Found.begin(), Found.end(),
                              [&](const Entry &E) { return E.Record == Ty; });
    if (Known == Found.end()) {
      Known = Found.insert(Known, Entry{Ty, {}});
      Known->Of.Object = Object;
      Known->Of.Size = Ty->Size;
    }
    report::SharedType &S = Known->Of;
    if (!Role.empty()) {
      S.Use += (S.Use.empty() ? "" : ", ") + Role;
      Names.push_back(Role);
    }
    for (std::string &Name : Names)
      if (std::find(S.Names.begin(), S.Names.end(), Name) == S.Names.end())
        S.Names.push_back(std::move(Name));
    if (S.Name.empty() && S.Names.front() != Role)
      S.Name = S.Names.front();
  }

  std::vector<report::SharedType> take() {
    std::vector<report::SharedType> Types;
    for (Entry &E : Found)
      Types.push_back(std::move(E.Of));
    return Types;
  }

private:
  struct Entry {
    const Type *Record;
    report::SharedType Of;
  };
  Arena Memory;
  surface::Surface Shared;
  const std::string &Object;
  std::vector<Entry> Found;
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
