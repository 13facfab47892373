"""What is fixed is fixed: after clang -fixit, clang-tidy --fix and check --fix no
struct has the error that it was fixed for, and what a person has to decide is as
it was."""

import json
import os
import re

import corpus
from harness import ANY, llvm, with_plugin
from project import PLUGIN, Project, main

SAID = re.compile(r"(?:error|warning): (.*?) \[bpf-host-layout-[a-z-]+[],]")

# Beside the pages' examples: BPF's side and the host's, which a fix once made
# worse, or only half right.
CASES = {
    "view": ("struct s { char kind; u64 size; u64 data; } "
             "__attribute__((packed));",
             "#include <string_view>\nstruct [[bpf::host_layout]] s {\n"
             "  char kind;\n  std::string_view text;\n};\n"),
    "half": ("struct s { u32 kind; union { u32 v4; u64 v6[2]; }; u32 end; };",
             "struct [[bpf::host_layout]] s {\n  unsigned kind;\n"
             "  unsigned end;\n};\n"),
    "arms": ("struct s { u32 kind; union { u32 v4; struct { u16 a, b; }; }; };",
             "struct [[bpf::host_layout]] s {\n  unsigned kind;\n};\n"),
    "bits": ("struct s { u32 a : 3, b : 29; u32 pid; u64 ts; };",
             "struct [[bpf::host_layout]] s {\n  unsigned a : 3;\n"
             "  unsigned b : 29;\n  unsigned long long ts;\n  unsigned pid;\n"
             "};\n"),
    "bit-order": ("struct s { u8 ver : 4; u8 len : 4; u8 tos; };",
                  "struct [[bpf::host_layout]] s {\n  unsigned char len : 4;\n"
                  "  unsigned char ver : 4;\n  unsigned char tos;\n};\n"),
    "several": ("struct s { u64 a; u32 b; s32 c; char d[16]; u32 e; };",
                "struct [[bpf::host_layout]] s {\n  unsigned long long a;\n"
                "  float b;\n  unsigned c;\n  char d[8];\n};\n"),
    "one-line": ("struct s { u64 ts; u32 pid; };",
                 "struct [[bpf::host_layout]] s { unsigned pid; "
                 "unsigned long long ts; };\n"),
    "declarators": ("struct s { u32 a; s32 b; u32 c; };",
                    "struct [[bpf::host_layout]] s {\n  unsigned a, b, c;\n"
                    "};\n"),
    "macro": ("struct s { u64 ts; u32 pid; };",
              "#define FIELD(t, n) t n;\nstruct [[bpf::host_layout]] s {\n"
              "  FIELD(unsigned, pid)\n  FIELD(unsigned long long, ts)\n};\n"),
    "renamed": ("struct s { u64 ts; u32 pid; };",
                "struct [[bpf::host_layout]] s {\n  unsigned long long ts;\n"
                "  unsigned tgid;\n};\n"),
}
# What no tool may decide: the text stays.
LEFT = {"renamed", "macro"}


class Fixes(Project):
    def setUp(self):
        super().setUp()
        self.units = corpus.write(self)
        for name, (bpf, host) in CASES.items():
            self.bpf_object(f"own/{name}.o", bpf + "\nstruct s *keep;\n")
            self.unit(f"own/{name}.cpp", host,
                      "clang++ -std=c++20 "
                      f"-DBPF_HOST_LAYOUT_BTF=own/{name}.o")
            self.units.append((f"own/{name}.cpp", [
                "-std=c++20", f"-DBPF_HOST_LAYOUT_BTF=own/{name}.o"]))
        self.before = {name: self.read(name) for name, _ in self.units}

    def clang(self, name, words, *more):
        kind = "c" if name.endswith(".c") else "c++"
        return self.call(llvm("clang"), "-x", kind, "-fsyntax-only",
                         *with_plugin(), *words, *more, name, code=ANY).stderr

    def promised(self):
        """What each file has said that a tool may mend unseen."""
        found = self.report(expect=1)["findings"]
        said = {}
        for finding in found:
            if any(note.get("edits") and note["safe"]
                   for note in finding["notes"]):
                text = re.sub(r" \[bpf-host-layout.*", "", finding["message"])
                name = os.path.relpath(finding["location"]["file"], self.path) \
                    if os.path.isabs(finding["location"]["file"]) \
                    else finding["location"]["file"]
                said.setdefault(name, set()).add(text)
        self.assertGreater(len(said), 10)
        return said

    def judge(self, promised):
        changed = [n for n in self.before if self.read(n) != self.before[n]]
        self.assertGreater(len(changed), 10)
        for name, words in self.units:
            said = self.clang(name, words)
            with self.subTest(name):
                # What is written still compiles: nothing else is wrong.
                self.assertNotRegex(said, r"error: (?!.*\[bpf-host-layout)")
                left = set(SAID.findall(said)) & promised.get(name, set())
                self.assertFalse(left, self.read(name))
        for name in LEFT:
            self.assertEqual(self.read(f"own/{name}.cpp"),
                             self.before[f"own/{name}.cpp"])

    def test_compiler(self):
        promised = self.promised()
        for _ in range(4):
            for name, words in self.units:
                self.clang(name, words, "-Xclang", "-fixit", "-Xclang",
                           "-fix-what-you-can")
        self.judge(promised)

    def test_tidy(self):
        promised = self.promised()
        for _ in range(4):
            self.call(llvm("clang-tidy"), f"--load={PLUGIN}", "--quiet", "--fix",
                      "--fix-errors", "--checks=-*,bpf-host-layout", "-p",
                      "build", *[name for name, _ in self.units], code=ANY)
        self.judge(promised)

    def test_check(self):
        promised = self.promised()
        self.check("--fix")
        self.judge(promised)

    def test_a_pointer_that_bpf_code_may_share(self):
        """In a header it stays a pointer, whoever applies fixes."""
        self.bpf_object("p.o", "struct p { void *at; };\nstruct p *keep;\n")
        header = "struct [[bpf::host_layout]] p {\n  void *at;\n};\n"
        self.write("p.h", header)
        words = ["--target=i386-linux-gnu", "-ffreestanding", "-std=c++20",
                 "-DBPF_HOST_LAYOUT_BTF=p.o"]
        self.commands = []
        self.unit("p.cpp", '#include "p.h"\n', " ".join(["clang++", *words]))
        self.assertIn("4-byte pointer", self.clang("p.cpp", words, "-Xclang",
                                                   "-fixit"))
        self.call(llvm("clang-tidy"), f"--load={PLUGIN}", "--fix", "--fix-errors",
                  "--header-filter=.*", "--checks=-*,bpf-host-layout", "-p",
                  "build", "p.cpp", code=ANY)
        self.check("--fix", expect=1)
        self.assertEqual(self.read("p.h"), header)


if __name__ == "__main__":
    main()
