// Reads the records of ringbuf.bpf.c through a marked struct and compares each
// field with what this process knows of itself.
//
// Exit codes: 0 every field is right, 1 some are not, 77 the kernel does not
// allow it here (ctest's "skipped"), 2 anything else.

#include <bpf/bpf.h>
#include <bpf/host_layout.h>
#include <bpf/libbpf.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <vector>

struct BPF_HOST_LAYOUT event {
  uint32_t pid;
  uint32_t nr;
  uint64_t ts;
  char comm[16];
};

static uint64_t now() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return uint64_t(t.tv_sec) * 1000000000 + t.tv_nsec;
}

static int onRecord(void *context, void *data, size_t size) {
  auto &records = *static_cast<std::vector<event> *>(context);
  if (size >= sizeof(event))
    records.push_back(*static_cast<const event *>(data));
  return 0;
}

static int fail(const char *what, int error) {
  std::fprintf(stderr, "%s: %s\n", what, std::strerror(error));
  if (error == EPERM || error == EACCES || error == ENOSYS) {
    std::fprintf(stderr, "skipped: this kernel does not let us load BPF\n");
    return 77;
  }
  return 2;
}

int main(int, char **argv) {
  libbpf_set_print(nullptr);
  bpf_object *object = bpf_object__open(argv[1]);
  if (!object)
    return fail(argv[1], errno);
  bpf_map *rodata = nullptr;
  for (bpf_map *map = nullptr; (map = bpf_object__next_map(object, map));)
    if (std::string_view(bpf_map__name(map)).ends_with(".rodata"))
      rodata = map;
  uint32_t self = getpid();
  if (bpf_map__set_initial_value(rodata, &self, sizeof(self)))
    return fail("watched", errno);
  if (int error = bpf_object__load(object))
    return fail("load", -error);
  bpf_program *program =
      bpf_object__find_program_by_name(object, "on_sys_enter");
  bpf_link *link = bpf_program__attach(program);
  if (!link)
    return fail("attach", errno);

  std::vector<event> records;
  ring_buffer *ring = ring_buffer__new(
      bpf_object__find_map_fd_by_name(object, "events"), onRecord, &records,
      nullptr);
  if (!ring)
    return fail("ring buffer", errno);
  uint64_t before = now();
  syscall(SYS_getpgid, 0);
  uint64_t after = now();
  bpf_link__destroy(link);
  ring_buffer__consume(ring);

  for (const event &e : records) {
    if (e.pid == self && e.nr == SYS_getpgid && e.ts >= before &&
        e.ts <= after && !std::strncmp(e.comm, "ringbuf-agent", 16)) {
      std::printf("pid %u called getpgid: right\n", e.pid);
      return 0;
    }
  }
  if (records.empty())
    return std::fprintf(stderr, "no records arrived\n"), 2;
  const event &e = records.front();
  std::printf("pid %u, call %u, time %llu: garbage, for this is pid %u\n",
              e.pid, e.nr, static_cast<unsigned long long>(e.ts), self);
  return 1;
}
