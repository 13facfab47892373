//===- HelperLines.cpp - What the command and its helper say --------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/HelperLines.h"

#include "Report/JsonParts.h"

#include <charconv>

using namespace hostlayout;
using namespace hostlayout::report;

/// The one list of what can be asked, for both sides.
template <typename Request, typename Visitor>
static void forEachWord(Request &R, Visitor &&Visit) {
  Visit("--database", R.Database);
  Visit("--flag", R.Flags);
  Visit("--root", R.Root);
  Visit("--btf", R.Objects);
  Visit("--btf-base", R.Base);
  Visit("--set", R.Settings);
  Visit("--outputs-from", R.OutputList);
  Visit("--file", R.Files);
  Visit("--id", R.Ids);
  Visit("--shard-index", R.ShardIndex);
  Visit("--shard-count", R.ShardCount);
  Visit("--threads", R.Threads);
  Visit("--color", R.HasColors);
  Visit("--shared", R.WantsShared);
  Visit("--parse-all", R.ParsesAll);
  Visit("--crash-place", R.TellsCrashes);
  Visit("--join", R.Joins);
}

namespace {

class WordWriter {
public:
  void operator()(std::string_view Name, const std::string &Value) {
    if (!Value.empty())
      add(Name, Value);
  }
  void operator()(std::string_view Name, unsigned Value) {
    add(Name, std::to_string(Value));
  }
  void operator()(std::string_view Name, bool Value) {
    if (Value)
      Words.emplace_back(Name);
  }
  void operator()(std::string_view Name,
                  const std::vector<std::string> &Values) {
    for (const std::string &Value : Values)
      add(Name, Value);
  }
  void operator()(std::string_view Name, const std::vector<unsigned> &Values) {
    for (unsigned Value : Values)
      (*this)(Name, Value);
  }

  std::vector<std::string> Words;

private:
  void add(std::string_view Name, const std::string &Value) {
    Words.push_back(std::string(Name) + "=" + Value);
  }
};

/// Takes one word to the member that it is about.
class WordReader {
public:
  explicit WordReader(std::string_view Word)
      : Name(Word.substr(0, Word.find('='))),
        HasValue(Name.size() != Word.size()),
        Value(HasValue ? Word.substr(Name.size() + 1) : std::string_view()) {}

  void operator()(std::string_view Of, std::string &To) {
    if (is(Of, true))
      To = Value;
  }
  void operator()(std::string_view Of, unsigned &To) {
    if (is(Of, true))
      readNumber(To);
  }
  void operator()(std::string_view Of, bool &To) {
    if (is(Of, false))
      To = true;
  }
  void operator()(std::string_view Of, std::vector<std::string> &To) {
    if (is(Of, true))
      To.emplace_back(Value);
  }
  void operator()(std::string_view Of, std::vector<unsigned> &To) {
    if (is(Of, true))
      readNumber(To.emplace_back());
  }

  bool isTaken() const { return IsTaken; }

private:
  bool is(std::string_view Of, bool TakesValue) {
    bool Is = Name == Of && HasValue == TakesValue;
    IsTaken |= Is;
    return Is;
  }
  void readNumber(unsigned &To) {
    const char *End = Value.data() + Value.size();
    auto [At, Wrong] = std::from_chars(Value.data(), End, To);
    IsTaken = Wrong == std::errc() && At == End;
  }

  std::string_view Name;
  bool HasValue;
  std::string_view Value;
  bool IsTaken = false;
};

} // namespace

std::vector<std::string> report::toWords(const HelperRequest &R) {
  WordWriter Writer;
  forEachWord(R, Writer);
  return std::move(Writer.Words);
}

Expected<HelperRequest> report::readWords(std::span<const char *const> Words) {
  HelperRequest R;
  for (const char *Word : Words) {
    WordReader Reader(Word);
    forEachWord(R, Reader);
    if (!Reader.isTaken())
      return Error("unknown option '" + std::string(Word) + "'");
  }
  return R;
}

static Json lineOf(const Begun &B) { return {{"begin", B.Id}}; }
static Json lineOf(const LeftOut &L) { return {{"end", L.Id}}; }
static Json lineOf(const Unit &U) { return JsonWriter("").unit(U); }

std::string report::toLine(const HelperLine &L) {
  return std::visit([](const auto &Of) { return write(lineOf(Of)); }, L);
}

std::optional<HelperLine> report::readLine(std::string_view Line) {
  Json J = Json::parse(Line, nullptr, /*allow_exceptions=*/false);
  if (!J.is_object())
    return std::nullopt;
  auto Id = [&](const char *Key) {
    return static_cast<unsigned>(json::number(J, Key));
  };
  if (J.contains("begin"))
    return Begun{Id("begin")};
  if (J.contains("end"))
    return LeftOut{Id("end")};
  Unit U = json::unit(J);
  if (U.File.empty())
    return std::nullopt;
  return U;
}
