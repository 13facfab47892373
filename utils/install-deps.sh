#!/bin/sh
# Installs what HostLayout needs on Debian or, where it may not install, says
# what is missing. Quiet unless there is something to do.
#
#   install-deps.sh test   everything, for every LLVM major (the default)
#   install-deps.sh demo   what a build and the quick starts need, for the newest
#                          LLVM major and for the distribution's own clang
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
what=${1:-test}
case $what in demo | test) ;; *)
  echo "usage: $0 [demo|test]" >&2
  exit 2 ;;
esac

. "$root/utils/common.sh"

# Building, and what the BPF side needs. `clang` is the distribution's own: what
# the quick starts call.
packages="cmake ninja-build make g++ pkg-config python3 clang bpftool libbpf-dev
  libelf-dev zlib1g-dev nlohmann-json3-dev ccache"
# The tests besides; pahole was called dwarves before Debian 13.
testing="git libgtest-dev libbenchmark-dev pahole|dwarves
  neovim valgrind strace golang-go golang-src golang-1.23-go|golang-go
  rustc python3-jsonschema python3-sarif-python-om python3-yaml pre-commit debhelper
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
# What the package lists offer of all that may be wanted: asked for once, since
# each question reads the lists anew.
read_available() {
  # shellcheck disable=SC2046 # several words
  available=$(apt-cache policy $(
    for n in $majors; do packages_of "$n"; done
    echo "$packages $testing" | tr '|' ' '
  ) 2>/dev/null | awk '/^[^ ]/ { sub(":$", "", $1); name = $1 }
                       /^ *Candidate: [0-9]/ { print name }')
}
is_available() {
  echo "$available" | grep -qFx "$1"
}
# "a|b": a, or b where there is no a.
choose() {
  first=${1%%|*}
  if [ "$first" = "$1" ] || is_available "$first"; then
    echo "$first"
  else
    echo "${1#*|}"
  fi
}
missing() {
  for p in "$@"; do
    p=$(choose "$p")
    is_installed "$p" || printf '%s ' "$p"
  done
}
# The version of the distribution's default: "14" for clang, "12" for g++.
default_of() {
  apt-cache depends "$1" 2>/dev/null |
    sed -n "s/.*Depends: $1-\([0-9][0-9]*\)$/\1/p" | head -n 1
}
# The majors that are here or can be had, as far as the package lists know.
majors_here() {
  for n in $majors; do
    if is_installed "clang-$n" ||
      { is_available "clang-$n" && is_available "libclang-$n-dev"; }; then
      echo "$n"
    fi
  done
}
# test: all of them. demo: the newest, and the one that `clang` is.
wanted_majors() {
  here=$(majors_here)
  [ "$what" = test ] || here=$(
    { echo "$here" | tail -n 1; echo "$here" | grep -x "$(default_of clang)"; } |
      sort -nu)
  echo "$here"
}
# All that is wanted, as far as it is known before the package lists are fresh.
wanted() {
  echo "$packages"
  here=$(wanted_majors)
  for n in $here; do
    packages_of "$n"
  done
  [ "$what" = test ] || return 0
  echo "$testing"
  # Not gcc-multilib, with which no cross compiler can be installed.
  gcc=$(default_of g++)
  [ -z "$gcc" ] || echo "g++-$gcc-multilib"
  # The sanitisers and libFuzzer of one clang, which test.sh uses.
  [ -z "$here" ] || echo "libclang-rt-$(echo "$here" | head -n 1)-dev"
}

# Word splitting is meant from here on: package names have no blanks.
# shellcheck disable=SC2046,SC2086
{
  read_available
  need=$(missing $(wanted))
  [ -n "$need" ] || [ -z "$(majors_here)" ] || exit 0
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
  read_available
  [ -n "$(majors_here)" ] || {
    echo "$0: no package source of this machine has a clang-N that HostLayout" \
      "knows: N is one of $majors" >&2
    exit 2
  }
  need=
  for p in $(missing $(wanted)); do
    # Not every release of Debian has all that the tests can use.
    case " $packages " in *"$p"*) ;; *)
      is_available "$p" || apt-cache show "$p" >/dev/null 2>&1 || {
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
