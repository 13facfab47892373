"""Every command takes a skeleton as it takes the object in it.

With the bpftool that is here: skeletons, light ones, subskeletons, of programs with
maps and globals, struct_ops and an arena. What another bpftool or clang does not
make is left out, and said.
"""

import subprocess

from case import Case
from harness import ANY, bpf_command, find, skip

SOURCES = {
    "plain": """
struct event { __u32 pid; __u64 ts; char comm[16]; };
HASH(last, __u32, struct event);
__u32 level;
const volatile __u64 seen = 1;
struct event kept SEC(".data.kept");
SEC("tp/a/b") int run(void *c) { level += seen; kept.pid++; return 0; }
""",
    "operations": """
struct sock;
struct event { __u32 pid; __u64 ts; };
struct event last;
struct tcp_congestion_ops { void (*init)(struct sock *); char name[16]; };
SEC("struct_ops") void begin(__u64 *c) { last.pid++; }
SEC(".struct_ops") struct tcp_congestion_ops mine =
  { .init = (void *)begin, .name = "mine" };
""",
    "arena": """
#define ARENA __attribute__((address_space(1)))
struct node { __u32 id; __u64 value; struct node ARENA *next; };
struct { __uint(type, 33); __uint(map_flags, 1024); __uint(max_entries, 10); }
  arena SEC(".maps");
struct node ARENA first SEC(".addr_space.1");
SEC("syscall") int run(void *c) { first.value++; return 0; }
""",
}
WRONG = """
struct [[bpf::host_layout]] event { unsigned long long ts; unsigned pid; };
"""


class Inputs(Case):
    def made(self, name, what, *words):
        """Writes what bpftool generates; whether it could. An older one does
        not know the form, a newer one crashes on some."""
        done = subprocess.run([find("bpftool"), "gen", *words], cwd=self.path,
                              capture_output=True, text=True)
        if done.returncode or "#endif" not in done.stdout:
            print(f"left out: bpftool makes no {what} of {words[-1]}")
            return False
        self.write(name, done.stdout)
        return True

    def compiled(self, name, source):
        done = self.call(*bpf_command("-w", "-x", "c", "-c", "-", "-o", name),
                         input=source, code=ANY)
        if done.returncode:
            print(f"left out: this clang does not compile {name}")
        return done.returncode == 0

    def same(self, object_, header):
        """The commands that read types say the same of both."""
        for words in ["show"], ["show", "--json"], ["gen", "--all"]:
            of_object = self.run(words[0], object_, *words[1:])[0]
            of_header = self.run(words[0], header, *words[1:])[0]
            self.expect(of_object.replace(object_, "") ==
                        of_header.replace(header, "") and of_object,
                        words, object_, header, of_object, of_header)
        self.run("diff", object_, header)
        self.run("stamp", object_, "-o", "object.stamp")
        self.run("stamp", header, "-o", "header.stamp")
        self.expect(self.read("object.stamp") == self.read("header.stamp"),
                    "the stamps differ", object_, header)

    def all(self):
        seen = 0
        for name, source in SOURCES.items():
            object_ = f"{name}.bpf.o"
            if not self.compiled(object_, source):
                continue
            header = f"{name}.skel.h"
            if self.made(header, "skeleton", "skeleton", object_):
                self.same(object_, header)
                seen += 1
            header = f"{name}.lskel.h"
            if self.made(header, "light skeleton", "skeleton", "-L", object_):
                types = "node" if name == "arena" else "event"
                self.expect(self.run("show", object_, types) ==
                            self.run("show", header, types), header)
            header = f"{name}.subskel.h"
            if self.made(header, "subskeleton", "subskeleton", object_):
                said = self.run("show", header, code=2)[1]
                self.has(said, "this is a subskeleton, which embeds no object; "
                               "name the object or the skeleton that it was "
                               "made for")
        if not seen:
            skip("bpftool makes no skeleton")
        self.end()


if not find("bpftool"):
    skip("bpftool is not installed")
Inputs().all()
