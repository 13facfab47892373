"""Neovim, without a screen: shows what is wrong and takes the quick fix.

Usage: neovim.py --bin DIR --llvm-bin DIR [--update]

What it shows is the transcript in docs/editors.md; --update writes it there.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "editors.md"
TRANSCRIPT = re.compile(r"(?<=```text transcript\n).*?(?=^```)", re.M | re.S)

BPF = """typedef unsigned int u32;
typedef unsigned long long u64;
struct event {
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


def session(args, work):
    (work / "ev.bpf.c").write_text(BPF)
    subprocess.run([f"{args.llvm_bin}/clang", "-target", "bpf", "-g", "-O2",
                    "-c", "ev.bpf.c", "-o", "ev.bpf.o"], cwd=work, check=True)
    (work / "agent.cpp").write_text(HOST)
    (work / "compile_flags.txt").write_text(
        "-std=c++17\n-DBPF_HOST_LAYOUT_BTF=ev.bpf.o\n")
    # The settings as the page has them.
    settings, = re.findall(r"```lua\n(.*?)```", PAGE.read_text(), re.S)
    (work / "init.lua").write_text(settings)
    for name in ("data", "config", "tools"):
        (work / name).mkdir()
    (work / "tools" / "host-layout-clangd").symlink_to(
        f"{args.bin}/host-layout-clangd")
    (work / "tools" / "clangd").symlink_to(f"{args.llvm_bin}/clangd")
    transcript = work / "transcript"
    env = {"PATH": f"{work}/tools:{args.llvm_bin}:/usr/bin:/bin",
           "HOME": str(work), "XDG_DATA_HOME": f"{work}/data",
           "XDG_CONFIG_HOME": f"{work}/config",
           "HOSTLAYOUT_TRANSCRIPT": str(transcript)}
    done = subprocess.run(
        ["nvim", "--headless", "-n", "-u", "init.lua", "-S",
         str(HERE / "neovim.lua")],
        cwd=work, env=env, capture_output=True, text=True, timeout=180)
    shown = transcript.read_text() if transcript.exists() else ""
    if done.returncode:
        sys.exit(f"nvim ended with {done.returncode}\n{shown}\n{done.stderr}")
    return shown


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--llvm-bin", required=True)
    parser.add_argument("--update", action="store_true")
    args = parser.parse_args()
    args.bin = os.path.abspath(args.bin)
    if not shutil.which("nvim"):
        print("skipped: there is no nvim; install neovim")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="host-layout.") as work:
        shown = session(args, pathlib.Path(work))
    page = PAGE.read_text()
    known = TRANSCRIPT.search(page)
    if args.update:
        PAGE.write_text(page[:known.start()] + shown + page[known.end():])
    elif shown != known.group():
        sys.exit(f"docs/editors.md shows\n{known.group()}\nand Neovim\n{shown}")
    print(shown, end="")


main()
