// An attribute in front of `struct` marks nothing. Clang only warns about some
// of these, and with -w says nothing.
//
// RUN: %split_file %s %t
// RUN: %not %check_cxx -w %t/gnu.cpp 2>&1 | %FileCheck %s --check-prefix=GNU
// RUN: %not %check_cxx -w %t/standard.cpp 2>&1 | %FileCheck %s --check-prefix=STANDARD
// RUN: %not %check_cxx -w %t/member.cpp 2>&1 | %FileCheck %s --check-prefix=MEMBER
// RUN: %not %check_cxx -w %t/macro.cpp 2>&1 | %FileCheck %s --check-prefix=MACRO
// RUN: %not %check_cxx -w %t/wrapped.cpp 2>&1 | %FileCheck %s --check-prefix=WRAPPED
// RUN: %not %check_cxx -w %t/unscoped.cpp 2>&1 | %FileCheck %s --check-prefix=UNSCOPED
// RUN: %not %check_c -x c -std=c11 -w %t/gnu.cpp 2>&1 | %FileCheck %s --check-prefix=GNU
// Modules are a part of the language from C++20 on.
// RUN: %not %check_cxx -std=c++20 -w %t/gnu.cpp 2>&1 | %FileCheck %s --check-prefix=GNU
// RUN: %not %check_cxx -std=c++20 -w %t/macro.cpp 2>&1 | %FileCheck %s --check-prefix=MACRO
// RUN: %not %check_cxx -std=c++20 -w %t/unscoped.cpp 2>&1 | %FileCheck %s --check-prefix=UNSCOPED
// RUN: %check_cxx -std=c++20 -w -ferror-limit=0 -Xclang -verify %t/misspelt.cpp
// RUN: %check_cxx -w -ferror-limit=0 -Xclang -verify %t/misspelt.cpp
// RUN: %check_c -std=c11 -w -Xclang -verify -x c %t/misspelt.h
// RUN: %check_cxx -std=c++20 -Wno-unknown-attributes -ferror-limit=0 -Xclang -verify %t/harmless.cpp
// RUN: %check_cxx -Wno-unknown-attributes -ferror-limit=0 -Xclang -verify %t/harmless.cpp

//--- gnu.cpp
__attribute__((bpf_host_layout)) struct event { int pid; };
// GNU: gnu.cpp:1:16: error: the host_layout attribute is ignored here and checks nothing; place it after 'struct', 'class', 'union' or 'enum'
// GNU: 1 error generated.

//--- standard.cpp
[[bpf::host_layout]] struct event { int pid; };
// STANDARD: standard.cpp:1:{{[0-9]+}}: error: {{misplaced attributes|the host_layout attribute is ignored}}
// STANDARD: 1 error generated.

//--- member.cpp
struct outer {
  [[bpf::host_layout]] struct { int a; };
};
// MEMBER: member.cpp:2:{{[0-9]+}}: error:

//--- macro.cpp
#include <bpf/host_layout.h>
#define MINE BPF_HOST_LAYOUT_AS("event")
BPF_HOST_LAYOUT struct event { int pid; };
MINE struct event2 { int pid; };
// MACRO: macro.cpp:3:1: error: the host_layout attribute is ignored here
// MACRO: macro.cpp:4:1: error: the host_layout attribute is ignored here
// MACRO: 2 errors generated.

//--- unscoped.cpp
struct [[host_layout]] event { int pid; };
struct [[maybe_unused, host_layout("event")]] event2 { int pid; };
// UNSCOPED: unscoped.cpp:1:10: error: the host_layout attribute without its scope checks nothing; write {{\[\[}}bpf::host_layout]]
// UNSCOPED: unscoped.cpp:2:24: error: the host_layout attribute without its scope checks nothing
// UNSCOPED: 2 errors generated.

//--- misspelt.cpp
// expected-error@+1 {{the attribute 'bpf::hostlayout' checks nothing; did you mean [[bpf::host_layout]]?}}
struct [[bpf::hostlayout]] a { int pid; };
// expected-error@+1 {{the attribute 'bpf::hostLayout' checks nothing; did you mean [[bpf::host_layout]]?}}
struct [[bpf::hostLayout("event")]] b { int pid; };
// expected-error@+1 {{the attribute 'bpf::host_layouts' checks nothing; did you mean [[bpf::host_layout]]?}}
struct [[using bpf: host_layouts]] c { int pid; };
// expected-error@+1 {{the attribute 'btf::host_layout' checks nothing; did you mean [[bpf::host_layout]]?}}
struct [[btf::host_layout]] d { int pid; };
// expected-error@+1 {{the attribute 'bpf_host_layout' checks nothing; did you mean [[bpf::host_layout]]?}}
struct [[bpf_host_layout]] e { int pid; };
// expected-error@+1 {{the attribute 'gnu::bpf_host_layout' checks nothing; did you mean [[bpf::host_layout]]?}}
struct [[gnu::bpf_host_layout]] f { int pid; };
// expected-error@+1 {{the attribute 'bpf::bpf_host_layout' checks nothing; did you mean [[bpf::host_layout]]?}}
struct [[bpf::bpf_host_layout]] g { int pid; };
// expected-error@+1 {{the attribute 'host_layot' checks nothing; did you mean [[bpf::host_layout]]?}}
struct [[host_layot]] h { int pid; };
// expected-error@+1 {{the attribute 'host_layout' checks nothing; did you mean __attribute__((bpf_host_layout))?}}
struct __attribute__((host_layout)) i { int pid; };
// expected-error@+1 {{the attribute 'bpf_hostlayout' checks nothing; did you mean __attribute__((bpf_host_layout))?}}
struct __attribute__((packed, bpf_hostlayout("event"))) j { int pid; };
#define MIRROR [[bpf::hostlayout]]
// expected-error@+1 {{the attribute behind the macro 'MIRROR' checks nothing; did you mean [[bpf::host_layout]]?}}
struct MIRROR k { int pid; };
// expected-error@+1 {{'BPF_HOST_LAYOUT' is no macro here, so the host_layout attribute is missing and nothing is checked; include <bpf/host_layout.h>}}
typedef struct BPF_HOST_LAYOUT { int pid; } l;

//--- misspelt.h
// Where nothing else says what the file is about.
// expected-error@+1 {{the attribute 'bpf_hots_layout' checks nothing; did you mean __attribute__((bpf_host_layout))?}}
struct __attribute__((bpf_hots_layout)) a { int pid; };

//--- wrapped.cpp
#define DECLARE(...) __VA_ARGS__
#define MARK __attribute__((bpf_host_layout))
#define ATTRIBUTE(x) __attribute__((x))
DECLARE(__attribute__((bpf_host_layout)) struct event { int pid; };)
DECLARE(MARK struct event2 { int pid; };)
// WRAPPED: wrapped.cpp:4:24: error: the host_layout attribute is ignored here
// WRAPPED: wrapped.cpp:5:9: error: the host_layout attribute is ignored here
// WRAPPED: 2 errors generated.

//--- harmless.cpp
// What is no use of the attribute.
// expected-no-diagnostics
// [[bpf::host_layout]] struct event { int pid; };
/* __attribute__((bpf_host_layout)) struct event { int pid; }; */
#define UNUSED_1 __attribute__((bpf_host_layout))
#define UNUSED_2 UNUSED_1
#if 0
__attribute__((bpf_host_layout)) struct event { int pid; };
UNUSED_1 struct event { int pid; };
#endif
#ifdef UNUSED_1
#endif
const char *text = "__attribute__((bpf_host_layout)) struct event";
#define DROP(x)
#define TEXT(x) #x
DROP(__attribute__((bpf_host_layout)) struct event {};)
DROP(UNUSED_1)
const char *dropped = TEXT([[bpf::host_layout]]) TEXT(UNUSED_2);
#define REDEFINED __attribute__((bpf_host_layout))
#undef REDEFINED
#define REDEFINED
REDEFINED struct event { int pid; };
int bpf_host_layout = 1;
constexpr int host_layout = 4;
namespace bpf { int host_layout; }
int other = bpf::host_layout + (bpf_host_layout);
int array[1] = {0}, element = array[array[bpf::host_layout - bpf::host_layout]];
[[vendor::host_layout]] int vendor;
[[vendor::hostlayout]] int vendor3;
int hostLayout = 1, bpf_hostlayout = hostLayout;
#define LAYOUT(x) (hostLayout + x)
int used = LAYOUT(bpf_hostlayout);
__attribute__((annotate("hostLayout"))) int annotated;
namespace v1 {
namespace host_layout { template <class T> struct percpu {}; int slots; }
#define SLOTS() (host_layout::slots + 1)
int slots = SLOTS();
[[gnu::aligned(alignof(host_layout::percpu<int>))]] int slot;
}
[[using vendor: host_layout]] int vendor2;
[[gnu::aligned(host_layout)]] int aligned;
