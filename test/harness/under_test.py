"""What is under test, and with which tools. Every Python test has it from here.

CMake writes the description to test/under-test.json of its build directory. The
environment chooses; ctest sets both, by hand the defaults do:

  HOSTLAYOUT_BUILD_DIR  the build directory (default: build/ in the checkout)
  HOSTLAYOUT_MAJOR      the LLVM major (default: the newest of that build)
"""

import json
import os
import pathlib
import platform
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
# The kernel's headers for user space, which clang does not find for BPF.
MACHINE = f"/usr/include/{platform.machine()}-linux-gnu"
BUILD = pathlib.Path(os.path.abspath(
    os.environ.get("HOSTLAYOUT_BUILD_DIR") or ROOT / "build"))


def _description():
    file = BUILD / "test" / "under-test.json"
    try:
        return json.loads(file.read_text())
    except FileNotFoundError:
        sys.exit(f"{file}: no such file; configure a build there, or name one "
                 "in HOSTLAYOUT_BUILD_DIR")


_known = _description()
BIN = _known["bin"]
HOST_LAYOUT = f"{BIN}/host-layout"
PLUGIN = _known["plugin"]
# Where integrate-install puts what it installs.
PREFIX = pathlib.Path(_known["prefix"])
# The directory of each major's programs, the oldest first.
LLVM_BINS = {int(major): bins for major, bins in sorted(
    _known["llvm"].items(), key=lambda item: int(item[0]))}
MAJORS = list(LLVM_BINS)
MAJOR = int(os.environ.get("HOSTLAYOUT_MAJOR") or MAJORS[-1])
if MAJOR not in LLVM_BINS:
    sys.exit(f"HOSTLAYOUT_MAJOR is {MAJOR}, but {BUILD} has "
             f"{', '.join(map(str, MAJORS))}")
LLVM_BIN = LLVM_BINS[MAJOR]
# Programs that CMake found, or was told: name -> path, or "" where there is none.
PROGRAMS = _known["programs"]


def llvm(name, major=MAJOR):
    """The path of a program of LLVM."""
    return f"{LLVM_BINS[major]}/{name}"


def with_plugin(*objects, **options):
    """The words that make clang check against these objects. Options are the
    plugin's, with an underscore for each dash."""
    words = [f"-fplugin={PLUGIN}"]
    words += [f"-fplugin-arg-hostlayout-btf={name}" for name in objects]
    words += [f"-fplugin-arg-hostlayout-{name.replace('_', '-')}={value}"
              for name, value in options.items()]
    return words
