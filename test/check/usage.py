"""What is said of a command line, and of files, that are wrong."""

import os
import re
import shutil
import subprocess

from project import GOOD, HOST_LAYOUT, MAJOR, ROOT, SWAPPED, Project, main


class Usage(Project):
    def setUp(self):
        super().setUp()
        self.object()
        self.unit("a.cpp", SWAPPED)

    def refused(self, *words, says):
        done = self.check(*words, expect=2)
        self.assertTrue(done.stderr.startswith("host-layout: error: " + says),
                        f"{words}: {done.stderr}")
        # Nothing was parsed: it is said at once.
        self.assertEqual(done.stdout, "")

    def test_options(self):
        for words, says in (
                (["--fromat=json"], "unknown option '--fromat'; did you mean "
                                    "'--format'?\nsee 'host-layout check "
                                    "--help'"),
                (["--werr"], "unknown option '--werr'; did you mean '--werror'?"),
                (["--quite-odd"], "unknown option '--quite-odd'\n"),
                (["--format=jsno"], "--format: 'jsno' is none of text, json, "
                                    "sarif, github, gitlab\n"),
                (["-j", "x"], "--jobs: 'x' is not a number"),
                (["-j", "-1"], "--jobs: '-1' is not a number"),
                (["--btf"], "--btf: give a value: --btf FILE\n"),
                (["--btf", "--werror"], "--btf: give a value: --btf FILE\n"),
                (["-p", "a", "--build=b"], "--build is given twice\n"),
                (["--werror=no"], "--werror takes no value\n"),
                (["-x"], "unknown option '-x'"),
                (["--", "-DX"], "name the file that is compiled with the flags "
                                "behind '--'"),
                (["build", "--", "-DX"], "build: this is a directory; with "
                                         "flags behind '--', name files"),
                (["-p", "build", "a.cpp", "--", "-DX"],
                 "flags behind '--' stand in place of compile_commands.json"),
                (["--set", "reorderd=off"], "--set: unknown kind of difference "
                                            "'reorderd'; did you mean"),
                (["--update-baseline"], "--update-baseline needs --baseline"),
                # A variable that is not set must not turn something off.
                (["--baseline", ""], "--baseline: the name is empty"),
                (["-o", ""], "--output: the name is empty"),
                (["--btf-base", ""], "--btf-base: the name is empty"),
                (["-p", ""], "--build: the name is empty")):
            self.refused(*words, says=says)

    def test_commands(self):
        for words, says in ((["chekc"], "unknown command 'chekc'; did you mean "
                                        "'check'?"),
                            (["--versoin"], "unknown option '--versoin'; did you "
                                            "mean '--version'?"),
                            ([], "name a command: ")):
            done = subprocess.run([HOST_LAYOUT, *words], capture_output=True,
                                  text=True, check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn("host-layout: error: " + says, done.stderr)

    def test_files(self):
        for words, says in (
                (["--btf", "gone.o"], "gone.o: no such file"),
                (["--btf", "."], ".: this is a directory"),
                (["--btf", "a.cpp"], "a.cpp: this is neither an ELF object"),
                (["--btf-base", "gone"], "gone: no such file"),
                (["gone.cpp"], "gone.cpp: no such file or directory"),
                (["-p", "gone"], "gone: no compile_commands.json"),
                (["-o", "build"], "build: this is a directory"),
                (["-o", "gone/x"], "gone: no such file or directory"),
                (["--baseline", "gone"], "gone: no such file")):
            self.refused(*words, says=says)

    def test_databases(self):
        for text, says in (("", "Expected array."), ("{}", "Expected array."),
                           ("[1", "Expected object."),
                           ("[{}]", 'Missing key: "file".')):
            self.write("build/compile_commands.json", text)
            self.refused(says="build/compile_commands.json: this is not a list of "
                              "compile commands: " + says)
        os.remove(self.path / "build/compile_commands.json")
        self.refused(says="no compile_commands.json in")
        advice = self.check(expect=2).stderr
        for word in ("CMAKE_EXPORT_COMPILE_COMMANDS=ON", "Meson", "bear -- make",
                     "host-layout check agent.cpp -- "):
            self.assertIn(word, advice)

    def test_without_a_database(self):
        """The advice, followed, gives a verdict."""
        os.remove(self.path / "build/compile_commands.json")
        self.write("inc/ev.h", SWAPPED)
        self.write("b.cpp", '#include <ev.h>\n')
        done = self.check("--btf", "ev.bpf.o", "b.cpp", "--", "-std=c++20",
                          "-Iinc", expect=1)
        self.assertIn("inc/ev.h:", done.stdout)
        self.assertIn("[bpf-host-layout-reordered]", done.stdout)
        # Also as the compiler is called, and for more than one file.
        self.write("inc/ev.h", GOOD)
        self.write("c.c", '#include <ev.h>\n')
        done = self.check("--btf", "ev.bpf.o", "b.cpp", "c.c", "--", "gcc",
                          "-Iinc", expect=0)
        self.assertIn("2 files, 1 struct checked", done.stdout)
        self.check("--btf", "ev.bpf.o", "b.cpp", "--", expect=2)
        self.refused("gone.cpp", "--", "-DX", says="gone.cpp: no such file or directory")

    def test_verbose(self):
        self.unit("a.cpp", GOOD)
        done = self.check("--btf", "ev.bpf.o", "--verbose", expect=0)
        self.assertIn("a.cpp:3: event: checked against 'event' in ev.bpf.o\n",
                      done.stderr)

    def test_why_nothing_was_checked(self):
        self.unit("a.cpp", "int x;\n")
        done = self.check("--btf", "ev.bpf.o", expect=3)
        self.assertIn("no struct in this file is marked with BPF_HOST_LAYOUT",
                      done.stderr)
        self.assertIn("'host-layout check --coverage'", done.stderr)
        self.assertNotIn("structs not checked", done.stdout)

    def test_baselines(self):
        for text, says in (
                ("", "this is not a baseline"), ("[]", "this is not a baseline"),
                ('{"version": 2, "findings": []}', "this baseline was written "
                                                   "by another version"),
                ('{"version": 1, "findings": [{}]}', "this baseline is "
                                                     "damaged")):
            self.write("known.json", text)
            self.refused("--baseline", "known.json", says="known.json: " + says)

    def test_line_filters(self):
        for text in ("[", "{}", '[{"lines":[[1,2]]}]',
                     '[{"name":"a.cpp","lines":3}]',
                     '[{"name":"a.cpp","lines":[[9,1]]}]'):
            self.refused("--line-filter", text, says="--line-filter: it is a "
                                                     "list like [")

    def alone(self):
        """A copy of the command, with nothing beside it."""
        (self.path / "bin").mkdir()
        return shutil.copy(HOST_LAYOUT, self.path / "bin")

    def helper(self, script):
        """What such a copy takes for host-layout-check."""
        self.write("lib/hostlayout/host-layout-check", f"#!/bin/sh\n{script}\n")
        (self.path / "lib/hostlayout/host-layout-check").chmod(0o755)

    def test_the_helper(self):
        """Not installed, or its libraries are not."""
        command = self.alone()
        def said():
            done = subprocess.run([command, "check"], cwd=self.path, text=True,
                                  capture_output=True, check=False)
            self.assertEqual(done.returncode, 2)
            return done.stderr
        self.assertIn("lib/hostlayout/host-layout-check: not found", said())
        self.helper("exit 127")
        self.assertIn("host-layout-check: could not start; are the libraries",
                      said())

    def said(self, *words, code=0):
        done = subprocess.run([HOST_LAYOUT, *words], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout if code == 0 else done.stderr

    def test_help(self):
        self.assertEqual(self.said("help"), self.said("--help"))
        commands = [line.split()[0] for line in
                    self.said("help").split("Subcommands:\n")[1].splitlines()
                    if re.match(r"  \w", line)]
        self.assertIn("check", commands)
        for name in commands:
            text = self.said("help", name)
            self.assertEqual(text, self.said(name, "--help"))
            self.assertIn("\nExamples:\n  # ", text)
            self.assertLessEqual(
                max(map(len, text.split("\nExamples:")[0].split("\n"))), 80)
            page = self.said("man", name)
            self.assertIn(".SH EXAMPLES\n", page)
        self.assertIn("did you mean 'check'?", self.said("help", "chek", code=2))

    def test_explain(self):
        page = (ROOT / "docs/differences/reordered.md").read_text()
        for word in ("reordered", "bpf-host-layout-reordered",
                     "[bpf-host-layout-reordered]"):
            self.assertEqual(self.said("explain", word), page)
        listed = [line.split()[0] for line in self.said("explain").splitlines()]
        for name in listed:
            self.assertTrue(self.said("explain", name).startswith(f"# {name}\n"))
        self.assertIn("did you mean 'reordered'?",
                      self.said("explain", "reorderd", code=2))

    def test_the_help_says_which_clang_reads(self):
        self.assertIn(f"as Clang {MAJOR} reads them",
                      self.check("--help", expect=0).stdout)

    def test_nowhere_to_write(self):
        if os.path.exists("/dev/full"):
            with open("/dev/full", "w") as full:
                done = subprocess.run(
                    [HOST_LAYOUT, "check", "--btf", "ev.bpf.o"], stdout=full,
                    cwd=self.path, stderr=subprocess.PIPE, text=True,
                    check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn("standard output: no space left", done.stderr)


class Codes(Project):
    """Two kinds at a time."""

    def code(self, words=(), **units):
        self.commands = []
        self.object()
        for name, (text, command) in units.items():
            self.unit(f"{name}.cpp", text, command)
        return self.check(*words).returncode

    def test_exit_codes(self):
        known = "g++ -DBPF_HOST_LAYOUT_BTF=ev.bpf.o"
        good, wrong = (GOOD, known), (SWAPPED, known)
        broken = ("#error\n" + GOOD, known)
        lost = ('#include "gone.h"\n', known)
        plain = ("int x;\n", known)
        unknown = (GOOD.replace("event", "other"), "g++")
        soft = ["--set", "reordered=warning"]
        for expected, words, units in (
                (0, [], {"a": good}), (0, [], {"a": good, "b": plain}),
                (1, [], {"a": good, "b": wrong}),
                (1, [], {"a": wrong, "b": broken}),
                (2, [], {"a": good, "b": broken}), (2, [], {"b": broken}),
                (2, [], {"a": good, "b": lost}),
                (2, ["--allow-none"], {"b": broken}),
                (3, [], {"b": plain}), (0, ["--allow-none"], {"b": plain}),
                (0, soft, {"a": wrong}), (1, [*soft, "--werror"], {"a": wrong}),
                (2, soft, {"a": wrong, "b": broken}),
                (1, [*soft, "--werror"], {"a": wrong, "b": broken}),
                (0, ["--set", "reordered=off"], {"a": wrong}),
                (1, [], {"a": unknown}), (1, [], {"a": unknown, "b": good}),
                (3, ["--set", "not-checked=off"], {"a": unknown}),
                (3, ["--set", "not-checked=warning"], {"a": unknown}),
                (1, ["--set", "not-checked=warning", "--werror"],
                 {"a": unknown}),
                (0, ["--require-coverage"], {"a": good}),
                (1, ["--require-coverage"],
                 {"a": good, "b": ("int counts;\n", known)}),
                (1, ["--require-coverage"], {"a": plain}),
                (0, ["--coverage"], {"a": good}),
                (3, ["--coverage"], {"a": plain})):
            self.assertEqual(self.code(words, **units), expected,
                             (words, units))


if __name__ == "__main__":
    main()
