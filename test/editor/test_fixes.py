"""Quick fixes: every kind that has one, applied and checked again."""

from project import EditorTest, kinds

M = "[[bpf::host_layout]]"
GNU = "__attribute__((bpf_host_layout))"

# kind: the BPF type, the host's, further flags of the compile
CASES = {
    "reordered": ("struct s { u64 ts; u32 pid; };",
                  "struct %s s {\n  uint32_t pid;\n  uint64_t ts;\n};"),
    "missing-field": ("struct s { u64 ts; u64 cgroup; u32 pid, uid; };",
                      "struct %s s {\n  uint64_t ts;\n  uint32_t pid, uid;\n"
                      "};"),
    "renamed": ("struct s { u32 pid; };", "struct %s s {\n  uint32_t tid;\n};"),
    "size": ("struct s { u64 a, b, c; } __attribute__((aligned(16)));",
             "struct %s s {\n  uint64_t a, b, c;\n};"),
    "padding": ("struct s { u32 a; u64 b; } __attribute__((packed));",
                "struct %s s {\n  uint32_t a;\n  uint64_t b;\n};"),
    "type": ("struct s { u32 ip; };", "struct %s s {\n  float ip;\n};"),
    "signedness": ("struct s { s32 ret; };",
                   "struct %s s {\n  uint32_t ret;\n};"),
    "array": ("struct s { char comm[16]; };",
              "struct %s s {\n  char comm[32];\n};"),
    "enum-missing": ("enum s { ONE = 1, TWO, SIX = 6 };",
                     "enum %s s {\n  ONE = 1,\n  TWO\n};"),
    "abi": ("struct s { u32 a; u64 ts; };",
            "struct %s s {\n  uint32_t a;\n  uint64_t ts;\n};",
            "--target=i386-linux-gnu", "-ffreestanding"),
    "pointer": ("struct s { void *p; };", "struct %s s {\n  void *p;\n};",
                "--target=i386-linux-gnu", "-ffreestanding"),
}


class Fixes(EditorTest):
    def setUp(self):
        super().setUp()
        self.commands(files={"agent.cpp": (),
                             **{kind + suffix: case[2:]
                                for kind, case in CASES.items()
                                for suffix in (".c", ".cpp")}})

    def try_fix(self, kind, suffix, marker, bpf, host, *_):
        self.bpf(bpf)
        text = "#include <stdint.h>\n" + host % marker + "\n"
        found = self.check(kind + suffix, text)
        self.assertEqual(kinds(found), [kind])
        fixed, title = self.fix(kind + suffix, text, found[0])
        self.assertNotEqual(fixed, text)
        # It says what it does, not what is wrong.
        self.assertRegex(title.lower(), "^(swap|move|add|declare) ")
        self.check_kinds(kind + suffix, fixed, [])

    def test_kinds(self):
        for kind, case in CASES.items():
            with self.subTest(kind):
                self.try_fix(kind, ".cpp", M, *case)

    def test_kinds_in_c(self):
        for kind, case in CASES.items():
            with self.subTest(kind):
                self.try_fix(kind, ".c", GNU, *case)

    def test_with_other_errors_around(self):
        """A struct is edited in a file that is being typed."""
        self.bpf(CASES["reordered"][0])
        text = ("#include <stdint.h>\n" + CASES["reordered"][1] % M +
                "\nint f() { retur")
        found = self.check("agent.cpp", text)
        ours = [d for d in found if "bpf-host-layout" in d["message"]]
        self.assertEqual(kinds(ours), ["reordered"])
        self.assertGreater(len(found), 1)
        fixed, _ = self.fix("agent.cpp", text, ours[0])
        found = self.check("agent.cpp", fixed)
        self.assertFalse([d for d in found
                          if "bpf-host-layout" in d["message"]])

    def test_none_where_none_is_safe(self):
        """A field behind a macro is not edited."""
        self.bpf(CASES["type"][0])
        text = ("#define FIELD float ip;\n"
                f"struct {M} s {{\n  FIELD\n}};\n")
        found, = self.check_kinds("agent.cpp", text, ["type"])
        self.assertEqual(
            self.server.quick_fixes(self.dir / "agent.cpp", found), [])
