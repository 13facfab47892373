"""Generating types: every one of vmlinux beside bpftool, and how the work grows
with the file."""

import os
import shutil

from measure import instructions, run, side_by_side

VMLINUX = "/sys/kernel/btf/vmlinux"


def measure(bench):
    ours = [bench.host_layout, "gen", "--all", "-o", "/dev/null"]
    if os.access(VMLINUX, os.R_OK) and shutil.which("bpftool"):
        took, peer = side_by_side(
            [[*ours, "--lang=c", VMLINUX],
             ["bpftool", "btf", "dump", "file", VMLINUX, "format", "c"]],
            bench.dir, 3 if bench.short else 21)
        bench.row("gen --all of vmlinux", took * 1e3, peer * 1e3, "ms", 0.5,
                  peer_name="bpftool format c")

    sizes = [10**3, 10**4] if bench.short else [10**4, 10**5, 10**6]
    run([bench.reader, "make", "1", "empty.btf"], cwd=bench.dir)
    start = instructions([*ours, "empty.btf"], bench.dir)
    before = None
    for size in sizes:
        run([bench.reader, "make", str(size), "many.btf"], cwd=bench.dir)
        each = (instructions([*ours, "many.btf"], bench.dir) - start) / size
        if before:
            bench.row(f"gen --all of {size:,} types, for each", each, before,
                      "instr", 1.15, peer_name=f"{size // 10:,} types")
        before = each
    os.remove(bench.path("many.btf"))
