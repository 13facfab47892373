// All that the attribute can stand on, each right and wrong.
//
// RUN: %bpfcc %S/../Inputs/event.bpf.c -o %t.o
// RUN: %check_cxx %arg-btf=%t.o -ferror-limit=0 -Xclang -verify=good %s
// RUN: %check_cxx -DWRONG %arg-btf=%t.o -ferror-limit=0 -Xclang -verify=bad \
// RUN:   -Xclang -verify-ignore-unexpected=note %s
// good-no-diagnostics

#ifdef WRONG
using TS = long long;
#define EXIT 6
#else
using TS = unsigned long long;
#define EXIT 5
#endif

struct [[bpf::host_layout]] event { unsigned pid; TS ts; char comm[16]; }; // bad-error {{'ts' is}}

class [[bpf::host_layout("event")]] Class {
public:
  unsigned pid;
  TS ts; // bad-error {{'ts' is}}
  char comm[16];
  static int counter;
  int method() const { return pid; }
};

union [[bpf::host_layout]] word {
  unsigned whole;
#ifdef WRONG
  unsigned char bytes[3]; // bad-error {{'bytes' }}
#else
  unsigned char bytes[4];
#endif
};

enum [[bpf::host_layout]] kind { KIND_EXEC, KIND_EXIT = EXIT }; // bad-error {{'KIND_EXIT' is 6 here but 5 in BPF}}
enum class [[bpf::host_layout("kind")]] Kind : unsigned { KIND_EXEC, KIND_EXIT = EXIT }; // bad-error {{'KIND_EXIT' is 6 here but 5 in BPF}}

struct [[bpf::host_layout("event")]] Defaults { unsigned pid = 1; TS ts{2}; char comm[16] = ""; }; // bad-error {{'ts' is}}

struct Base { unsigned pid; TS ts; }; // bad-error {{'ts' is}}
struct [[bpf::host_layout("event")]] Derived : Base { char comm[16]; };

// A type that one cannot edit.
namespace foreign { struct record { unsigned pid; TS ts; char comm[16]; }; } // bad-error {{'ts' is}}
using event_alias [[bpf::host_layout("event")]] = foreign::record;
namespace foreign { struct other { unsigned pid; TS ts; char comm[16]; }; } // bad-error {{'ts' is}}
typedef foreign::other event_typedef __attribute__((bpf_host_layout("event")));
namespace foreign { enum word { KIND_EXEC, KIND_EXIT = EXIT }; } // bad-error {{'KIND_EXIT' is 6 here but 5 in BPF}}
using kind_alias [[bpf::host_layout("kind")]] = foreign::word;

// No name at its definition.
typedef struct [[bpf::host_layout("event")]] { unsigned pid; TS ts; char comm[16]; } named_later; // bad-error {{'ts' is}}
namespace by_typedef { typedef struct [[bpf::host_layout]] { unsigned pid; TS ts; char comm[16]; } event; } // bad-error {{'ts' is}}
struct [[bpf::host_layout("event")]] { unsigned pid; TS ts; char comm[16]; } variable; // bad-error {{'ts' is}}

// In every scope.
namespace a::b { struct [[bpf::host_layout]] event { unsigned pid; TS ts; char comm[16]; }; } // bad-error {{'ts' is}}
struct Outer {
  struct [[bpf::host_layout]] event { unsigned pid; TS ts; char comm[16]; }; // bad-error {{'ts' is}}
  struct data { unsigned pid; TS ts; char comm[16]; }; // bad-error {{'ts' is}}
  using alias [[bpf::host_layout("event")]] = data;
  enum [[bpf::host_layout]] kind { KIND_EXEC, KIND_EXIT = EXIT }; // bad-error {{'KIND_EXIT' is 6 here but 5 in BPF}}
};
extern "C" { struct [[bpf::host_layout("event")]] Linkage { unsigned pid; TS ts; char comm[16]; }; } // bad-error {{'ts' is}}
int function() {
  struct [[bpf::host_layout]] event { unsigned pid; TS ts; char comm[16]; }; // bad-error {{'ts' is}}
  struct data { unsigned pid; TS ts; char comm[16]; }; // bad-error {{'ts' is}}
  using alias [[bpf::host_layout("event")]] = data;
  return [] {
    struct [[bpf::host_layout]] event { unsigned pid; TS ts; char comm[16]; }; // bad-error {{'ts' is}}
    return sizeof(event);
  }();
}

// Packing.
#pragma pack(push, 4)
#ifdef WRONG
struct [[bpf::host_layout("event")]] Pragma { unsigned pid; unsigned long long ts; char comm[16]; }; // bad-error {{no bytes of padding before 'ts' here, but 4 in BPF}}
#endif
#pragma pack(pop)
struct [[gnu::packed, bpf::host_layout("event")]] Packed { unsigned pid; unsigned pad; TS ts; char comm[16]; }; // bad-error {{'ts' is}}
struct [[bpf::host_layout("event")]] Aligned { unsigned pid; alignas(8) TS ts; char comm[16]; }; // bad-error {{'ts' is}}
