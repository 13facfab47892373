"""What clangd can do besides still works; and it can be used for days."""

import json
import os
import pathlib
import stat
import sys
import unittest

from lsp import Server
from project import CLANGD, INCLUDE, LAUNCHER, EditorTest, kinds

BPF = "struct event { u64 ts; u32 pid; };"
BAD = """#include <stdint.h>
struct [[bpf::host_layout]] event {
  uint32_t pid;
  uint64_t ts;
};
"""


class Clangd(EditorTest):
    def setUp(self):
        super().setUp()
        self.bpf(BPF)
        self.commands()

    def other(self, *options):
        """A clangd of this test's own."""
        server = Server([*LAUNCHER, *options], self.dir)
        self.addCleanup(server.end)
        (self.dir / "agent.cpp").write_text(BAD)
        return server

    def shown(self, server, text=BAD):
        path = self.dir / "agent.cpp"
        server.open(path, text)
        return server.settled(path)

    def test_query_driver(self):
        """clangd runs a compiler, into which nothing must be preloaded."""
        driver = self.dir / "cross-g++"
        (self.dir / "sys").mkdir()
        (self.dir / "sys" / "cross.h").write_text("enum { Cross = 7 };\n")
        seen = self.dir / "environment"
        driver.write_text(f"""#!/bin/sh
# clangd may ask twice: what is read meanwhile must be whole.
echo "preload=$LD_PRELOAD" >{seen}.$$
mv {seen}.$$ {seen}
cat >&2 <<END
#include <...> search starts here:
 {self.dir}/sys
End of search list.
Target: x86_64-linux-gnu
END
""")
        driver.chmod(driver.stat().st_mode | stat.S_IXUSR)
        database = self.dir / "compile_commands.json"
        commands = json.loads(database.read_text())
        commands[0]["arguments"][0] = str(driver)
        database.write_text(json.dumps(commands))
        server = self.other(f"--query-driver={self.dir}/cross-*")
        found = self.shown(server, "#include <cross.h>\n"
                           "static_assert(Cross == 7);\n" + BAD)
        self.assertEqual(kinds(found), ["reordered"], server.state())
        self.assertEqual(seen.read_text(), "preload=\n")

    def test_background_index(self):
        (self.dir / "use.cpp").write_text("int answer() { return 42; }\n")
        self.commands(files={"agent.cpp": (), "use.cpp": ()})
        server = self.other("--background-index")
        self.assertEqual(kinds(self.shown(server)), ["reordered"])
        for _ in range(200):
            found = server.request("workspace/symbol", {"query": "answer"})
            if found:
                break
            server.wait(0.1)
        self.assertEqual([s["name"] for s in found], ["answer"],
                         server.state())
        self.assertEqual(kinds(self.shown(server)), ["reordered"])

    def test_clang_tidy(self):
        (self.dir / ".clang-tidy").write_text(
            "Checks: '-*,bugprone-sizeof-expression,modernize-use-nullptr'\n")
        server = self.other("--clang-tidy")
        found = self.shown(server, BAD + "int *p = 0;\n")
        self.assertIn("reordered", kinds(found))
        self.assertEqual(len(found), 2, found)
        self.assertEqual({d.get("code") for d in found},
                         {None, "modernize-use-nullptr"})

    def test_hover_and_completion(self):
        server = self.other()
        self.shown(server)
        at = {"textDocument": {"uri": (self.dir / "agent.cpp").as_uri()},
              "position": {"line": 3, "character": 12}}
        self.assertIn("ts", str(server.request("textDocument/hover", at)))
        self.assertIn("items", server.request("textDocument/completion", at))

    def plain(self, text):
        server = Server([CLANGD, "--background-index=false"], self.dir)
        self.addCleanup(server.end)
        (self.dir / "agent.cpp").write_text(text)
        return [d["message"] for d in self.shown(server, text)]

    def test_plain_clangd(self):
        """What docs/editors.md says of it."""
        said, = self.plain(BAD)
        self.assertRegex(said.lower(),
                         "^unknown attribute '(bpf::)?host_layout' ignored")
        self.commands(f"-I{INCLUDE}")
        self.assertEqual(self.plain(
            "#include <bpf/host_layout.h>\n" +
            BAD.replace("[[bpf::host_layout]]", "BPF_HOST_LAYOUT")), [])
        for quiet in ("Diagnostics:\n  Suppress: [unknown-attributes]\n",
                      "CompileFlags: {Add: [-Wno-unknown-attributes]}\n"):
            (self.dir / ".clangd").write_text(quiet)
            self.assertEqual(self.plain(BAD), [])

    def test_ends_well(self):
        server = self.other()
        self.shown(server)
        self.assertEqual(server.stop(), 0)

    def test_quiet(self):
        """Nothing of ours on stderr where all is well."""
        server = self.other("--log=error")
        self.shown(server)
        server.stop()
        self.assertFalse([l for l in server.log if "ostLayout" in l
                          or "host-layout" in l], server.log)


class Days(EditorTest):
    """Memory stays where it is, however long one types."""
    WARM = 40
    EDITS = int(os.environ.get("HOSTLAYOUT_EDITOR_EDITS", "100"))

    def memory(self):
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status")
        line, = (l for l in status.read_text().splitlines()
                 if l.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def test_memory(self):
        # An object of 2 MB, for the case that one is kept at each edit.
        structs = "".join(f"struct s{i} {{ u64 a; u32 b; char c[{i}]; }};\n"
                          for i in range(1, 60))
        path = self.bpf(BPF + structs + "\n")
        with path.open("ab") as file:
            file.write(bytes(2 << 20))
        self.commands()
        text = BAD + "".join(
            f"struct [[bpf::host_layout]] s{i} {{ uint32_t b; uint64_t a; "
            f"char c[{i}]; }};\n" for i in range(1, 60))
        sizes = []
        for i in range(self.WARM + self.EDITS):
            found = self.check("agent.cpp", text + f"int x{i};")
            self.assertGreater(len(found), 10)
            sizes.append(self.memory())
        print(f"{self.EDITS} edits: {sizes[0]:.0f} MB at first, "
              f"{sizes[self.WARM]:.0f} MB after {self.WARM}, "
              f"{sizes[-1]:.0f} MB at the end", file=sys.__stdout__)
        # What malloc() keeps for itself varies by as much.
        self.assertLess(sizes[-1] - sizes[self.WARM], 50)


if __name__ == "__main__":
    unittest.main()
