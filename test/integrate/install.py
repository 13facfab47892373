"""Installs a build, and moves what was installed: nothing may know its place."""

import shutil
import subprocess

from harness import BUILD, PREFIX

first = PREFIX.with_name("not-here")
for old in (first, PREFIX):
    shutil.rmtree(old, ignore_errors=True)
subprocess.run(["cmake", "--install", BUILD, "--prefix", first], check=True,
               stdout=subprocess.DEVNULL)
first.rename(PREFIX)
