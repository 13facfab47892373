"""Go's own type checker against what bpftool says of the same object.

usage: go_sizes.py HOST_LAYOUT OBJECT GO GOFMT
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

from oracle import ANONYMOUS, Btf, needed

HERE = pathlib.Path(__file__).resolve().parent


def go_name(name):
    """A C name as bpf2go exports it."""
    out, up = "", True
    for c in name:
        if c == "_":
            if up or re.match("[a-z0-9]", out[-1]):
                up = True
                continue
        out += c.upper() if up else c
        up = False
    return out if out and out[0].isupper() else "X" + out


def expectations(btf):
    """Go type -> its size, and the offsets of the fields that keep theirs."""
    seen, expected = {}, {}
    # records() is in the order of C names, which is that of equal Go names but
    # that those with fewer underscores in front come first.
    for name, _, record, members_known in sorted(
            btf.records(), key=lambda r: len(r[0]) - len(r[0].lstrip("_"))):
        name = go_name(re.sub(r"__\d+$|_$", "", name))
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            name += f"__{seen[name]}"
        offsets = {}
        if record["kind"] == "STRUCT" and members_known:
            names = [go_name(m["name"]) for m in record["members"]]
            for m, field in zip(record["members"], names):
                if m["name"] == ANONYMOUS or m.get("bitfield_size"):
                    continue
                if names.count(field) == 1 and btf.size(m["type_id"]):
                    offsets[field] = m["bits_offset"] // 8
        expected[name] = {"size": record["size"], "offsets": offsets}
    return expected


def check(host_layout, source, go, gofmt, work):
    types = work / "types.go"
    subprocess.run([host_layout, "gen", source, "--all", "--lang=go",
                    "--package=types", "-o", types], check=True)
    unformatted = subprocess.run([gofmt, "-l", types], check=True,
                                 capture_output=True, text=True).stdout
    if unformatted:
        sys.exit("not as gofmt has it: " + unformatted)
    expected = work / "expected.json"
    expected.write_text(json.dumps(expectations(Btf(source))))
    checker = work / "sizes"
    subprocess.run([go, "build", "-o", checker, HERE / "sizes.go"], check=True,
                   env={"PATH": "/usr/bin:/bin", "GO111MODULE": "off",
                        "GOCACHE": str(work / "cache"),
                        "GOPATH": str(work / "gopath")})
    return subprocess.run([checker, types, expected]).returncode


def main():
    host_layout, source, go, gofmt = sys.argv[1:]
    for file in source, go, gofmt:
        needed(file)
    with tempfile.TemporaryDirectory() as work:
        sys.exit(check(host_layout, source, go, gofmt, pathlib.Path(work)))


main()
