"""A project in a folder of its own: its files, its objects, and what is run in it.

Scripts use Folder, or a class of theirs on it; tests of unittest use FolderTest.
What fails goes to self.fail(), and what cannot be tried here to self.skipTest():
a script ends, a unittest goes on with the next test.
"""

import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time
import unittest

from harness.bpf import bpf_command
from harness.programs import find, skip

# Exit codes that call() may be told to expect.
FAILS = "not 0"
ANY = "any"


class Folder:
    """A folder that is removed when the script ends."""

    environment = None  # of what is run; None: that of the test

    def __init__(self, prefix="host-layout-", inside=None):
        self.make_folder(prefix, inside)

    def make_folder(self, prefix="host-layout-", inside=None):
        self.temporary = tempfile.TemporaryDirectory(prefix=prefix, dir=inside)
        self.path = pathlib.Path(os.path.realpath(self.temporary.name))

    def fail(self, what):
        print(what)
        sys.exit(1)

    def skipTest(self, why):
        skip(why)

    # Files. Names are relative to the folder.

    def write(self, name, text):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def read(self, name):
        return (self.path / name).read_text()

    def edit(self, name, old, new):
        text = self.read(name)
        if old not in text:
            self.fail(f"{name} has no {old!r}")
        self.write(name, text.replace(old, new))

    def program(self, name, text):
        """A script that can be run."""
        path = self.write(name, text)
        path.chmod(0o755)
        return path

    def old(self, *names, seconds=60):
        """Makes files look as if they had been written a while ago."""
        then = time.time() - seconds
        for name in names:
            os.utime(self.path / name, (then, then))

    def database(self, entries, name="compile_commands.json"):
        """A compilation database. The folder is the directory of the entries
        that name none."""
        return self.write(name, json.dumps(
            [{"directory": str(self.path), **entry} for entry in entries]))

    # Running.

    def call(self, *words, code=0, says=(), merged=False, directory=None,
             **more):
        """Runs a command in the folder; what it did, as subprocess has it.

        code is the exit code that it must have, or FAILS, or ANY; says are
        texts that it must print. merged: all output is one, in its order.
        """
        words = [str(word) for word in words]
        more = {"env": self.environment, "text": True, "timeout": 600,
                **({} if "input" in more else {"stdin": subprocess.DEVNULL}),
                **more}
        done = subprocess.run(
            words, cwd=directory or self.path, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if merged else subprocess.PIPE, **more)
        said = done.stdout if merged else done.stdout + done.stderr
        right = {FAILS: done.returncode != 0, ANY: True}.get(
            code, done.returncode == code)
        if not right:
            self.fail(f"{shlex.join(words)}: exit code {done.returncode}, not "
                      f"{code}\n{said}")
        for text in [says] if isinstance(says, str) else says:
            if text not in said:
                self.fail(f"{shlex.join(words)}: does not say {text!r}\n{said}")
        return done

    # BPF objects and skeletons.

    def bpf_object(self, name, source, *flags, **more):
        """Compiles for BPF; returns the object's path. source is a text, or the
        path of a file; more is bpf_command()'s."""
        out = self.path / name
        out.parent.mkdir(parents=True, exist_ok=True)
        is_text = isinstance(source, str)
        self.call(*bpf_command(*flags, "-x", "c", "-c",
                               "-" if is_text else source, "-o", name, **more),
                  input=source if is_text else "")
        return out

    def bpftool(self, *words, **more):
        return self.call(find("bpftool") or self.skipTest(
            "bpftool is not installed"), *words, **more).stdout

    def link_objects(self, name, *objects):
        self.bpftool("gen", "object", name, *objects)

    def skeleton_of(self, object_, header, name=None, *options):
        """Writes the skeleton of an object; returns its text."""
        text = self.bpftool("gen", "skeleton", *options, object_,
                            *(["name", name] if name else []))
        self.write(header, text)
        return text


class FolderTest(unittest.TestCase, Folder):
    """A folder for each test."""

    maxDiff = None
    prefix, inside = "host-layout-", None

    def setUp(self):
        self.make_folder(self.prefix, self.inside)
        self.addCleanup(self.temporary.cleanup)
