# What the scripts beside this share. They set $root and source it.
# shellcheck shell=sh disable=SC2034,SC2154

# The one list of LLVM majors, oldest first.
majors=$(sed -n 's/^set(HOSTLAYOUT_LLVM_TESTED \(.*\))$/\1/p' \
             "$root/cmake/LLVMMajors.cmake")
[ -n "$majors" ] || {
  echo "$0: cannot read the LLVM majors from cmake/LLVMMajors.cmake" >&2
  exit 2
}
oldest=${majors%% *}

# The newest major that is here with its headers.
newest_here() {
  newest=
  for n in $majors; do
    if [ -x "/usr/lib/llvm-$n/bin/clang++" ] &&
      [ -e "/usr/lib/llvm-$n/include/clang/Sema/ParsedAttr.h" ]; then
      newest=$n
    fi
  done
  [ -n "$newest" ] || {
    echo "$0: no clang with its headers: libclang-N-dev, N one of $majors" >&2
    exit 2
  }
  echo "$newest"
}

# quietly LOG COMMAND...: the output only where the command fails.
quietly() {
  log=$1
  shift
  "$@" >"$log" 2>&1 || {
    # Without what went well; the first failures say most.
    grep -v '^\[[0-9]*/[0-9]*\] [A-Z]' "$log" | head -200 >&2
    echo "$0: failed: $*" >&2
    echo "$0: all of its output is in $log" >&2
    exit 2
  }
}

# configure DIR OPTION...
configure() {
  dir=$1
  shift
  ! command -v ccache >/dev/null ||
    set -- "$@" -DCMAKE_C_COMPILER_LAUNCHER=ccache \
                -DCMAKE_CXX_COMPILER_LAUNCHER=ccache
  cmake -S "$root" -B "$dir" -G Ninja "$@"
}

# configure_sanitized DIR: the LLVM-free part under ASan and UBSan, by another
# compiler than the usual one.
configure_sanitized() {
  configure "$1" -DHOSTLAYOUT_SANITIZE=ON -DCMAKE_BUILD_TYPE=RelWithDebInfo \
    -DCMAKE_CXX_FLAGS_RELWITHDEBINFO="-O1 -g" \
    -DCMAKE_C_COMPILER="clang-$oldest" -DCMAKE_CXX_COMPILER="clang++-$oldest"
}
