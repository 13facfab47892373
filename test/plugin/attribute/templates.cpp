// Of a template each instantiation is checked, and nothing else.
//
// RUN: %bpfcc %S/../Inputs/event.bpf.c -o %t.o
// RUN: %verify_cxx -std=c++17 %arg-btf=%t.o -ferror-limit=0 %s

using u64 = unsigned long long;

template <class T> struct [[bpf::host_layout("event")]] Event {
  unsigned pid;
  T ts; // expected-error {{'ts' is signed here but unsigned in BPF}}
  char comm[16];
};
Event<u64> good;
Event<long long> bad;
template <class T> struct [[bpf::host_layout("event")]] NeverUsed { T t; };
template <class T> struct [[bpf::host_layout("event")]] OnlyNamed { T t; };
OnlyNamed<int> *pointer;

// Neither kind of specialisation inherits a marker.
template <> struct Event<char> { int other; };
template <> struct [[bpf::host_layout("event")]] Event<short> {
  unsigned pid;
  long long ts; // expected-error {{'ts' is signed here but unsigned in BPF}}
  char comm[16];
};
template <class T> struct [[bpf::host_layout("event")]] Event<T *> {
  unsigned pid;
  T ts; // expected-error {{'ts' is signed here but unsigned in BPF}}
  char comm[16];
};
Event<u64 *> good_partial;
Event<long long *> bad_partial;
Event<char> unmarked;

// A marker of a field survives instantiation, too.
template <class T> struct [[bpf::host_layout("event")]] Renamed {
  unsigned tid [[bpf::host_layout("pid")]];
  T time __attribute__((bpf_host_layout("nothing", "ts")));
  char comm[16];
};
Renamed<u64> renamed;

// Explicit instantiation, and an alias that instantiates.
template <class T> struct [[bpf::host_layout("event")]] Explicit {
  unsigned pid;
  T ts; // expected-error {{'ts' is signed here but unsigned in BPF}}
  char comm[16];
};
template struct Explicit<long long>;
template <class T> struct Plain {
  unsigned pid;
  T ts; // expected-error {{'ts' is signed here but unsigned in BPF}}
  char comm[16];
};
using Alias [[bpf::host_layout("event")]] = Plain<long long>;

// Members of templates.
template <class T> struct Outer {
  struct [[bpf::host_layout]] event {
    unsigned pid;
    T ts; // expected-error {{'ts' is signed here but unsigned in BPF}}
    char comm[16];
  };
  struct data {
    unsigned pid;
    T ts; // expected-error {{'ts' is signed here but unsigned in BPF}}
    char comm[16];
  };
  using alias [[bpf::host_layout("event")]] = data;
  data make;
  enum [[bpf::host_layout]] kind {
    KIND_EXEC,
    KIND_EXIT = sizeof(T) // expected-error {{'KIND_EXIT' is 8 here but 5 in BPF}}
  };
};
Outer<long long>::event in_template;
Outer<long long> outer;
template <class T> struct Unused { using X [[bpf::host_layout("event")]] = T; };

// Local classes of templates.
template <class T> unsigned long local() {
  struct [[bpf::host_layout]] event {
    unsigned pid;
    T ts; // expected-error {{'ts' is signed here but unsigned in BPF}}
    char comm[16];
  };
  return sizeof(event);
}
unsigned long use = local<long long>() + local<u64>();
template <class T> void cannot() {
  // expected-error@+1 {{'alias' depends on a template's parameters and cannot be checked; mark an alias outside of the template [bpf-host-layout-not-checked]}}
  using alias [[bpf::host_layout("event")]] = Plain<T>;
}
// expected-error@+1 {{'Template' depends on a template's parameters and cannot be checked; mark an alias outside of the template [bpf-host-layout-not-checked]}}
template <class T> using Template [[bpf::host_layout("event")]] = Plain<T>;
