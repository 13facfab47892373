"""What Go's types of an object must be, by bpftool. Shared by the tests of Go."""

import re

from oracle import ANONYMOUS


def go_name(name):
    """A C name as bpf2go exports it."""
    out, up = "", True
    for c in name:
        if c == "_":
            if up or re.match("[a-z0-9]", out[-1]):
                up = True
                continue
        out += c.upper() if up else c
        up = False
    return out if out and out[0].isupper() else "X" + out


def expectations(btf):
    """Go type -> its size, and the offsets of the fields that keep theirs."""
    seen, expected = {}, {}
    # records() is in the order of C names, which is that of equal Go names but
    # that those with fewer underscores in front come first.
    for name, _, record, members_known in sorted(
            btf.records(), key=lambda r: len(r[0]) - len(r[0].lstrip("_"))):
        name = go_name(re.sub(r"__\d+$|_$", "", name))
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            name += f"__{seen[name]}"
        offsets = {}
        if record["kind"] == "STRUCT" and members_known:
            names = [go_name(m["name"]) for m in record["members"]]
            for m, field in zip(record["members"], names):
                if m["name"] == ANONYMOUS or m.get("bitfield_size"):
                    continue
                if names.count(field) == 1 and btf.size(m["type_id"]):
                    offsets[field] = m["bits_offset"] // 8
        expected[name] = {"size": record["size"], "offsets": offsets}
    return expected
