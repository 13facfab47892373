// Names that a language has for itself, and those that generated code needs.
struct class { __u32 new; __u32 template; __u32 type; __u32 func; __u32 map;
               __u32 range; __u32 _private; __u32 _pad1; __u32 nullptr; };
enum namespace { delete, import };
struct go { enum namespace operator; struct class this; };
struct module { __u32 id; };
struct loaded { struct module first; };
EMIT(class) EMIT(go) EMIT(loaded)
