"""utils/new-kind.sh begins a kind that lacks only what its author knows."""

import shutil
import subprocess

from harness import Folder
from house import ROOT, files, finish

COPIED = ("docs/differences", "lib/Compare/DifferenceKinds", "test/house/",
          "test/command/", "test/plugin/", "utils/new-kind")
copy = Folder()
for name in files("docs", "lib", "test", "utils"):
    if name.startswith(COPIED):
        (copy.path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy.path / name)


def run(*words):
    return subprocess.run(words, cwd=copy.path, text=True, capture_output=True)


faults = []
made = run("utils/new-kind.sh", "map-flags", "Types", "warning",
           "A map has other flags.")
if made.returncode:
    faults.append(f"utils/new-kind.sh fails: {made.stderr}")
said = run("python3", "-B", "test/house/kinds.py").stdout.strip()
if said != "docs/differences/map-flags.md: something is still to be filled in":
    faults.append(f"of what it wrote, house-kinds says: {said}")
for wrong in (["map-flags", "Types", "warning", "A map."],
              ["Map", "Types", "warning", "A map."],
              ["map", "Some", "warning", "A map."],
              ["map", "Types", "warning", "A map"]):
    if not run("utils/new-kind.sh", *wrong).returncode:
        faults.append(f"it takes {wrong}")
finish(faults, "a kind")
