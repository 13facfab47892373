"""What the house tests share: which files there are, and how to complain."""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def files(*tops):
    """Every file of the project under tops (default: all), as paths from ROOT.

    Git knows best; in an unpacked release, the tree without build directories.
    """
    try:
        out = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached",
             "--others", "--exclude-standard"],
            cwd=ROOT, check=True, capture_output=True).stdout.decode()
        names = [n for n in out.split("\0") if n and (ROOT / n).is_file()]
    except (OSError, subprocess.CalledProcessError):
        names = []
        for top, dirs, found in os.walk(ROOT):
            dirs[:] = [d for d in dirs if not d.startswith((".git", "build"))]
            names += [str((pathlib.Path(top) / f).relative_to(ROOT))
                      for f in found]
    return sorted(n for n in names
                  if not tops or n.split("/")[0] in tops or n in tops)


def text(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def lines(name):
    return list(enumerate(text(name).splitlines(), 1))


def is_code(name):
    return name.endswith((".h", ".c", ".cpp", ".def", ".inc"))


def finish(faults, checked):
    """Ends the test: every fault on a line, or what was checked."""
    for fault in faults:
        print(fault)
    if not checked:
        faults = ["nothing was checked"]
        print(faults[0])
    if faults:
        sys.exit(f"{len(faults)} fault(s)")
    print(f"ok: {checked}")
