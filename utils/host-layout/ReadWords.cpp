//===- ReadWords.cpp - The words of a command line ------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ReadWords.h"

#include "Support/Spelling.h"

#include <algorithm>
#include <map>

using namespace hostlayout;
using namespace hostlayout::command;

std::string command::suggestion(std::string_view Wrong,
                                const std::vector<std::string> &Known) {
  NearestName Nearest(Wrong);
  for (const std::string &Name : Known)
    Nearest.consider(Name);
  return Nearest.best().empty()
             ? ""
             : "; did you mean '" + std::string(Nearest.best()) + "'?";
}

namespace {

class Reader {
public:
  Reader(const Subcommand &C, std::span<const std::string> Words)
      : C(C), Words(Words) {
    for (const Option &O : C.Options)
      if (O.isOperand())
        Operands.push_back(&O);
  }

  std::optional<Error> run() {
    while (At != Words.size()) {
      const std::string &Word = Words[At++];
      std::optional<Error> Wrong;
      if (Word == "--" && C.TakeRest) {
        C.TakeRest({Words.begin() + At, Words.end()});
        break;
      }
      if (Word == "--")
        OnlyOperands = true;
      else if (OnlyOperands || Word == "-" || !Word.starts_with('-'))
        Wrong = operand(Word);
      else if (Word.starts_with("--"))
        Wrong = longOption(Word);
      else
        Wrong = shortOptions(Word);
      if (Wrong)
        return Wrong;
    }
    for (const Option &O : C.Options)
      if (O.IsRequired && !Given[&O])
        return Error(O.shown() + " is required");
    return std::nullopt;
  }

private:
  const Option *find(std::string_view Name) const {
    for (const Option &O : C.Options)
      if (std::ranges::count(O.Names, Name))
        return &O;
    return nullptr;
  }

  Error unknown(std::string_view Name) const {
    std::vector<std::string> Known;
    for (const Option &O : C.Options)
      for (const std::string &One : O.Names)
        if (One.starts_with("--"))
          Known.push_back(One);
    return Error("unknown option '" + std::string(Name) + "'" +
                 suggestion(Name, Known));
  }

  std::optional<Error> give(const Option &O, const std::string &Value) {
    if (Given[&O]++ && !O.Repeats)
      return Error(O.shown() + " is given twice");
    if (std::optional<Error> Wrong = O.Take(Value))
      return std::move(*Wrong).in(O.shown());
    return std::nullopt;
  }

  std::optional<Error> operand(const std::string &Word) {
    for (const Option *O : Operands)
      if (O->Repeats || !Given[O])
        return give(*O, Word);
    return Error("unexpected argument '" + Word + "'");
  }

  /// The value of \p O is the word behind it.
  std::optional<Error> giveNext(const Option &O) {
    if (At == Words.size() || find(Words[At].substr(0, Words[At].find('='))))
      return Error(O.shown() + ": give a value: " + O.Names.back() + " " +
                   O.Value);
    return give(O, Words[At++]);
  }

  std::optional<Error> longOption(const std::string &Word) {
    const size_t Equals = Word.find('=');
    const std::string Name = Word.substr(0, Equals);
    const Option *O = find(Name);
    if (!O)
      return unknown(Name);
    if (O->Value.empty() && Equals != std::string::npos)
      return Error(Name + " takes no value");
    if (O->Value.empty())
      return give(*O, "");
    return Equals == std::string::npos ? giveNext(*O)
                                       : give(*O, Word.substr(Equals + 1));
  }

  /// "-j4", "-j 4", "-j=4", and letters that take no value in one word.
  std::optional<Error> shortOptions(const std::string &Word) {
    for (size_t Letter = 1; Letter != Word.size(); ++Letter) {
      const Option *O = find(std::string("-") + Word[Letter]);
      if (!O)
        return unknown(Letter == 1 ? Word.substr(0, Word.find('=')) : Word);
      if (O->Value.empty()) {
        if (std::optional<Error> Wrong = give(*O, ""))
          return Wrong;
        continue;
      }
      std::string Joined = Word.substr(Letter + 1);
      if (Joined.empty())
        return giveNext(*O);
      if (Joined.starts_with('='))
        Joined.erase(0, 1);
      return give(*O, Joined);
    }
    return std::nullopt;
  }

  const Subcommand &C;
  std::span<const std::string> Words;
  std::vector<const Option *> Operands;
  std::map<const Option *, unsigned> Given;
  size_t At = 0;
  bool OnlyOperands = false;
};

} // namespace

std::optional<Error> command::readWords(const Subcommand &C,
                                        std::span<const std::string> Words) {
  return Reader(C, Words).run();
}
