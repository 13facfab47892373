//===- Dispatcher.cpp - libHostLayout.so ----------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one file that a user names: -fplugin= of clang, --load= of clang-tidy,
// LD_PRELOAD of clangd. A plugin made for one LLVM crashes another, so that
// this file knows nothing of LLVM and links with libc alone. It finds out who
// has loaded it and loads the build that fits from hostlayout/ beside itself.
//
//===----------------------------------------------------------------------===//

#include <dirent.h>
#include <dlfcn.h>
#include <limits.h>
#include <link.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// By this name a second copy of this file finds the first.
extern "C" __attribute__((visibility("default"))) void hostlayoutDispatcher() {}

namespace {

const char *nameIn(const char *Path) {
  const char *Slash = strrchr(Path, '/');
  return Slash ? Slash + 1 : Path;
}

bool startsWith(const char *Text, const char *Start) {
  return strncmp(Text, Start, strlen(Start)) == 0;
}

unsigned leadingNumber(const char *Text) {
  return static_cast<unsigned>(strtoul(Text, nullptr, 10));
}

/// Says one line. A compiler that must check and cannot has to fail; an
/// editor, or another program that inherited LD_PRELOAD, must go on.
[[gnu::format(printf, 2, 3)]] void fail(bool IsPreloaded, const char *Format,
                                        ...) {
  va_list Arguments;
  va_start(Arguments, Format);
  vdprintf(STDERR_FILENO, Format, Arguments);
  va_end(Arguments);
  if (!IsPreloaded)
    _exit(1);
}

/// Takes \p Self out of the list \p From, and writes what is left to \p Rest.
/// Returns whether it was there.
bool takeOut(const char *Self, const char *From, char *Rest) {
  const char *Name = nameIn(Self);
  bool WasThere = false;
  *Rest = 0;
  for (const char *Item = From + strspn(From, ": "); *Item;
       Item += strspn(Item, ": ")) {
    const size_t Length = strcspn(Item, ": ");
    const char *Slash = static_cast<const char *>(memrchr(Item, '/', Length));
    const char *Last = Slash ? Slash + 1 : Item;
    if (strlen(Name) == static_cast<size_t>(Item + Length - Last) &&
        startsWith(Last, Name))
      WasThere = true;
    else
      strncat(*Rest ? strcat(Rest, ":") : Rest, Item, Length);
    Item += Length;
  }
  return WasThere;
}

/// Whether LD_PRELOAD names this file, \p Self. \p Leave: then it is taken out,
/// for clangd starts compilers.
bool isPreloaded(const char *Self, bool Leave) {
  const char *List = getenv("LD_PRELOAD");
  char *Rest = List ? static_cast<char *>(malloc(strlen(List) + 1)) : nullptr;
  if (!Rest)
    return false;
  const bool WasThere = takeOut(Self, List, Rest);
  if (WasThere && Leave) {
    if (*Rest)
      setenv("LD_PRELOAD", Rest, 1);
    else
      unsetenv("LD_PRELOAD");
  }
  free(Rest);
  return WasThere;
}

/// libclang-cpp.so.14, libLLVM.so.19.1, libLLVM-14.so.1
int majorOfLibrary(dl_phdr_info *Info, size_t, void *Major) {
  static const char *const Stems[] = {"libclang-cpp.so.", "libLLVM.so.",
                                      "libLLVM-"};
  for (const char *Stem : Stems)
    if (startsWith(nameIn(Info->dlpi_name), Stem))
      *static_cast<unsigned *>(Major) =
          leadingNumber(nameIn(Info->dlpi_name) + strlen(Stem));
  return *static_cast<unsigned *>(Major) != 0;
}

unsigned hostMajor() {
  unsigned Major = 0, Minor = 0, Patch = 0;
  // Since LLVM 16.
  if (void *Get = dlsym(RTLD_DEFAULT, "LLVMGetVersion"))
    reinterpret_cast<void (*)(unsigned *, unsigned *, unsigned *)>(Get)(
        &Major, &Minor, &Patch);
  else
    dl_iterate_phdr(majorOfLibrary, &Major);
  return Major;
}

/// Any function that LLVM's other tools do not have.
bool hasClang() {
  return dlsym(RTLD_DEFAULT, "_ZN5clang19getClangFullVersionB5cxx11Ev");
}

bool isClangTidy() {
  return dlsym(RTLD_DEFAULT, "_ZTVN5clang4tidy14ClangTidyCheckE");
}

/// A clangd without symbols for plugins is recognised by its name alone.
bool isNamedClangd() {
  char Path[PATH_MAX] = {};
  return readlink("/proc/self/exe", Path, sizeof Path - 1) > 0 &&
         startsWith(nameIn(Path), "clangd");
}

/// Writes the majors that \p Directory has builds for: "14, 16, 22".
void listBuilds(const char *Directory, const char *Stem, char *Text,
                size_t Size) {
  bool Has[100] = {};
  if (DIR *Files = opendir(Directory)) {
    while (const dirent *File = readdir(Files))
      if (startsWith(File->d_name, Stem))
        if (unsigned Major = leadingNumber(File->d_name + strlen(Stem));
            Major < sizeof Has)
          Has[Major] = true;
    closedir(Files);
  }
  size_t Used = 0;
  for (unsigned Major = 1; Major != sizeof Has && Used < Size; ++Major)
    if (Has[Major])
      Used += static_cast<size_t>(
          snprintf(Text + Used, Size - Used, "%s%u", Used ? ", " : "", Major));
  if (!Used)
    snprintf(Text, Size, "none");
}

/// Where \p Loaded is, which the launcher names by a descriptor if the list
/// cannot hold its path. The descriptor has then done its work.
const char *pathOf(const char *Loaded, char (&Path)[PATH_MAX]) {
  static const char Descriptors[] = "/proc/self/fd/";
  if (!startsWith(Loaded, Descriptors))
    return Loaded;
  const ssize_t Length = readlink(Loaded, Path, sizeof Path - 1);
  if (Length <= 0)
    return Loaded;
  Path[Length] = 0;
  close(static_cast<int>(leadingNumber(Loaded + strlen(Descriptors))));
  return Path;
}

void loadBuild(const char *Self, bool IsPreloaded) {
  const unsigned Major = hostMajor();
  if (!Major)
    return fail(IsPreloaded,
                "HostLayout cannot tell which LLVM this program is built on\n");
  const char *Stem = isClangTidy() ? "HostLayoutTidy-" : "HostLayoutPlugin-";
  char Directory[PATH_MAX], Path[PATH_MAX + 64];
  snprintf(Directory, sizeof Directory, "%.*shostlayout",
           static_cast<int>(nameIn(Self) - Self), Self);
  snprintf(Path, sizeof Path, "%s/%s%u.so", Directory, Stem, Major);
  if (access(Path, F_OK) != 0) {
    char Builds[256];
    listBuilds(Directory, Stem, Builds, sizeof Builds);
    return fail(IsPreloaded,
                "HostLayout has no build for LLVM %u in %s; it has: %s\n",
                Major, Directory, Builds);
  }
  if (!dlopen(Path, RTLD_NOW | RTLD_LOCAL))
    fail(IsPreloaded, "HostLayout does not fit this program: %s\n", dlerror());
}

[[gnu::constructor]] void load() {
  Dl_info This, First;
  if (!dladdr(reinterpret_cast<void *>(&load), &This))
    return;
  // Another copy has been loaded: one verdict is enough.
  void *Other = dlsym(RTLD_DEFAULT, "hostlayoutDispatcher");
  if (Other && dladdr(Other, &First) && First.dli_fbase != This.dli_fbase)
    return;

  const char *Self = This.dli_fname;
  if (hasClang()) {
    const bool IsPreloaded = isPreloaded(Self, /*Leave=*/true);
    char Path[PATH_MAX];
    return loadBuild(pathOf(Self, Path), IsPreloaded);
  }
  // The shell or env that is about to start clangd: LD_PRELOAD is for it.
  if (!isPreloaded(Self, /*Leave=*/isNamedClangd()))
    return fail(false,
                "HostLayout is a plugin for clang, clang-tidy and clangd; "
                "this program is another one, or takes no plugins\n");
  if (isNamedClangd())
    fail(true,
         "HostLayout cannot check in this clangd: it takes no plugins; use "
         "the clangd of a distribution's or LLVM's own packages\n");
}

} // namespace
