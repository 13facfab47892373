#!/bin/sh
# Installs what building and testing HostLayout needs on Debian, or, where it
# may not install, says what is missing. Usage: install-deps.sh [build|test]
# (test, the default, is everything). Quiet unless something goes wrong.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
what=${1:-test}

case $what in build|test) ;; *)
  echo "usage: $0 [build|test]" >&2
  exit 2 ;;
esac

# The one list of majors, oldest first.
majors=$(sed -n 's/^set(HOSTLAYOUT_LLVM_TESTED \(.*\))$/\1/p' \
             "$here/../cmake/LLVMMajors.cmake")
[ -n "$majors" ] || {
  echo "$0: cannot read the LLVM majors from cmake/LLVMMajors.cmake" >&2
  exit 2
}

# What the compiler, the command and the BPF side are built from.
packages="cmake ninja-build g++ pkg-config python3 libbpf-dev libelf-dev
  zlib1g-dev nlohmann-json3-dev libcli11-dev bpftool ccache"
[ "$what" = build ] || packages="$packages libgtest-dev libbenchmark-dev
  gcc-multilib g++-multilib dwarves valgrind git"

command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || {
  echo "$0: this is not a Debian; HostLayout needs the equivalents of:" >&2
  echo "  $(echo $packages), and for one LLVM major N of $majors:" >&2
  echo "  clang-N libclang-N-dev llvm-N-dev clang-tidy-N clangd-N llvm-N-tools" >&2
  exit 2
}

for n in $majors; do
  packages="$packages clang-$n libclang-$n-dev llvm-$n-dev"
  [ "$what" = build ] ||
    packages="$packages clang-tidy-$n clangd-$n llvm-$n-tools"
done
# The sanitisers and libFuzzer of the oldest clang, which test.sh uses.
[ "$what" = build ] || packages="$packages libclang-rt-${majors%% *}-dev"

missing() {
  for p in $packages; do
    dpkg-query -W -f='${Status}\n' "$p" 2>/dev/null |
      grep -q '^install ok installed$' || echo "$p"
  done
}

need=$(missing)
[ -n "$need" ] || exit 0

if [ "$(id -u)" != 0 ]; then
  echo "$0: these packages are missing, and only root can install them:" >&2
  echo "  apt-get install --no-install-recommends $(echo $need)" >&2
  exit 2
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >"$log" 2>&1
}
echo "installing $(echo "$need" | wc -l) packages"
# One unreachable source need not matter; what it has and we need, does.
apt update || sed 's/^/  /' "$log" >&2

# Not every release of Debian has every major; one is enough.
available=
for p in $need; do
  case $p in
  clang* | libclang* | llvm*)
    apt-cache policy "$p" | grep -q 'Candidate: [0-9]' || {
      echo "  $p is in none of this machine's package sources: left out"
      continue
    } ;;
  esac
  available="$available $p"
done
[ -n "$available" ] || exit 0
apt install --no-install-recommends -y $available || {
  cat "$log" >&2
  echo "$0: the packages above could not be installed" >&2
  exit 2
}
