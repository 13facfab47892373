"""Makes the mistakes of mistakes.py, reads what is said, and does it.

Each is made with the compiler, with `host-layout check` and in an editor, as far
as it can be made there.
"""

import os
import re
import shlex
import sys
import unittest

from harness import (ANY, HOST_LAYOUT, INCLUDE, LLVM_BIN, MAJOR, ROOT, FolderTest,
                     llvm, with_plugin)

sys.path.insert(1, str(ROOT / "test" / "editor"))
from lsp import Server, apply  # noqa: E402
from mistakes import BPF, COMMANDS, MISTAKES, EVENT, marked  # noqa: E402

TAG = "[bpf-host-layout-"


def filled(text, groups):
    """text with the words of a message in place of {0}, {1}."""
    return re.sub(r"\{(\d)\}", lambda m: groups[int(m[1])], text)


class Reader(FolderTest):
    """Somebody who makes one mistake with one program."""

    flags = 0

    def begin(self, mistake):
        self.objects = list(mistake.objects)
        self.bpf = BPF
        self.build()
        self.write("agent.cpp", mistake.host)

    def build(self):
        for name in ("ev.bpf.o", "other.bpf.o"):
            self.bpf_object(name, self.bpf)
        self.write("new.bpf.c", "struct event { unsigned long long ts; unsigned "
                   "pid; } *e;")

    def follow(self, step, groups):
        what, *words = step
        words = [[filled(w, groups) for w in word] if isinstance(word, list)
                 else filled(word, groups) for word in words]
        if what == "host":
            self.edit("agent.cpp", *words)
        elif what == "bpf":
            self.assertIn(words[0], self.bpf)
            self.bpf = self.bpf.replace(*words)
            self.build()
        elif what == "objects":
            self.objects = words[0]
        elif what == "run":
            self.command(words[0])
        elif what == "paste":
            self.write("agent.cpp", self.command(words[0]))
        elif what == "apply":
            self.apply()
        else:
            self.fail(what)

    def command(self, line):
        tools = {"clang": llvm("clang"), "host-layout": HOST_LAYOUT}
        first, *rest = shlex.split(line)
        return self.call(tools[first], *rest).stdout

    def try_all(self):
        for mistake in MISTAKES:
            if self.program not in mistake.where.split():
                continue
            with self.subTest(mistake.name):
                self.begin(mistake)
                said = self.says()
                found = re.search(mistake.says, said, self.flags)
                self.assertTrue(found, f"{mistake.says}\n{said}")
                for step in mistake.do:
                    self.follow(step, found.groups())
                said = self.says()
                if mistake.then:
                    self.assertRegex(said, mistake.then)
                else:
                    self.assertNotRegex(said, r"error:|warning:", mistake.name)


class Compiler(Reader):
    program = "compiler"

    def clang(self, *words):
        return self.call(llvm("clang++"), "-std=c++20", f"-I{INCLUDE}",
                         "-fsyntax-only", *with_plugin(*self.objects), *words,
                         "agent.cpp", code=ANY)

    def says(self):
        # What gen writes is a header.
        return self.clang("-Wno-pragma-once-outside-header").stderr

    def apply(self):
        self.clang("-Xclang", "-fixit", "-Wno-everything")

    def test_mistakes(self):
        self.try_all()


class Check(Reader):
    program = "check"

    def check(self, *words):
        objects = [f"--btf={name}" for name in self.objects]
        return self.call(HOST_LAYOUT, "check", "agent.cpp", *objects, *words,
                         "--", "-std=c++20", f"-I{INCLUDE}", code=ANY)

    def says(self):
        done = self.check()
        return "".join(line for line in (done.stdout + done.stderr).splitlines(
            True) if "silenced by a comment" not in line)

    def apply(self):
        self.check("--fix")

    def test_mistakes(self):
        self.try_all()

    def test_commands(self):
        self.bpf = BPF
        self.build()
        self.write("agent.cpp", marked(EVENT))
        self.write("plain.cpp", "int nothing;\n")
        for typed, says, better in COMMANDS:
            with self.subTest(typed):
                done = self.call(HOST_LAYOUT, *typed.split(), code=ANY)
                said = done.stdout + done.stderr
                self.assertNotEqual(done.returncode, 0, said)
                found = re.search(says, said)
                self.assertTrue(found, f"{says}\n{said}")
                line, _, result = filled(better, found.groups()).partition(" =")
                code, _, text = result.partition(" ")
                self.call(HOST_LAYOUT, *line.split(), code=int(code or 0),
                          says=text)


class Editor(Reader):
    program = "editor"
    flags = re.IGNORECASE  # clangd begins with a capital letter

    def setUp(self):
        if not os.access(f"{LLVM_BIN}/clangd", os.X_OK):
            self.skipTest(f"no clangd of {MAJOR}")
        super().setUp()
        self.write(".clangd", "Diagnostics: {UnusedIncludes: None}\n")
        self.server, self.folders = None, 0

    def says(self):
        # clangd reads a compile database once: each look is a file of its own.
        self.looks = getattr(self, "looks", 0) + 1
        name = f"look{self.looks}/agent.cpp"
        path = self.write(name, self.read("agent.cpp"))
        define = "-DBPF_HOST_LAYOUT_BTF=" + ":".join(self.objects)
        self.write(f"look{self.looks}/compile_commands.json", "")
        self.database([{"file": str(path), "arguments": [
            "clang++", "-std=c++20", f"-I{INCLUDE}",
            *([define] if self.objects else []), "-c", str(path)]}],
            f"look{self.looks}/compile_commands.json")
        self.path_now, self.text = path, path.read_text()
        if not self.server:
            self.server = Server(
                [HOST_LAYOUT + "-clangd", f"--clangd={LLVM_BIN}/clangd", "-j=2",
                 "--background-index=false", "--log=verbose"], self.path)
            self.addCleanup(self.server.stop)
        self.server.open(path, self.text)
        self.found = self.server.settled(path)
        # Notes follow in the message; what an error is worth is a number.
        return "".join({1: "error: ", 2: "warning: "}.get(d["severity"], "") +
                       "\n".join([d["message"], *(
                           "note: " + note["message"]
                           for note in d.get("relatedInformation", [])), *(
                           fix["title"] for fix in
                           self.server.quick_fixes(path, d))]) + "\n"
                       for d in self.found)

    def apply(self):
        fixes = [f for d in self.found
                 for f in self.server.quick_fixes(self.path_now, d)
                 if f.get("kind") == "quickfix"]
        self.assertEqual(len(fixes), 1, fixes)
        self.write("agent.cpp", apply(self.text, fixes[0], self.path_now))

    def test_mistakes(self):
        self.try_all()


if __name__ == "__main__":
    unittest.main(verbosity=0)
