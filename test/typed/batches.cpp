// How a map's entries are read: in batches of the running kernel, and with what
// kernels answer that this one is not. libbpf's functions go through here.
#include "check.hpp"

#include <bpf/host_layout_maps.hpp>

#include <cstdlib>
#include <dlfcn.h>
#include <set>
#include <sys/mman.h>

namespace hl = host_layout;

/// The bytes of each allocation, in front of it.
constexpr std::size_t front = alignof(std::max_align_t);
[[gnu::noinline]] void *operator new(std::size_t size) {
  auto *at = static_cast<char *>(std::malloc(front + size));
  if (!at)
    std::abort();
  std::memcpy(at, &size, sizeof(size));
  return at + front;
}
void operator delete(void *at) noexcept {
  if (at)
    std::free(static_cast<char *>(at) - front);
}
void operator delete(void *at, std::size_t) noexcept { operator delete(at); }
static std::size_t allocated(const void *at) {
  std::size_t size;
  std::memcpy(&size, static_cast<const char *>(at) - front, sizeof(size));
  return size;
}

/// What was asked of the kernel, and what it is to answer instead.
static struct {
  unsigned batches, entries, no_room, last_with_entries, keys, lookups;
  std::size_t smallest_token;
  int answer;      ///< to each batch from number from_batch on; 0: the kernel's
  unsigned from_batch;
  bool hides_all; ///< no lookup of one key finds it
  std::uint32_t next_key; ///< the last one that was told
} kernel;

struct in_libbpf {
  int fd;
  bool autocreate;
};

template <class F> static F *real(F *, const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found)
    std::abort();
  return reinterpret_cast<F *>(found);
}

extern "C" {
int bpf_map_lookup_batch(int fd, void *in, void *out, void *keys, void *values,
                         __u32 *count, const bpf_map_batch_opts *options) {
  static auto *next = real(&bpf_map_lookup_batch, "bpf_map_lookup_batch");
  for (const void *token : {static_cast<const void *>(in),
                            static_cast<const void *>(out)})
    if (token && allocated(token) < kernel.smallest_token)
      kernel.smallest_token = allocated(token);
  if (kernel.batches++ >= kernel.from_batch && kernel.answer) {
    *count = 0;
    return kernel.answer;
  }
  int result = next(fd, in, out, keys, values, count, options);
  kernel.no_room += result == -ENOSPC;
  if (result == 0 || result == -ENOENT)
    kernel.entries += *count;
  kernel.last_with_entries += result == -ENOENT && *count;
  return result;
}
int bpf_map_get_next_key(int fd, const void *key, void *next_key) {
  static auto *next = real(&bpf_map_get_next_key, "bpf_map_get_next_key");
  ++kernel.keys;
  int result = next(fd, key, next_key);
  if (result == 0)
    std::memcpy(&kernel.next_key, next_key, sizeof(kernel.next_key));
  return result;
}
int bpf_map_lookup_elem(int fd, const void *key, void *value) {
  static auto *next = real(&bpf_map_lookup_elem, "bpf_map_lookup_elem");
  ++kernel.lookups;
  return kernel.hides_all ? -ENOENT : next(fd, key, value);
}

// What libbpf has of a map.
int bpf_map__fd(const bpf_map *map) {
  return reinterpret_cast<const in_libbpf *>(map)->fd;
}
bool bpf_map__autocreate(const bpf_map *map) {
  return reinterpret_cast<const in_libbpf *>(map)->autocreate;
}
__u32 bpf_map__key_size(const bpf_map *) { return 4; }
__u32 bpf_map__value_size(const bpf_map *) { return 8; }
}

static void answer(int result, unsigned from_batch = 0) {
  kernel = {};
  kernel.smallest_token = SIZE_MAX;
  kernel.answer = result;
  kernel.from_batch = from_batch;
}

/// A map of the running kernel.
template <class Map> struct made : descriptor {
  Map map;
  made(std::size_t key, std::size_t value, std::uint32_t entries)
      : descriptor(create(key, value, entries)) {
    CHECK(map.bind(hl::source_of(fd), "made") == 0);
  }
  static int create(std::size_t key, std::size_t value, std::uint32_t entries) {
    bpf_map_create_opts options = {};
    options.sz = sizeof(options);
    options.map_flags = BPF_F_NO_PREALLOC;
    return bpf_map_create(static_cast<bpf_map_type>(Map::kernel_type), "made",
                          static_cast<std::uint32_t>(key),
                          static_cast<std::uint32_t>(value), entries, &options);
  }
};
template <class Key, class Value> struct hash : made<hl::hash_map<Key, Value>> {
  explicit hash(std::uint32_t entries)
      : made<hl::hash_map<Key, Value>>(sizeof(Key), sizeof(Value), entries) {}
};

/// Fills \p map with \p count entries, and finds each once.
template <class Key, class Value>
static bool finds_all(const hl::hash_map<Key, Value> &map, unsigned count) {
  for (unsigned i = 0; i != count; ++i) {
    Value value{};
    std::memcpy(&value, &i, 1);
    map.update(static_cast<Key>(i), value);
  }
  std::set<Key> keys;
  bool is_right = true;
  std::error_code ec;
  map.for_each(ec, [&](const Key &key, const Value &value) {
    is_right &= keys.insert(key).second;
    is_right &= std::memcmp(&key, &value, 1) == 0;
  });
  return !ec && is_right && keys.size() == count;
}

/// Values of which a batch has one at first: where the kernel has two keys in
/// one place, it wants room for both.
static void grows() {
  answer(0);
  using large = std::array<unsigned char, 128 << 10>;
  hash<std::uint32_t, large> h(64);
  CHECK(finds_all(h.map, 64));
  CHECK(kernel.no_room > 0 && kernel.entries == 64 && kernel.keys == 0);
}

static void last_one_has_entries() {
  answer(0);
  hash<std::uint32_t, std::uint64_t> h(8);
  CHECK(finds_all(h.map, 8));
  CHECK(kernel.batches == 1 && kernel.last_with_entries == 1);
}

template <class Key> static void token() {
  answer(0);
  hash<Key, std::uint32_t> h(1000);
  CHECK(finds_all(h.map, sizeof(Key) == 1 ? 256 : 900));
  CHECK(kernel.batches > (sizeof(Key) == 1 ? 0 : 1));
  CHECK(kernel.smallest_token >= std::max<std::size_t>(4, sizeof(Key)));
}

static void without_batches() {
  hash<std::uint32_t, std::uint32_t> h(300);
  // A kernel that does not know the command; one that has it for other maps.
  for (int result : {-EINVAL, -EOPNOTSUPP, -524}) {
    answer(result);
    CHECK(finds_all(h.map, 200));
    CHECK(kernel.batches == 1 && kernel.keys == 201 && kernel.lookups == 200);
  }
  // After a batch, it is an error like another one.
  std::error_code ec;
  hash<std::uint32_t, std::uint32_t> more(1000);
  CHECK(finds_all(more.map, 1000));
  answer(-EINVAL, 1);
  more.map.for_each(ec, [](auto, auto) {});
  CHECK(ec == std::errc::invalid_argument && kernel.batches == 2);
  answer(-EPERM);
  more.map.for_each(ec, [](auto, auto) {});
  CHECK(ec == std::errc::operation_not_permitted && kernel.batches == 1);
}

/// What changes all the time is given up, not waited for.
static void ends() {
  hash<std::uint32_t, std::uint32_t> h(300);
  std::error_code ec;
  answer(0);
  CHECK(finds_all(h.map, 100));
  answer(-EINTR);
  h.map.for_each(ec, [](auto, auto) {});
  CHECK(ec == std::errc::resource_unavailable_try_again);
  CHECK(kernel.batches > 1000 && kernel.batches < 10000);
  answer(-ENOSPC);
  h.map.for_each(ec, [](auto, auto) {});
  CHECK(ec == std::errc::no_space_on_device && kernel.batches < 20);
  // By key: each is gone when it is read.
  answer(-EINVAL);
  kernel.hides_all = true;
  std::size_t seen = 0;
  h.map.for_each(ec, [&](auto, auto) { ++seen; });
  CHECK(!ec && seen == 0 && kernel.lookups == 100);
  // The next one goes away, and another one comes: the kernel begins with the
  // first one again.
  answer(-EINVAL);
  seen = 0;
  std::uint32_t another = 1000;
  h.map.for_each(ec, [&](auto, auto) {
    h.map.erase(kernel.next_key);
    h.map.update(another++, 1);
    return ++seen < 100000;
  });
  CHECK(ec == std::errc::resource_unavailable_try_again && seen < 10000);
}

/// A map that is not created has no descriptor, or since libbpf 1.4 that of
/// something else.
static void not_created(int map) {
  descriptor something(memfd_create("something", MFD_CLOEXEC));
  auto fd_of = [](int fd, bool autocreate) {
    const in_libbpf of = {fd, autocreate};
    return hl::source_of(reinterpret_cast<const bpf_map *>(&of)).fd;
  };
  CHECK(something.fd >= 0 && fd_of(something.fd, false) == -EBADF);
  CHECK(fd_of(-1, false) == -EBADF && fd_of(-1, true) == -EBADF);
  CHECK(fd_of(map, true) == map);
  // One that bpf_map__reuse_fd() set is there all the same.
  CHECK(fd_of(map, false) == map);
}

int main() {
  descriptor probe(bpf_map_create(BPF_MAP_TYPE_HASH, "probe", 4, 4, 1, nullptr));
  if (probe.fd < 0)
    return cannot_load(probe.fd);
  grows();
  last_one_has_entries();
  token<unsigned char>();
  token<std::uint32_t>();
  token<unsigned __int128>();
  without_batches();
  ends();
  not_created(probe.fd);
  std::printf("%d faults\n", faults);
  return faults != 0;
}
