// args: --type .bss --type config
// Global variables: their types, and a section as a struct.
struct config { __u32 level; _Bool on; };
struct config settings;
volatile const struct config defaults = {1, 1};
__u64 total;
static __u32 hidden;
int touch(void) { return settings.level + hidden++ + total; }
