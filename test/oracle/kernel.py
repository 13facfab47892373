"""The verdict oracle on the running kernel's own types.

bpftool writes the kernel's BTF as a C header; every struct and union of it is
marked and judged against that same BTF. The oracle compiles the header without
markers and compares sizes and offsets, bit-fields included, with those that
bpftool reads out of the BTF. bpftool's header is wrong in places (an enum of 1
byte comes out with 4): the plugin must find exactly these.

  kernel.py --plugin build/lib/libHostLayout.so --clang /usr/lib/llvm-22/bin/clang

Exit code 77: this machine has no kernel BTF, or no bpftool.
"""

import argparse
import collections
import functools
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

OPENING = re.compile(r"^(struct|union) (\w+) \{(?:\};)?$")
DIAGNOSTIC = re.compile(r"^[^:\n]+:(\d+):\d+: (error|warning|fatal error): "
                        r"(.*?)(?: \[bpf-host-layout-([a-z-]+)\])?$", re.M)


class Kernel:
    """The types of a BTF, as bpftool's JSON has them."""

    def __init__(self, bpftool, path):
        raw = subprocess.run([bpftool, "-j", "btf", "dump", "file", path],
                             check=True, capture_output=True).stdout
        self.types = {t["id"]: t for t in json.loads(raw)["types"]}
        self.by_name = collections.defaultdict(list)
        for t in self.types.values():
            if t["kind"] in ("STRUCT", "UNION") and t["name"] != "(anon)":
                self.by_name[t["kind"].lower(), t["name"]].append(t)

    def bare(self, type_id):
        """A type without qualifiers and typedefs; None for void."""
        t = self.types.get(type_id)
        while t and t["kind"] in ("TYPEDEF", "CONST", "VOLATILE", "RESTRICT",
                                  "TYPE_TAG"):
            t = self.types.get(t["type_id"])
        return t

    def element(self, type_id):
        """(what an array is of in the end, how C names its first element)"""
        t, step = self.bare(type_id), ""
        while t and t["kind"] == "ARRAY":
            t, step = self.bare(t["type_id"]), step + "[0]"
        return t, step

    def places(self, record, prefix="", start=0):
        """(path, bit, width of a bit-field or 0) of what a header can name."""
        for m in record["members"]:
            bit = start + m["bits_offset"]
            inner, step = self.element(m["type_id"])
            is_anonymous = (inner and inner["kind"] in ("STRUCT", "UNION") and
                            inner["name"] == "(anon)")
            if m["name"] == "(anon)":
                if is_anonymous:
                    yield from self.places(inner, prefix, bit)
                continue
            path = prefix + m["name"]
            yield path, bit, m.get("bitfield_size", 0)
            if is_anonymous:
                yield from self.places(inner, path + step + ".", bit)

    def parts(self, record):
        """The types that a record holds by value."""
        for m in record["members"]:
            inner, _ = self.element(m["type_id"])
            if inner:
                yield inner

    def holds(self, record, found, seen=None):
        """Whether found() is true of a part of record, at any depth."""
        seen = set() if seen is None else seen
        for part in self.parts(record):
            if part["id"] in seen:
                continue
            seen.add(part["id"])
            if found(part) or (part["kind"] in ("STRUCT", "UNION") and
                               self.holds(part, found, seen)):
                return True
        return False


class Header:
    """bpftool's header, by line and by record."""

    def __init__(self, bpftool, path):
        self.text = subprocess.run(
            [bpftool, "btf", "dump", "file", path, "format", "c"], check=True,
            capture_output=True, text=True).stdout
        self.lines = self.text.split("\n")
        self.records = []  # (first line, last line, tag, name)
        for i, line in enumerate(self.lines):
            if found := OPENING.match(line):
                end = next(j for j in range(i, len(self.lines))
                           if self.lines[j].startswith("}") or
                           self.lines[j].endswith("{};"))
                self.records.append((i + 1, end + 1, *found.groups()))

    def marked(self, names):
        lines = list(self.lines)
        for first, _, tag, name in self.records:
            lines[first - 1] = lines[first - 1].replace(
                tag, f'{tag} __attribute__((bpf_host_layout("{names[name]}")))',
                1)
        return "\n".join(lines)

    def words(self, record):
        body = "\n".join(self.lines[record[0]:record[1]])
        return set(re.findall(r"\w+", body))


def candidates(kernel, header, record):
    """The BTF types that a record of the header may stand for."""
    _, _, tag, name = record
    found = kernel.by_name.get((tag, name))
    if not found:
        # Of several types of one name, bpftool numbers all but the first.
        found = kernel.by_name.get((tag, re.sub(r"___\d+$", "", name)), [])
    if len(found) > 1:
        words = header.words(record)
        found = [t for t in found if all(
            set(re.findall(r"[A-Za-z_]\w*", path)) <= words
            for path, _, _ in kernel.places(t))]
    return found


class Probe:
    """Compiles the header and runs it: what does C say of each path?"""

    def __init__(self, header):
        self.text = [header.text, "#include <stdio.h>\n"
                     "static unsigned char room[1 << 22];\n"
                     "static void bit(unsigned long n) {\n"
                     "  unsigned long i = 0;\n"
                     "  while (!(room[i / 8] >> i % 8 & 1)) ++i;\n"
                     "  fwrite(&i, 8, 1, stdout);\n"
                     "  for (i = 0; i != n; ++i) room[i] = 0;\n}\n"
                     "static void byte(unsigned long n) "
                     "{ n *= 8; fwrite(&n, 8, 1, stdout); }\n"]
        self.calls = 0

    def size(self, spelled):
        self.call(f"byte(sizeof({spelled}));")

    def place(self, spelled, path, width):
        if width:
            self.call(f"(({spelled} *)room)->{path} = -1; "
                      f"bit(sizeof({spelled}));")
        else:
            self.call(f"byte(__builtin_offsetof({spelled}, {path}));")

    def call(self, text):
        if self.calls % 500 == 0:
            self.text.append(f"{'}' if self.calls else ''}\n"
                             f"static void f{self.calls // 500}(void) {{\n")
        self.text.append(text + "\n")
        self.calls += 1

    def run(self, clang, where):
        count = (self.calls + 499) // 500
        self.text.append("}\nint main(void) {\n" + "".join(
            f"f{i}();\n" for i in range(count)) + "return 0; }\n")
        with open(where + ".c", "w") as f:
            f.write("".join(self.text))
        # A qualifier changes no place, but what a probe may write.
        subprocess.run([clang, "-w", "-O0", "-Dconst=", where + ".c",
                        "-o", where], check=True)
        raw = subprocess.run([where], check=True, capture_output=True).stdout
        return list(struct.unpack(f"<{self.calls}Q", raw))


def asserted(kernel, header, clang, where):
    """{record's name: BTF types of its name that the header has wrong, and how
    many there are}"""
    probe, plan = Probe(header), []
    for record in header.records:
        spelled = f"{record[2]} {record[3]}"
        for t in candidates(kernel, header, record):
            expected = [t["size"] * 8]
            probe.size(spelled)
            for path, bit, width in kernel.places(t):
                probe.place(spelled, path, width)
                expected.append(bit)
            plan.append((record[3], expected))
    said = probe.run(clang, where)
    wrong, total = collections.Counter(), collections.Counter()
    for name, expected in plan:
        found, said = said[:len(expected)], said[len(expected):]
        total[name] += 1
        wrong[name] += found != expected
    print(f"{probe.calls} asserts on {len(total)} structs and unions")
    return {n for n in total if wrong[n] == total[n]}, set(total)


def judged(args, header, names, where):
    """{record's name: [what the plugin said]}"""
    with open(where + ".h", "w") as f:
        f.write(header.marked(names))
    done = subprocess.run(
        [args.clang, "-x", "c", "-fsyntax-only", "-Wno-everything",
         "-ferror-limit=0", "-fno-caret-diagnostics", f"-fplugin={args.plugin}",
         f"-fplugin-arg-hostlayout-btf={args.btf}", where + ".h"],
        capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"the compiler ended with {done.returncode}\n{done.stderr}")
    at = {}
    for first, last, _, name in header.records:
        for line in range(first, last + 1):
            at[line] = name
    told = collections.defaultdict(list)
    for line, severity, words, slug in DIAGNOSTIC.findall(done.stderr):
        if severity != "warning":
            told[at.get(int(line), f"line {line}")].append((slug, words))
    return told


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--plugin", required=True)
    p.add_argument("--clang", required=True)
    p.add_argument("--btf", default="/sys/kernel/btf/vmlinux")
    p.add_argument("--bpftool", default=shutil.which(
        "bpftool", path=os.environ.get("PATH", "") + ":/usr/sbin"))
    p.add_argument("--verbose", action="store_true")
    args = p.parse_args()
    if not args.bpftool or not os.access(args.btf, os.R_OK):
        print("skipped: needs bpftool and the kernel's BTF")
        sys.exit(77)

    kernel, header = Kernel(args.bpftool, args.btf), Header(args.bpftool,
                                                            args.btf)
    names = {}
    for _, _, tag, name in header.records:
        known = (tag, name) in kernel.by_name
        names[name] = name if known else re.sub(r"___\d+$", "", name)
    with tempfile.TemporaryDirectory() as scratch:
        wrong, checked = asserted(kernel, header, args.clang,
                                  scratch + "/probe")
        told = judged(args, header, names, scratch + "/marked")

    def types(name):
        return [t for tag in ("struct", "union")
                for t in kernel.by_name.get((tag, names.get(name, name)), [])]

    def among(found):
        ids = {t["id"] for name in found for t in types(name)}
        return lambda part: part["id"] in ids

    narrow = functools.partial(
        kernel.holds, found=lambda t: t["kind"] in ("ENUM", "ENUM64") and
        t["size"] != 4)
    # A fault inside a nested struct is told once, where that struct is.
    missed = [n for n in wrong if n not in told and not any(
        kernel.holds(t, among(told)) for t in types(n))]
    false = [n for n in told if n not in wrong and not any(
        kernel.holds(t, among(wrong)) or narrow(t) for t in types(n))]
    for name in sorted(missed):
        print(f"missed: {name}")
    for name in sorted(false):
        print(f"false alarm: {name}: {told[name]}")
    if args.verbose:
        for name in sorted(told):
            print(f"told: {name}: {told[name]}")
    print(f"{len(checked)} structs and unions of the kernel judged: "
          f"{len(wrong)} wrong in bpftool's header, {len(told)} told")
    print(f"wrong: {len(missed)} missed, {len(false)} false alarms")
    if not checked:
        sys.exit("nothing was judged")
    sys.exit(1 if missed or false else 0)


if __name__ == "__main__":
    main()
