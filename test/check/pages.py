"""The examples of the pages about commands: what they show is what happens.

  ```c ev.bpf.c            is compiled for BPF
  ```yaml .clang-tidy file is a file
  ```sh run 1              must exit with 1
  ```text output           is all that it prints

Blocks of one page share a directory. With --update as an argument the pages get
the output that there is.
"""

import pathlib
import re
import subprocess
import sys

from project import HOST_LAYOUT, LLVM_BIN, PLUGIN, ROOT, Project, main

BLOCK = re.compile(r"^( *)```(\w+) ([^\n]+)\n(.*?)^ *```$", re.M | re.S)
UPDATES = "--update" in sys.argv
# Of what the tools print, what is not the same everywhere.
NOISE = re.compile(r"(?m)^(?:\d+ warnings?(?: treated as errors?)?(?: and \d+ "
                   r"errors?)? (?:generated\.|treated as errors?)|Suppressed "
                   r"\d+ warnings.*|Use -header-filter.*|\[\d+/\d+\].*|Error "
                   r"while processing.*)\n")


class Pages(Project):
    def run_page(self, name):
        path = ROOT / "docs" / name
        self.status = None
        self.runs = 0
        old = path.read_text()
        new = BLOCK.sub(self.block, old)
        self.assertGreater(self.runs, 2)
        if UPDATES and new != old:
            path.write_text(new)

    def block(self, found):
        indent, language, info, body = found.groups()
        file, *flags = info.split()
        if file.endswith(".bpf.c"):
            self.write(file, body)
            self.bpf_object(file[:-2] + ".o", pathlib.Path(file), prelude=False)
        elif "file" in flags:
            self.write(file, body)
        elif file == "run":
            self.runs += 1
            done = self.bash(body)
            self.assertEqual(done.returncode, int(flags[0]),
                             body + done.stdout + done.stderr)
            self.output = NOISE.sub("", done.stdout + done.stderr)
            self.output = self.output.replace(f"{self.path}/", "")
        elif file == "output":
            if UPDATES:
                return f"{indent}```{language} {info}\n{self.output}```"
            self.assertEqual(body, self.output)
        return found[0]

    def bash(self, text):
        # Tools by the names that the pages use.
        tools = self.path / ".tools"
        if not tools.exists():
            tools.mkdir()
            (tools / "host-layout").symlink_to(HOST_LAYOUT)
            for tool in ("clang-tidy", "clang-apply-replacements"):
                (tools / tool).symlink_to(f"{LLVM_BIN}/{tool}")
        return subprocess.run(
            ["bash", "-c", text], cwd=self.path, capture_output=True, text=True,
            check=False, env={
                "PATH": f"{tools}:/usr/bin:/bin", "PLUGIN": PLUGIN,
                "HOME": str(self.path)})

    def test_check(self):
        self.run_page("check.md")

    def test_clang_tidy(self):
        self.run_page("clang-tidy.md")


if __name__ == "__main__":
    main()
