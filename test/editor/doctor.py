"""host-layout doctor, with tools that work and tools that do not."""

import os
import shutil
import subprocess
import sys
import unittest

from harness import ANY, BIN, LLVM_BIN, MAJOR, PLUGIN, FolderTest

TOOLS = ("clang++", "clang-tidy", "clangd")
SYSTEM = ["/usr/bin", "/bin"]

# Says that it is clang, and has no plugin whatever it is told.
SILENT = "#!/bin/sh\n[ \"$1\" != --version ] || echo 'clang version 99.1'\n"


class Doctor(FolderTest):
    def setUp(self):
        super().setUp()
        self.dir = self.path
        # A list of objects, a shell and YAML each see something in it.
        self.scratch = self.dir / "it's a: b"
        self.scratch.mkdir()
        self.tools = self.dir / "tools"
        self.tools.mkdir()

    def have(self, *names):
        for name in names:
            (self.tools / name).symlink_to(f"{LLVM_BIN}/{name}")

    def script(self, name, text):
        return self.program(self.tools / name, text)

    def doctor(self, *arguments, bin=BIN, system=()):
        done = self.call(
            f"{bin}/host-layout", "doctor", *arguments, code=ANY,
            env={"PATH": ":".join([str(self.tools), *system]),
                 "TMPDIR": str(self.scratch), "HOME": str(self.dir)})
        self.assertEqual(os.listdir(self.scratch), [])
        lines, rows = done.stdout.splitlines(), {}
        for line in lines:
            if line[:1] == " ":
                rows[last][2] = line.strip()
            elif line[:5].strip() in ("works", "FAILS", "none"):
                last = line[8:20].strip()
                rows[last] = [line[:5].strip(), line[20:], ""]
        self.said = done.stdout + done.stderr
        return done.returncode, rows

    def expect(self, row, state, text="", remedy=""):
        self.assertEqual(row[0], state, self.said)
        self.assertIn(text, row[1])
        self.assertIn(remedy, row[2])

    def bpf(self, text, name="ev.bpf.o", target="bpf"):
        self.bpf_object(name, text, target=target)
        return name

    def test_all_works(self):
        self.have(*TOOLS)
        code, rows = self.doctor()
        self.assertEqual((code, list(rows)),
                         (0, ["plugin", "compiler", "clang-tidy", "clangd"]),
                         self.said)
        for row in rows.values():
            self.expect(row, "works")
        self.assertIn(f"clang++ ({MAJOR}.", rows["compiler"][1])

    def test_with_an_object(self):
        self.have(*TOOLS)
        name = self.bpf("struct event { int pid; long ts; };\n"
                        "struct event *keep;\n")
        code, rows = self.doctor("--btf", name)
        self.assertEqual(code, 0, self.said)
        self.expect(rows["object"], "works", "ev.bpf.o (")

    def test_versioned_names(self):
        for tool in TOOLS:
            (self.tools / f"{tool}-{MAJOR}").symlink_to(
                f"{LLVM_BIN}/{tool}")
        code, rows = self.doctor()
        self.assertEqual(code, 0, self.said)
        self.expect(rows["compiler"], "works", f"clang++-{MAJOR} (")

    def test_compiler_with_arguments(self):
        self.have(*TOOLS)
        code, rows = self.doctor("--compiler", "clang++ -Wall -m64")
        self.assertEqual(code, 0, self.said)

    def test_paths_from_here(self):
        """Tools run in another directory."""
        self.have(*TOOLS)
        code, rows = self.doctor("--compiler", "tools/clang++ -O1",
                                 "--clang-tidy", "./tools/clang-tidy",
                                 "--clangd", "tools/../tools/clangd")
        self.assertEqual(code, 0, self.said)

    def test_another_target(self):
        """One build's flags are those of all its tools."""
        self.have(*TOOLS)
        name = self.bpf("struct event { int pid; long ts; } event;\n",
                        target="bpfeb")
        for target in ("--target=s390x-linux-gnu", "-target s390x-linux-gnu"):
            code, rows = self.doctor("--compiler", f"clang++ {target}",
                                     "--btf", name)
            self.assertEqual(code, 0, self.said)

    def test_nowhere_to_try(self):
        self.have(*TOOLS)
        self.scratch.rmdir()
        done = subprocess.run(
            [f"{BIN}/host-layout", "doctor"], capture_output=True,
            text=True, env={"PATH": str(self.tools),
                            "TMPDIR": str(self.scratch)})
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr, "host-layout: error: TMPDIR names no "
                         "directory in which tools could be tried\n")

    def test_gcc(self):
        if not shutil.which("g++"):
            self.skipTest("there is no g++")
        code, rows = self.doctor("--compiler", "g++", system=SYSTEM)
        self.assertEqual(code, 1)
        self.expect(rows["compiler"], "FAILS", "g++: this is not clang",
                    "host-layout check")

    def test_takes_a_wrong_struct(self):
        for tool in TOOLS:
            self.script(tool, SILENT)
        code, rows = self.doctor()
        self.assertEqual(code, 1)
        for tool in ("compiler", "clang-tidy", "clangd"):
            self.expect(rows[tool], "FAILS",
                        "took a struct that differs without a word", "to do:")

    def test_crashes(self):
        self.script("clang++", SILENT + "[ \"$1\" = --version ] || kill $$\n")
        code, rows = self.doctor()
        self.assertEqual(code, 1)
        self.expect(rows["compiler"], "FAILS", "crashed with signal 15")

    def test_nothing_is_there(self):
        code, rows = self.doctor()
        self.assertEqual(code, 1)
        for tool in ("compiler", "clang-tidy", "clangd"):
            self.expect(rows[tool], "none", "in PATH", "install")
        self.assertIn("no tool of this machine can run the checks", self.said)

    def test_one_is_not_there(self):
        self.have("clang++")
        code, rows = self.doctor()
        self.assertEqual(code, 0, self.said)
        self.expect(rows["clangd"], "none")

    def test_named_is_not_there(self):
        self.have(*TOOLS)
        for option, row in (("--compiler", "compiler"),
                            ("--clang-tidy", "clang-tidy"),
                            ("--clangd", "clangd")):
            code, rows = self.doctor(option, "/nowhere/it")
            self.assertEqual(code, 2)
            self.expect(rows[row], "FAILS",
                        "/nowhere/it: no such file or directory", "name one")

    def test_clangd_without_plugins(self):
        self.have("clang++", "clang-tidy")
        shutil.copy("/bin/true", self.tools / "clangd")
        code, rows = self.doctor()
        self.assertEqual(code, 1)
        self.expect(rows["clangd"], "FAILS", "takes no plugins",
                    "a distribution's")

    def test_no_build(self):
        self.have(*TOOLS)
        there = self.dir / "installed"
        (there / "bin").mkdir(parents=True)
        (there / "lib" / "hostlayout").mkdir(parents=True)
        for name in ("host-layout", "host-layout-clangd"):
            shutil.copy(f"{BIN}/{name}", there / "bin")
        shutil.copy(PLUGIN, there / "lib")
        code, rows = self.doctor(bin=there / "bin")
        self.assertEqual(code, 1)
        self.expect(rows["plugin"], "FAILS", "has no build for any LLVM")
        for tool in ("compiler", "clang-tidy", "clangd"):
            self.expect(rows[tool], "FAILS", "HostLayout has no build for LLVM "
                        f"{MAJOR} in", f"libclang-{MAJOR}-dev")
        (there / "lib" / "libHostLayout.so").unlink()
        code, rows = self.doctor(bin=there / "bin")
        self.assertEqual(code, 1)
        self.expect(rows["plugin"], "FAILS", "is not where it was installed")

    def test_objects(self):
        self.have("clang++")
        (self.dir / "bad.o").write_bytes(b"\x7fELF and then nothing")
        for name in ("bad.o", "gone.o"):
            code, rows = self.doctor("--btf", name)
            self.assertEqual(code, 2)
            self.expect(rows["object"], "FAILS", name + ": ",
                        "clang -target bpf -g")
            # The rest is tried nonetheless.
            self.expect(rows["compiler"], "works")
        name = self.bpf("int only;\n", "plain.o")
        code, rows = self.doctor("--btf", name)
        self.assertEqual(code, 1)
        self.expect(rows["object"], "FAILS", "has no struct",
                    "BPF_HOST_LAYOUT_EMIT")
        other = {"little": "bpfeb", "big": "bpfel"}[sys.byteorder]
        name = self.bpf("struct event { int pid; long ts; } event;\n",
                        "other.o", other)
        code, rows = self.doctor("--btf", name)
        self.assertEqual(code, 1)
        self.expect(rows["compiler"], "FAILS", "-endian]", "byte order")

    def test_usage(self):
        self.assertEqual(self.doctor("--no-such-option")[0], 2)
        self.assertEqual(self.doctor("too much")[0], 2)


if __name__ == "__main__":
    unittest.main()
