//===- DoctorSample.cpp - What every tool is tried with -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "doctor/DoctorSample.h"

#include "BTF/Format.h"
#include "Support/WriteFile.h"
#include "Support/SystemError.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <vector>

using namespace hostlayout;
using namespace hostlayout::command;

namespace fs = std::filesystem;

/// BTF with `struct sample { u64 value; }`, for this machine's byte order.
static std::string sampleBtf() {
  using btf::Kind;
  static constexpr char Strings[] = "\0u64\0sample\0value";
  enum : uint32_t { AtU64 = 1, AtSample = 5, AtValue = 12 };
  auto Info = [](Kind K, uint32_t Count) {
    return static_cast<uint32_t>(K) << 24 | Count;
  };
  const std::vector<uint32_t> Types = {AtU64,    Info(Kind::Int, 0),
                                       8,        64,
                                       AtSample, Info(Kind::Struct, 1),
                                       8,        AtValue,
                                       1,        0};
  const auto TypeBytes = static_cast<uint32_t>(Types.size() * 4);
  const uint32_t Header[] = {btf::Magic | btf::Version << 16,
                             btf::ShortHeader,
                             0,
                             TypeBytes,
                             TypeBytes,
                             sizeof Strings};
  std::string Bytes(reinterpret_cast<const char *>(Header), sizeof Header);
  Bytes.append(reinterpret_cast<const char *>(Types.data()), TypeBytes);
  Bytes.append(Strings, sizeof Strings);
  return Bytes;
}

std::string command::inList(const std::string &Path) {
  std::string Text;
  for (char C : Path) {
    if (std::strchr("\\:\"", C))
      Text += '\\';
    Text += C;
  }
  return Text;
}

Expected<std::unique_ptr<Sample>> Sample::make() {
  std::error_code Code;
  const fs::path Top = fs::temp_directory_path(Code);
  if (Code)
    return Error("TMPDIR names no directory in which tools could be tried");
  std::string Pattern = Top / "host-layout.XXXXXX";
  if (!mkdtemp(Pattern.data()))
    return systemError(errno).in(Pattern);
  std::unique_ptr<Sample> S(new Sample(std::move(Pattern)));
  if (std::optional<Error> E = writeFile(S->object(), sampleBtf()))
    return std::move(*E);
  return S;
}

Sample::~Sample() {
  std::error_code Ignored;
  fs::remove_all(Directory, Ignored);
}

std::optional<Error> Sample::write(const std::string &Name,
                                   const std::string &Object,
                                   const std::string &Base,
                                   const std::vector<std::string> &Target) {
  if (std::optional<Error> E =
          writeFile(Directory + "/trial.cpp",
                    "struct [[bpf::host_layout(\"" + Name +
                        "\")]] host_layout_doctor { char host_layout_doctor; "
                        "};\n"))
    return E;
  // For clangd, which takes no other arguments.
  // An object that it cannot read must not be a warning, which it keeps back.
  std::string Flags =
      "-std=c++17\n-DBPF_HOST_LAYOUT_BTF=" + inList(Object) + "\n";
  Flags += "-DBPF_HOST_LAYOUT_OPTIONS=object=error,not-checked=error";
  if (!Base.empty())
    Flags += ",btf-base=" + Base;
  Flags += "\n";
  for (const std::string &Flag : Target)
    Flags += Flag + "\n";
  return writeFile(Directory + "/compile_flags.txt", Flags);
}
