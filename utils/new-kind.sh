#!/bin/sh
# Begins a new kind of difference: its line in the table, its page, its row in
# the list and its test. What only its author knows is marked FILL IN; the tests
# house-kinds, docs and lit fail until it is there.
#
# usage: utils/new-kind.sh SLUG Types|Check|Call|Map error|warning|off 'The sentence.'
set -eu
cd "$(dirname "$0")/.."

usage() {
  sed -n 's/^# usage: /usage: /p' "$0" >&2
  exit 2
}
[ $# -eq 4 ] || usage
slug=$1 about=$2 severity=$3 sentence=$4
case $slug in *[!a-z-]* | -* | *- | '') usage ;; esac
case $about in Types | Check | Call | Map) ;; *) usage ;; esac
case $severity in error | warning | off) ;; *) usage ;; esac
case $sentence in *.) ;; *) usage ;; esac

table=lib/Compare/DifferenceKinds.def
page=docs/differences/$slug.md
list=docs/differences.md
test=test/plugin/rules/$slug.cpp
for file in "$page" "$test"; do
  if [ -e "$file" ]; then
    echo "$0: $file is there already" >&2
    exit 1
  fi
done

# "map-key" is MapKey in the enum, "error" is Error.
camel() {
  echo "$1" | sed -E 's/(^|-)([a-z])/\U\2/g'
}

sed -i "/^#undef HOSTLAYOUT_KIND/i\\
HOSTLAYOUT_KIND($(camel "$slug"), \"$slug\", $about, $(camel "$severity"),\\
  \"$sentence\")\\
" "$table"
# No empty line between the rows.
sed -i -z 's/\n\n\(HOSTLAYOUT_KIND('"$(camel "$slug")"'\)/\n\1/' "$table"

row="| [$slug](differences/$slug.md) | $severity | $sentence |"
last=$(grep -n '^| \[' "$list" | tail -1 | cut -d: -f1)
sed -i "${last}a\\
$row" "$list"

cat >"$page" <<EOF
# $slug

$sentence

**Default:** $severity

FILL IN: what it means, in two or three sentences.

## Example

The BPF program:

\`\`\`c ev.bpf.c
#include <linux/types.h>

#include <bpf/host_layout.h>

struct event {
  __u64 ts;
};
BPF_HOST_LAYOUT_EMIT(struct event);
\`\`\`

The host:

\`\`\`cpp agent.cpp
#include <cstdint>

struct [[bpf::host_layout]] event {
  uint64_t ts; // FILL IN: the mistake
};
\`\`\`

## Message

\`\`\`text message
FILL IN: python3 test/house/pages.py --update writes it
\`\`\`

## Fix

FILL IN.

## Silence

FILL IN: when it is right to.

\`-fplugin-arg-hostlayout-$slug=off\`, or \`$slug=off\` in
\`BPF_HOST_LAYOUT_OPTIONS\`, see [the list](../differences.md#severities).
EOF

cat >"$test" <<EOF
// FILL IN: the rule, in a line.
//
// RUN: %split_file %s %t
// RUN: %bpfcc %t/ev.bpf.c -o %t/ev.bpf.o
// RUN: %verify_cxx %arg-btf=%t/ev.bpf.o %t/host.cpp

//--- ev.bpf.c
#include <bpf/host_layout.h>

struct event { unsigned long long ts; };
BPF_HOST_LAYOUT_EMIT(struct event);

//--- host.cpp
#include <cstdint>

namespace good {
struct [[bpf::host_layout]] event { uint64_t ts; };
} // namespace good

namespace bad {
struct [[bpf::host_layout]] event {
  uint64_t ts; // expected-error {{FILL IN [bpf-host-layout-$slug]}}
};
} // namespace bad
EOF

echo "written: a line in $table, a row in $list, and"
echo "  $page"
echo "  $test"
echo "next: find it (lib/Compare, lib/Judge), say it (lib/Render), fill in what says FILL IN,"
echo "and add a line to CHANGELOG.md"
