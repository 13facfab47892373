//===- Table.cpp - Two layouts side by side -------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Render/Table.h"

#include "Compare/Compare.h"
#include "Compare/Flatten.h"
#include "Layout/Print.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

namespace hostlayout {

namespace {

/// Rows shown at most, and how many that agree stay around one that does not.
constexpr size_t MostRows = 48, ContextRows = 2;

struct Cell {
  std::string Text;
  uint64_t Bits = 0;
  /// Null for padding.
  const FlatField *F = nullptr;
};

struct Row {
  std::string Place;
  std::string Host, Bpf;
  bool Same = false;
};

std::string plural(uint64_t Count, std::string_view Unit) {
  return std::to_string(Count) + " " + std::string(Unit) +
         (Count == 1 ? "" : "s");
}

std::string paddingText(uint64_t Bits, bool IsTail) {
  std::string Size = Bits % 8 ? plural(Bits, "bit") : plural(Bits / 8, "byte");
  return "(" + Size + (IsTail ? " tail padding)" : " hole)");
}

/// The cells of one side by their bit; several of a union share a bit.
std::multimap<uint64_t, Cell> cells(const RecordType &R,
                                    const std::vector<FlatField> &Fields) {
  std::multimap<uint64_t, Cell> Cells;
  uint64_t End = 0;
  auto Gap = [&](uint64_t To, bool IsTail) {
    if (To > End)
      Cells.insert({End, {paddingText(To - End, IsTail), To - End, nullptr}});
  };
  for (const FlatField &F : Fields) {
    Gap(F.Bit, false);
    std::string Text = declaration(*F.F->Ty, F.name());
    if (F.F->IsBitField)
      Text += ":" + std::to_string(F.F->BitWidth);
    Cells.insert({F.Bit, {std::move(Text), F.bits(), &F}});
    End = std::max(End, F.end());
  }
  Gap(R.Size * 8, true);
  return Cells;
}

/// Says of a field how wide it is, where its words do not: "void *a (4)".
void addWidths(std::multimap<uint64_t, Cell> &Host,
               std::multimap<uint64_t, Cell> &Bpf) {
  std::map<std::string, Cell *> ByText;
  for (auto &[Bit, B] : Bpf)
    if (B.F)
      ByText.emplace(B.Text, &B);
  for (auto &[Bit, H] : Host) {
    auto Other = H.F ? ByText.find(H.Text) : ByText.end();
    if (Other == ByText.end() || Other->second->Bits == H.Bits ||
        H.F->F->IsBitField)
      continue;
    Cell &B = *Other->second;
    H.Text += " (" + std::to_string(H.Bits / 8) + ")";
    B.Text += " (" + std::to_string(B.Bits / 8) + ")";
  }
}

bool isPadding(const Cell &C) { return !C.F || C.F->IsPadding; }

bool same(const Cell &H, const Cell &B) {
  if (isPadding(H) || isPadding(B))
    return isPadding(H) && isPadding(B) && H.Bits == B.Bits;
  return sameName(*H.F->F, *B.F->F) && fieldsAgree(*H.F->F, *B.F->F);
}

std::string placeText(uint64_t Bit) {
  std::string Text = std::to_string(Bit / 8);
  return Bit % 8 ? Text + "." + std::to_string(Bit % 8) : Text;
}

std::string widthText(uint64_t Bits) {
  return " (" + std::to_string(Bits / 8) + ")";
}

/// One row for each pair of cells at a place, partners on one line.
void addRows(uint64_t Bit, std::vector<const Cell *> Host,
             std::vector<const Cell *> Bpf, std::vector<Row> &Rows) {
  for (const Cell *H : Host) {
    auto Partner = std::find_if(Bpf.begin(), Bpf.end(),
                                [&](const Cell *B) { return same(*H, *B); });
    bool Agrees = Partner != Bpf.end();
    if (!Agrees && !Bpf.empty())
      Partner = Bpf.begin();
    Row Both{placeText(Bit), H->Text,
             Partner != Bpf.end() ? (*Partner)->Text : " .", Agrees};
    if (Partner != Bpf.end() && Both.Host == Both.Bpf && H->F &&
        H->Bits != (*Partner)->Bits) {
      // One spelling, two widths.
      Both.Host += widthText(H->Bits);
      Both.Bpf += widthText((*Partner)->Bits);
    }
    Rows.push_back(std::move(Both));
    if (Partner != Bpf.end())
      Bpf.erase(Partner);
  }
  for (const Cell *B : Bpf)
    Rows.push_back({placeText(Bit), " .", B->Text, false});
}

std::string pad(std::string Text, size_t Width, bool Right = false) {
  if (Text.size() < Width)
    Text.insert(Right ? 0 : Text.size(), Width - Text.size(), ' ');
  return Text;
}

/// Replaces what agrees, away from any difference, by std::nullopt.
std::vector<std::optional<Row>> fold(std::vector<Row> Rows) {
  std::vector<std::optional<Row>> Result;
  size_t Shown = 0;
  for (size_t I = 0; I != Rows.size(); ++I) {
    bool IsTotal = I + 1 == Rows.size();
    bool Near = IsTotal || Rows.size() <= MostRows / 2;
    for (size_t J = I - std::min(I, ContextRows);
         J <= I + ContextRows && J < Rows.size(); ++J)
      Near |= !Rows[J].Same;
    if (IsTotal || (Near && Shown < MostRows)) {
      Result.push_back(std::move(Rows[I]));
      ++Shown;
    } else if (Result.empty() || Result.back()) {
      Result.push_back(std::nullopt);
    }
  }
  return Result;
}

} // namespace

std::string sideBySide(const RecordType &Host, const RecordType &Bpf,
                       const SideNames &S) {
  std::vector<FlatField> HostFields = flatten(Host), BpfFields = flatten(Bpf);
  auto HostCells = cells(Host, HostFields), BpfCells = cells(Bpf, BpfFields);
  addWidths(HostCells, BpfCells);
  std::vector<uint64_t> Places;
  for (const auto &[Bit, C] : HostCells)
    Places.push_back(Bit);
  for (const auto &[Bit, C] : BpfCells)
    Places.push_back(Bit);
  std::sort(Places.begin(), Places.end());
  Places.erase(std::unique(Places.begin(), Places.end()), Places.end());

  std::vector<Row> Rows;
  for (uint64_t Bit : Places) {
    auto At = [Bit](const std::multimap<uint64_t, Cell> &Cells) {
      std::vector<const Cell *> Result;
      auto [First, Last] = Cells.equal_range(Bit);
      for (auto It = First; It != Last; ++It)
        Result.push_back(&It->second);
      return Result;
    };
    addRows(Bit, At(HostCells), At(BpfCells), Rows);
  }
  Rows.push_back({"size", std::to_string(Host.Size), std::to_string(Bpf.Size),
                  Host.Size == Bpf.Size});

  size_t Width = std::max<size_t>(16, S.HostName.size());
  for (const Row &R : Rows)
    Width = std::max(Width, std::min<size_t>(R.Host.size(), 48));
  auto Line = [&](std::string_view Place, std::string_view H,
                  std::string_view Mark, std::string_view B) {
    return pad(std::string(Place), 10, true) + "  " +
           pad(std::string(H), Width) + " " + std::string(Mark) + "  " +
           std::string(B) + "\n";
  };
  std::string Text = Line("byte", S.HostName, "  ", S.BpfName);
  for (const std::optional<Row> &R : fold(std::move(Rows)))
    Text += R ? Line(R->Place, R->Host, R->Same ? "==" : "!=", R->Bpf)
              : Line("...", "", "  ", "");
  for (size_t At; (At = Text.find(" \n")) != std::string::npos;)
    Text.erase(At, 1);
  return Text;
}

} // namespace hostlayout
