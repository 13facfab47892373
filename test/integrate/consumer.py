"""A project that uses an installed HostLayout, in a directory of its own.

Every program of this directory is called with where HostLayout is installed
(--prefix) and which clang compiles for BPF and for the host (--llvm-bin)."""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

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


class Consumer:
    """The project, and what was done to it."""

    def __init__(self, name, environment=None):
        self.args = arguments()
        self.prefix = pathlib.Path(self.args.prefix)
        self.bin = pathlib.Path(self.args.llvm_bin)
        self.scratch = tempfile.TemporaryDirectory(prefix=f"hl-{name}-")
        self.root = pathlib.Path(self.scratch.name)
        # No settings of whoever runs the tests.
        keep = ("PATH", "LANG", "USER")
        self.environment = {k: v for k, v in os.environ.items() if k in keep}
        self.environment.update(HOME=str(self.root), TMPDIR=str(self.root),
                                CCACHE_DISABLE="1")
        self.environment.update(environment or {})
        self.write("ev.bpf.c", BPF)
        self.write("agent.cpp", HOST)

    def tool(self, name):
        return str(self.bin / name)

    def plugin(self):
        return next(self.prefix.glob("lib/**/libHostLayout.so"))

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def edit(self, name, old, new):
        path = self.root / name
        text = path.read_text()
        assert old in text, f"{name} has no {old!r}"
        path.write_text(text.replace(old, new))

    def run(self, *words, fails=False, says=(), directory=None):
        """What the command says; it must fail, or must not."""
        done = subprocess.run([str(w) for w in words],
                              cwd=directory or self.root,
                              env=self.environment, text=True,
                              stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        shown = " ".join(map(str, words))
        if (done.returncode != 0) != fails:
            stop(f"{shown}: exit code {done.returncode}\n{done.stdout}")
        for text in [says] if isinstance(says, str) else says:
            if text not in done.stdout:
                stop(f"{shown}: does not say {text!r}\n{done.stdout}")
        return done.stdout

    def time(self, name):
        """When a file of the build was made; the name may be a pattern."""
        found = list(self.root.glob(name))
        if len(found) != 1:
            stop(f"{name} stands for {len(found)} files")
        return found[0].stat().st_mtime_ns


def expect(truth, what):
    if not truth:
        stop(what)


def stop(what):
    print(what)
    sys.exit(1)


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def need(program):
    found = shutil.which(program)
    return found or skip(f"{program} is not installed")


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--prefix", required=True)
    parser.add_argument("--llvm-bin", required=True)
    parser.add_argument("rest", nargs="*")
    return parser.parse_args()
