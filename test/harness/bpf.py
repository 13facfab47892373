"""BPF objects out of source text, as a user builds them."""

import pathlib

from harness.under_test import INCLUDE, MACHINE, llvm

PRELUDE = pathlib.Path(__file__).with_name("bpf_prelude.h")


def bpf_command(*words, target="bpf", prelude=True, clang=None):
    """The words that compile for BPF: clang, its flags, and the words given.
    The prelude is in front of the source, whose lines keep their numbers."""
    return [clang or llvm("clang"), "-target", target, "-g", "-O2",
            f"-I{INCLUDE}", "-idirafter", MACHINE,
            *(["-include", str(PRELUDE)] if prelude else []),
            *map(str, words)]
