"""Types for Rust, by rustc's own word.

usage: rust.py OBJECT [TYPE...]
The structs and unions of OBJECT, a kernel's BTF: their sizes and the offsets of
their members as bpftool has them, asserted by rustc. With TYPEs only these and
what they need: rustc takes minutes and gigabytes for a whole kernel.
"""

import re
import sys

from harness import ANY, HOST_LAYOUT, ROOT, Folder, need, need_file

sys.path.insert(0, str(ROOT / "test/generate"))
from oracle import ANONYMOUS, Btf  # noqa: E402

KEYWORDS = set("""abstract as async await become box break const continue do dyn
else enum extern false final fn for gen if impl in let loop macro match mod move
mut override priv pub ref return static struct trait true try type typeof unsafe
unsized use virtual where while yield""".split())


def member(name):
    if name in ("self", "Self", "super", "crate", "_"):
        return name + "_"
    return "r#" + name if name in KEYWORDS else name


def assertions(btf, version, written):
    """Lines that assert what bpftool says, and how many there are."""
    lines, sizes, offsets = [], 0, 0
    for name, _, record, members_known in btf.records():
        name = member(name)
        if name not in written:
            continue
        lines.append(f"const _: () = assert!(core::mem::size_of::<{name}>() "
                     f"== {record['size']});")
        sizes += 1
        # offset_of! came with 1.77.
        if version < 77 or record["kind"] != "STRUCT" or not members_known:
            continue
        names = [m["name"] for m in record["members"]]
        for m in record["members"]:
            if (m["name"] == ANONYMOUS or m.get("bitfield_size") or
                    names.count(m["name"]) != 1 or not btf.size(m["type_id"])):
                continue
            lines.append(
                f"const _: () = assert!(core::mem::offset_of!({name}, "
                f"{member(m['name'])}) == {m['bits_offset'] // 8});")
            offsets += 1
    return lines, sizes, offsets


def main():
    source, *types = sys.argv[1:]
    need_file(source)
    rustc = need("rustc")
    f = Folder()
    said = f.call(rustc, "--version").stdout
    version = int(re.search(r"rustc 1\.(\d+)", said)[1])
    which = [word for t in types for word in ("--type", t)] or ["--all"]
    f.call(HOST_LAYOUT, "gen", source, *which, "--lang=rust", "-o", "types.rs")
    written = set(re.findall(r"pub (?:struct|union) ((?:r#)?\w+)",
                             f.read("types.rs")))
    lines, sizes, offsets = assertions(Btf(source), version, written)
    f.write("lib.rs", "#![no_std]\n#![allow(non_upper_case_globals)]\n"
            "include!(\"types.rs\");\n" + "\n".join(lines) + "\n")
    done = f.call(rustc, "--edition=2021", "--crate-type=lib",
                  "--emit=metadata", "-o", "lib.rmeta", "lib.rs", code=ANY)
    if done.returncode or done.stderr:
        print(done.stderr[:6000])
    print(f"{said.strip()}: {sizes} sizes, {offsets} offsets, "
          f"{done.stderr.count('error')} errors")
    sys.exit(done.returncode != 0 or not sizes)


main()
