"""Generated headers through the plugin, for targets of every kind.

usage: plugin.py HOST_LAYOUT PLUGIN OBJECT CLANG...
Each target takes the next of the CLANGs. Behind what is generated stands one
struct that is wrong: it alone must be told.
"""

import itertools
import pathlib
import re
import subprocess
import sys
import tempfile

from oracle import needed

INCLUDE = pathlib.Path(__file__).resolve().parents[2] / "include"
TARGETS = ("x86_64-linux-gnu", "i386-linux-gnu", "armv7-linux-gnueabihf",
           "aarch64-linux-gnu", "riscv64-linux-gnu")
# What a header needs of the standard library, for targets that have none here.
LIBRARY = {
    "cstdint": "#include <stdint.h>",
    "cstddef": "#include <stddef.h>\nnamespace std { using ::size_t; }",
    "cstring": "#include <cstddef>\nnamespace std { inline void *memcpy("
               "void *to, const void *from, size_t size) { return "
               "__builtin_memcpy(to, from, size); } }",
    "string.h": "#include <stddef.h>\n"
                "void *memcpy(void *, const void *, size_t);",
}
WRONG = ('struct BPF_HOST_LAYOUT_AS("hlist_head") wrong {\n'
         "  uint32_t first;\n"
         "};\n")
# Warnings alone do not fail a compile, so they are looked for as well.
SAID = re.compile(r"(?:error|warning): .*")


def main():
    host_layout, plugin, source, *clangs = sys.argv[1:]
    needed(source)
    failed = 0
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        for name, text in LIBRARY.items():
            (work / name).write_text("#pragma once\n" + text + "\n")
        marked = {}
        for lang, suffix in ("c++", "cpp"), ("c", "c"):
            header = work / f"types.{suffix}.h"
            subprocess.run([host_layout, "gen", source, "--all",
                            f"--lang={lang}", "-o", header], check=True)
            text = header.read_text()
            marked[lang] = len(re.findall(
                r"^(?:typedef )?(?:struct|union) .*BPF_HOST_LAYOUT", text, re.M))
            (work / f"main.{suffix}").write_text(
                f'#include "{header.name}"\n' + WRONG)
        clangs = itertools.cycle(clangs)
        for target, lang in itertools.product(TARGETS, ("c++", "c")):
            clang = next(clangs)
            done = subprocess.run(
                [clang, f"--target={target}", "-ffreestanding", "-nostdlibinc",
                 "-std=" + ("c++17" if lang == "c++" else "c11"),
                 "-isystem", work, "-I", INCLUDE, "-Wall", "-Wextra",
                 "-fsyntax-only", f"-fplugin={plugin}",
                 f"-fplugin-arg-hostlayout-btf={source}",
                 work / ("main.cpp" if lang == "c++" else "main.c")],
                capture_output=True, text=True)
            said = SAID.findall(done.stderr)
            if len(said) != 1 or "'first' is 'u32' here" not in said[0]:
                failed += 1
                print(clang, target, lang, done.stderr[:3000], sep="\n")
    print(f"{marked['c++']} structs of C++ and {marked['c']} of C, "
          f"{len(TARGETS)} targets, {failed} failed")
    sys.exit(failed != 0 or not all(marked.values()))


main()
