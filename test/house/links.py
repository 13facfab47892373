"""Links between the pages lead somewhere, and so do the paths they name."""

import re

from house import ROOT, files, finish, text

faults = []
pages = [n for n in files() if n.endswith(".md")]
linked = set()


def anchors(body):
    """The anchors that a page's headings get."""
    found = set()
    for heading in re.findall(r"^#+ (.*)$", body, re.M):
        plain = re.sub(r"[^\w\s-]", "", heading.lower())
        found.add(re.sub(r"\s", "-", plain.strip()))
    return found


# What a build makes, which pages name as well.
BUILT = ("lib/libHostLayout.so", "lib/hostlayout/")

for page in pages:
    body = re.sub(r"^```.*?^```", "", text(page), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", body):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        where = (ROOT / page).parent / path if path else ROOT / page
        if not where.exists():
            faults.append(f"{page}: leads nowhere: {target}")
            continue
        linked.add(str(where.resolve().relative_to(ROOT)))
        if anchor and where.suffix == ".md":
            if anchor not in anchors(where.read_text(encoding="utf-8")):
                faults.append(f"{page}: no such heading: {target}")
    for path in re.findall(r"`((?:lib|plugin|utils|test|docs|cmake|include|"
                           r"examples)/[\w./+-]*)`", body):
        if not path.startswith(BUILT) and not (ROOT / path).exists():
            faults.append(f"{page}: names a file that is not there: {path}")

for page in pages:
    if page.startswith("docs/") and page not in linked:
        faults.append(f"{page}: no page links to it")

finish(faults, f"{len(pages)} pages" if pages else "")
