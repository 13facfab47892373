"""The editor: from an edit to the diagnostics of the new text, in clangd with
HostLayout inside and in clangd alone, edit by edit in turn."""

import json
import os
import pathlib
import statistics
import sys
import time

from compile_cost import BPF, CXX_MARK, STL
from measure import fastest_tenth

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent /
                       "editor"))
import lsp  # noqa: E402


def seconds(server, path, text):
    """From the edit to the arrival of the diagnostics that belong to it."""
    uri = path.as_uri()
    start = time.perf_counter()
    server.edit(path, text)
    while server.published.get(uri, (None,))[0] != server.versions[uri]:
        server._receive(time.time() + lsp.PATIENCE)
    return time.perf_counter() - start


def edits(commands, bench, path, text, count):
    """How long each of the servers took for an edit, of `count` in turn. The
    first of `commands` is started first."""
    took = {who: [] for who in commands}
    servers = {who: lsp.Server(command, bench.dir)
               for who, command in commands.items()}
    for server in servers.values():
        server.open(path, text)
        server.settled(path)
    for edit in range(count):
        # The body of main() and a field, in turn.
        edited = text.replace("sizeof(event)", f"sizeof(event) + {edit}")
        if edit % 2:
            edited = edited.replace("uint32_t pid;", f"uint32_t pid; // {edit}")
        order = list(servers) if edit % 4 < 2 else list(servers)[::-1]
        for who in order:
            took[who].append(seconds(servers[who], path, edited))
    wrong = text.replace("uint32_t pid", "uint64_t pid")
    for server in servers.values():
        server.edit(path, wrong)
    # A figure of an editor that does not check would be worth nothing.
    found = [d["message"] for d in servers["ours"].settled(path)]
    if not any("bpf-host-layout-" in str(message) or "'pid'" in message
               for message in found):
        raise AssertionError(f"the editor does not check: {found}")
    for server in servers.values():
        server.stop()
    return {who: fastest_tenth(times) * 1e3 for who, times in took.items()}


def measure(bench):
    clangd = bench.tool("clangd")
    if not os.path.exists(clangd):
        return
    bench.write("ev.bpf.c", BPF)
    bench.bpf_object("ev.bpf")
    text = STL.replace("MARK", CXX_MARK)
    bench.write("edited.cpp", text)
    path = pathlib.Path(bench.path("edited.cpp"))
    bench.write("compile_commands.json", json.dumps([{
        "directory": bench.dir, "file": str(path),
        "arguments": [bench.tool("clang++"), "-std=c++20",
                      "-DBPF_HOST_LAYOUT_BTF=ev.bpf.o", "-c", str(path)]}]))
    flags = ["--background-index=false", "--log=error"]
    commands = {"ours": [bench.clangd, f"--clangd={clangd}", *flags],
                "peer": [clangd, *flags]}
    # Two servers that are the same differ by a millisecond for as long as they
    # live.
    rounds = [edits(commands if turn % 2 else dict(reversed(commands.items())),
                    bench, path, text, 3 if bench.short else 25)
              for turn in range(2 if bench.short else 4)]
    ours, peer = (statistics.median(r[who] for r in rounds) for who in commands)
    more = statistics.median(r["ours"] - r["peer"] for r in rounds)
    bench.row("edit to diagnostics, elapsed, more", more, None, "ms",
              None if bench.short else 2, absolute=True)
    bench.row("edit to diagnostics, elapsed", ours, peer, "ms",
              peer_name="clangd alone")
