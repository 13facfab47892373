"""What is written for each form of type, in each language.

usage: forms.py HOST_LAYOUT PLUGIN CLANG... [--update]
forms/NAME.bpf.c is compiled and what gen writes of it compared with
forms/NAME.{hpp,h,go}, and what show prints with forms/NAME.show. The headers
are compiled, too, and pass the plugin without a word. --update writes the
files anew: read the difference before you commit it.
"""

import difflib
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = ["-I", HERE.parents[1] / "include",
           "-I", f"/usr/include/{platform.machine()}-linux-gnu"]
PRELUDE = """#include <linux/types.h>
#include <bpf/host_layout.h>
#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define __array(name, val) typeof(val) *name[]
#define EMIT(name) BPF_HOST_LAYOUT_EMIT(struct name);
#define HASH(name, key_t, value_t) \\
  struct { __uint(type, 1); __uint(max_entries, 8); __type(key, key_t); \\
           __type(value, value_t); } name SEC(".maps");
#line 1
"""
# suffix: arguments; which options of the form's first line they can have.
OUTPUTS = {
    "hpp": (["gen", "--lang=c++"], ("--package",)),
    "h": (["gen", "--lang=c"], ("--package", "--namespace")),
    "go": (["gen", "--lang=go"], ("--namespace", "--asserts")),
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


def major(clang):
    said = subprocess.run([clang, "--version"], capture_output=True, text=True,
                          check=True).stdout
    return int(re.search(r"version (\d+)", said)[1])


def compile_header(suffix, text, obj, clang, plugin, work):
    header = work / f"types.{suffix}"
    header.write_text(text)
    main = work / "main"
    main.write_text(f'#include "{header}"\n')
    done = subprocess.run(
        [clang, *COMPILES[suffix], *INCLUDE, "-Wall", "-Wextra", "-Wpedantic",
         "-fsyntax-only", f"-fplugin={plugin}",
         f"-fplugin-arg-hostlayout-btf={obj}", main],
        capture_output=True, text=True)
    if done.returncode or done.stderr:
        fault(f"{obj.name}: {header.name} with {clang}", done.stderr[:2000])


def check(form, host_layout, plugin, clang, update, work):
    name = form.name.removesuffix(".bpf.c")
    # Before clang 15, BTF had no sign of an enum and no 8-byte values.
    is_known = name != "enums" or major(clang) >= 15
    obj = work / f"{name}.bpf.o"
    subprocess.run([clang, "-target", "bpf", "-g", "-O2", "-x", "c", *INCLUDE,
                    "-c", "-", "-o", obj], check=True, text=True,
                   input=PRELUDE + form.read_text())
    for suffix, (args, refused) in OUTPUTS.items():
        text = subprocess.run(
            [host_layout, args[0], obj, *args[1:], *options(form, refused)],
            capture_output=True, text=True, check=True).stdout
        if suffix in COMPILES:
            compile_header(suffix, text, obj, clang, plugin, work)
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
                f"of {clang}", lineterm=""))


def main():
    host_layout, plugin, *clangs = [
        a for a in sys.argv[1:] if a != "--update"]
    update = "--update" in sys.argv
    forms = sorted((HERE / "forms").glob("*.bpf.c"))
    for clang in clangs:
        for form in forms:
            with tempfile.TemporaryDirectory() as work:
                check(form, host_layout, plugin, clang, update,
                      pathlib.Path(work))
    print(f"{len(forms)} forms, {len(clangs)} compilers, {faults} faults")
    sys.exit(faults != 0 or not forms)


faults = 0
main()
