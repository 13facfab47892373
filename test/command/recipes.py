"""The recipes of docs/lock.md, as a reader copies them: pre-commit and a Debian package.

That of CMake is in test/integrate/lock.py, and the postinst in pinned.py.
"""

import os
import re

from case import Case
from harness import ANY, HOST_LAYOUT, ROOT, bpf_command, need

PAGE = (ROOT / "docs/lock.md").read_text()
SOURCE = "struct value { __u64 count; };\nHASH(counts, __u32, struct value);\n"
LISTS = """cmake_minimum_required(VERSION 3.25)
project(agent LANGUAGES NONE)
add_custom_command(OUTPUT ev.bpf.o
  COMMAND %s ${CMAKE_SOURCE_DIR}/ev.bpf.c -o ev.bpf.o
  DEPENDS ${CMAKE_SOURCE_DIR}/ev.bpf.c VERBATIM)
add_custom_target(object ALL DEPENDS ev.bpf.o)
install(FILES ${CMAKE_BINARY_DIR}/ev.bpf.o DESTINATION lib/agent)
"""
DEBIAN = {
    "control": """Source: agent
Section: misc
Priority: optional
Maintainer: A Reader <reader@example.org>
Build-Depends: debhelper-compat (= 13), cmake, host-layout <!nocheck>
Standards-Version: 4.6.2

Package: agent
Architecture: any
Depends: ${misc:Depends}
Description: agent with a BPF program
 Its maps are in a lock.
""",
    "changelog": """agent (1.0-1) unstable; urgency=medium

  * First release.

 -- A Reader <reader@example.org>  Mon, 05 Jan 2026 00:00:00 +0000
""",
    "source/format": "3.0 (native)\n",
}


def block(heading, language):
    """The first block of a section of the page."""
    section = PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ")[0]
    return re.search(rf"```{language}\n(.*?)```", section, re.S)[1]


def project(t):
    t.write("ev.bpf.c", SOURCE)
    t.write("CMakeLists.txt", LISTS % " ".join(bpf_command("-c")))


def pre_commit(t):
    """A commit is refused until the lock was written."""
    config = block("pre-commit", "yaml")
    t.write(".pre-commit-config.yaml", config)
    t.write(".gitignore", "build/\nbin/\n")
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
    t.call("git", "init", "-q")
    t.call("cmake", "-S", ".", "-B", "build")
    t.call("cmake", "--build", "build")
    t.run("lock", "build/ev.bpf.o", "-o", "layout.lock")

    def hook(code, *says):
        t.call("git", "add", "-A")
        done = t.call("pre-commit", "run", code=ANY, merged=True)
        t.expect(done.returncode == code, done.stdout)
        t.has(done.stdout, *says)

    hook(0, "the layout lock is true", "Passed")
    t.call(*git, "commit", "-qm", "first")
    # What was built before does not count.
    t.edit("ev.bpf.c", "__u64 count;", "__u64 count, bytes;")
    hook(1, "Failed", "removed, 0 added", "write the lock anew")
    t.run("lock", "build/ev.bpf.o", "-o", "layout.lock")
    hook(0, "Passed")
    # The lock alone, edited by hand.
    t.call(*git, "commit", "-qm", "second")
    t.edit("layout.lock", "u64 bytes", "u64 octets")
    hook(1, "Failed", "octets")


def debian(t):
    """A package is built as long as the lock is true."""
    for name, text in DEBIAN.items():
        t.write(f"debian/{name}", text)
    t.write("debian/rules", "#!/usr/bin/make -f\n" + block("Debian packaging", "make"))
    (t.work / "debian/rules").chmod(0o755)
    t.write("ev.bpf.c", SOURCE)
    t.call("cmake", "-S", ".", "-B", "build")
    t.call("cmake", "--build", "build")
    t.run("lock", "build/ev.bpf.o", "-o", "debian/layout.lock")
    # host-layout is no package here.
    words = ("dpkg-buildpackage", "-us", "-uc", "-b", "-d")
    done = t.call(*words, code=ANY, merged=True)
    t.expect(done.returncode == 0, done.stdout[-2000:])
    t.has(done.stdout, "host-layout lock --verify debian/layout.lock obj-",
          "compared, 0 changed")
    t.edit("ev.bpf.c", "__u64 count;", "__u32 count, bytes;")
    done = t.call(*words, code=ANY, merged=True)
    t.expect(done.returncode != 0, done.stdout[-2000:])
    t.has(done.stdout, "'count'", "host-layout lock obj-")
    # Where nobody wants tests, nothing is verified.
    t.environment["DEB_BUILD_OPTIONS"] = "nocheck"
    done = t.call(*words, code=ANY, merged=True)
    t.expect(done.returncode == 0, done.stdout[-2000:])


def main():
    for program in "git", "cmake", "pre-commit", "dpkg-buildpackage", "dh":
        need(program)
    t = Case()
    # dpkg-buildpackage writes what it makes beside the sources.
    t.path = t.work = t.path / "agent"
    (t.work / "bin").mkdir(parents=True)
    (t.work / "bin/host-layout").symlink_to(HOST_LAYOUT)
    t.environment = {**os.environ, "HOME": str(t.work.parent),
                     "PATH": f"{t.work}/bin:{os.environ['PATH']}"}
    project(t)
    pre_commit(t)
    debian(t)
    t.end()


main()
