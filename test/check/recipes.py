"""The recipes for CI, run as far as a machine without the services can."""

import json
import os
import pathlib
import re
import shutil
import subprocess

from project import (GOOD, HOST_LAYOUT, MAJOR, PLUGIN, ROOT, SWAPPED, Project, main,
                     needs)

needs("attr", "jsonschema", "sarif_om", "yaml")

import yaml

from sarif import Sarif

LISTS = """cmake_minimum_required(VERSION 3.25)
project(agent CXX)
add_compile_definitions(BPF_HOST_LAYOUT_BTF=${CMAKE_SOURCE_DIR}/ev.bpf.o)
add_executable(agent agent.cpp)
"""


class Recipes(Project):
    def setUp(self):
        super().setUp()
        self.object()
        self.write("CMakeLists.txt", LISTS)
        self.write("agent.cpp", SWAPPED + "int main() {}\n")
        self.tools = self.path / ".tools"
        self.tools.mkdir()
        # The command finds its helper beside itself, wherever the link is.
        (self.tools / "host-layout").symlink_to(HOST_LAYOUT)
        for tool in ("clang-tidy", "run-clang-tidy"):
            (self.tools / tool).symlink_to(f"/usr/bin/{tool}-{MAJOR}")

    def tool(self, name, text):
        (self.tools / name).write_text(text)
        (self.tools / name).chmod(0o755)

    def bash(self, text, **env):
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", text], cwd=self.path,
            capture_output=True, text=True, check=False,
            env={"PATH": f"{self.tools}:/usr/bin:/bin",
                 "HOME": str(self.path), **env})

    def mend(self):
        self.write("agent.cpp", GOOD + "int main() {}\n")

    def github(self, job, **env):
        """Runs the steps of a job as a runner does. Names of those that
        failed."""
        flow = yaml.safe_load((ROOT / "examples/ci/github.yml").read_text())
        failed = []
        for step in flow["jobs"][job]["steps"]:
            if "run" not in step or (failed and step.get("if") != "always()"):
                continue
            done = self.bash(step["run"], GITHUB_ACTIONS="true",
                             GITHUB_STEP_SUMMARY=str(self.path / "summary.md"),
                             HOST_LAYOUT_PLUGIN=PLUGIN, **env)
            if done.returncode:
                failed.append(step["name"])
                self.said = done.stdout + done.stderr
        return failed

    def test_github(self):
        self.assertEqual(self.github("host-layout"), ["Check"])
        self.assertIn("::error file=agent.cpp,line=5,col=12", self.said)
        self.assertIn("### HostLayout", self.read("summary.md"))
        Sarif(self, json.loads(self.read("layouts.sarif")))
        self.mend()
        self.assertEqual(self.github("host-layout"), [])

    def test_github_clang_tidy(self):
        self.assertEqual(self.github("clang-tidy"), ["clang-tidy"])
        self.assertIn("[bpf-host-layout-reordered]", self.said)
        self.mend()
        self.assertEqual(self.github("clang-tidy"), [])
        PLUGINLESS = {"HOST_LAYOUT_PLUGIN": "/no/such/file.so"}
        flow = yaml.safe_load((ROOT / "examples/ci/github.yml").read_text())
        guard = next(s["run"] for s in flow["jobs"]["clang-tidy"]["steps"]
                     if s.get("name") == "Guard")
        self.assertNotEqual(self.bash(guard, **PLUGINLESS).returncode, 0)

    def test_gitlab(self):
        job = yaml.safe_load((ROOT / "examples/ci/gitlab-ci.yml").read_text()
                             )["host-layout"]
        text = "\n".join(job["script"])
        self.assertEqual(self.bash(text).returncode, 1)
        report = job["artifacts"]["reports"]["codequality"]
        self.assertEqual([i["check_name"] for i in
                          json.loads(self.read(report))],
                         ["bpf-host-layout-reordered"])
        self.mend()
        self.assertEqual(self.bash(text).returncode, 0)
        self.assertEqual(json.loads(self.read(report)), [])

    def test_pre_commit(self):
        hook, = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
        page = (ROOT / "docs/check.md").read_text()
        block = re.search(r"```yaml\n(  repos:.*?)```", page, re.S)[1]
        local, = yaml.safe_load(block)["repos"][0]["hooks"]
        self.assertEqual({**hook, **local}, hook)
        self.assertEqual(
            self.bash("cmake -S . -B build -G Ninja "
                      "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON").returncode, 0)
        self.assertEqual(self.bash(hook["entry"]).returncode, 1)
        self.mend()
        self.assertEqual(self.bash(hook["entry"]).returncode, 0)
        self.write("agent.cpp", "int main() {}\n")
        self.assertEqual(self.bash(hook["entry"]).returncode, 0)

    def test_pre_commit_itself(self):
        """With a repository of hooks, and with the page's local hook."""
        if not shutil.which("pre-commit"):
            self.skipTest("no pre-commit")
        git = "git -c user.name=a -c user.email=a@example.org "
        self.assertEqual(self.bash(
            f"mkdir hooks && cp {ROOT}/.pre-commit-hooks.yaml hooks && "
            f"cd hooks && git init -q && git add . && {git} commit -qm hooks "
            "&& git tag v1").returncode, 0)
        page = (ROOT / "docs/check.md").read_text()
        block = re.search(r"```yaml\n(  repos:.*?)```", page, re.S)[1]
        shared = {"repos": [{"repo": str(self.path / "hooks"), "rev": "v1",
                             "hooks": [{"id": "host-layout"}]}]}
        self.bash("cmake -S . -B build -G Ninja "
                  "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON")
        self.bash("rm -rf .git && git init -q")
        for text in (block, json.dumps(shared)):
            self.write(".pre-commit-config.yaml", text)
            for source, code in ((SWAPPED, 1), (GOOD, 0)):
                self.write("agent.cpp", source + "int main() {}\n")
                done = self.bash("git add agent.cpp .pre-commit-config.yaml "
                                 "&& pre-commit run")
                self.assertEqual(done.returncode, code,
                                 done.stdout + done.stderr)
                self.assertIn("Failed" if code else "Passed", done.stdout)

    def test_reviewdog(self):
        """A stand-in that keeps what it is given."""
        page = (ROOT / "docs/check.md").read_text()
        line = re.search(r"```sh reviewdog\n(.*?)```", page, re.S)[1]
        self.tool("reviewdog", "#!/bin/sh\necho \"$@\" >words\ncat >given\n")
        self.bash("cmake -S . -B build -G Ninja "
                  "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON")
        self.assertEqual(self.bash(line).returncode, 1)
        self.assertIn("-f=sarif", self.read("words"))
        Sarif(self, json.loads(self.read("given")))

    def test_what_reviewdog_reads(self):
        """The same, read with reviewdog's own library."""
        go = shutil.which("go")
        if not (go and os.path.exists(
                "/usr/share/gocode/src/github.com/haya14busa/go-sarif")):
            self.skipTest("no Go, or no go-sarif")
        built = subprocess.run(
            [go, "build", "-o", self.tools / "reviewdog",
             pathlib.Path(__file__).with_name("reviewdog.go")],
            cwd=self.path, capture_output=True, text=True, check=False,
            env={**os.environ, "GO111MODULE": "off",
                 "GOPATH": "/usr/share/gocode",
                 "GOCACHE": str(self.path / "gocache")})
        self.assertEqual(built.returncode, 0, built.stderr)
        page = (ROOT / "docs/check.md").read_text()
        line = re.search(r"```sh reviewdog\n(.*?)```", page, re.S)[1]
        self.write("a b.cpp", SWAPPED)
        self.write("CMakeLists.txt", LISTS.replace("agent.cpp)",
                                                   'agent.cpp "a b.cpp")'))
        self.bash("cmake -S . -B build -G Ninja "
                  "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON")
        said = self.bash(line).stdout
        for name in ("agent.cpp", "a b.cpp"):
            self.assertIn(f"{name}:5: field 'ts' is at byte 8 here, but the "
                          "BPF program has it at byte 0 "
                          "[bpf-host-layout-reordered]\n", said)


if __name__ == "__main__":
    if not pathlib.Path(f"/usr/bin/run-clang-tidy-{MAJOR}").exists():
        print("skipped: there is no run-clang-tidy")
        raise SystemExit(77)
    main()
