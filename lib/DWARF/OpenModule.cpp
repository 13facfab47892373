//===- OpenModule.cpp - The reader in a module beside this one ------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DWARF/Open.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstring>

using namespace hostlayout;

namespace {

using Maker = surface::DwarfTypes *();

/// Loaded once for the whole process, and never unloaded.
struct ReaderModule {
  Maker *Make = nullptr;
  std::optional<Error> Failure;

  ReaderModule() { load(); }
  void load();
};

void ReaderModule::load() {
  Dl_info This;
  // Any address of this module.
  static const char Here = 0;
  if (!dladdr(&Here, &This) || !strrchr(This.dli_fname, '-')) {
    Failure = Error("HostLayout cannot tell where it was loaded from");
    return;
  }
  // HostLayoutPlugin-22.so, HostLayoutTidy-22.so
  const std::string Own = This.dli_fname;
  const std::string Path = Own.substr(0, Own.rfind('/') + 1) +
                           "HostLayoutDwarf" + Own.substr(Own.rfind('-'));
  if (access(Path.c_str(), F_OK) != 0) {
    Failure = Error(Path + " is not there");
    return;
  }
  void *Module = dlopen(Path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (Module)
    Make = reinterpret_cast<Maker *>(dlsym(Module, "hostlayoutOpenDwarf"));
  if (!Make)
    Failure = Error("this program has no DWARF reader that a plugin can use");
}

/// Opens the module when something is asked for, which most compiles never do.
class LateReader final : public surface::DwarfTypes {
public:
  std::optional<surface::ForeignType>
  find(const btf::Object &O, std::string_view Name, Arena &A) override {
    return reader(O) ? Reader->find(O, Name, A) : std::nullopt;
  }
  const Type *variableAt(const btf::Object &O,
                         std::span<const btf::RecordPlace> Places,
                         uint64_t Size, Arena &A) override {
    return reader(O) ? Reader->variableAt(O, Places, Size, A) : nullptr;
  }
  std::string declaredAt(const btf::Object &O, std::string_view Name) override {
    return reader(O) ? Reader->declaredAt(O, Name) : std::string();
  }
  std::vector<std::string> sources(const btf::Object &O) override {
    return reader(O) ? Reader->sources(O) : std::vector<std::string>();
  }
  void forEachName(
      const btf::Object &O,
      const std::function<void(std::string_view)> &Visit) override {
    if (reader(O))
      Reader->forEachName(O, Visit);
  }
  const std::optional<Error> &failure() const override { return Failure; }

private:
  bool reader(const btf::Object &O) {
    if (Reader || Failure || !O.hasDwarf())
      return Reader != nullptr;
    static const ReaderModule Module;
    if (Module.Make)
      Reader.reset(Module.Make());
    else
      Failure = Module.Failure;
    return Reader != nullptr;
  }

  std::unique_ptr<surface::DwarfTypes> Reader;
  std::optional<Error> Failure;
};

} // namespace

std::unique_ptr<surface::DwarfTypes> dwarf::open() {
  return std::make_unique<LateReader>();
}
