"""Generated headers through the plugin, for targets of every kind.

usage: plugin.py OBJECT
Each target takes the next of the clangs. Behind what is generated stands one
struct that is wrong: it alone must be told.
"""

import itertools
import re
import sys

from harness import (ANY, HOST_LAYOUT, INCLUDE, MAJORS, Folder, llvm, need_file,
                     with_plugin)

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
    source = need_file(sys.argv[1])
    failed, f = 0, Folder()
    for name, text in LIBRARY.items():
        f.write(name, "#pragma once\n" + text + "\n")
    marked = {}
    for lang, suffix in ("c++", "cpp"), ("c", "c"):
        header = f"types.{suffix}.h"
        f.call(HOST_LAYOUT, "gen", source, "--all", f"--lang={lang}", "-o",
               header)
        marked[lang] = len(re.findall(
            r"^(?:typedef )?(?:struct|union) .*BPF_HOST_LAYOUT", f.read(header),
            re.M))
        f.write(f"main.{suffix}", f'#include "{header}"\n' + WRONG)
    majors = itertools.cycle(MAJORS)
    for target, lang in itertools.product(TARGETS, ("c++", "c")):
        clang = llvm("clang", next(majors))
        done = f.call(
            clang, f"--target={target}", "-ffreestanding", "-nostdlibinc",
            "-std=" + ("c++17" if lang == "c++" else "c11"), "-isystem", f.path,
            f"-I{INCLUDE}", "-Wall", "-Wextra", "-fsyntax-only",
            *with_plugin(source), "main.cpp" if lang == "c++" else "main.c",
            code=ANY)
        said = SAID.findall(done.stderr)
        if len(said) != 1 or "'first' is 'u32' here" not in said[0]:
            failed += 1
            print(clang, target, lang, done.stderr[:3000], sep="\n")
    print(f"{marked['c++']} structs of C++ and {marked['c']} of C, "
          f"{len(TARGETS)} targets, {failed} failed")
    sys.exit(failed != 0 or not all(marked.values()))


main()
