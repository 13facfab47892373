//===- Parse.cpp - Reads a lock -------------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lock/Parser.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::lock;

static constexpr std::string_view Magic = "host-layout-lock ";
static constexpr unsigned Version = 1;

Parser::Parser(std::string_view Text, Arena &Memory) : Memory(Memory) {
  unsigned Number = 0;
  while (!Text.empty()) {
    size_t End = std::min(Text.find('\n'), Text.size());
    std::string_view Whole = Text.substr(0, End);
    Text.remove_prefix(std::min(End + 1, Text.size()));
    ++Number;
    if (Whole.ends_with('\r'))
      Whole.remove_suffix(1);
    size_t Begin = Whole.find_first_not_of(' ');
    if (Begin == Whole.npos || Whole[Begin] == '#')
      continue;
    Lines.push_back({Whole.substr(Begin), Number, Begin != 0});
  }
}

Expected<std::vector<Shared>> Parser::parse() {
  std::vector<Shared> Objects;
  if (!version())
    return takeError();
  while (!isEnd()) {
    Cursor C(line().Text, Memory);
    if (line().IsIndented || !C.eatWord("object")) {
      fail("expected 'object' and its name");
      return takeError();
    }
    auto Name = C.name();
    if (!Name || !C.isEnd()) {
      fail("expected the object's name");
      return takeError();
    }
    ++At;
    Shared O;
    O.Object = *Name;
    O.Line = Lines[At - 1].Number;
    if (!object(O))
      return takeError();
    Objects.push_back(std::move(O));
  }
  return Objects;
}

bool Parser::fail(std::string What) {
  if (!Wrong) {
    unsigned Number =
        isEnd() ? (Lines.empty() ? 1 : Lines.back().Number) : line().Number;
    Wrong = Error(std::move(What)).in("line " + std::to_string(Number));
  }
  return false;
}

bool Parser::version() {
  if (isEnd())
    return fail("this lock is empty");
  Cursor C(line().Text, Memory);
  auto Number = C.eat(Magic) ? C.number<unsigned>() : std::nullopt;
  if (!Number || !C.isEnd() || *Number == 0)
    return fail("this is no lock of host-layout");
  if (*Number > Version)
    return fail("a newer host-layout wrote this lock (version " +
                std::to_string(*Number) + "); this one reads version " +
                std::to_string(Version) +
                ": update it, or write the lock "
                "anew with host-layout lock");
  ++At;
  return true;
}

bool Parser::object(Shared &O) {
  Named.clear();
  Used.clear();
  // Types may name those behind them.
  const size_t Begin = At;
  for (; !isEnd() && !isObject(); ++At)
    if (!line().IsIndented && !declare())
      return false;
  At = Begin;
  while (!isEnd() && !isObject())
    if (!entry(O))
      return false;
  for (const auto &[Name, Ty] : Named)
    O.Types.push_back(Ty);
  auto IsSettled = [&](const Type *Ty) {
    return settle(*Ty, 0).has_value() ||
           fail("types nest deeper than " + std::to_string(MostDepth) +
                " levels, or hold themselves: " + printable(Ty->Name));
  };
  return std::ranges::all_of(O.Types, IsSettled) &&
         std::ranges::all_of(Used, IsSettled);
}

bool Parser::isObject() const {
  return !line().IsIndented && line().Text.starts_with("object ");
}

bool Parser::entry(Shared &O) {
  if (line().IsIndented)
    return fail("unexpected indentation");
  Cursor C(line().Text, Memory);
  const unsigned Number = line().Number;
  if (C.eatWord("map")) {
    auto Name = C.name();
    if (!Name || !C.isEnd())
      return fail("expected the map's name");
    ++At;
    Map M;
    M.Name = *Name;
    M.Line = Number;
    if (std::ranges::count(O.Maps, M.Name, &Map::Name))
      return fail("the map before stands twice: " + printable(M.Name));
    if (!map(M, 0))
      return false;
    O.Maps.push_back(M);
    return true;
  }
  if (C.eatWord("global")) {
    auto Section = C.name(), Name = C.name();
    if (!Section || !Name || !C.isEnd())
      return fail("expected the section and the name of the global");
    ++At;
    Global G;
    G.Section = *Section;
    G.Name = *Name;
    G.Line = Number;
    if (!global(G))
      return false;
    O.Globals.push_back(G);
    return true;
  }
  std::string_view Tag = tag(C);
  auto Key = Tag.empty() ? std::nullopt : reference(C, Tag);
  if (!Key)
    return fail("expected a map, a global or a type");
  ++At;
  return body(*const_cast<Type *>(Named.at(*Key)), 0, false);
}

bool Parser::global(Global &G) {
  while (isInside()) {
    Cursor C(line().Text, Memory);
    if (C.eatWord("type")) {
      if (!(G.Ty = declaration(C, 0, nullptr)))
        return false;
      G.Size = G.Ty->Size;
      continue;
    }
    auto Offset = C.eatWord("offset") ? C.number<uint64_t>() : std::nullopt;
    if (!Offset || !C.isEnd())
      return fail("expected 'type' or 'offset'");
    G.Offset = *Offset;
    ++At;
  }
  return G.Ty || fail("the global before has no type");
}

bool Parser::map(Map &M, unsigned Depth) {
  bool HasKind = false;
  while (isInside()) {
    Cursor C(line().Text, Memory);
    if (C.eatWord("kind")) {
      std::string_view Name = C.word();
      auto Id = surface::mapKindByName(Name);
      if (HasKind || !Id)
        return fail("unknown kind of map '" + printable(Name) + "'");
      HasKind = true;
      M.Kind = *Id;
    } else if (bool IsKey = C.eatWord("key"); IsKey || C.eatWord("value")) {
      if (!part(C, IsKey ? M.Key : M.Value))
        return false;
      continue; // may have several lines
    } else if (C.eatWord("inner")) {
      auto Name = C.name();
      if (!Name || Depth)
        return fail("an inner map has a name, and no inner map");
      auto Inner = std::make_shared<Map>();
      Inner->Name = *Name;
      Inner->Line = line().Number;
      M.Inner = Inner;
      ++At;
      if (!map(*Inner, Depth + 1))
        return false;
      continue;
    } else if (C.eatWord("pinned")) {
      const bool IsBy = C.eatWord("by"), IsByName = C.eatWord("name");
      if (!IsBy || (!IsByName && !C.eatWord("host")))
        return fail("expected 'pinned by name' or 'pinned by host'");
      (IsByName ? M.IsPinned : M.IsHostPinned) = true;
    } else if (C.eatWord("records")) {
      if (!recordSizes(C, M))
        return false;
    } else if (C.eatWord("record")) {
      std::string_view Tag = tag(C);
      auto Key = Tag.empty() ? std::nullopt : reference(C, Tag);
      auto Known = Key ? Named.find(*Key) : Named.end();
      if (Known == Named.end())
        return fail("there is no such type in this lock");
      M.RecordTypes.push_back(Known->second);
    } else if (std::string_view Tag = kernelTag(C); !Tag.empty()) {
      btf::KernelPointer K;
      auto Byte = C.number<uint64_t>();
      if (!Byte || *Byte > MostBytes)
        return fail("expected the byte of a pointer: 'kptr 8 task_struct'");
      K.Byte = *Byte;
      K.Tag = Tag;
      if (!C.isEnd())
        K.Pointee = C.name().value_or("");
      M.KernelPointers.push_back(K);
    } else {
      std::string_view What = C.word();
      auto Number = C.number<uint64_t>();
      bool Fits = Number && *Number <= UINT32_MAX;
      if (Fits && What == "max_entries")
        M.MaxEntries = uint32_t(*Number);
      else if (Fits && What == "map_flags")
        M.Flags = uint32_t(*Number);
      else if (Number && What == "map_extra")
        M.Extra = *Number;
      else
        return fail("expected what is known of a map: kind, key, value, "
                    "max_entries, map_flags, map_extra, pinned or inner");
    }
    if (!C.isEnd())
      return fail("unexpected text at the end of the line");
    ++At;
  }
  return HasKind || fail("the map before has no kind");
}

std::string_view Parser::kernelTag(Cursor &C) {
  for (std::string_view Tag : {"kptr", "kptr_untrusted", "percpu_kptr", "uptr"})
    if (C.eatWord(Tag))
      return Tag;
  return {};
}

bool Parser::recordSizes(Cursor &C, Map &M) {
  bool IsRight = C.eatWord("of");
  do {
    if (C.eatWord("unknown")) {
      M.HasOtherRecords = true;
      continue;
    }
    auto Size = C.number<uint32_t>();
    IsRight &= Size && (M.RecordSizes.empty() || M.RecordSizes.back() < *Size);
    M.RecordSizes.push_back(Size.value_or(0));
  } while (IsRight && C.eat(","));
  return (IsRight && C.eatWord("bytes")) ||
         fail("expected the sizes of records: 'records of 24, 40 bytes'");
}

bool Parser::part(Cursor &C, Part &P) {
  if (P.isKnown())
    return fail("a map has one key and one value");
  Cursor Sized = C;
  if (auto Size = Sized.number<uint64_t>()) {
    if (*Size > MostBytes || !Sized.eatWord("bytes") || !Sized.isEnd())
      return fail("expected a size: '16 bytes'");
    P.Size = *Size;
    ++At;
    return true;
  }
  Cursor Declared = C;
  if (Declared.eatWord("declared")) {
    auto Name = Declared.name();
    if (!Name || !Declared.isEnd())
      return fail("expected the name of a type");
    P.Forward = *Name;
    ++At;
    return true;
  }
  P.Ty = declaration(C, 0, nullptr);
  if (P.Ty)
    P.Size = P.Ty->Size;
  return P.Ty;
}

bool lock::isLock(std::string_view Text) {
  while (Text.starts_with('#'))
    Text.remove_prefix(std::min(Text.find('\n'), Text.size() - 1) + 1);
  return Text.starts_with(Magic);
}

Expected<Lock> lock::parse(std::string_view Text) {
  Lock L;
  L.Memory = std::make_unique<Arena>();
  auto Objects = Parser(Text, *L.Memory).parse();
  if (!Objects)
    return Objects.takeError();
  L.Objects = std::move(*Objects);
  return L;
}
