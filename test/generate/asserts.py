"""Compiles a generated header against what bpftool says of the same object.

usage: asserts.py HOST_LAYOUT OBJECT LANG COMPILER...
A COMPILER is a command with its flags. The header asserts itself, too.
"""

import pathlib
import shlex
import subprocess
import sys
import tempfile

from oracle import Btf, needed


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
    host_layout, source, lang, *compilers = sys.argv[1:]
    needed(source)
    is_cpp = lang == "c++"
    text, count, structs = asserts(Btf(source, lang), lang)
    failed = 0
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        subprocess.run([host_layout, "gen", source, "--all", "--asserts",
                        f"--lang={lang}", "-o", work / "types.h",
                        *(["--namespace", "t"] if is_cpp else [])], check=True)
        main_file = work / ("main.cpp" if is_cpp else "main.c")
        main_file.write_text("#include <stddef.h>\n"
                             '#include "types.h"\n' +
                             ("using namespace t;\n" if is_cpp else "") + text)
        for command in map(shlex.split, compilers):
            done = subprocess.run(
                [*command, "-Wall", "-Wextra", "-fsyntax-only", main_file],
                capture_output=True, text=True)
            if done.returncode or done.stderr:
                failed += 1
                print(shlex.join(command), done.stderr[:3000], sep="\n")
    print(f"{count} assertions over {structs} structs, "
          f"{len(compilers)} compilers, {failed} failed")
    sys.exit(failed != 0 or not count or not compilers)


main()
