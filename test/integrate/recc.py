"""The Remote Execution API itself: recc sends compiles to a server of this machine.
A mismatch is found there, in its cache too, and nothing unchecked comes back.

For an idle machine with Debian's buildbox: ctest -C Farms.
"""

import os
import signal
import subprocess

from cmake_project import CMakeProject
from consumer import expect, free_port, wait_for_port
from harness import need

recc, server = need("recc"), need("buildbox-casd")
runner = need("buildbox-run-hosttools")
P = CMakeProject("recc", compiler=os.path.realpath(need("g++")), launcher=recc)
port = free_port()
P.environment.update(
    RECC_SERVER=f"http://127.0.0.1:{port}", RECC_LOG_LEVEL="info",
    RECC_PROJECT_ROOT=str(P.root), RECC_REMOTE_PLATFORM_OSFamily="linux")
daemon = subprocess.Popen(
    [server, "--buildbox-run", runner, "--bind", f"127.0.0.1:{port}",
     P.root / "cas"], start_new_session=True, stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL)
FIELD = "[bpf-host-layout-missing-field]"
THERE = "Executing action remotely"


def compile(*words, **expected):
    """What recc says of a compile with the plugin."""
    P.run("rm", "-f", "agent.o")
    said = P.run(recc, os.path.realpath(P.tool("clang++")),
                 f"-fplugin={P.plugin()}", f"-I{P.prefix}/include", *words,
                 "-c", "agent.cpp", "-o", "agent.o", **expected)
    expect(expected.get("fails") != (P.root / "agent.o").exists(),
           "an object file: " + said)
    return said


try:
    wait_for_port(port)

    # By CMake: the compile loads no plugin, and is checked here.
    P.configure(says="compiles are distributed by recc")
    P.build(says="2 structs checked")
    P.edit("ev.bpf.c", "/*field*/", "unsigned long long cgroup;")
    for _ in range(2):
        P.build(fails=True, says=FIELD)

    # By hand: recc asks the compiler with -M what a compile reads, where clang
    # asks no plugin. So the object is not there, and that is an error.
    P.run("cp", "build/ev.bpf.o", "ev.bpf.o")
    object = "-DBPF_HOST_LAYOUT_BTF=ev.bpf.o"
    said = compile(object, fails=True, says="[bpf-host-layout-object]")
    expect(THERE in said, said)

    # A skeleton is among the headers, and brings the object along.
    (P.root / "ev.skel.h").write_text(
        P.run(need("bpftool"), "gen", "skeleton", "ev.bpf.o", "name", "ev"))
    said = compile("-include", "ev.skel.h", fails=True, says=FIELD)
    expect(THERE in said, said)

    # With the cache alone, the same compile of another object is a hit, unless a
    # stamp is among what it includes.
    P.environment.update(RECC_CACHE_ONLY="1", RECC_CACHE_UPLOAD_LOCAL_BUILD="1")
    stamp = [P.prefix / "bin/host-layout", "stamp", "ev.bpf.o", "-o", "stamp.h"]
    P.edit("ev.bpf.c", "unsigned long long cgroup;", "")
    P.build()
    P.run("cp", "build/ev.bpf.o", "ev.bpf.o")
    P.run(*stamp)
    for hit in (False, True):
        said = compile(object, "-include", "stamp.h")
        expect(("Action Cache hit" in said) == hit, said)
    P.edit("ev.bpf.c", "unsigned int pid;", "unsigned int cpu, pid;")
    P.build(fails=True)
    P.run("cp", "build/ev.bpf.o", "ev.bpf.o")
    P.run(*stamp)
    compile(object, "-include", "stamp.h", fails=True, says=FIELD)
finally:
    os.killpg(daemon.pid, signal.SIGTERM)
    daemon.wait()
