"""Reading BTF: our reader beside libbpf's, our command beside pahole and
bpftool, and how time and memory grow with the file."""

import json
import os
import shutil

from measure import instructions, run, side_by_side

VMLINUX = "/sys/kernel/btf/vmlinux"
STRUCT = "task_struct"


def in_process(bench):
    """Parse the file, then look up so many structs; each reading anew."""
    told = json.loads(run(
        [bench.reader, "--benchmark_format=json",
         f"--benchmark_min_time={0.02 if bench.short else 0.3}",
         "--benchmark_repetitions=9", "--benchmark_enable_random_interleaving",
         "--benchmark_report_aggregates_only"],
        cwd=bench.dir, env={**os.environ, "HOSTLAYOUT_BENCH_FILE": VMLINUX}))
    median = {b["run_name"]: b["cpu_time"] / 1e6 for b in told["benchmarks"]
              if b["aggregate_name"] == "median"}
    bench.row("bring in the bytes of vmlinux", median["touch/0"], None, "ms")
    for count, what, goal in (("1", "1 struct", None),
                              ("1000", "1,000 structs", 0.05),
                              ("0", "every type", None)):
        bench.row(f"read vmlinux, {what}", median[f"ours/{count}"],
                  median[f"libbpf/{count}"], "ms", goal,
                  peer_name="libbpf")


def whole_process(bench):
    ours = [bench.host_layout, "show", VMLINUX, STRUCT]
    peers = {"libbpf's parse and lookup": [bench.reader, "libbpf", STRUCT,
                                           VMLINUX],
             "pahole": ["pahole", "-C", STRUCT, VMLINUX],
             "bpftool": ["bpftool", "btf", "dump", "file", VMLINUX]}
    peers = {name: command for name, command in peers.items()
             if shutil.which(command[0])}
    libbpf = peers["libbpf's parse and lookup"]
    bench.row(f"show {STRUCT}, whole process",
              instructions(ours, bench.dir) / 1e6,
              instructions(libbpf, bench.dir) / 1e6, "M instr",
              peer_name="libbpf's parse and lookup")
    # Each on its own: what touches a hundred megabytes leaves the next one to
    # fetch its own again.
    for name, peer in peers.items():
        times = 3 if bench.short else 61 if peer is libbpf else 21
        mine, took = side_by_side([ours, peer], bench.dir, times)
        bench.row(f"show {STRUCT}, whole process", mine * 1e3, took * 1e3,
                  "ms", 0.5 if peer is libbpf else None, peer_name=name)


def growth(bench):
    """The same reading of ever larger files: what each type takes."""
    def peak(who, name):
        told = run([bench.reader, who, "1", name], cwd=bench.dir)
        return int(told.split()[1]) * 1024

    sizes = [10**4, 10**5] if bench.short else [10**4, 10**5, 10**6, 10**7]
    run([bench.reader, "make", "1", "empty.btf"], cwd=bench.dir)
    start = instructions([bench.reader, "ours", "1", "empty.btf"], bench.dir)
    nothing = peak("ours", "empty.btf")
    before = None
    for size in sizes:
        run([bench.reader, "make", str(size), "many.btf"], cwd=bench.dir)
        length = os.path.getsize(bench.path("many.btf"))
        took = instructions([bench.reader, "ours", "1", "many.btf"], bench.dir)
        each = (took - start) / size
        if before:
            bench.row(f"read {size:,} types, for each", each, before,
                      "instr", 1.1, peer_name=f"{size // 10:,} types")
        before = each
        if size >= 10**5:
            ours, theirs = (peak(who, "many.btf") - nothing
                            for who in ("ours", "libbpf"))
            bench.row(f"memory for {size:,} types, of the file's size",
                      ours / length, theirs / length,
                      "times", 1.5, absolute=True, peer_name="libbpf")
    os.remove(bench.path("many.btf"))


def measure(bench):
    if os.access(VMLINUX, os.R_OK):
        in_process(bench)
        whole_process(bench)
    growth(bench)
