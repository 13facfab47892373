//===- Input.h - Objects named on the command line --------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_INPUT_H
#define HOSTLAYOUT_INPUT_H

#include "BTF/Object.h"

#include <string>

namespace hostlayout::command {

/// What the help of every subcommand says of an OBJECT.
inline constexpr char ObjectHelp[] =
    "an eBPF object, BTF such as /sys/kernel/btf/vmlinux, map:ID, prog:ID, or "
    "the path of a pinned map or program";
/// Likewise of --btf-base.
inline constexpr char BaseHelp[] = "The base of split BTF";

/// Reads what \p Name names. \p Base is the file with the base of split BTF;
/// empty for vmlinux beside \p Name.
/// Error: with the name in front.
Expected<std::shared_ptr<const btf::Object>>
openObject(const std::string &Name, const std::string &Base = {});

} // namespace hostlayout::command

#endif
