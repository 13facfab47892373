"""Compile, apply the fix-its, compile again.

    fix.py [--none] [--rounds=N] FILE -- COMMAND...

runs COMMAND, which must find fault with FILE, carries out every fix-it that it
offers as an editor would, and runs COMMAND again, which must be content. Prints
FILE as it is then. --none: no fix-it may be offered.
"""

import re
import subprocess
import sys

FIXIT = re.compile(
    rb'^fix-it:"((?:[^"\\]|\\.)*)":\{(\d+):(\d+)-(\d+):(\d+)\}:"((?:[^"\\]|\\.)*)"$'
)
ESCAPES = {b"n": b"\n", b"t": b"\t", b"\\": b"\\", b'"': b'"'}


def unescape(text):
    def one(match):
        code = match.group(1)
        return ESCAPES[code] if code in ESCAPES else bytes([int(code, 8)])

    return re.sub(rb"\\([0-7]{3}|.)", one, text)


def offset(text, line, column):
    start = 0
    for _ in range(line - 1):
        start = text.index(b"\n", start) + 1
    return start + column - 1


def compile(command):
    return subprocess.run(
        command + ["-fdiagnostics-parseable-fixits"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def fixits(output, path):
    for line in output.splitlines():
        match = FIXIT.match(line.strip())
        if not match:
            continue
        if unescape(match.group(1)) != path.encode():
            sys.exit("fix-it for another file: " + line.decode())
        numbers = [int(n) for n in match.groups()[1:5]]
        yield numbers[:2], numbers[2:], unescape(match.group(6))


def apply(path, edits):
    with open(path, "rb") as file:
        text = file.read()
    places = sorted(
        ((offset(text, *begin), offset(text, *end), new) for begin, end, new in edits),
        key=lambda edit: edit[:2],
    )
    end_before = -1
    for begin, end, _ in places:
        if begin < end_before:
            sys.exit("edits overlap")
        end_before = end
    for begin, end, new in reversed(places):
        text = text[:begin] + new + text[end:]
    with open(path, "wb") as file:
        file.write(text)


def main():
    split = sys.argv.index("--")
    flags, command = sys.argv[1:split], sys.argv[split + 1 :]
    path = flags.pop()
    first = compile(command)
    sys.stderr.buffer.write(first.stdout)
    if b"[bpf-host-layout-" not in first.stdout:
        sys.exit("no finding")
    edits = list(fixits(first.stdout, path))
    if "--none" in flags:
        sys.exit("a fix-it is offered" if edits else 0)
    if not edits:
        sys.exit("no fix-it is offered")
    apply(path, edits)
    second = compile(command)
    with open(path) as file:
        sys.stdout.write(file.read())
    if second.returncode or b"[bpf-host-layout-" in second.stdout:
        sys.stderr.buffer.write(second.stdout)
        sys.exit("the fix-its do not help")


main()
