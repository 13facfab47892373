"""The object changes while the editor is open, or is not there."""

import os
import subprocess
import sys
import unittest

from project import EditorTest, kinds

GOOD = """#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint64_t ts;
  uint32_t pid;
};
"""
AS_GOOD = "struct event { u64 ts; u32 pid; };"
REORDERED = "struct event { u32 pid; u64 ts; };"
ERROR, WARNING = 1, 2


class Objects(EditorTest):
    def setUp(self):
        super().setUp()
        self.commands()
        self.edits = 0

    def again(self, text=GOOD):
        """The kinds after a keystroke that changes nothing of importance."""
        self.edits += 1
        return kinds(self.check("agent.cpp", text + "\n" * self.edits))

    def test_rebuilt(self):
        self.bpf(AS_GOOD)
        self.assertEqual(self.again(), [])
        for _ in range(2):
            self.bpf(REORDERED)
            self.assertEqual(self.again(), ["reordered"])
            self.bpf(AS_GOOD)
            self.assertEqual(self.again(), [])

    def rebuilt_without_a_trace(self):
        """The same file with the same size and time, and other types in it."""
        path = self.bpf(AS_GOOD)
        first = path.read_bytes()
        second = self.bpf(AS_GOOD.replace("u32", "s32")).read_bytes()
        self.assertNotEqual(first, second)
        second += bytes(len(first) - len(second))
        first += bytes(len(second) - len(first))
        path.write_bytes(first)
        self.old("ev.bpf.o")
        return path, second

    def replace_without_a_trace(self, path, content):
        before = os.stat(path)
        path.write_bytes(content)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        after = os.stat(path)
        for name in ("st_size", "st_mtime_ns", "st_ino"):
            self.assertEqual(getattr(before, name), getattr(after, name))

    def test_rebuilt_without_a_trace(self):
        path, second = self.rebuilt_without_a_trace()
        self.assertEqual(self.again(), [])
        self.replace_without_a_trace(path, second)
        self.assertEqual(self.again(), ["signedness"])

    def test_not_built_yet(self):
        two = GOOD + GOOD.replace("#include <stdint.h>\n", "").replace(
            "event", "other")
        found = self.check("agent.cpp", two)
        self.assertEqual(kinds(found), ["object"])
        self.assertEqual(found[0]["severity"], WARNING)
        self.assertIn("v.bpf.o: no such file", found[0]["message"])
        self.assertIn("NOT checked", found[0]["message"])
        self.bpf(AS_GOOD + "\n" + REORDERED.replace("event", "other"))
        self.assertEqual(self.again(two), ["reordered"])

    def test_gone(self):
        path = self.bpf(AS_GOOD)
        self.assertEqual(self.again(), [])
        path.unlink()
        self.assertEqual(self.again(), ["object"])
        self.bpf(REORDERED)
        self.assertEqual(self.again(), ["reordered"])

    def test_older_than_its_source(self):
        self.bpf(REORDERED)
        self.old("ev.bpf.o")
        self.assertEqual(self.again(), ["reordered"])
        os.utime(self.dir / "source.bpf.c")
        found = self.check("agent.cpp", GOOD + "// edited")
        self.assertEqual(kinds(found), ["reordered", "stale-object"])
        self.assertEqual(sorted(d["severity"] for d in found),
                         [ERROR, WARNING])

    def test_none_is_known(self):
        self.commands(btf=None)
        found = self.check("agent.cpp", GOOD + GOOD.replace("event", "other"))
        self.assertEqual(kinds(found), ["not-checked"])
        self.assertEqual(found[0]["severity"], WARNING)

    def test_damaged(self):
        path = self.bpf(AS_GOOD)
        path.write_bytes(path.read_bytes()[:100])
        self.assertEqual(self.again(), ["object"])
        self.bpf(AS_GOOD)
        self.assertEqual(self.again(), [])


class ForHeaders(EditorTest):
    """Headers are judged when clangd builds the preamble."""
    TEXT = '#include "event.h"\nevent *last;\n'

    def setUp(self):
        super().setUp()
        self.commands()
        (self.dir / "event.h").write_text(GOOD)
        self.edits = 0

    again = Objects.again
    rebuilt_without_a_trace = Objects.rebuilt_without_a_trace
    replace_without_a_trace = Objects.replace_without_a_trace

    def test_rebuilt_without_a_trace(self):
        path, second = self.rebuilt_without_a_trace()
        first = path.read_bytes()
        self.assertEqual(self.again(self.TEXT), [])
        # Not because clangd builds the preamble anew each time.
        log = len(self.server.log)
        self.assertEqual(self.again(self.TEXT), [])
        self.assertFalse([line for line in self.server.log[log:]
                          if "preamble" in line.lower()
                          and "build" in line.lower()])
        self.replace_without_a_trace(path, second)
        self.assertEqual(self.again(self.TEXT), ["signedness"])
        self.replace_without_a_trace(path, first)
        self.assertEqual(self.again(self.TEXT), [])

    def test_replaced_without_a_trace(self):
        path, second = self.rebuilt_without_a_trace()
        self.assertEqual(self.again(self.TEXT), [])
        self.assertEqual(self.again(self.TEXT), [])
        before = path.stat()
        new = self.dir / "new.bpf.o"
        new.write_bytes(second)
        os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
        os.replace(new, path)
        self.assertEqual(self.again(self.TEXT), ["signedness"])

    def test_rebuilt(self):
        self.bpf(AS_GOOD)
        self.assertEqual(self.again(self.TEXT), [])
        self.bpf(REORDERED)
        self.assertEqual(self.again(self.TEXT), ["reordered"])
        # Later, as one builds.
        self.old("ev.bpf.o")
        self.assertEqual(self.again(self.TEXT), ["reordered"])
        self.bpf(AS_GOOD)
        self.assertEqual(self.again(self.TEXT), [])

    def test_not_built_yet(self):
        self.assertEqual(self.again(self.TEXT), ["object"])
        # One warning for the preamble and the rest of the file.
        self.assertEqual(self.again(self.TEXT + GOOD.replace("event", "own")),
                         ["object"])
        self.bpf(REORDERED)
        self.assertEqual(self.again(self.TEXT), ["reordered"])

    def test_gone(self):
        path = self.bpf(REORDERED)
        self.old("ev.bpf.o")
        self.assertEqual(self.again(self.TEXT), ["reordered"])
        path.unlink()
        self.assertEqual(self.again(self.TEXT), ["object"])


WRITER = """
import os, pathlib, sys, time
target, *contents = map(pathlib.Path, sys.argv[1:])
contents = [c.read_bytes() for c in contents]
end = time.time() + 60
while time.time() < end:
    for content in contents:
        target.write_bytes(content)                       # in place
        target.write_bytes(content[:len(content) // 2])   # cut off
        aside = target.with_suffix(".new")
        aside.write_bytes(content)
        os.replace(aside, target)                         # replaced
        target.unlink()
        target.write_bytes(content)
"""


class AtWork(EditorTest):
    """A build writes the object while it is read."""
    EDITS = int(os.environ.get("HOSTLAYOUT_EDITOR_EDITS", "40"))

    def test_object_is_being_written(self):
        self.bpf(AS_GOOD, "a.bpf.o")
        self.bpf(REORDERED, "b.bpf.o")
        self.commands()
        (self.dir / "event.h").write_text(GOOD.replace("event", "other"))
        (self.dir / "ev.bpf.o").write_bytes(b"")
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER,
             *(str(self.dir / n) for n in ("ev.bpf.o", "a.bpf.o", "b.bpf.o"))])
        try:
            for i in range(self.EDITS):
                found = kinds(self.check("agent.cpp",
                                         '#include "event.h"\n' + GOOD +
                                         "\n" * i))
                # Some verdict on what there was at that moment.
                self.assertLessEqual(
                    set(found), {"reordered", "object", "type-not-found"})
        finally:
            writer.kill()
            writer.wait()
        self.bpf(REORDERED)
        self.assertEqual(kinds(self.check("agent.cpp", GOOD)), ["reordered"])


if __name__ == "__main__":
    unittest.main()
