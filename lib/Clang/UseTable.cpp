//===- UseTable.cpp - The functions of libbpf that move bytes -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseTable.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace hostlayout::clangfe;
using hostlayout::judge::MapCall;

static constexpr int8_t No = UseFunction::NoArgument;

// clang-format off
static constexpr UseFunction Table[] = {
  // Name, form, what it does, parameters, map, key, next key, value, flags,
  // key size, value size, callback, data, writes the value
  {"bpf_map_lookup_elem", UseForm::Element, MapCall::Lookup, 3,
   0, 1, No, 2, No, No, No, No, No, true},
  {"bpf_map_lookup_elem_flags", UseForm::Element, MapCall::Lookup, 4,
   0, 1, No, 2, 3, No, No, No, No, true},
  {"bpf_map_update_elem", UseForm::Element, MapCall::Update, 4,
   0, 1, No, 2, 3, No, No, No, No, false},
  {"bpf_map_delete_elem", UseForm::Element, MapCall::Delete, 2,
   0, 1, No, No, No, No, No, No, No, false},
  {"bpf_map_delete_elem_flags", UseForm::Element, MapCall::Delete, 3,
   0, 1, No, No, No, No, No, No, No, false},
  {"bpf_map_lookup_and_delete_elem", UseForm::Element, MapCall::TakeOut, 3,
   0, 1, No, 2, No, No, No, No, No, true},
  {"bpf_map_lookup_and_delete_elem_flags", UseForm::Element, MapCall::TakeOut,
   4, 0, 1, No, 2, 3, No, No, No, No, true},
  {"bpf_map_get_next_key", UseForm::Element, MapCall::NextKey, 3,
   0, 1, 2, No, No, No, No, No, No, true},
  {"bpf_map_lookup_batch", UseForm::Batch, MapCall::Lookup, 7,
   0, 3, No, 4, No, No, No, No, No, true},
  {"bpf_map_lookup_and_delete_batch", UseForm::Batch, MapCall::TakeOut, 7,
   0, 3, No, 4, No, No, No, No, No, true},
  {"bpf_map_update_batch", UseForm::Batch, MapCall::Update, 5,
   0, 1, No, 2, No, No, No, No, No, false},
  {"bpf_map_delete_batch", UseForm::Batch, MapCall::Delete, 4,
   0, 1, No, No, No, No, No, No, No, false},
  {"bpf_map__lookup_elem", UseForm::Element, MapCall::Lookup, 6,
   0, 1, No, 3, 5, 2, 4, No, No, true},
  {"bpf_map__update_elem", UseForm::Element, MapCall::Update, 6,
   0, 1, No, 3, 5, 2, 4, No, No, false},
  {"bpf_map__delete_elem", UseForm::Element, MapCall::Delete, 4,
   0, 1, No, No, No, 2, No, No, No, false},
  {"bpf_map__lookup_and_delete_elem", UseForm::Element, MapCall::TakeOut, 6,
   0, 1, No, 3, 5, 2, 4, No, No, true},
  {"bpf_map__get_next_key", UseForm::Element, MapCall::NextKey, 4,
   0, 1, 2, No, No, 3, No, No, No, true},
  {"ring_buffer__new", UseForm::Callback, MapCall::OpenRing, 4,
   0, No, No, No, No, No, No, 1, 1, true},
  {"ring_buffer__add", UseForm::Callback, MapCall::OpenRing, 4,
   1, No, No, No, No, No, No, 2, 1, true},
  {"perf_buffer__new", UseForm::Callback, MapCall::OpenPerf, 6,
   0, No, No, No, No, No, No, 2, 2, true},
  {"perf_buffer__new_raw", UseForm::Open, MapCall::OpenPerf, 6,
   0, No, No, No, No, No, No, No, No, true},
  {"user_ring_buffer__new", UseForm::Open, MapCall::OpenUserRing, 2,
   0, No, No, No, No, No, No, No, No, false},
  {"user_ring_buffer__reserve", UseForm::Reserve, MapCall::Other, 2,
   0, No, No, No, No, No, No, No, No, false},
  {"user_ring_buffer__reserve_blocking", UseForm::Reserve, MapCall::Other, 3,
   0, No, No, No, No, No, No, No, No, false},
  {"mmap", UseForm::Mapping, MapCall::Map, 6,
   4, No, No, No, No, No, No, No, No, true},
  {"mmap64", UseForm::Mapping, MapCall::Map, 6,
   4, No, No, No, No, No, No, No, No, true},
  {"bpf_map__set_initial_value", UseForm::SetSection, MapCall::Other, 3,
   0, No, No, 1, No, No, 2, No, No, false},
  {"bpf_map__initial_value", UseForm::SectionBytes, MapCall::Other, 2,
   0, No, No, No, No, No, No, No, No, false},
};
// clang-format on

std::span<const UseFunction> clangfe::useFunctions() { return Table; }

/// The name of a function that C can have: libbpf's have no namespace.
static llvm::StringRef unscopedName(const FunctionDecl &F) {
  const DeclContext *In = F.getDeclContext()->getRedeclContext();
  if (!F.getIdentifier() || !In->isTranslationUnit())
    return {};
  return F.getName();
}

const UseFunction *clangfe::useFunction(const FunctionDecl &Callee) {
  llvm::StringRef Name = unscopedName(Callee);
  if (Name.empty())
    return nullptr;
  for (const UseFunction &F : Table)
    if (Name == F.Name)
      // libbpf before 1.0 had perf_buffer__new(fd, pages, opts).
      return Callee.getNumParams() == F.Parameters ? &F : nullptr;
  return nullptr;
}

std::optional<MapSetter> clangfe::mapSetter(const FunctionDecl &Callee) {
  llvm::StringRef Name = unscopedName(Callee);
  if (Name.substr(0, 9) != "bpf_map__")
    return std::nullopt;
  if (Name == "bpf_map__set_type")
    return MapSetter::Type;
  if (Name == "bpf_map__set_key_size")
    return MapSetter::KeySize;
  if (Name == "bpf_map__set_value_size")
    return MapSetter::ValueSize;
  if (Name == "bpf_map__reuse_fd")
    return MapSetter::All;
  return std::nullopt;
}

bool clangfe::returnsStatus(const FunctionDecl &Callee) {
  if (!Callee.getReturnType()->isIntegerType())
    return false;
  const llvm::StringRef Name = unscopedName(Callee);
  return useFunction(Callee) || mapSetter(Callee) ||
         Name == "libbpf_num_possible_cpus" ||
         Name == "bpf_obj_get_info_by_fd" || Name == "bpf_map_get_info_by_fd";
}

static bool isReferenced(const ASTContext &Context, llvm::StringRef Name) {
  auto Known = Context.Idents.find(Name);
  if (Known == Context.Idents.end() &&
      !Context.Idents.getExternalIdentifierLookup())
    return false;
  for (const NamedDecl *D :
       Context.getTranslationUnitDecl()->lookup(&Context.Idents.get(Name)))
    if (const auto *Function = dyn_cast<FunctionDecl>(D);
        Function && Function->isReferenced())
      return true;
  return false;
}

bool clangfe::asksForKinds(const ASTContext &Context) {
  if (isReferenced(Context, "bpf_map__type"))
    return true;
  auto Known = Context.Idents.find("bpf_map_info");
  if (Known == Context.Idents.end() &&
      !Context.Idents.getExternalIdentifierLookup())
    return false;
  for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(
           &Context.Idents.get("bpf_map_info")))
    if (const auto *Info = dyn_cast<RecordDecl>(D))
      for (const FieldDecl *F : Info->fields())
        if (F->getName() == "type" && F->isReferenced())
          return true;
  return false;
}

/// Whether a function is called that is given a `struct bpf_map *`.
static bool handsMapsOn(const ASTContext &Context) {
  auto Known = Context.Idents.find("bpf_map");
  if (Known == Context.Idents.end())
    return false;
  return llvm::any_of(
      Context.getTranslationUnitDecl()->noload_decls(), [&](const Decl *D) {
        const auto *F = dyn_cast<FunctionDecl>(D);
        return F && F->isReferenced() &&
               llvm::any_of(F->parameters(), [](const ParmVarDecl *P) {
                 const QualType To = P->getType()->getPointeeType();
                 const auto *R = To.isNull() ? nullptr : To->getAsRecordDecl();
                 return R && R->getIdentifier() && R->getName() == "bpf_map";
               });
      });
}

bool clangfe::namesMaps(const ASTContext &Context) {
  // "open_skeleton" and "load_and_run" are what a skeleton's functions call.
  for (llvm::StringRef Name :
       {"bpf_map__fd", "bpf_object__find_map_fd_by_name",
        "bpf_object__find_map_by_name", "bpf_object__open_skeleton",
        "bpf_obj_get", "bpf_obj_get_opts", "bpf_load_and_run",
        "bpf_map__set_type", "bpf_map__set_key_size", "bpf_map__set_value_size",
        "bpf_map__reuse_fd"})
    if (isReferenced(Context, Name))
      return true;
  return handsMapsOn(Context);
}

bool clangfe::hasUses(const ASTContext &Context) {
  bool MapsFiles = false;
  for (const UseFunction &F : Table) {
    if (!isReferenced(Context, F.Name))
      continue;
    if (F.Form != UseForm::Mapping)
      return true;
    MapsFiles = true;
  }
  // A program maps all kinds of files.
  return MapsFiles && namesMaps(Context);
}
