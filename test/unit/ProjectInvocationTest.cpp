//===- ProjectInvocationTest.cpp - Compile commands as Clang takes them ---===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/Invocation.h"
#include "Project/Scan.h"
#include "ProjectFixture.h"

#include "clang/Basic/TargetOptions.h"
#include "llvm/Support/TargetSelect.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::project;

namespace {

class ProjectInvocation : public ProjectTest {
protected:
  ProjectInvocation() {
    llvm::InitializeAllTargetInfos();
    llvm::InitializeAllTargets();
    llvm::InitializeAllTargetMCs();
  }

  Invocation resolve(const CompileCommand &C) {
    return Resolver(HOSTLAYOUT_CLANG)
        .resolve(C, *llvm::vfs::getRealFileSystem());
  }

  static bool has(const Invocation &I, const std::string &Word) {
    return std::ranges::count(I.Arguments, Word) != 0;
  }
};

TEST_F(ProjectInvocation, AWordThatClangDoesNotKnowIsLeftOut) {
  write("a.cpp", "");
  Invocation I =
      resolve(command({"g++", "-fconserve-stack", "-DX", "-std=c++20", "-c"}));
  ASSERT_TRUE(I.Front) << I.Failure;
  EXPECT_FALSE(has(I, "-fconserve-stack"));
  EXPECT_TRUE(has(I, "-DX"));
}

TEST_F(ProjectInvocation, OneThatMayChangeLayoutsIsNot) {
  write("a.cpp", "");
  Invocation I =
      resolve(command({"g++", "-mno-such-align", "-fpack-struct=x"}));
  EXPECT_FALSE(I.Front);
  EXPECT_NE(I.Failure.find("may change layouts"), std::string::npos)
      << I.Failure;
}

TEST_F(ProjectInvocation, TheCompilersNameSaysTheTarget) {
  write("a.cpp", "");
  Invocation I = resolve(command({"arm-linux-gnueabihf-g++"}));
  ASSERT_TRUE(I.Front) << I.Failure;
  EXPECT_EQ(I.Front->getTargetOpts().Triple.substr(0, 3), "arm");
  I = resolve(command({"or1k-linux-musl-g++"}));
  EXPECT_FALSE(I.Front);
  EXPECT_NE(I.Failure.find("does not know the target"), std::string::npos);
}

TEST_F(ProjectInvocation, ACommandForAnotherFileIsRefused) {
  CompileCommand C = command({"g++"});
  C.File = C.Real = Root + "/b.cpp";
  EXPECT_EQ(resolve(C).Failure, "its command does not compile it");
  C.Arguments.clear();
  EXPECT_EQ(resolve(C).Failure, "its command is empty");
}

TEST_F(ProjectInvocation, AGlanceSeesMarkersBehindIncludes) {
  write("inc/ev.h", "struct [[bpf::host_layout]] event { int x; };\n");
  write("a.cpp", "#if 0\n#  include <ev.h>\n#endif\n");
  write("b.cpp", "int x;\n");
  ScanCache Cache;
  Scanner S(Cache);
  CompileCommand A = command({"g++", "-Iinc"});
  Invocation I = resolve(A);
  ASSERT_TRUE(I.Front) << I.Failure;
  EXPECT_TRUE(S.isOfInterestAtAGlance(I, A));
  CompileCommand B = command({"g++", "-Iinc"}, "b.cpp");
  I = resolve(B);
  EXPECT_FALSE(S.isOfInterestAtAGlance(I, B));
  std::optional<std::vector<std::string>> Files = S.files(I, B);
  ASSERT_TRUE(Files);
  EXPECT_EQ(*Files, std::vector<std::string>{Root + "/b.cpp"});
  EXPECT_FALSE(S.isOfInterest(I, *Files));
  // A macro of the command may bring the marker.
  Invocation WithMacro = resolve(
      command({"g++", "-DM=__attribute__((bpf_host_layout))"}, "b.cpp"));
  EXPECT_TRUE(S.isOfInterest(WithMacro, *Files));
}

TEST_F(ProjectInvocation, WhatAScanCannotSeeIsOfInterest) {
  ScanCache Cache;
  EXPECT_FALSE(Cache.isOfInterest(write("plain.h", "int x;\n")));
  EXPECT_TRUE(Cache.isOfInterest(write("cut.h", "int bpf_host_\\\nlayout;\n")));
  EXPECT_TRUE(Cache.isOfInterest(write("digraph.h", "%:include <x.h>\n")));
  EXPECT_TRUE(Cache.isOfInterest(Root + "/gone.h"));
  EXPECT_TRUE(ScanCache::imports(write("m.cpp", "import std;\n")));
  EXPECT_FALSE(ScanCache::imports(write("n.cpp", "int important;\n")));
}

TEST(ProjectScan, PrerequisitesOfAMakeRule) {
  EXPECT_EQ(
      prerequisites("a.o: /x/a.cpp /x/with\\ blank.h \\\n  /x/$$b.h\n"),
      (std::vector<std::string>{"/x/a.cpp", "/x/with blank.h", "/x/$b.h"}));
  EXPECT_TRUE(prerequisites("no rule").empty());
}

} // namespace
