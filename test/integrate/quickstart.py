"""README's quick start works when it is pasted: with the programs of the
distribution, and nothing on the path but what README installs."""

import json
import pathlib
import re
import shutil
import subprocess
import sys

from consumer import expect
from harness import ANY, PREFIX, ROOT, Folder, skip

sys.path.insert(1, str(ROOT / "test" / "editor"))
from lsp import Server  # noqa: E402

README = (ROOT / "README.md").read_text()
TAG = "[bpf-host-layout-reordered]"
FIELDS = re.compile(r"(  uint32_t pid;\n)(  uint64_t ts;\n)")

PATH = "/usr/bin:/bin:/usr/sbin:/sbin"


def block(name):
    found = re.findall(rf"^```\w+ {re.escape(name)}(?: [^\n]*)?\n(.*?)^```$",
                       README, re.M | re.S)
    expect(len(found) == 1, f"README.md has {len(found)} blocks '{name}'")
    return found[0].replace("/opt/host-layout", str(PREFIX))


class Reader(Folder):
    """Somebody who pastes the blocks into a shell, in a folder of their own."""

    def __init__(self, path=PATH):
        super().__init__("hl-quickstart-")
        self.environment = {"PATH": f"{PREFIX}/bin:{path}", "LANG": "C.UTF-8",
                            "HOME": str(self.path)}
        for name in ("ev.bpf.c", "agent.cpp", "CMakeLists.txt", "Makefile"):
            self.write(name, block(name))

    def swap(self):
        """Follows the advice of the message."""
        text, count = FIELDS.subn(r"\2\1", self.read("agent.cpp"))
        expect(count == 1, "agent.cpp has not the two fields")
        self.write("agent.cpp", text)

    def paste(self, name, fails, **environment):
        done = self.call("bash", "-ec", block(name), code=ANY, merged=True,
                         env={**self.environment, **environment})
        said = f"{name}: exit code {done.returncode}\n{done.stdout}"
        expect((done.returncode != 0) == fails, said)
        expect((TAG in done.stdout) == fails, said)
        return done.stdout


    def edit_in_editor(self, fails):
        """Opens agent.cpp in an editor with README's settings."""
        if not shutil.which("clangd", path=PATH):
            return
        program = json.loads(block("settings.json"))["clangd.path"]
        with Server([program, "--log=verbose"], self.path,
                    env=self.environment) as server:
            server.open(self.path / "agent.cpp", self.read("agent.cpp"))
            found = server.settled(self.path / "agent.cpp")
        said = "\n".join(d["message"] for d in found)
        expect((TAG in said) == fails and bool(found) == fails,
               f"the editor shows:\n{said}")


for program in ("clang++", "cmake", "make", "ninja"):
    if not shutil.which(program, path=PATH):
        skip(f"{program} is not installed: utils/install-deps.sh demo")
major = re.search(r"clang version (\d+)", subprocess.run(
    ["/usr/bin/clang++", "--version"], capture_output=True, text=True).stdout)[1]
if not list(PREFIX.glob(f"lib/**/HostLayoutPlugin-{major}.so")):
    skip(f"no module was built for clang++, which is {major}")

expect("utils/install-deps.sh demo" in block("install"), "what installs it?")

R = Reader()
said = R.paste("clang", fails=True)
for line in block("message").splitlines():
    expect(line in said, f"clang does not say {line!r}:\n{said}")
# check and clang-tidy, on the object of the Clang block and CMake's commands.
R.paste("cmake", fails=True)
R.paste("check", fails=True)
R.edit_in_editor(fails=True)
if shutil.which("clang-tidy", path=PATH):
    said = R.call("bash", "-c", block("tidy"), code=ANY)
    expect(TAG in said.stdout, said.stdout + said.stderr)
R.swap()
R.paste("clang", fails=False)
R.paste("cmake", fails=False)
R.paste("check", fails=False)
R.edit_in_editor(fails=False)

# CMake with Clang, from the start, and make.
R = Reader()
R.paste("cmake", fails=True, CXX="clang++")
R.swap()
R.paste("cmake", fails=False, CXX="clang++")
R = Reader()
R.paste("make", fails=True)
R.swap()
R.paste("make", fails=False)

# A compiler cache in front: what compiled before the object changed.
if pathlib.Path("/usr/lib/ccache/clang++").exists():
    R = Reader(path=f"/usr/lib/ccache:{PATH}")
    R.swap()
    R.paste("clang", fails=False)
    R.edit("ev.bpf.c", "  __u64 ts;\n  __u32 pid;\n",
           "  __u32 pid;\n  __u64 ts;\n")
    R.paste("clang", fails=True)
