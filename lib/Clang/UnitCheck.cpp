//===- UnitCheck.cpp - The verdict on one translation unit ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UnitCheck.h"

#include "DWARF/Open.h"
#include "Clang/Dialect.h"
#include "Clang/HostTypes.h"
#include "Clang/MadeWithout.h"
#include "Clang/MarkedDecls.h"
#include "Clang/Markers.h"
#include "Clang/Preamble.h"
#include "Clang/Silencing.h"
#include "Clang/Skeletons.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/TimeProfiler.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <iterator>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

using namespace hostlayout;
using namespace hostlayout::clangfe;

UnitCheck::UnitCheck(clang::ASTContext &Context, clang::Preprocessor &PP,
                 Options Opts, Reader For)
    : Context(Context), PP(PP), Opts(std::move(Opts)),
      IsEditor(For == Reader::Editor), TellsEach(For == Reader::Project),
      Asker(IsEditor    ? FrontEnd::Editor
            : TellsEach ? FrontEnd::Command
                        : FrontEnd::Compiler) {}

UnitCheck::~UnitCheck() = default;

static std::vector<judge::Marker> markers(const clang::NamedDecl &D) {
  std::vector<judge::Marker> Markers;
  for (const MarkerUse &Use : markersOf(D))
    // What does not parse was refused where it was written.
    if (Expected<judge::Marker> M = judge::parseMarker(Use.Arguments))
      Markers.push_back(std::move(*M));
  return Markers;
}

static void append(std::vector<judge::Source> &To,
                   std::vector<judge::Source> More) {
  To.insert(To.end(), std::make_move_iterator(More.begin()),
            std::make_move_iterator(More.end()));
}

void UnitCheck::run(Sink &To) {
  std::vector<Error> Wrong = Opts.addMacros(PP.getPreprocessorOpts());
  // Once is enough: for the rest of the file.
  if (!IsEditor || !isPreamble(PP))
    for (const Error &E : Wrong)
      tellOptionError(E, To);
  tellMadeWithout(Context, PP, Precompiled, To);
  const MarkedDecls &Marked = MarkedDecls::of(Context);
  std::vector<const clang::NamedDecl *> Subjects = Marked.subjects();
  Rules = Opts.policy();
  for (const Unjudgeable &U : Marked.unjudgeable())
    tellNotChecked(*U.D, U.Why, To);
  if (IsEditor && isPreamble(PP))
    startPreamble(PP);
  std::vector<judge::Source> Skeletons = findSkeletons(PP.getSourceManager());
  std::vector<SectionStruct> Structs = sectionStructs(Context, Skeletons);
  if (Subjects.empty() && Structs.empty())
    return;
  std::optional<PreambleWatch> Watch;
  if (IsEditor && isPreamble(PP)) {
    Watch.emplace(PP);
    Watch->add(Skeletons);
  }

  llvm::TimeTraceScope Scope("HostLayout");
  if (!Subjects.empty()) {
    llvm::TimeTraceScope Scope("HostLayout objects");
    Loaded = loadObjects(PP.getFileManager(), Opts,
                         IsEditor ? Freshness::ByContent : Freshness::ByTime);
    // An editor has the object's verdict, whether or not the build has run on.
    if (IsEditor || Opts.stamp().empty())
      recordDependencies(PP, Loaded.Files);
    else
      recordDependencies(PP, {Opts.stamp()});
    if (Watch)
      Watch->add(Loaded.Sources);
    if (Precompiled)
      append(Loaded.Sources, findSkeletons(*Precompiled, PP.getFileManager()));
  }
  append(Loaded.Sources, std::move(Skeletons));

  HostTypes Types(Context, Memory);
  std::unique_ptr<surface::DwarfTypes> Dwarf = dwarf::open();
  judge::Judge Judge(Loaded.Sources, Types.target(), Rules, Memory,
                     Dwarf.get());
  for (const clang::NamedDecl *D : Subjects)
    check(*D, markers(*D), /*IsGenerated=*/false, Types, Judge, To);
  for (SectionStruct &S : Structs)
    check(*S.Definition, {std::move(S.With)}, /*IsGenerated=*/true, Types,
          Judge, To);
  tellStale(*Dwarf, To);
  Reached = Types.withMarkedMembers();
}

/// A skeleton's struct is not for editing, but one of the user's own may stand
/// in it, which is.
static void keepFromEditing(Finding &F, const clang::NamedDecl &Generated) {
  const auto *AtFault =
      F.Diff.HostIn ? static_cast<const clang::Decl *>(F.Diff.HostIn->Where.Ptr)
                    : nullptr;
  const clang::SourceManager &Sources =
      Generated.getASTContext().getSourceManager();
  auto FileOf = [&](const clang::Decl &D) {
    return Sources.getFileID(Sources.getExpansionLoc(D.getLocation()));
  };
  if (AtFault && FileOf(*AtFault) != FileOf(Generated))
    return;
  F.IsGenerated = true;
  F.Diff.Remedy.reset();
}

void UnitCheck::check(const clang::NamedDecl &D,
                    std::vector<judge::Marker> Markers, bool IsGenerated,
                    HostTypes &Types, judge::Judge &Judge, Sink &To) {
  judge::Subject S;
  S.Name = shownName(D);
  S.Where = {&D};
  S.Markers = std::move(Markers);
  llvm::TimeTraceScope Scope("HostLayout type", S.Name);
  S.Ty = Types.layout(D);
  if (!S.Ty) {
    tellNotChecked(D,
                   "'" + S.Name + "' nests records deeper than " +
                       std::to_string(HostTypes::MaxDepth) +
                       " levels and cannot be checked",
                   To);
    return;
  }
  judge::Outcome Became = Judge.judge(S);
  if (!TellsEach)
    llvm::erase_if(Became.Findings,
                   [](const Finding &F) { return F.IsRepeated; });
  for (Finding &F : Became.Findings) {
    if (IsGenerated)
      keepFromEditing(F, D);
    F.Spelling = Dialect(Context, PP).markerSpelling(D.getLocation());
  }
  tell(std::move(Became.Findings), To);
  Outcomes.push_back({&D, std::move(S.Markers), Became.IsChecked,
                      std::move(Became.Against)});
}

/// The source of \p O that was changed after \p Built; empty if there is none,
/// or none that can be seen from here.
static std::string newerSource(const btf::Object &O,
                               llvm::sys::TimePoint<> Built,
                               surface::DwarfTypes &Dwarf,
                               llvm::vfs::FileSystem &FS) {
  for (std::string &Path : Dwarf.sources(O))
    if (llvm::ErrorOr<llvm::vfs::Status> Source = FS.status(Path);
        Source && Source->getLastModificationTime() > Built)
      return std::move(Path);
  return {};
}

void UnitCheck::tellStale(surface::DwarfTypes &Dwarf, Sink &To) {
  if (Rules[DifferenceKind::StaleObject] == Severity::Off)
    return;
  for (const judge::Source &S : Loaded.Sources) {
    auto WrittenAt = Loaded.WrittenAt.find(S.Types.get());
    auto AtFault = llvm::find_if(Told, [&](const Finding &F) {
      return F.Diff.Level == Severity::Error && F.Bpf && F.Object == S.Path;
    });
    if (WrittenAt == Loaded.WrittenAt.end() || AtFault == Told.end())
      continue;
    std::string Newer = newerSource(*S.Types, WrittenAt->second, Dwarf,
                                    PP.getFileManager().getVirtualFileSystem());
    if (Newer.empty())
      continue;
    Finding F = *AtFault;
    F.Diff = Difference{};
    F.Diff.Kind = DifferenceKind::StaleObject;
    F.Diff.Level = Rules[DifferenceKind::StaleObject];
    F.Diff.Form = Variant::OlderThanSource;
    F.OtherFile = std::move(Newer);
    F.At = F.Where;
    tell(std::move(F), To);
  }
}

static bool isNoObject(const Difference &D) {
  return D.Kind == DifferenceKind::NotChecked && D.Form == Variant::NoObject;
}

/// What is the state of a build rather than of the text being edited.
static bool isOfTheBuild(const Difference &D) {
  return (D.Kind == DifferenceKind::Object && D.Form == Variant::Absent) ||
         isNoObject(D);
}

/// What is the same for each struct.
static bool isOfSources(const Difference &D) {
  return D.Kind == DifferenceKind::Object || isOfTheBuild(D);
}

void UnitCheck::tellUnreached(const std::vector<const clang::TagDecl *> &ByUses,
                            Sink &To) {
  const clang::SourceManager &SM = Context.getSourceManager();
  const auto &All = MarkedDecls::of(Context).withMarkedMembers();
  const bool HasChecked = llvm::any_of(
      Outcomes, [](const MarkedOutcome &O) { return O.IsChecked; });
  // One instantiation is enough to compare what its template marks.
  llvm::SmallPtrSet<const clang::TagDecl *, 8> Own(Reached.begin(),
                                                   Reached.end()),
      Used(ByUses.begin(), ByUses.end()), Patterns, Done;
  for (const std::vector<const clang::TagDecl *> *Some :
       {&std::as_const(Reached), &ByUses})
    for (const clang::TagDecl *D : *Some)
      Patterns.insert(&patternOf(*D));
  for (const clang::TagDecl *D : All) {
    const bool IsHeaders =
        !SM.isInMainFile(SM.getExpansionLoc(D->getLocation()));
    const clang::TagDecl &Pattern = patternOf(*D);
    if (D->isInvalidDecl() || (IsHeaders && !TellsEach) ||
        !Done.insert(&Pattern).second)
      continue;
    if (Patterns.contains(&Pattern)) {
      if (IsHeaders && ((HasChecked && Own.contains(D)) || Used.contains(D)))
        Outcomes.push_back({D, {}, true, {}});
      continue;
    }
    if (const clang::NamedDecl *Member = firstMarkedMember(*D))
      tellNotChecked(
          *D,
          "'" + subjectName(*Member) + "' is marked, but no marker reaches '" +
              shownName(*D) + "', so it is not checked; mark the type, too",
          To, Member);
  }
}

bool UnitCheck::isSilenced(const Finding &F, const Message &M) const {
  // What is about an object is reported once, for all structs.
  return !isOfSources(F.Diff) && F.Diff.Kind != DifferenceKind::Endian &&
         clangfe::isSilenced(F.Diff.Kind, locationOf(M.Where),
                             Context.getSourceManager());
}

void UnitCheck::tell(std::vector<Finding> All, Sink &To) {
  const clang::SourceManager &SM = Context.getSourceManager();
  llvm::stable_sort(All, [&](const Finding &L, const Finding &R) {
    return SM.isBeforeInTranslationUnit(locationOf(L.At), locationOf(R.At));
  });
  std::set<std::tuple<const Type *, const Type *, std::string>> Shown;
  for (Finding &F : All) {
    const std::tuple Table(F.Diff.HostIn, F.Diff.BpfIn, F.Object);
    if (tell(std::move(F), To,
             Shown.count(Table) ? Tables::Without : Tables::With))
      Shown.insert(Table);
  }
}

bool UnitCheck::tell(Finding F, Sink &To, Tables Which) {
  if (isNoObject(F.Diff) && std::exchange(HasToldNoObject, true) && !TellsEach)
    return false;
  if (IsEditor && isOfTheBuild(F.Diff) && !Rules.isSet(F.Diff.Kind))
    F.Diff.Level = Severity::Warning;
  if (IsEditor && isOfSources(F.Diff) && (Precompiled || isPreamble(PP)) &&
      isToldByPreamble(PP, F))
    return false;
  F.Asker = Asker;
  const Finding &Kept = Told.emplace_back(std::move(F));
  const Message Text = render(Kept, {}, Which);
  if (!isSilenced(Kept, Text)) {
    emit(Kept, Text, Context, PP, To);
    return true;
  }
  To.silence(Kept, Text, locationOf(Text.Where));
  Told.pop_back();
  return false;
}

void UnitCheck::tellNotChecked(const clang::NamedDecl &D, std::string Why,
                             Sink &To, const clang::NamedDecl *At) {
  Outcomes.push_back({&D, {}, false, {}});
  if (Rules[DifferenceKind::NotChecked] == Severity::Off)
    return;
  Type Unknown{};
  Unknown.Kind = TypeKind::Opaque;
  Finding &F = Told.emplace_back();
  F.Diff.Kind = DifferenceKind::NotChecked;
  F.Diff.Level = Rules[DifferenceKind::NotChecked];
  F.Host = Memory.make<Type>(Unknown);
  F.HostName = shownName(D);
  F.Where = {&D};
  F.Detail = Why;
  const Message Text = {DifferenceKind::NotChecked,
                        F.Diff.Level,
                        std::move(Why) + " [bpf-host-layout-" +
                            std::string(slug(DifferenceKind::NotChecked)) + "]",
                        {At ? At : &D},
                        {}};
  if (isSilenced(F, Text))
    To.silence(F, Text, locationOf(Text.Where));
  else
    emit(F, Text, Context, PP, To);
}

void clangfe::tellOptionError(const Error &E, Sink &To) {
  std::string Text = "HostLayout: " + E.message();
  clangfe::Diagnostic D;
  D.Text = Text;
  To.report(D);
}
