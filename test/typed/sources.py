"""The programs of this folder: what is generated for them, and how they are compiled."""

import pathlib

from harness import ANY, HOST_LAYOUT, INCLUDE

HERE = pathlib.Path(__file__).resolve().parent
FLAGS = ["-O2", "-g", "-Wall", "-Wextra", "-Werror", "-I.", f"-I{INCLUDE}"]
LIBRARIES = ["-lbpf", "-pthread", "-ldl"]


def generate(f, name):
    f.bpf_object(f"{name}.bpf.o", HERE / f"{name}.bpf.c", "-Wall",
                 prelude=False)
    for lang, suffix in ("c++", "hpp"), ("c", "h"):
        f.call(HOST_LAYOUT, "gen", f"{name}.bpf.o", "--maps", "--asserts",
               f"--lang={lang}", "-o", f"{name}.types.{suffix}")


def prepare(f, name):
    generate(f, name)
    f.skeleton_of(f"{name}.bpf.o", f"{name}.skel.h", name)


def prepare_light(f):
    """Whether bpftool can: it loads the object for that."""
    generate(f, "light")
    done = f.call("bpftool", "gen", "skeleton", "-L", "light.bpf.o", "name",
                  "light", code=ANY)
    if done.returncode:
        print("bpftool makes no light skeleton here:", done.stderr.strip())
        return False
    # It is C: void * becomes any pointer, and is counted in bytes.
    f.write("light.lskel.h", done.stdout
            .replace("skel = skel_alloc(", "skel = (struct light *)skel_alloc(")
            .replace("(void *)&skel->links - (void *)skel",
                     "(char *)&skel->links - (char *)skel"))
    return True
