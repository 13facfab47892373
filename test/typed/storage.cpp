// What storage.bpf.c adds to values of a task, an inode, a socket and a cgroup,
// read through typed maps, and the reverse. Compiled and run by typed.py.
#include "storage.types.hpp"
using namespace storage_types;
#include "storage.skel.h"

#include "check.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <functional>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Writes a value, lets the program run twice, reads what it made of it; then
/// erases it and lets the program make one.
template <class Map>
static void both_ways(const Map &map, int of, std::function<void()> run) {
  std::error_code ec;
  CHECK(!map.lookup(of, ec) && !ec);
  map.update(of, {1000, 5}, host_layout::update_mode::create, ec);
  CHECK(!ec);
  run();
  run();
  auto found = map.lookup(of);
  CHECK(found && found->packets > 1001 && found->bytes >= 205 &&
        found->bytes == 5 + (found->packets - 1000) * 100);
  map.update(of, {}, host_layout::update_mode::create, ec);
  CHECK(ec == std::errc::file_exists);
  CHECK(map.erase(of));
  run();
  found = map.lookup(of);
  CHECK(found && found->packets && found->bytes == found->packets * 100);
  CHECK(map.erase(of));
  CHECK(!map.lookup(-1, ec) && ec == std::errc::bad_file_descriptor);
}

static void task(const maps &m, storage *skel) {
  descriptor self(static_cast<int>(syscall(SYS_pidfd_open, getpid(), 0)));
  both_ways(m.of_task, self.fd, [skel] {
    bpf_test_run_opts options{};
    options.sz = sizeof(options);
    CHECK(bpf_prog_test_run_opts(bpf_program__fd(skel->progs.for_task),
                                 &options) == 0);
  });
}

static void inode(const maps &m, storage *skel) {
  char path[] = "/tmp/host-layout-XXXXXX";
  descriptor file(mkstemp(path));
  // Descriptors of one file are one key.
  descriptor again(open(path, O_RDONLY));
  m.of_inode.update(file.fd, {7, 8});
  auto value = m.of_inode.lookup(again.fd);
  CHECK(value && value->bytes == 8);
  CHECK(m.of_inode.erase(again.fd) && !m.of_inode.erase(file.fd));

  bpf_link *link = nullptr;
  if (bpf_program__fd(skel->progs.for_inode) >= 0)
    link = bpf_program__attach(skel->progs.for_inode);
  auto open_it = [&path] { descriptor once(open(path, O_RDONLY)); };
  open_it();
  if (!link)
    skip("inode storage by a program", "no program may be an LSM here");
  else if (!m.of_inode.erase(file.fd))
    skip("inode storage by a program", "the kernel was booted without lsm=bpf");
  else
    both_ways(m.of_inode, file.fd, open_it);
  bpf_link__destroy(link);
  unlink(path);
}

static void cgroup(const maps &m, storage *skel, int group) {
  bpf_link *link = bpf_program__attach(skel->progs.for_cgroup);
  if (!link)
    return skip("cgroup storage", "tp_btf/sys_enter cannot be attached");
  // Every call of this process counts, the ones that read the map, too.
  bpf_link__destroy(link);
  std::error_code ec;
  m.of_cgroup.erase(group, ec);
  both_ways(m.of_cgroup, group, [skel] {
    bpf_link *link = bpf_program__attach(skel->progs.for_cgroup);
    CHECK(link);
    syscall(SYS_getppid);
    bpf_link__destroy(link);
  });
}

static void connect_it(int socket) {
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(9);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(connect(socket, reinterpret_cast<sockaddr *>(&to), sizeof(to)) == 0);
}

static void sockets(const maps &m, storage *skel, int group) {
  bpf_link *link = bpf_program__attach_cgroup(skel->progs.for_socket, group);
  if (!link)
    return skip("socket storage", "cgroup/connect4 cannot be attached");
  descriptor socket(::socket(AF_INET, SOCK_DGRAM, 0));
  both_ways(m.of_socket, socket.fd, [&socket] { connect_it(socket.fd); });
  // Three times above: the kernel made one entry, of this cgroup.
  std::size_t entries = 0;
  storage_types::bpf_cgroup_storage_key its_key = {};
  for (auto &[key, value] : m.of_program) {
    CHECK(value.packets == 3 && value.bytes == 300);
    its_key = key;
    ++entries;
  }
  CHECK(entries == 1);
  auto cpus = m.of_program_by_cpu.lookup(its_key);
  CHECK(cpus && cpus->reduce(0ull, [](unsigned long long sum, const stats &s) {
    return sum + s.bytes;
  }) == 300);
  m.of_program.update(its_key, {40, 4000});
  m.of_program_by_cpu.update(its_key, host_layout::percpu<stats>({50, 5000}));
  connect_it(socket.fd);
  auto value = m.of_program.lookup(its_key);
  CHECK(value && value->packets == 41 && value->bytes == 4100);
  std::size_t changed = 0;
  m.of_program_by_cpu.lookup(its_key, *cpus);
  for (const stats &s : *cpus)
    changed += s.packets == 51 && s.bytes == 5100;
  CHECK(changed == 1);
  bpf_link__destroy(link);
}

/// Not every machine lets a program be an LSM.
static int load(storage *&skel) {
  int error = 0;
  libbpf_print_fn_t print = libbpf_set_print(nullptr);
  for (bool with_lsm : {true, false}) {
    skel = storage__open();
    if (!skel)
      return -errno;
    bpf_program__set_autoload(skel->progs.for_inode, with_lsm);
    if (!with_lsm)
      libbpf_set_print(print);
    if (!(error = storage__load(skel)))
      return libbpf_set_print(print), 0;
    storage__destroy(skel);
  }
  return error;
}

int main() {
  storage *skel = nullptr;
  if (int error = load(skel))
    return cannot_load(error);
  const std::string path = own_cgroup();
  descriptor group(open(path.c_str(), O_RDONLY | O_DIRECTORY));
  maps m{*skel};
  skel->bss->watched = static_cast<uint32_t>(getpid());
  task(m, skel);
  inode(m, skel);
  if (group.fd < 0) {
    skip("cgroup and socket storage", "no cgroup version 2 is mounted");
  } else {
    cgroup(m, skel, group.fd);
    sockets(m, skel, group.fd);
  }
  storage__destroy(skel);
  std::printf("%d faults, %d not tested\n", faults, skips);
  return faults != 0;
}
