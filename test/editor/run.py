"""Drives a real clangd as an editor does, through host-layout-clangd.

Usage: run.py --major N --llvm-bin DIR --bin DIR --plugin FILE [TEST...]

TEST is a name as unittest knows it: test_fixes, test_fixes.Fixes.test_kinds.
"""

import argparse
import os
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--major", required=True)
    parser.add_argument("--llvm-bin", required=True)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("-v", action="store_true")
    parser.add_argument("tests", nargs="*")
    args = parser.parse_args()
    if not os.access(f"{args.llvm_bin}/clangd", os.X_OK):
        print(f"skipped: no clangd in {args.llvm_bin}; install clangd-"
              f"{args.major}")
        sys.exit(77)
    os.environ.update(HOSTLAYOUT_MAJOR=args.major,
                      HOSTLAYOUT_LLVM_BIN=os.path.abspath(args.llvm_bin),
                      HOSTLAYOUT_BIN=os.path.abspath(args.bin),
                      HOSTLAYOUT_PLUGIN=os.path.abspath(args.plugin))
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
