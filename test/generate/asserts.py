"""Compiles a generated header against what bpftool says of the same object.

usage: asserts.py OBJECT LANG COMPILER...
A COMPILER is a command with its flags. The header asserts itself, too.
"""

import shlex
import sys

from harness import ANY, HOST_LAYOUT, Folder, need_file
from oracle import Btf


def asserts(btf, lang):
    keyword = "static_assert" if lang == "c++" else "_Static_assert"
    count = structs = 0
    lines = []
    for name, tag, record, members_known in btf.records():
        tag = "" if lang == "c++" else tag
        structs += 1
        checks = [(f"sizeof({tag}{name})", record["size"])]
        if members_known:
            checks += [(f"offsetof({tag}{name}, {path})", offset)
                       for path, offset in btf.members(record)]
        count += len(checks)
        lines += [f'{keyword}({left} == {right}, "{left}");'
                  for left, right in checks]
    return "\n".join(lines) + "\n", count, structs


def main():
    source, lang, *compilers = sys.argv[1:]
    need_file(source)
    is_cpp = lang == "c++"
    text, count, structs = asserts(Btf(source, lang), lang)
    failed, f = 0, Folder()
    f.call(HOST_LAYOUT, "gen", source, "--all", "--asserts", f"--lang={lang}",
           "-o", "types.h", *(["--namespace", "t"] if is_cpp else []))
    name = "main.cpp" if is_cpp else "main.c"
    f.write(name, '#include <stddef.h>\n#include "types.h"\n' +
            ("using namespace t;\n" if is_cpp else "") + text)
    for command in map(shlex.split, compilers):
        done = f.call(*command, "-Wall", "-Wextra", "-fsyntax-only", name,
                      code=ANY)
        if done.returncode or done.stderr:
            failed += 1
            print(shlex.join(command), done.stderr[:3000], sep="\n")
    print(f"{count} assertions over {structs} structs, "
          f"{len(compilers)} compilers, {failed} failed")
    sys.exit(failed != 0 or not count or not compilers)


main()
