#!/bin/sh
# Installs what HostLayout needs on Debian or, where it may not install, says
# what is missing. Quiet unless there is something to do.
#
#   install-deps.sh test   everything, for every LLVM major (the default)
#   install-deps.sh demo   what demo.sh needs, for the newest LLVM major
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
what=${1:-test}
case $what in demo | test) ;; *)
  echo "usage: $0 [demo|test]" >&2
  exit 2 ;;
esac

. "$root/utils/common.sh"

# Building, and what the BPF side needs.
packages="cmake ninja-build g++ pkg-config python3 bpftool libbpf-dev
  libelf-dev zlib1g-dev nlohmann-json3-dev libcli11-dev ccache"
# Not gcc-multilib, with which no cross compiler can be installed.
testing="git libgtest-dev libbenchmark-dev g++-12-multilib dwarves
  neovim valgrind strace golang-1.19-go golang-1.19-src
  python3-jsonschema python3-sarif-python-om python3-yaml pre-commit
  golang-github-haya14busa-go-sarif-dev
  distcc sccache meson g++-aarch64-linux-gnu"

packages_of() {
  echo "clang-$1 libclang-$1-dev llvm-$1-dev"
  [ "$what" = demo ] || echo "clang-tidy-$1 clang-tools-$1 clangd-$1 llvm-$1-tools"
}
if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  echo "$0: this is not Debian. Please install the equivalents of:" >&2
  echo "$packages" >&2
  [ "$what" = demo ] || echo "$testing" >&2
  echo "and, for one N or more of $majors:" >&2
  packages_of N >&2
  exit 2
fi

is_installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}
is_available() {
  apt-cache policy "$1" | grep -q 'Candidate: [0-9]'
}
missing() {
  for p in "$@"; do
    is_installed "$p" || printf '%s ' "$p"
  done
}
# demo: the newest major that is there or, for want of one, can be had.
newest() {
  for test in is_installed is_available; do
    for n in $(echo "$majors" | tr ' ' '\n' | sort -rn); do
      if $test "clang-$n" && $test "libclang-$n-dev" && $test "llvm-$n-dev"
      then
        echo "$n"
        return
      fi
    done
  done
}
# All that is wanted, as far as it is known before the package lists are fresh.
wanted() {
  echo "$packages"
  if [ "$what" = demo ]; then
    n=$(newest)
    packages_of "${n:-${majors##* }}"
    return
  fi
  # The sanitisers and libFuzzer of the oldest clang, which test.sh uses.
  echo "$testing libclang-rt-${majors%% *}-dev"
  for n in $majors; do
    packages_of "$n"
  done
}

# Word splitting is meant from here on: package names have no blanks.
# shellcheck disable=SC2046,SC2086
{
  need=$(missing $(wanted))
  [ -n "$need" ] || exit 0
  if [ "$(id -u)" != 0 ]; then
    echo "$0: packages are missing, and only root can install them:" >&2
    echo "  apt-get install --no-install-recommends $need" >&2
    exit 2
  fi

  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >"$log" 2>&1
  }
  # One unreachable source need not matter; apt-get install will tell.
  apt update || sed 's/^/  /' "$log" >&2
  need=
  for p in $(missing $(wanted)); do
    case $p in
    clang* | libclang* | llvm*)
      # Not every release of Debian has every major; one is enough.
      is_available "$p" || {
        echo "no package source of this machine has $p: left out"
        continue
      } ;;
    esac
    need="$need $p"
  done
  [ -n "$need" ] || exit 0
  echo "installing $(echo $need | wc -w) packages"
  apt install --no-install-recommends -y $need || {
    cat "$log" >&2
    echo "$0: could not install:$need" >&2
    exit 2
  }
}
