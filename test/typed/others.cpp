// Two objects in one program, buffers in a program's own loop, records that get
// lost, and the maps that hold descriptors and places: in the running kernel.
#include "kinds.types.hpp"
#include "others.types.hpp"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdlib.h>

// Each skeleton among the types of its own object: both have a struct stats.
namespace kinds_types {
#include "kinds.skel.h"
}
namespace others_types {
#include "others.skel.h"
}

#include "check.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <functional>
#include <linux/if_link.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#ifndef AF_XDP
#define AF_XDP 44
#endif

using namespace std::chrono_literals;
namespace hl = host_layout;
using others_types::others;

struct objects {
  kinds_types::kinds *first;
  kinds_types::maps first_maps;
  others *second;
  others_types::maps maps;
  void write() const {
    CHECK(run(bpf_program__fd(first->progs.write_values)) == 0);
    CHECK(run(bpf_program__fd(second->progs.write_values)) == 0);
  }
  /// Some of these, that the ring buffers keep for a while.
  static constexpr std::size_t records = 6 + 3;
};

/// Each object's 'counts', and one buffer for the records of both.
static void several(const objects &o) {
  static_assert(
      !std::is_same_v<decltype(o.first_maps.counts), decltype(o.maps.counts)>);
  o.maps.counts.update(7, {40});
  o.write();
  CHECK(o.second->bss->results.errors == 40);
  CHECK(o.maps.counts.lookup(7)->errors == 41);
  kinds_types::flow f{};
  f.proto = 6, f.port = 443, f.vlan = 0xabc, f.cookie = 1;
  CHECK(o.first_maps.counts.lookup(f)->packets == 10);

  hl::ring_buffer ring;
  int execs = 0, opens = 0, closes = 0, bad = 0;
  ring.on(o.first_maps.events, hl::by_tag<&kinds_types::event_head::kind>(),
          hl::on<kinds_types::event_exec>(
              kinds_types::EV_EXEC,
              [&](const kinds_types::event_exec &e) { execs += e.pid == 42; }));
  // A bit-field has no address, so a getter says where the tag is.
  ring.on(o.maps.events,
          hl::by_tag<others_types::event_head>(
              [](const others_types::event_head &e) { return e.kind; }),
          hl::on<others_types::event_open>(
              others_types::EV_OPEN,
              [&](const others_types::event_open &e) {
                opens += e.flags == 0x123456789 && e.head.pid == 42 &&
                         e.head.length == sizeof(e);
              }),
          hl::on<others_types::event_close>(
              others_types::EV_CLOSE, [&](const others_types::event_close &e) {
                closes += e.fd == -1;
              }));
  ring.on_error([&](const hl::bad_record &r) {
    bad += r.reason == hl::bad_record::unknown_tag &&
           std::strcmp(r.map, "events") == 0;
  });
  CHECK(ring.poll(1000ms) == o.records);
  CHECK(execs == 2 && opens == 1 && closes == 1);
  // An exit and one of no kind in the one, one of no kind in the other.
  CHECK(bad == 3 && ring.counts().too_short == 2);
}

static int ready(int epoll, int milliseconds) {
  epoll_event event;
  int count;
  while ((count = epoll_wait(epoll, &event, 1, milliseconds)) < 0 &&
         errno == EINTR)
    ;
  return count;
}

static hl::ring_buffer *to_stop;
static void on_signal(int) {
  errno = 0;
  to_stop->stop();
  CHECK(errno == 0);
}

/// A buffer among others that a program waits for.
template <class Buffer>
static void outer_epoll(Buffer &buffer, std::function<void()> send,
                        std::size_t records) {
  descriptor outer(epoll_create1(EPOLL_CLOEXEC));
  epoll_event event = {};
  event.events = EPOLLIN;
  CHECK(epoll_ctl(outer.fd, EPOLL_CTL_ADD, buffer.epoll_fd(), &event) == 0);
  while (ready(outer.fd, 0) == 1) // of before
    buffer.consume();
  for (int round = 0; round != 3; ++round) {
    send();
    CHECK(ready(outer.fd, 5000) == 1);
    CHECK(!buffer.stopped() && buffer.consume() == records);
    CHECK(ready(outer.fd, 0) == 0);
  }
  // From another thread, before or while this one waits.
  std::thread other([&] { buffer.stop(); });
  CHECK(ready(outer.fd, 5000) == 1 && buffer.stopped());
  other.join();
  buffer.restart();
  CHECK(!buffer.stopped() && ready(outer.fd, 0) == 0);
}

static void loops(const objects &o) {
  hl::ring_buffer ring;
  ring.on<kinds_types::event_head>(o.first_maps.events, [](const auto &) {});
  ring.on<others_types::event_head>(o.maps.events, [](const auto &) {});
  outer_epoll(ring, [&] { o.write(); }, o.records);

  hl::perf_buffer perf(16);
  perf.on<others_types::sample>(o.maps.samples, [](const auto &) {});
  outer_epoll(
      perf,
      [&] { CHECK(run(bpf_program__fd(o.second->progs.write_samples)) == 0); },
      16);

  to_stop = &ring;
  struct sigaction action = {};
  action.sa_handler = on_signal;
  CHECK(sigaction(SIGUSR1, &action, nullptr) == 0);
  CHECK(raise(SIGUSR1) == 0); // before
  ring.run();
  CHECK(ring.stopped());
  ring.restart();
  // While this waits, or before: either way it ends.
  const pthread_t self = pthread_self();
  std::thread other([self] {
    std::this_thread::sleep_for(20ms);
    pthread_kill(self, SIGUSR1);
  });
  ring.run();
  other.join();
  CHECK(ring.stopped());
}

static void lost(const objects &o) {
  const int program = bpf_program__fd(o.second->progs.write_samples);
  hl::perf_buffer perf(1); // a page for each CPU
  std::uint64_t handled = 0, last = 0, told = 0;
  const std::uint64_t first = o.second->bss->results.sent;
  perf.on<others_types::sample>(o.maps.samples,
                                [&](const others_types::sample &s) {
                                  ++handled;
                                  last = s.number;
                                });
  int on_cpu = -1;
  perf.on_lost([&](int cpu, std::uint64_t count) {
    told += count;
    on_cpu = cpu;
  });
  // The kernel says how many were lost in front of the next one it has room for.
  for (int round = 0; round != 4; ++round) {
    CHECK(run(program) == 0);
    CHECK(perf.poll(5000ms) > 0);
  }
  const std::uint64_t sent = o.second->bss->results.sent - first;
  CHECK(sent == 64 && told > 0 && told == perf.counts().lost);
  CHECK(on_cpu == sched_getcpu());
  CHECK(perf.counts().handled == handled && handled < sent);
  // All but what was lost since the last one that came.
  CHECK(handled + told == last - first + 1);
}

/// A map that this kernel may not have, and the program that reads it.
struct optional_map {
  bpf_map *map;
  bpf_program *program;
  bpf_map_type kind;
};
static std::vector<optional_map> optional_maps(const others *skel) {
  const auto &maps = skel->maps;
  const auto &progs = skel->progs;
  return {{maps.links, progs.to_links, BPF_MAP_TYPE_DEVMAP},
          {maps.links_by_key, progs.to_links_by_key, BPF_MAP_TYPE_DEVMAP_HASH},
          {maps.cpus, progs.to_cpus, BPF_MAP_TYPE_CPUMAP},
          {maps.frames, progs.to_frames, BPF_MAP_TYPE_XSKMAP},
          {maps.groups, progs.in_group, BPF_MAP_TYPE_CGROUP_ARRAY},
          {maps.peers, progs.copy_peer, BPF_MAP_TYPE_SOCKMAP},
          {maps.peers_by_key, progs.copy_peer_by_key, BPF_MAP_TYPE_SOCKHASH},
          {maps.listeners, progs.choose, BPF_MAP_TYPE_REUSEPORT_SOCKARRAY}};
}

template <class Map> static bool has(const Map &map) {
  if (!map)
    skip(map.name(), "this kernel has no such maps");
  return bool(map);
}

static bool redirects(const bpf_program *program, const others *skel) {
  skel->bss->results.redirected = 2;
  CHECK(run(bpf_program__fd(program)) == 0);
  CHECK(skel->bss->results.redirected < 2);
  return skel->bss->results.redirected == 1;
}

/// Where packets can go: what is written here, a program finds.
static void places(const others_types::maps &m, const others *skel) {
  std::error_code ec;
  const std::uint32_t lo = if_nametoindex("lo");
  if (has(m.links)) {
    CHECK(!redirects(skel->progs.to_links, skel) && !m.links.lookup(1));
    m.links.update(1, lo);
    CHECK(redirects(skel->progs.to_links, skel) && m.links.lookup(1) == lo);
    CHECK(m.links.erase(1) && !redirects(skel->progs.to_links, skel));
    m.links.update(9, lo, ec);
    CHECK(ec == std::errc::argument_list_too_long);
  }
  if (has(m.links_by_key)) {
    CHECK(!redirects(skel->progs.to_links_by_key, skel));
    others_types::bpf_devmap_val link{};
    link.ifindex = lo;
    link.bpf_prog.fd = -1;
    m.links_by_key.update(70, link);
    CHECK(redirects(skel->progs.to_links_by_key, skel));
    CHECK(m.links_by_key.lookup(70)->ifindex == lo);
    std::size_t entries = 0;
    for (auto &[key, value] : m.links_by_key)
      entries += key == 70 && value.ifindex == lo;
    CHECK(entries == 1 && m.links_by_key.erase(70));
  }
  if (has(m.cpus)) {
    m.cpus.update(1, 64, hl::update_mode::any, ec);
    if (ec) {
      skip("cpus", "there is no second CPU");
    } else {
      CHECK(redirects(skel->progs.to_cpus, skel) && m.cpus.lookup(1) == 64u);
      CHECK(m.cpus.erase(1) && !redirects(skel->progs.to_cpus, skel));
    }
  }
  descriptor frames(socket(AF_XDP, SOCK_RAW, 0));
  if (has(m.frames) && frames.fd >= 0) {
    m.frames.update(1, frames.fd);
    CHECK(redirects(skel->progs.to_frames, skel));
    CHECK(m.frames.erase(1) && !redirects(skel->progs.to_frames, skel));
  }
}

static descriptor udp_socket(std::uint16_t *port) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  int one = 1;
  CHECK(setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one)) == 0);
  sockaddr_in at = {};
  at.sin_family = AF_INET;
  at.sin_port = htons(*port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(bind(fd, reinterpret_cast<sockaddr *>(&at), sizeof(at)) == 0);
  socklen_t length = sizeof(at);
  CHECK(getsockname(fd, reinterpret_cast<sockaddr *>(&at), &length) == 0);
  *port = ntohs(at.sin_port);
  return descriptor(fd);
}

static std::uint64_t cookie(int socket) {
  std::uint64_t number = 0;
  socklen_t length = sizeof(number);
  CHECK(getsockopt(socket, SOL_SOCKET, SO_COOKIE, &number, &length) == 0);
  return number;
}

/// A socket that is put in here; a program puts it at the next place.
template <class Map, class Key>
static void peer(const Map &map, Key first, const bpf_program *program) {
  if (!has(map))
    return;
  std::uint16_t port = 0;
  const descriptor socket = udp_socket(&port);
  std::error_code ec;
  CHECK(!map.lookup(first, ec) && !ec);
  map.update(first, socket.fd);
  CHECK(map.lookup(first) == cookie(socket.fd));
  CHECK(run(bpf_program__fd(program)) == 0);
  CHECK(map.lookup(static_cast<Key>(first + 1)) == cookie(socket.fd));
  CHECK(map.erase(first) && map.erase(static_cast<Key>(first + 1)));
  map.update(first, -1, ec);
  CHECK(ec && !map.lookup(first));
}

/// The program hands each datagram to the socket at place 1.
static void listener(const others_types::maps &m, const others *skel) {
  if (!has(m.listeners))
    return;
  std::uint16_t port = 0;
  const descriptor first = udp_socket(&port), second = udp_socket(&port),
                   from = [] { std::uint16_t any = 0; return udp_socket(&any); }();
  const int program = bpf_program__fd(skel->progs.choose);
  CHECK(setsockopt(first.fd, SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF, &program,
                   sizeof(program)) == 0);
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (const descriptor *at : {&first, &second}) {
    m.listeners.erase(1);
    m.listeners.update(1, at->fd);
    CHECK(m.listeners.lookup(1) == cookie(at->fd));
    char byte = 'x';
    CHECK(sendto(from.fd, &byte, 1, 0, reinterpret_cast<sockaddr *>(&to),
                 sizeof(to)) == 1);
    CHECK(recv(at->fd, &byte, 1, 0) == 1);
  }
}

static void groups(const others_types::maps &m, const others *skel) {
  if (!has(m.groups))
    return;
  const descriptor group(open(own_cgroup().c_str(), O_RDONLY | O_DIRECTORY));
  if (group.fd < 0)
    return skip("groups", "no cgroup version 2 is mounted");
  bpf_test_run_opts options = {};
  options.sz = sizeof(options);
  auto is_in = [&] {
    CHECK(bpf_prog_test_run_opts(bpf_program__fd(skel->progs.in_group),
                                 &options) == 0);
    return skel->bss->results.in_cgroup;
  };
  CHECK(!is_in());
  m.groups.update(1, group.fd);
  CHECK(is_in() && m.groups.erase(1) && !is_in());
}

int main() {
  // Where a record lies, and what is lost, is each CPU's own.
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(0, &one);
  sched_setaffinity(0, sizeof(one), &one);
  kinds_types::kinds *first = kinds_types::kinds::open();
  others *second = others::open();
  if (!first || !second)
    return std::perror("open"), 1;
  const auto cpus = static_cast<std::uint32_t>(libbpf_num_possible_cpus());
  bpf_map__set_max_entries(first->maps.per_cpu_events, cpus);
  bpf_map__set_max_entries(second->maps.samples, cpus);
  for (const optional_map &o : optional_maps(second)) {
    const bool is_there = libbpf_probe_bpf_map_type(o.kind, nullptr) == 1;
    bpf_map__set_autocreate(o.map, is_there);
    bpf_program__set_autoload(o.program, is_there);
  }
  if (int error = kinds_types::kinds::load(first))
    return cannot_load(error);
  if (int error = others::load(second))
    return cannot_load(error);
  const objects both{first, kinds_types::maps{*first}, second,
                     others_types::maps{*second}};
  several(both);
  loops(both);
  lost(both);
  places(both.maps, second);
  peer(both.maps.peers, std::uint32_t(0), second->progs.copy_peer);
  peer(both.maps.peers_by_key, std::uint64_t(1) << 40,
       second->progs.copy_peer_by_key);
  listener(both.maps, second);
  groups(both.maps, second);
  kinds_types::kinds::destroy(first);
  others::destroy(second);
  std::printf("%d faults, %d not tested\n", faults, skips);
  return faults != 0;
}
