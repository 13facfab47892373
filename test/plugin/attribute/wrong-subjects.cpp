// RUN: %clangxx -std=c++17 -fplugin=%plugin -ferror-limit=0 -fsyntax-only -Xclang -verify %s
// expected-error@+1 {{'bpf::host_layout' attribute only applies to structs, classes, unions, enums, aliases of these, non-static data members, and enumerators}}
[[bpf::host_layout("event")]] int variable;
// expected-error@+1 {{'bpf_host_layout' attribute only applies to}}
__attribute__((bpf_host_layout)) int gnu;
// expected-error@+1 {{'bpf::host_layout' attribute only applies to}}
[[bpf::host_layout]] void function();
// expected-error@+1 {{'bpf::host_layout' attribute only applies to}}
void parameter(int p [[bpf::host_layout]]);
// expected-error@+1 {{'bpf::host_layout' attribute only applies to}}
namespace [[bpf::host_layout]] space {}
struct members {
  // expected-error@+1 {{'bpf::host_layout' attribute only applies to}}
  static int data [[bpf::host_layout]];
  // expected-error@+1 {{'bpf::host_layout' attribute only applies to}}
  [[bpf::host_layout]] void method();
  // expected-error@+1 {{'bpf::host_layout' attribute cannot be applied to a member without a name}}
  [[bpf::host_layout]] int : 3;
};
// expected-error@+1 {{'bpf::host_layout' attribute only applies to}}
using number [[bpf::host_layout]] = int;
// expected-error@+1 {{'bpf::host_layout' attribute only applies to}}
using pointer [[bpf::host_layout]] = members *;
// expected-error@+1 {{'bpf_host_layout' attribute only applies to}}
typedef members array[2] __attribute__((bpf_host_layout));
void statements() {
  // expected-error@+1 {{'bpf::host_layout' attribute only applies to}}
  [[bpf::host_layout]];
  // expected-error@+1 {{'bpf::host_layout' attribute only applies to}}
  [[bpf::host_layout]] return;
}

// What is only declared has no layout.
// expected-error@+1 {{'forward' is only declared here and cannot be checked; mark its definition [bpf-host-layout-not-checked]}}
struct [[bpf::host_layout]] forward;
// expected-error@+1 {{'later' is only declared here and cannot be checked; mark its definition [bpf-host-layout-not-checked]}}
struct [[bpf::host_layout]] later;
struct later {};
// expected-error@+1 {{'opaque' is only declared here and cannot be checked; mark its definition [bpf-host-layout-not-checked]}}
enum [[bpf::host_layout]] opaque : int;
// expected-error@+1 {{'incomplete' names an incomplete type and cannot be checked [bpf-host-layout-not-checked]}}
using incomplete [[bpf::host_layout]] = struct forward;
// expected-error@+1 {{this type has no name to look up; name the BPF type in the attribute [bpf-host-layout-not-checked]}}
struct [[bpf::host_layout]] { int a; } nameless;
