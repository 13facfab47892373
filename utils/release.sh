#!/bin/sh
# Makes a release of what is committed: the source as a tarball, the programs as a
# tarball and as the Debian packages of the release of Debian that it runs on, the
# parts list (SPDX) and checksums. All is built from the source tarball, without
# git, and the same commit gives the same bytes. The programs are for each LLVM
# major that is installed.
#
#   release.sh [--twice] [--date YYYY-MM-DD] [OUT]   (default: build/release)
#
#   --twice  makes everything a second time in another directory, and compares
#   --date   for a try: the version need not be in CHANGELOG.md, and this is its day
#
#   HOSTLAYOUT_RELEASE_MAJORS  LLVM majors, "16;19" (default: all that are here)
#   HOSTLAYOUT_JOBS            how many jobs at once (default: one per CPU)
#
# The version is that of CMakeLists.txt; its day that of its heading in
# CHANGELOG.md, "## 1.2.3 - 2026-01-31". For the other releases of Debian:
#
#   HOSTLAYOUT_SUITE_COMMAND=utils/release.sh utils/suites.sh
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
jobs=${HOSTLAYOUT_JOBS:-$(nproc)}
twice='' day='' out=''
usage() {
  echo "usage: $0 [--twice] [--date YYYY-MM-DD] [OUT]" >&2
  exit 2
}
while [ $# != 0 ]; do
  case $1 in
  --twice) twice=1 ;;
  --date) [ $# -gt 1 ] || usage; shift; day=$1 ;;
  -*) usage ;;
  *) [ -z "$out" ] || usage; out=$1 ;;
  esac
  shift
done
out=${out:-$root/build/release}
fail() {
  echo "$0: $*" >&2
  exit 1
}
for program in git cmake ninja cpack dpkg-deb dpkg-shlibdeps lintian python3; do
  command -v $program >/dev/null || fail "$program is missing: apt-get install" \
    "git cmake ninja-build dpkg-dev lintian python3"
done

version=$(sed -n 's/^project(HostLayout VERSION \([0-9.]*\) .*/\1/p' \
  "$root/CMakeLists.txt")
[ -n "$version" ] || fail "CMakeLists.txt has no version"
[ -z "$(git -C "$root" status --porcelain)" ] ||
  fail "there are changes that are not committed"
[ -n "$day" ] ||
  day=$(sed -n "s/^## $version - \([0-9]\{4\}-[0-9][0-9]-[0-9][0-9]\)\$/\1/p" \
    "$root/CHANGELOG.md")
[ -n "$day" ] || fail "CHANGELOG.md has no '## $version - YYYY-MM-DD'"
# What every tool that writes a time takes for now.
SOURCE_DATE_EPOCH=$(date -u -d "$day" +%s) || fail "$day is no date"
export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C
# shellcheck disable=SC1091 # one distribution's
debian=$(. /etc/os-release && echo "${VERSION_ID:-$VERSION_CODENAME}")
name=host-layout-$version
machine=$(uname -m)

quietly() {
  log=$1
  shift
  "$@" >"$log" 2>&1 || {
    tail -n 50 "$log" >&2
    fail "failed: $*"
  }
}

# archive FILE DIRECTORY NAME: DIRECTORY/NAME as FILE, the same bytes each time.
archive() {
  tar -C "$2" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 \
    --numeric-owner --format=ustar -cf - "$3" | gzip -9n >"$1"
}

# package FILE WORK OUT: a Debian package, without the times of its making.
package() {
  rm -rf "$2"
  dpkg-deb -R "$1" "$2"
  find "$2" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  quietly "$2.log" dpkg-deb --root-owner-group -Zxz -b "$2" "$3"
}

# release WORK OUT: everything, in the empty directory WORK.
release() {
  work=$1 to=$2
  umask 022
  mkdir -p "$work/source" "$to"
  git -C "$root" -c tar.umask=0022 archive --prefix="$name/" HEAD |
    tar -C "$work/source" -xf -
  archive "$to/$name.tar.gz" "$work/source" "$name"

  mkdir "$work/from"
  tar -C "$work/from" -xzf "$to/$name.tar.gz"
  launcher=''
  ! command -v ccache >/dev/null || launcher=ccache
  # Paths of this machine differ between two runs.
  quietly "$work/configure.log" env GIT_DIR=/nonexistent cmake \
    -S "$work/from/$name" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DHOSTLAYOUT_TESTS=OFF -DCMAKE_INSTALL_PREFIX=/usr \
    -DCMAKE_INSTALL_LIBDIR=lib \
    -DHOSTLAYOUT_LLVM_MAJORS="${HOSTLAYOUT_RELEASE_MAJORS-}" \
    -DCMAKE_C_COMPILER_LAUNCHER=$launcher -DCMAKE_CXX_COMPILER_LAUNCHER=$launcher
  quietly "$work/build.log" cmake --build "$work/build" -j "$jobs"

  tree=$name-linux-$machine
  quietly "$work/install.log" env DESTDIR="$work/stage" \
    cmake --install "$work/build" --strip
  mv "$work/stage/usr" "$work/stage/$tree"
  cp "$work/from/$name/LICENSE" "$work/from/$name/CHANGELOG.md" \
    "$work/stage/$tree/share/doc/host-layout/"
  for page in man/man1/host-layout.1 doc/host-layout/docs/attribute.md; do
    [ -s "$work/stage/$tree/share/$page" ] || fail "share/$page was not installed"
  done
  archive "$to/$tree.tar.gz" "$work/stage" "$tree"

  mkdir "$work/packages"
  (cd "$work/packages" && quietly "$work/cpack.log" cpack -G DEB \
    --config "$work/build/CPackConfig.cmake" -B "$work/packages" \
    -D CPACK_DEBIAN_PACKAGE_RELEASE="1~deb$debian")
  for deb in "$work/packages"/*.deb; do
    package "$deb" "$work/package" "$to/$(basename "$deb")"
  done
  (cd "$to" && python3 -B "$root/utils/sbom.py" "$version" \
    "$SOURCE_DATE_EPOCH" "$work/build" ./*.tar.gz ./*.deb >"$name.spdx.json")
  (cd "$to" && sha256sum -- *.tar.gz *.deb *.json >SHA256SUMS)
}

scratch=$(mktemp -d "${TMPDIR:-/tmp}/host-layout-release.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' INT TERM
rm -rf "$out"
mkdir -p "$out"
out=$(cd "$out" && pwd)

echo "making $name of $day for Debian $debian"
release "$scratch/first" "$out"
quietly "$scratch/lintian.log" lintian --fail-on error --tag-display-limit 0 \
  "$out"/*.deb
echo "lintian: no errors, $(grep -c '^W:' "$scratch/lintian.log" || :) warnings"
if [ -n "$twice" ]; then
  release "$scratch/the-second-time" "$scratch/again"
  (cd "$scratch/again" && sha256sum --quiet -c "$out/SHA256SUMS") ||
    fail "the second time other bytes came out"
  cmp "$out/SHA256SUMS" "$scratch/again/SHA256SUMS"
  echo "made twice: the same bytes, $(wc -l <"$out/SHA256SUMS") files"
fi
cat "$out/SHA256SUMS"
