//===- Phrases.h - The words that sentences are made of ---------*- C++ -*-===//
//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_RENDER_PHRASES_H
#define HOSTLAYOUT_RENDER_PHRASES_H

#include "Compare/Finding.h"
#include "Render/SideNames.h"

#include <string>

namespace hostlayout {

/// 'text', fit for a message.
std::string quoted(std::string_view Text);

/// The attribute with \p Argument, which may be empty, as \p F's source has it.
std::string marker(const Finding &F, std::string_view Argument);

/// "1 byte", "8 bytes".
std::string bytes(uint64_t Count);

/// "2 bytes of padding"; where a byte is not whole, "5 bits of padding".
std::string padding(const Difference &Hole);

/// The record at fault as the host calls it, and as BPF does.
std::string hostIn(const Finding &F);
std::string bpfIn(const Finding &F, const SideNames &S);
/// "'v4' or 'v6'": what a union without a name has.
std::string membersOf(const Type &Union);

/// "byte 8"; of a bit-field "bit 3 of byte 8".
std::string place(const Field &Fld, uint64_t Bit);

/// "byte 12 belongs", "bytes 12-15 belong": a verb behind a field's bytes.
std::string bytesOf(const Field &Fld, uint64_t Bit, std::string_view One,
                    std::string_view Many);

/// "bits 0-3", counted from the byte that \p Bit is in.
/// The same for the bits [From, To).
std::string byteRange(uint64_t From, uint64_t To, std::string_view One,
                      std::string_view Many);

std::string bitRange(uint64_t Bit, uint64_t Width);

/// An enumerator's value as \p In stores it.
std::string number(uint64_t Value, const Type *In);

/// "a struct", "an enum", "'u64'".
std::string kindName(const Type &Ty);

/// "'a', 'b' or 'c'".
std::string anyOf(const std::vector<std::string> &Names);

} // namespace hostlayout

#endif
