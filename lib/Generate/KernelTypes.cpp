//===- KernelTypes.cpp - Types that <linux/bpf.h> has ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/KernelTypes.h"

#include <algorithm>
#include <iterator>

namespace hostlayout::generate {

namespace {

/// What <linux/bpf.h> has had since Linux 5.19, with its size and alignment.
struct OpaqueType {
  std::string_view Name;
  uint64_t Size;
  uint16_t Align;
};
constexpr OpaqueType OpaqueTypes[] = {
    {"bpf_dynptr", 16, 8},
    {"bpf_spin_lock", 4, 4},
    {"bpf_timer", 16, 8},
};

/// Those that came later: no header of an older system has them.
constexpr std::string_view LaterTypes[] = {
    "bpf_list_head", "bpf_list_node", "bpf_rb_root",       "bpf_rb_node",
    "bpf_refcount",  "bpf_wq",        "bpf_res_spin_lock", "bpf_task_work",
};

/// All else that it had then; sorted.
constexpr std::string_view HeaderTypes[] = {
    "__sk_buff",
    "bpf_adj_room_mode",
    "bpf_attach_type",
    "bpf_attr",
    "bpf_btf_info",
    "bpf_cgroup_dev_ctx",
    "bpf_cgroup_storage_key",
    "bpf_check_mtu_ret",
    "bpf_cmd",
    "bpf_core_relo",
    "bpf_core_relo_kind",
    "bpf_cpumap_val",
    "bpf_devmap_val",
    "bpf_fib_lookup",
    "bpf_flow_keys",
    "bpf_func_id",
    "bpf_func_info",
    "bpf_hdr_start_off",
    "bpf_insn",
    "bpf_iter_link_info",
    "bpf_line_info",
    "bpf_link_info",
    "bpf_link_type",
    "bpf_lpm_trie_key",
    "bpf_lwt_encap_mode",
    "bpf_map_info",
    "bpf_map_type",
    "bpf_perf_event_value",
    "bpf_pidns_info",
    "bpf_prog_info",
    "bpf_prog_type",
    "bpf_raw_tracepoint_args",
    "bpf_redir_neigh",
    "bpf_ret_code",
    "bpf_sk_lookup",
    "bpf_sock",
    "bpf_sock_addr",
    "bpf_sock_ops",
    "bpf_sock_tuple",
    "bpf_sockopt",
    "bpf_stack_build_id",
    "bpf_stack_build_id_status",
    "bpf_stats_type",
    "bpf_sysctl",
    "bpf_task_fd_type",
    "bpf_tcp_sock",
    "bpf_tunnel_key",
    "bpf_xdp_sock",
    "bpf_xfrm_state",
    "btf_ptr",
    "sk_action",
    "sk_msg_md",
    "sk_reuseport_md",
    "xdp_action",
    "xdp_md",
};
static_assert(std::ranges::is_sorted(HeaderTypes));

} // namespace

bool isKernelOpaque(std::string_view Name) {
  return std::ranges::find(LaterTypes, Name) != std::end(LaterTypes) ||
         std::ranges::find(OpaqueTypes, Name, &OpaqueType::Name) !=
             std::end(OpaqueTypes);
}

uint16_t opaqueAlign(const Type &Ty) {
  for (const OpaqueType &O : OpaqueTypes)
    if (O.Name == Ty.Name && O.Size == Ty.Size)
      return O.Align;
  return 0;
}

bool isInKernelHeader(std::string_view Name) {
  return std::ranges::binary_search(HeaderTypes, Name);
}

} // namespace hostlayout::generate
