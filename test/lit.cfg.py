# The tests of what a user loads into clang, clang-tidy and clangd. The whole
# suite runs once for each LLVM major; lit.site.cfg.py says which this is.
import os

import lit.formats

config.name = "HostLayout-" + config.llvm_major
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".c", ".cpp", ".test"]
config.excludes = ["Inputs"]
config.test_source_root = os.path.join(os.path.dirname(__file__), "plugin")
config.test_exec_root = os.path.join(config.build_dir, "test",
                                     "lit-" + config.llvm_major)


def tool(name):
    return os.path.join(config.llvm_bin, name)


# Longer names first: lit replaces text, not words.
config.substitutions += [
    # A BPF object as a user builds it.
    ("%bpfcc", tool("clang") + " -target bpf -g -O2"),
    ("%count", tool("count")),
    ("%clang_tidy", tool("clang-tidy")),
    ("%clangxx", tool("clang++")),
    ("%clangd", tool("clangd")),
    ("%clang", tool("clang")),
    ("%FileCheck", tool("FileCheck")),
    ("%llvm_objcopy", tool("llvm-objcopy")),
    ("%llvm_strip", tool("llvm-strip")),
    ("%not", tool("not")),
    ("%split_file", tool("split-file")),
    ("%python", config.python),
    ("%plugin_dir", os.path.dirname(config.plugin)),
    ("%plugin", config.plugin),
    ("%include", os.path.join(config.source_dir, "include")),
    ("%major", config.llvm_major),
]

config.available_features.add("llvm-" + config.llvm_major)
for major in config.llvm_majors.split(";"):
    if int(config.llvm_major) >= int(major):
        config.available_features.add("llvm-at-least-" + major)
if os.uname().machine == "x86_64":
    config.available_features.add("x86")
if os.path.exists("/sys/kernel/btf/vmlinux"):
    config.available_features.add("kernel-btf")
if os.geteuid() == 0:
    config.available_features.add("root")
