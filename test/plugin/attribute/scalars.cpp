// A map's key or value may be a scalar, or an array: an alias mirrors it.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/scalars.bpf.c -o %t.o
// RUN: %check_cxx %arg-btf=%t.o -ferror-limit=0 -Xclang -verify=good %t/scalars.cpp
// RUN: %check_cxx -DWRONG %arg-btf=%t.o -ferror-limit=0 -Xclang -verify=bad \
// RUN:   -Xclang -verify-ignore-unexpected=note %t/scalars.cpp
// RUN: %check_c -std=c17 %arg-btf=%t.o -ferror-limit=0 -Xclang -verify=good -x c %t/scalars.h
// RUN: %check_c -std=c17 -DWRONG %arg-btf=%t.o -ferror-limit=0 -Xclang -verify=bad \
// RUN:   -Xclang -verify-ignore-unexpected=note -x c %t/scalars.h

//--- scalars.bpf.c
typedef unsigned int u32;
typedef unsigned long long u64;
#define SEC(name) __attribute__((section(name), used))
struct { int (*type)[1]; u32 *key; u64 *value; } reads SEC(".maps");
struct { int (*type)[1]; short *key; u32 (*value)[4]; } rows SEC(".maps");
enum state { IDLE, BUSY };
struct { int (*type)[1]; enum state *key; double *value; } states SEC(".maps");
struct { int (*type)[1]; int (*key_size)[4]; int (*value_size)[8]; } sizes SEC(".maps");

//--- scalars.cpp
// good-no-diagnostics
#ifdef WRONG
#define PICK(Right, Wrong) Wrong
#else
#define PICK(Right, Wrong) Right
#endif
using Read [[bpf::host_layout("reads.value")]] = PICK(unsigned long long, unsigned); // bad-error {{'Read'}}
using Cpu [[bpf::host_layout("reads.key")]] = PICK(const unsigned, float); // bad-error {{'Cpu'}}
using Row [[bpf::host_layout("rows.value")]] = unsigned[PICK(4, 3)]; // bad-error {{'Row'}}
using Bytes [[bpf::host_layout("reads.value")]] = unsigned char[PICK(8, 4)]; // bad-error {{'Bytes'}}
using State [[bpf::host_layout("states.key")]] = PICK(int, long long); // bad-error {{'State'}}
using Level [[bpf::host_layout("states.value")]] = PICK(double, long long); // bad-error {{'Level'}}
using Size [[bpf::host_layout("sizes.value")]] = PICK(long long, int); // bad-error {{'Size'}}
// A pointer to BPF memory is a 64-bit integer.
using Address [[bpf::host_layout("reads.value")]] = PICK(void *, char); // bad-error {{'Address'}}
// Two records that stand for an array of four numbers.
struct two { unsigned a, b; };
using Twos [[bpf::host_layout("rows.value")]] = two[PICK(2, 1)]; // bad-error {{'Twos'}}
// Of which each instantiation counts.
template <class T> struct Map {
  using value [[bpf::host_layout("reads.value")]] = T; // bad-error {{'value'}}
};
Map<PICK(unsigned long long, unsigned char)> map;
void function() {
  using Local [[bpf::host_layout("reads.key")]] = PICK(unsigned, double); // bad-error {{'Local'}}
}

//--- scalars.h
// good-no-diagnostics
#ifdef WRONG
#define PICK(Right, Wrong) Wrong
#else
#define PICK(Right, Wrong) Right
#endif
typedef PICK(unsigned long long, unsigned) read_count __attribute__((bpf_host_layout("reads.value"))); // bad-error {{'read_count'}}
__attribute__((bpf_host_layout("rows.value"))) typedef unsigned row[PICK(4, 3)]; // bad-error {{'row'}}
