"""Commands of GCC: all of its flags, and layouts as GCC itself has them."""

import json
import re
import shutil
import subprocess

from project import GOOD, Project, main

# What this Clang does not know and could give other layouts.
REFUSED = ["-fsso-struct=big-endian", "-fplan9-extensions",
           "-funsigned-bitfields", "-fno-signed-bitfields", "-mabi=ms",
           "-m128bit-long-double", "-m96bit-long-double", "-malign-power",
           "-mstructure-size-boundary=32",
           "-fplugin=/usr/lib/randomize_layout_plugin.so"]
# Not for this machine, or without a value no flags.
ODD = {"-ftemplate-depth-", "-miamcu"}
# Those change the layout of GOOD, and are honoured.
HONOURED = {"-fpack-struct", "-m16", "-m32"}
VALUED = """-falign-functions=16 -fabi-version=8 -fcf-protection=branch
  -fdiagnostics-color=always -fdiagnostics-format=json -fexcess-precision=fast
  -ffile-prefix-map=a=b -ffixed-r12 -fira-algorithm=CB -fira-region=all
  -flive-patching=inline-clone -flto=auto -flto-partition=none
  -flto-compression-level=3 -fmax-errors=5 -fprofile-update=atomic
  -fprofile-partial-training -fsimd-cost-model=dynamic -fstack-reuse=none
  -fstack-limit-register=r12 -ftls-model=initial-exec
  -fvect-cost-model=very-cheap -fzero-call-used-regs=used
  -fpatchable-function-entry=16,16 -fno-ipa-cp-clone
  -fmin-function-alignment=16 -fsanitize=kernel-address
  -fasan-shadow-offset=0xdffffc0000000000 -mcmodel=kernel
  -mpreferred-stack-boundary=3 -mindirect-branch=thunk-extern
  -mindirect-branch-register -mfunction-return=thunk-extern -mskip-rax-setup
  -mrecord-mcount -mstack-protector-guard=global -mfpmath=sse -march=native
  -mtune=generic -malign-data=cacheline -Wp,-D_FORTIFY_SOURCE=2
  -Wp,-MD,x.d,-MT,x.o -Wa,--noexecstack -specs=/dev/null --param=ssp-buffer-size=4
  -fconserve-stack -fno-such-flag -mno-such-flag -march=no-such-cpu
  -std=gnu99 -frandom-seed=7 -freport-bug -fdump-tree-all -save-temps=obj
  -dumpbase=x -wrapper=env -pipe -aux-info=x -Q -v"""

# Flags, the host's struct, BPF's, and the size that GCC must agree on.
LAYOUTS = {
    "pack": ("-fpack-struct", "u8 a; u64 b;", "u8 a; u64 b;", 9),
    "pack2": ("-fpack-struct=2", "u8 a; u64 b;", "u8 a; u8 pad; u64 b;", 10),
    "enums": ("-fshort-enums", "enum { no, yes } e; u8 b;", "u8 e; u8 b;", 2),
    "bits": ("-mms-bitfields", "u8 a : 4; u32 b : 4;",
             "u8 a : 4; u32 : 0; u32 b : 4; u32 : 0;", 8),
    "wide": ("-fshort-wchar", "__WCHAR_TYPE__ c[4];", "u16 c[4];", 8),
    "small": ("-m32", "u32 a; u64 b;", "u32 a; u64 b;", 12),
}
NUMBERS = """typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned u32;
typedef unsigned long long u64;
"""


def known_flags():
    """The flags without a value that this machine's GCC lists."""
    lines = ""
    for group in ("optimizers", "common", "target", "c", "c++"):
        lines += subprocess.run(["gcc", f"--help={group}"], text=True,
                                capture_output=True, check=True).stdout
    return sorted(set(re.findall(r"^  (-[fm][\w+-]+)(?=\s)", lines, re.M)))


class Flags(Project):
    def setUp(self):
        super().setUp()
        self.object()

    def units(self, flags, compiler="gcc"):
        """A unit for each of the flags, in its own file."""
        for number, flag in enumerate(flags):
            name = f"u{number}.c"
            self.write(name, GOOD)
            self.commands.append({
                "directory": str(self.path), "file": name,
                "arguments": [compiler, flag, "-c", name]})
        self.write("build/compile_commands.json", json.dumps(self.commands))

    def blamed(self, report, flags):
        """Flags whose units failed, and those with findings."""
        flag = lambda name: flags[int(re.search(r"u(\d+)\.c", name)[1])]
        return ({flag(one["file"]) for one in report["failed"]},
                {flag(unit) for f in report["findings"] for unit in f["units"]})

    def test_all_flags(self):
        flags = known_flags()
        self.assertGreater(len(flags), 400)
        flags += VALUED.split()
        self.units(flags)
        failed, found = self.blamed(self.report("--btf", "ev.bpf.o"), flags)
        self.assertLessEqual(failed, ODD | set(REFUSED))
        self.assertEqual(found, HONOURED & set(flags))

    def test_flags_that_cannot_be_honoured(self):
        self.units(REFUSED)
        done = self.check("--btf", "ev.bpf.o", expect=2)
        for number, flag in enumerate(REFUSED):
            self.assertRegex(done.stdout, rf"(?m)^u{number}\.c: error: .*" +
                             re.escape(flag.split("/")[-1].split("=")[0]))
        self.assertIn(f"{len(REFUSED)} files could not be compiled",
                      done.stdout)
        # None of it counts as checked, not even as nothing to check.
        self.assertIn("0 structs checked", done.stdout)

    def test_pairs_of_words(self):
        for number, words in enumerate((
                "-o x.o", "-MF x.d", "-MD -MT x", "-MQ x", "-aux-info x",
                "-dumpbase x", "-dumpdir x", "-wrapper env", "--param a=1",
                "-isystem /usr/lib/gcc/x86_64-linux-gnu/12/include",
                "-I /usr/lib/gcc/x86_64-linux-gnu/12/include",
                "-x c", "-T x", "-z now", "-u x", "-D A -U A")):
            self.unit(f"w{number}.c", GOOD, f"gcc {words}")
        self.check("--btf", "ev.bpf.o", expect=0)

    def test_response_file(self):
        self.write("flags.rsp", "-fconserve-stack -DBPF_HOST_LAYOUT_BTF="
                   "ev.bpf.o")
        self.unit("a.c", GOOD, "gcc @flags.rsp")
        self.check(expect=0)

    def test_precompiled_header(self):
        """Only GCC can read GCC's: what it was made from is read."""
        self.write("all.h", GOOD)
        subprocess.run(["gcc", "-x", "c-header", "all.h", "-o", "all.h.gch"],
                       cwd=self.path, capture_output=True, check=True)
        self.unit("a.c", "int x;\n", "gcc -Winvalid-pch -include all.h")
        report = self.report("--btf", "ev.bpf.o", expect=0)
        self.assertEqual(report["summary"]["structsChecked"], 1)

    def test_warnings_that_a_pragma_makes_errors(self):
        """GCC may have no such warning where Clang has one."""
        self.unit("a.c", '#pragma GCC diagnostic error "-Wpadded"\n'
                  '#pragma GCC diagnostic error "-Wsign-compare"\n' + GOOD +
                  "static inline int f(unsigned a, int b) { return a < b; }\n",
                  "gcc")
        self.check("--btf", "ev.bpf.o", "--parse-all", expect=0)


class Layouts(Project):
    def host(self, name, fields):
        return (f'{NUMBERS}struct __attribute__((bpf_host_layout("{name}"))) '
                f"{name} {{ {fields} }};\n")

    def size_by_gcc(self, name, flags):
        text = self.read(name + ".c")
        return subprocess.run(
            ["gcc", "-w", "-fsyntax-only", *flags, "-x", "c", "-"],
            input=text + f"_Static_assert(sizeof(struct {name}) == "
            f"{LAYOUTS[name][3]}, \"\");\n", cwd=self.path, text=True,
            capture_output=True, check=False).returncode == 0

    def test_layouts_are_gccs(self):
        bpf = '#include <bpf/host_layout.h>\n' + NUMBERS
        for name, (_, _, fields, size) in LAYOUTS.items():
            packed = "__attribute__((packed))" if name != "bits" else ""
            bpf += (f"struct {name} {{ {fields} }} {packed};\n"
                    f"_Static_assert(sizeof(struct {name}) == {size}, \"\");\n"
                    f"BPF_HOST_LAYOUT_EMIT(struct {name});\n")
        self.object(text=bpf)
        for name, (flags, fields, _, _) in LAYOUTS.items():
            self.unit(f"{name}.c", self.host(name, fields), f"gcc {flags}")
            self.unit(f"plain-{name}.c", self.host(name, fields), "gcc")
            self.assertTrue(self.size_by_gcc(name, flags.split()), name)
            self.assertFalse(self.size_by_gcc(name, []), name)
        report = self.report("--btf", "ev.bpf.o", expect=1)
        self.assertEqual(report["failed"], [])
        self.assertEqual(
            {unit for f in report["findings"] for unit in f["units"]
             if f["level"] == "error"},
            {f"plain-{name}.c" for name in LAYOUTS})

    def test_structs_of_another_byte_order(self):
        """Clang passes over what says so. GCC does not."""
        self.object()
        big = '__attribute__((scalar_storage_order("big-endian")))'
        pragma = "#pragma scalar_storage_order "
        part = "struct %s part { unsigned pid; };\n"
        whole = GOOD.replace("uint32_t pid", "struct part pid")
        refused = {
            "attribute": GOOD.replace("};", f"}} {big};"),
            "macro": f"#define BIG {big}\n" + GOOD.replace("};", "} BIG;"),
            "pragma": pragma + "big-endian\n" + GOOD,
            "part": part % big + whole,
            "typedef": GOOD.replace("struct __attribute__((bpf_host_layout)) "
                                    "event", f"struct {big} raw") +
                       "typedef struct raw event "
                       "__attribute__((bpf_host_layout));\n",
        }
        fine = {
            "other": part % big + GOOD,
            "before": pragma + "big-endian\n" + part % "" + pragma +
                      "default\n" + GOOD,
        }
        for name, text in {**refused, **fine}.items():
            self.unit(f"{name}.c", text, "gcc")
        report = self.report("--btf", "ev.bpf.o", expect=2)
        self.assertEqual({one["file"] for one in report["failed"]},
                         {f"{name}.c" for name in refused})
        self.assertIn("GCC stores 'event' in the order that "
                      "scalar_storage_order names",
                      report["failed"][0]["message"])
        # Compiled by Clang, the product has passed over it, too.
        self.commands = []
        self.unit("attribute.c", refused["attribute"], "clang")
        self.check("--btf", "ev.bpf.o", expect=0)

    def test_types_without_a_layout(self):
        """None of them has a storage order, and each is told as what it is."""
        self.object()
        mark = "__attribute__((bpf_host_layout))"
        for name, text, message in (
                ("struct", f"struct {mark} event;", "is only declared here"),
                ("later", f"struct {mark} event; struct event {{ int a; }};",
                 "is only declared here"),
                ("enum", f"enum {mark} event : int;", "is only declared here"),
                ("alias", f"struct event; typedef struct event e {mark};",
                 "names an incomplete type"),
                ("array", f"struct event; typedef struct event e[2] {mark};",
                 "names an incomplete type"),
                ("template", f"template <class T> struct {mark} event;\n"
                 "template <class T> struct user { event<T> *e; };\n"
                 "user<int> u;", "is only declared here"),
                ("scalar", "typedef unsigned e "
                 '__attribute__((bpf_host_layout("counts.key")));', None),
                ("pointer", f"struct part; struct {mark} event "
                 "{ unsigned long long ts; struct part *p; };", "'p'")):
            self.commands = []
            self.unit(f"{name}.cpp", text + "\n", "g++ -std=c++20")
            report = self.report("--btf", "ev.bpf.o",
                                 expect=1 if message else 0)
            self.assertEqual(report["failed"], [], name)
            if message:
                self.assertIn(message, report["findings"][0]["message"], name)

    def test_the_compilers_name_is_its_target(self):
        self.object(text="#include <bpf/host_layout.h>\n" + NUMBERS +
                    "struct word { u64 a; };\nBPF_HOST_LAYOUT_EMIT(struct word);"
                    "\n")
        host = self.host("word", "unsigned long a;")
        expected = {"arm-linux-gnueabihf-gcc": "abi",
                    "aarch64-linux-gnu-gcc-12": None,
                    "/opt/cross/bin/i686-linux-gnu-g++": "abi",
                    "s390x-linux-gnu-gcc": "endian", "gcc-12": None,
                    "avr-gcc -mmcu=atmega328p": "abi",
                    "arm-none-eabi-gcc --specs=nosys.specs": "abi",
                    "/usr/bin/c++": None, "ccache gcc": None,
                    # No targets, for all that stands in front of "gcc".
                    "musl-gcc": None, "my-gcc": None, "c99-gcc": None}
        for launcher in ("ccache", "sccache", "distcc", "icecc", "buildcache",
                         "env", "env CCACHE_DIR=/x ccache", "nice -n 5",
                         "/usr/bin/time -p",
                         "/bin/sh ./libtool --tag=CC --mode=compile"):
            expected[f"{launcher} arm-linux-gnueabihf-gcc-12"] = "abi"
            expected[f"{launcher} /usr/bin/gcc"] = None
        # A word of the command that is called like a compiler.
        expected["mpicc -isystem /opt/arm-linux-gnueabihf-gcc"] = None
        for number, (compiler, rule) in enumerate(expected.items()):
            self.commands = []
            self.unit("a.c", host, compiler)
            report = self.report("--btf", "ev.bpf.o")
            self.assertEqual(self.rules(report), [rule] if rule else [],
                             compiler)
            self.assertEqual(report["failed"], [], compiler)
        for compiler in ("or1k-linux-musl-gcc", "tricore-elf-gcc",
                         "nios2-elf-gcc", "icecc sh4-linux-gnu-gcc"):
            self.commands = []
            self.unit("a.c", host, compiler)
            done = self.check("--btf", "ev.bpf.o", expect=2)
            self.assertIn("does not know the target of "
                          f"'{compiler.split()[-1]}'", done.stdout)


if __name__ == "__main__":
    if not shutil.which("gcc"):
        print("skipped: there is no gcc")
        raise SystemExit(77)
    main()
