"""The examples of the pages of differences: every kind, as a project."""

import pathlib
import re

from harness import ROOT

BLOCK = re.compile(r"^```(\w+) ([^\n]+)\n(.*?)^```$", re.M | re.S)
OPTION = "-fplugin-arg-hostlayout-"


def example(test, page):
    """Writes the first example of a page that has a message: its objects, and
    its host source. The source and its flags, or nothing."""
    objects, host = [], None
    for _, info, body in BLOCK.findall(page.read_text()):
        file, *flags = info.split()
        if file == "message":
            break
        if file.endswith(".bpf.c"):
            test.write(f"{page.stem}/{file}", body)
            objects.append(f"{page.stem}/{file[:-2]}.o")
            test.bpf_object(objects[-1], pathlib.Path(page.stem, file), *flags,
                            prelude=False)
        elif file.endswith((".c", ".cpp")):
            test.write(f"{page.stem}/{file}", body)
            host = f"{page.stem}/{file}", flags
    else:
        return None
    name, flags = host
    words, options = [], []
    for flag in flags:
        if flag.startswith("btf="):
            objects = [f"{page.stem}/{o}" for o in flag[4:].split(",") if o]
        elif flag.startswith(OPTION):
            options.append(flag[len(OPTION):])
        else:
            words.append(flag)
    if objects:
        words.append("-DBPF_HOST_LAYOUT_BTF=" + ":".join(objects))
    if options:
        words.append("-DBPF_HOST_LAYOUT_OPTIONS=" + ",".join(options))
    return name, words


def write(test):
    """A project of all pages. Its sources, each with the words that any front
    end takes for it."""
    units = []
    for page in sorted((ROOT / "docs/differences").glob("*.md")):
        if found := example(test, page):
            name, words = found
            words = ["-std=c17" if name.endswith(".c") else "-std=c++20",
                     *words]
            test.unit(name, test.read(name),
                      " ".join(["clang++", "-x", "c" if name.endswith(".c")
                                else "c++", *words]))
            units.append((name, words))
    return units
