"""Measures HostLayout against its peers and prints one table.

usage: bench.py --build DIR --llvm PREFIX [--short] [-o FILE.json] [NAME...]
"""

import argparse
import importlib
import json
import sys

from measure import Bench, Failed

PARTS = ["compile_cost", "reading", "generating", "checking", "editing"]


def text(value):
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def ratio_text(value):
    return "" if value is None else f"{value:.4f}" if value < 10 else text(value)


def table(rows):
    lines = [("what", "ours", "peer", "unit", "ratio", "goal", "")]
    for r in rows:
        goal = "" if r.goal is None else (
            f"<= {r.goal:g}" + (f" {r.unit}" if r.absolute else ""))
        reached = {None: "", True: "reached", False: "MISSED"}[r.reached]
        lines.append((r.what + (f" (peer: {r.peer_name})" if r.peer_name
                                else ""),
                      text(r.ours), text(r.peer), r.unit, ratio_text(r.ratio),
                      goal, reached))
    widths = [max(map(len, column)) for column in zip(*lines)]
    for line in lines:
        print("  ".join(
            cell.rjust(w) if 0 < i < 3 or i == 4 else cell.ljust(w)
            for i, (cell, w) in enumerate(zip(line, widths))).rstrip())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--llvm", required=True)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("-o", dest="out")
    parser.add_argument("names", nargs="*", metavar="NAME",
                        help=f"of {', '.join(PARTS)} (default: all)")
    given = parser.parse_args()
    if unknown := set(given.names) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")

    bench = Bench(given.build, given.llvm, given.short)
    for name in given.names or PARTS:
        print(f"measuring: {name}", file=sys.stderr)
        try:
            importlib.import_module(name).measure(bench)
        except Failed as e:
            sys.exit(f"{sys.argv[0]}: a command failed: {e}")
    table(bench.rows)
    if given.out:
        with open(given.out, "w", encoding="utf-8") as f:
            json.dump({"version": 1, "rows": [r.to_json() for r in bench.rows]},
                      f, indent=2)
            f.write("\n")


if __name__ == "__main__":
    main()
