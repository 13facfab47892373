//===- exec-watch.cpp - Prints processes as they start and end ------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#if defined(EXEC_WATCH_TYPED)
#include "exec-watch.maps.hpp"
using namespace exec_watch_types;
#elif defined(EXEC_WATCH_GENERATED)
#include "exec-watch.types.hpp"
#else
#include "events.hpp"
#endif

// The skeleton's structs are made of the types above.
#include "exec-watch.skel.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace {

volatile std::sig_atomic_t Stopped = 0;

struct Options {
  bool Json = false, Exits = false, OneUser = false;
  uint32_t User = 0;
};

/// A string of at most \p Size bytes that may lack its end.
std::string_view text(const char *Start, size_t Size) {
  return {Start, strnlen(Start, Size)};
}

std::string quoted(std::string_view Text) {
  std::string Result = "\"";
  for (unsigned char C : Text) {
    char Escaped[8];
    if (C == '"' || C == '\\')
      std::snprintf(Escaped, sizeof(Escaped), "\\%c", C);
    else
      std::snprintf(Escaped, sizeof(Escaped), C < 0x20 ? "\\u%04x" : "%c", C);
    Result += Escaped;
  }
  return Result + "\"";
}

void printJson(const event &E) {
  std::printf("{\"kind\":\"%s\",\"time_ns\":%llu,\"start_ns\":%llu,"
              "\"pid\":%u,\"parent\":%u,\"uid\":%u,\"gid\":%u,"
              "\"exit_code\":%d,\"comm\":%s,\"file\":%s}\n",
              E.kind == EVENT_EXEC ? "exec" : "exit",
              static_cast<unsigned long long>(E.time_ns),
              static_cast<unsigned long long>(E.start_ns), E.pid, E.parent,
              E.uid, E.gid, E.exit_code,
              quoted(text(E.comm, sizeof(E.comm))).c_str(),
              quoted(text(E.file, sizeof(E.file))).c_str());
}

void printLine(const event &E) {
  std::string Comm(text(E.comm, sizeof(E.comm)));
  if (E.kind == EVENT_EXEC)
    std::printf("start  %7u  of %7u  user %5u  %-15s  %s\n", E.pid, E.parent,
                E.uid, Comm.c_str(),
                std::string(text(E.file, sizeof(E.file))).c_str());
  else
    std::printf("end    %7u  of %7u  user %5u  %-15s  code %d after %.3f s\n",
                E.pid, E.parent, E.uid, Comm.c_str(), E.exit_code,
                static_cast<double>(E.time_ns - E.start_ns) / 1e9);
}

void print(const event &E, const Options &O) {
  if (O.Json)
    printJson(E);
  else
    printLine(E);
  std::fflush(stdout);
}

void printCounts(uint32_t User, const counts &C, const Options &O) {
  std::printf(O.Json ? "{\"kind\":\"counts\",\"uid\":%u,\"execs\":%llu,"
                       "\"exits\":%llu}\n"
                     : "user %u: %llu started, %llu ended\n",
              User, static_cast<unsigned long long>(C.execs),
              static_cast<unsigned long long>(C.exits));
}

counts add(const counts &A, const counts &B) {
  return {A.execs + B.execs, A.exits + B.exits};
}

#ifndef EXEC_WATCH_TYPED

int onEvent(void *Context, void *Data, size_t Size) {
  if (Size < sizeof(event))
    return 0;
  event E;
  std::memcpy(&E, Data, sizeof(E));
  print(E, *static_cast<const Options *>(Context));
  return 0;
}

/// The map has one value for each CPU.
void printCounts(int Map, const Options &O) {
  const int Cpus = libbpf_num_possible_cpus();
  if (Cpus < 0)
    return;
  std::vector<counts> Values(static_cast<size_t>(Cpus));
  uint32_t User = 0;
  for (const uint32_t *Last = nullptr;
       bpf_map_get_next_key(Map, Last, &User) == 0; Last = &User) {
    if (bpf_map_lookup_elem(Map, &User, Values.data()) != 0)
      continue;
    printCounts(User, std::accumulate(Values.begin(), Values.end(), counts(),
                                      add),
                O);
  }
}

#endif

bool readOptions(int Count, char **Arguments, Options &O) {
  for (int I = 1; I < Count; ++I) {
    std::string_view Word = Arguments[I];
    if (Word == "--json") {
      O.Json = true;
    } else if (Word == "--exits") {
      O.Exits = true;
    } else if (Word == "--uid" && I + 1 < Count) {
      std::string_view Number = Arguments[++I];
      O.OneUser = true;
      auto [End, Wrong] =
          std::from_chars(Number.data(), Number.data() + Number.size(), O.User);
      if (Wrong != std::errc() || End != Number.data() + Number.size())
        return false;
    } else {
      return false;
    }
  }
  return true;
}

int fail(const char *What) {
  int Code = errno;
  std::fprintf(stderr, "exec-watch: %s: %s\n", What, std::strerror(Code));
  // Where BPF is not allowed, tests do not fail: they are skipped.
  return Code == EPERM || Code == EACCES ? 77 : 1;
}

int watch(const Options &O) {
  using Program =
      std::unique_ptr<exec_watch_bpf, decltype(&exec_watch_bpf__destroy)>;
  Program Bpf(exec_watch_bpf__open(), exec_watch_bpf__destroy);
  if (!Bpf)
    return fail("opening the BPF program");
  // The program sees these as constants: they are set before it is loaded.
  Bpf->rodata->config.with_exits = O.Exits;
  Bpf->rodata->config.only_one_user = O.OneUser;
  Bpf->rodata->config.user = O.User;
  if (exec_watch_bpf__load(Bpf.get()) != 0)
    return fail("loading the BPF program");
  if (exec_watch_bpf__attach(Bpf.get()) != 0)
    return fail("attaching the BPF program");

#ifdef EXEC_WATCH_TYPED
  const maps Maps(*Bpf);
  host_layout::ring_buffer Events;
  Events.on<event>(Maps.events, [&O](const event &E) { print(E, O); });
  std::fprintf(stderr, "exec-watch: watching; Ctrl-C ends it\n");
  while (!Stopped)
    Events.poll(std::chrono::milliseconds(100));
  exec_watch_bpf__detach(Bpf.get());
  Events.consume();
  for (const auto &[User, Values] : Maps.counts_by_user)
    printCounts(User, std::accumulate(Values.begin(), Values.end(), counts(),
                                      add),
                O);
  return 0;
#else
  Options Shown = O;
  std::unique_ptr<ring_buffer, decltype(&ring_buffer__free)> Events(
      ring_buffer__new(bpf_map__fd(Bpf->maps.events), onEvent, &Shown, nullptr),
      ring_buffer__free);
  if (!Events)
    return fail("the ring buffer");
  std::fprintf(stderr, "exec-watch: watching; Ctrl-C ends it\n");
  while (!Stopped) {
    int Got = ring_buffer__poll(Events.get(), 100);
    if (Got < 0 && Got != -EINTR) {
      errno = -Got;
      return fail("reading events");
    }
  }
  // First no more of them, then all that are left: the counts are of what was
  // printed.
  exec_watch_bpf__detach(Bpf.get());
  ring_buffer__consume(Events.get());
  printCounts(bpf_map__fd(Bpf->maps.counts_by_user), O);
  return 0;
#endif
}

} // namespace

int main(int Count, char **Arguments) {
  Options O;
  if (!readOptions(Count, Arguments, O)) {
    std::fprintf(stderr, "usage: %s [--exits] [--uid NUMBER] [--json]\n",
                 Arguments[0]);
    return 2;
  }
  for (int Signal : {SIGINT, SIGTERM})
    std::signal(Signal, [](int) { Stopped = 1; });
  return watch(O);
}
