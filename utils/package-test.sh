#!/bin/sh
# Makes the Debian packages and the tarball, and tries them on a fresh Debian of
# this machine's release, in a directory of its own: installs, compiles, upgrades,
# purges. Needs root and Debian's mirror; no part of the ordinary tests. For
# another release, run it there: HOSTLAYOUT_SUITE_COMMAND=utils/package-test.sh
# utils/suites.sh trixie
#
#   package-test.sh [BUILD]   a build directory (default: build/ in the checkout,
#                             which is configured where it is not)
#
#   HOSTLAYOUT_MIRROR  another mirror than the one in apt's sources
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$root/build}
# shellcheck disable=SC1091 # one distribution's
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=${HOSTLAYOUT_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' \
  'Created-By: Packages' "Codename: $suite" 'Component: main' | head -n 1)}
fail() {
  echo "$0: $*" >&2
  exit 1
}
[ $# = 0 ] || [ -f "$build/CPackConfig.cmake" ] ||
  fail "$build: not a build directory; configure it with cmake -B $build"
[ -n "$mirror" ] || fail "apt's sources have no $suite; set HOSTLAYOUT_MIRROR"
[ "$(id -u)" = 0 ] || fail "only root can make a Debian to install into"
for program in cpack debootstrap lintian dpkg-shlibdeps; do
  command -v $program >/dev/null ||
    fail "$program is missing: apt-get install cmake debootstrap lintian dpkg-dev"
done

work=$(mktemp -d "${TMPDIR:-/tmp}/host-layout-packages.XXXXXX")
chroot=$work/debian
cleanup() {
  umount "$chroot/proc" 2>/dev/null || :
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 1' INT TERM
quietly() {
  "$@" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    fail "failed: $*"
  }
}
inside() {
  quietly chroot "$chroot" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C \
    DEBIAN_FRONTEND=noninteractive "$@"
}

echo "making packages"
if [ ! -f "$build/CPackConfig.cmake" ]; then
  quietly cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DHOSTLAYOUT_TESTS=OFF
fi
build=$(cd "$build" && pwd)
quietly cmake --build "$build"
make_packages() {
  mkdir "$work/$1"
  (cd "$work/$1" && quietly cpack --config "$build/CPackConfig.cmake" \
    -D CPACK_DEBIAN_PACKAGE_RELEASE="$1" -G "$2" -B "$work/$1")
}
make_packages 1 DEB
make_packages tarball TGZ
echo "lintian"
quietly lintian --fail-on error --tag-display-limit 0 "$work"/1/*.deb
grep -v '^N:' "$work/log" | sort | uniq -c || :

echo "making a Debian"
quietly debootstrap --variant=minbase \
  --include=ca-certificates,g++,libc6-dev,cmake,ninja-build,pkg-config,libbpf-dev,bpftool \
  "$suite" "$chroot" "$mirror"
# Where this machine gets LLVM from, and how it reaches it.
for place in sources.list sources.list.d apt.conf.d preferences.d; do
  [ ! -e "/etc/apt/$place" ] || cp -R "/etc/apt/$place" "$chroot/etc/apt/"
done
cp -R /usr/share/keyrings/. "$chroot/usr/share/keyrings/"
[ ! -e /etc/resolv.conf ] || cp -L /etc/resolv.conf "$chroot/etc/resolv.conf"
mount -t proc proc "$chroot/proc"
inside apt-get update

majors=$(cd "$work/1" && ls | sed -n 's/^host-layout-llvm-\([0-9]*\)_.*/\1/p' |
  sort -n)
mkdir "$chroot/packages" "$chroot/try"
cp "$work"/1/*.deb "$chroot/packages/"
echo "installing, for LLVM" $majors
for n in $majors; do
  inside apt-get install -y --no-install-recommends "clang-$n"
done
inside sh -c 'apt-get install -y --no-install-recommends /packages/*.deb'

cat >"$chroot/try/ev.bpf.c" <<'EOF'
struct event { unsigned int pid; unsigned long long ts; } event;
EOF
cat >"$chroot/try/agent.cpp" <<'EOF'
#include <bpf/host_layout.h>
struct BPF_HOST_LAYOUT event { unsigned pid; unsigned long long ts; };
int main() { return sizeof(event) != 16; }
EOF
sed 's/{ unsigned pid; \(.*;\) }/{ \1 unsigned pid; }/' \
  "$chroot/try/agent.cpp" >"$chroot/try/wrong.cpp"
cat >"$chroot/try/CMakeLists.txt" <<'EOF'
cmake_minimum_required(VERSION 3.25)
project(try LANGUAGES CXX)
find_package(HostLayout REQUIRED)
add_executable(agent agent.cpp)
target_host_layout(agent BPF_OBJECT ev.bpf.o)
EOF
try() {
  newest=$(echo "$majors" | tail -n 1)
  inside "clang-$newest" -target bpf -g -O2 -c /try/ev.bpf.c -o /try/ev.bpf.o
  for n in $majors; do
    set -- "clang++-$n" -fplugin=libHostLayout.so \
      -DBPF_HOST_LAYOUT_BTF=/try/ev.bpf.o -fsyntax-only
    inside "$@" /try/agent.cpp
    inside sh -c "! $* /try/wrong.cpp 2>/try/said"
    grep -q bpf-host-layout-reordered "$chroot/try/said" || {
      cat "$chroot/try/said" >&2
      fail "clang $n did not find the difference"
    }
  done
  for cxx in g++ "clang++-$newest"; do
    rm -rf "$chroot/try/build"
    inside cmake -S /try -B /try/build -G Ninja "-DCMAKE_CXX_COMPILER=$cxx"
    inside cmake --build /try/build
  done
  # The example, as its README has it copied.
  rm -rf "$chroot/try/example"
  inside cp -r /usr/share/doc/host-layout/examples/exec-watch /try/example
  inside cmake -S /try/example -B /try/example/build -G Ninja \
    "-DCMAKE_CXX_COMPILER=clang++-$newest" "-DBPF_CLANG=/usr/bin/clang-$newest"
  inside cmake --build /try/example/build
  inside host-layout show /try/ev.bpf.o event
  inside sh -c 'test "$(pkg-config --variable=plugin host-layout)" -ef \
    /usr/lib/libHostLayout.so'
  inside sh -c 'test -s /usr/share/man/man1/host-layout-stamp.1.gz'
}
try

echo "upgrading"
make_packages 2 DEB
rm "$chroot"/packages/*
cp "$work"/2/*.deb "$chroot/packages/"
inside sh -c 'apt-get install -y --no-install-recommends /packages/*.deb'
inside sh -c 'dpkg-query -W -f "\${Version}\n" host-layout | grep -q -- "-2$"'
try

echo "purging"
inside sh -c 'apt-get purge -y "host-layout*"'
left=$(find "$chroot/usr" "$chroot/etc" "$chroot/var/lib" \
  -iname '*host-layout*' -o -iname '*hostlayout*' |
  grep -v -e /var/lib/dpkg -e /var/lib/apt || :)
[ -z "$left" ] || fail "left behind: $left"

echo "the tarball"
mkdir "$chroot/opt/host-layout"
tar -xzf "$work"/tarball/*.tar.gz -C "$chroot/opt/host-layout" \
  --strip-components=1
inside /opt/host-layout/bin/host-layout show /try/ev.bpf.o event
inside "clang++-$(echo "$majors" | tail -n 1)" \
  -fplugin=/opt/host-layout/lib/libHostLayout.so -I/opt/host-layout/include \
  -DBPF_HOST_LAYOUT_BTF=/try/ev.bpf.o -fsyntax-only /try/agent.cpp
echo "the packages of $suite are good"
