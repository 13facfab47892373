"""What the editor's tests stand on: one clangd, and a directory for each test.

    class Some(EditorTest):
        def test_it(self):
            self.bpf("struct event { u32 pid; };")
            self.assertEqual(self.kinds(self.check("agent.cpp", TEXT)), [...])

Which programs are tested is in the environment, see run.py.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import unittest

from lsp import Server, apply

LLVM_BIN = os.environ["HOSTLAYOUT_LLVM_BIN"]
MAJOR = int(os.environ["HOSTLAYOUT_MAJOR"])
BIN = os.environ["HOSTLAYOUT_BIN"]
PLUGIN = os.environ["HOSTLAYOUT_PLUGIN"]
INCLUDE = pathlib.Path(__file__).resolve().parents[2] / "include"
CLANGD = f"{LLVM_BIN}/clangd"
LAUNCHER = [f"{BIN}/host-layout-clangd", f"--clangd={CLANGD}", "-j=2"]

BPF_WORDS = """typedef unsigned char u8; typedef unsigned short u16;
typedef unsigned int u32; typedef unsigned long long u64; typedef int s32;
"""
TAG = re.compile(r"\[bpf-host-layout-([a-z-]+)\]")
BPFTOOL = shutil.which("bpftool") or "/usr/sbin/bpftool"


def run(*command, cwd=None):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stderr}")
    return done.stdout


def kinds(diagnostics):
    """The slugs, sorted; the message itself where there is none."""
    tags = [(TAG.search(d["message"]), d["message"]) for d in diagnostics]
    return sorted(tag.group(1) if tag else said for tag, said in tags)


class EditorTest(unittest.TestCase):
    maxDiff = None
    server = None

    @classmethod
    def setUpClass(cls):
        # The name has no "clangd" and no "skel" in it: both are looked for.
        cls.top = pathlib.Path(tempfile.mkdtemp(prefix="host-layout-editor."))
        # Advice about includes comes with some majors and not with others.
        (cls.top / ".clangd").write_text("Diagnostics: {UnusedIncludes: None}"
                                         "\n")
        cls.server = Server([*LAUNCHER, "--background-index=false",
                             "--log=verbose"], cls.top)

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        shutil.rmtree(cls.top)
        if code:
            raise AssertionError(f"{CLANGD} ended with {code}")

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(dir=self.top))
        self.opened = set()

    def tearDown(self):
        for name in self.opened:
            self.server.close(self.dir / name)

    def bpf(self, text, name="ev.bpf.o", *flags):
        """Builds an object whose BTF has every struct and enum of text."""
        tags = re.findall(r"^((?:struct|union|enum) \w+) {", text, re.M)
        keep = "".join(f"{tag} *keep{i};\n" for i, tag in enumerate(tags))
        return self.bpf_program(text + "\n" + keep, name, *flags)

    def bpf_program(self, text, name="ev.bpf.o", *flags):
        source = self.dir / "source.bpf.c"
        source.write_text(BPF_WORDS + text)
        run(f"{LLVM_BIN}/clang", "-target", "bpf", "-g", "-O2", *flags, "-c",
            source.name, "-o", name, cwd=self.dir)
        # An object that a test makes old is not to be older than its source.
        then = time.time() - 3600
        os.utime(source, (then, then))
        return self.dir / name

    def skeleton(self, name="ev", *options):
        """Writes NAME.skel.h of NAME.bpf.o."""
        text = run(BPFTOOL, "gen", "skeleton", *options,
                   str(self.dir / f"{name}.bpf.o"), "name", name)
        (self.dir / f"{name}.skel.h").write_text(text)
        return text

    def commands(self, *flags, files={"agent.cpp": ()}, btf="ev.bpf.o"):
        """A compilation database: files and the flags of each. To be written
        before a file is opened: clangd looks at it every few seconds only."""
        define = [f"-DBPF_HOST_LAYOUT_BTF={btf}"] if btf else []
        (self.dir / "compile_commands.json").write_text(json.dumps([
            {"directory": str(self.dir), "file": name,
             "arguments": ["clang" if name.endswith(".c") else "clang++",
                           *([] if name.endswith(".c") else ["-std=c++17"]),
                           *define, *flags, *more, "-c", name]}
            for name, more in files.items()]))

    def check(self, name, text):
        """Opens or edits a file; what the editor shows once it is at rest."""
        path = self.dir / name
        if name in self.opened:
            self.server.edit(path, text)
        else:
            path.write_text(text)
            self.server.open(path, text)
            self.opened.add(name)
        return self.server.settled(path)

    def check_kinds(self, name, text, wanted):
        found = self.check(name, text)
        self.assertEqual(kinds(found), wanted,
                         "\n".join([json.dumps(found, indent=1),
                                    *self.server.log[-15:]]))
        return found

    def fix(self, name, text, diagnostic):
        """The text after the quick fix of a diagnostic, and its title."""
        path = self.dir / name
        fixes = [f for f in self.server.quick_fixes(path, diagnostic)
                 if f.get("kind") == "quickfix"]
        self.assertEqual(len(fixes), 1, fixes)
        return apply(text, fixes[0], path), fixes[0]["title"]

    def old(self, *names):
        """Makes files look as if they had been written a while ago."""
        for name in names:
            then = time.time() - 60
            os.utime(self.dir / name, (then, then))
