// RUN: %check_cxx -ferror-limit=0 -Xclang -verify %s
// expected-error@+1 {{'bpf::host_layout' attribute only applies to structs, classes, unions, enums, aliases of these or of scalars and arrays, non-static data members, and enumerators}}
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
using nothing [[bpf::host_layout]] = void;
// expected-error@+1 {{'bpf::host_layout' attribute only applies to}}
using call [[bpf::host_layout]] = int(int);
// expected-error@+1 {{'bpf::host_layout' attribute only applies to}}
using reference [[bpf::host_layout]] = members &;
// expected-error@+1 {{'bpf::host_layout' attribute only applies to}}
using unbounded [[bpf::host_layout]] = int[];
// expected-error@+1 {{'bpf_host_layout' attribute only applies to}}
typedef float vector __attribute__((vector_size(16), bpf_host_layout));
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
// The definition is what counts.
struct [[bpf::host_layout("nosuch")]] twice;
// expected-error@+1 {{'twice' was not checked: no BPF object is known [bpf-host-layout-not-checked]}} expected-note@+1 0+{{}}
struct [[bpf::host_layout("nosuch")]] twice { int a; };
// expected-error@+1 {{'pattern' is only declared here and cannot be checked; mark its definition [bpf-host-layout-not-checked]}}
template <class T> struct [[bpf::host_layout]] pattern;
template <class T> struct pattern {};
pattern<int> instance_of_pattern;
// expected-error@+1 {{'opaque' is only declared here and cannot be checked; mark its definition [bpf-host-layout-not-checked]}}
enum [[bpf::host_layout]] opaque : int;
// expected-error@+1 {{'incomplete' names an incomplete type and cannot be checked [bpf-host-layout-not-checked]}}
using incomplete [[bpf::host_layout]] = struct forward;
// expected-error@+1 {{'incompletes' names an incomplete type and cannot be checked [bpf-host-layout-not-checked]}}
using incompletes [[bpf::host_layout]] = struct forward[2];
template <class T> struct holder {
  // expected-error@+1 {{'held' names a type that is no record, enum, scalar or array of these and cannot be checked [bpf-host-layout-not-checked]}}
  using held [[bpf::host_layout("x.value")]] = T;
};
holder<void> instance;
// expected-error@+1 {{this type has no name to look up; name the BPF type in the attribute [bpf-host-layout-not-checked]}}
struct [[bpf::host_layout]] { int a; } nameless;
