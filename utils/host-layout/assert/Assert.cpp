//===- Assert.cpp - host-layout assert ------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For compilers that load no plugin and that clang cannot stand in for: a
// source file that includes the host's own header and asserts sizes, offsets
// and values as the object has them. It cannot know signs, or fields that only
// the host has in a hole.
//
//===----------------------------------------------------------------------===//

#include "Command.h"

#include "Compare/Compare.h"
#include "Generate/Text.h"
#include "Input.h"
#include "Layout/Canonical.h"
#include "Output.h"
#include "Select.h"
#include "Support/Printable.h"
#include "Support/WriteFile.h"

#include <algorithm>
#include <map>
#include <memory>

using namespace hostlayout;
using namespace hostlayout::command;

namespace {

struct AssertOptions {
  std::string Object, Base, Output;
  std::vector<std::string> Headers, Types;
  bool IsC = false;
};

class Assertions {
public:
  Assertions(const AssertOptions &O, generate::Text &Out) : O(O), Out(Out) {}

  /// What the host calls \p Host has the bytes of \p Ty.
  void type(std::string_view Host, const Type &Ty) {
    const Type *Bare = strip(&Ty);
    Out << '\n';
    if (Bare->Kind == TypeKind::Enum) {
      enumeration(Host, *static_cast<const EnumType *>(Bare));
      return;
    }
    size(Host, Bare->Size);
    if (Bare->Kind == TypeKind::Record)
      fields(Host, *static_cast<const RecordType *>(Bare), "", 0);
  }

  void size(std::string_view Host, uint64_t Bytes) {
    begin();
    Out << "sizeof(" << Host << ") == " << Bytes << ", \"'" << Host << "' is "
        << Bytes << " bytes in BPF\");\n";
  }

private:
  void begin() { Out << (O.IsC ? "_Static_assert(" : "static_assert("); }

  void enumeration(std::string_view Host, const EnumType &E) {
    for (const Enumerator &Value : E.Enumerators) {
      auto Number = static_cast<int64_t>(Value.Value);
      begin();
      Out << "(long long)" << (O.IsC ? "" : Host) << (O.IsC ? "" : "::")
          << Value.Name << " == " << Number << "LL, \"'" << Value.Name
          << "' is " << Number << " in BPF\");\n";
    }
  }

  void fields(std::string_view Host, const RecordType &R,
              const std::string &Path, uint64_t Base) {
    for (const Field &F : R.Fields) {
      const auto *Inner = as<RecordType>(F.Ty);
      uint64_t Offset = Base + F.byteOffset();
      if (F.Name.empty() || isPaddingName(F.Name)) {
        if (Inner && F.Name.empty())
          fields(Host, *Inner, Path, Offset);
        continue;
      }
      std::string Name = Path + std::string(F.Name);
      if (F.IsBitField) {
        Out << "/* '" << Name << "' is a bit-field: no assertion can see it. "
            << "*/\n";
        continue;
      }
      begin();
      Out << "offsetof(" << Host << ", " << Name << ") == " << Offset << ", \"'"
          << Name << "' of '" << Host << "' is at byte " << Offset
          << " in BPF\");\n";
      if (F.Ty->Size == 0)
        continue;
      begin();
      Out << "sizeof(((" << Host << " *)0)->" << Name << ") == " << F.Ty->Size
          << ", \"'" << Name << "' of '" << Host << "' is " << F.Ty->Size
          << " bytes in BPF\");\n";
    }
  }

  const AssertOptions &O;
  generate::Text &Out;
};

/// "struct event" in C, as the tag is its name there.
std::string hostName(const Type &Ty, bool IsC) {
  std::string Name(Ty.Name);
  if (!IsC || Ty.Kind == TypeKind::Typedef)
    return Name;
  if (Ty.Kind == TypeKind::Enum)
    return "enum " + Name;
  bool IsUnion = static_cast<const RecordType &>(Ty).isUnion();
  return (IsUnion ? "union " : "struct ") + Name;
}

/// Text of an object goes into code: only what can be nothing else there.
bool isPlain(const Type &Ty) {
  const Type *Bare = strip(&Ty);
  if (const auto *E = as<EnumType>(Bare))
    return std::ranges::all_of(E->Enumerators, [](const Enumerator &Value) {
      return isIdentifier(Value.Name);
    });
  const auto *R = as<RecordType>(Bare);
  return !R || std::ranges::all_of(R->Fields, [](const Field &F) {
    return F.Name.empty() ? isPlain(*F.Ty) : isIdentifier(F.Name);
  });
}

/// Whether it makes no difference which one is meant.
bool areAlike(const std::vector<surface::Resolved> &Types) {
  Canonical Lines;
  const std::string First = Lines.reference(*strip(Types.front().Ty));
  return std::ranges::all_of(Types, [&](const surface::Resolved &R) {
    return Lines.reference(*strip(R.Ty)) == First;
  });
}

std::optional<Error> add(Selected &S, const AssertOptions &O, Assertions &Into,
                         const std::string &Argument) {
  size_t Equals = Argument.find('=');
  std::string Name = Argument.substr(0, Equals);
  std::string Host =
      Equals == std::string::npos ? "" : Argument.substr(Equals + 1);
  auto Found = S.find(Name);
  if (!Found)
    return Found.takeError();
  const surface::Resolved &Meant = Found->front();
  if (Found->size() > 1 && !areAlike(*Found))
    return Error("several types of this name differ: none can be asserted")
        .in(Name);
  if (Meant.What == surface::Meaning::Section)
    return Error("only types, map roles and globals can be asserted")
        .in(printable(Name));
  const Type *Ty = Meant.Ty;
  if (Host.empty() && Meant.What != surface::Meaning::Type)
    return Error("say which type of the host it is: --type " +
                 printable(Name) + "=NAME")
        .in(printable(Name));
  if (!Ty)
    Into.size(Host, Meant.Size);
  else if (!isPlain(*Ty) || (Host.empty() && !isIdentifier(Ty->Name)))
    return Error("it has names that C cannot spell").in(printable(Name));
  else
    Into.type(Host.empty() ? hostName(*Ty, O.IsC) : Host, *Ty);
  return std::nullopt;
}

Expected<std::string> content(const AssertOptions &O) {
  auto Object = openObject(O.Object, O.Base);
  if (!Object)
    return Object.takeError();
  generate::Text Out;
  Out << "/* Made by host-layout assert. */\n#include <stddef.h>\n";
  for (const std::string &Header : O.Headers)
    Out << "#include \"" << Header << "\"\n";
  Assertions Into(O, Out);
  Selected S(**Object);
  for (const std::string &Argument : O.Types)
    if (std::optional<Error> Wrong = add(S, O, Into, Argument))
      return std::move(*Wrong);
  if (!O.Types.empty())
    return Out.take();
  S.addUserTypes();
  bool HasAny = false;
  for (const Type *Ty : S.Types.Types)
    if (isIdentifier(Ty->Name) && isPlain(*Ty)) {
      Into.type(hostName(*Ty, O.IsC), *Ty);
      HasAny = true;
    } else if (!Ty->Name.empty()) {
      reportWarning("'" + printable(Ty->Name) +
                    "' is left out: it has names that C cannot spell");
    }
  if (!HasAny)
    return Error("has no type that user space sees; name some with --type")
        .in(O.Object);
  return Out.take();
}

int run(const AssertOptions &O) {
  Expected<std::string> Text = content(O);
  if (!Text) {
    reportError(Text.takeError());
    return Failed;
  }
  if (O.Output.empty() || O.Output == "-")
    return print(*Text) ? Clean : Failed;
  std::optional<Error> Wrong = updateFile(O.Output, *Text);
  if (!Wrong)
    return Clean;
  reportError(*Wrong);
  return Failed;
}

} // namespace

void command::addAssert(CommandLine &To) {
  auto O = std::make_shared<AssertOptions>();
  Syntax Assert =
      To.add("assert", "Writes static assertions on the host's own structs",
             [O] { return run(*O); });
  Assert.operand("OBJECT", O->Object, ObjectHelp);
  Assert.list("--header", "FILE", O->Headers,
              "Where the host's structs are; repeatable", Syntax::Required);
  Assert.list("--type", "NAME[=HOST]", O->Types,
              "A type or map role (counts.value), and what the host calls "
              "it; repeatable (default: all that user space sees)");
  Assert.choice<bool>("--lang", "LANG", O->IsC, {{"c++", false}, {"c", true}},
                      "Default: c++");
  Assert.file("-o,--output", "FILE", O->Output, UpdatedHelp);
  Assert.file("--btf-base", "FILE", O->Base, BaseHelp);
  Assert.example("host-layout assert ev.bpf.o --header ev.h -o ev_assert.cpp",
                 "Assertions for a compiler without the plugin");
}
