"""host-layout-clangd, with programs of the test's own in clangd's place."""

import os
import pathlib
import shutil
import signal
import subprocess
import unittest

from harness import BIN, PLUGIN, FolderTest, llvm

# One that HostLayout has a build for.
CLANGD = llvm("clangd")
LAUNCHER = f"{BIN}/host-layout-clangd"

# Says who it is and what it got, then ends as it is told.
FAKE = """#!/bin/sh
echo "I am $0"
for a in "$@"; do echo "argument <$a>"; done
echo "preload <$LD_PRELOAD>"
echo "child <$(sh -c 'echo $LD_PRELOAD')>"
echo "words on stderr" >&2
[ "$1" = --read ] && cat
[ "$1" = --exit ] && exit "$2"
[ "$1" = --wait ] && { echo ready; exec sleep 60; }
true
"""


class Launcher(FolderTest):
    def setUp(self):
        super().setUp()
        self.dir = self.path

    def fake(self, name, text=FAKE):
        return self.program(name, text)

    def environment(self, *directories, **more):
        return {"PATH": ":".join([*map(str, directories), "/usr/bin", "/bin"]),
                **more}

    def run_it(self, *arguments, path=(), launcher=LAUNCHER, text=None,
               **more):
        env = {"PATH": ":".join(map(str, path)) or "/nowhere", **more}
        return subprocess.run([launcher, *arguments], env=env, input=text,
                              capture_output=True, text=True, timeout=60)

    def who(self, *path):
        done = self.run_it(path=[*path, "/usr/bin", "/bin"])
        return done.stdout.splitlines()[0]

    def test_passes_everything_on(self):
        fake = self.fake("my clangd")
        done = self.run_it(f"--clangd={fake}", "--read", "-j=3", "",
                           "a  b", "--clangd-like", path=["/usr/bin", "/bin"],
                           text="from the editor\n")
        said = done.stdout.splitlines()
        self.assertEqual(said[:6], [f"I am {fake}", "argument <--read>",
                                    "argument <-j=3>", "argument <>",
                                    "argument <a  b>",
                                    "argument <--clangd-like>"])
        self.assertEqual(said[-1], "from the editor")
        self.assertEqual(done.stderr, "words on stderr\n")
        self.assertEqual(done.returncode, 0)

    def test_exit_code(self):
        fake = self.fake("clangd")
        for code in (0, 1, 57):
            done = self.run_it(f"--clangd={fake}", "--exit", str(code),
                               path=["/usr/bin", "/bin"])
            self.assertEqual(done.returncode, code)

    def test_signals(self):
        fake = self.fake("clangd")
        for which in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            running = subprocess.Popen(
                [LAUNCHER, f"--clangd={fake}", "--wait"],
                env=self.environment(), stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, text=True)
            while "ready" not in running.stdout.readline():
                pass
            running.send_signal(which)
            self.assertEqual(running.wait(30), -which)
            running.stdout.close()

    def test_name_is_looked_up(self):
        self.fake("clangd-special")
        done = self.run_it("--clangd=clangd-special", path=[self.dir,
                                                           "/usr/bin", "/bin"])
        self.assertEqual(done.stdout.splitlines()[0],
                         f"I am {self.dir}/clangd-special")

    def test_first_in_path(self):
        one, two = self.fake("one/clangd"), self.fake("two/clangd")
        self.assertEqual(self.who(one.parent, two.parent), f"I am {one}")
        self.assertEqual(self.who(two.parent, one.parent), f"I am {two}")

    def links(self, *names):
        """A directory with clangds of this machine by other names."""
        there = self.dir / "bin"
        there.mkdir(exist_ok=True)
        for name, target in names:
            (there / name).symlink_to(target)
        return there

    def version(self, *path):
        done = self.run_it("--version", path=path)
        return done.stdout.split("version ")[1].split(".")[0], done.stderr

    def test_newest(self):
        here = {n: f"/usr/lib/llvm-{n}/bin/clangd" for n in range(10, 40)
                if os.access(f"/usr/lib/llvm-{n}/bin/clangd", os.X_OK)
                and self.build(n).exists()}
        if len(here) < 2:
            self.skipTest("there is only one clangd")
        names = [(f"clangd-{n}", here[n]) for n in here]
        # As text 9 is above 10; a name without a version is not newer.
        oldest, newest = min(here), max(here)
        there = self.links(*names, ("clangd", here[oldest]),
                           ("clangd-999x", here[oldest]))
        self.assertEqual(self.version(there), (str(newest), ""))

    def test_newest_script(self):
        """Wrappers, of which only the name says a version."""
        ours = self.majors()
        for n in (*ours, max(ours) + 1):
            self.fake(f"clangd-{n}")
        self.assertEqual(self.who(self.dir),
                         f"I am {self.dir}/clangd-{max(ours)}")
        # Whoever calls a script just clangd means that one.
        self.fake("clangd")
        self.assertEqual(self.who(self.dir), f"I am {self.dir}/clangd")

    def test_script_starts_the_launcher(self):
        """A user's clangd, so that every editor gets the checks."""
        wrapper = self.fake("wrapper/clangd", "#!/bin/sh\n"
                            f"exec {LAUNCHER} -j=2 \"$@\"\n")
        clangd = self.links(("clangd-99", CLANGD))
        for arguments in ((), (f"--clangd={wrapper}",)):
            done = self.run_it(*arguments, "--version",
                               path=[wrapper.parent, clangd])
            self.assertIn("clangd version", done.stdout)
            self.assertEqual(done.stderr, "")

    def test_script_starts_itself(self):
        wrapper = self.fake("wrapper/clangd", "#!/bin/sh\n"
                            f"exec {LAUNCHER} --clangd=clangd \"$@\"\n")
        done = self.run_it("--version", path=[wrapper.parent])
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr, f"host-layout-clangd: {wrapper} starts "
                         "this program again; name there another one with "
                         "--clangd=PATH\n")

    def majors(self):
        return sorted(int(b.stem.split("-")[1]) for b in
                      self.build(0).parent.glob("HostLayoutPlugin-*.so"))

    @staticmethod
    def build(major):
        return (pathlib.Path(PLUGIN).parent / "hostlayout" /
                f"HostLayoutPlugin-{major}.so")

    def test_none(self):
        done = self.run_it(path=[self.dir])
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr,
                         "host-layout-clangd: there is no clangd in PATH; "
                         "name one with --clangd=PATH\n")

    def test_not_there(self):
        done = self.run_it("--clangd=/nowhere/clangd")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr.splitlines(),
                         ["host-layout-clangd: cannot start /nowhere/clangd: "
                          "no such file or directory"])

    def install(self, *majors):
        """A copy of the installation with these builds only."""
        there = self.dir / "installed"
        (there / "bin").mkdir(parents=True)
        (there / "lib" / "hostlayout").mkdir(parents=True)
        shutil.copy(LAUNCHER, there / "bin")
        if majors is not None:
            shutil.copy(PLUGIN, there / "lib")
        for major in majors:
            shutil.copy(self.build(major), there / "lib" / "hostlayout")
        return there / "bin" / "host-layout-clangd"

    def test_no_build_fits(self):
        launcher = self.install()
        done = self.run_it(f"--clangd={CLANGD}", "--version",
                           launcher=launcher)
        self.assertEqual(done.returncode, 0)
        self.assertIn("clangd version", done.stdout)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertRegex(done.stderr, r"^HostLayout has no build for LLVM \d+ "
                                      r"in .*; it has: none$")

    def test_plugin_is_gone(self):
        launcher = self.install()
        (self.dir / "installed" / "lib" / "libHostLayout.so").unlink()
        done = self.run_it(f"--clangd={CLANGD}", "--version",
                           launcher=launcher)
        self.assertIn("clangd version", done.stdout)
        self.assertEqual(done.stderr, "host-layout-clangd: libHostLayout.so is "
                         "not where it was installed; starting "
                         f"{CLANGD} without the checks\n")

    def test_clangd_without_plugins(self):
        """A static clangd, such as editors download: any program will do."""
        there = self.dir / "bin"
        there.mkdir()
        shutil.copy("/bin/true", there / "clangd")
        done = self.run_it(path=[there])
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stderr, "host-layout-clangd: this clangd takes no "
                         "plugins; a distribution's or LLVM's own packages "
                         "have one that does; starting "
                         f"{there}/clangd without the checks\n")

    def test_one_that_can_check_goes_first(self):
        there = self.dir / "bin"
        there.mkdir()
        shutil.copy("/bin/true", there / "clangd")
        (there / "clangd-99").symlink_to(CLANGD)
        done = self.run_it("--version", path=[there])
        self.assertIn("clangd version", done.stdout)
        self.assertEqual(done.stderr, "")

    def test_preload_of_the_user_stays(self):
        other = "/lib/x86_64-linux-gnu/libm.so.6"
        if not os.path.exists(other):
            self.skipTest("no library to preload")
        fake = self.fake("clangd")
        done = self.run_it(f"--clangd={fake}", path=["/usr/bin", "/bin"],
                           LD_PRELOAD=other)
        # A script is not clangd yet: whatever it starts may be.
        self.assertIn(f"preload <{PLUGIN}:{other}>",
                      done.stdout)

    def test_blank_in_the_path(self):
        """LD_PRELOAD has no way to name such a file."""
        self.install(*self.majors())
        moved = self.dir / "with a: blank"
        (self.dir / "installed").rename(moved)
        (self.dir / "agent.cpp").write_text(
            "struct [[bpf::host_layout]] event { int x; };\n")
        (self.dir / "compile_flags.txt").write_text(
            "-DBPF_HOST_LAYOUT_OPTIONS=not-checked=error\n")
        script = self.fake("wrapper/clangd",
                           f"#!/bin/sh\nexec {CLANGD} \"$@\"\n")
        for clangd in (CLANGD, script):
            done = self.run_it(f"--clangd={clangd}", "--log=error",
                               f"--check={self.dir}/agent.cpp",
                               launcher=moved / "bin" / "host-layout-clangd")
            self.assertIn("[bpf-host-layout-not-checked]", done.stderr)
            self.assertNotIn("cannot", done.stderr)
            self.assertNotIn("unknown attribute", done.stderr.lower())


if __name__ == "__main__":
    unittest.main()
