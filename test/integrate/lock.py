"""host_layout_lock(): a test that fails when what user space sees changes."""

from cmake_project import LISTS, CMakeProject
from consumer import expect

LOCKED = LISTS.replace("add_executable", "enable_testing()\nadd_executable") + """
host_layout_lock(agent LOCK layout.lock ${LOCK_EXTRA})
"""
P = CMakeProject("lock", lists=LOCKED)
lock = P.root / "layout.lock"


def verify(**expected):
    return P.run("ctest", "--test-dir", "build", "--output-on-failure", "-R",
                 "^agent-layout-lock$", **expected)


# Nothing passes before there is a lock.
P.configure()
P.build()
verify(fails=True, says="layout.lock")
P.run("cmake", "--build", "build", "--target", "agent-layout-lock-update")
text = lock.read_text()
expect("map events\n" in text and "struct event, 16 bytes" in text, text)
verify(says="100% tests passed")

# A change on both sides is right for the compiler, and is seen in the lock.
P.edit("ev.bpf.c", "/*field*/", "unsigned long long cgroup;")
P.edit("agent.cpp", "/*field*/", "uint64_t cgroup;")
P.build()
verify(fails=True, says=["'event' has no field 'cgroup' in layout.lock",
                         "write the lock anew: host-layout lock"])
expect(lock.read_text() == text, "the lock was written without being asked for")
P.run("cmake", "--build", "build", "--target", "agent-layout-lock-update")
verify()
expect("    16  u64 cgroup\n" in lock.read_text(), lock.read_text())

# With UPDATE, each build writes it, and only where it changes.
P.configure("-DLOCK_EXTRA=UPDATE")
before = P.time("layout.lock")
P.build()
expect(P.time("layout.lock") == before, "an equal lock was written")
P.edit("ev.bpf.c", "unsigned long long cgroup;", "unsigned long long inode;")
P.edit("agent.cpp", "uint64_t cgroup;", "uint64_t inode;")
P.build()
expect("    16  u64 inode\n" in lock.read_text(), lock.read_text())
verify()

# What is forgotten is said when CMake runs.
P.edit("CMakeLists.txt", "enable_testing()", "")
P.configure(says="tests are not enabled here, so nothing verifies")
P.edit("CMakeLists.txt", "LOCK layout.lock", "")
P.configure(fails=True, says="name the lock: LOCK <file>")
P.edit("CMakeLists.txt", "host_layout_lock(agent ", "host_layout_lock(other LOCK l ")
P.configure(fails=True, says="name the object: BPF_OBJECT <object>...")
