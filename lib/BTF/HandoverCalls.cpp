//===- HandoverCalls.cpp - Calls that take a program's bytes --------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/Follower.h"
#include "BTF/RecordPlaces.h"

#include <algorithm>
#include <iterator>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

// <linux/bpf.h>
enum Helper : int32_t {
  MapLookup = 1,
  MapUpdate = 2,
  MapDelete = 3,
  PerfEventOutput = 25,
  MapPush = 87,
  RingbufOutput = 130,
  RingbufReserve = 131,
  RingbufSubmit = 132,
  MapLookupPerCpu = 195,
};
constexpr uint32_t LargestRecord = 1u << 14;
/// BPF_PSEUDO_CALL: of a function of the object.
constexpr uint8_t CallOfProgram = 1;

/// A helper that writes into the program's memory: at the register To as many
/// bytes as the register Size says, or as the number Bytes. Neither: as many as
/// there are.
struct Writer {
  int32_t Helper;
  uint8_t To, Size = 0, Bytes = 0;
};
// The kernel's prototypes with ARG_PTR_TO_UNINIT_MEM, or MEM_WRITE.
constexpr Writer Writers[] = {
    {4, 1, 2},      // bpf_probe_read
    {16, 1, 2},     // bpf_get_current_comm
    {20, 2, 3},     // bpf_skb_get_tunnel_key
    {26, 3, 4},     // bpf_skb_load_bytes
    {29, 2, 3},     // bpf_skb_get_tunnel_opt
    {45, 1, 2},     // bpf_probe_read_str
    {55, 3, 4},     // bpf_perf_event_read_value
    {56, 2, 3},     // bpf_perf_prog_read_value
    {57, 4, 5},     // bpf_getsockopt
    {66, 3, 4},     // bpf_skb_get_xfrm_state
    {67, 2, 3},     // bpf_get_stack
    {68, 3, 4},     // bpf_skb_load_bytes_relative
    {69, 2, 3},     // bpf_fib_lookup
    {88, 2},        // bpf_map_pop_elem
    {89, 2},        // bpf_map_peek_elem
    {101, 2, 3},    // bpf_sysctl_get_name
    {102, 2, 3},    // bpf_sysctl_get_current_value
    {103, 2, 3},    // bpf_sysctl_get_new_value
    {105, 4, 0, 8}, // bpf_strtol
    {106, 4, 0, 8}, // bpf_strtoul
    {112, 1, 2},    // bpf_probe_read_user
    {113, 1, 2},    // bpf_probe_read_kernel
    {114, 1, 2},    // bpf_probe_read_user_str
    {115, 1, 2},    // bpf_probe_read_kernel_str
    {119, 2, 3},    // bpf_read_branch_records
    {120, 3, 4},    // bpf_get_ns_current_pid_tgid
    {141, 2, 3},    // bpf_get_task_stack
    {142, 2, 3},    // bpf_load_hdr_opt
    {147, 2, 3},    // bpf_d_path
    {148, 1, 2},    // bpf_copy_from_user
    {149, 1, 2},    // bpf_snprintf_btf
    {161, 2, 3},    // bpf_ima_inode_hash
    {163, 3, 0, 4}, // bpf_check_mtu
    {165, 1, 2},    // bpf_snprintf
    {176, 1, 2},    // bpf_get_branch_snapshot
    {179, 4, 0, 8}, // bpf_kallsyms_lookup_name
    {183, 3, 0, 8}, // bpf_get_func_arg
    {184, 2, 0, 8}, // bpf_get_func_ret
    {189, 3, 4},    // bpf_xdp_load_bytes
    {191, 1, 2},    // bpf_copy_from_user_task
    {193, 2, 3},    // bpf_ima_file_hash
    {201, 1, 2},    // bpf_dynptr_read
};

} // namespace

Handover Follower::made(const ProgramState &S, Handover::Part What, uint8_t Map,
                        uint8_t Pointer) const {
  Handover H;
  H.What = What;
  H.Function = In->Functions.at(Begin);
  if (S.get(Map).Kind == TrackedValue::Symbol)
    H.Map = S.get(Map).Name;
  const TrackedValue &At = S.get(Pointer);
  if (At.Kind == TrackedValue::Symbol) {
    H.IsInVariable = true;
    if (At.Number == 0)
      H.Variable = At.Name;
  }
  if (At.Kind == TrackedValue::InMap && At.Number >= 0) {
    H.InMap = At.Name;
    H.InMapAt = static_cast<uint64_t>(At.Number);
  }
  S.cleared(At, H.Cleared, H.OnceCleared);
  return H;
}

void Follower::call(ProgramState &S, uint64_t At) {
  const Instruction &N = In->Instructions[At];
  TrackedValue Returned;
  if (N.From == 0) {
    auto Most = [&S](uint8_t Register) -> std::optional<uint32_t> {
      const TrackedValue &V = S.get(Register);
      if ((V.Kind != TrackedValue::Constant &&
           V.Kind != TrackedValue::AtMost) ||
          V.Number < 0 || V.Number > UINT32_MAX)
        return std::nullopt;
      return static_cast<uint32_t>(V.Number);
    };
    auto Size = [&](uint8_t Register) {
      return S.get(Register).Kind == TrackedValue::Constant
                 ? Most(Register)
                 : std::optional<uint32_t>();
    };
    auto Send = [&](uint8_t Map, uint8_t Data, uint8_t Bytes) {
      Handover H = made(S, Handover::Record, Map, Data);
      H.Size = Size(Bytes);
      const TrackedValue &From = S.get(Data);
      if (From.Kind == TrackedValue::Stack)
        H.Places = {{.Section = In->Section.Index,
                     .Address = At * InstructionBytes,
                     .Stack = From.Number,
                     .FrameSize = FrameSize}};
      else
        H.Places = pointersBefore(*In, At, Data);
      add(std::move(H));
    };
    // The helper fills memory, and not only with zeros.
    auto Fill = [&](const Writer &W) {
      const TrackedValue &To = S.get(W.To);
      const std::optional<uint32_t> Limit =
          W.Size    ? Most(W.Size)
          : W.Bytes ? std::optional<uint32_t>(W.Bytes)
                    : std::nullopt;
      write(S, To, Limit);
    };
    switch (N.Immediate) {
    case MapLookup:
    case MapLookupPerCpu:
      add(made(S, Handover::Key, 1, 2));
      if (S.get(1).Kind == TrackedValue::Symbol)
        Returned = {.Kind = TrackedValue::InMap, .Name = S.get(1).Name};
      break;
    case MapUpdate:
      add(made(S, Handover::Key, 1, 2));
      add(made(S, Handover::Value, 1, 3));
      break;
    case MapDelete:
      add(made(S, Handover::Key, 1, 2));
      break;
    case MapPush:
      add(made(S, Handover::Value, 1, 2));
      break;
    case PerfEventOutput:
      Send(2, 4, 5);
      break;
    case RingbufOutput:
      Send(1, 2, 3);
      break;
    case RingbufReserve: {
      Reserve &R = Reserves[At];
      R.Map = S.get(1).Kind == TrackedValue::Symbol ? S.get(1).Name
                                                    : std::string_view();
      R.Size = Size(2).value_or(0);
      if (R.Size && R.Size <= LargestRecord) {
        S.reserve(At, R.Size);
        Returned = {.Kind = TrackedValue::Record, .Site = At};
      }
      break;
    }
    case RingbufSubmit: {
      Handover H = made(S, Handover::Record, 1, 1);
      H.Map.clear();
      if (const TrackedValue &R = S.get(1); R.Kind == TrackedValue::Record) {
        H.Map = Reserves[R.Site].Map;
        H.Size = Reserves[R.Site].Size;
        H.Places = pointersBehind(*In, R.Site);
      }
      add(std::move(H));
      break;
    }
    default:
      if (auto W = std::ranges::find(Writers, N.Immediate, &Writer::Helper);
          W != std::end(Writers))
        Fill(*W);
      break;
    }
  }
  if (N.From == CallOfProgram) {
    const Effects Of = effectsOfCall(At);
    for (uint8_t Register = 1; Register != Of.size(); ++Register)
      for (const Written &W : Of[Register])
        write(S, S.get(Register).moved(static_cast<int64_t>(W.From)),
              W.To == UINT64_MAX ? std::nullopt : std::optional(W.To - W.From));
  }
  S.forget(0, 5);
  S.set(0, Returned);
}
