// args: --namespace agent::bpf --package agent --prefix my_ --asserts
// A prefix, a namespace and a package; the header asserts itself.
enum verdict { PASS, DROP };
struct event { __u64 ts; enum verdict verdict; struct { __u32 a; } nested; };
HASH(events, __u32, struct event)
