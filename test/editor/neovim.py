"""Neovim, without a screen: shows what is wrong and takes the quick fix.

Usage: neovim.py [--update]

What it shows is the transcript in docs/editors.md; --update writes it there.
"""

import pathlib
import re
import sys

from harness import ANY, BIN, LLVM_BIN, ROOT, Folder, need

HERE = pathlib.Path(__file__).resolve().parent
PAGE = ROOT / "docs" / "editors.md"
TRANSCRIPT = re.compile(r"(?<=```text transcript\n).*?(?=^```)", re.M | re.S)

BPF = """struct event {
  u64 ts;
  u32 pid;
};
struct event *keep;
"""
HOST = """#include <cstdint>

struct [[bpf::host_layout]] event {
  uint32_t pid;
  uint64_t ts;
};
"""


def session():
    f = Folder()
    f.bpf_object("ev.bpf.o", BPF)
    f.write("agent.cpp", HOST)
    f.write("compile_flags.txt", "-std=c++17\n-DBPF_HOST_LAYOUT_BTF=ev.bpf.o\n")
    # The settings as the page has them.
    settings, = re.findall(r"```lua\n(.*?)```", PAGE.read_text(), re.S)
    f.write("init.lua", settings)
    for name in ("data", "config", "tools"):
        (f.path / name).mkdir()
    for name, there in (("host-layout-clangd", BIN), ("clangd", LLVM_BIN)):
        (f.path / "tools" / name).symlink_to(f"{there}/{name}")
    transcript = f.path / "transcript"
    done = f.call(
        need("nvim"), "--headless", "-n", "-u", "init.lua", "-S",
        HERE / "neovim.lua", code=ANY, env={
            "PATH": f"{f.path}/tools:{LLVM_BIN}:/usr/bin:/bin",
            "HOME": str(f.path), "XDG_DATA_HOME": f"{f.path}/data",
            "XDG_CONFIG_HOME": f"{f.path}/config",
            "HOSTLAYOUT_TRANSCRIPT": str(transcript)})
    shown = transcript.read_text() if transcript.exists() else ""
    if done.returncode:
        f.fail(f"nvim ended with {done.returncode}\n{shown}\n{done.stderr}")
    return shown


def main():
    need("nvim")
    shown = session()
    page = PAGE.read_text()
    known = TRANSCRIPT.search(page)
    if "--update" in sys.argv:
        PAGE.write_text(page[:known.start()] + shown + page[known.end():])
    elif shown != known.group():
        sys.exit(f"docs/editors.md shows\n{known.group()}\nand Neovim\n{shown}")
    print(shown, end="")


main()
