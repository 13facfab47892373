//===- SupportFilesTest.cpp - Files and processes -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScratchDir.h"
#include "Support/OwnProgram.h"
#include "Support/Process.h"
#include "Support/ReadFile.h"
#include "Support/WriteFile.h"

#include <csignal>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <vector>

using namespace hostlayout;
using namespace hostlayout::test;
namespace fs = std::filesystem;

namespace {

std::string contentOf(const std::string &Path) {
  auto Content = readFile(Path);
  return Content ? std::string(Content->text()) : Content.takeError().message();
}

TEST(SupportReadFile, CopiesOrMaps) {
  ScratchDir Dir;
  std::string Path = Dir.file("f");
  std::ofstream(Path) << "hello";
  for (ReadBy How : {ReadBy::Copy, ReadBy::Map}) {
    auto Content = readFile(Path, How);
    ASSERT_TRUE(Content);
    EXPECT_EQ(Content->text(), "hello");
  }
  std::ofstream(Path, std::ios::trunc);
  for (ReadBy How : {ReadBy::Copy, ReadBy::Map}) {
    auto Empty = readFile(Path, How);
    ASSERT_TRUE(Empty);
    EXPECT_TRUE(Empty->Data.empty());
  }
}

TEST(SupportReadFile, ACopyOutlivesTheFile) {
  ScratchDir Dir;
  std::string Path = Dir.file("f");
  std::ofstream(Path) << "hello";
  auto Content = readFile(Path);
  ASSERT_TRUE(Content);
  std::ofstream(Path, std::ios::trunc) << "other";
  EXPECT_EQ(Content->text(), "hello");
}

TEST(SupportReadFile, SaysWhyNot) {
  ScratchDir Dir;
  std::string Directory = Dir.file(""), Missing = Dir.file("missing"),
              Pipe = Dir.file("pipe"), Huge = Dir.file("huge");
  ASSERT_EQ(mkfifo(Pipe.c_str(), 0600), 0);
  std::ofstream(Huge) << "x";
  ASSERT_EQ(truncate(Huge.c_str(), off_t(5) << 32), 0);
  EXPECT_EQ(contentOf(Missing), Missing + ": no such file or directory");
  EXPECT_EQ(contentOf(Directory),
            Directory + ": this is a directory; name a file in it");
  EXPECT_EQ(contentOf(Pipe), Pipe + ": this is not a regular file");
  EXPECT_EQ(contentOf(Huge), Huge + ": a file of 21474836480 bytes is too "
                                    "large; the limit is 4 GiB");
}

size_t filesIn(const std::string &Directory) {
  return static_cast<size_t>(std::distance(fs::directory_iterator(Directory),
                                           fs::directory_iterator()));
}

TEST(SupportWriteFile, WholeOrNotAtAll) {
  ScratchDir Dir;
  std::string Path = Dir.file("f");
  {
    auto File = PendingFile::open(Path);
    ASSERT_TRUE(File);
    EXPECT_FALSE(File->write("half"));
    EXPECT_FALSE(fs::exists(Path));
  }
  EXPECT_EQ(filesIn(Dir.file("")), 0u);
  EXPECT_FALSE(writeFile(Path, "whole"));
  EXPECT_EQ(contentOf(Path), "whole");
  EXPECT_EQ(filesIn(Dir.file("")), 1u);
}

TEST(SupportWriteFile, KeepsLinksAndModes) {
  ScratchDir Dir;
  std::string Path = Dir.file("f"), Link = Dir.file("link");
  EXPECT_FALSE(writeFile(Path, "a"));
  ASSERT_EQ(chmod(Path.c_str(), 0640), 0);
  fs::create_symlink("f", Link);
  EXPECT_FALSE(writeFile(Link, "b"));
  EXPECT_TRUE(fs::is_symlink(Link));
  EXPECT_EQ(contentOf(Path), "b");
  struct stat Info;
  ASSERT_EQ(stat(Path.c_str(), &Info), 0);
  EXPECT_EQ(Info.st_mode & 0777, 0640u);
}

TEST(SupportWriteFile, UpdatesWhatIsNewOnly) {
  ScratchDir Dir;
  std::string Path = Dir.file("f");
  EXPECT_FALSE(updateFile(Path, "a"));
  const auto Old = fs::file_time_type::clock::now() - std::chrono::hours(1);
  fs::last_write_time(Path, Old);
  EXPECT_FALSE(updateFile(Path, "a"));
  EXPECT_EQ(fs::last_write_time(Path), Old);
  EXPECT_FALSE(updateFile(Path, "b"));
  EXPECT_NE(fs::last_write_time(Path), Old);
}

TEST(SupportWriteFile, SaysWhyNot) {
  ScratchDir Dir;
  std::string Path = Dir.file("missing/f");
  auto Wrong = writeFile(Path, "");
  ASSERT_TRUE(Wrong);
  EXPECT_EQ(Wrong->message(), Path + ": no such file or directory");
  if (fs::exists("/dev/full")) {
    Wrong = writeFile("/dev/full", "x");
    ASSERT_TRUE(Wrong);
    EXPECT_EQ(Wrong->message(), "/dev/full: no space left on device");
  }
}

struct Ran {
  int Exit = 0;
  bool IsTimedOut = false;
  std::string Output;
};

Ran shell(const std::string &Script, Program P = {}) {
  P.Words = {"sh", "-c", Script};
  Ran R;
  auto End =
      runProgram(std::move(P), [&](std::string_view T) { R.Output += T; });
  EXPECT_TRUE(End);
  if (End) {
    R.Exit = End->Exit;
    R.IsTimedOut = End->IsTimedOut;
  }
  return R;
}

TEST(SupportProcess, OutputAndEnd) {
  EXPECT_EQ(shell("echo out; echo err >&2").Output, "out\n");
  EXPECT_EQ(shell("echo out; echo err >&2", {.Words = {}, .ReadsErrors = true})
                .Output,
            "out\nerr\n");
  EXPECT_EQ(shell("exit 3").Exit, 3);
  EXPECT_EQ(shell("kill -SEGV $$").Exit, -SIGSEGV);
  EXPECT_EQ(shell("cat").Output, "") << "there is no input";
  ScratchDir Dir;
  const std::string Real = fs::canonical(Dir.file(""));
  EXPECT_EQ(shell("pwd -P", {.Words = {}, .Directory = Real}).Output,
            Real + "\n");
}

TEST(SupportProcess, IsKilledWithItsChildren) {
  // The child would keep the pipe open.
  Ran R = shell("sleep 1000 & wait", {.Words = {}, .Seconds = 1});
  EXPECT_TRUE(R.IsTimedOut);
  EXPECT_EQ(R.Exit, -SIGKILL);
}

TEST(SupportProcess, WholeLines) {
  std::vector<std::string> Lines;
  auto End = readLines({.Words = {"printf", "a\\n\\nlong line\\ncut"}},
                       [&](std::string_view L) { Lines.emplace_back(L); });
  ASSERT_TRUE(End);
  EXPECT_EQ(Lines, (std::vector<std::string>{"a", "", "long line"}));
}

TEST(SupportProcess, SaysWhyNot) {
  auto End = runProgram({.Words = {"/no/such/program"}}, [](auto) {});
  ASSERT_FALSE(End);
  EXPECT_EQ(End.takeError().message(),
            "/no/such/program: no such file or directory");
}

TEST(SupportOwnProgram, FindsWhatLiesBesideIt) {
  const fs::path Own = ownProgram();
  ASSERT_TRUE(fs::is_regular_file(Own));
  const std::string Name = Own.filename();
  const char *Places[] = {"no-such-file", ".", Name.c_str()};
  EXPECT_EQ(findOwnFile(Places), Own);
  EXPECT_TRUE(findOwnFile(std::span(Places, 2)).empty());
}

} // namespace
