// What must not be filled from bytes, and why.
//
// RUN: %bpfcc %S/../Inputs/event.bpf.c -o %t.o
// RUN: %verify_cxx -std=c++17 %arg-btf=%t.o %arg-padding=off %arg-missing-field=off \
// RUN:   %arg-extra-field=off -Wno-defaulted-function-deleted -ferror-limit=0 %s

namespace vendor {
inline namespace v2 {
struct text {
  text();
  text(const text &);
  unsigned long long where;
};
} // namespace v2
using alias = text;
} // namespace vendor

#define FIELDS unsigned pid; unsigned long long ts; char comm[16];

struct [[bpf::host_layout("event")]] fine {
  FIELDS
  fine();
  explicit fine(int);
  void method() const;
  static vendor::text shared;
};
struct [[bpf::host_layout("event")]] also_fine : fine {};
// clang says that these cannot be copied trivially, for the qualifiers alone.
struct number { unsigned long long value; };
struct [[bpf::host_layout("event")]] qualified {
  unsigned pid;
  const volatile number ts;
  char comm[16];
};
struct holds_qualified { const volatile number value; };
struct [[bpf::host_layout("event")]] qualified_within {
  unsigned pid;
  holds_qualified ts;
  char comm[16];
};

struct [[bpf::host_layout("event")]] member {
  unsigned pid;
  vendor::text ts; // expected-error {{'member' has a vendor::text member 'ts' and cannot be read from a BPF record}}
  char comm[16];
};
struct [[bpf::host_layout("event")]] by_alias {
  unsigned pid;
  vendor::alias ts; // expected-error {{'by_alias' has a vendor::alias member 'ts'}}
  char comm[16];
};
struct inner { vendor::text ts; };
struct [[bpf::host_layout("event")]] outer {
  unsigned pid;
  inner ts[1]; // expected-error {{'outer' has an inner member 'ts'}}
  char comm[16];
};
struct [[bpf::host_layout("event")]] reference {
  unsigned pid;
  unsigned long long &ts; // expected-error {{'reference' has a reference member 'ts'}}
  char comm[16];
};
struct [[bpf::host_layout("event")]] anonymous {
  unsigned pid;
  union {
    unsigned long long ts;
    struct { unsigned long long &inside; }; // expected-error {{'anonymous' has a reference member 'inside'}}
  };
  char comm[16];
};
struct [[bpf::host_layout("event")]] virtual_function { // expected-error {{'virtual_function' has virtual functions}}
  FIELDS
  virtual void f();
};
struct [[bpf::host_layout("event")]] virtual_base : virtual fine {}; // expected-error {{'virtual_base' has virtual base classes}}
struct has_text : vendor::text {};
struct [[bpf::host_layout("event")]] base : has_text { // expected-error {{'base' has a base class 'has_text' that has a base class 'text' that is not trivially copyable}}
  FIELDS
};
struct [[bpf::host_layout("event")]] destructor { // expected-error {{'destructor' is not trivially copyable}}
  FIELDS
  ~destructor();
};
struct words { unsigned long long value; };
struct [[bpf::host_layout("event")]] defaulted {
  defaulted() = default;
  defaulted(const defaulted &) = default;
  unsigned pid;
  volatile words ts;
  char comm[16];
};
struct [[bpf::host_layout("event")]] kept { // expected-error {{'kept' is not trivially copyable}}
  kept(const kept &) = delete;
  kept &operator=(const kept &) = delete;
  FIELDS
  ~kept();
};
