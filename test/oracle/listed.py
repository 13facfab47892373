"""docs/testing.md says which mutations the oracle has, and for what."""

import pathlib
import re
import sys

from mutate import mutations

PAGE = "docs/testing.md"
text = (pathlib.Path(__file__).resolve().parents[2] / PAGE).read_text()
table = text.split("mutations in `test/oracle`", 1)[-1].split("\n\n", 1)[0]
listed = re.findall(r"`(\w+)`", table)
faults = [f"{name} is not in the table" for name in mutations() - set(listed)]
faults += [f"the oracle has no {name}" for name in set(listed) - mutations()]
faults += [f"{name} stands {listed.count(name)} times" for name in set(listed)
           if listed.count(name) > 1]
if faults:
    sys.exit("\n".join(f"{PAGE}, mutations: {f}" for f in sorted(faults)))
print(f"{len(listed)} mutations")
