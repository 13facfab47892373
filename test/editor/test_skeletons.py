"""libbpf skeletons: nothing is configured, and all is checked."""

import os

from project import EditorTest, kinds

EVENT = "struct event { u64 ts; u32 pid; };\nstruct event *keep;\n"
GOOD = """#include <stdint.h>
#include "ev.skel.h"
struct [[bpf::host_layout]] event {
  uint64_t ts;
  uint32_t pid;
};
"""
BAD = GOOD.replace("  uint64_t ts;\n  uint32_t pid;",
                   "  uint32_t pid;\n  uint64_t ts;")


class Skeletons(EditorTest):
    def setUp(self):
        super().setUp()
        self.commands(btf=None)

    def make(self, text=EVENT, name="ev", *options):
        self.bpf_program(text, f"{name}.bpf.o")
        return self.skeleton(name, *options)

    def test_in_the_preamble(self):
        self.make()
        self.check_kinds("agent.cpp", GOOD, [])
        found, = self.check_kinds("agent.cpp", BAD, ["reordered"])
        self.assertIn("ev.skel.h", str(found["relatedInformation"]))

    def test_behind_the_preamble(self):
        self.make()
        self.check_kinds("agent.cpp", "int first;\n" + GOOD, [])
        self.check_kinds("agent.cpp", "int first;\n" + BAD, ["reordered"])

    def test_struct_in_a_header(self):
        self.make()
        (self.dir / "event.h").write_text(BAD.replace(
            '#include "ev.skel.h"\n', ""))
        self.check_kinds("agent.cpp", '#include "ev.skel.h"\n'
                         '#include "event.h"\nint x;\n', ["reordered"])

    def test_made_again(self):
        self.make()
        self.check_kinds("agent.cpp", GOOD, [])
        self.make(EVENT.replace("u64 ts; u32 pid;", "u32 pid; u64 ts;"))
        self.check_kinds("agent.cpp", GOOD + "\n", ["reordered"])

    def test_made_again_without_a_trace(self):
        """With the size and the time of the one before."""
        path = self.dir / "ev.skel.h"
        second = self.make(EVENT.replace("u32", "s32"))
        first = self.make()
        size = max(len(first), len(second))
        path.write_text(first.ljust(size))
        self.old("ev.skel.h")
        (self.dir / "event.h").write_text(GOOD)
        text = '#include "event.h"\nint x;\n'
        self.check_kinds("agent.cpp", text, [])
        before = path.stat()
        path.write_text(second.ljust(size))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        self.check_kinds("agent.cpp", text + "\n", ["signedness"])

    def test_several(self):
        self.make()
        self.make("struct other { u32 a; };\nstruct other *keep;\n", "net")
        text = GOOD.replace('"ev.skel.h"', '"ev.skel.h"\n#include "net.skel.h"')
        text += "struct [[bpf::host_layout]] other { %s a; };\n"
        self.check_kinds("agent.cpp", text % "uint32_t", [])
        self.check_kinds("agent.cpp", text % "int32_t", ["signedness"])

    def test_light(self):
        try:
            self.make(EVENT, "ev", "-L")
        except self.failureException as e:
            self.skipTest(f"bpftool makes no light skeleton here: {e}")
        self.check_kinds("agent.cpp", BAD, ["reordered"])

    def test_damaged(self):
        self.make()
        path = self.dir / "ev.skel.h"
        whole = path.read_text()
        cut = whole[:whole.index("\\x7f\\x45") + 4000]
        path.write_text(cut + '";\n}\n#endif\n')
        ours = [d for d in self.check("agent.cpp", GOOD)
                if "bpf-host-layout" in d["message"]]
        self.assertEqual(kinds(ours), ["object"])
        self.assertIn("ev.skel.h: line", ours[0]["message"])
        path.write_text(whole)
        self.check_kinds("agent.cpp", GOOD + "\n", [])

    def test_damaged_without_a_marker(self):
        self.make()
        path = self.dir / "ev.skel.h"
        whole = path.read_text()
        at = whole.index("\\x7f\\x45")
        path.write_text(whole[:at] + whole[at + 4:])
        text = '#include "ev.skel.h"\nint x;\n'
        found, = self.check_kinds("agent.cpp", text, ["object"])
        self.assertIn("its structs were NOT checked", found["message"])
        # Of one fault one message, whatever more is not checked.
        self.check_kinds("agent.cpp", text + GOOD, ["object"])
        path.write_text(whole)
        self.check_kinds("agent.cpp", text, [])

    def test_section_struct(self):
        """dev_t has 4 bytes in the kernel and 8 in glibc."""
        self.make("typedef u32 dev_t;\ndev_t dev;\nint ino;\n")
        text = '#include <sys/types.h>\n#include "ev.skel.h"\nint x;\n'
        found = [d for d in self.check("agent.cpp", text)
                 if "bpf-host-layout" in d["message"]]
        self.assertEqual(len(found), 1, found)
        self.assertEqual(found[0]["range"]["start"]["line"], 1)
        # What is generated is not edited.
        self.assertEqual(
            [f for f in self.server.quick_fixes(self.dir / "agent.cpp",
                                                found[0])], [])
