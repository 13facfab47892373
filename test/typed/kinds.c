/* The functions that gen writes for C, in the running kernel. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "check.h"
#include "kinds.types.h"

static struct flow a_flow(uint8_t proto, uint32_t port, uint16_t vlan) {
  struct flow f;
  memset(&f, 0xff, sizeof(f)); /* what may lie in holes */
  f.proto = proto;
  f.port = port;
  f.vlan = vlan;
  f.cookie = 1;
  return f;
}

int main(void) {
  struct kinds *skel = kinds__open();
  if (!skel)
    return 1;
  bpf_map__set_max_entries(skel->maps.per_cpu_events, 1);
  int error = kinds__load(skel);
  if (error)
    return cannot_load(error);
  CHECK(run(bpf_program__fd(skel->progs.write_values)) == 0);

  struct flow f = a_flow(6, 443, 0xabc);
  counts_value v;
  CHECK(kinds_counts_lookup(skel, &f, &v) == 0 && v.bytes == 1000);
  f = a_flow(6, 444, 0xabc);
  CHECK(kinds_counts_lookup(skel, &f, &v) == -ENOENT);
  v.packets = 5;
  CHECK(kinds_counts_update(skel, &f, &v, BPF_NOEXIST) == 0);
  CHECK(kinds_counts_update(skel, &f, &v, BPF_NOEXIST) == -EEXIST);
  struct flow next;
  int seen = 0;
  for (const struct flow *last = NULL;
       kinds_counts_next_key(skel, last, &next) == 0; last = &next)
    ++seen;
  CHECK(seen == 2);
  CHECK(kinds_counts_take(skel, &f, &v) == 0 && v.packets == 5);
  CHECK(kinds_counts_erase(skel, &f) == -ENOENT);

  slots_value slot;
  CHECK(kinds_slots_lookup(skel, 1, &slot) == 0 && slot.c == 3);
  size_t cpus = (size_t)libbpf_num_possible_cpus();
  struct hits_value_percpu *hits = calloc(cpus, sizeof(*hits));
  CHECK(kinds_hits_lookup(skel, 0, hits, cpus - 1) == -ENOSPC);
  CHECK(kinds_hits_lookup(skel, 0, hits, cpus) == 0);
  uint32_t sum = 0;
  for (size_t i = 0; i != cpus; ++i)
    sum += hits[i].value.c;
  CHECK(sum == 3);
  hits[0].value.c = 9;
  CHECK(kinds_hits_update(skel, 2, hits, cpus, BPF_ANY) == 0);
  free(hits);

  waiting_value w;
  CHECK(kinds_waiting_peek(skel, &w) == 0 && w.packets == 10);
  CHECK(kinds_waiting_pop(skel, &w) == 0);
  CHECK(kinds_waiting_pop(skel, &w) == -ENOENT);
  CHECK(kinds_waiting_push(skel, &w, 0) == 0);
  seen_value known = 7, unknown = 123456;
  CHECK(kinds_seen_may_contain(skel, &known) == 0);
  CHECK(kinds_seen_may_contain(skel, &unknown) == -ENOENT);
  CHECK(kinds_progs_update(skel, 1, bpf_program__fd(skel->progs.called),
                           BPF_ANY) == 0);
  CHECK(kinds_progs_erase(skel, 1) == 0);
  outer_key key = 3;
  CHECK(kinds_outer_update(skel, &key, kinds_first_inner_fd(skel), BPF_ANY) ==
        0);
  uint32_t id;
  CHECK(kinds_outer_lookup(skel, &key, &id) == 0 && id != 0);
  CHECK(kinds_events_fd(skel) > 0);
  kinds__destroy(skel);
  printf("%d faults\n", faults);
  return faults != 0;
}
