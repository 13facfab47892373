"""Typed maps with another system's compilers and libbpf, in this kernel.

usage: elsewhere.py ROOT [COMPILER...]
ROOT is the root of a Debian that has libbpf-dev and g++ or clang, for example one
that utils/suites.sh has made; who runs this is root. What is generated, the
programs and the header go there; each COMPILER ("g++-16 -std=c++23", by default
all that are there, in their youngest standard) makes the programs, which then run in
a chroot.
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

from harness import INCLUDE, SKIPPED, Folder
from sources import (FLAGS, HERE, LIBRARIES, generate, prepare,
                     prepare_light)

STANDARDS = ["c++2c", "c++2b", "c++20", "c++17"]


class Root:
    """Mounts what is not mounted there, for as long as this is used."""

    def __init__(self, path):
        self.path, self.mounts = path, []

    def __enter__(self):
        for name, there in ("proc", "proc/self"), ("sys", "sys/kernel"):
            if not (self.path / there).exists():
                place = self.path / name
                subprocess.run(["mount", "--rbind", f"/{name}", place],
                               check=True)
                subprocess.run(["mount", "--make-rslave", place], check=True)
                self.mounts.append(place)
        (self.path / "tmp").mkdir(exist_ok=True)
        self.made = Folder(inside=self.path / "tmp")
        self.folder = self.made.path
        return self

    def __exit__(self, *_):
        self.made.temporary.cleanup()
        for place in reversed(self.mounts):
            subprocess.run(["umount", "-R", place], check=True)

    def call(self, *words):
        inside = self.folder.relative_to(self.path)
        command = f"cd /{inside} && exec " + shlex.join(map(str, words))
        return subprocess.run(
            ["chroot", self.path, "/bin/sh", "-c", command],
            env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=600)

    def compilers(self):
        """Each with the youngest standard that it knows."""
        (self.folder / "empty.cpp").write_text("")
        found = sorted((p.name for p in (self.path / "usr/bin").iterdir()
                        if re.fullmatch(r"(clang|g)\+\+-\d+", p.name)),
                       key=lambda name: (name[0], int(name.split("-")[1])))
        for name in found:
            known = [s for s in STANDARDS if self.call(
                name, f"-std={s}", "-fsyntax-only", "empty.cpp").returncode == 0]
            if known:
                yield f"{name} -std={known[0]}"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    f, faults = Folder(), 0
    for name in "kinds", "storage", "others":
        prepare(f, name)
    generate(f, "names")
    programs = ["kinds.cpp", "storage.cpp", "others.cpp", "batches.cpp",
                "names.cpp"]
    if prepare_light(f):
        programs.append("light.cpp")
    with Root(pathlib.Path(sys.argv[1]).resolve()) as root:
        for file in [*f.path.glob("*.h*"), *f.path.glob("*.o"),
                     *HERE.glob("*.[ch]*")]:
            shutil.copy(file, root.folder)
        shutil.copytree(INCLUDE, root.folder / "include")
        flags = [f if f != f"-I{INCLUDE}" else "-Iinclude" for f in FLAGS]
        compilers = sys.argv[2:] or list(root.compilers())
        if not compilers:
            sys.exit(f"{root.path} has no compiler for C++")
        for compiler in compilers:
            words = shlex.split(compiler)
            for exceptions in "-fexceptions", "-fno-exceptions":
                done = root.call(*words, exceptions, *flags, "-fsyntax-only",
                                 "alone.cpp")
                faults += done.returncode != 0
                print(done.stdout, end="")
            for program in programs:
                done = root.call(*words, *flags, program, "-o", "program",
                                 *LIBRARIES)
                if done.returncode == 0:
                    done = root.call("./program")
                faults += done.returncode not in (0, SKIPPED)
                print(f"{compiler} {program}: {done.stdout.strip()}",
                      flush=True)
    sys.exit(faults != 0)


if os.geteuid() != 0:
    sys.exit("only root can run programs in another root")
main()
