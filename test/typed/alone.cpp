// The header needs no other one in front of it.
#include <bpf/host_layout_maps.hpp>
