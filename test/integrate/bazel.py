"""Bazel itself, sandboxed, with a remote cache named: the object and the plugin are inputs
of a compile, so a mismatch is found, and no cache hides one.

For a machine with Debian's bazel-bootstrap, bazel-skylib, bazel-rules-cc,
bazel-platforms and buildbox: ctest -C Farms.
"""

import os
import pathlib
import signal
import subprocess

from consumer import Consumer, free_port, wait_for_port
from harness import need

RULES = pathlib.Path("/usr/share/bazel")
# What Bazel would fetch, from Debian's packages.
REPOSITORIES = {"bazel_skylib": "tools/skylib", "platforms": "tools/platforms",
                "bazel_features": "tools/features", "rules_cc": "rules/cc",
                "rules_java": "rules/java", "rules_python": "rules/python",
                "rules_license": "rules/license", "rules_proto": "rules/proto"}
BUILD = """
filegroup(
    name = "host_layout",
    srcs = ["hl/lib/libHostLayout.so"] + glob(["hl/lib/hostlayout/*.so"]),
)
cc_library(
    name = "agent",
    srcs = ["agent.cpp", "hl/include/bpf/host_layout.h"],
    includes = ["hl/include"],
    additional_compiler_inputs = [":host_layout", "ev.bpf.o"],
    copts = ["-fplugin=hl/lib/libHostLayout.so", "-DBPF_HOST_LAYOUT_BTF=ev.bpf.o"],
)
"""

bazel, server = need("bazel"), need("buildbox-casd")
P = Consumer("bazel")
(P.root / "hl").mkdir()
P.run("cp", "-r", P.prefix / "lib", P.prefix / "include", "hl")
P.write("WORKSPACE", 'workspace(name = "agent")\n')
P.write("BUILD", BUILD)
P.environment["CC"] = os.path.realpath(P.tool("clang"))
port = free_port()
daemon = subprocess.Popen(
    [server, "--bind", f"127.0.0.1:{port}", P.root / "cas"],
    start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
START = [bazel, f"--output_user_root={P.root}/out", "--nohome_rc", "--batch"]


def object(old="", new=""):
    if old:
        P.edit("ev.bpf.c", old, new)
    P.bpf_object("ev.bpf.o", P.root / "ev.bpf.c", prelude=False)


def build(**expected):
    return P.run(*START, "build", "--noenable_bzlmod", "--enable_workspace",
                 "--spawn_strategy=processwrapper-sandbox",
                 f"--remote_cache=grpc://127.0.0.1:{port}",
                 *(f"--override_repository={name}={RULES / path}"
                   for name, path in REPOSITORIES.items()
                   if (RULES / path).is_dir()),
                 "//:agent", **expected)


try:
    wait_for_port(port)
    object()
    build(says="Build completed successfully")
    object("/*field*/", "unsigned long long cgroup;")
    for _ in range(2):
        build(fails=True, says="[bpf-host-layout-missing-field]")
    object("unsigned long long cgroup;", "/*field*/")
    build(says="Build completed successfully")
    # What is not declared is not in the sandbox.
    P.edit("BUILD", ', "ev.bpf.o"]', "]")
    build(fails=True, says="[bpf-host-layout-object]")
finally:
    os.killpg(daemon.pid, signal.SIGTERM)
    daemon.wait()
