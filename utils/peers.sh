#!/bin/sh
# Measures other generators of types beside `host-layout gen`: the sample of
# docs/generate.md, and all types of the running kernel. Builds HostLayout's
# command where it is not built. For the versions of another release of Debian:
#
#   HOSTLAYOUT_SUITE_COMMAND=utils/peers.sh utils/suites.sh forky
#
#   HOSTLAYOUT_BUILD_DIR  where to build (default: build/ in the checkout)
#
# Needs bpftool, pahole and Go with golang-github-cilium-ebpf-dev (bpf2go). Which of
# them is missing is said; it is left out.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=${HOSTLAYOUT_BUILD_DIR:-$root/build}
[ $# = 0 ] || { echo "usage: $0 (no arguments)" >&2; exit 2; }
. "$root/utils/common.sh"
"$root/utils/install-deps.sh" demo
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  for package in pahole golang-go golang-github-cilium-ebpf-dev; do
    apt-get -qq install --no-install-recommends -y "$package" >/dev/null 2>&1 ||
      echo "$package cannot be had here" >&2
  done
fi
mkdir -p "$build"
build=$(cd "$build" && pwd)
quietly "$build/configure.log" \
  configure "$build" -DCMAKE_BUILD_TYPE=Release
quietly "$build/build.log" cmake --build "$build" --target host-layout
HOSTLAYOUT_BUILD_DIR=$build PYTHONPATH=$root/test \
  exec python3 -B "$root/test/generate/peers.py" "$build"
