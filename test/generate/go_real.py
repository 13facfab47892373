"""A Go that has structs.HostLayout compiles all types of an object.

usage: go_real.py OBJECT

Its compiler must agree with bpftool about each size and offset, gofmt has nothing
to change and go vet nothing to say. Nothing stands in for package structs: where
Go is older than 1.23 the test is skipped.
"""

import re
import sys

from go_types import expectations
from harness import FAILS, HOST_LAYOUT, Folder, need, need_file, skip
from oracle import Btf

FIRST = (1, 23)
ARCHITECTURES = "amd64", "arm64"


def assertions(expected):
    """A Go file that compiles only where all that is expected is so, for a
    constant of an unsigned type is not below 0; and how many facts are in it."""
    lines = ["package types", "", 'import "unsafe"', ""]
    facts = 0

    def equal(what, number):
        nonlocal facts
        facts += 1
        lines.append(f"const _ = ({what} - {number}) + ({number} - {what})")

    for name, e in expected.items():
        equal(f"unsafe.Sizeof({name}{{}})", e["size"])
        for field, offset in e["offsets"].items():
            equal(f"unsafe.Offsetof({name}{{}}.{field})", offset)
    return "\n".join(lines) + "\n", facts


def main():
    source = need_file(sys.argv[1])
    go, gofmt = need("go"), need("gofmt")
    f = Folder()
    f.environment = {"PATH": "/usr/bin:/bin", "GO111MODULE": "on",
                     "GOPROXY": "off", "GOTOOLCHAIN": "local",
                     "CGO_ENABLED": "0", "GOCACHE": str(f.path / "cache"),
                     "GOPATH": str(f.path / "gopath")}
    said = f.call(go, "version").stdout
    version = tuple(int(n) for n in re.findall(r"\d+", said)[:2])
    if version < FIRST:
        skip(f"Go {version[0]}.{version[1]} has no structs.HostLayout")

    f.write("go.mod", f"module types\n\ngo {FIRST[0]}.{FIRST[1]}\n")
    f.call(HOST_LAYOUT, "gen", source, "--all", "--lang=go", "--package=types",
           "-o", "types.go")
    if "structs.HostLayout" not in f.read("types.go"):
        f.fail("no type has structs.HostLayout")
    expected = expectations(Btf(source))
    text, facts = assertions(expected)
    f.write("assertions.go", text)
    if unformatted := f.call(gofmt, "-l", "types.go").stdout:
        f.fail("not as gofmt has it: " + unformatted)
    for arch in ARCHITECTURES:
        f.call(go, "build", "./...", env={**f.environment, "GOARCH": arch})
    vetted = f.call(go, "vet", "./...", merged=True).stdout
    if vetted.strip():
        f.fail("go vet: " + vetted)
    # What is wrong must be seen: a size and an offset.
    for change in ({"size": 1}, {"offsets": 1}):
        name, e = next((n, e) for n, e in expected.items()
                       if e["size"] and e["offsets"])
        field = next(iter(e["offsets"]))
        wrong = {"size": e["size"] + change.get("size", 0), "offsets": {
            field: e["offsets"][field] + change.get("offsets", 0)}}
        f.write("assertions.go", assertions({name: wrong})[0])
        f.call(go, "build", "./...", code=FAILS, says="overflows")
    print(f"Go {version[0]}.{version[1]}: {len(expected)} types, {facts} sizes "
          f"and offsets on {' and '.join(ARCHITECTURES)}")


main()
