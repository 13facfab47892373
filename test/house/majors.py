"""There is one list of LLVM majors; everybody else reads it or agrees."""

import re

from house import files, finish, lines, text

LIST = "cmake/LLVMMajors.cmake"
PAGE = "docs/llvm-versions.md"


def majors(variable):
    found = re.search(rf"^set\({variable} ([\d ]+)\)$", text(LIST), re.M)
    return found.group(1).split() if found else []


tested = majors("HOSTLAYOUT_LLVM_TESTED")
expected = majors("HOSTLAYOUT_LLVM_EXPECTED")
faults = []

# Three majors in a row, whatever stands between them, are a list: two may be any
# numbers.
GAP = r"\b['\", ]+(and )?\b"
runs = "|".join(rf"\b{GAP.join(run)}\b"
                for run in zip(tested, tested[1:], tested[2:]))
for name in files():
    # Prose may say the list; the page below is held to it.
    if name == LIST or name.endswith(".md"):
        continue
    for number, line in lines(name):
        if re.search(runs, line):
            faults.append(f"{name}:{number}: a second list of majors: "
                          f"{line.strip()}")

rows = dict(re.findall(r"^\| (\d+) \| (tested|expected)", text(PAGE), re.M))
for wanted, state in ((tested, "tested"), (expected, "expected")):
    for major in wanted:
        if rows.get(major) != state:
            faults.append(f"{PAGE}: LLVM {major} should have a row that says "
                          f"'{state}'")
for major in rows:
    if major not in tested + expected:
        faults.append(f"{PAGE}: LLVM {major} is not in {LIST}")

finish(faults, f"{len(tested)} tested, {len(expected)} expected"
       if tested else "")
