"""Says which share of each LLVM-free room's lines ran, and which did not.

  report.py LCOV_FILE

Fails where less than 95 % of all ran. docs/testing.md says why the rest did not.
"""

import collections
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ROOMS = ["Support", "Layout", "BTF", "Compare", "Generate", "Judge", "Render"]
LEAST = 95


def read(lcov):
    """{file from ROOT: {line: was run}}"""
    found, name = collections.defaultdict(dict), None
    for line in open(lcov):
        key, _, value = line.strip().partition(":")
        if key == "SF":
            path = pathlib.Path(value).resolve()
            name = str(path.relative_to(ROOT)) if ROOT in path.parents else None
        elif key == "DA" and name:
            number, count = map(int, value.split(",")[:2])
            lines = found[name]
            lines[number] = lines.get(number, False) or count > 0
    return found


def main():
    found = read(sys.argv[1])
    lines, run, missed = 0, 0, []
    for room in ROOMS:
        files = {n: l for n, l in found.items() if n.startswith(f"lib/{room}/")}
        if not files:
            sys.exit(f"lib/{room}: no line was measured")
        total = sum(len(l) for l in files.values())
        done = sum(sum(l.values()) for l in files.values())
        lines, run = lines + total, run + done
        print(f"{room:10} {done:5} of {total:5} lines  "
              f"{100 * done / total:5.1f} %")
        for name in sorted(files):
            source = (ROOT / name).read_text().split("\n")
            missed += [(name, n, source[n - 1].strip())
                       for n, was_run in sorted(files[name].items())
                       if not was_run]
    print(f"{'all':10} {run:5} of {lines:5} lines  {100 * run / lines:5.1f} %")
    for name, number, text in missed:
        print(f"  not run: {name}:{number}: {text}")
    if run < lines * LEAST / 100:
        sys.exit(f"{LEAST} % is the least")


if __name__ == "__main__":
    main()
