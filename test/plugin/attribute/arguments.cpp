// However the strings get into the attribute, they arrive: clang drops those of
// a [[...]] attribute that it does not know. Lost, they would leave the struct's
// own name, which no type has.
//
// RUN: %bpfcc %S/../Inputs/event.bpf.c -o %t.o
// RUN: %check_cxx -std=c++20 %arg-btf=%t.o -ferror-limit=0 -Xclang -verify %s
// expected-no-diagnostics

#define BODY                                                                   \
  {                                                                            \
    unsigned pid;                                                              \
    unsigned long long ts;                                                     \
    char comm[16];                                                             \
  }

// As they stand.
struct [[bpf::host_layout("event")]] plain1 BODY;
struct [[bpf::host_layout("ev" "ent")]] plain2 BODY;
struct [[bpf::host_layout("ev"
                          "ent")]] plain3 BODY;
struct [[bpf::host_layout(R"(event)", "match=prefix")]] plain4 BODY;
struct [[bpf::host_layout("\x65vent")]] plain5 BODY;
struct [[bpf::host_layout /* a comment */ ( // and another
    "event")]] plain6 BODY;
struct [[using bpf: host_layout("event")]] plain7 BODY;
struct [[maybe_unused, bpf::host_layout("event"),
         bpf::host_layout("event")]] plain8 BODY;
struct [[bpf::host_layout("event")]] [[bpf::host_layout("event")]] plain9 BODY;
struct __attribute__((bpf_host_layout("event"))) plain10 BODY;
struct __attribute__((__bpf_host_layout__("ev" "ent", "match=exact"))) plain11
    BODY;

// Out of macros.
#define NAME "event"
#define MATCH "match=" MODE
#define MODE "prefix"
struct [[bpf::host_layout(NAME)]] macro1 BODY;
struct [[bpf::host_layout(NAME, MATCH)]] macro2 BODY;
struct __attribute__((bpf_host_layout(NAME, MATCH))) macro3 BODY;
#define ARGUMENTS ("event")
struct [[bpf::host_layout ARGUMENTS]] macro4 BODY;
#define ATTRIBUTE host_layout
struct [[bpf::ATTRIBUTE("event")]] macro5 BODY;
#define SCOPE bpf
struct [[SCOPE::host_layout(NAME)]] macro6 BODY;

// The attribute itself out of a macro.
#define MIRROR [[bpf::host_layout("event")]]
struct MIRROR whole1 BODY;
#define MIRRORS(x) [[bpf::host_layout(x)]]
struct MIRRORS("event") whole2 BODY;
struct MIRRORS(NAME) whole3 BODY;
#define STRING(x) [[bpf::host_layout(#x)]]
struct STRING(event) whole4 BODY;
struct STRING( event ) whole5 BODY;
#define INDIRECT(x) STRING(x)
#define EVENT event
struct INDIRECT(event) whole6 BODY;
struct INDIRECT(EVENT) whole7 BODY;
#define MODED(x, m) [[bpf::host_layout(#x, "match=" #m)]]
struct MODED(event, exact) whole8 BODY;
#define ANY(...) [[bpf::host_layout(__VA_ARGS__)]]
struct ANY("event", "match=exact") whole9 BODY;
struct ANY("event") whole10 BODY;
#define NAMED(args...) [[bpf::host_layout(args)]]
struct NAMED("event", "match=exact") whole11 BODY;
#define TWICE MIRROR [[bpf::host_layout("event", "match=exact")]]
struct TWICE whole12 BODY;
#define DECLARE(Name, Of) struct [[bpf::host_layout(Of)]] Name BODY
DECLARE(whole13, "event");
DECLARE(whole14, NAME);

// Through the arguments of other macros.
#define ID(...) __VA_ARGS__
#define ONE(x) x
struct ID([[bpf::host_layout("event", "match=exact")]]) through1 BODY;
struct ONE([[bpf::host_layout("event")]]) through2 BODY;
struct ID(MIRROR) through3 BODY;
struct ID(ID(MIRRORS(ID(NAME)))) through4 BODY;
struct [[bpf::ONE(host_layout)("event")]] through5 BODY;
struct [[bpf::host_layout(ID("ev") ONE("ent"))]] through6 BODY;
ID(struct [[bpf::host_layout("event")]] through7 BODY;)
ONE(struct ONE(MIRRORS(ONE("event"))) through8 BODY;)
#define APPLY(m, x) m(x)
struct APPLY(MIRRORS, "event") through9 BODY;

// A macro by the definition of its time.
#define LATER "event"
struct [[bpf::host_layout(LATER)]] time1 BODY;
#undef LATER
#define LATER "nothing"
#undef MIRROR
#define MIRROR

// Not on the type alone.
struct [[bpf::host_layout("event")]] fields {
  unsigned tid MIRRORS("pid");
  [[bpf::host_layout("nsec", "ts")]] unsigned long long time;
  char name[16] __attribute__((bpf_host_layout("comm")));
};
