// An alias of what a library declares is told where it is marked, not in the
// library; a member of it where the member is. What is at fault in a record or
// an enum of the user's own is told there.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
unsigned short pair[2];
char text[16];
struct two { unsigned a, b; } two;
struct outer { struct two in; } outer;
enum address_family { NONE, SOME } family;
struct holder { enum address_family f; } holder;

//--- host.cpp
#include <array>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
using right [[bpf::host_layout("pair")]] = std::array<unsigned short, 2>;
using shape [[bpf::host_layout("pair")]] = std::array<unsigned short[1], 2>; // expected-error {{'shape' is 'u16[2][1]' here but 'u16[2]' in BPF}}
using longer [[bpf::host_layout("pair")]] = std::array<unsigned short, 3>; // expected-error {{'longer'}}
using view [[bpf::host_layout("text")]] = std::string_view; // expected-error {{'view'}}
using maybe [[bpf::host_layout("two")]] = std::optional<unsigned>; // expected-error {{field '_M_payload' is not in BPF's 'two'}}
struct [[bpf::host_layout("outer")]] has {
  std::pair<unsigned, float> in; // expected-error {{'has' has a std::pair member 'in'}}
};
enum mine { NONE, SOME = 2 }; // expected-error {{'SOME' is 2 here but 1 in BPF}}
using alias [[bpf::host_layout("address_family")]] = mine;
struct own { unsigned a; float b; }; // expected-error {{'b' is 'float' here but 'u32' in BPF}}
using other [[bpf::host_layout("two")]] = own;
using theirs [[bpf::host_layout("address_family")]] = std::errc; // expected-warning {{'NONE' (0)}} expected-warning {{'operation_not_permitted' has the value of BPF's 'SOME'}}
