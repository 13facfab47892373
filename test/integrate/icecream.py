"""icecream itself, with two machines: the second is a network namespace of its own.
What it compiles is checked, and a plugin that does not arrive hides nothing.

For an idle machine with Debian's icecc: ctest -C Farms. icecream's daemons take no
work while a machine has other work to do.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import time

from cmake_project import CMakeProject
from consumer import expect
from harness import MAJOR, need, skip

HERE, THERE = "10.77.0.1", "10.77.0.2"
NET = "host-layout"
SOCKETS = pathlib.Path("/run/icecc")


def enter():
    """Starts this script again in a network and a mount table of its own."""
    if os.environ.get("HOSTLAYOUT_ICECREAM"):
        return
    # With processes of its own, too: none stays behind, whatever ends the script.
    own = ["unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc",
           "--kill-child"]
    if os.geteuid() or subprocess.run([*own, "true"],
                                      stderr=subprocess.DEVNULL).returncode:
        skip("only root can make the network of two machines")
    os.environ["HOSTLAYOUT_ICECREAM"] = "1"
    os.execvp("unshare", [*own, sys.executable, "-B", *sys.argv])


class Machines:
    """A scheduler and a daemon that compiles nothing here, and one there."""

    def __init__(self, folder):
        self.folder, self.log = folder, folder / "there.log"
        self.running = []
        self.wait_for = self.start("unshare", "--net", "--mount", "sh", "-c",
                                   f"mount -t tmpfs none {SOCKETS}; "
                                   f"chown icecc {SOCKETS}; read go; "
                                   f"exec {self.daemon('there', 2)}",
                                   stdin=subprocess.PIPE)
        SOCKETS.mkdir(exist_ok=True)
        self.ip("link set lo up")
        self.run("mount", "-t", "tmpfs", "none", SOCKETS)
        self.run("chown", "icecc", SOCKETS)
        there = self.wait_for.pid
        # unshare has its own network a moment after it was started.
        for _ in range(100):
            if os.readlink(f"/proc/{there}/ns/net") != os.readlink(
                    "/proc/self/ns/net"):
                break
            time.sleep(0.05)
        self.ip(f"link add hl0 type veth peer name hl1 netns {there}")
        self.ip(f"addr add {HERE}/24 dev hl0")
        self.ip("link set hl0 up")
        for words in ("link set lo up", f"addr add {THERE}/24 dev hl1",
                      "link set hl1 up"):
            self.run("nsenter", "-t", there, "-n", "ip", *words.split())
        self.start("icecc-scheduler", "-n", NET, "-l", folder / "scheduler.log")
        self.start("sh", "-c", "exec " + self.daemon("here", 0))
        self.wait_for.stdin.write(b"\n")
        self.wait_for.stdin.close()

    def daemon(self, name, jobs):
        cache, log = self.folder / name, self.folder / f"{name}.log"
        cache.mkdir()
        log.touch()
        for path in (cache, log):
            shutil.chown(path, "icecc", "icecc")
        return f"iceccd -s {HERE} -n {NET} -m {jobs} -N {name} -b {cache} -l {log} -vv"

    def run(self, *words):
        subprocess.run([str(w) for w in words], check=True)

    def ip(self, words):
        self.run("ip", *words.split())

    def start(self, *words, **more):
        process = subprocess.Popen([str(w) for w in words], **more)
        self.running.append(process)
        return process

    def compiled_there(self):
        """How many compiles the second machine has ended."""
        return self.log.read_text(errors="replace").count("Remote compilation")

    def stop(self):
        for process in self.running:
            process.terminate()
            process.wait()


for program in ("icecc", "iceccd", "icecc-scheduler", "unshare", "nsenter", "ip"):
    need(program)
enter()
P = CMakeProject("icecream", compiler=need("g++"), launcher=need("icecc"))
P.root.chmod(0o755)
farm = P.root / "farm"
farm.mkdir()
machines = Machines(farm)
try:
    P.environment.update(ICECC_NETNAME=NET, ICECC_PREFERRED_HOST="there",
                         ICECC_ENV_COMPRESSION="none")
    # A daemon without jobs of its own waits for the other to be known.
    P.write("probe.cpp", "int probe;\n")
    for _ in range(60):
        P.run(need("icecc"), need("g++"), "-c", "probe.cpp", "-o", "probe.o")
        if machines.compiled_there():
            break
        time.sleep(1)
    else:
        P.fail("nothing was compiled by the second machine: " +
               machines.log.read_text(errors="replace")[-2000:])

    # GCC's compiles go there; what is compiled is checked here.
    before = machines.compiled_there()
    P.configure(says="compiles are distributed by icecc")
    P.build(says="2 structs checked")
    expect(machines.compiled_there() > before, "agent.cpp was compiled here")
    P.edit("ev.bpf.c", "/*field*/", "unsigned long long cgroup;")
    for _ in range(2):
        P.build(fails=True, says="[bpf-host-layout-missing-field]")

    # icecream takes the file that -fplugin names along, but not the modules
    # beside it: the compile there fails, and says why.
    plugin = [need("icecc"), os.path.realpath(P.tool("clang++")),
              f"-fplugin={P.plugin()}", f"-I{P.prefix}/include",
              f"-DBPF_HOST_LAYOUT_BTF={P.root}/build/ev.bpf.o",
              "-c", "agent.cpp", "-o", "agent.o"]
    before = machines.compiled_there()
    P.run(*plugin, fails=True, says="HostLayout has no build for LLVM")
    expect(machines.compiled_there() > before, "the plugin was loaded here")
    expect(not (P.root / "agent.o").exists(), "an object that nothing checked")

    # With the module and the object, it checks there. The macro that names an
    # object does not arrive, for what is sent is preprocessed text.
    module, = P.prefix.glob(f"lib/**/HostLayoutPlugin-{MAJOR}.so")
    ev = f"{P.root}/build/ev.bpf.o"
    P.environment["ICECC_EXTRAFILES"] = f"{module}:{ev}"
    before = machines.compiled_there()
    P.run(*plugin, fails=True, says="[bpf-host-layout-not-checked]")
    P.run(*plugin, f"-fplugin-arg-hostlayout-btf={ev}", fails=True,
          says="[bpf-host-layout-missing-field]")
    expect(machines.compiled_there() > before + 1, "the plugin was loaded here")
finally:
    machines.stop()
