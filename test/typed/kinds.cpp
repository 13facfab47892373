// Typed maps of each kind, in the running kernel: what a program wrote is read,
// and what is written here the program reads.
#include "kinds.types.hpp"

// The skeleton's section structs are made of these types.
using namespace kinds_types;
#include "kinds.skel.h"

#include "check.h"

#include <net/if.h>
#include <set>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;
namespace hl = host_layout;

static long allocations;
void *operator new(std::size_t size) {
  ++allocations;
  if (void *p = std::malloc(size))
    return p;
  std::abort();
}
void operator delete(void *p) noexcept { std::free(p); }
void operator delete(void *p, std::size_t) noexcept { std::free(p); }

static flow a_flow(uint8_t proto, uint32_t port, uint16_t vlan, uint64_t cookie) {
  flow f;
  std::memset(&f, 0xff, sizeof(f)); // what may lie in holes
  f.proto = proto;
  f.port = port;
  f.vlan = vlan;
  f.cookie = cookie;
  return f;
}

static void read_what_was_written(const maps &m) {
  auto counted = m.counts.lookup(a_flow(6, 443, 0xabc, 1));
  CHECK(counted && counted->packets == 10 && counted->bytes == 1000);
  CHECK(!m.counts.lookup(a_flow(6, 444, 0xabc, 1)));
  CHECK(m.recent.lookup(7) == 0x123456789u);
  auto slot = m.slots.lookup(1);
  CHECK(slot && slot->a == 1 && slot->c == 3);
  CHECK(!m.slots.lookup(8));

  auto cpus = m.hits.lookup(0);
  CHECK(cpus && cpus->size() == hl::possible_cpus());
  uint64_t sum = cpus->reduce(uint64_t(), [](uint64_t s, const twelve &t) {
    return s + t.c;
  });
  CHECK(sum == 3);
  CHECK(hl::percpu<twelve>::stride == 16);
  hl::percpu<uint32_t> users;
  std::error_code ec;
  CHECK(m.by_user.lookup(7, users, ec) && !ec);
  CHECK(*std::max_element(users.begin(), users.end()) == 7);
  auto recent = m.recent_by_user.lookup(7);
  CHECK(recent && recent->reduce(uint64_t(), [](uint64_t s, const stats &v) {
          return s + v.bytes;
        }) == 1000);

  CHECK(m.routes.match(std::array<uint8_t, 4>{10, 1, 2, 3}) == 7u);
  CHECK(!m.routes.match(std::array<uint8_t, 4>{11, 1, 2, 3}));
  auto oldest = m.waiting.peek();
  CHECK(oldest && oldest->packets == 10);
  CHECK(m.waiting.pop() && !m.waiting.pop());
  CHECK(m.undo.pop() == 7u && !m.undo.peek());
  CHECK(m.seen.may_contain(7) && !m.seen.may_contain(1234567));
  auto bytes = m.plain.lookup({1, 0, 0, 0});
  CHECK(bytes && (*bytes)[5] == 6);
  auto six = m.names.lookup({'e', 't', 'h', '0'});
  CHECK(six && (*six)[1][2] == 6);

  auto first = m.table.open(0);
  CHECK(first && first.lookup(7) == 0x123456789u);
  CHECK(!m.table.open(1));
}

static void write_for_the_program(const maps &m) {
  m.counts.update(a_flow(17, 53, 0x123, 2), {20, 2000});
  m.recent.update(8, 0x987654321);
  m.slots.update(0, {4, 5, 6});
  m.hits.update(1, hl::percpu<twelve>({7, 8, 9}));
  m.by_user.update(8, hl::percpu<uint32_t>(88));
  m.routes.update(16, std::array<uint8_t, 4>{192, 168}, 99);
  m.waiting.push({1, 555});
  m.undo.push(66);
  m.seen.add(8);
  auto made = m.outer.create_inner();
  CHECK(made);
  made.update(1, 4242);
  m.outer.insert(7, made);
  auto trie = m.tries.create_inner();
  trie.update(8, std::array<uint8_t, 4>{10}, 5);
  m.tries.insert(1, trie);
  auto same = m.tries.open(1);
  CHECK(same && same.match(std::array<uint8_t, 4>{10, 1, 2, 3}) == 5u);
  CHECK(m.tries.erase(1));
}

static void check_results(const results &r) {
  CHECK(r.counts_packets == 20);
  CHECK(r.recent == 0x987654321);
  CHECK(r.slot_b == 5);
  CHECK(r.hit_c == 9);
  CHECK(r.user == 88);
  CHECK(r.route == 99);
  CHECK(r.queued == 555);
  CHECK(r.popped == 66);
  CHECK(r.in_bloom == 1);
  CHECK(r.inner == 4242);
  CHECK(r.tail_called == 1);
  CHECK(r.command == 30);
}

static void change_and_erase(const maps &m) {
  std::error_code ec;
  m.counts.update(a_flow(1, 1, 1, 1), {}, hl::update_mode::replace, ec);
  CHECK(ec == std::errc::no_such_file_or_directory);
  m.counts.update(a_flow(6, 443, 0xabc, 1), {}, hl::update_mode::create, ec);
  CHECK(ec == std::errc::file_exists);
  CHECK(m.counts.erase(a_flow(6, 443, 0xabc, 1)));
  CHECK(!m.counts.erase(a_flow(6, 443, 0xabc, 1), ec) && !ec);
  auto taken = m.counts.take(a_flow(17, 53, 0x123, 2));
  CHECK(taken && taken->bytes == 2000);
  CHECK(m.routes.erase(16, std::array<uint8_t, 4>{192, 168}));
  CHECK(!m.routes.erase(16, std::array<uint8_t, 4>{192, 168}, ec) && !ec);
  CHECK(m.outer.erase(7));
  CHECK(!m.outer.open(7));
  for (int i = 0; i < 8; ++i)
    m.waiting.push({}, ec);
  m.waiting.push({9, 9}, ec);
  CHECK(ec == std::errc::argument_list_too_long);
  m.waiting.push_over({9, 9});
  while (m.waiting.pop())
    ;
  m.by_user.update(1, hl::percpu<uint32_t>(), ec);
  CHECK(ec == std::errc::invalid_argument);
}

template <class Map> static std::set<uint32_t> keys_of(const Map &map) {
  std::set<uint32_t> keys;
  for (const auto &[key, value] : map)
    keys.insert(key);
  return keys;
}

static void iterate(const maps &m) {
  m.by_user.erase(7), m.by_user.erase(8);
  for (uint32_t i = 0; i < 300; ++i)
    m.by_user.update(i, hl::percpu<uint32_t>(i));
  CHECK(keys_of(m.by_user).size() == 300);
  std::size_t right = 0;
  std::error_code ec;
  m.by_user.for_each(ec, [&](uint32_t key, const hl::percpu<uint32_t> &v) {
    right += v.size() == hl::possible_cpus() && v[v.size() - 1] == key;
  });
  CHECK(!ec && right == 300);
  // A key that was handed out may be erased.
  for (auto &entry : m.by_user)
    m.by_user.erase(entry.key);
  CHECK(m.by_user.begin() == m.by_user.end());
  CHECK(keys_of(m.slots).size() == 8);
  std::size_t seen = 0;
  m.slots.for_each(ec, [&](uint32_t, const twelve &) { return ++seen < 3; });
  CHECK(!ec && seen == 3);
  // A map without batches, or with: the same.
  m.routes.update(24, std::array<uint8_t, 4>{1, 2, 3}, 5);
  std::size_t prefixes = 0;
  for (auto &[key, value] : m.routes)
    prefixes += key.length == 24 || key.length == 8;
  CHECK(prefixes == 2);
  // More in one bucket of the kernel than in the first batch.
  for (uint32_t i = 0; i < 1000; ++i)
    m.counts.update(a_flow(1, i, 0, 0), {i, 0});
  std::set<uint64_t> packets;
  for (auto &[key, value] : m.counts)
    packets.insert(value.packets);
  CHECK(packets.size() == 1000);
}

static void memory(const maps &m) {
  auto slots = hl::mapped(m.slots);
  CHECK(slots.size() == 8 && slots[0].b == 5 && slots[1].c == 3);
  slots[2] = {7, 7, 7};
  CHECK(m.slots.lookup(2)->a == 7);
  uint32_t sum = 0;
  for (const twelve &t : hl::mapped_for_reading(m.slots))
    sum += t.a;
  CHECK(sum == 4 + 1 + 7);
}

static void records(const maps &m) {
  hl::ring_buffer ring;
  int execs = 0, exits = 0, others = 0;
  std::size_t rest = 0;
  std::vector<hl::bad_record::reason_type> bad;
  ring.on(m.events, hl::by_tag<&event_head::kind>(),
          hl::on<event_exec>(EV_EXEC,
                             [&](const event_exec &e, hl::bytes_view more) {
                               CHECK(e.pid == 42 && e.time == 1);
                               CHECK(std::strcmp(e.comm, "true") == 0);
                               ++execs;
                               rest += more.size();
                             }),
          hl::on<event_exit>(EV_EXIT, [&](const event_exit &e) {
            CHECK(e.pid == 42 && e.code == -1);
            ++exits;
          }));
  ring.on<stats>(m.other_events, [&](const stats &s) {
    CHECK(s.bytes == 1000);
    ++others;
  });
  ring.on_error([&](const hl::bad_record &r) { bad.push_back(r.reason); });
  CHECK(ring.poll(1000ms) == 7);
  CHECK(execs == 2 && exits == 1 && others == 1 && rest == 8);
  using reason = hl::bad_record;
  CHECK(bad == std::vector{reason::too_short, reason::unknown_tag,
                           reason::too_short});
  CHECK(ring.counts().handled == 4 && ring.counts().too_short == 2);
  CHECK(ring.poll(0ms) == 0);
  CHECK(ring.consume() == 0);

  std::thread other([&] {
    std::this_thread::sleep_for(20ms);
    ring.stop();
  });
  ring.run();
  other.join();
  CHECK(ring.stopped());
  CHECK(ring.poll(-1ms) == 0);
  ring.restart();
  CHECK(!ring.stopped());

  hl::perf_buffer perf(8);
  int seen = 0;
  perf.on<event_exec>(m.per_cpu_events, [&](const event_exec &e) {
    CHECK(reinterpret_cast<uintptr_t>(&e) % alignof(event_exec) == 0);
    CHECK(e.pid == 43 && e.time == 5);
    ++seen;
  });
  perf.on_lost([](int, uint64_t) { CHECK(!"lost"); });
  CHECK(perf.poll(0ms) == 0);
}

static void perf_records(const maps &m, int program) {
  hl::perf_buffer perf(8);
  int seen = 0;
  perf.on<event_exec>(m.per_cpu_events, [&](const event_exec &e) {
    CHECK(reinterpret_cast<uintptr_t>(&e) % alignof(event_exec) == 0);
    CHECK(e.pid == 43 && e.time == 5 && std::strcmp(e.comm, "perf") == 0);
    ++seen;
  });
  CHECK(run(program) == 0);
  CHECK(perf.poll(1000ms) == 2);
  CHECK(seen == 1 && perf.counts().too_short == 1);
}

#if HOST_LAYOUT_MAPS_THROWS
static void exceptions(const maps &m, int program) {
  hl::ring_buffer ring;
  int records = 0;
  ring.on<stats>(m.other_events, [&](const stats &) {
    if (++records == 1)
      throw 17;
  });
  CHECK(run(program) == 0 && run(program) == 0);
  bool caught = false;
  try {
    ring.poll(1000ms);
  } catch (int e) {
    caught = e == 17;
  }
  // What comes behind it is not lost.
  CHECK(caught && records == 1 && ring.poll(1000ms) >= 1 && records >= 2);
  hl::perf_buffer perf(8);
  perf.on<hl::entry<uint32_t, uint32_t>>(m.per_cpu_events,
                                         [](const auto &) { throw 18; });
  CHECK(run(program) == 0);
  try {
    caught = false;
    perf.poll(1000ms);
  } catch (int e) {
    caught = e == 18;
  }
  CHECK(caught);
  try {
    caught = false;
    m.absent.lookup(1);
  } catch (const std::system_error &e) {
    caught = e.code() == std::errc::bad_file_descriptor &&
             std::strstr(e.what(), "'absent'");
  }
  CHECK(caught);
}
#endif

static void stacks(const maps &m, kinds *skel) {
  skel->bss->watched_pid = static_cast<uint32_t>(getpid());
  bpf_link *link = bpf_program__attach(skel->progs.stack);
  if (!link) {
    std::printf("skipped: raw_tp cannot be attached\n");
    return;
  }
  for (int i = 0; i < 10; ++i)
    syscall(SYS_getppid);
  bpf_link__destroy(link);
  uint32_t id = skel->bss->results.stack_id;
  CHECK(id != 0 && static_cast<int>(id) > 0);
  auto addresses = m.stacks.lookup(id - 1);
  CHECK(addresses && (*addresses)[0] != 0);
  CHECK(m.stacks.erase(id - 1) && !m.stacks.lookup(id - 1));
}

static void send(const maps &m, kinds *skel) {
  hl::user_ring_buffer commands(m.commands);
  if (auto c = commands.reserve<command>()) {
    c->what = 3;
    c->argument = 30;
    c.submit();
  } else {
    CHECK(!"room");
  }
  { auto dropped = commands.reserve<command>(); CHECK(bool(dropped)); }
  m.progs.update(1, bpf_program__fd(skel->progs.called));
}

static void allocate_nothing(const maps &m) {
  hl::percpu<twelve> again;
  std::error_code ec;
  m.hits.lookup(0, again);
  long before = allocations;
  flow f = a_flow(9, 9, 9, 9);
  stats value{};
  m.counts.update(f, {1, 2});
  m.counts.lookup(f);
  m.counts.lookup(f, value);
  m.counts.lookup(f, value, ec);
  m.counts.erase(f);
  m.counts.erase(f, ec);
  m.hits.lookup(0, again);
  m.hits.lookup(0, again, ec);
  m.hits.update(0, again, ec);
  m.undo.push(1, ec), m.undo.peek(), m.undo.pop(ec);
  CHECK(allocations == before);
}

static void other_maps(const maps &m, kinds *skel) {
  std::error_code ec;
  // Not created: each use fails, and nothing else.
  CHECK(!m.absent);
  CHECK(!m.absent.lookup(1, ec) && ec == std::errc::bad_file_descriptor);
  m.absent.update(1, 1, ec);
  CHECK(ec == std::errc::bad_file_descriptor);
  maps again(skel->obj);
  CHECK(again.counts.fd() == m.counts.fd());
  maps copy = m;
  CHECK(copy.slots.lookup(1).has_value());
  maps nowhere;
  CHECK(!nowhere.counts.lookup({}, ec) && ec);
  m.progs.erase(1);
  CHECK(!m.progs.lookup(1));
}

/// A map of other sizes that libbpf was told to take instead.
static void reused() {
  int fd = bpf_map_create(BPF_MAP_TYPE_HASH, "other", 4, 12, 1024, nullptr);
  kinds *skel = kinds__open();
  CHECK(fd >= 0 && skel);
  bpf_map__set_autocreate(skel->maps.absent, false);
  CHECK(bpf_map__reuse_fd(skel->maps.recent, fd) == 0);
  std::error_code ec;
  if (fd >= 0) {
    maps m(*skel, ec);
    CHECK(ec == std::errc::invalid_argument);
    CHECK(!m.recent.lookup(1, ec) && ec == std::errc::invalid_argument);
#if HOST_LAYOUT_MAPS_THROWS
    bool caught = false;
    try {
      maps n(*skel);
    } catch (const std::system_error &e) {
      caught = std::strstr(e.what(), "'recent'");
    }
    CHECK(caught);
#endif
  }
  kinds__destroy(skel);
  close(fd);
}

/// A map of the same sizes, with other fields in its values.
static void reused_with_other_types(int fd) {
  kinds *skel = kinds__open();
  CHECK(skel);
  bpf_map__set_autocreate(skel->maps.absent, false);
  CHECK(bpf_map__reuse_fd(skel->maps.mixed, fd) == 0);
  std::error_code ec;
  maps m(*skel, ec);
  CHECK(!ec && m.mixed.fd() >= 0);
  m.check_types(ec);
  CHECK(ec == std::errc::invalid_argument);
#if HOST_LAYOUT_MAPS_THROWS
  bool caught = false;
  try {
    m.check_types();
  } catch (const std::system_error &e) {
    caught = std::strstr(e.what(), "'mixed'");
  }
  CHECK(caught);
#endif
  kinds__destroy(skel);
}

static void types(const maps &m) {
  std::error_code ec;
  auto checked = m.check_types(ec);
  if (ec == std::errc::operation_not_permitted)
    return static_cast<void>(std::printf("types are not compared: no rights\n"));
  // All but maps of maps, queues, buffers and what has no types.
  CHECK(!ec && checked.same >= 9 && checked.unknown >= 9);
  reused_with_other_types(m.mixed_before.fd());
}

int main() {
  kinds *skel = kinds__open();
  if (!skel)
    return std::perror("open"), 1;
  bpf_map__set_autocreate(skel->maps.absent, false);
  bpf_map__set_max_entries(skel->maps.per_cpu_events,
                           static_cast<uint32_t>(libbpf_num_possible_cpus()));
  if (int error = kinds__load(skel))
    return cannot_load(error);
  maps m{*skel};
  int writes = bpf_program__fd(skel->progs.write_values);
  CHECK(run(writes) == 0);
  read_what_was_written(m);
  write_for_the_program(m);
  send(m, skel);
  CHECK(run(bpf_program__fd(skel->progs.read_values)) == 0);
  check_results(skel->bss->results);
  change_and_erase(m);
  memory(m);
  iterate(m);
  records(m);
  perf_records(m, writes);
#if HOST_LAYOUT_MAPS_THROWS
  exceptions(m, writes);
#endif
  stacks(m, skel);
  allocate_nothing(m);
  other_maps(m, skel);
  types(m);
  kinds__destroy(skel);
  reused();
  std::printf("%d faults, libbpf %s\n", faults, libbpf_version_string());
  return faults != 0;
}
