// What the programs in C++ share besides.
#ifndef CHECK_HPP
#define CHECK_HPP

#include "check.h"

#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>

static int skips;
static inline void skip(const char *what, const char *why) {
  ++skips;
  std::printf("%s: not tested: %s\n", what, why);
}

/// A descriptor that this closes.
struct descriptor {
  int fd;
  explicit descriptor(int fd) : fd(fd) {}
  descriptor(const descriptor &) = delete;
  ~descriptor() {
    if (fd >= 0)
      close(fd);
  }
};

/// The directory of this process's cgroup, version 2.
inline std::string own_cgroup() {
  std::string line, mount, device, type, group;
  for (std::ifstream mounts("/proc/self/mounts"); std::getline(mounts, line);) {
    std::istringstream words(line);
    words >> device >> mount >> type;
    if (type == "cgroup2")
      break;
    mount.clear();
  }
  for (std::ifstream groups("/proc/self/cgroup"); std::getline(groups, line);)
    if (line.rfind("0::", 0) == 0)
      group = line.substr(3);
  return mount.empty() || group.empty() ? "" : mount + group;
}

#endif
