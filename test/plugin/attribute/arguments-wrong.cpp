// RUN: %check_cxx -std=c++20 -ferror-limit=0 -Xclang -verify %s

#define BODY { int pid; }

// expected-error@+1 {{'bpf::host_layout' attribute requires a string literal}}
struct [[bpf::host_layout(42)]] a1 BODY;
// expected-error@+1 {{'bpf::host_layout' attribute requires a string literal}}
struct [[bpf::host_layout(event)]] a2 BODY;
// expected-error@+1 {{'bpf::host_layout' attribute requires a string literal}}
struct [[bpf::host_layout("event" 1)]] a3 BODY;
// expected-error@+1 {{'bpf::host_layout' attribute requires a string literal}}
struct [[bpf::host_layout("event",)]] a4 BODY;
// expected-error@+1 {{'bpf::host_layout' attribute requires a string literal without a prefix or suffix}}
struct [[bpf::host_layout(L"event")]] a5 BODY;
// expected-error@+1 {{'bpf::host_layout' attribute requires a string literal without a prefix or suffix}}
struct [[bpf::host_layout(u8"event")]] a6 BODY;
// expected-error@+1 {{'bpf::host_layout' attribute requires a string literal without a prefix or suffix}}
struct [[bpf::host_layout(u"event")]] a7 BODY;
// expected-error@+1 {{'bpf::host_layout' attribute requires a string literal without a prefix or suffix}}
struct [[bpf::host_layout(U"event")]] a8 BODY;
// expected-error@+1 {{'bpf::host_layout' attribute requires a string literal without a prefix or suffix}}
struct [[bpf::host_layout("event"_suffix)]] a9 BODY;
// expected-error@+1 {{'bpf_host_layout' attribute requires a string literal}}
struct __attribute__((bpf_host_layout(42))) b1 BODY;
// expected-error@+1 {{'bpf_host_layout' attribute requires a string literal}}
struct __attribute__((bpf_host_layout(event))) b2 BODY;
// expected-error@+1 {{'bpf_host_layout' attribute requires a string literal without a prefix or suffix}}
struct __attribute__((bpf_host_layout(L"event"))) b3 BODY;

// expected-error@+1 {{'bpf::host_layout' attribute: an empty string names nothing}}
struct [[bpf::host_layout("")]] c1 BODY;
// expected-error@+1 {{'bpf::host_layout' attribute: unknown option 'foo'; the options are object=, match= and <kind>=}}
struct [[bpf::host_layout("event", "foo=1")]] c2 BODY;
// expected-error@+1 {{'bpf::host_layout' attribute: unknown option 'matsh'; did you mean 'match'?}}
struct [[bpf::host_layout("matsh=exact")]] c3 BODY;
// expected-error@+1 {{'bpf::host_layout' attribute: the type's name 'event' must be the first argument}}
struct [[bpf::host_layout("match=prefix", "event")]] c4 BODY;
// expected-error@+1 {{'bpf::host_layout' attribute: option 'match' is given twice}}
struct [[bpf::host_layout("match=prefix", "match=exact")]] c5 BODY;
// expected-error@+1 {{'bpf::host_layout' attribute: unknown match mode 'weird'}}
struct [[bpf::host_layout("match=weird")]] c6 BODY;

struct d {
  // expected-error@+1 {{'bpf::host_layout' attribute: 'match=exact' is an option, and here only names of BPF fields can stand}}
  [[bpf::host_layout("match=exact")]] int a;
  // expected-error@+1 {{'bpf::host_layout' attribute: 'x' is named twice}}
  [[bpf::host_layout("x", "x")]] int b;
  // expected-error@+1 {{'bpf::host_layout' attribute: an empty string names nothing}}
  [[bpf::host_layout("")]] int c;
};
// expected-error@+1 {{'bpf::host_layout' attribute requires a string literal}}
enum e { E1 [[bpf::host_layout(1)]] };

// What cannot be read is no reason for silence.
#define PASTED(a, b) [[bpf::a##b("event")]]
// expected-error@+1 {{'bpf::host_layout' attribute has arguments that come from a macro HostLayout cannot follow; write __attribute__((bpf_host_layout(...))) instead}}
struct PASTED(host_, layout) f1 BODY;
#define COMMA(x, ...) [[bpf::host_layout(x, ##__VA_ARGS__)]]
// expected-error@+1 {{has arguments that come from a macro HostLayout cannot follow}}
struct COMMA("event", "match=exact") f2 BODY;
#define OPTIONAL(x, ...) [[bpf::host_layout(x __VA_OPT__(,) __VA_ARGS__)]]
// expected-error@+1 {{has arguments that come from a macro HostLayout cannot follow}}
struct OPTIONAL("event", "match=exact") f3 BODY;
