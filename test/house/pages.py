"""Runs the examples of the pages: what they show is what happens.

A code block whose info string has a file name is part of an example:

  ```c ev.bpf.c          is compiled for BPF, to ev.bpf.o
  ```cpp agent.cpp       is the host's source; nothing happens yet
  ```text message        is all that compiling the host's source prints
  ```cpp agent.cpp ok    is a host's source that must compile in silence
  ```cpp gone.h file     is a file beside them

Words with a dash after the file name go to that compile, "btf=F" names
another object than the page's last, "btf=" none. A later example on a page
keeps what earlier ones wrote.

Usage: pages.py [--update] [PAGE...]
With --update the pages get the messages that the compiler prints.
"""

import argparse
import concurrent.futures
import re

from harness import ANY, INCLUDE, Folder, bpf_command, llvm, with_plugin
from house import ROOT, files, finish

BLOCK = re.compile(r"^```(\w+) ([^\n]+)\n(.*?)^```$", re.M | re.S)
QUIET = ["-fno-caret-diagnostics", "-fno-color-diagnostics"]
COUNT = re.compile(r"^\d+ (warning|error)s?( and \d+ errors?)? generated\.$\n?",
                   re.M)


class Page(Folder):
    def __init__(self, name, is_update):
        super().__init__()
        self.name, self.is_update = name, is_update
        self.object, self.host, self.faults, self.runs = None, None, [], 0

    def compiler(self, *words):
        done = self.call(*words, code=ANY, timeout=120)
        said = COUNT.sub("", done.stdout + done.stderr)
        return done.returncode, said.replace(str(self.path), "/src/agent")

    def bpf(self, file, flags):
        self.object = file.replace(".c", ".o")
        status, said = self.compiler(*bpf_command(
            "-Wall", *QUIET, *flags, "-c", file, "-o", self.object,
            prelude=False))
        if status or said:
            self.faults.append(f"{self.name}: {file}: {said}")

    def compile(self, file, flags, more=()):
        objects = [self.object] if self.object else []
        for flag in flags:
            if flag.startswith("btf="):
                objects = [o for o in flag[4:].split(",") if o]
        self.runs += 1
        return self.compiler(
            llvm("clang" if file.endswith(".c") else "clang++"),
            f"-I{INCLUDE}", "-std=c17" if file.endswith(".c") else "-std=c++20",
            "-Wall", "-fsyntax-only", *QUIET, *with_plugin(*objects),
            *[f for f in flags if f.startswith("-")], *more, file)

    def block(self, found):
        """Runs one block; returns the block as it should be."""
        language, info, body = found.groups()
        file, *flags = info.split()
        same = found.group(0)
        if file == "message":
            status, said = self.compile(*self.host)
            wrong = " error: " in said
            if wrong != (status != 0):
                self.faults.append(f"{self.name}: exit status {status}")
            if said == body:
                self.shut()
                return same
            if self.is_update:
                return f"```{language} {info}\n{said}```"
            self.faults.append(f"{self.name}: shows\n{body}where the compiler "
                               f"prints\n{said}")
        elif file.endswith(".bpf.c"):
            self.write(file, body)
            self.bpf(file, flags)
        elif "." in file:
            self.write(file, body)
            if "ok" in flags:
                flags.remove("ok")
                status, said = self.compile(file, flags)
                if status or said:
                    self.faults.append(f"{self.name}: {file} should compile "
                                       f"in silence: {said}")
            elif "file" not in flags:
                self.host = file, flags
        return same

    def shut(self):
        """A page of a kind shows messages that the kind's option silences."""
        kind = re.fullmatch(r"docs/differences/(.*)\.md", self.name)
        if not kind:
            return
        off = f"-fplugin-arg-hostlayout-{kind.group(1)}=off"
        _, said = self.compile(*self.host, more=[off])
        if f"[bpf-host-layout-{kind.group(1)}]" in said:
            self.faults.append(f"{self.name}: {off} leaves\n{said}")

    def run(self):
        path = ROOT / self.name
        old = path.read_text()
        new = BLOCK.sub(self.block, old)
        if new != old:
            path.write_text(new)
        return self


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--update", action="store_true")
    parser.add_argument("pages", nargs="*")
    args = parser.parse_args()
    names = args.pages or [
        n for n in files() if n.endswith(".md") and
        (n == "README.md" or n.startswith("docs/"))]

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(lambda name: Page(name, args.update).run(),
                              names))
    runs = sum(p.runs for p in pages)
    finish([f for p in pages for f in p.faults],
           f"{runs} compiles of {sum(p.runs > 0 for p in pages)} pages"
           if runs else "")


main()
