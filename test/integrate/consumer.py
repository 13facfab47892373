"""A project that uses an installed HostLayout, in a folder of its own."""

import os
import socket
import sys
import time

from harness import FAILS, PREFIX, Folder, llvm, need, skip

# 'event' is in the maps, 'record' in DWARF only: clang leaves out of BTF what is
# used through a pointer alone.
BPF = """
struct event { unsigned int pid; unsigned long long ts; /*field*/ };
struct record { unsigned int cpu; unsigned int kind; /*record*/ };

struct {
  int (*type)[2];
  unsigned int *key;
  struct event *value;
} events __attribute__((section(".maps"), used));

static void *(*const reserve)(void *, unsigned long long, unsigned long long)
    = (void *)131;
static void (*const submit)(void *, unsigned long long) = (void *)132;

__attribute__((section("tracepoint/x"))) int handler(void *context) {
  struct record *r = reserve(&events, sizeof(*r), 0);
  if (!r)
    return 0;
  r->kind = 7;
  r->kind = 1; /*code*/
  submit(r, 0);
  return 0;
}
"""

HOST = """
#include <bpf/host_layout.h>
#include <stdint.h>

struct BPF_HOST_LAYOUT event { uint32_t pid; uint64_t ts; /*field*/ };
struct BPF_HOST_LAYOUT record { uint32_t cpu; uint32_t kind; /*record*/ };

int main() { return sizeof(struct event) == 1 || sizeof(struct record) == 1; }
"""


class Consumer(Folder):
    """The project, and what was done to it."""

    def __init__(self, name, environment=None):
        super().__init__(prefix=f"hl-{name}-")
        self.prefix, self.root = PREFIX, self.path
        # No settings of the user who runs the tests.
        keep = ("PATH", "LANG", "USER")
        self.environment = {k: v for k, v in os.environ.items() if k in keep}
        self.environment.update(HOME=str(self.root), TMPDIR=str(self.root),
                                CCACHE_DISABLE="1")
        self.environment.update(environment or {})
        self.write("ev.bpf.c", BPF)
        self.write("agent.cpp", HOST)

    def tool(self, name):
        return llvm(name)

    def plugin(self):
        return next(self.prefix.glob("lib/**/libHostLayout.so"))

    def run(self, *words, fails=False, says=(), directory=None):
        """What the command says; it must fail, or must not."""
        return self.call(*words, code=FAILS if fails else 0, says=says,
                         directory=directory, merged=True).stdout

    def time(self, name):
        """When a file of the build was made; the name may be a pattern."""
        found = list(self.root.glob(name))
        if len(found) != 1:
            stop(f"{name} stands for {len(found)} files")
        return found[0].stat().st_mtime_ns


def free_port():
    """A port of this machine that nobody has at the moment."""
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def wait_for_port(port):
    """Returns once a server listens there, or after ten seconds."""
    for _ in range(100):
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def expect(truth, what):
    if not truth:
        stop(what)


def stop(what):
    print(what)
    sys.exit(1)
