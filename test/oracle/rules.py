"""What counts as the same, said once more, from docs/comparison.md.

This is the other half of the oracle: places come from compiled probes, and
these rules say what they mean. Short where the plugin's comparison has to be
long, for it need not explain anything. Where the page leaves a case open the
answer is UNSURE, and the pair does not count.
"""

from enums import EnumRules
from fields import Field, Whole, fields, is_nothing, known_names, like
from leaves import (DIFFER, SAME, UNSURE, Leaf, TooMany, all_padding, assemble,
                    below, bit_behind, cut_off, deep_names, each_arm, extent,
                    first_bit, first_byte, heard_twice, is_bool, last_byte,
                    sum_of, tree)
from model import Alias, Enum, Record, Scalar, innermost, is_byte_array
from names import is_padding, pair_up, style
from overlay import Outcome, fit
from pairs import PairRules


class Rules(EnumRules, PairRules):
    def __init__(self, host, bpf, match="exact", use="", role=False, off=(),
                 big=False):
        """match: how much is compared. use: "key", "value" or "percpu" for the
        types of maps. role: whether the marker names the map. off: kinds of
        difference that are not told."""
        self.host, self.bpf, self.match, self.use = host, bpf, match, use
        self.role, self.off, self.big = role, off, big
        self.faults = []  # (verdict, words)
        self.warnings = []
        # With `abi` off: fields of a record that stand 4 bytes in front, and
        # whether one is narrower, which is not told either.
        self.shifted, self.narrowed = [], False
        self.open_warnings = False
        # Where only a prefix counts: the byte and the bit behind the host's
        # fields.
        self.end = self.end_bit = None
        self.partial = False

    def verdict(self):
        h, b = self.host, self.bpf
        if not h.facts.is_trivial:
            self.say(DIFFER, "not trivially copyable")
            return DIFFER
        if isinstance(h.top, Alias) or isinstance(b.top, Alias):
            self.contract()
        elif isinstance(h.top, Record) and isinstance(b.top, Record):
            self.top_records(h, b)
        elif isinstance(h.top, Enum) and isinstance(b.top, Enum):
            self.top_enums(h, b)
        else:
            self.say(DIFFER, "kind")
        self.tell_shifted()
        return max([v for v, _ in self.faults], default=SAME)

    def say(self, verdict, words):
        if verdict:
            self.faults.append((verdict, words))

    def tell_shifted(self):
        """Of a record: one field alone, or a union's arms, may be what `abi`
        does not tell, 64 bits that are aligned to 4 bytes here."""
        if self.shifted:
            first = self.shifted[0]
            told = (DIFFER if len(set(map(first_byte, self.shifted))) > 1 else
                    SAME if not self.narrowed and first.each == 8 and not first.is_placed and
                    isinstance(innermost(first.type), (Scalar, Enum))
                    else UNSURE)
            self.say(told, f"{first.path} stands in front")
        self.shifted, self.narrowed = [], False

    # The marked types.

    def top_records(self, h, b):
        # Names do not count there, nor does it matter how they are told.
        self.open_warnings |= h.top.system
        {"exact": self.records, "prefix": self.prefix,
         "named": self.named}[self.match](h.top, b.top)
        sizes = {b.facts.size}
        if self.use == "percpu":
            sizes.add((b.facts.size + 7) // 8 * 8)
        if self.match == "prefix":
            # The kernel moves all of a map's key or value.
            if self.use in ("key", "value", "percpu"):
                sizes |= set(range(b.facts.size, h.facts.size + 1))
            else:
                sizes.add(h.facts.size)
        if h.facts.size not in sizes:
            self.say(DIFFER, "size")

    def contract(self):
        """A scalar or an array as a key, a value, a global."""
        def alone(side):
            if isinstance(side.top, Alias):
                return Field(side, "", side.top.fields[0], ())
            return Whole(side)
        h, b = alone(self.host), alone(self.bpf)
        # What enums in other places are called, no one has to tell.
        both = all(isinstance(f.type, Enum) for f in (h, b))
        self.open_warnings |= not both
        if both and not self.role and not is_bool(h.type):
            return self.marked_enums(h.type, b.type, h.place.size,
                                     b.place.size)
        if h.place.size != b.place.size:
            self.say(UNSURE if self.use == "percpu" and
                     h.place.size == (b.place.size + 7) // 8 * 8 and
                     isinstance(h.type, Record) else DIFFER,
                     "width of a scalar")
        if b.place.size or "pointer" not in self.off:
            self.say(self.values(h, b), "another scalar")

    # Records.

    def records(self, host, bpf):
        self.whole(self.host_fields(host, ""), fields(self.bpf, bpf, ""),
                   self.bpf.facts.size)

    def prefix(self, host, bpf):
        self.partly(self.host_fields(host, ""), fields(self.bpf, bpf, ""),
                    self.bpf.facts.size)

    def host_fields(self, record, prefix):
        found = fields(self.host, record, prefix)
        for f in found:
            f.system = record.system
        return found

    def partly(self, hs, bs, both, nested=False):
        """Only the bytes that both have; of a byte array, only where it is.
        both: the byte where BPF's end."""
        outer = self.end, self.end_bit, self.partial
        named, _, _ = self.pairs(hs, bs)
        paired = {id(h) for h, _ in named}
        # Padding at the end is no part of what the host reads.
        real = [h for h in hs if not h.is_padding]
        self.end = max([last_byte(h) for h in real], default=0)
        self.end_bit = max([bit_behind(h, self.big) for h in real], default=0)
        self.partial = True

        def compare(bytes_cover, alone=False):
            """bytes_cover: whether arrays of bytes lie over what they will.
            alone: whether they do as the only arm of a union that counts."""
            def is_open(h):
                if id(h) in paired or h.is_padding or h.field.counterpart:
                    return False
                return first_byte(h) >= both or (
                    bytes_cover and is_byte_array(h.type))
            opened = [h for h in hs if is_open(h)]
            if alone:
                known = {u for h, _ in named for u, _ in h.arms}
                unions = {h.arms[0][0] for h in opened if h.arms} - known
                opened += [h for h in hs if h.arms and id(h) not in paired and
                           not h.field.counterpart and h.arms[0][0] in unions]
            cover = 0
            for h in hs:
                if bytes_cover and is_byte_array(h.type) or h.is_padding:
                    cover |= h.place.mask
            beyond = []
            by_name = {id(b) for _, b in named}
            # What lies over a field may mean it.
            for h in hs:
                if id(h) not in paired and not h.is_padding and (
                        h not in opened and not is_nothing(h)):
                    cover &= ~h.place.mask
            def is_covered(b, by):
                return first_bit(b, self.big) >= self.end_bit or not (
                    b.place.mask & below(self.end) & ~by)
            # Of a union, padding lies over one arm, and none is missing then.
            pads = sum_of(h.place.mask for h in hs if h.is_padding)
            arms = {b.arms[0] for b in bs if b.arms and not b.is_padding}
            real = sum_of(h.place.mask for h in hs if not h.is_padding)
            under = {a[0] for a in arms if all(
                is_covered(b, pads) and not b.place.mask & real
                for b in bs if a in b.arms)}
            for b in bs:
                if b.is_padding or id(b) in by_name:
                    continue
                if is_covered(b, cover) or b.arms and b.arms[0][0] in under:
                    beyond.append(b)
            told = len(self.faults)
            self.whole(hs, bs, both, nested,
                       {*map(id, opened), *map(id, beyond)})
            # What lies under bytes may be meant elsewhere, by its name.
            mine = [h for h in hs if id(h) not in paired and h not in opened]
            if len(self.faults) == told and nested and bytes_cover and any(
                    deep_names(h.type) & b.deep_names()
                    for h in mine for b in beyond):
                self.say(UNSURE, "a name under bytes")

        before = len(self.faults)
        compare(bytes_cover=not nested)
        if nested and len(self.faults) > before:
            # Leaf by leaf they do not fit, but only a prefix counts.
            told = self.faults[before:]
            del self.faults[before:]
            compare(bytes_cover=True)
            if len(self.faults) == before and any(
                    "over nothing" in words for _, words in told):
                self.say(UNSURE, "a prefix has bytes over padding")
        if len(self.faults) > before and not any(b.arms for b in bs) and (
                nested or self.host.top.is_union):
            # Of a union over a struct, one arm that fits is enough.
            told = self.faults[before:]
            del self.faults[before:]
            compare(bytes_cover=True, alone=True)
            if len(self.faults) > before:
                self.faults[before:] = told
        self.end, self.end_bit, self.partial = outer

    def named(self, host, bpf):
        """Only the fields with a marker, paired as among all fields."""
        hs = fields(self.host, host, "")
        marked = [h for h in hs if h.field.marked or h.field.counterpart]
        if not marked:
            self.say(DIFFER, "no field has a marker")
        pairs, _, _ = self.pairs(hs, fields(self.bpf, bpf, ""))
        paired = {id(h): b for h, b in pairs}
        for h in marked:
            if id(h) in paired:
                self.pair(h, paired[id(h)])
            else:
                self.say(DIFFER, f"{h.path} names no field")

    def pairs(self, hs, bs):
        """(pairs, left of the host's, left of BPF's), padding apart."""
        hs = [h for h in hs if not h.is_padding]
        pairs, rest = [], []
        by_name = {b.name: b for b in bs}
        for h in hs:
            if h.field.counterpart:
                if h.field.counterpart not in by_name:
                    self.say(DIFFER, f"{h.path} names no field")
                else:
                    pairs.append((h, by_name[h.field.counterpart]))
            else:
                rest.append(h)
        claimed = {id(b) for _, b in pairs}
        if len(claimed) < len(pairs):
            self.say(UNSURE, "two markers name one field")
        for h in rest:
            if id(by_name.get(h.name)) in claimed:
                # Named by a marker and by name: the marker's has it.
                self.say(UNSURE, f"{h.name} twice")
        bs = [b for b in bs if id(b) not in claimed]
        more, rest, bs = pair_up(rest, bs, lambda x: x.name)
        # What a marker calls no padding pairs in style, too.
        meant = {style(h.name) for h in rest if h.field.marked}
        bs = [b for b in bs if not b.is_padding or style(b.name) in meant]
        pairs += more
        more, rest, bs = pair_up(rest, bs, lambda x: style(x.name))
        return pairs + more, rest, [b for b in bs if not b.is_padding]

    def whole(self, hs, bs, end, nested=False, ignored=()):
        """end: the byte behind BPF's record. ignored: ids of fields that are no
        part of a prefix."""
        pairs, left_h, left_b = self.pairs(hs, bs)
        left_h = [h for h in left_h if id(h) not in ignored]
        left_b = [b for b in left_b if id(b) not in ignored]
        for h, b in pairs:
            self.pair(h, b)
        pads = [h for h in hs if h.is_padding]
        every = [style(f.name) for f in hs]
        unheard = {n for n in every if every.count(n) > 1}
        names = (known_names(left_h) & known_names(left_b)) - unheard
        counting, known_arms = [], []
        for side, paired, left in ((hs, [h for h, _ in pairs], left_h),
                                   (bs, [b for _, b in pairs], left_b)):
            counts = {a for f in paired for a in f.arms}
            # Of a union of which nothing pairs, a name within an arm says it.
            known = {u for u, _ in counts}
            # But of two unions, each arm of the host's must fit some arm.
            if not all(any(f.arms for f in fs) for fs in (left_h, left_b)):
                counts |= {a for f in left if f.deep_names() & names
                           for a in f.arms if a[0] not in known}
            chosen = {u for u, _ in counts}
            known_arms.append(counts)
            counting.append([f for f in left if all(
                u not in chosen or (u, i) in counts for u, i in f.arms)])
        dropped = [h for h in left_h if h not in counting[0]]
        for h in dropped:
            self.own_arm(h, left_b, bs, unheard, end)
        if len(counting[0]) < len(left_h) or len(counting[1]) < len(left_b):
            self.open_warnings = True
        left_h = counting[0]
        cover = 0
        for _, b in pairs:
            cover |= b.place.mask
        # Of a union of which something pairs, the others are by other names.
        known = {u for h, _ in pairs for u, _ in h.arms}
        for h in dropped:
            if any(u in known for u, _ in h.arms) and any(
                    h.place == b.place and like(h, b) for b in left_b):
                cover |= h.place.mask
        # Nor is an arm missing that goes by another name.
        left_b = [b for b in counting[1] if b.place.mask and (
            b.deep_names() & names or not any(
                h.place == b.place and like(h, b) for h in dropped))]
        left_h = [h for h in left_h if h.place.mask]
        for h in left_h:
            if isinstance(h.type, Record) and not (h.arms or tree(h.side, h)):
                self.say(DIFFER, f"{h.path} is nothing, with a byte")
        if not left_h and not any(b.place.mask & ~cover for b in left_b):
            return
        if not nested:
            # What stands alone on both sides has nothing to do with unions.
            for h in [h for h in left_h if not h.arms]:
                for b in [b for b in left_b if not b.arms]:
                    if h.place == b.place and not like(h, b):
                        left_h.remove(h)
                        left_b.remove(b)
                        self.say(DIFFER, f"{h.path} is extra")
        # On top, names count: leaf by leaf compares only a union with a union.
        arms = [any(a not in by_name for f in fs for a in f.arms)
                for fs, by_name in zip((left_h, left_b), known_arms)]
        if nested or all(arms) or self.host.top.is_union or (
                self.bpf.top.is_union) or (arms[1] and not left_h):
            for h in left_h:
                # Raw bytes may hold anything: no sign that the same is meant.
                if not (nested or h.arms or self.host.top.is_union or
                        self.bpf.top.is_union) and is_byte_array(h.type):
                    self.say(SAME if any(b.place == h.place and like(h, b)
                                         for b in left_b) else DIFFER,
                             f"{h.path} is extra")
            self.by_leaves(left_h, left_b, pads, [
                b for b in bs if b.is_padding and (
                    not b.arms or all(x.is_padding for x in bs))],
                cover, unheard)
        else:
            self.by_place(left_h, left_b, pads, {h.name for h in hs},
                          {b.name for b in bs})

    def own_arm(self, h, left, bs, unheard, end):
        """A way to read that may be the host's alone: over what is left of
        BPF's it may be another name, and bytes lie over anything in front of
        the end."""
        if not h.place.mask:
            return

        def fits(among, most=SAME, unheard=unheard):
            try:
                mine = tree(h.side, h)
                unheard = {*unheard, *heard_twice(mine)}
                # Bytes as an arm are bytes, as far as there are any.
                ways = [w for w in each_arm(mine) if w is mine or not (
                    len(w) == 1 and isinstance(w[0], Leaf) and
                    w[0].is_bytes and w[0].mask < 1 << 8 * end)]
                # What stands beside it in an arm is there by name.
                arms = {a for b in among for a in b.arms
                        if b.place.mask & h.place.mask}
                theirs = assemble([
                    (b.arms, tree(b.side, b)) for b in among
                    if b.place.mask & h.place.mask or arms & {*b.arms}])
                return all(fit(way, theirs, beside,
                               unheard=unheard).verdict <= most
                           for way in ways if not all_padding(way))
            except TooMany:
                return most == UNSURE
        beside = below(end) & ~h.place.mask
        # An arm that pairs and has one of its names is meant, too.
        meant = any(b not in left and deep_names(h.type) & deep_names(b.type)
                    for b in bs)
        # Who reads nothing reads nothing wrong.
        if not tree(h.side, h) or fits(left) and (not meant or fits(bs)):
            return
        if is_byte_array(h.type) and last_byte(h) <= end and any(
                b.place.mask & h.place.mask for b in bs):
            return
        # What another arm reads may be read in this way as well. Which of two
        # names in one style an arm means is open.
        if not (fits(bs) and fits(bs, unheard=())):
            self.say(UNSURE if fits(bs, UNSURE) else DIFFER,
                     f"{h.path} is an arm of the host's own")
        elif any(deep_names(h.type) & deep_names(b.type) for b in left):
            self.say(UNSURE, f"{h.path} has names of an arm that it is not")

    def by_leaves(self, hs, bs, pads, their_pads, read, unheard):
        """read: bits of BPF's that go by another name. unheard: names in a
        style that several have."""
        def trees(fs):
            return assemble([(f.arms, tree(f.side, f, bool(f.arms)))
                             for f in fs])
        if any(h.system for h in hs):
            bs = bs + their_pads
        def padding(fs, of_others):
            # Whether that of another arm fills up anything is open.
            mine = {f.arms[0] for f in fs if f.arms}
            unions = {u for u, _ in mine}
            return [Leaf(p.place.mask, "bytes", None, p.name, True,
                         system=p.system) for p in pads
                    if not p.arms or p.arms[0] in mine or (
                        of_others if p.arms[0][0] in unions
                        else len(parts) == 1)]
        parts = [(hs, trees(hs))]
        if all(f.arms for f in hs + bs) and len(
                {f.arms[0][0] for f in hs}) == 1:
            # Of a union on both sides, each arm must fit.
            arms = {f.arms[0] for f in hs}
            by_arm = [[f for f in hs if f.arms[0] == a] for a in arms]
            parts = [(fs, way) for fs in by_arm
                     for way in each_arm(trees(fs))]
            # An arm that is padding alone is none where another holds something.
            parts = [p for p in parts if not all_padding(p[1])] or parts
            # Who reads nothing reads nothing wrong, and bytes are bytes.
            end = max([last_byte(b) for b in bs], default=0)
            parts = [(fs, way) for fs, way in parts if extent(way) and not (
                len(fs) == 1 and is_byte_array(fs[0].type) and
                last_byte(fs[0]) <= end)]
        if not parts:
            self.open_warnings = True
            return

        unheard = {*unheard, *heard_twice(trees(hs))}

        def judged(of_others=False, unheard=unheard):
            return max((fit(way + padding(fs, of_others),
                            cut_off(trees(bs), self.end), read,
                            unheard=unheard)
                        for fs, way in parts), key=lambda x: x.key)
        try:
            told = judged()
            if told.verdict == DIFFER and len(parts) == 1 and (
                    judged(True).verdict != DIFFER or not extent(parts[0][1])):
                told = Outcome(UNSURE, "padding in another arm")
            elif unheard and judged(unheard=()).verdict != told.verdict:
                told = Outcome(UNSURE, "a name in two styles")
        except TooMany:
            self.say(UNSURE, "too many ways")
            return
        if told.verdict:
            # What is not told of a leaf is not said here.
            self.say(UNSURE if self.off else told.verdict, told.words)
        self.warnings += told.warnings
        # Which of several ways to tell it is taken, no one has to know.
        if any(f.arms or is_byte_array(f.type) or
               isinstance(innermost(f.type), Record) for f in hs + bs):
            self.open_warnings = True

    def by_place(self, hs, bs, pads, host_names, bpf_names):
        bs = list(bs)
        for h in hs:
            at = [b for b in bs if b.place == h.place and like(h, b) and
                  b.name not in host_names and h.name not in bpf_names]
            told = self.types(h, at[0]) if at else DIFFER
            if at and told != DIFFER:
                found = {u for u, _ in at[0].arms}
                bs = [b for b in bs if b is not at[0] and not any(
                    u in found for u, _ in b.arms)]
                self.say(told, f"{h.path} may be renamed")
                self.warnings.append(f"{h.path} renamed")
            else:
                # A marker on what is called padding says that it is none.
                self.say(UNSURE if is_padding(h.name) or h.arms else DIFFER,
                         f"{h.path} is extra")
        under = 0
        for p in pads:
            under |= p.place.mask
        for b in bs:
            if b.place.mask & ~under == 0:
                self.warnings.append(f"{b.path} is under padding")
            else:
                self.say(DIFFER, f"{b.path} is missing")
