"""The plugin opens what it was told to, to read, and nothing else.

A compile is traced with the plugin and without. What the plugin adds is the
plugin itself with the libraries it is linked with, and the object: opened to
read, closed on exec. It starts no program, makes no connection, and writes
nothing. Exit code 77: this machine cannot trace.
"""

import pathlib
import re
import sys

from harness import (ANY, BUILD, HOST_LAYOUT, Folder, llvm, need, skip,
                     with_plugin)

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
    def __init__(self, f, words):
        log = f.path / "trace"
        done = f.call("strace", "-f", "-s", "4096", "-o", log, "-e",
                      "trace=" + TRACED, "-e", "signal=none", *words, code=ANY)
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


def judge(f, field, status):
    """What is wrong with a compile of a host that has this field, or with what
    the plugin did in it."""
    words = [llvm("clang++"), "-std=c++17", "-c", "agent.cpp", "-o", "agent.o"]
    f.write("agent.cpp", HOST.replace("{field}", field))
    plain = Trace(f, words)
    loaded = Trace(f, words + with_plugin("ev.bpf.o"))
    if loaded.status != status:
        yield f"the compile ended with {loaded.status}: {loaded.said}"
    old, new = plain.opened(), loaded.opened()
    if not plain.calls or "agent.cpp" not in " ".join(old):
        f.fail(f"the trace shows nothing: {plain.said}")
    objects = [flags for n, flags in new.items() if n.endswith("ev.bpf.o")]
    if not objects:
        yield "the object was not opened"
    for flags in set().union(*objects) if objects else ():
        if "O_RDONLY" not in flags or "O_CLOEXEC" not in flags:
            yield f"the object was opened with {flags}"
    for name, flags in new.items():
        ours = (name in old or name.endswith("ev.bpf.o") or
                name.startswith(f"{BUILD}/lib/") or
                SYSTEM.match(name) or re.match(
                    r"agent-[0-9a-f]+\.o(\.tmp)?$|agent\.o",
                    pathlib.Path(name).name))
        if not ours:
            yield f"opened {name} ({flags})"
        if name in old:
            continue
        for flag in flags:
            is_output = pathlib.Path(name).name.startswith("agent")
            if "O_RDONLY" not in flag and not is_output:
                yield f"opened {name} with {flag}"

    def kinds(trace):
        return sorted(re.sub(r"\W.*", "", c) for c in trace.others()
                      if "agent" not in c or "execve" in c)
    if status == 0 and kinds(plain) != kinds(loaded):
        yield f"did {loaded.others()}, without the plugin {plain.others()}"
    for call in loaded.others():
        if "ev.bpf.o" in call and not call.startswith("execve"):
            yield call
        if call.startswith("execve") and '"ev.bpf.o"' in call.split("[")[0]:
            yield call


def main():
    f = Folder()
    if f.call(need("strace"), "-o", "/dev/null", "true", code=ANY).returncode:
        skip("strace may not trace here")
    # Not even an object that may be run is.
    f.bpf_object("ev.bpf.o", BPF).chmod(0o755)
    before = (f.path / "ev.bpf.o").read_bytes()
    faults = [f"{field}: {fault}"
              for field, status in (("unsigned long long", 0), ("float", 1))
              for fault in judge(f, field, status)]
    show = Trace(f, [HOST_LAYOUT, "show", "ev.bpf.o"])
    if show.status or "ev.bpf.o" not in show.opened():
        faults.append(f"show: ended with {show.status}: {show.said}")
    for name, flags in show.opened().items():
        if not all("O_RDONLY" in one and "O_CLOEXEC" in one for one in flags):
            faults.append(f"show: opened {name} with {flags}")
        if name != "ev.bpf.o" and not SYSTEM.match(name):
            faults.append(f"show: opened {name}")
    if len(show.others()) != 1:  # its own start
        faults.append(f"show: did {show.others()}")
    if (f.path / "ev.bpf.o").read_bytes() != before:
        faults.append("the object was changed")
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(1)
    print("two compiles traced: the object was read, and nothing else was done")


main()
