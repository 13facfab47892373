"""One struct, one BPF program, the same program with two fields swapped: what
each build of the agent does. Exit code 77: the kernel loads no program here."""

import pathlib

from harness import ANY, INCLUDE, SKIPPED, Folder, llvm, skip, with_plugin

HERE = pathlib.Path(__file__).resolve().parent
MESSAGE = ("error: field 'ts' is at byte 8 here, but the BPF program has it at "
           "byte 0 [bpf-host-layout-reordered]")

f = Folder()
for name, flags in (("same", ()), ("reordered", ("-DREORDERED",))):
    f.bpf_object(f"{name}.bpf.o", HERE / "ringbuf.bpf.c", "-Wall", *flags,
                 prelude=False)


def build(*words, code=0):
    """Builds the agent; what the compiler says."""
    return f.call(llvm("clang++"), "-std=c++20", "-Wall", f"-I{INCLUDE}",
                  HERE / "ringbuf.cpp", "-o", "ringbuf-agent", "-lbpf", *words,
                  code=code, merged=True).stdout


def run(name):
    """Runs it on the object of that name."""
    done = f.call("./ringbuf-agent", f"{name}.bpf.o", code=ANY, merged=True)
    print(done.stdout, end="")
    if done.returncode == SKIPPED:
        skip("the agent may not load a program")
    return done


def expect(truth, what):
    if not truth:
        f.fail(f"FAILED: {what}")


said = build(*with_plugin("same.bpf.o"))
expect(not said, f"the right struct must compile in silence\n{said}")
expect(run("same").returncode == 0,
       "the right struct must read the right values")

# The change that nothing but the plugin sees.
said = build()
expect(not said, f"no plugin, no word\n{said}")
done = run("reordered")
expect(done.returncode == 1, "the wrong struct should read garbage")
expect("garbage" in done.stdout, "garbage, and say so")

said = build(*with_plugin("reordered.bpf.o"), code=1)
expect(MESSAGE in said, f"the message is not there\n{said}")
print("the wrong struct does not compile")
