"""Rooms may include only what docs/architecture.md draws an arrow to."""

import re

from house import files, finish, is_code, lines

# Room -> rooms whose headers it may include. An include is the only way to
# use another room, so this is the whole law.
ROOMS = {
    "Support": set(),
    "Layout": {"Support"},
    "BTF": {"Layout", "Support"},
    "Compare": {"Layout", "Support"},
    "Generate": {"Layout", "Support"},
    "Surface": {"BTF", "Compare", "Layout", "Support"},
    "Lock": {"BTF", "Compare", "Layout", "Support", "Surface"},
    "Judge": {"BTF", "Compare", "Layout", "Support", "Surface"},
    "Render": {"Compare", "Layout", "Support"},
    "Report": {"Compare", "Layout", "Support"},
    "DWARF": {"BTF", "Compare", "Layout", "Support", "Surface"},
    "Clang": {"BTF", "Compare", "DWARF", "Judge", "Layout", "Render",
              "Support", "Surface"},
    "Project": {"BTF", "Layout", "Support"},
}
LLVM_FREE = set(ROOMS) - {"Clang", "DWARF", "Project"}
FRONT_ENDS = {
    "plugin": {"Clang"} | ROOMS["Clang"],
    "utils/host-layout": LLVM_FREE,
    "utils/host-layout-check": set(ROOMS),
    "utils/host-layout-clangd": {"BTF", "Layout", "Support"},
}
MAY_SEE_LLVM = ("lib/Clang/", "lib/DWARF/", "lib/Project/", "plugin/",
                "utils/host-layout-check/")
COMPAT = "lib/Clang/Compat.h"

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
CLANG_HEADER = re.compile(r"^(clang|clang-tidy|clang-c)/")
LLVM_HEADER = re.compile(r"^(clang|clang-tidy|clang-c|llvm|llvm-c)/"
                         r"|^(ClangTidy\w*|\.\./ClangTidy\w*)\.h$")
VERSION = re.compile(r"\b(LLVM|CLANG|__clang)_(VERSION_)?(MAJOR|MINOR)\w*|"
                     r"\b__clang_major__")
PRINTS = re.compile(
    r"\b(std::)?(printf|fprintf|puts|fputs|putchar|perror)\s*\("
    r"|\bstd::(cout|cerr|clog|ostream|ofstream)\b"
    r"|#\s*include\s*<(iostream|ostream|fstream|print)>")
COMMENT = re.compile(r"^\s*(//|/?\*)")


def owner(name):
    """The room or front end that a file is part of, and what it may use."""
    parts = name.split("/")
    if parts[0] == "lib" and len(parts) > 2:
        return parts[1], ROOMS.get(parts[1])
    if parts[0] == "plugin":
        return "plugin", FRONT_ENDS["plugin"]
    if parts[0] == "utils" and len(parts) > 2:
        top = "/".join(parts[:2])
        return top, FRONT_ENDS.get(top)
    return None, None


def check(name):
    who, allowed = owner(name)
    if who is None:
        return
    if allowed is None:
        yield f"{name}: {who} is no room or front end of the architecture"
        return
    for number, line in lines(name):
        where = f"{name}:{number}"
        found = INCLUDE.match(line)
        if found:
            header = found.group(2)
            room = header.split("/")[0]
            if header.startswith("../") and not LLVM_HEADER.match(header):
                yield f"{where}: includes by relative path: {header}"
            elif room in ROOMS and found.group(1) == "<":
                yield f'{where}: our own header in <>: "{header}"'
            elif room in ROOMS and room != who and room not in allowed:
                yield f"{where}: {who} may not use {room}: {header}"
            elif LLVM_HEADER.match(header):
                if not name.startswith(MAY_SEE_LLVM):
                    yield f"{where}: LLVM outside its rooms: {header}"
                elif who == "DWARF" and CLANG_HEADER.match(header):
                    yield f"{where}: DWARF needs no Clang: {header}"
        if COMMENT.match(line):
            continue
        if VERSION.search(line) and name != COMPAT:
            yield f"{where}: an LLVM version outside {COMPAT}: {line.strip()}"
        if who in LLVM_FREE and PRINTS.search(line):
            yield f"{where}: a room that prints: {line.strip()}"


code = [n for n in files("lib", "plugin", "utils") if is_code(n)]
finish([f for n in code for f in check(n)],
       f"{len(code)} files keep to the arrows" if code else "")
