"""Drives a real clangd as an editor does, through host-layout-clangd.

Usage: run.py [-v] [TEST...]

TEST is a name as unittest knows it: test_fixes, test_fixes.Fixes.test_kinds.
"""

import argparse
import os
import pathlib
import sys
import unittest

from harness import LLVM_BIN, MAJOR, skip

HERE = pathlib.Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-v", action="store_true")
    parser.add_argument("tests", nargs="*")
    args = parser.parse_args()
    if not os.access(f"{LLVM_BIN}/clangd", os.X_OK):
        skip(f"no clangd in {LLVM_BIN}; install clangd-{MAJOR}")
    # No settings of this user's, and no cache of theirs.
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = os.devnull
    loader = unittest.TestLoader()
    suite = (loader.loadTestsFromNames(args.tests) if args.tests else
             loader.discover(str(HERE), "test_*.py", str(HERE)))
    if not suite.countTestCases():
        sys.exit("no tests were found")
    done = unittest.TextTestRunner(verbosity=2 if args.v else 1,
                                   buffer=True).run(suite)
    sys.exit(not done.wasSuccessful())


sys.path.insert(0, str(HERE))
main()
