// The same work on typed maps and by hand, to count system calls and
// instructions. usage: calls typed|hand|both
#include "kinds.types.hpp"
using namespace kinds_types;
#include "kinds.skel.h"

#include <cstdio>
#include <cstring>
#include <vector>

namespace {

constexpr uint32_t Rounds = 200;

[[gnu::noinline]] uint64_t by_hand(int recent, int hits, int waiting) {
  uint64_t sum = 0;
  std::vector<kinds_types::hits_value_percpu> cpus(
      static_cast<std::size_t>(libbpf_num_possible_cpus()));
  for (uint32_t key = 0; key != Rounds; ++key) {
    uint64_t value = key;
    if (bpf_map_update_elem(recent, &key, &value, BPF_ANY) != 0)
      std::abort();
    int error = bpf_map_lookup_elem(recent, &key, &value);
    if (error == 0)
      sum += value;
    else if (error != -ENOENT)
      std::abort();
    uint32_t index = 0;
    if (bpf_map_lookup_elem(hits, &index, cpus.data()) != 0)
      std::abort();
    for (const auto &cpu : cpus)
      sum += cpu.value.a;
    kinds_types::stats s = {key, key};
    if (bpf_map_update_elem(waiting, nullptr, &s, BPF_ANY) != 0 ||
        bpf_map_lookup_and_delete_elem(waiting, nullptr, &s) != 0)
      std::abort();
    sum += s.bytes;
    error = bpf_map_delete_elem(recent, &key);
    if (error != 0 && error != -ENOENT)
      std::abort();
  }
  return sum;
}

[[gnu::noinline]] uint64_t typed(const kinds_types::maps &m) {
  uint64_t sum = 0;
  host_layout::percpu<kinds_types::twelve> cpus;
  for (uint32_t key = 0; key != Rounds; ++key) {
    m.recent.update(key, key);
    if (auto value = m.recent.lookup(key))
      sum += *value;
    m.hits.lookup(0, cpus);
    for (const auto &cpu : cpus)
      sum += cpu.a;
    m.waiting.push({key, key});
    sum += m.waiting.pop()->bytes;
    m.recent.erase(key);
  }
  return sum;
}

} // namespace

int main(int count, char **arguments) {
  kinds *skel = kinds__open();
  if (!skel)
    return 1;
  bpf_map__set_max_entries(skel->maps.per_cpu_events, 1);
  if (int error = kinds__load(skel))
    return error == -EPERM || error == -EACCES ? 77 : 1;
  const char *what = count > 1 ? arguments[1] : "both";
  uint64_t a = 0, b = 0;
  // Marks in what strace shows.
  auto mark = [] { bpf_map_get_fd_by_id(0x7fffffff); };
  kinds_types::maps m{*skel};
  mark();
  if (std::strcmp(what, "typed") != 0)
    a = by_hand(bpf_map__fd(skel->maps.recent), bpf_map__fd(skel->maps.hits),
                bpf_map__fd(skel->maps.waiting));
  mark();
  if (std::strcmp(what, "hand") != 0)
    b = typed(m);
  mark();
  kinds__destroy(skel);
  return std::strcmp(what, "both") == 0 && a != b;
}
