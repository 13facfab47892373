//===- ObjectCache.h - Objects already read by this process -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An editor compiles the same file at every keystroke, a project check many
// files against the same objects: each object is read and validated once.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_OBJECTCACHE_H
#define HOSTLAYOUT_CLANG_OBJECTCACHE_H

#include "BTF/Object.h"

#include "llvm/Support/Chrono.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace hostlayout::clangfe {

/// The most recently used objects of the process. Thread-safe.
class ObjectCache {
public:
  struct Key {
    std::string Path; ///< as spelled: an object names itself by it
    uint64_t Device, Inode, Size;
    llvm::sys::TimePoint<> Modified;
    bool operator==(const Key &) const = default;
  };
  using Reader = std::function<Expected<Bytes>()>;

  static ObjectCache &process();

  /// The object of the file that \p K stands for, or null. \p Read tells
  /// whether it is the same object if the time cannot be trusted. A file that
  /// was written just before it was read may also have been written again at
  /// once without a trace in \p K.
  std::shared_ptr<const btf::Object> find(const Key &K, bool TrustsTime,
                                          const Reader &Read);

  /// Keeps \p O, unless another thread was faster; returns the one kept.
  std::shared_ptr<const btf::Object> keep(const Key &K,
                                          std::shared_ptr<const btf::Object> O);

private:
  struct Entry {
    Key Of;
    std::shared_ptr<const btf::Object> Types;
    llvm::sys::TimePoint<> ReadAt;
    /// A file's time is not finer than the file system's clock.
    bool isSettled() const {
      return ReadAt - Of.Modified > std::chrono::seconds(2);
    }
  };
  static constexpr size_t Capacity = 8;

  std::mutex Lock;
  std::vector<Entry> Entries; ///< most recently used last
};

} // namespace hostlayout::clangfe

#endif
