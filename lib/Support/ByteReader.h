//===- ByteReader.h - Numbers out of a file's bytes -------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Files are read in place: nothing is copied or swapped ahead of use, and no
// alignment is asked of the bytes.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_BYTEREADER_H
#define HOSTLAYOUT_SUPPORT_BYTEREADER_H

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <type_traits>

namespace hostlayout {

inline uint8_t byteSwap(uint8_t Value) { return Value; }
inline uint16_t byteSwap(uint16_t Value) { return __builtin_bswap16(Value); }
inline uint32_t byteSwap(uint32_t Value) { return __builtin_bswap32(Value); }
inline uint64_t byteSwap(uint64_t Value) { return __builtin_bswap64(Value); }

/// The T at \p From, which must have sizeof(T) readable bytes.
template <typename T> T load(const uint8_t *From, bool Swap) {
  static_assert(std::is_unsigned_v<T>);
  T Value;
  std::memcpy(&Value, From, sizeof(T));
  return Swap ? byteSwap(Value) : Value;
}

/// Whether numbers of the given byte order must be swapped on this machine.
constexpr bool mustSwap(bool FileIsBigEndian) {
  return FileIsBigEndian != (std::endian::native == std::endian::big);
}

/// Bytes of one byte order, read only where they exist.
class ByteReader {
public:
  ByteReader(std::span<const uint8_t> Data, bool IsBigEndian)
      : Data(Data), IsBigEndian(IsBigEndian) {}

  std::span<const uint8_t> data() const { return Data; }
  bool isBigEndian() const { return IsBigEndian; }

  /// The T at byte \p Offset, or nothing where the bytes end before it does.
  template <typename T> std::optional<T> read(uint64_t Offset) const {
    if (Offset > Data.size() || Data.size() - Offset < sizeof(T))
      return std::nullopt;
    return load<T>(Data.data() + Offset, mustSwap(IsBigEndian));
  }

  /// \p Length bytes from \p Offset, or nothing where not all of them exist.
  std::optional<std::span<const uint8_t>> slice(uint64_t Offset,
                                                uint64_t Length) const {
    if (Offset > Data.size() || Data.size() - Offset < Length)
      return std::nullopt;
    return Data.subspan(Offset, Length);
  }

private:
  std::span<const uint8_t> Data;
  bool IsBigEndian;
};

} // namespace hostlayout

#endif
