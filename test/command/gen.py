"""host-layout gen: files, inputs and names; and that the text depends on the
types alone."""

import os
import re
import resource
import shutil
import signal
import stat
import struct
import subprocess

from case import Case, HEADERS
from harness import find

SOURCE = """
struct event { __u64 ts; __u32 pid; };
struct other { __u16 a; struct event e; };
HASH(events, __u32, struct event);
HASH(others, __u32, struct other);
"""
READER = """
#include "types.h"
#include <cstdio>
int main() {
  unsigned char bytes[sizeof(event) + 1] = {7};
  event e = {};
  bool isShort = from_bytes(e, bytes, sizeof(event) - 1);
  bool isWhole = from_bytes(e, bytes, sizeof(bytes));
  std::printf("%d%d%d", isShort, isWhole, int(e.ts));
}
"""


def files(t):
    t.object("ev.o", SOURCE)
    text, _ = t.run("gen", "ev.o")
    out = t.work / "types.h"
    t.expect(t.run("gen", "ev.o", "-o", "types.h") == ("", ""), "is quiet")
    t.expect(out.read_text() == text, "-o has what is printed")

    # Written aside: whoever has the old one open keeps it whole; its mode and a
    # link to it stay.
    out.chmod(0o640)
    link = t.work / "link.h"
    link.symlink_to("types.h")
    with open(out) as old:
        was = out.stat().st_ino
        t.run("gen", "ev.o", "--prefix", "my_", "-o", "link.h")
        t.expect(old.read() == text, "the old file stays as it was")
    t.expect(link.is_symlink() and out.stat().st_ino != was, "renamed")
    t.expect(stat.S_IMODE(out.stat().st_mode) == 0o640, "the mode stays")
    t.has(out.read_text(), "my_event")
    (t.work / "new.h").symlink_to("behind.h")
    t.run("gen", "ev.o", "-o", "new.h")
    t.expect((t.work / "new.h").is_symlink() and
             (t.work / "behind.h").read_text() == text, "a link to be filled")
    (t.work / "loop.h").symlink_to("loop.h")
    _, err = t.run("gen", "ev.o", "-o", "loop.h", code=2)
    t.has(err, "loop.h: too many levels of symbolic links")

    # No regular file: written to, never replaced.
    t.run("gen", "ev.o", "-o", "/dev/null")
    t.expect(stat.S_ISCHR(os.stat("/dev/null").st_mode), "/dev/null is there")
    if os.path.exists("/dev/full"):
        _, err = t.run("gen", "ev.o", "-o", "/dev/full", code=2)
        t.has(err, "/dev/full: no space left")
        with open("/dev/full", "w") as full:
            done = subprocess.run([t.host_layout, "gen", "ev.o"], cwd=t.work,
                                  stdout=full, stderr=subprocess.PIPE,
                                  text=True)
        t.expect(done.returncode == 2, "a full disk behind standard output")
        t.has(done.stderr, "standard output: no space left")

    # Nothing half-written, and nothing left behind.
    before = sorted(p.name for p in t.work.iterdir())
    _, err = t.run("gen", "ev.o", "-o", "no/such/types.h", code=2)
    t.has(err, "no/such/types.h: no such file")
    for bad, words in (("none.o", "none.o: no such file"),
                       (".", "directory")):
        _, err = t.run("gen", bad, "-o", "types.h", code=2)
        t.has(err, words)
    whole = (t.work / "ev.o").read_bytes()
    for name, content in (("cut.o", whole[:len(whole) // 2]), ("empty.o", b""),
                          ("text.o", b"no object\n")):
        (t.work / name).write_bytes(content)
        _, err = t.run("gen", name, "-o", "types.h", code=2)
        t.has(err, f"host-layout: error: {name}: ")
        t.expect(err.count(name) == 1, "the name twice:", err)
        (t.work / name).unlink()

    # The disk is full when the first pieces of a long text are written.
    def limited():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))
    t.object("many.o", "".join(f"struct many{i} {{ __u64 a, b, c; }} v{i};\n"
                               for i in range(1500)))
    whole, _ = t.run("gen", "--all", "many.o")
    t.expect(len(whole) > 130000 and whole.count("struct BPF_HOST") == 1500,
             "a long text:", len(whole))
    _, err = t.run("gen", "--all", "many.o", "-o", "types.h", code=2,
                   preexec_fn=limited)
    t.has(err, "types.h: file too large")
    t.run("gen", "--all", "many.o", "-o", "many.h")
    t.expect((t.work / "many.h").read_text() == whole, "in pieces, too")
    for name in "many.o", "many.h":
        (t.work / name).unlink()
    t.has(out.read_text(), "my_event")
    t.expect(sorted(p.name for p in t.work.iterdir()) == before,
             "nothing is left behind", os.listdir(t.work))


def dependencies(t):
    shutil.copy(t.work / "ev.o", t.work / "a b$c#d:e.o")
    (t.work / "types.h").write_text("old")
    t.run("gen", "a b$c#d:e.o", "-o", "types.h", "--depfile", "types.d")
    t.expect((t.work / "types.d").read_text() ==
             "types.h: a\\ b$$c\\#d\\:e.o\na\\ b$$c\\#d\\:e.o:\n",
             (t.work / "types.d").read_text())
    # Whoever reads the rule finds the object.
    (t.work / "Makefile").write_text(
        "types.h:\n\techo remade > $@\n-include types.d\n")
    (t.work / "build.ninja").write_text(
        "rule r\n command = echo remade > types.h\n depfile = types.d\n"
        "build types.h: r\n")
    for build in "make", "ninja":
        if not shutil.which(build):
            continue
        for what, time in (("first", 0), ("kept", 0), ("remade", 2**31)):
            (t.work / "types.h").write_text("kept\n")
            os.utime(t.work / "a b$c#d:e.o", (time, time))
            done = subprocess.run([build], cwd=t.work, capture_output=True,
                                  text=True)
            t.expect(done.returncode == 0 and what in
                     ("first", (t.work / "types.h").read_text().strip()),
                     build, what, done.stdout, done.stderr)
    for output in (), ("-o", "-"):
        _, err = t.run("gen", "ev.o", "--depfile", "types.d", *output, code=2)
        t.has(err, "--depfile needs -o")
    # Both, or neither.
    for paths in (("types.h", "no/such.d"), ("no/types.h", "other.d")):
        before = {p: p.read_bytes() for p in t.work.iterdir() if p.is_file()}
        t.run("gen", "ev.o", "-o", paths[0], "--depfile", paths[1], code=2)
        t.expect(before == {p: p.read_bytes() for p in t.work.iterdir()
                            if p.is_file()}, "half of it was written", paths)


def btf(types, strings):
    return struct.pack("<HBBIIIII", 0xeb9f, 1, 0, 24, 0, len(types), len(types),
                       len(strings)) + types + strings


def base_is_an_input(t):
    """Split BTF depends on the file that it goes on from, also where that was
    found without its name."""
    (t.work / "split").mkdir()
    (t.work / "split/vmlinux").write_bytes(
        btf(struct.pack("<4I", 1, 1 << 24, 4, 1 << 24 | 32), b"\0int\0"))
    (t.work / "split/module").write_bytes(
        btf(struct.pack("<6I", 5, 4 << 24 | 1, 4, 7, 1, 0), b"s\0a\0"))
    for base in ([], ["--btf-base", "split/vmlinux"]):
        t.run("gen", "split/module", "--type", "s", "-o", "s.h",
              "--depfile", "s.d", *base)
        t.has((t.work / "s.d").read_text(),
              "s.h: split/module split/vmlinux\n")


def usage(t):
    _, err = t.run("gen", "ev.o", "--type", "evnt", code=2)
    t.has(err, "no type 'evnt' in ", "did you mean 'event'")
    for args, words in ((["--lang=go", "--package", "a-b"], "a-b"),
                        (["--namespace", "a::class"], "class"),
                        (["--prefix", "4 "], "4 ")):
        _, err = t.run("gen", "ev.o", *args, code=2)
        t.has(err, words)
    t.object("none.o", "int x(void) { return 1; }")
    out, err = t.run("gen", "none.o")
    t.has(err, "warning: none.o has no maps, globals or emitted types")
    for package in "agent", "main", "structs":
        out, _ = t.run("gen", "ev.o", "--lang=go",
                       env={**os.environ, "GOPACKAGE": package})
        t.has(out, f"package {package}\n")
    for package in "func", "_", "":
        t.run("gen", "ev.o", "--lang=go", "--package", package, code=2)


def go_versions(t):
    """A file says which Go compiles it, and needs no more than that."""
    out, _ = t.run("gen", "ev.o", "--lang=go")
    t.has(out, "//go:build go1.23 && (386 ||", 'import "structs"')
    for version in "1.19", "go1.22", "1.22.3":
        out, _ = t.run("gen", "ev.o", "--lang=go", "--go-version", version)
        t.has(out, f"//go:build go{version.removeprefix('go')[:4]} && (")
        t.expect("structs" not in out, "structs came with 1.23:", out)
    for version, words in (("1.16", "it needs 1.17 or later"),
                           ("2", "is not a version of Go"),
                           ("1.x", "is not a version of Go"),
                           ("1.22x", "is not a version of Go")):
        _, err = t.run("gen", "ev.o", "--lang=go", "--go-version", version,
                       code=2)
        t.has(err, words)
    _, err = t.run("gen", "ev.o", "--go-version", "1.19", code=2)
    t.has(err, "only Go has a --go-version")
    # With nothing in it, it is still as gofmt has it.
    out, _ = t.run("gen", "none.o", "--lang=go")
    t.expect(out.endswith("\n\npackage bpf\n"), "an empty file:", repr(out))


def names(t):
    # Of names that Go cannot tell apart, the plain one is the shorter's.
    t.object("skb.o", """
struct sk_buff { __u32 a[9]; }; struct __sk_buff { __u64 b; };
HASH(m, struct __sk_buff, struct sk_buff);""")
    out, _ = t.run("gen", "skb.o", "--lang=go")
    t.has(out, "type SkBuff struct {\n\t_ structs.HostLayout\n\tA [9]uint32",
          "type SkBuff__2 struct {\n\t_ structs.HostLayout\n\tB uint64")
    # A role that is written anyhow is written once.
    once = t.run("gen", "ev.o")
    t.expect(once == t.run("gen", "ev.o", "--type", "events.value",
                           "--type", "events.value"), "a role twice")
    out, _ = t.run("gen", "ev.o", "--lang=go", "--type", "events.value",
                   "--type", "events.value")
    t.expect(out.count("type EventsValue ") == 1, out)


def enumerators(t):
    """C has one scope for all enumerators, and a system's headers some of the
    names that programs use."""
    t.object("sock.o", """
enum kind { SOCK_STREAM = 1, SOCK_DGRAM };
HASH(m, enum kind, enum kind);""")
    for lang, name in ("c", "user.c"), ("c++", "user.cpp"):
        t.run("gen", "sock.o", f"--lang={lang}", "--enumerator-prefix", "EV_",
              "-o", "sock.h")
        (t.work / name).write_text(
            '#include <sys/socket.h>\n#include "sock.h"\n'
            "int both[] = {SOCK_STREAM, EV_SOCK_DGRAM};\n")
        subprocess.run([t.clang, *HEADERS, "-Wall", "-Werror", "-c", name,
                        "-o", "user.o"], cwd=t.work, check=True)
    t.has((t.work / "sock.h").read_text(),
          'EV_SOCK_STREAM BPF_HOST_LAYOUT_AS("SOCK_STREAM") = 1')
    _, err = t.run("gen", "sock.o", "--enumerator-prefix", "4", code=2)
    t.has(err, "the prefix '4' does not begin")
    _, err = t.run("gen", "sock.o", "--lang=go", "--enumerator-prefix", "X",
                   code=2)
    t.has(err, "in Go, the name of an enumerator begins with its type's")


def half_recorded(t):
    """Before clang 15, BTF had 32 bits of each enumerator's 64: what is not
    recorded is not printed as 0."""
    strings = b"\0big\0A\0B\0s\0m\0"
    types = struct.pack("<7I", 1, 6 << 24 | 2, 8, 5, 3, 7, 0)
    types += struct.pack("<6I", 9, 4 << 24 | 1, 8, 11, 1, 0)
    (t.work / "half.btf").write_bytes(btf(types, strings))
    for lang in "c++", "c", "go":
        out, _ = t.run("gen", "half.btf", "--all", f"--lang={lang}", "--type",
                       "s")
        t.expect(not re.search(r"\b(Big)?[AB]\b[^;]* = [03]", out),
                 "a value that nobody knows:", out)
        t.has(out, *{"c": ["uint64_t m; // enum big"],
                     "c++": ['"enum-missing=off") big : uint64_t {',
                             "only the low 32 bits", "A ends in 0x3",
                             "B ends in 0x0"],
                     "go": ["type Big uint64", "only the low 32 bits",
                            "A ends in 0x3"]}[lang])
    out, _ = t.run("show", "half.btf", "big")
    t.has(out, "A = ?, /* ends in 0x3 */", "B = ?, /* ends in 0x0 */",
          "only the low 32 bits of each value are in the object")
    out, _ = t.run("show", "--json", "half.btf", "big")
    t.has(out, '"value_bits": 32', '"low_bits": 3')
    t.expect('"value":' not in out, out)


def stable(t):
    """The order of the types in the object, and what else it has, say
    nothing."""
    events = "struct event { __u64 ts; __u32 pid; };\n"
    others = "struct other { __u16 a; };\nenum kind { A, B };\n"
    maps = ["HASH(events, __u32, struct event);\n",
            "HASH(others, enum kind, struct other);\n"]
    t.object("one.o", events + others + maps[0] + maps[1])
    t.object("two.o", "static int unrelated(long x) { return x; }\n" + others +
             events + maps[1] + maps[0] + "struct { int a; } *more;\n"
             "int use(int x) { return unrelated(x) + sizeof(more); }\n")
    for lang in "c++", "c", "go":
        t.expect(t.run("gen", "one.o", f"--lang={lang}") ==
                 t.run("gen", "two.o", f"--lang={lang}", "--type", "event"),
                 "the order of types shows in", lang)


def duplicates(t):
    """Linked objects keep both types of one name."""
    if not find("bpftool"):
        return
    t.object("a.o", "struct event { __u32 a; }; HASH(m, __u32, struct event);")
    t.object("b.o", "struct event { __u64 b; }; HASH(n, __u32, struct event);")
    t.link_objects("all.o", "a.o", "b.o")
    out, _ = t.run("gen", "all.o", "--asserts")
    t.has(out, " event {", ' event__2 {', 'BPF_HOST_LAYOUT_AS("event")',
          "using m_value = event;", "using n_value = event__2;")
    out, _ = t.run("gen", "all.o", "--lang=go")
    t.has(out, "type Event struct", "type Event__2 struct")


def alike(t):
    """Many types of one name that hold large ones which look the same: telling
    them apart does not take for ever."""
    strings, types = b"\0f\0nest\0event\0int\0", []

    def add(name, kind, vlen, size, *tail):
        at = strings.index(name + b"\0") if name else 0
        types.append(struct.pack(f"<{3 + len(tail)}I", at, kind << 24 | vlen,
                                 size, *tail))
        return len(types)
    number = add(b"int", 1, 0, 4, 32)
    count = 10000
    nests = [add(b"nest", 4, count, 4 * count,
                 *(word for i in range(count) for word in (0, number, 32 * i)))
             for _ in range(2)]
    for i in range(20000):
        add(b"event", 4, 1, 4 * count, 1, nests[i % 2], 0)
    body = b"".join(types)
    (t.work / "alike.btf").write_bytes(btf(body, strings))
    t.run("gen", "alike.btf", "--all", "-o", "/dev/null", timeout=30)


def from_bytes(t):
    t.run("gen", "ev.o", "--asserts", "-o", "types.h")
    (t.work / "reader.cpp").write_text(READER)
    subprocess.run([t.clang + "++", "-std=c++17", *HEADERS, "-Wall", "-Wextra",
                    "-Werror", "reader.cpp", "-o", "reader"], cwd=t.work,
                   check=True)
    out = subprocess.run([t.work / "reader"], capture_output=True, text=True)
    t.expect(out.stdout == "017", "from_bytes:", out.stdout)


def main():
    t = Case()
    files(t)
    dependencies(t)
    base_is_an_input(t)
    usage(t)
    go_versions(t)
    names(t)
    enumerators(t)
    half_recorded(t)
    stable(t)
    duplicates(t)
    alike(t)
    from_bytes(t)
    t.end()


main()
