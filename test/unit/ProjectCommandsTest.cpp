//===- ProjectCommandsTest.cpp - The compile commands of a project --------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/CommandWords.h"
#include "ProjectFixture.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::project;

namespace {

using Words = std::vector<std::string>;

class ProjectCommands : public ProjectTest {
protected:
  std::vector<CompileCommand> read(const std::string &Json) {
    Expected<std::vector<CompileCommand>> Read =
        readCommands(write("compile_commands.json", Json));
    EXPECT_TRUE(Read);
    return Read ? *Read : std::vector<CompileCommand>();
  }
};

TEST_F(ProjectCommands, PathsAreAbsoluteAndIdsArePlaces) {
  write("src/a.cpp", "");
  std::vector<CompileCommand> All = read(R"([
    {"directory": "out", "file": "../src/a.cpp",
     "arguments": ["cc", "-c", "../src/a.cpp", "-o", "a.o"]},
    {"directory": "/", "file": "b.c", "command": "gcc -ob.o -c b.c"}])");
  ASSERT_EQ(All.size(), 2u);
  EXPECT_EQ(All[0].Id, 0u);
  EXPECT_EQ(All[0].File, Root + "/src/a.cpp");
  EXPECT_EQ(All[0].Directory, Root + "/out");
  EXPECT_EQ(All[0].Output, Root + "/out/a.o");
  EXPECT_EQ(All[1].Id, 1u);
  EXPECT_EQ(All[1].Output, "/b.o");
}

TEST_F(ProjectCommands, OtherLanguagesHaveNoStructs) {
  std::vector<CompileCommand> All = read(R"([
    {"directory": "/", "file": "a.S", "arguments": ["cc", "-c", "a.S"]},
    {"directory": "/", "file": "a.f90", "arguments": ["gfortran", "a.f90"]},
    {"directory": "/", "file": "a.x", "arguments": ["cc", "-xc", "a.x"]},
    {"directory": "/", "file": "a.cc", "arguments": ["cc", "a.cc"]}])");
  ASSERT_EQ(All.size(), 2u);
  EXPECT_EQ(All[0].File, "/a.x");
  EXPECT_EQ(All[1].File, "/a.cc");
}

TEST_F(ProjectCommands, LaunchersAreDropped) {
  std::vector<CompileCommand> All = read(R"([
    {"directory": "/", "file": "a.c", "arguments":
     ["env", "X=1", "ccache", "arm-linux-gnueabihf-gcc-12", "-c", "a.c"]},
    {"directory": "/", "file": "a.c", "arguments":
     ["mycompiler", "-I", "gcc", "-c", "a.c"]}])");
  ASSERT_EQ(All.size(), 2u);
  EXPECT_EQ(All[0].Arguments.front(), "arm-linux-gnueabihf-gcc-12");
  // What a path option names is no compiler.
  EXPECT_EQ(All[1].Arguments.front(), "mycompiler");
}

TEST_F(ProjectCommands, ResponseFilesAreRead) {
  write("out/words.rsp", "-DX=1 -Iinc");
  std::vector<CompileCommand> All = read(R"([
    {"directory": "out", "file": "a.c",
     "arguments": ["cc", "@words.rsp", "-c", "a.c"]}])");
  ASSERT_EQ(All.size(), 1u);
  EXPECT_EQ(All[0].Arguments, (Words{"cc", "-DX=1", "-Iinc", "-c", "a.c"}));
}

TEST_F(ProjectCommands, WhatIsNoListIsRefused) {
  for (const char *Text :
       {"", "{}", "[", "[{}]",
        R"([{"directory": "/", "file": "a.c", "arguments": ["cc", "a.c"]},)"}) {
    Expected<std::vector<CompileCommand>> Read =
        readCommands(write("compile_commands.json", Text));
    ASSERT_FALSE(Read) << Text;
    EXPECT_NE(Read.takeError().message().find("not a list of compile commands"),
              std::string::npos);
  }
}

TEST_F(ProjectCommands, OutputListsChoose) {
  std::vector<CompileCommand> All = read(R"([
    {"directory": "out", "file": "a.c", "arguments": ["cc", "-oa.o", "a.c"]},
    {"directory": "out", "file": "b.c", "arguments": ["cc", "-ob.o", "b.c"]}])");
  std::vector<CompileCommand> Kept = All;
  EXPECT_FALSE(keepMakers(Kept, write("out/list", "b.o\n")));
  ASSERT_EQ(Kept.size(), 1u);
  EXPECT_EQ(Kept[0].Id, 1u);
  EXPECT_TRUE(keepMakers(All, write("out/list", "c.o\n")));
  EXPECT_TRUE(keepMakers(All, Root + "/nothing"));
}

TEST_F(ProjectCommands, WordsThatDoNotMatterAreLeftOut) {
  CommandWords W = wordsOf(
      command({"g++", "-c", "-DX=1", "-Wall", "-Werror=shadow", "-o", "a.o",
               "-MMD", "-MF", "a.d", "-std=c++20", "-flto", "-m32",
               "-Wp,-MD,x.d,-DY", "-I/usr/lib/gcc/x/12/include", "-Iinc"}));
  EXPECT_EQ(W.Kept,
            (Words{"-DX=1", "-std=c++20", "-m32", "-DY", "-Iinc", "a.cpp"}));
  EXPECT_EQ(W.Refusal, "");
}

TEST_F(ProjectCommands, WordsForThePlugin) {
  CommandWords W = wordsOf(command(
      {"clang++", "-fplugin=libHostLayout.so",
       "-fplugin-arg-hostlayout-btf=ev.o", "-Xclang", "-plugin-arg-hostlayout",
       "-Xclang", "renamed=error", "-Xclang", "-load", "-Xclang", "x.so"}));
  EXPECT_EQ(W.PluginArguments, (Words{"btf=ev.o", "renamed=error"}));
  EXPECT_EQ(W.Kept, Words{"a.cpp"});
}

TEST_F(ProjectCommands, WordsThatCannotBeFollowed) {
  EXPECT_NE(wordsOf(command({"gcc", "@gone.rsp"})).Refusal.find("gone.rsp"),
            std::string::npos);
  EXPECT_NE(wordsOf(command({"gcc", "-fplugin=randomize_layout_plugin.so"}))
                .Refusal.find("at random"),
            std::string::npos);
}

TEST_F(ProjectCommands, WordsThatChangeLayouts) {
  for (const char *Word :
       {"-m32", "-fpack-struct=4", "-mabi=lp64", "-fshort-enums"})
    EXPECT_TRUE(changesLayout(Word)) << Word;
  for (const char *Word : {"-march=native", "-fno-exceptions", "-O2"})
    EXPECT_FALSE(changesLayout(Word)) << Word;
}

} // namespace
