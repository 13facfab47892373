"""Which files are meant, by whichever path they are called."""

import json

from project import BPF, GOOD, SWAPPED, Project, main, skeleton

BTF = ["--btf", "ev.bpf.o"]


class Links(Project):
    """The project is worked on through a symbolic link to it."""

    def setUp(self):
        super().setUp()
        self.object()
        self.write("ev.h", SWAPPED)
        self.unit("a.cpp", '#include "ev.h"\n')
        self.link = self.path.parent / (self.path.name + "-link")
        self.link.symlink_to(self.path)
        self.addCleanup(self.link.unlink)

    def found(self, *words, **more):
        done = self.check(*BTF, *words, expect=1, **more)
        self.assertIn("\nev.h:5:12: error: ", "\n" + done.stdout)
        report = self.report(*BTF, *words, expect=1, **more)
        return (report["findings"][0]["location"]["file"],
                report["findings"][0]["units"],
                report["findings"][0]["fingerprint"])

    def test_same_report(self):
        wanted = self.found()
        self.assertEqual(wanted[:2], ("ev.h", ["a.cpp"]))
        through = {"cwd": self.link, "env": {"PWD": str(self.link)}}
        for words in ([], ["a.cpp"], ["ev.h"], [str(self.path / "a.cpp")],
                      [str(self.link / "ev.h")]):
            self.assertEqual(self.found(*words, **through), wanted, words)
        # Configured through the link, checked without it.
        self.write("build/compile_commands.json",
                   self.read("build/compile_commands.json").replace(
                       str(self.path), str(self.link)))
        for words in ([], ["a.cpp"], ["ev.h"], [str(self.link / "a.cpp")]):
            self.assertEqual(self.found(*words), wanted, words)

    def test_fix(self):
        self.check(*BTF, "--fix", cwd=self.link, env={"PWD": str(self.link)},
                   expect=0)
        self.assertEqual(self.read("ev.h"), GOOD)


class Names(Project):
    def setUp(self):
        super().setUp()
        self.object()

    def test_directories(self):
        self.write("include/ev.h", SWAPPED)
        self.unit("src/a.cpp", '#include "../include/ev.h"\n')
        self.unit("src-old/b.cpp", SWAPPED)
        self.unit("c.cpp", "int x;\n")
        for words, units in ((["src"], {"src/a.cpp"}),
                             (["src/"], {"src/a.cpp"}),
                             (["include"], {"src/a.cpp"}),
                             (["src", "src-old/b.cpp"],
                              {"src/a.cpp", "src-old/b.cpp"}),
                             (["."], {"src/a.cpp", "src-old/b.cpp"})):
            report = self.report(*BTF, *words, expect=1)
            self.assertEqual({unit for f in report["findings"]
                              for unit in f["units"]}, units, words)

    def test_nothing_is_meant(self):
        """Exit code 3, and why."""
        self.write("lonely.h", SWAPPED)
        self.unit("a.cpp", GOOD)
        done = self.check(*BTF, "lonely.h", expect=3)
        self.assertIn("no command of build/compile_commands.json compiles one "
                      "of these files, or includes it", done.stderr)
        self.write("build/compile_commands.json", "[]")
        done = self.check(*BTF, expect=3)
        self.assertIn("build/compile_commands.json has no commands of C or C++ "
                      "files", done.stderr)

    def test_odd_entries(self):
        """Relative directories, two entries for one file, a space, no words."""
        self.write("src/a b.cpp", SWAPPED)
        self.write("src/ev.h", SWAPPED)
        self.write("src/flags.rsp", '-DBPF_HOST_LAYOUT_BTF="../ev.bpf.o"')
        entries = [
            {"directory": "../src", "file": "a b.cpp",
             "command": "g++ -DX=\\\"y\\ z\\\" @flags.rsp -c 'a b.cpp'"},
            {"directory": "../src", "file": "a b.cpp",
             "arguments": ["clang++", "@flags.rsp", "-c", "a b.cpp"]},
            {"directory": "../src", "file": "empty.cpp", "arguments": []},
        ]
        self.write("build/compile_commands.json", json.dumps(entries))
        report = self.report(expect=1)
        self.assertEqual(self.rules(report), ["reordered"])
        self.assertEqual(report["findings"][0]["units"], ["src/a b.cpp"])
        self.assertEqual([f["file"] for f in report["failed"]],
                         ["src/empty.cpp"])
        self.assertIn("its command is empty", report["failed"][0]["message"])

    def test_one_spelling_of_two_files(self):
        """Two programs whose sources include 'out/main.skel.h', each its own."""
        stats = ("#include <stdint.h>\nstruct __attribute__((bpf_host_layout("
                 '"counts.value"))) %s { uint64_t packets; uint64_t bytes; };\n')
        text = '#include "out/main.skel.h"\nint counts;\n'
        for name, bpf in (("a", BPF), ("b", BPF.replace("u64 bytes;",
                                                       "u64 bytes; u64 more;"))):
            (self.path / name / "out").mkdir(parents=True)
            self.object(f"{name}/out/main.bpf.o", bpf)
            skeleton(self, f"{name}/out/main.bpf.o", f"{name}/out/main.skel.h")
        self.unit("a/main.cpp", text + stats % "a_stats", "g++ -I.", "a")
        self.unit("b/main.cpp", text, "g++ -I.", "b")
        report = self.report("--coverage", expect=0)
        covered = {(c["object"], c["name"]): c["covered"]
                   for c in report["coverage"] if c["maps"]}
        self.assertEqual(covered, {("a/out/main.skel.h", "stats"): True,
                                   ("b/out/main.skel.h", "stats"): False})

    def test_one_file_of_two_spellings(self):
        """Through a symbolic link, and from another directory."""
        self.write("src/ev.h", SWAPPED)
        (self.path / "inc").symlink_to("src")
        self.unit("src/a.cpp", '#include "ev.h"\n',
                  "g++ -DBPF_HOST_LAYOUT_BTF=gone.o", ".")
        self.unit("b.cpp", '#include "inc/ev.h"\n',
                  "g++ -DBPF_HOST_LAYOUT_BTF=../gone.o", "sub")
        report = self.report(expect=1)
        self.assertEqual([(f["rule"], f["objectPath"])
                          for f in report["findings"]], [("object", "gone.o")])
        self.assertEqual([s["location"]["file"] for s in report["structs"]],
                         ["src/ev.h"])

    def test_two_configurations(self):
        """One file, right for one target and wrong for the other."""
        self.unit("a.c", "#ifdef OLD\n" + SWAPPED.replace("#pragma once", "") +
                  "#else\n" + GOOD.replace("#pragma once", "") + "#endif\n",
                  "gcc")
        self.unit("a.c", self.read("a.c"), "gcc -DOLD")
        self.check(*BTF, expect=1)
        self.commands.reverse()
        self.write("build/compile_commands.json", json.dumps(self.commands))
        report = self.report(*BTF, expect=1)
        self.assertEqual(self.rules(report), ["reordered"])
        self.assertEqual(report["summary"]["files"], 1)


if __name__ == "__main__":
    main()
