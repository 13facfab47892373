//===- ReadFile.cpp - All bytes of a file ---------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Support/ReadFile.h"

#include "Support/Descriptor.h"
#include "Support/SystemError.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>

using namespace hostlayout;

namespace {

/// A vmlinux with all its DWARF has less.
constexpr off_t LargestFile = off_t(4) << 30;

Error failure(const std::string &Path, int Code) {
  return systemError(Code).in(Path);
}

bool isOfKernel(const Descriptor &File) {
  struct statfs Info;
  return fstatfs(File.get(), &Info) == 0 && Info.f_type == SYSFS_MAGIC;
}

/// Without an owner where the file system cannot map.
Bytes map(const Descriptor &File, size_t Size) {
  void *At = mmap(nullptr, Size, PROT_READ, MAP_PRIVATE, File.get(), 0);
  if (At == MAP_FAILED)
    return {};
  std::shared_ptr<const void> Owner(
      At, [Size](const void *P) { munmap(const_cast<void *>(P), Size); });
  return {{static_cast<const uint8_t *>(At), Size}, std::move(Owner)};
}

} // namespace

Expected<Bytes> hostlayout::readFile(const std::string &Path, ReadBy How) {
  // Without O_NONBLOCK a pipe without a writer would never open.
  Descriptor File(open(Path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat Info;
  if (!File || fstat(File.get(), &Info) != 0)
    return failure(Path, errno);
  if (S_ISDIR(Info.st_mode))
    return Error("this is a directory; name a file in it").in(Path);
  if (!S_ISREG(Info.st_mode))
    return Error("this is not a regular file").in(Path);
  if (Info.st_size > LargestFile)
    return Error("a file of " + std::to_string(Info.st_size) +
                 " bytes is too large; the limit is 4 GiB")
        .in(Path);

  const auto Size = static_cast<size_t>(Info.st_size);
  if (Size && (How == ReadBy::Map || isOfKernel(File)))
    if (Bytes Mapped = map(File, Size); Mapped.Owner)
      return Mapped;

  std::shared_ptr<uint8_t[]> Buffer(new (std::nothrow) uint8_t[Size]);
  if (!Buffer)
    return Error("a file of " + std::to_string(Size) +
                 " bytes does not fit the memory")
        .in(Path);
  size_t Done = 0;
  while (Done < Size) {
    ssize_t Got = read(File.get(), Buffer.get() + Done, Size - Done);
    if (Got < 0 && errno == EINTR)
      continue;
    if (Got < 0)
      return failure(Path, errno);
    if (Got == 0)
      break;
    Done += static_cast<size_t>(Got);
  }
  return Bytes{{Buffer.get(), Done}, Buffer};
}
