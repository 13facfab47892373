"""Which mutants of lib/Compare and lib/Judge no test finds.

  run.py rewrite --root CHECKOUT --to DIR --compiler CLANG++
  run.py judge   --to DIR --bin BIN_DIR --known equivalent.txt [--jobs N]

`rewrite` copies the checkout's sources to DIR and puts the mutants into them,
see rewrite.py; `judge` runs the tests of a build of these on each mutant that
they reach, until one fails. utils/mutants.sh does both.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

from rewrite import dumped, rewrite

ROOMS = ["lib/Compare", "lib/Judge"]
# In the order in which they are asked. What measures how much is compared takes
# a hundred times as long as all others: last, and only who is not found by them.
TESTS = ["HostLayoutCompareTests --gtest_filter=-*Work*",
         "HostLayoutJudgeTests", "HostLayoutRenderTests"]
LAST = "HostLayoutCompareTests --gtest_filter=*Work*"
# Seconds of CPU: a mutant that goes on for ever is found. Those of work take
# one, all others a tenth of one.
LONGEST, LONGEST_WORK = 2, 10
MOST_IN_A_FILE = 1000  # mutants
MOST = 4 << 30  # bytes; so is one that takes them all


def copied(root, to):
    files = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached",
                            "--others", "--exclude-standard"],
                           check=True, capture_output=True).stdout
    for name in files.decode().split("\0"):
        source = pathlib.Path(root, name)
        if not name or not source.is_file():
            continue
        target = pathlib.Path(to, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        # What did not change is not built again.
        if not target.exists() or target.read_bytes() != source.read_bytes():
            shutil.copy(source, target)


def with_mutants(args, path, name, first):
    """Drops what does not compile: a mutant may need a constant."""
    flags = ["-std=c++20", f"-I{args.root}/lib",
             f"-I{args.root}/test/mutants"]
    left_out = set()
    declarations = list(dumped(args.compiler, flags, path))
    while True:
        text, every = rewrite(declarations, path, name, first, left_out)
        done = subprocess.run(
            [args.compiler, *flags, "-w", "-fsyntax-only", "-ferror-limit=0",
             "-x", "c++", "-I", os.path.dirname(path), "-"], input=text,
            capture_output=True, text=True)
        if not done.returncode:
            return text, every
        lines = text.split("\n")
        bad = set()
        for at in re.findall(r"^<stdin>:(\d+):\d+: error", done.stderr, re.M):
            for number in re.findall(r"::is\((\d+)\)", lines[int(at) - 1]):
                bad |= {m.key for m in every if m.number == int(number)}
        if not bad:
            sys.exit(f"{name}: the mutants do not compile\n{done.stderr}")
        left_out |= bad


def do_rewrite(args):
    copied(args.root, args.to)
    paths = [path for room in ROOMS
             for path in sorted(pathlib.Path(args.root, room).glob("*.cpp"))]

    def one(i):
        path = paths[i]
        name = str(path.relative_to(args.root))
        text, found = with_mutants(args, str(path), name, i * MOST_IN_A_FILE + 1)
        target = pathlib.Path(args.to, name)
        if target.read_text() != text:
            target.write_text(text)
        return found
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        every = [m for found in pool.map(one, range(len(paths))) for m in found]
    count = collections.Counter()
    listed = []
    for m in every:
        # A name that outlives edits elsewhere: what and where, not the line.
        name = f"{m.file}: {m.function}: {m.what}: " + " ".join(
            f"{m.was} => {m.text or ''}".split())
        count[name] += 1
        if count[name] > 1:
            name += f" #{count[name]}"
        listed.append({"number": m.number, "name": name, "line": m.line,
                       "file": m.file})
    with open(f"{args.to}/mutants.json", "w") as f:
        json.dump(listed, f)
    print(f"{len(listed)} mutants in {len({m['file'] for m in listed})} files")


class Tests:
    def __init__(self, args):
        def program(t):
            name, *options = t.split()
            return [f"{args.bin}/{name}", "--gtest_brief=1",
                    "--gtest_fail_fast", *options]
        self.commands = [program(t) for t in TESTS]
        if args.corpus:
            self.commands.append([f"{args.bin}/HostLayoutReplay", args.corpus])
        self.commands.append(program(LAST))
        self.reached = []

    def run(self, command, **variables):
        with tempfile.TemporaryDirectory() as where:
            def limit():
                longest = LONGEST_WORK if command is self.commands[-1] \
                    else LONGEST
                resource.setrlimit(resource.RLIMIT_CPU, (longest, longest))
                resource.setrlimit(resource.RLIMIT_AS, (MOST, MOST))
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            return subprocess.run(
                command, env={**os.environ, **variables}, cwd=where,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                preexec_fn=limit).returncode

    def look(self, where):
        """What each test reaches; without a mutant all must pass."""
        for i, command in enumerate(self.commands):
            log = f"{where}/reached{i}"
            if self.run(command, HOSTLAYOUT_REACHED=log):
                sys.exit(f"fails without a mutant: {' '.join(command)}")
            with open(log) as f:
                self.reached.append({int(line) for line in f})

    def finds(self, number, work):
        """The name of the test that finds a mutant; "" where none does, None
        where none reaches it. work: of the tests that take long, else of the
        others."""
        there = [c for c, r in zip(self.commands, self.reached)
                 if number in r and (c is self.commands[-1]) == work]
        for command in there:
            if self.run(command, HOSTLAYOUT_MUTANT=str(number)):
                return os.path.basename(command[0]) + (
                    " (work)" if work else "")
        return "" if any(number in r for r in self.reached) else None


def known(path):
    """{name: reason} of what changes nothing that can be seen."""
    found, name = {}, None
    with open(path) as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("#") or not line:
                continue
            if line.startswith("  "):
                found[name] = (found[name] + " " + line.strip()).strip()
            else:
                name = line
                found[name] = ""
    return found


def do_judge(args):
    with open(f"{args.to}/mutants.json") as f:
        every = json.load(f)
    if args.only:
        every = [m for m in every if re.search(args.only, m["name"])]
    tests = Tests(args)
    tests.look(args.to)
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        def ask(of, work):
            return list(pool.map(lambda m: tests.finds(m["number"], work), of))
        told = ask(every, False)
        rest = [i for i, by in enumerate(told) if by == ""]
        with open(f"{args.to}/left.txt", "w") as f:
            f.writelines(f"{by!r} {m['file']}:{m['line']}: {m['name']}\n"
                         for m, by in zip(every, told) if not by)
        print(f"{len(every) - len(rest)} of {len(every)} found or not reached; "
              f"{len(rest)} are left for the tests of work ({f.name})",
              flush=True)
        for i, by in zip(rest, ask([every[i] for i in rest], True)):
            told[i] = by
    equivalent = known(args.known)
    names = {m["name"] for m in every}
    found = collections.Counter()
    left = []
    for m, by in zip(every, told):
        if by:
            found[by] += 1
            if m["name"] in equivalent:
                print(f"found, though listed as equivalent: {m['name']}")
        elif m["name"] not in equivalent:
            left.append((m, by))
    for m, by in left:
        print(f"{m['file']}:{m['line']}: "
              f"{'not found' if by == '' else 'not reached'}: {m['name']}")
    unreasoned = [n for n, reason in equivalent.items() if not reason]
    for n in unreasoned:
        print(f"listed without a reason: {n}")
    if not args.only:
        for n in sorted(set(equivalent) - names):
            print(f"listed, but there is no such mutant: {n}")
    print(", ".join(f"{n} found by {t}" for t, n in found.most_common()))
    shares = []
    for room in ROOMS:
        of = [(m["name"], by) for m, by in zip(every, told)
              if m["file"].startswith(room + "/")]
        if not of:
            continue
        same = sum(not by and name in equivalent for name, by in of)
        missed = sum(not by and name not in equivalent for name, by in of)
        count = len(of) - same
        shares.append(100 * (count - missed) / max(count, 1))
        print(f"{room}: {len(of)} mutants, {same} change nothing; of {count}, "
              f"{count - missed} found ({shares[-1]:.1f} %)")
    sys.exit(1 if min(shares, default=0) < args.least or unreasoned else 0)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("what", choices=["rewrite", "judge"])
    p.add_argument("--root")
    p.add_argument("--to", required=True)
    p.add_argument("--compiler")
    p.add_argument("--bin")
    p.add_argument("--corpus", help="pairs for HostLayoutReplay")
    p.add_argument("--known")
    p.add_argument("--only", help="mutants whose names match")
    p.add_argument("--least", type=float, default=95, help="percent")
    p.add_argument("--jobs", type=int, default=os.cpu_count())
    args = p.parse_args()
    do_rewrite(args) if args.what == "rewrite" else do_judge(args)


if __name__ == "__main__":
    main()
