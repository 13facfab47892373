"""Each file is one idea long, says what it is, and names no foreign place."""

import re

from house import files, finish, is_code, lines, text

LONGEST = {"lib": 350, "plugin": 350, "utils": 360, "include": 350,
           "cmake": 350, "test": 600}
LICENCE = "SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception"
# A path of somebody's machine; a name of a package registry or mirror.
FOREIGN = re.compile(
    r"(?<![\w.])/(root|home|work|Users|mnt)/\w"
    r"|\b(deb\.debian|snapshot\.debian|pypi|pythonhosted|npmjs|crates"
    r"|proxy\.golang|docker|ghcr|quay|rubygems|artifactory)\.(org|io|com)\b")
# Hosts that a licence, a specification or a schema is quoted from.
HOSTS = {"127.0.0.1", "www.apache.org", "llvm.org", "clang.llvm.org",
         "json.schemastore.org", "docs.oasis-open.org",
         "raw.githubusercontent.com", "docs.kernel.org",
         "microsoft.github.io", "mesonbuild.com", "cmake.org",
         "json-schema.org", "www.w3.org", "spdx.org"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|HACK)\b|\bXXX:")
HERE = "test/house/files.py"
EXAMPLES = ("test/fuzz/seeds/", "test/plugin/Inputs/")

faults = []
names = [n for n in files() if not n.startswith(EXAMPLES)]
for name in names:
    body = text(name)
    if "\0" in body:
        continue
    count = body.count("\n")
    limit = LONGEST.get(name.split("/")[0])
    if limit and count > limit and not name.endswith(".md"):
        faults.append(f"{name}: {count} lines; {limit} at most")
    if is_code(name) and name.startswith(("lib/", "plugin/", "utils/",
                                          "include/")):
        if LICENCE not in body[:600]:
            faults.append(f"{name}: no licence in its header")
    if body and not body.endswith("\n"):
        faults.append(f"{name}: no newline at its end")
    if name == HERE:
        continue
    for number, line in lines(name):
        where = f"{name}:{number}"
        if FOREIGN.search(line):
            faults.append(f"{where}: a machine's path or a registry: "
                          f"{line.strip()}")
        for host in re.findall(r"https?://([\w.-]+)", line):
            if host not in HOSTS:
                faults.append(f"{where}: a host that is not listed: {host}")
        if UNFINISHED.search(line):
            faults.append(f"{where}: unfinished: {line.strip()}")
        if line != line.rstrip() and not name.endswith(".md"):
            faults.append(f"{where}: space at the end of a line")
        if is_code(name) and name.split("/")[0] in ("lib", "plugin"):
            if len(line) > 80 and not line.startswith("//==="):
                faults.append(f"{where}: {len(line)} columns")
            if "\t" in line:
                faults.append(f"{where}: a tab")

finish(faults, f"{len(names)} files" if names else "")
