#!/bin/sh
# Builds and runs every test on other releases of Debian, each in a root of its
# own, for the LLVM majors and tools that this machine's release does not have.
# Prints a line of figures for each. Needs root, debootstrap and Debian's mirror.
#
#   suites.sh [SUITE...]   (default: trixie forky sid)
#
#   HOSTLAYOUT_SUITES_DIR  where the roots are kept between runs
#                          (default: build/suites in the checkout)
#   HOSTLAYOUT_MIRROR      another mirror than the one in apt's sources
#   HOSTLAYOUT_SUITE_COMMAND  what to run in the checkout (default: utils/test.sh)
#   HOSTLAYOUT_JOBS        how many jobs at once (default: one per CPU)
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
place=${HOSTLAYOUT_SUITES_DIR:-$root/build/suites}
command=${HOSTLAYOUT_SUITE_COMMAND:-utils/test.sh}
mirror=${HOSTLAYOUT_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' \
  'Created-By: Packages' 'Component: main' | head -n 1)}
fail() {
  echo "$0: $*" >&2
  exit 2
}
for word in "$@"; do
  case $word in -*) fail "unknown option $word; usage: $0 [SUITE...]" ;; esac
done
[ $# != 0 ] || set -- trixie forky sid
[ "$(id -u)" = 0 ] || fail "only root can make a Debian to test in"
[ -n "$mirror" ] || fail "apt's sources name no mirror; set HOSTLAYOUT_MIRROR"
command -v debootstrap >/dev/null ||
  fail "debootstrap is missing: apt-get install debootstrap"

mkdir -p "$place"
place=$(cd "$place" && pwd)
mounted=
unmount() {
  for there in $mounted; do
    umount -R "$there" 2>/dev/null || umount -l "$there" || :
  done
  mounted=
}
trap unmount EXIT
trap 'exit 2' INT TERM

# prepare SUITE CHROOT: a root that can install packages.
prepare() {
  [ -e "$2/etc/apt/sources.list" ] || {
    rm -rf "$2"
    # An older debootstrap does not know a newer suite by name.
    script=/usr/share/debootstrap/scripts/$1
    [ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid
    debootstrap --variant=minbase --include=ca-certificates,git "$1" "$2" \
      "$mirror" "$script" >"$place/$1.log" 2>&1 ||
      fail "debootstrap failed: $place/$1.log"
    # A mirror may be a snapshot, whose lists no longer claim to be fresh.
    echo "deb [check-valid-until=no] $mirror $1 main" >"$2/etc/apt/sources.list"
  }
  # How this machine reaches the mirror.
  cp -R /etc/apt/apt.conf.d/. "$2/etc/apt/apt.conf.d/"
  [ ! -e /etc/resolv.conf ] || cp -L /etc/resolv.conf "$2/etc/resolv.conf"
  # The checkout as it was committed.
  rm -rf "$2/host-layout"
  git clone -q --no-hardlinks "$root" "$2/host-layout"
}

# figures LOG: what ctest's summaries say, "120 of 120 tests, 14 of 14 tests".
figures() {
  sed -n 's/^\([0-9]*\)% tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\2 \3/p' \
    "$1" | while read -r failed all; do
    printf ', %s of %s tests' $((all - failed)) "$all"
  done
}

worst=0
for suite in "$@"; do
  chroot=$place/$suite
  log=$place/$suite.log
  prepare "$suite" "$chroot"
  for there in proc sys dev; do
    mount --rbind "/$there" "$chroot/$there"
    mount --make-rslave "$chroot/$there"
    mounted="$chroot/$there $mounted"
  done
  start=$(date +%s)
  status=0
  chroot "$chroot" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LC_ALL=C.UTF-8 HOSTLAYOUT_JOBS="${HOSTLAYOUT_JOBS:-$(nproc)}" \
    HOSTLAYOUT_BUILD_DIR=/host-layout/build sh -c "cd /host-layout && $command" \
    >"$log" 2>&1 </dev/null || status=$?
  unmount
  majors=$(ls "$chroot/usr/lib" | sed -n 's/^llvm-\([0-9]*\)$/\1/p' | sort -n |
    tr '\n' ' ')
  verdict=passed
  [ $status = 0 ] || { verdict="FAILED ($log)"; worst=1; }
  echo "$suite: LLVM ${majors% }$(figures "$log")," \
    "$((($(date +%s) - start) / 60)) min: $verdict"
done
exit $worst
