#!/bin/bash
# quick build of the compare+render unit tests
cd /tmp/c2; mkdir -p /tmp/c2b
for f in lib/Layout/Canonical lib/Layout/Print $(ls lib/Compare/*.cpp | sed 's/.cpp//') $(cd /tmp/c2; ls test/unit/Compare*.cpp | sed 's/.cpp//'); do echo $f; done | nice xargs -P2 -I{} sh -c 'o=/tmp/c2b/$(echo {} | tr / _).o; d=/tmp/c2b/$(echo {} | tr / _).d; if [ ! -f $o ] || [ {}.cpp -nt $o ] || [ -n "$(find lib/Compare lib/Layout test/unit -name "*.h" -newer $o)" ]; then ccache clang++-22 -O1 -std=c++20 -Ilib -Itest/unit -c {}.cpp -o $o || echo FAIL {}; fi'
clang++-22 /tmp/c2b/*.o -lgtest -lgtest_main -lpthread -o /tmp/c2b/t 2>&1 | head
