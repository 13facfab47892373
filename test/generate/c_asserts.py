"""Compiles a generated header against what bpftool says of the same object.

usage: c_asserts.py HOST_LAYOUT OBJECT LANG WORKDIR COMPILER...
A COMPILER is a command with its flags; those that are not there are skipped.
"""

import pathlib
import shlex
import shutil
import subprocess
import sys

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
    host_layout, source, lang, work, *compilers = sys.argv[1:]
    work = pathlib.Path(work)
    work.mkdir(parents=True, exist_ok=True)
    header = work / ("types.hpp" if lang == "c++" else "types.h")
    options = ["--namespace", "t"] if lang == "c++" else []
    subprocess.run([host_layout, "gen", source, "--all", f"--lang={lang}",
                    "-o", header, *options], check=True)
    text, count, structs = asserts(Btf(source), lang)
    main_file = work / ("main.cpp" if lang == "c++" else "main.c")
    main_file.write_text("#include <stddef.h>\n"
                         f'#include "{header.name}"\n' +
                         ("using namespace t;\n" if lang == "c++" else "") +
                         text)
    failed, used = 0, 0
    for command in map(shlex.split, compilers):
        if not shutil.which(command[0]):
            continue
        used += 1
        done = subprocess.run([*command, "-fsyntax-only", str(main_file)],
                              capture_output=True, text=True)
        if done.returncode or done.stderr:
            failed += 1
            print(shlex.join(command), done.stderr[:3000], sep="\n")
    print(f"{count} assertions over {structs} structs, {used} compilers, "
          f"{failed} failed")
    sys.exit(failed != 0 or not used)


main()
