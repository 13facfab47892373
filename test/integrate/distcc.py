"""distcc itself, with a server on this machine: what it compiles is checked, and
what would load a plugin never leaves unchecked."""

import shutil
import subprocess

from cmake_project import CMakeProject
from consumer import expect, free_port, need, wait_for_port

need("distcc")
server = shutil.which("distccd") or need("/usr/bin/distccd")

P = CMakeProject("distcc", compiler=need("g++"), launcher=need("distcc"))
port = free_port()
log = P.root / "distccd.log"
log.touch()
(P.root / "distcc").mkdir()
for place in (P.root, log):
    place.chmod(0o777)
# It must be done there, or it fails.
P.environment.update(DISTCC_HOSTS=f"127.0.0.1:{port}/2", DISTCC_FALLBACK="0",
                     DISTCC_DIR=str(P.root / "distcc"))
daemon = subprocess.Popen(
    [server, "--no-detach", "--daemon", "--allow", "127.0.0.1", "--listen",
     "127.0.0.1", "--port", str(port), "--log-file", str(log), "--jobs", "2",
     "--enable-tcp-insecure"], env=P.environment, stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL)
try:
    wait_for_port(port)
    P.configure(says="distributed by distcc")
    P.build(says="2 structs checked")
    expect("COMPILE_OK" in log.read_text(), log.read_text())
    P.edit("ev.bpf.c", "/*field*/", "unsigned long long cgroup;")
    for _ in range(2):
        P.build(fails=True, says="[bpf-host-layout-missing-field]")

    # A server does not load a plugin. The compile fails, or is done here.
    plugin = ["distcc", P.tool("clang++"), f"-fplugin={P.plugin()}",
              f"-I{P.prefix}/include", "-DBPF_HOST_LAYOUT_BTF=build/ev.bpf.o",
              "-c", "agent.cpp", "-o", "agent.o"]
    P.run(*plugin, fails=True)
    del P.environment["DISTCC_FALLBACK"]
    P.run(*plugin, fails=True, says="[bpf-host-layout-missing-field]")
finally:
    daemon.terminate()
    daemon.wait()
