"""One source, all front ends, the same findings; and clang-tidy's own ways."""

import json
import os
import re
import subprocess

import corpus
from project import (GOOD, LLVM_BIN, MAJOR, PLUGIN, ROOT, SWAPPED, Project, main,
                     skeleton)

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

    def test_parity_of_every_kind(self):
        """By source: compiler, clang-tidy and check, each told the same."""
        units = corpus.write(self)
        self.assertGreater(len(units), 20)
        compiler = ""
        for name, words in units:
            compiler += subprocess.run(
                [f"{LLVM_BIN}/clang++", "-fsyntax-only", f"-fplugin={PLUGIN}",
                 "-x", "c" if name.endswith(".c") else "c++", *words, name],
                cwd=self.path, capture_output=True, text=True,
                check=False).stderr
        tidy = self.tidy(CHECKS + ",bpf-host-layout-uses", "-p", "build",
                         *[name for name, _ in units])
        check = self.check(expect=1).stdout
        whole = re.compile(r"(?m)^(\S+: )(?:error|warning): (.*?) "
                           r"\[bpf-host-layout-([a-z-]+)[],]")
        self.assertEqual(len({name.split("/")[0] for name, _ in units}),
                         len({m[3] for m in whole.finditer(compiler)}))
        # clang-tidy names files by their absolute paths.
        self.assertEqual(
            set(whole.findall(compiler.replace(f"{self.path}/", ""))),
            set(whole.findall(tidy.stdout.replace(f"{self.path}/", ""))))
        self.assertEqual(set(whole.findall(compiler)),
                         set(whole.findall(check)))

    def test_misuse_is_told_and_does_not_crash(self):
        """A diagnostic that is none of a check's own used to end 22."""
        uses = {"number": "struct __attribute__((bpf_host_layout(4))) a {};",
                "wide": "struct [[bpf::host_layout(L\"a\")]] b { int x; };",
                "option": "struct __attribute__((bpf_host_layout(\"match=odd\")))"
                          " c { int x; };",
                "function": "__attribute__((bpf_host_layout)) void f();",
                "variable": "[[bpf::host_layout]] int v;",
                "local": "void g() { [[bpf::host_layout]] int l; }",
                "two": "struct [[bpf::host_layout(\"a\", \"b\")]] d { int x; };"}
        said = re.compile(r"(?m)cpp:(\d+:\d+: )(?:error|warning): "
                          r"(.*?)(?: \[[^ ]*\])?$")
        self.configure()
        for name, text in uses.items():
            self.unit(f"{name}.cpp", text + "\n", "clang++ -std=c++20")
        for name in uses:
            compiler = subprocess.run(
                [f"{LLVM_BIN}/clang++", "-std=c++20", "-fsyntax-only",
                 f"-fplugin={PLUGIN}", "-fplugin-arg-hostlayout-btf=ev.bpf.o",
                 f"{name}.cpp"], cwd=self.path, capture_output=True, text=True,
                check=False)
            tidy = self.tidy("-p", "build", f"{name}.cpp")
            self.assertTrue(said.findall(compiler.stderr), name)
            self.assertGreaterEqual(tidy.returncode, 0, tidy.stderr)
            self.assertNotIn("PLEASE submit", tidy.stderr)
            self.assertEqual(set(said.findall(compiler.stderr)),
                             set(said.findall(tidy.stdout)), name)

    def test_warnings_as_errors(self):
        self.unit("a.cpp", SWAPPED)
        self.configure()
        self.assertEqual(self.tidy("-p", "build", "a.cpp").returncode, 0)
        self.configure(WarningsAsErrors="bpf-host-layout")
        self.assertNotEqual(self.tidy("-p", "build", "a.cpp").returncode, 0)

    def test_nolint(self):
        self.configure()
        field = "  uint64_t ts;"
        for silenced in (
                field + " // NOLINT", field + " // NOLINT(bpf-host-layout)",
                field + " // NOLINT(misc-a, bpf-host-layout)",
                "  // NOLINTNEXTLINE\n" + field,
                "  // NOLINTNEXTLINE(bpf-host-layout)\n" + field,
                "// NOLINTBEGIN(bpf-host-layout)\n" + field +
                "\n// NOLINTEND(bpf-host-layout)"):
            self.commands = []
            self.unit("a.cpp", SWAPPED.replace(field, silenced))
            done = self.tidy("-p", "build", "a.cpp")
            self.assertEqual(told(done.stdout), [], silenced)
        for other in (field + " // NOLINT(misc-a)", field + "\n// NOLINT"):
            self.commands = []
            self.unit("a.cpp", SWAPPED.replace(field, other))
            done = self.tidy("-p", "build", "a.cpp")
            self.assertEqual([k for _, k in told(done.stdout)], ["reordered"])

    def test_options_are_the_policy(self):
        self.unit("a.cpp", SWAPPED)
        self.configure()
        off = json.dumps({"CheckOptions": [
            {"key": "bpf-host-layout.Btf", "value": "ev.bpf.o"},
            {"key": "bpf-host-layout.Options", "value": "reordered=off"}]})
        words = ["-p", "build", CHECKS, "a.cpp"]
        self.assertIn("reordered", self.tidy(*words).stdout)
        self.assertEqual(
            told(self.tidy(f"--config={off}", *words).stdout), [])
        odd = off.replace("reordered=off", "reordred=off")
        done = self.tidy(f"--config={odd}", *words)
        self.assertIn("reordred", done.stdout + done.stderr)

    def test_export_fixes(self):
        self.unit("a.cpp", SWAPPED)
        self.configure()
        (self.path / "fixes").mkdir()
        self.tidy("-p", "build", "--export-fixes=fixes/a.yaml", "a.cpp")
        self.assertIn("bpf-host-layout", self.read("fixes/a.yaml"))
        tool = f"{LLVM_BIN}/clang-apply-replacements"
        self.assertEqual(self.read("a.cpp"), SWAPPED)
        done = self.tidy("fixes", tool=[tool])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.read("a.cpp"), GOOD)

    def test_fix(self):
        self.unit("a.cpp", SWAPPED)
        self.configure()
        self.tidy("-p", "build", "--fix", "a.cpp")
        self.assertEqual(self.read("a.cpp"), GOOD)

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

    def test_header_filter(self):
        """Older ones pass over what is in a header, whatever it is."""
        self.write("ev.h", SWAPPED)
        self.write("system/sys.h", SWAPPED)
        self.unit("a.cpp", '#include "ev.h"\n')
        self.unit("b.cpp", "#include <sys.h>\n", "g++ -isystem system")
        self.configure(WarningsAsErrors="bpf-host-layout",
                       HeaderFilterRegex=".*")
        done = self.tidy("-p", "build", "a.cpp")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual([k for _, k in told(done.stdout)], ["reordered"])
        self.assertEqual(self.tidy("-p", "build", "b.cpp").returncode, 0)
        done = self.tidy("-p", "build", "--system-headers", "b.cpp")
        self.assertNotEqual(done.returncode, 0)
        # 16 fixes nothing where there are errors.
        self.configure(HeaderFilterRegex=".*")
        self.tidy("-p", "build", "--fix-notes", "a.cpp")
        self.assertEqual(self.read("ev.h"), GOOD)

    def test_the_recipe_sees_headers(self):
        """The command of the GitHub workflow, on this major."""
        tool = f"/usr/bin/run-clang-tidy-{MAJOR}"
        text = (ROOT / "examples/ci/github.yml").read_text()
        line = re.search(r"run: \|\n\s+(run-clang-tidy .*\\\n.*)", text)[1]
        known = subprocess.run([tool, "--help"], capture_output=True,
                               text=True, check=False).stdout
        if "-load" not in known:
            self.skipTest("this run-clang-tidy has no -load")
        self.write("ev.h", SWAPPED)
        self.unit("a.cpp", '#include "ev.h"\n',
                  "g++ -DBPF_HOST_LAYOUT_BTF=ev.bpf.o")
        done = subprocess.run(
            ["bash", "-c", line.replace("run-clang-tidy", tool)
             + f" -clang-tidy-binary {LLVM_BIN}/clang-tidy"], cwd=self.path,
            capture_output=True, text=True, check=False,
            env={**os.environ, "HOST_LAYOUT_PLUGIN": PLUGIN})
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

    STATS = ("#include <stdint.h>\n"
             "struct stats { uint64_t packets, bytes; };\n"
             "struct other { uint64_t packets, bytes; };\n"
             "struct odd { struct stats { uint32_t packets; } s; };\n")

    def test_unmarked(self):
        self.configure()
        self.unit("a.cpp", self.STATS)
        words = ["-p", "build", "--checks=-*,bpf-host-layout-unmarked", "a.cpp"]
        done = self.tidy(*words)
        self.assertEqual(done.stdout.count("[bpf-host-layout-unmarked]"), 1,
                         done.stdout)
        self.assertIn("the value of the BPF map 'counts'", done.stdout)
        self.assertEqual(self.tidy("-p", "build", "a.cpp").stdout.strip(), "")
        self.tidy("--fix", *words)
        self.assertIn("struct __attribute__((bpf_host_layout)) stats {",
                      self.read("a.cpp").replace("[[bpf::host_layout]]",
                                                 "__attribute__(("
                                                 "bpf_host_layout))"))
        self.assertEqual(self.tidy(*words).stdout.strip(), "")

    def test_unmarked_by_the_name_of_a_typedef(self):
        self.object(text="""typedef unsigned int u32;
typedef unsigned long long u64;
typedef struct { u64 x; } val_t;
typedef struct key { u32 a, b; } key_t;
struct { int (*type)[1]; key_t *key; val_t *value; int (*max_entries)[8]; }
  m __attribute__((section(".maps"), used));
""")
        self.configure()
        self.unit("a.cpp", "#include <stdint.h>\n"
                  "typedef struct { uint64_t x; } val_t;\n"
                  "struct key { uint32_t a, b; };\n"
                  "namespace n { struct key_t { uint32_t a, b; }; }\n"
                  "struct x { uint64_t x; };\n")
        words = ["-p", "build", "--checks=-*,bpf-host-layout-unmarked", "a.cpp"]
        done = self.tidy(*words)
        self.assertEqual(re.findall(r"a\.cpp:(\d+)", done.stdout),
                         ["2", "3", "4"], done.stdout)
        self.tidy("--fix", *words)
        self.assertEqual(self.read("a.cpp").count("host_layout"), 3)
        done = self.tidy("-p", "build", CHECKS, "a.cpp")
        self.assertEqual(told(done.stdout), [])

    def test_unmarked_of_a_skeleton(self):
        skeleton(self, "ev.bpf.o", "ev.skel.h")
        self.unit("a.cpp", '#include "ev.skel.h"\n' + self.STATS)
        words = ["-p", "build", "--checks=-*,bpf-host-layout-unmarked", "a.cpp"]
        done = self.tidy(*words)
        self.assertEqual(done.stdout.count("[bpf-host-layout-unmarked]"), 1,
                         done.stdout + done.stderr)
        self.tidy("--fix", *words)
        self.assertIn("host_layout", self.read("a.cpp"))
        self.assertEqual(self.tidy(*words).stdout.strip(), "")

    def test_good(self):
        self.unit("a.cpp", GOOD)
        self.configure(WarningsAsErrors="bpf-host-layout*")
        self.assertEqual(self.tidy("-p", "build", "a.cpp").returncode, 0)


if __name__ == "__main__":
    main()
