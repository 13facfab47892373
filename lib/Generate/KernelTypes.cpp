//===- KernelTypes.cpp - Types that <linux/bpf.h> has ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/KernelTypes.h"

#include "Layout/KernelOwned.h"

#include <algorithm>
#include <iterator>

namespace hostlayout::generate {

namespace {

/// What <linux/bpf.h> had in Linux 5.19 besides those; sorted.
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

uint16_t opaqueAlign(const Type &Ty) {
  const KernelOwnedType *Known = kernelOwned(Ty.Name);
  return Known && Known->Size == Ty.Size ? Known->Align : 0;
}

bool isInKernelHeader(std::string_view Name) {
  return std::ranges::binary_search(HeaderTypes, Name);
}

} // namespace hostlayout::generate
