"""BPF objects out of source text, as a user builds them; and where to pin."""

import contextlib
import os
import pathlib
import subprocess

from harness.under_test import INCLUDE, MACHINE, llvm

PRELUDE = pathlib.Path(__file__).with_name("bpf_prelude.h")


def bpf_command(*words, target="bpf", prelude=True, clang=None):
    """The words that compile for BPF: clang, its flags, and the words given.
    The prelude is in front of the source, whose lines keep their numbers."""
    return [clang or llvm("clang"), "-target", target, "-g", "-O2",
            f"-I{INCLUDE}", "-idirafter", MACHINE,
            *(["-include", str(PRELUDE)] if prelude else []),
            *map(str, words)]


@contextlib.contextmanager
def bpf_file_system(place):
    """A BPF file system at this path, where nothing is pinned that others see; or
    None where it may not be mounted. libbpf wants no dot in the path."""
    place.mkdir()
    if os.geteuid() != 0 or subprocess.run(
            ["mount", "-t", "bpf", "none", place],
            capture_output=True).returncode:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)
