"""Programs that a test needs, and what it does where there are none."""

import os
import shutil
import sys

from harness.under_test import PROGRAMS

SKIPPED = 77
# Where bpftool is, which is not on every user's path.
os.environ["PATH"] = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"


def skip(why):
    """Ends the script; ctest counts it as skipped."""
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def find(program):
    """The path of a program, or None. CMake's choice goes first."""
    return PROGRAMS.get(program) or shutil.which(program)


def need(program):
    """The path of a program; skips the script where there is none."""
    return find(program) or skip(f"{program} is not installed")


def need_file(path):
    """The path of a file; skips the script where it cannot be read."""
    return path if os.access(path, os.R_OK) else skip(f"{path} is not there")


def need_modules(*modules):
    """Skips the script where Python lacks one of them."""
    for module in modules:
        try:
            __import__(module)
        except ImportError:
            skip(f"python has no module {module}; see utils/install-deps.sh")
