// args: --all
// All types, also those that user space does not see.
struct unseen { __u32 a; };
typedef struct { __u64 b; } alias_t;
typedef __u32 id_t;
struct seen { __u32 c; };
int touch(struct unseen *u, alias_t *t, id_t *i) { return u->a + t->b + *i; }
struct seen seen;
