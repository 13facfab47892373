"""A compiler cache gives back what it has, and never hides a mismatch.

    caches.py ... ccache|sccache [NAME=VALUE]...
"""

import shutil
import socket
import sys

from cmake_project import CMakeProject
from consumer import expect, need, stop

name, *settings = sys.argv[1:]
launcher = need(name)


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return str(any_port.getsockname()[1])


P = CMakeProject("caches", launcher=launcher)
# The defaults, but for where things are.
P.environment.pop("CCACHE_DISABLE")
P.environment.update(CCACHE_DIR=str(P.root / "cache"),
                     SCCACHE_DIR=str(P.root / "cache"),
                     SCCACHE_SERVER_PORT=free_port())
P.environment.update(setting.split("=") for setting in settings)


def hits():
    """How often the cache had what was asked for."""
    if name == "ccache":
        fields = dict(line.split("\t")[:2] for line in
                      P.run("ccache", "--print-stats").splitlines())
        return int(fields["direct_cache_hit"]) + \
            int(fields["preprocessed_cache_hit"])
    for line in P.run("sccache", "--show-stats").splitlines():
        if line.startswith("Cache hits  "):
            return int(line.split()[-1])
    stop("sccache tells of no hits")


def anew(**expected):
    """A build without what was compiled of the host before."""
    before = hits()
    for made in (P.root / "build").glob("**/agent.cpp.o"):
        made.unlink()
    P.build(**expected)
    return hits() > before


try:
    P.configure()
    anew()
    expect(anew(), "the same again was compiled, and not found in the cache")
    P.edit("ev.bpf.c", "r->kind = 1;", "r->kind = r->cpu;")
    expect(anew(), "code of BPF was edited, and the host was compiled again")
    P.edit("ev.bpf.c", "/*field*/", "unsigned long long cgroup;")
    anew(fails=True, says="[bpf-host-layout-missing-field]")
    P.edit("ev.bpf.c", "unsigned long long cgroup;", "/*field*/")
    expect(anew(), "what was right again was not found in the cache")
    P.edit("ev.bpf.c", "unsigned int cpu; unsigned int kind;",
           "unsigned int kind; unsigned int cpu;")
    anew(fails=True, says="[bpf-host-layout-reordered]")
    P.edit("ev.bpf.c", "unsigned int kind; unsigned int cpu;",
           "unsigned int cpu; unsigned int kind;")

    # Another plugin than the one that said yes: of a copy, for it is changed.
    shutil.copytree(P.prefix, P.root / "prefix", symlinks=True)
    P.options = [o.replace(str(P.prefix), str(P.root / "prefix"))
                 for o in P.options]
    shutil.rmtree(P.root / "build")
    P.configure()
    anew()
    expect(anew(), "the same again was compiled, and not found in the cache")
    major = P.run(P.tool("clang"), "-dumpversion").split(".")[0]
    module, = P.root.glob(f"prefix/lib/**/HostLayoutPlugin-{major}.so")
    with module.open("ab") as end:
        end.write(b"changed")
    expect(not anew(), "the plugin was changed, and the cache did not mind")
finally:
    if name == "sccache":
        P.run("sccache", "--stop-server")
