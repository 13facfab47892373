"""What is written for each form of type, in each language.

usage: forms.py [--update]
forms/NAME.bpf.c is compiled and what gen writes of it compared with
forms/NAME.{hpp,h,go,rs}, and what show prints with forms/NAME.show. The headers
are compiled, too, and pass the plugin without a word. --update writes the
files anew: read the difference before you commit it.
"""

import difflib
import pathlib
import re
import sys

from harness import (ANY, HOST_LAYOUT, INCLUDE, MACHINE, MAJORS, Folder, llvm,
                     with_plugin)

HERE = pathlib.Path(__file__).resolve().parent
FORMS = sorted((HERE / "forms").glob("*.bpf.c"))
# suffix: arguments; which options of the form's first line they can have.
OUTPUTS = {
    "hpp": (["gen", "--lang=c++"], ("--package",)),
    "h": (["gen", "--lang=c"], ("--package", "--namespace")),
    "go": (["gen", "--lang=go"], ("--namespace", "--asserts")),
    "rs": (["gen", "--lang=rust"],
           ("--package", "--namespace", "--asserts")),
    "show": (["show"], None),
}
COMPILES = {"hpp": ["-x", "c++", "-std=c++11"], "h": ["-x", "c", "-std=c11"]}


def options(form, refused):
    first = form.read_text().split("\n", 1)[0]
    given = first.removeprefix("// args:").split() if "args:" in first else []
    if refused is None:
        return ["--all"] if "--all" in given else []
    kept, skips = [], False
    for option in given:
        if skips:
            skips = False
        elif option in refused:
            skips = option != "--asserts"
        else:
            kept.append(option)
    return kept


def fault(*what):
    global faults
    faults += 1
    print(*what, sep="\n")


def compile_header(f, obj, suffix, text, major):
    f.write(f"types.{suffix}", text)
    f.write("main", f'#include "types.{suffix}"\n')
    done = f.call(llvm("clang", major), *COMPILES[suffix], f"-I{INCLUDE}", "-I",
                  MACHINE, "-Wall", "-Wextra", "-Wpedantic", "-fsyntax-only",
                  *with_plugin(obj), "main", code=ANY)
    if done.returncode or done.stderr:
        fault(f"{obj}: types.{suffix} with clang {major}", done.stderr[:2000])


def check(form, major, update):
    name = form.name.removesuffix(".bpf.c")
    # Before clang 15, BTF had no sign of an enum and no 8-byte values.
    is_known = name != "enums" or major >= 15
    f = Folder()
    obj = f"{name}.bpf.o"
    f.bpf_object(obj, form.read_text(), clang=llvm("clang", major))
    for suffix, (args, refused) in OUTPUTS.items():
        text = f.call(HOST_LAYOUT, args[0], obj, *args[1:],
                      *options(form, refused)).stdout
        if suffix in COMPILES:
            compile_header(f, obj, suffix, text, major)
        # The same in every file.
        if suffix == "hpp" or suffix == "h":
            text = re.sub(r"\A.*?#pragma GCC diagnostic push.*?#endif\n\n", "",
                          text, flags=re.S)
            text = text.removesuffix("\n#pragma GCC diagnostic pop\n")
        expected = form.parent / f"{name}.{suffix}"
        if not is_known:
            continue
        if update:
            expected.write_text(text)
        elif text != (was := expected.read_text()):
            fault(*difflib.unified_diff(
                was.splitlines(), text.splitlines(), expected.name,
                f"of clang {major}", lineterm=""))


def main():
    for major in MAJORS:
        for form in FORMS:
            check(form, major, "--update" in sys.argv)
    print(f"{len(FORMS)} forms, {len(MAJORS)} compilers, {faults} faults")
    sys.exit(faults != 0 or not FORMS)


faults = 0
if __name__ == "__main__":
    main()
