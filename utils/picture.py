#!/usr/bin/env python3
"""Draws docs/error.svg: what the compiler prints for README's first example.

Usage: picture.py [--check] --clang CLANG++ --plugin FILE

With --check nothing is written: the picture must show the message that README
shows, word for word.
"""

import argparse
import html
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs/error.svg"
COMMAND = ("clang++ -fplugin=libHostLayout.so "
           "-fplugin-arg-hostlayout-btf=ev.bpf.o -c agent.cpp")
# Of a dark terminal: foreground, and the colours that clang uses.
COLOURS = {"": "#d0d7de", "31": "#ff7b72", "32": "#7ee787", "33": "#f2cc60",
           "34": "#79c0ff", "35": "#d2a8ff", "36": "#76e3ea", "30": "#8b949e"}
SIZE, ADVANCE, LEADING, MARGIN, BAR = 14, 8.43, 20, 18, 34


def block(name):
    text = (ROOT / "README.md").read_text()
    found = re.search(rf"^```\w+ {re.escape(name)}[^\n]*\n(.*?)^```$", text,
                      re.M | re.S)
    if not found:
        sys.exit(f"README.md has no example {name}")
    return found[1]


def terminal(args):
    """What a terminal shows, with its escape sequences."""
    with tempfile.TemporaryDirectory() as directory:
        for name in ("ev.bpf.c", "agent.cpp"):
            pathlib.Path(directory, name).write_text(block(name))
        clang = args.clang.removesuffix("++")
        run = lambda *words: subprocess.run(
            words, cwd=directory, capture_output=True, text=True)
        machine = run("uname", "-m").stdout.strip()
        bpf = run(clang, "-target", "bpf", "-g", "-O2", f"-I{ROOT}/include",
                  f"-I/usr/include/{machine}-linux-gnu", "-c", "ev.bpf.c",
                  "-o", "ev.bpf.o")
        if bpf.returncode:
            sys.exit(bpf.stderr)
        return run(args.clang, "-std=c++20", f"-fplugin={args.plugin}",
                   "-fplugin-arg-hostlayout-btf=ev.bpf.o", "-fsyntax-only",
                   "-fcolor-diagnostics", "-fansi-escape-codes",
                   "agent.cpp").stderr


def spans(line):
    """(style, text) of a line; a style is a colour's number and whether bold."""
    colour, bold = "", False
    for part in re.split(r"(\x1b\[[\d;]*m)", line):
        code = re.fullmatch(r"\x1b\[([\d;]*)m", part)
        if not code:
            if part:
                yield colour, bold, part
            continue
        for number in code[1].split(";"):
            if number in ("", "0"):
                colour, bold = "", False
            elif number == "1":
                bold = True
            elif number in COLOURS:
                colour = number


def draw(text):
    lines = ["\x1b[32m$\x1b[0m " + COMMAND] + text.rstrip("\n").split("\n")
    plain = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in lines]
    width = round(max(map(len, plain)) * ADVANCE + 2 * MARGIN)
    height = len(lines) * LEADING + BAR + MARGIN
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
           f'height="{height}" viewBox="0 0 {width} {height}" role="img" '
           'aria-label="The error that HostLayout prints">',
           f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>']
    for at, fill in ((20, "#ff5f56"), (40, "#ffbd2e"), (60, "#27c93f")):
        out.append(f'<circle cx="{at}" cy="18" r="6" fill="{fill}"/>')
    out.append(f'<g font-family="ui-monospace,Menlo,Consolas,DejaVu Sans Mono,'
               f'monospace" font-size="{SIZE}" xml:space="preserve">')
    for number, line in enumerate(lines):
        y, column = BAR + (number + 1) * LEADING, 0
        out.append(f'<text y="{y}">')
        for colour, bold, part in spans(line):
            weight = ' font-weight="bold"' if bold else ""
            x = round(MARGIN + column * ADVANCE, 1)
            out[-1] += (f'<tspan x="{x}" fill="{COLOURS[colour]}"{weight}'
                        f' textLength="{round(len(part) * ADVANCE, 1)}">'
                        f"{html.escape(part)}</tspan>")
            column += len(part)
        out[-1] += "</text>"
    return "\n".join(out + ["</g>", "</svg>"]) + "\n"


def shown():
    """The picture's text, line by line."""
    return [html.unescape(re.sub(r"<[^>]+>", "", line))
            for line in re.findall(r"<text .*?</text>", PICTURE.read_text())]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--clang")
    parser.add_argument("--plugin", type=pathlib.Path)
    args = parser.parse_args()
    if args.check:
        there = shown()
        missing = [line for line in block("message").splitlines()
                   if line.rstrip() not in (t.rstrip() for t in there)]
        if missing:
            sys.exit("docs/error.svg does not show what README.md does; draw it "
                     "anew with utils/picture.py:\n  " + "\n  ".join(missing))
        print(f"ok: {len(there)} lines of the picture")
        return
    if not args.clang or not args.plugin:
        parser.error("--clang and --plugin are needed to draw")
    args.plugin = args.plugin.resolve()
    PICTURE.write_text(draw(terminal(args)))


main()
