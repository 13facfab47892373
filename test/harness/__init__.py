"""What the Python tests share. test/ must be in PYTHONPATH: ctest sees to it.

  under_test  what is tested: programs, plugin, LLVM major
  programs    other programs that a test needs; how a script is skipped
  bpf         a BPF object out of a source, with the one prelude
  folder      a project in a folder, and running things in it
"""

from harness.bpf import PRELUDE, bpf_command, bpf_file_system
from harness.folder import ANY, FAILS, Folder, FolderTest
from harness.programs import (SKIPPED, find, need, need_file, need_modules,
                              skip)
from harness.under_test import (BIN, BUILD, HOST_LAYOUT, INCLUDE, LLVM_BIN,
                                LLVM_BINS, MACHINE, MAJOR, MAJORS, PLUGIN,
                                PREFIX, ROOT, llvm, with_plugin)

__all__ = ["ANY", "BIN", "BUILD", "FAILS", "Folder", "FolderTest",
           "HOST_LAYOUT", "INCLUDE", "LLVM_BIN", "LLVM_BINS", "MACHINE",
           "MAJOR", "MAJORS", "PLUGIN", "PRELUDE", "PREFIX", "ROOT",
           "SKIPPED", "bpf_command", "bpf_file_system", "find", "llvm", "need", "need_file",
           "need_modules", "skip", "with_plugin"]
