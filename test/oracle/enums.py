"""What holds for two enums.

A part of what counts as the same, see rules.py.
"""

from leaves import DIFFER, is_bool
from names import is_sentinel, pair_enumerators


class EnumRules:
    """For Rules, which says what is told."""

    def top_enums(self, h, b):
        if (self.role or self.use in ("key", "value", "percpu")) and (
                h.facts.size != b.facts.size):
            self.say(DIFFER, "size of an enum")
        if is_bool(h.top):
            self.say(DIFFER, "a bool")
        self.marked_enums(h.top, b.top, h.facts.size, b.facts.size)

    def marked_enums(self, host, bpf, host_size, bpf_size):
        """Every value that a program sends must fit, as a signed number or as
        one without a sign."""
        wide, known = host_size * 8, bpf_size * 8
        for name, value in bpf.values:
            stored = value & (1 << known) - 1
            if not is_sentinel(name) and wide < known and not (
                    stored < 1 << wide or
                    stored >= (1 << known) - (1 << wide - 1)):
                self.say(DIFFER, f"{name} does not fit")
        self.enums(host, bpf, min(host_size, bpf_size))

    def enums(self, host, bpf, size):
        mask = (1 << 8 * size) - 1
        pairs, by_value, left_h, left_b = pair_enumerators(host, bpf, mask)
        for x, y in pairs:
            if (x.value ^ y.value) & mask:
                if x.sentinel or y.sentinel:
                    self.warnings.append(f"value of {x.name}")
                else:
                    self.say(DIFFER, f"value of {x.name}")
        for x, _ in by_value:
            self.warnings.append(f"{x.name} by its value alone")
        known = {x.value & mask for p in pairs + by_value for x in p[:1]}
        known |= {v & mask for n, v in host.values if not is_sentinel(n)}
        for y in left_b:
            if y.value & mask not in known and not y.sentinel:
                self.warnings.append(f"{y.name} is not known")
