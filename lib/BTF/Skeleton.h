//===- Skeleton.h - The object inside a libbpf skeleton ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `bpftool gen skeleton` writes a C header with a BPF object in it as one
// string literal. The object is read out of the header's text: where an editor
// skips function bodies, the literal never reaches the AST.
//
// Known forms: those of bpftool 5.6 to 7.8, which have the literal in
// NAME__create_skeleton() or in NAME__elf_bytes(), as an expression or as an
// array's initialiser; and light skeletons (-L), whose loader carries the BTF.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_SKELETON_H
#define HOSTLAYOUT_BTF_SKELETON_H

#include "Support/Expected.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::btf {

struct Skeleton {
  /// The object's name, which is also that of the struct.
  std::string Name;
  /// The ELF object; of a light skeleton its BTF. Empty where a light skeleton
  /// carries no BTF, and where the header is only called like a skeleton.
  std::vector<uint8_t> Object;
  /// The line of the header on which it starts.
  size_t Line = 0;
};

/// Whether \p Text starts as a skeleton does, whatever the file is called.
/// Looks at its first lines only.
bool isSkeleton(std::string_view Text);

/// Whether \p Text starts as what `bpftool gen subskeleton` writes, which
/// points into the object of another skeleton and has none in itself.
bool isSubskeleton(std::string_view Text);

/// Error: the file is damaged, and where.
Expected<Skeleton> parseSkeleton(std::string_view Text);

/// The name of the struct, also where the object is damaged; empty if it is not
/// there.
std::string skeletonName(std::string_view Text);

/// \p Name with '_' for whatever an identifier of C cannot have.
std::string sanitizeIdentifier(std::string_view Name);

/// The name that a skeleton has for the section \p Section, "data_x" for
/// ".data.x"; empty for a section of which a skeleton has no struct.
std::string skeletonIdentifier(std::string_view Section);

} // namespace hostlayout::btf

#endif
