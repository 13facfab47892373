//===- ChangeCounter.cpp - Files that were written, as a file -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/ChangeCounter.h"

#include <cerrno>
#include <csignal>
#include <pthread.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace hostlayout::clangfe;

ChangeCounter &ChangeCounter::process() {
  // Its thread outlives every static object.
  static ChangeCounter &Counter = *new ChangeCounter;
  return Counter;
}

ChangeCounter::ChangeCounter() {
  // Not inherited: clangd starts compilers.
  Events = inotify_init1(IN_CLOEXEC);
  File = memfd_create("host-layout-changes", MFD_CLOEXEC);
  // The signals are for clangd's own threads.
  sigset_t All, Before;
  sigfillset(&All);
  pthread_sigmask(SIG_SETMASK, &All, &Before);
  pthread_t Thread;
  const bool IsRunning = Events >= 0 && File >= 0 &&
                         pthread_create(&Thread, nullptr, run, this) == 0;
  pthread_sigmask(SIG_SETMASK, &Before, nullptr);
  if (IsRunning) {
    pthread_detach(Thread);
    return;
  }
  for (int *Descriptor : {&Events, &File}) {
    if (*Descriptor >= 0)
      close(*Descriptor);
    *Descriptor = -1;
  }
}

void *ChangeCounter::run(void *Self) {
  const ChangeCounter &C = *static_cast<ChangeCounter *>(Self);
  alignas(inotify_event) char Batch[4096];
  for (off_t Count = 1;; ++Count) {
    // Which file it was does not matter.
    const ssize_t Size = read(C.Events, Batch, sizeof Batch);
    if ((Size <= 0 && errno != EINTR) || ftruncate(C.File, Count) != 0)
      return nullptr;
  }
}

ChangeCounter::State ChangeCounter::state() const {
  const std::string Path = "/proc/self/fd/" + std::to_string(File);
  struct stat Info;
  // By its path, as clangd will: there may be no /proc.
  if (File < 0 || stat(Path.c_str(), &Info) != 0)
    return {};
  return {Path, Info.st_size, Info.st_mtime};
}

void ChangeCounter::watch(const std::string &Path) {
  if (Events >= 0)
    inotify_add_watch(Events, Path.c_str(),
                      IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF);
}
