"""Every kind of difference has a page, a place in the list, and a test."""

import re

from house import files, finish, text

TABLE = "lib/Compare/DifferenceKinds.def"
INDEX = "docs/differences.md"
KIND = re.compile(
    r'HOSTLAYOUT_KIND\((\w+), "([a-z-]+)", (\w+), (Error|Warning|Off),\s*"([^"]+)"\)')
SECTIONS = ["## Example", "## Message", "## Fix", "## Silence"]

kinds = KIND.findall(text(TABLE))
index = text(INDEX)
faults = []
tests = {n.rsplit("/", 1)[1].split(".")[0] for n in files("test")
         if n.startswith(("test/plugin/", "test/command/"))}

for _, slug, _, severity, summary in kinds:
    page = f"docs/differences/{slug}.md"
    try:
        body = text(page)
    except FileNotFoundError:
        faults.append(f"{page}: missing")
        continue
    if "FILL IN" in body:
        faults.append(f"{page}: something is still to be filled in")
    if not body.startswith(f"# {slug}\n\n{summary}\n"):
        faults.append(f"{page}: does not open with its name and the sentence "
                      f"of {TABLE}: {summary}")
    default = "**Default:** " + severity.lower()
    if default not in body:
        faults.append(f"{page}: does not say '{default}'")
    at = [body.find(f"\n{s}\n") for s in SECTIONS]
    if -1 in at or at != sorted(at):
        faults.append(f"{page}: needs, in this order: {', '.join(SECTIONS)}")
    row = f"| [{slug}](differences/{slug}.md) | {severity.lower()}"
    if row not in index or summary.rstrip(".") not in index:
        faults.append(f"{INDEX}: no row '{row} ...| {summary}'")
    if slug not in tests:
        faults.append(f"test/plugin, test/command: no test is named after '{slug}'")

known = {slug for _, slug, _, _, _ in kinds}
for page in files("docs"):
    found = re.fullmatch(r"docs/differences/(.*)\.md", page)
    if found and found.group(1) not in known:
        faults.append(f"{page}: no such kind in {TABLE}")

# Compare knows two types, and nothing of objects and calls.
others = {name for name, _, about, _, _ in kinds if about != "Types"}
for name in files("lib"):
    if not name.startswith("lib/Compare/") or name == TABLE:
        continue
    for kind in re.findall(r"DifferenceKind::(\w+)", text(name)):
        if kind in others:
            faults.append(f"{name}: finds {kind}, which is not about two types")

finish(faults, f"{len(kinds)} kinds" if kinds else "")
