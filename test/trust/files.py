"""The plugin opens what it was told to, to read, and nothing else.

A compile is traced with the plugin and without. What the plugin adds is the
plugin itself with the libraries it is linked with, and the object: opened to
read, closed on exec. It starts no program, makes no connection, and writes
nothing. Exit code 77: this machine cannot trace.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BPF = """
struct event { unsigned pid; unsigned long long ts; };
struct event *keep;
"""
HOST = "struct [[bpf::host_layout]] event { unsigned pid; {field} ts; };\n"
TRACED = ("open,openat,openat2,creat,execve,execveat,socket,connect,unlink,"
          "unlinkat,rename,renameat,renameat2,mkdir,mkdirat,truncate,ftruncate,"
          "chmod,fchmod,link,symlink,fork,vfork")
CALL = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)\) += (-?\d+)", re.M)
# What a loader and a C library read for themselves.
SYSTEM = re.compile(r"^/(usr/)?lib|^/etc/ld\.so|^/proc/self/|^/sys/devices/")


class Trace:
    def __init__(self, where, words):
        log = where / "trace"
        done = subprocess.run(
            ["strace", "-f", "-s", "4096", "-o", str(log), "-e",
             "trace=" + TRACED, "-e", "signal=none", *words], cwd=where,
            capture_output=True, text=True)
        self.status, self.said = done.returncode, done.stderr
        self.calls = [(name, text, int(result)) for name, text, result
                      in CALL.findall(log.read_text() if log.exists() else "")]

    def opened(self):
        """{path: flags} of what could be opened."""
        found = {}
        for name, text, result in self.calls:
            if name.startswith("open") and result >= 0:
                path = re.search(r'"((?:[^"\\]|\\.)*)"', text).group(1)
                found.setdefault(path, set()).add(
                    re.search(r"\b(O_[A-Z_|]+)", text).group(1))
        return found

    def others(self):
        return [f"{name}({text})" for name, text, result in self.calls
                if not name.startswith("open") and result >= 0]


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--llvm-bin", required=True)
    p.add_argument("--build", required=True)
    args = p.parse_args()
    args.build = os.path.abspath(args.build)
    if not shutil.which("strace") or subprocess.run(
            ["strace", "-o", "/dev/null", "true"],
            capture_output=True).returncode:
        print("skipped: needs strace, and the right to trace")
        sys.exit(77)

    plugin = f"{args.build}/lib/libHostLayout.so"
    faults = []
    with tempfile.TemporaryDirectory() as scratch:
        where = pathlib.Path(scratch)
        (where / "ev.bpf.c").write_text(BPF)
        clang = f"{args.llvm_bin}/clang"
        subprocess.run([clang, "-target", "bpf", "-g", "-O2", "-c", "ev.bpf.c",
                        "-o", "ev.bpf.o"], cwd=where, check=True)
        # Not even an object that may be run is.
        (where / "ev.bpf.o").chmod(0o755)
        before = (where / "ev.bpf.o").read_bytes()
        compile_ = [f"{args.llvm_bin}/clang++", "-std=c++17", "-c", "agent.cpp",
                    "-o", "agent.o"]
        load = [f"-fplugin={plugin}", "-fplugin-arg-hostlayout-btf=ev.bpf.o"]
        for field, status in (("unsigned long long", 0), ("float", 1)):
            (where / "agent.cpp").write_text(HOST.replace("{field}", field))
            plain, loaded = Trace(where, compile_), Trace(where,
                                                          compile_ + load)
            if loaded.status != status:
                faults.append(f"{field}: the compile ended with "
                              f"{loaded.status}: {loaded.said}")
            old, new = plain.opened(), loaded.opened()
            if not plain.calls or "agent.cpp" not in " ".join(old):
                sys.exit(f"the trace shows nothing: {plain.said}")
            objects = [f for n, f in new.items() if n.endswith("ev.bpf.o")]
            if not objects:
                faults.append(f"{field}: the object was not opened")
            for flags in set().union(*objects) if objects else ():
                if "O_RDONLY" not in flags or "O_CLOEXEC" not in flags:
                    faults.append(f"the object was opened with {flags}")
            for name, flags in new.items():
                ours = (name in old or name.endswith("ev.bpf.o") or
                        name.startswith(f"{args.build}/lib/") or
                        SYSTEM.match(name) or re.match(
                            r"agent-[0-9a-f]+\.o(\.tmp)?$|agent\.o",
                            pathlib.Path(name).name))
                if not ours:
                    faults.append(f"{field}: opened {name} ({flags})")
                if name in old:
                    continue
                for f in flags:
                    is_output = pathlib.Path(name).name.startswith("agent")
                    if "O_RDONLY" not in f and not is_output:
                        faults.append(f"{field}: opened {name} with {f}")

            def kinds(trace):
                return sorted(re.sub(r"\W.*", "", c) for c in trace.others()
                              if "agent" not in c or "execve" in c)
            if status == 0 and kinds(plain) != kinds(loaded):
                faults.append(f"{field}: did {loaded.others()}, without the "
                              f"plugin {plain.others()}")
            for call in loaded.others():
                if "ev.bpf.o" in call and not call.startswith("execve"):
                    faults.append(f"{field}: {call}")
                if call.startswith("execve") and '"ev.bpf.o"' in call.split(
                        "[")[0]:
                    faults.append(f"{field}: {call}")
        show = Trace(where, [f"{args.build}/bin/host-layout", "show", "ev.bpf.o"])
        if show.status or "ev.bpf.o" not in show.opened():
            faults.append(f"show: ended with {show.status}: {show.said}")
        for name, flags in show.opened().items():
            if not all("O_RDONLY" in f and "O_CLOEXEC" in f for f in flags):
                faults.append(f"show: opened {name} with {flags}")
            if name != "ev.bpf.o" and not SYSTEM.match(name):
                faults.append(f"show: opened {name}")
        if len(show.others()) != 1:  # its own start
            faults.append(f"show: did {show.others()}")
        if (where / "ev.bpf.o").read_bytes() != before:
            faults.append("the object was changed")
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(1)
    print("two compiles traced: the object was read, and nothing else was done")


if __name__ == "__main__":
    main()
