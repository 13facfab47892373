"""Go's own type checker against what bpftool says of the same object.

usage: go_sizes.py OBJECT
"""

import json
import pathlib
import sys

from go_types import expectations
from harness import ANY, HOST_LAYOUT, Folder, need, need_file
from oracle import Btf

HERE = pathlib.Path(__file__).resolve().parent


def main():
    source = need_file(sys.argv[1])
    go, gofmt = need("go"), need("gofmt")
    f = Folder()
    f.call(HOST_LAYOUT, "gen", source, "--all", "--lang=go", "--package=types",
           "-o", "types.go")
    unformatted = f.call(gofmt, "-l", "types.go").stdout
    if unformatted:
        f.fail("not as gofmt has it: " + unformatted)
    f.write("expected.json", json.dumps(expectations(Btf(source))))
    f.call(go, "build", "-o", f.path / "sizes", HERE / "sizes.go",
           env={"PATH": "/usr/bin:/bin", "GO111MODULE": "off",
                "GOCACHE": str(f.path / "cache"),
                "GOPATH": str(f.path / "gopath")})
    done = f.call("./sizes", "types.go", "expected.json", code=ANY, merged=True)
    print(done.stdout, end="")
    sys.exit(done.returncode)


main()
