# What the scripts beside this share. They set $root and source it.
# shellcheck shell=sh disable=SC2034,SC2154

# The one list of LLVM majors, oldest first: those that are tested and those
# that are expected to work.
majors=$(sed -n 's/^set(HOSTLAYOUT_LLVM_[A-Z]* \([0-9 ]*\))$/\1/p' \
             "$root/cmake/LLVMMajors.cmake" | tr ' ' '\n' | sort -n | tr '\n' ' ')
majors=${majors% }
[ -n "$majors" ] || {
  echo "$0: cannot read the LLVM majors from cmake/LLVMMajors.cmake" >&2
  exit 2
}

# majors_with FILE: the majors that have FILE in their directory, in one line.
majors_with() {
  with=
  for n in $majors; do
    [ ! -e "/usr/lib/llvm-$n/$1" ] || with="$with $n"
  done
  echo "${with# }"
}

# The newest major that is here with its headers.
newest_here() {
  newest=$(majors_with include/clang/Sema/ParsedAttr.h)
  [ -n "$newest" ] || {
    echo "$0: no clang with its headers: libclang-N-dev, N one of $majors" >&2
    exit 2
  }
  echo "${newest##* }"
}

# The oldest major that is here with the runtime of the sanitisers.
oldest_sanitizer() {
  for n in $(majors_with bin/clang++); do
    if [ -n "$(find "/usr/lib/llvm-$n/lib/clang" \
      -name 'libclang_rt.fuzzer*' 2>/dev/null)" ]; then
      echo "$n"
      return
    fi
  done
  echo "$0: no clang with its sanitisers: libclang-rt-N-dev" >&2
  exit 2
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
  sanitizer=$(oldest_sanitizer) || exit 2
  configure "$1" -DHOSTLAYOUT_SANITIZE=ON -DCMAKE_BUILD_TYPE=RelWithDebInfo \
    -DCMAKE_CXX_FLAGS_RELWITHDEBINFO="-O1 -g" \
    -DCMAKE_C_COMPILER="clang-$sanitizer" \
    -DCMAKE_CXX_COMPILER="clang++-$sanitizer"
}
