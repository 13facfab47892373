# The tests of what a user loads into clang, clang-tidy and clangd. The whole
# suite runs once for each LLVM major; lit.site.cfg.py says which this is.
#
# What RUN lines say, besides lit's own %s, %S and %t:
#
#   %bpfcc        compiles a BPF program as a user does: %bpfcc a.bpf.c -o a.bpf.o
#   %check_cxx    compiles nothing, but checks: clang++ in C++17 with the plugin
#   %check_c      the same with clang, in the C that it takes by itself
#   %verify_cxx   %check_cxx in C++20, where comments in the source say which
#                 errors and warnings there are (-verify); notes are let through
#   %verify_c     %check_c with these comments
#   %arg-NAME=V   an argument of the plugin: %arg-btf=%t/a.bpf.o
#   %fix          edits/Inputs/fix.py: applies fix-its, and prints the result
#   %bpftool      bpftool, which is not on every user's path
#
# Each is followed by what differs: another -std=, --target= or -D, the file. All
# find <bpf/host_layout.h>. For compiles of other kinds: %clang, %clangxx, %plugin
# (libHostLayout.so), %plugin_dir, %include and %major. Programs of LLVM:
# %clang_tidy %clangd %FileCheck %not %count %split_file %llvm_nm %llvm_objcopy
# %llvm_strip. %python is the Python that runs lit's tests.
import os
import shutil

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


include = os.path.join(config.source_dir, "include")
check = f" -I{include} -fsyntax-only -fplugin={config.plugin}"
check_cxx = tool("clang++") + check
check_c = tool("clang") + check
verify = " -Xclang -verify -Xclang -verify-ignore-unexpected=note"
bpftool = shutil.which("bpftool", path=os.environ.get("PATH", os.defpath) +
                       ":/usr/sbin:/sbin")

# Longer names first: lit replaces text, not words.
config.substitutions += [
    ("%bpfcc", tool("clang") + f" -target bpf -g -O2 -I{include} -c"),
    ("%check_cxx", check_cxx + " -std=c++17"),
    ("%check_c", check_c),
    ("%verify_cxx", check_cxx + " -std=c++20" + verify),
    ("%verify_c", check_c + verify),
    ("%arg-", "-fplugin-arg-hostlayout-"),
    ("%fix", config.python + " " +
     os.path.join(config.test_source_root, "edits", "Inputs", "fix.py")),
    ("%bpftool", bpftool or "bpftool"),
    ("%count", tool("count")),
    ("%clang_tidy", tool("clang-tidy")),
    ("%clangxx", tool("clang++")),
    ("%clangd", tool("clangd")),
    ("%clang", tool("clang")),
    ("%FileCheck", tool("FileCheck")),
    ("%llvm_nm", tool("llvm-nm")),
    ("%llvm_objcopy", tool("llvm-objcopy")),
    ("%llvm_strip", tool("llvm-strip")),
    ("%not", tool("not")),
    ("%split_file", tool("split-file")),
    ("%python", config.python),
    ("%plugin_dir", os.path.dirname(config.plugin)),
    ("%plugin", config.plugin),
    ("%include", include),
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
