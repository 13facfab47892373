// A marked field says nothing as long as nothing checks its struct.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %S/../Inputs/event.bpf.c -o %t/ev.o
// RUN: %check_cxx -std=c++20 %arg-btf=%t/ev.o -Xclang -verify %t/main.cpp
// RUN: %check_cxx -Xclang -verify %t/alone.cpp

//--- header.h
// Another unit may mark an alias of it.
struct in_header {
  unsigned tid [[bpf::host_layout("pid")]];
};

//--- main.cpp
#include "header.h"
struct lost {
  unsigned a;
  // expected-error@+1 {{'tid' is marked, but no marker reaches 'lost', so it is not checked; mark the type, too [bpf-host-layout-not-checked]}}
  unsigned tid [[bpf::host_layout("pid")]];
  unsigned tgid [[bpf::host_layout("tgid")]];
};
enum lost_kind {
  // expected-error@+1 {{'EXEC' is marked, but no marker reaches 'lost_kind'}}
  EXEC [[bpf::host_layout("KIND_EXEC")]],
};
template <class T> struct lost_template {
  // expected-error@+1 {{'tid' is marked, but no marker reaches 'lost_template'}}
  T tid [[bpf::host_layout("pid")]];
};
lost_template<unsigned> lost_instance;
struct pointed_to {
  // expected-error@+1 {{'tid' is marked, but no marker reaches 'pointed_to'}}
  unsigned tid [[bpf::host_layout("pid")]];
};

// All of these are reached.
struct marked_by_alias {
  unsigned tid [[bpf::host_layout("pid")]];
  unsigned long long ts;
  char comm[16];
};
using alias [[bpf::host_layout("event")]] = marked_by_alias;
struct base {
  unsigned tid [[bpf::host_layout("pid")]];
};
struct [[bpf::host_layout("event")]] derived : base {
  struct {
    unsigned long long time [[bpf::host_layout("ts")]];
  };
  char comm[16];
};
template <class T> struct reached {
  unsigned tid [[bpf::host_layout("pid")]];
  T ts;
  char comm[16];
};
using instance [[bpf::host_layout("event")]] = reached<unsigned long long>;
reached<int> not_this_one;
template <class T> struct never_used {
  T tid [[bpf::host_layout("pid")]];
};
extern pointed_to *pointer;

//--- alone.cpp
void function() {
  struct local {
    // expected-error@+1 {{'tid' is marked, but no marker reaches 'local'}}
    unsigned tid [[bpf::host_layout("pid")]];
  };
}
