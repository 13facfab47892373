"""Types for Rust, by rustc's own word.

usage: rust.py kernel OBJECT | forms
kernel: all structs and unions of OBJECT, a kernel's BTF. Each has a table of its
members' offsets and sizes, which rustc asserts; the table is compared with what
bpftool says. forms: the forms of test/generate and hard.bpf.c, as a module of a
program that uses next to none of it, without a warning, by each rustc; and the
accessors of hard.bpf.c, run. By Debian's rustc, the oldest that is supported, and
forms by the user's, too.
"""

import pathlib
import re
import resource
import sys

from harness import ANY, HOST_LAYOUT, ROOT, Folder, need, need_file

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "test/generate"))
from forms import FORMS, options  # noqa: E402
from oracle import ANONYMOUS, Btf  # noqa: E402

KEYWORDS = set("""abstract as async await become box break const continue do dyn
else enum extern false final fn for gen if impl in let loop macro match mod move
mut override priv pub ref return static struct trait true try type typeof unsafe
unsized use virtual where while yield""".split())
NOTHING = "#![deny(warnings)]\nmod types;\nfn main() {}\n"


def spelled(name):
    if name in ("self", "Self", "super", "crate", "_"):
        return name + "_"
    return "r#" + name if name in KEYWORDS else name


def rustcs():
    """Debian's rustc, if it is there, and the user's."""
    debians = pathlib.Path("/usr/bin/rustc")
    return list(dict.fromkeys(
        [str(debians)] * debians.exists() + [need("rustc")]))


def compile_rust(f, rustc, *args):
    """Whether rustc had nothing to say."""
    # It takes a minute for a kernel, where it has a CPU to itself.
    done = f.call(rustc, "--edition=2021", *args, code=ANY, timeout=3600)
    if done.returncode or done.stderr:
        print(rustc, *args, done.stderr[:4000])
    return not done.returncode and not done.stderr


class Types:
    """What a file of generated types says, in its own words."""

    def __init__(self, text):
        self.sizes, self.members, self.bits = {}, {}, {}
        for name, size in re.findall(
                r"^const _: \(\) = assert!\(::core::mem::size_of::<(\S+)>\(\) "
                r"== (\d+)\);$", text, re.M):
            self.sizes[name] = int(size)
        for name, size, rows in re.findall(
                r"^const _: \(\) = host_layout_check::<(\S+)>\((\d+), &\[\n"
                r"(.*?)^\]\);$", text, re.M | re.S):
            self.sizes[name] = int(size)
            self.members[name] = [
                (int(at), of) for at, of in re.findall(
                    r"\((\d+), ::core::mem::size_of::<(.*)>\(\)\),\n", rows)]
        for name, integer in re.findall(
                r"^pub struct (\S+)\(pub [iu](\d+)\);$", text, re.M):
            self.sizes[name] = int(integer) // 8
        for kind, name, body in re.findall(
                r"^pub (struct|union) (\S+) \{\n(.*?)^\}$", text, re.M | re.S):
            rows = re.findall(r"^    pub (\S+): (.*?),(?: //.*)?$", body, re.M)
            if kind == "union" or not rows:
                self.members.setdefault(name, [])
                if kind == "union":
                    continue
            table = self.members[name]
            if [of for _, of in rows] != [of for _, of in table]:
                sys.exit(f"{name}: its table has other members")
            self.members[name] = [(row, at, of) for (row, of), (at, _)
                                  in zip(rows, table)]
        for name, body in re.findall(r"^impl (\S+) \{\n(.*?)^\}$", text,
                                     re.M | re.S):
            self.bits[name] = {
                get: (buffer, int(bit), int(width))
                for get, buffer, bit, width in re.findall(
                    r"pub fn (\S+)\(&self\) .*\n.*host_layout_bits\(&self\."
                    r"(\w+), (\d+), (\d+)\)", body)}

    def size(self, of):
        if scalar := re.fullmatch(r"[iuf](\d+)", of):
            return int(scalar[1]) // 8
        if array := re.fullmatch(r"\[(.*); (\d+)\]", of):
            return self.size(array[1]) * int(array[2])
        return self.sizes[of]


class Compared:
    def __init__(self, types, btf):
        self.types, self.btf = types, btf
        self.sizes = self.offsets = self.bits = self.faults = 0
        for name, _, record, members_known in btf.records():
            name = spelled(name)
            if name not in types.sizes:
                continue
            self.sizes += 1
            if types.sizes[name] != record["size"]:
                self.fault(name, "size", types.sizes[name], record["size"])
            if members_known and record["kind"] == "STRUCT":
                self.members(name, record)

    def fault(self, *what):
        self.faults += 1
        if self.faults < 20:
            print(*what)

    def members(self, name, record):
        rows = {row: (at, self.types.size(of))
                for row, at, of in self.types.members[name]}
        if set(rows) == {"_align", "bytes"} or set(rows) == {"bytes"}:
            return  # its fields cannot be declared
        names = [m["name"] for m in record["members"]]
        for m in record["members"]:
            if m["name"] == ANONYMOUS or names.count(m["name"]) != 1:
                continue
            member, bits = spelled(m["name"]), m.get("bitfield_size")
            if bits:
                buffer, at, width = self.types.bits[name].get(
                    member, ("", 0, 0))
                at += rows.get(buffer, (0, 0))[0] * 8
                self.bits += 1
                if (at, width) != (m["bits_offset"], bits):
                    self.fault(name, member, "bits", at, width)
                continue
            size = self.btf.size(m["type_id"])
            if member in rows:
                self.offsets += 1
                if rows[member] != (m["bits_offset"] // 8, size):
                    self.fault(name, member, rows[member])
            elif size:
                self.fault(name, member, "is not there")


def kernel(source):
    need_file(source)
    rustc, *_ = rustcs()
    f = Folder()
    f.call(HOST_LAYOUT, "gen", source, "--all", "--lang=rust", "-o", "types.rs")
    found = Compared(Types(f.read("types.rs")), Btf(source))
    f.write("lib.rs",
            "#![no_std]\n#![deny(warnings)]\ninclude!(\"types.rs\");\n")
    is_fine = compile_rust(f, rustc, "--crate-type=lib", "--emit=metadata",
                           "-o", "lib.rmeta", "lib.rs")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{found.sizes} sizes, {found.offsets} offsets and sizes of members, "
          f"{found.bits} bit-fields: {found.faults} faults; "
          f"{'as' if is_fine else 'not as'} rustc has them; "
          f"{used.ru_utime:.0f} s, {used.ru_maxrss >> 10} MiB")
    # A machine's own kernel has thousands.
    return is_fine and not found.faults and found.offsets > found.sizes > 1000


def forms():
    faults = 0
    hard = HERE / "hard.bpf.c"
    f = Folder()
    for form in [*FORMS, hard]:
        f.bpf_object("form.bpf.o", form.read_text())
        text = f.call(HOST_LAYOUT, "gen", "form.bpf.o", "--lang=rust", *options(
            form, ("--namespace", "--package", "--asserts"))).stdout
        f.write("types.rs", text)
        f.write("main.rs", NOTHING)
        if form == hard:
            found = Compared(Types(text), Btf(f.path / "form.bpf.o"))
            faults += found.faults + (found.bits == 0)
            f.write("main.rs", (HERE / "hard.rs").read_text())
        for rustc in rustcs():
            if not compile_rust(f, rustc, "-o", "main", "main.rs"):
                faults += 1
                print(form.name)
            elif form == hard:
                faults += f.call("./main", code=ANY).returncode != 0
    print(f"{len(FORMS) + 1} forms, {len(rustcs())} rustc, {faults} faults")
    return not faults


what, *rest = sys.argv[1:]
sys.exit(not {"kernel": kernel, "forms": forms}[what](*rest))
