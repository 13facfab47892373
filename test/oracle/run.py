"""The verdict oracle: random pairs of structs, judged twice.

Each pair is a struct of a BPF program and a host's struct made from it. The
plugin judges it as users run it; the oracle judges it by what compiled probes
say of both sides (probe.py) and a short statement of what counts as the same
(rules.py). Where the two disagree on "error or not", the pair is printed, and
the run fails.

  run.py --plugin build/lib/libHostLayout.so --clang /usr/lib/llvm-22/bin/clang

A run prints its seed; --seed with it repeats the run. Pairs come in batches, a
translation unit each, and --batch-only repeats one batch of a run.
"""

import argparse
import collections
import concurrent.futures
import itertools
import os
import pathlib
import shutil
import sys
import tempfile
import time
import traceback

from batch import TARGETS, Batch, Result, Wrong
from mutate import mutations


def arguments():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--plugin")
    p.add_argument("--replay", help="HostLayoutReplay, instead of the plugin: "
                   "lib/Compare alone is judged, by layouts")
    p.add_argument("--clang", required=True,
                   help="the host's compilers, separated by commas")
    p.add_argument("--bpf-clang", help="compilers of the BPF side (the same)")
    p.add_argument("--target", default="x86_64,x86_64,i386,aarch64,armv7,"
                   "riscv64,s390x,powerpc64", help="of " + ", ".join(TARGETS))
    p.add_argument("--count", type=int, default=2000, help="pairs")
    p.add_argument("--size", type=int, default=200, help="pairs in a batch")
    p.add_argument("--jobs", type=int, default=os.cpu_count())
    p.add_argument("--seed", type=int)
    p.add_argument("--batch-only", type=int)
    p.add_argument("--at-most", type=float, default=0, metavar="PER-MILLE",
                   help="how many of 1,000 pairs may be judged wrong before the "
                   "run fails (none)")
    p.add_argument("--print", type=int, default=10,
                   help="how many wrong pairs are printed")
    p.add_argument("--keep", help="a directory for what the compilers read")
    p.add_argument("--record", help="a file for HostLayoutReplay")
    p.add_argument("--verbose", action="store_true",
                   help="what no compiler accepts")
    p.add_argument("--stats", action="store_true", help="what was covered")
    args = p.parse_args()
    args.bpf_clang = (args.bpf_clang or args.clang).split(",")
    args.clang = args.clang.split(",")
    args.target = args.target.split(",")
    if not args.plugin and not args.replay:
        p.error("--plugin or --replay")
    args.plugin = args.plugin and os.path.abspath(args.plugin)
    if args.seed is None:
        args.seed = int.from_bytes(os.urandom(4), "little")
    return args


def one(args, number, directory):
    where = pathlib.Path(directory) / f"batch{number}"
    where.mkdir(parents=True, exist_ok=True)
    batch = Batch(args, number, where)
    try:
        result = batch.run()
    except Exception:  # of one batch, which the other ones survive
        result = Result()
        result.wrong.append(Wrong(
            "broken", f"batch {number}: {traceback.format_exc()}"))
    if not args.keep:
        shutil.rmtree(where)
    return result


def main():
    args = arguments()
    batches = (range((args.count + args.size - 1) // args.size)
               if args.batch_only is None else [args.batch_only])
    print(f"seed {args.seed}", flush=True)
    start = time.monotonic()
    total = collections.Counter()
    stats = collections.Counter()
    wrong = []
    with tempfile.TemporaryDirectory() as scratch:
        with concurrent.futures.ProcessPoolExecutor(args.jobs) as pool:
            for result in pool.map(one, itertools.repeat(args), batches,
                                   itertools.repeat(args.keep or scratch)):
                total.update(result.counts)
                stats.update(result.stats)
                if args.record:
                    with open(args.record, "a") as f:
                        f.writelines(result.recorded)
                for w in result.wrong:
                    wrong.append(w)
                    if len(wrong) <= args.print:
                        print(w.text, flush=True)
    if args.stats:
        for what, count in sorted(stats.items()):
            print(f"  {what}: {count}")
    print(f"{total['judged']} pairs judged in {time.monotonic() - start:.0f} s: "
          f"{total['same']} same, {total['differ']} different; not counted: "
          f"{total['unsure']} that the rules leave open, "
          f"{total['unmeasured']} that no probe measured")
    never = [] if total["judged"] < 40000 else [
        name for name in sorted(mutations()) if not stats[f"done {name}"]]
    if never:
        sys.exit("never made: " + ", ".join(never))
    kinds = collections.Counter(w.kind for w in wrong)
    print("wrong: " + (", ".join(f"{n} {k}" for k, n in kinds.items()) or "0"))
    if not total["judged"]:
        sys.exit("nothing was judged")
    # A run that leaves much open proves little.
    if total["unsure"] + total["unmeasured"] > total["judged"] / 10:
        sys.exit("too many pairs were not counted")
    if wrong and len(wrong) <= args.at_most * total["judged"] / 1000:
        print(f"not more than {args.at_most:g} of 1,000: docs/testing.md says "
              "what is not mended yet")
        return
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
