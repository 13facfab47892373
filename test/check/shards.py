"""A project that is checked in parts has the verdict of one run."""

import json
import os

from project import GOOD, SWAPPED, Project, main


class Shards(Project):
    def setUp(self):
        super().setUp()
        self.object()
        known = "g++ -std=c++20 -DBPF_HOST_LAYOUT_BTF=ev.bpf.o"
        self.write("shared.h", SWAPPED.replace("event", "stats"))
        for number in range(6):
            self.unit(f"src/u{number}.cpp", f'#include "../shared.h"\nint '
                                            f"counts{number};\n", known)
        self.unit("src/wrong.cpp", SWAPPED, known)
        self.unit("src/good.cpp", GOOD, known)
        self.unit("src/broken.cpp", "#error\n" + GOOD, known)
        # What this one cannot check, another part can.
        self.write("late.h", GOOD.replace("event", "late_t").replace(
            "bpf_host_layout", 'bpf_host_layout("event")'))
        self.unit("src/blind.cpp", '#include "../late.h"\n', "g++ -std=c++20")
        self.unit("src/sees.cpp", '#include "../late.h"\nint counts;\n', known)

    def parts(self, count, *words):
        names = []
        for number in range(1, count + 1):
            names.append(f"part{number}.json")
            self.check(f"--shard={number}/{count}", "--format=json", "-o",
                       names[-1], *words, expect=0)
        return names

    def test_the_verdict_is_that_of_one_run(self):
        for count in (1, 3):
            parts = self.parts(count)
            sizes = [len(json.loads(self.read(p))["shard"]["units"])
                     for p in parts]
            self.assertEqual(sum(sizes), 11)
            for words in ([], ["--require-coverage"],
                          ["--line-filter", '[{"name":"shared.h"}]']):
                forms = ["text", "json", "sarif", "github", "gitlab"]
                for form in forms if count == 3 and not words else forms[1:2]:
                    one = self.check(f"--format={form}", *words)
                    # In any order.
                    all_ = self.merge(f"--format={form}", *words,
                                      *reversed(parts))
                    self.assertEqual(one.returncode, all_.returncode)
                    self.assertEqual(one.stdout, all_.stdout, (words, form))

    def test_a_baseline_of_either_fits_both(self):
        parts = self.parts(2)
        self.merge("--baseline=parts.base", "--update-baseline", *parts)
        self.check("--baseline=whole.base", "--update-baseline")
        self.assertEqual(self.read("parts.base"), self.read("whole.base"))
        done = self.merge("--baseline=whole.base", *parts)
        self.assertIn(" known", done.stdout)
        self.assertEqual(done.returncode, 2)  # broken.cpp

    def test_a_part_that_is_missing_is_no_verdict(self):
        parts = self.parts(3)
        for words, says in (
                (parts[:2], "part 3 of 3 is missing"),
                ([*parts, parts[0]], "part 1 of 3 is given twice"),
                (["build/compile_commands.json"], "this is not the report of a shard"),
                ([], "FILE is required"), (["gone.json"], "gone.json: ")):
            done = self.merge(*words, expect=2)
            self.assertIn(says, done.stderr)

    def test_what_a_part_is_for(self):
        for words, says in (
                (["--shard=4/3"], "--shard: '4/3' is not K/N"),
                (["--shard=1/3"], "--shard needs --format=json"),
                (["--shard=1/3", "--format=json", "--fix"], "--shard needs")):
            self.assertIn(says, self.check(*words, expect=2).stderr)

    def test_another_machine_has_another_root(self):
        parts = self.parts(2)
        one = self.check("--format=gitlab").stdout
        moved = self.path.with_name(self.path.name + "-moved")
        os.rename(self.path, moved)
        self.path = moved
        self.addCleanup(lambda: os.rename(moved, self.temporary.name))
        self.assertEqual(self.merge("--format=gitlab", *parts).stdout, one)


if __name__ == "__main__":
    main()
