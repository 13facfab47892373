"""What newcomers get wrong, in one table.

A mistake has a host source, what is said of it, and what a reader of that does.
Words in braces in what is done are those of the message: {0} is its first group.
After that nothing is said any more, or what 'then' has.
"""

from typing import NamedTuple

BPF = """struct event { u64 ts; u32 pid; };
struct stats { u64 packets, bytes; };
struct trail { u32 count; char data[]; };
struct bits { u32 kind : 3, port : 5; u64 ts; };
struct choice { u32 kind; union { u32 v4; u64 v6[2]; }; };
HASH(counts, u32, struct stats)
HASH(flows, u32, struct stats)
struct { __uint(type, 27); __uint(max_entries, 4096); } events SEC(".maps");
struct stats total;
static volatile u64 hidden = 1;
SEC("xdp") int prog(void *c) { return hidden++; }
char LICENSE[] SEC("license") = "GPL";
EMIT(event) EMIT(trail) EMIT(bits) EMIT(choice)
"""
EVENT = "{ unsigned long long ts; unsigned pid; };"
STATS = "{ unsigned long long packets, bytes; };"


class Mistake(NamedTuple):
    name: str
    host: str
    says: str          # a regular expression
    do: list           # see Reader.follow()
    then: str = ""     # what is said after that, if anything
    objects: tuple = ("ev.bpf.o",)
    where: str = "compiler check editor"


def named(name, struct="mine " + STATS):
    """A struct whose marker names something."""
    return f'struct [[bpf::host_layout("{name}")]] {struct}\n'


def marked(body, name="event"):
    return f"struct [[bpf::host_layout]] {name} {body}\n"


def rename(old, new="{0}"):
    return [("host", f'"{old}"', f'"{new}"')]


SWAPPED = marked("{\n  unsigned pid;\n  unsigned long long ts;\n};")

MISTAKES = [
    # Calls.
    Mistake("a hash where a ring buffer is taken",
            """#include <bpf/libbpf.h>
int take(void *, void *, size_t);
ring_buffer *open_it(bpf_object *obj) {
  int fd = bpf_object__find_map_fd_by_name(obj, "counts");
  return ring_buffer__new(fd, take, nullptr, nullptr);
}
""", r"ring_buffer__new\(\) takes a map of kind 'ringbuf' here, but 'counts' is of "
            r"kind 'hash'.*\n(?:.*\n)*?.*of that kind in ev\.bpf\.o: '(\w+)'",
            rename("counts"), where="compiler check"),
    # Names.
    Mistake("a tag in the name", named("struct stats"),
            r"no type 'struct stats' in ev\.bpf\.o.*\n(?:.*\n)*?.*"
            r"did you mean '(\w+)'\?", rename("struct stats")),
    Mistake("a tag, and the type is not there", named("struct flow"),
            r"add (BPF_HOST_LAYOUT_EMIT\(struct flow\);) from .* to keep the "
            r"type, and name it '(\w+)' here",
            [("bpf", "EMIT(event)", "EMIT(event) struct flow { u64 packets, "
              "bytes; }; {0}"), *rename("struct flow", "{1}")]),
    Mistake("a map for a type", named("counts"),
            r"'counts' is a map in ev\.bpf\.o, not a type.*\n(?:.*\n)*?.*"
            r"did you mean 'counts\.key' or '(counts\.value)'\?",
            rename("counts")),
    Mistake("a section without its dot", named("bss", "mine "
            "{ struct { unsigned long long packets, bytes; } total; };"),
            r"did you mean '(\.bss)'\?", rename("bss")),
    Mistake("a buffer has no value", named("events.value", "mine " + EVENT),
            r"'events' is a ring buffer in ev\.bpf\.o: it has records, but no "
            r"keys and values.*\n(?:.*\n)*?.*give the name of the struct that "
            r"the BPF program sends", rename("events.value", "event")),
    Mistake("val for value", named("counts.val"),
            r"did you mean '(counts\.value)'\?", rename("counts.val")),
    Mistake("a map's name misspelt", named("flow.value"),
            r"no map 'flow' in ev\.bpf\.o.*\n(?:.*\n)*?.*"
            r"did you mean '(flows\.value)'\?", rename("flow.value")),
    Mistake("a type's name misspelt", marked(EVENT, "evnet"),
            r"did you mean '(event)'\?", [("host", "evnet", "{0}")]),
    Mistake("a pointer's type", named("event *", "mine " + EVENT),
            r"note: did you mean '(event)'\?\n(?!if not)", rename("event *"),
            where="compiler check"),
    Mistake("a type that the compiler dropped", marked("{ int a; };", "lost"),
            r"add (BPF_HOST_LAYOUT_EMIT\(struct lost\);) from",
            [("bpf", "EMIT(event)", "EMIT(event) struct lost { int a; }; {0}")]),
    Mistake("a section that nothing shares", named("license"),
            r"user space shares nothing of section 'license'.*\n(?:.*\n)*?.*"
            r"name a type, a map's key or value as in \"(counts\.value)\"",
            rename("license")),
    Mistake("a static variable",
            'using h [[bpf::host_layout("hidden")]] = unsigned long long;\n',
            r"'hidden' is a static variable .*\n(?:.*\n)*?.*"
            r"declare it without 'static' in the BPF source",
            [("bpf", "static volatile", "volatile")]),

    # Objects and paths.
    Mistake("no object", marked(EVENT),
            r"'event' was not checked: no BPF object is known.*\n(?:.*\n)*?.*"
            r"give one with .*-DBPF_HOST_LAYOUT_BTF=<object>",
            [("objects", ["ev.bpf.o"])], objects=()),
    Mistake("an object elsewhere", marked(EVENT),
            r"(?:build/)?ev\.bpf\.o: no such file or directory at "
            r"/.*/build/ev\.bpf\.o.*\n(?:.*\n)*?.*did you mean '(.*ev\.bpf\.o)'",
            [("objects", ["{0}"])], objects=("build/ev.bpf.o",),
            where="compiler editor"),
    Mistake("an object that is not built", marked(EVENT),
            r"new\.bpf\.o: no such file or directory at .*\n(?:.*\n)*?.*"
            r"build it first, as in: (clang -\S+ bpf -g -O2 -c new\.bpf\.c "
            r"-o new\.bpf\.o)", [("run", "{0}")], objects=("new.bpf.o",),
            where="compiler editor"),
    Mistake("a list of objects", marked(EVENT),
            r"one option names one object: repeat the option",
            [("objects", ["ev.bpf.o", "other.bpf.o"])],
            objects=("ev.bpf.o,other.bpf.o",), where="compiler check"),
    Mistake("an object that nobody has given",
            'struct [[bpf::host_layout("object=en.bpf.o")]] event ' + EVENT,
            r"no BPF object is called 'en\.bpf\.o' "
            r"\[bpf-host-layout-unknown-object\]\n(?:.*\n)*?.*"
            r"the object is '(ev\.bpf\.o)'",
            [("host", "en.bpf.o", "{0}")]),

    # The attribute.
    Mistake("in front of struct", "__attribute__((bpf_host_layout)) struct "
            "event " + EVENT,
            r"place it after 'struct', 'class', 'union' or 'enum'",
            [("host", "__attribute__((bpf_host_layout)) struct",
              "struct __attribute__((bpf_host_layout))")]),
    Mistake("an underscore left out", "struct [[bpf::hostlayout]] event " + EVENT,
            r"the attribute 'bpf::hostlayout' checks nothing; did you mean "
            r"\[\[(bpf::host_layout)\]\]\?",
            [("host", "bpf::hostlayout", "{0}")]),
    Mistake("no scope", "struct [[host_layout]] event " + EVENT,
            r"write \[\[(bpf::host_layout)\]\]", [("host", "host_layout", "{0}")]),
    Mistake("no scope, and the fix-it", "struct [[host_layout]] event " + EVENT,
            r"write \[\[(bpf::host_layout)\]\]", [("apply",)],
            where="compiler"),
    Mistake("the other spelling", "struct [[bpf_host_layout]] event " + EVENT,
            r"did you mean \[\[(bpf::host_layout)\]\]\?",
            [("host", "bpf_host_layout", "{0}")]),
    Mistake("no header", "struct BPF_HOST_LAYOUT event " + EVENT,
            r"'BPF_HOST_LAYOUT' is no macro here, .*; include "
            r"(<bpf/host_layout\.h>)",
            [("host", "struct BPF", "#include {0}\nstruct BPF")],
            where="compiler"),
    Mistake("a field alone",
            "struct event { [[bpf::host_layout]] unsigned long long ts; unsigned "
            "pid; };", r"'ts' is marked, but no marker reaches 'event', so it "
            r"is not checked; mark the type, too",
            [("host", "struct event", "struct [[bpf::host_layout]] event")]),
    Mistake("a declaration", "struct [[bpf::host_layout]] event;\n"
            "struct event " + EVENT,
            r"'event' is only declared here and cannot be checked; mark its "
            r"definition",
            [("host", "\nstruct event", "\nstruct [[bpf::host_layout]] event")]),
    Mistake("a mode without its name",
            'struct [[bpf::host_layout("event", "prefix")]] event '
            "{ unsigned long long ts; };\n",
            r"unknown option 'prefix'; did you mean \"(match=prefix)\"\?",
            [("host", '"prefix"', '"{0}"')]),
    Mistake("a mode misspelt",
            'struct [[bpf::host_layout("match=prefx")]] event '
            "{ unsigned long long ts; };\n",
            r"expected exact, (prefix) or named", [("host", "prefx", "{0}")]),
    Mistake("named, and nothing is",
            'struct [[bpf::host_layout("match=named")]] event ' + EVENT,
            r"mark each field that counts with (\[\[bpf::host_layout\]\])",
            [("host", "{ unsigned", "{ {0} unsigned")]),

    # What is suggested, taken over.
    Mistake("swapped", SWAPPED, r"swap 'pid' and 'ts'", [("apply",)]),
    Mistake("an empty struct", marked("{ };"),
            r"what this prints: (host-layout gen ev\.bpf\.o --type event)",
            [("paste", "{0}")], where="compiler check"),
    Mistake("a fixed tail", marked("{\n  unsigned count;\n  char data[256];\n};",
                                   "trail"),
            r"'data' has 256 elements here but is a flexible array in BPF",
            [("apply",)]),
    Mistake("a bit-field, and a field that is missing",
            marked("{\n  unsigned kind : 3, port : 5;\n};", "bits"),
            r"add 'uint64_t ts;' after 'port'", [("apply",)]),
    Mistake("a missing union", marked("{\n  unsigned kind;\n};", "choice"),
            r"'choice' has no 'v4' or 'v6' here, but the BPF program writes 16 "
            r"bytes for them at byte 8", [("apply",)]),
    Mistake("a suggestion in the file's spelling",
            "#include <bpf/host_layout.h>\nstruct BPF_HOST_LAYOUT event {\n"
            "  unsigned long long ts;\n  unsigned tgid;\n};\n",
            r"add (BPF_HOST_LAYOUT_AS\(\"pid\"\)) if it stands for BPF's 'pid'",
            [("host", "unsigned tgid", "{0} unsigned tgid")]),
    Mistake("one is meant to differ", SWAPPED,
            r"\[(bpf-host-layout-reordered)\]",
            [("host", "ts;", "ts; // NOLINT({0})")]),
    Mistake("one kind is meant for this struct",
            "struct [[bpf::host_layout]] event {\n  unsigned long long ts;\n"
            "  unsigned tgid;\n};\n", r"\[bpf-host-layout-(renamed)\]",
            [("host", "host_layout", 'host_layout("{0}=off")')]),
]

# Commands: what was typed, what is said, what is typed then.
COMMANDS = [
    ("show ev.bpf.o struct_event", r"no type 'struct_event'", "show ev.bpf.o"),
    ("show ev.bpf.o evnet", r"did you mean '(event)'\?", "show ev.bpf.o {0}"),
    ("show ev.bpf.o counts", r"did you mean '(counts\.key)' or",
     "show ev.bpf.o {0}"),
    ("show ev.bpf.o bss", r"did you mean '(\.bss)'\?", "show ev.bpf.o {0}"),
    ("show ev.bpf.o license", r"shares nothing of section 'license'",
     "show ev.bpf.o .bss"),
    ("gen ev.bpf.o evnet", r"did you mean '(event)'\?", "gen ev.bpf.o {0}"),
    ("gen ev.bpf.o,other.bpf.o", r"one option names one object", "gen ev.bpf.o"),
    ("gne ev.bpf.o", r"did you mean '(gen)'\?", "{0} ev.bpf.o"),
    ("gen ev.bpf.o --lnag=go", r"did you mean '(--lang)'\?",
     "gen ev.bpf.o {0}=go"),
    ("explain reorderd", r"did you mean '(reordered)'\?", "explain {0}"),
    ("check agent.cpp", r"without one, say how a file is compiled: host-layout "
     r"check agent\.cpp (--) ",
     "check agent.cpp --btf ev.bpf.o {0} -std=c++20"),
    ("check agent.cpp -- -std=c++20", r"give one with (--btf)=<object>",
     "check agent.cpp {0}=ev.bpf.o -- -std=c++20"),
    ("check plain.cpp --btf ev.bpf.o -- -std=c++20",
     r"no struct in this file is marked with BPF_HOST_LAYOUT .*; 'host-layout "
     r"check (--coverage)' lists",
     "check plain.cpp {0} --btf ev.bpf.o -- -std=c++20 =3 MISSING  event"),
    ("check plain.cpp --coverage -- -std=c++20",
     r"no object is known: give one with (--btf)=<object>",
     "check plain.cpp --coverage {0}=ev.bpf.o -- -std=c++20 =3 wants a marker"),
    ("check --build x --build y", r"--build is given twice", "help check"),
]
