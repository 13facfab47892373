"""What the editor's tests stand on: one clangd, and a directory for each test.

    class Some(EditorTest):
        def test_it(self):
            self.bpf("struct event { u32 pid; };")
            self.assertEqual(self.kinds(self.check("agent.cpp", TEXT)), [...])
"""

import json
import pathlib
import re

from harness import BIN, INCLUDE, LLVM_BIN, MAJOR, PLUGIN, Folder, FolderTest
from lsp import Server, apply

CLANGD = f"{LLVM_BIN}/clangd"
LAUNCHER = [f"{BIN}/host-layout-clangd", f"--clangd={CLANGD}", "-j=2"]
TAG = re.compile(r"\[bpf-host-layout-([a-z-]+)\]")


def kinds(diagnostics):
    """The slugs, sorted; the message itself where there is none."""
    tags = [(TAG.search(d["message"]), d["message"]) for d in diagnostics]
    return sorted(tag.group(1) if tag else said for tag, said in tags)


class EditorTest(FolderTest):
    server = None

    @classmethod
    def setUpClass(cls):
        # The name has no "clangd" and no "skel" in it: both are looked for.
        cls.home = Folder("host-layout-editor.")
        cls.top = cls.home.path
        # Advice about includes comes with some majors and not with others.
        cls.home.write(".clangd", "Diagnostics: {UnusedIncludes: None}\n")
        cls.server = Server([*LAUNCHER, "--background-index=false",
                             "--log=verbose"], cls.top)

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        cls.home.temporary.cleanup()
        if code:
            raise AssertionError(f"{CLANGD} ended with {code}")

    def setUp(self):
        self.inside = self.top
        super().setUp()
        self.dir = self.path
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
        self.write("source.bpf.c", text)
        made = self.bpf_object(name, pathlib.Path("source.bpf.c"), *flags)
        # An object that a test makes old is not to be older than its source.
        self.old("source.bpf.c", seconds=3600)
        return made

    def skeleton(self, name="ev", *options):
        """Writes NAME.skel.h of NAME.bpf.o."""
        return self.skeleton_of(f"{name}.bpf.o", f"{name}.skel.h", name,
                                *options)

    def commands(self, *flags, files={"agent.cpp": ()}, btf="ev.bpf.o"):
        """A compilation database: files and the flags of each. To be written
        before a file is opened: clangd looks at it every few seconds only."""
        define = [f"-DBPF_HOST_LAYOUT_BTF={btf}"] if btf else []
        self.database(
            {"file": name,
             "arguments": ["clang" if name.endswith(".c") else "clang++",
                           *([] if name.endswith(".c") else ["-std=c++17"]),
                           *define, *flags, *more, "-c", name]}
            for name, more in files.items())

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
