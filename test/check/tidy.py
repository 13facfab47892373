"""One source, all front ends, the same findings; and clang-tidy's own ways."""

import json
import os
import re
import subprocess

from project import GOOD, LLVM_BIN, PLUGIN, SWAPPED, Project, main

MAJOR = os.environ["LLVM_MAJOR"]
# Guards against a module that is not there, with which clang-tidy exits 0.
CHECKS = "--checks=-*,bpf-host-layout"
TAG = re.compile(r"(?:error|warning): (.*) \[bpf-host-layout-([a-z-]+)[],]")


def told(text):
    """What is wrong and of which kind: the same in every front end."""
    return sorted({m.groups() for m in TAG.finditer(text)})


BAD = """#include <stdint.h>
struct __attribute__((bpf_host_layout)) event { uint32_t pid; uint64_t ts; };
struct __attribute__((bpf_host_layout("counts.value"))) value {
  uint64_t packets; int64_t bytes; };
struct __attribute__((bpf_host_layout("stats"))) small { uint64_t packets; };
struct __attribute__((bpf_host_layout)) evnt { uint64_t ts; uint32_t pid; };
"""


class Tidy(Project):
    def setUp(self):
        super().setUp()
        self.object()

    def tidy(self, *words, tool=None, stdin=None):
        done = subprocess.run(
            [*(tool or [f"{LLVM_BIN}/clang-tidy", f"--load={PLUGIN}"]),
             *words], cwd=self.path, capture_output=True, text=True,
            input=stdin, timeout=300, check=False)
        return done

    def configure(self, **more):
        options = {"bpf-host-layout.Btf": str(self.path / "ev.bpf.o"),
                   "bpf-host-layout-unmarked.Btf":
                       str(self.path / "ev.bpf.o")}
        self.write(".clang-tidy", json.dumps(
            {"Checks": "-*,bpf-host-layout", "CheckOptions": [
                {"key": k, "value": v} for k, v in options.items()], **more}))

    def test_parity(self):
        for name, command in (("a.c", "gcc -std=c17"), ("a.cpp", "g++")):
            self.commands = []
            self.unit(name, BAD, command)
            compiler = subprocess.run(
                [f"{LLVM_BIN}/clang", "-fsyntax-only", f"-fplugin={PLUGIN}",
                 "-fplugin-arg-hostlayout-btf=ev.bpf.o", name],
                cwd=self.path, capture_output=True, text=True, check=False)
            self.configure()
            tidy = self.tidy("-p", "build", name)
            check = self.check("--btf", "ev.bpf.o", expect=1)
            self.assertGreaterEqual(len(told(compiler.stderr)), 4)
            plain = lambda items: [(text.replace(str(self.path) + "/", ""), k)
                                   for text, k in items]
            self.assertEqual(told(compiler.stderr), told(check.stdout))
            self.assertEqual(told(compiler.stderr), plain(told(tidy.stdout)))

    def test_warnings_as_errors(self):
        self.unit("a.cpp", SWAPPED)
        self.configure()
        self.assertEqual(self.tidy("-p", "build", "a.cpp").returncode, 0)
        self.configure(WarningsAsErrors="bpf-host-layout")
        self.assertNotEqual(self.tidy("-p", "build", "a.cpp").returncode, 0)

    def test_nolint(self):
        self.configure()
        for comment in ("// NOLINT", "// NOLINT(bpf-host-layout)"):
            self.commands = []
            self.unit("a.cpp", SWAPPED.replace(
                "uint64_t ts;", "uint64_t ts; " + comment))
            self.assertEqual(
                told(self.tidy("-p", "build", "a.cpp").stdout), [])
        self.commands = []
        self.unit("a.cpp", SWAPPED.replace(
            "  uint64_t ts;",
            "  // NOLINTNEXTLINE(bpf-host-layout)\n  uint64_t ts;"))
        self.assertEqual(told(self.tidy("-p", "build", "a.cpp").stdout), [])

    def test_export_fixes(self):
        self.unit("a.cpp", SWAPPED)
        self.configure()
        self.tidy("-p", "build", "--export-fixes=fixes.yaml", "a.cpp")
        self.assertIn("bpf-host-layout", self.read("fixes.yaml"))

    def test_run_clang_tidy(self):
        self.unit("a.cpp", SWAPPED)
        self.configure(WarningsAsErrors="bpf-host-layout")
        tool = f"/usr/bin/run-clang-tidy-{MAJOR}"
        if not os.path.exists(tool):
            self.skipTest("no run-clang-tidy")
        # Those of before 17 do not hand on --load.
        known = subprocess.run([tool, "--help"], capture_output=True,
                               text=True, check=False).stdout
        wrapper = self.path / "tidy"
        wrapper.write_text(f"#!/bin/sh\nexec {LLVM_BIN}/clang-tidy "
                           f"--load={PLUGIN} \"$@\"\n")
        wrapper.chmod(0o755)
        words = ["-p", "build", "-clang-tidy-binary"]
        words += ([f"{LLVM_BIN}/clang-tidy", f"-load={PLUGIN}"]
                  if "-load" in known else [str(wrapper)])
        done = self.tidy(*words, tool=[tool])
        self.assertEqual([k for _, k in told(done.stdout)], ["reordered"])
        self.assertNotEqual(done.returncode, 0)

    def test_clang_tidy_diff(self):
        self.unit("a.cpp", SWAPPED)
        self.configure()
        tool = f"/usr/bin/clang-tidy-diff-{MAJOR}.py"
        if not os.path.exists(tool):
            self.skipTest("no clang-tidy-diff")
        wrapper = self.path / "tidy"
        wrapper.write_text(f"#!/bin/sh\nexec {LLVM_BIN}/clang-tidy "
                           f"--load={PLUGIN} \"$@\"\n")
        wrapper.chmod(0o755)
        for line, kinds in ((5, ["reordered"]), (1, [])):
            patch = (f"--- a/a.cpp\n+++ b/a.cpp\n@@ -{line},0 +{line},1 @@\n"
                     "+x\n")
            done = self.tidy("-p1", "-path", "build", "-clang-tidy-binary",
                             str(wrapper), tool=["python3", tool], stdin=patch)
            self.assertEqual([k for _, k in told(done.stdout)], kinds)

    def test_the_guard_of_the_recipe(self):
        """--list-checks tells whether the module is loaded."""
        def loaded(module):
            return "bpf-host-layout" in self.tidy(
                CHECKS, "--list-checks",
                tool=[f"{LLVM_BIN}/clang-tidy", f"--load={module}"]).stdout
        self.assertTrue(loaded(PLUGIN))
        self.assertFalse(loaded("/no/such/libHostLayout.so"))

    def test_unmarked(self):
        self.configure()
        self.unit("a.cpp", "#include <stdint.h>\n"
                  "struct stats { uint64_t packets, bytes; };\n")
        done = self.tidy("-p", "build", "--checks=-*,bpf-host-layout-unmarked",
                         "a.cpp")
        self.assertIn("[bpf-host-layout-unmarked]", done.stdout)
        self.assertEqual(self.tidy("-p", "build", "a.cpp").stdout.strip(), "")

    def test_good(self):
        self.unit("a.cpp", GOOD)
        self.configure(WarningsAsErrors="*")
        self.assertEqual(self.tidy("-p", "build", "a.cpp").returncode, 0)


if __name__ == "__main__":
    main()
