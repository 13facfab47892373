"""What the editor shows: places, severities, notes, and the compiler's words."""

import re
import subprocess
import unittest

from project import LLVM_BIN, MAJOR, PLUGIN, EditorTest, kinds

BPF = "struct event { u64 ts; u32 pid; };"
GOOD = """#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint64_t ts;
  uint32_t pid;
};
"""
BAD = GOOD.replace("  uint64_t ts;\n  uint32_t pid;",
                   "  uint32_t pid;\n  uint64_t ts;")
ERROR, WARNING = 1, 2


class Diagnostics(EditorTest):
    def setUp(self):
        super().setUp()
        self.bpf(BPF)
        self.commands()

    def test_while_typing(self):
        self.check_kinds("agent.cpp", GOOD, [])
        found, = self.check_kinds("agent.cpp", BAD, ["reordered"])
        self.assertEqual(found["severity"], ERROR)
        # 'ts': the field itself is underlined.
        self.assertEqual(found["range"]["start"], {"line": 3, "character": 11})
        self.assertEqual(found["range"]["end"], {"line": 3, "character": 13})
        self.assertIn("field 'ts' is at byte 8 here, but the BPF program has "
                      "it at byte 0", found["message"][0].lower() +
                      found["message"][1:])
        self.check_kinds("agent.cpp", GOOD, [])

    def test_related_notes(self):
        found, = self.check_kinds("agent.cpp", BAD, ["reordered"])
        # The note with the fix is the title of the quick fix.
        table, = [n["message"] for n in found["relatedInformation"]]
        self.assertRegex(table, r"'struct event' here and in ev\.bpf\.o "
                                r"\(source\.bpf\.c:1\)")
        self.assertIn("         0  u32 pid          !=  u64 ts\n", table)
        self.assertEqual(found["relatedInformation"][0]["location"]["range"]
                         ["start"], {"line": 1, "character": 28})
        _, title = self.fix("agent.cpp", BAD, found)
        self.assertEqual(title.lower(),
                         "swap 'pid' and 'ts' to match the bpf program")

    def test_warning(self):
        text = GOOD.replace("ts;", "time;")
        found, = self.check_kinds("agent.cpp", text, ["renamed"])
        self.assertEqual(found["severity"], WARNING)

    def test_the_attribute_is_known(self):
        self.commands(files={"agent.cpp": (), "agent.c": ()})
        self.check_kinds("agent.c", GOOD.replace(
            "[[bpf::host_layout]]", "__attribute__((bpf_host_layout))"), [])
        found = self.check("agent.cpp", GOOD.replace(
            "host_layout]]", 'host_layout("evnt")]]'))
        self.assertEqual(kinds(found), ["type-not-found"])
        # What is wrong with an attribute is said as clang says it.
        found = self.check("agent.cpp", GOOD.replace(
            "host_layout]]", "host_layout(1)]]"))
        self.assertEqual(len(found), 1, found)
        self.assertIn("host_layout", found[0]["message"])

    def test_anonymous_typedef(self):
        self.check_kinds("agent.cpp", BAD.replace("struct", "typedef struct")
                         .replace("event {", "{").replace("};", "} event;"),
                         ["reordered"])

    def test_function_body(self):
        inside = BAD.replace("struct", "int f() { struct").replace(
            "};", "}; return 0; }")
        self.check_kinds("agent.cpp", inside, ["reordered"])

    def test_severities_of_the_project(self):
        self.commands("-DBPF_HOST_LAYOUT_OPTIONS=renamed=error,reordered=off")
        found, = self.check_kinds("agent.cpp", GOOD.replace("ts;", "time;"),
                                  ["renamed"])
        self.assertEqual(found["severity"], ERROR)
        self.check_kinds("agent.cpp", BAD, [])

    def test_mistake_in_the_options(self):
        """It has no place of its own."""
        self.commands("-DBPF_HOST_LAYOUT_OPTIONS=renmed=error")
        text = "#include <stdint.h>\nint first;\n"
        found, = self.check("agent.cpp", text)
        self.assertIn("renmed", found["message"])
        self.assertEqual((found["severity"], found["range"]["start"]["line"]),
                         (ERROR, 0))

    def test_as_the_compiler(self):
        """The same kinds with the same words."""
        self.bpf("struct a { u32 x; u64 y; };\n"
                 "struct b { u32 n; char comm[16]; s32 ret; };\n"
                 "struct c { u32 p, q; u64 r; };\n"
                 "enum d { D_ONE = 1, D_TWO, D_SIX = 6 };\n")
        text = ("#include <stdint.h>\n#define M [[bpf::host_layout]]\n"
                "struct M a { uint32_t x; uint32_t z; uint64_t y; };\n"
                "struct M b { float n; char comm[8]; uint32_t ret; };\n"
                "struct M c { uint32_t p; uint64_t r; };\n"
                "enum M d { D_ONE = 1, D_TWO = 3 };\n"
                "struct M gone { int x; };\n")
        shown = self.check("agent.cpp", text)
        said = subprocess.run(
            [f"{LLVM_BIN}/clang++", "-std=c++17", f"-fplugin={PLUGIN}",
             "-fplugin-arg-hostlayout-btf=ev.bpf.o", "-fsyntax-only",
             "agent.cpp"], cwd=self.dir, capture_output=True,
            text=True).stderr
        wanted = re.findall(r"^agent\.cpp:(\d+):(\d+): \w+: (.*)\]$", said,
                            re.M)
        wanted = [w for w in wanted if "[bpf-host-layout-" in w[2]]
        self.assertGreater(len(wanted), 5, said)
        self.assertEqual(
            sorted((str(d["range"]["start"]["line"] + 1),
                    d["message"].split("]")[0].lower()) for d in shown),
            sorted((line, words.lower()) for line, _, words in wanted))


class Headers(EditorTest):
    def setUp(self):
        super().setUp()
        self.bpf(BPF)
        self.commands()
        (self.dir / "event.h").write_text(BAD)
        (self.dir / "all.h").write_text('#include "event.h"\n')

    def place(self, text, line):
        found, = self.check_kinds("agent.cpp", text, ["reordered"])
        self.assertEqual(found["range"]["start"]["line"], line, found)
        return found

    def test_at_the_include(self):
        found = self.place('#include <stdint.h>\n#include "event.h"\n'
                           'event *last;\n', 1)
        self.assertTrue(found["message"].startswith("In included file: field"),
                        found["message"])
        self.assertEqual(found["severity"], ERROR)
        notes = found["relatedInformation"]
        self.assertTrue(notes[0]["location"]["uri"].endswith("/event.h"), notes)
        self.assertEqual(notes[0]["location"]["range"]["start"],
                         {"line": 3, "character": 11})
        self.assertTrue(any("u32 pid          !=  u64 ts" in n["message"]
                            for n in notes), notes)

    def test_through_another_header(self):
        self.place('#include <stdint.h>\n#include "all.h"\nint x;\n', 1)

    def test_two_with_the_same_words(self):
        """clangd shows one message of two that are alike at one place."""
        self.bpf(BPF + "\n" + BPF.replace("event", "other"))
        (self.dir / "event.h").write_text(
            BAD + BAD.replace("event", "other"))
        found = self.check_kinds("agent.cpp", '#include "event.h"\nint x;\n',
                                 ["reordered", "reordered"])
        self.assertEqual({d["range"]["start"]["line"] for d in found}, {0})
        self.assertEqual(
            sorted(d["message"].split(": field")[0] for d in found),
            ["In included file", "In included file event.h, line 9"])

    def test_not_in_the_preamble(self):
        self.place('int x;\n#include "event.h"\nint y;\n', 1)

    def test_header_is_edited(self):
        text = '#include "event.h"\nint x;\n'
        self.place(text, 0)
        (self.dir / "event.h").write_text(GOOD + "\n")
        self.check_kinds("agent.cpp", text + "int y;\n", [])

    def test_header_is_open_itself(self):
        found = self.check("event.h", BAD)
        self.assertEqual(kinds(found), ["reordered"])
        self.assertEqual(found[0]["range"]["start"]["line"], 3)

    def test_one_message_for_one_fault(self):
        """In the preamble and again in the rest of the file: the guard."""
        self.place('#include "all.h"\nint x;\n'
                   'template <class T> struct box { T held; };\n'
                   'box<event> held;\n', 0)


if __name__ == "__main__":
    unittest.main()
