"""What is checked, what is not, and the exit codes."""

import os
import pty
import re
import subprocess

import corpus
from project import (BPF, GOOD, HOST_LAYOUT, LLVM_BIN, PLUGIN, SWAPPED, Project, main,
                     skeleton)


class ExitCodes(Project):
    def test_clean(self):
        self.object()
        self.unit("a.cpp", GOOD)
        done = self.check("--btf", "ev.bpf.o", expect=0)
        self.assertIn("1 file, 1 struct checked, 0 findings", done.stdout)
        self.assertEqual(done.stderr, "")

    def test_findings(self):
        self.object()
        self.unit("a.cpp", SWAPPED)
        self.check("--btf", "ev.bpf.o", expect=1)

    def test_skeleton(self):
        """The object in an included skeleton needs no option."""
        self.object()
        skeleton(self, "ev.bpf.o", "ev.skel.h")
        self.write("all.h", '#include "ev.skel.h"\n')
        self.unit("a.cpp", '#include "all.h"\n' + GOOD)
        self.check(expect=0)
        self.unit("b.cpp", '#include "all.h"\n' + SWAPPED)
        done = self.check(expect=1)
        self.assertIn("b.cpp:6:12: error: field 'ts' is at byte 8", done.stdout)
        self.assertIn("ev.skel.h (ev.bpf.c:4)", done.stdout)

    def test_usage(self):
        self.object()
        self.unit("a.cpp", GOOD)
        for words in (["--btf", "none.o"], ["--set", "odd=error"],
                      ["--line-filter", "{}"], ["--update-baseline"],
                      ["--format", "odd"], ["-p", "nowhere"], ["none.cpp"]):
            done = self.check(*words, expect=2)
            self.assertTrue(done.stderr, words)

    def test_progress_is_for_terminals(self):
        self.object()
        for name in "abc":
            self.unit(f"{name}.cpp", GOOD)
        words = [HOST_LAYOUT, "check", "--btf", "ev.bpf.o"]
        for term, shows in (("xterm", True), ("dumb", False)):
            main_end, end = pty.openpty()
            done = subprocess.run(words, cwd=self.path, stderr=end,
                                  stdout=subprocess.PIPE, check=False,
                                  env={**os.environ, "TERM": term})
            os.close(end)
            said = ""
            try:  # a read need not return all, and the end is an error
                while part := os.read(main_end, 4096):
                    said += part.decode()
            except OSError:
                pass
            os.close(main_end)
            self.assertEqual(done.returncode, 0)
            self.assertEqual("[3/3]" in said, shows, said)
            # It goes away, and never gets into what is read.
            self.assertTrue(not shows or said.endswith("\r\033[K"))
            self.assertNotIn(b"/3]", done.stdout)

    def test_source_without_a_command(self):
        self.object()
        self.unit("a.cpp", GOOD)
        self.write("b.cpp", SWAPPED)
        done = self.check("--btf", "ev.bpf.o", "b.cpp", expect=2)
        self.assertIn("b.cpp: no command of build/compile_commands.json "
                      "compiles this file", done.stderr)

    def test_outputs(self):
        """One target of several that compile the same source."""
        self.object()
        self.unit("a.cpp", GOOD, directory="right")
        self.unit("a.cpp", GOOD, directory="wrong",
                  command="g++ -std=c++20 -fpack-struct")
        self.write("right.txt", "right/x.o\nmain.o\n")
        self.write("wrong.txt", "\n" + str(self.path / "wrong/../wrong/x.o"))
        self.write("none.txt", "x.o\n")
        words = ["--btf", "ev.bpf.o", "--outputs-from"]
        self.check(*words, "right.txt", expect=0)
        self.check(*words, "wrong.txt", expect=1)
        self.assertIn("none.txt: no compile command makes one of these files",
                      self.check(*words, "none.txt", expect=2).stderr)
        self.check(*words, "gone.txt", expect=2)

    def test_no_database(self):
        self.check(expect=2)

    def test_nothing_checked(self):
        self.unit("a.cpp", "int x;\n")
        self.check(expect=3)
        self.check("--allow-none", expect=0)

    def test_does_not_compile(self):
        self.object()
        self.unit("a.cpp", '#include "gone.h"\n' + GOOD)
        done = self.check("--btf", "ev.bpf.o", expect=2)
        self.assertIn("could not be compiled", done.stdout)

    def test_without_the_header_of_the_macros(self):
        """That its name says host_layout makes it no finding of ours."""
        self.object()
        self.unit("a.cpp", "#include <bpf/host_layout.h>\n" + SWAPPED)
        report = self.report("--btf", "ev.bpf.o", expect=2)
        self.assertEqual(len(report["failed"]), 1)
        self.assertEqual(report["findings"], [])
        self.assertEqual(report["summary"]["structsChecked"], 0)

    def test_warnings(self):
        self.object()
        self.unit("a.cpp", SWAPPED)
        words = ["--btf", "ev.bpf.o", "--set", "reordered=warning"]
        self.check(*words, expect=0)
        self.check(*words, "--werror", expect=1)

    def test_pragmas_make_no_errors(self):
        """What a compiler warns of is not what another one does."""
        self.object()
        for space in ("GCC", "clang"):
            self.unit(f"{space}.cpp",
                      f'#pragma {space} diagnostic error "-Wunused-variable"\n'
                      "static int unused;\n" + GOOD)
        self.check("--btf", "ev.bpf.o", expect=0)


class Units(Project):
    def test_words_of_the_compiler(self):
        """All kinds; with carets, notes, fix-its and columns."""
        expected = ""
        units = corpus.write(self)
        self.assertGreater(len(units), 20)
        for name, words in units:
            done = subprocess.run(
                [f"{LLVM_BIN}/clang++", "-fsyntax-only", f"-fplugin={PLUGIN}",
                 "-x", "c" if name.endswith(".c") else "c++", *words, name],
                cwd=self.path, capture_output=True, text=True, check=False)
            self.assertIn("[bpf-host-layout-", done.stderr, name)
            expected += done.stderr
        expected = re.sub(r"(?m)^\d+ (error|warning).* generated\.\n", "",
                          expected)
        # Each says how it is given an object.
        expected = expected.replace(
            "-fplugin-arg-hostlayout-btf=<object>, with "
            "-DBPF_HOST_LAYOUT_BTF=<object>,",
            "--btf=<object>, with -DBPF_HOST_LAYOUT_BTF=<object> in the "
            "compile command,")
        ours = self.check(expect=1).stdout
        self.maxDiff = None
        self.assertEqual(ours[:ours.index("host-layout: ")].splitlines(),
                         expected.splitlines())

    def test_shared_header_is_told_once(self):
        self.object()
        self.write("ev.h", SWAPPED)
        for name in "abc":
            self.unit(f"{name}.cpp", '#include "ev.h"\n')
        report = self.report("--btf", "ev.bpf.o", expect=1)
        self.assertEqual(self.rules(report), ["reordered"])
        self.assertEqual(report["findings"][0]["units"],
                         ["a.cpp", "b.cpp", "c.cpp"])
        self.assertEqual(report["summary"]["structsChecked"], 1)

    def test_one_unit_is_enough(self):
        self.object()
        self.write("ev.h", GOOD)
        self.unit("a.cpp", '#include "ev.h"\n')
        self.unit("b.cpp", '#include "ev.h"\n',
                  "g++ -DBPF_HOST_LAYOUT_BTF=ev.bpf.o")
        self.check(expect=0)

    def test_each_unchecked_struct_is_told_once(self):
        self.write("ev.h", GOOD + GOOD.replace("event", "other")
                   .replace("#pragma once", ""))
        self.unit("a.cpp", '#include "ev.h"\n')
        self.unit("b.cpp", '#include "ev.h"\n')
        report = self.report(expect=1)
        self.assertEqual(self.rules(report), ["not-checked"] * 2)
        self.assertEqual(sorted(f["type"] for f in report["findings"]),
                         ["event", "other"])
        self.assertEqual(report["summary"]["structsNotChecked"], 2)

    def test_flags_of_gcc(self):
        self.object()
        self.unit("a.cpp", GOOD, "g++ -std=c++20 -fconserve-stack "
                  "-flto-partition=none -mno-such-flag -march=no-such-cpu")
        self.check("--btf", "ev.bpf.o", expect=0)

    def test_flags_that_change_layouts(self):
        self.object()
        self.unit("a.cpp", GOOD, "g++ -fsso-struct=big-endian")
        done = self.check("--btf", "ev.bpf.o", expect=2)
        self.assertIn("-fsso-struct=big-endian", done.stdout)

    def test_target_of_the_command(self):
        self.object()
        self.unit("a.c", GOOD, "gcc")
        self.check("--btf", "ev.bpf.o", expect=0)
        # i386 aligns 8-byte integers to 4: the tail padding is gone.
        self.unit("b.c", GOOD, "gcc -m32")
        report = self.report("--btf", "ev.bpf.o", expect=1)
        self.assertEqual(report["findings"][0]["units"], ["b.c"])

    def test_header_as_a_file(self):
        self.object()
        self.write("ev.h", SWAPPED)
        self.unit("a.cpp", '#include "ev.h"\n')
        self.unit("b.cpp", "int x;\n")
        report = self.report("--btf", "ev.bpf.o", "ev.h", expect=1)
        self.assertEqual(report["summary"]["files"], 1)

    def test_bodies_matter_where_they_must(self):
        self.object()
        marked = "struct __attribute__((bpf_host_layout(\"event\")))"
        fields = "{ unsigned pid; unsigned long long ts; };"
        bodies = {
            "plain": f"void f() {{ {marked} a {fields} }}",
            "macro": f"#define M __attribute__((bpf_host_layout(\"event\")))\n"
                     f"void f() {{ struct M b {fields} }}",
            "template": f"template <class T> {marked} c "
                        "{ unsigned pid; T ts; };\n"
                        "void f() { c<unsigned long long> x; }",
            "braces": f"struct s {{ int a, b; s() : a{{1}}, b{{2}} "
                      f"{{ {marked} d {fields} }} }};",
            "method": f"struct t {{ void f() {{ {marked} e {fields} }} }};",
        }
        for name, text in bodies.items():
            self.unit(f"{name}.cpp", text + "\n")
        some = self.report("--btf", "ev.bpf.o", expect=1)
        every = self.report("--btf", "ev.bpf.o", "--parse-all", expect=1)
        self.assertEqual(some["findings"], every["findings"])
        self.assertEqual(len(some["findings"]), len(bodies))


class Choices(Project):
    def setUp(self):
        super().setUp()
        self.object()
        self.unit("a.cpp", SWAPPED)

    def test_baseline(self):
        words = ["--btf", "ev.bpf.o", "--baseline", "known.json"]
        self.check(*words, "--update-baseline", expect=0)
        self.check(*words, expect=0)
        self.write("a.cpp", "\n\n" + SWAPPED)
        self.check(*words, expect=0)
        self.unit("b.cpp", SWAPPED)
        self.check(*words, expect=1)
        self.write("known.json", "{}")
        self.check(*words, expect=2)

    def test_line_filter(self):
        words = ["--btf", "ev.bpf.o", "--line-filter"]
        self.check(*words, '[{"name":"a.cpp","lines":[[4,4]]}]', expect=1)
        self.check(*words, '[{"name":"a.cpp","lines":[[1,1]]}]', expect=0)
        self.check(*words, '[{"name":"b.cpp"}]', expect=0)
        # As in clang-tidy, an empty list is no filter.
        self.check(*words, "[]", expect=1)

    def test_line_filter_and_nested_structs(self):
        """A line of any struct that holds the nested one finds what is wrong in
        it, also where another one was told of."""
        self.object(text=BPF + """
struct hdr { u32 a; u32 b; };
struct one { struct hdr h; u64 x; };
struct two { u64 y; struct hdr h; };
BPF_HOST_LAYOUT_EMIT(struct one);
BPF_HOST_LAYOUT_EMIT(struct two);
""")
        self.write("hdr.h", "#include <stdint.h>\nstruct hdr {\n  uint32_t a;\n"
                            "  int32_t b;\n};\n")
        self.unit("a.cpp", """#include "hdr.h"
struct __attribute__((bpf_host_layout)) one {
  hdr h;
  uint64_t x;
};
struct __attribute__((bpf_host_layout)) two {
  uint64_t y;
  hdr h;
};
""")
        words = ["--btf", "ev.bpf.o", "--line-filter"]
        for name, line, expect in (("a.cpp", 4, 1), ("a.cpp", 7, 1),
                                   ("hdr.h", 3, 1), ("a.cpp", 1, 0),
                                   ("hdr.h", 1, 0)):
            done = self.check(
                *words, f'[{{"name":"{name}","lines":[[{line},{line}]]}}]',
                expect=expect)
            self.assertEqual(done.stdout.count("[bpf-host-layout-signedness]"),
                             expect, (name, line))

    def test_fix_leaves_questions_to_people(self):
        renamed = GOOD.replace("pid", "tid")
        self.unit("a.cpp", renamed)
        done = self.check("--btf", "ev.bpf.o", "--fix", expect=0)
        self.assertIn("[bpf-host-layout-renamed]", done.stdout)
        self.assertEqual(self.read("a.cpp"), renamed)

    def test_line_filter_and_objects(self):
        """Without its object a changed struct is unchecked, wherever that is
        said."""
        self.unit("a.cpp", GOOD + GOOD.replace("event", "stats")
                  .replace("#pragma once", ""),
                  "g++ -DBPF_HOST_LAYOUT_BTF=gone.o")
        self.check("--line-filter", '[{"name":"a.cpp","lines":[[9,9]]}]',
                   expect=1)

    def test_fix(self):
        self.check("--btf", "ev.bpf.o", "--fix", expect=0)
        self.assertEqual(self.read("a.cpp"), GOOD)

    def test_a_struct_is_told_once_whatever_the_units_objects_are(self):
        """A header that units with different objects include."""
        self.write("ev.h", GOOD.replace("event", "elsewhere"))
        for name in "abc":
            self.object(f"{name}.bpf.o")
            self.unit(f"{name}.cpp", '#include "ev.h"\n',
                      f"g++ -std=c++20 -DBPF_HOST_LAYOUT_BTF={name}.bpf.o")
        self.unit("d.cpp", '#include "ev.h"\n')
        report = self.report(expect=1)
        self.assertEqual(self.rules(report), ["type-not-found"])
        self.assertEqual(report["findings"][0]["units"],
                         ["a.cpp", "b.cpp", "c.cpp", "d.cpp"])

    def test_a_crash_is_told_with_its_cause_and_place(self):
        self.unit("crash.cpp", "namespace outer {\n"
                  "#pragma clang __debug crash\n}\n" + GOOD)
        self.unit("fatal.cpp",
                  "#pragma clang __debug llvm_fatal_error\n" + GOOD)
        done = self.check("--btf", "ev.bpf.o", expect=1)
        self.assertRegex(done.stdout, r"the parser crashed \([A-Z][a-z /]+\), "
                         r"at .*crash\.cpp:[0-9:]+ ")
        self.assertRegex(done.stdout, r"the parser crashed.*: "
                         r"#pragma clang __debug llvm_fatal_error")
        self.assertIn("a.cpp:5:12: error: field 'ts'", done.stdout)
        for noise in "Stack dump", "LLVM ERROR":
            self.assertNotIn(noise, done.stdout + done.stderr)

    def test_silenced(self):
        text = SWAPPED.replace("pid;", "pid; // NOLINT(bpf-host-layout)")
        text = text.replace(
            "ts;", "ts; // NOLINT(bpf-host-layout-reordered)")
        self.unit("a.cpp", text)
        done = self.check("--btf", "ev.bpf.o", expect=0)
        self.assertRegex(done.stdout, r"a\.cpp:5: silenced by a comment: field "
                         r"'ts' is at byte 8 here.*\[bpf-host-layout-reordered]")
        report = self.report("--btf", "ev.bpf.o", expect=0)
        self.assertEqual([f["rule"] for f in report["silenced"]], ["reordered"])
        self.unit("a.cpp", SWAPPED.replace("ts;", "ts; // NOLINT"))
        self.check("--btf", "ev.bpf.o", expect=1)

    def test_marked_fields_of_headers(self):
        """One unit that checks the struct is enough."""
        field = "__attribute__((bpf_host_layout(\"pid\")))"
        header = GOOD.replace("__attribute__((bpf_host_layout))", "")
        self.write("ev.h", header.replace("pid;", f"tgid {field};"))
        self.unit("a.cpp", '#include "ev.h"\n')
        done = self.check("--btf", "ev.bpf.o", expect=1)
        self.assertIn("'tgid' is marked, but no marker reaches 'event'",
                      done.stdout)
        self.unit("b.cpp", '#include "ev.h"\ntypedef struct event E '
                  "__attribute__((bpf_host_layout(\"event\")));\n")
        self.check("--btf", "ev.bpf.o", expect=0)

    def test_misspelt(self):
        for text in ("struct [[bpf::hostlayout]] event { int a; };",
                     "typedef struct BPF_HOST_LAYOUT { int a; } event;"):
            self.unit("a.cpp", text + "\n")
            self.check("--btf", "ev.bpf.o", expect=1)

    def test_coverage(self):
        self.write("b.h", "int counts;\n")
        self.unit("b.cpp", '#include "b.h"\n')
        done = self.check("--btf", "ev.bpf.o", "--coverage", expect=1)
        self.assertIn("checked  event, 16 bytes: emitted", done.stdout)
        self.assertIn("MISSING  stats, 16 bytes: counts.value", done.stdout)
        report = self.report("--btf", "ev.bpf.o", "--require-coverage",
                             expect=1)
        self.assertEqual(self.rules(report), ["reordered", "unmarked"])


if __name__ == "__main__":
    main()
