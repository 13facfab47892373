"""Installs a build, and moves what was installed: nothing may know its place."""

import pathlib
import shutil
import subprocess
import sys

build, prefix = map(pathlib.Path, sys.argv[1:])
first = prefix.with_name("not-here")
for old in (first, prefix):
    shutil.rmtree(old, ignore_errors=True)
subprocess.run(["cmake", "--install", build, "--prefix", first], check=True,
               stdout=subprocess.DEVNULL)
first.rename(prefix)
