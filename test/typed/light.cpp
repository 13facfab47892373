// Typed maps of a light skeleton, in the running kernel.
#include "light.types.hpp"

#include "check.hpp"

#include <cstdlib>
#include "light.lskel.h"

int main() {
  light *skel = light__open();
  if (!skel)
    return std::perror("open"), 1;
  if (int error = light__load(skel))
    return cannot_load(error);
  const light_types::maps m{*skel};
  m.totals.update(7, {40, 0});
  host_layout::ring_buffer ring;
  std::uint64_t packets = 0;
  ring.on<light_types::total>(
      m.events, [&](const light_types::total &t) { packets = t.packets; });
  CHECK(run(skel->progs.count.prog_fd) == 0);
  CHECK(ring.consume() == 1 && packets == 41);
  auto total = m.totals.lookup(7);
  CHECK(total && total->packets == 41 && total->last == 7);
  light__destroy(skel);
  std::printf("%d faults\n", faults);
  return faults != 0;
}
