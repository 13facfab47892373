"""The rest of an installation: pkg-config, manual, completion in shells."""

import re
import shutil

from consumer import Consumer, expect

P = Consumer("installed")
command = P.prefix / "bin/host-layout"
subcommands = [line.split()[0] for line in
               P.run(command, "--help").split("Subcommands:\n")[1].splitlines()
               if line.startswith("  ") and not line.startswith("   ")]
expect("stamp" in subcommands and "gen" in subcommands, str(subcommands))

# pkg-config, with the place where all this is now.
where = next(P.prefix.glob("lib/**/pkgconfig"))
P.environment["PKG_CONFIG_PATH"] = str(where)
for variable, file in (("plugin", P.plugin()), ("host_layout", command)):
    said = P.run("pkg-config", f"--variable={variable}", "host-layout").strip()
    P.run("test", said, "-ef", file)
flags = P.run("pkg-config", "--cflags", "host-layout").split()
P.run(P.tool("clang"), *flags, "-fsyntax-only", "-x", "c", "-",
      "-include", "bpf/host_layout.h", "-Werror")
P.run(P.tool("clang++"), *flags, "-std=c++17", "-fsyntax-only", "-x", "c++", "-",
      "-include", "bpf/host_layout_maps.hpp", "-Werror")
version = P.run(command, "--version").strip()
expect(version in P.run("pkg-config", "--modversion", "host-layout"),
       f"pkg-config does not say version {version}")

# Where the plugin cannot be had, nothing compiles that asks for it.
guard = ["-Xclang", "-add-plugin", "-Xclang", "hostlayout", "-fsyntax-only"]
compiler = [P.tool("clang++"), *flags, *guard, "agent.cpp"]
shutil.copy(P.plugin(), P.root / "alone.so")
P.run(*compiler, "-fplugin=./alone.so", fails=True, says="no build for LLVM")
P.run(*compiler, "-fplugin=./none.so", fails=True, says="none.so")
P.run(*compiler, fails=True, says="unable to find plugin")

# A page for each command, without a warning of man's.
pages = P.prefix / "share/man/man1"
names = ["host-layout", "host-layout-clangd"] + \
    [f"host-layout-{name}" for name in subcommands]
expect(sorted(p.stem for p in pages.iterdir()) == sorted(names),
       f"{pages} has not just the pages {names}")
if shutil.which("man"):
    P.environment.update(LC_ALL="C.UTF-8", MANWIDTH="80")
    for page in pages.iterdir():
        text = P.run("man", "--warnings", "-l", page)
        expect("warning: " not in text and "NAME" in text, f"{page}:\n{text}")
options = (pages / "host-layout-stamp.1").read_text().replace("\\-", "-")
expect("--types" in options, "the manual does not know stamp --types")


def completed(*words):
    """What bash offers for the last of these words."""
    P.write("complete.sh", f"""
source {P.prefix}/share/bash-completion/completions/host-layout
COMP_WORDS=({' '.join(repr(w) for w in words)})
COMP_CWORD={len(words) - 1}
_host_layout
printf '%s\\n' "${{COMPREPLY[@]}}"
""")
    return P.run("bash", "complete.sh").split()


expect(completed("host-layout", "sta") == ["stamp"], "bash: sta")
expect(completed("host-layout", "gen", "--dep") == ["--depfile"], "bash: --dep")
expect(completed("host-layout", "gen", "--lang", "g") == ["go"], "bash: go")
expect(completed("host-layout", "check", "--format", "s") == ["sarif"],
       "bash: sarif")
expect(completed("host-layout", "completion", "f") == ["fish"], "bash: fish")
expect(completed("host-layout", "completion", "--h") == ["--help"],
       "bash: --help")
expect(completed("host-layout", "show", "agent.c") == ["agent.cpp"], "bash: file")
scripts = {"zsh": "share/zsh/vendor-completions/_host-layout",
           "fish": "share/fish/vendor_completions.d/host-layout.fish"}
for shell, script in scripts.items():
    text = (P.prefix / script).read_text()
    expect("depfile" in text, f"{script} does not know gen --depfile")
    expect("bash fish zsh" in text, f"{script} does not know the shells")
    if shutil.which(shell):
        P.run(shell, "-n", P.prefix / script)

# A word that is none of those there are, and the help that lists them.
for name in subcommands:
    said = P.run(command, name, "--help")
    expect(not re.search(r"[^\n -~]", said),
           f"{name} --help: {said!r}")
P.run(command, "gen", "x", "--lang", "ada", fails=True,
      says="'ada' is none of c++, c, go, rust")

# What is not right is said, and nothing is printed.
P.run(command, "completion", "tcsh", fails=True, says="SHELL: ")
P.run(command, "man", "nothing", fails=True, says="nothing: unknown command")
