# The one list of LLVM majors. CMake, the tests and the documentation read it.
#
# Tested: every suite runs on each of them. Expected: builds where installed;
# differences between majors are told apart by feature, so these need no code.
# utils/suites.sh runs every suite on the releases of Debian that have others.
set(HOSTLAYOUT_LLVM_TESTED 14 15 16 17 18 19 21 22 23)
set(HOSTLAYOUT_LLVM_EXPECTED 20)

# For each major found: HOSTLAYOUT_LLVM_<major>_PREFIX. No find_package(): one
# build serves several majors, and their imported targets have the same names.
set(HOSTLAYOUT_LLVM_MAJORS "" CACHE STRING
    "LLVM majors to build for; empty: every one that is found")
set(HOSTLAYOUT_LLVM_FOUND "")
set(_majors ${HOSTLAYOUT_LLVM_MAJORS})
if(NOT _majors)
  set(_majors ${HOSTLAYOUT_LLVM_TESTED} ${HOSTLAYOUT_LLVM_EXPECTED})
  list(SORT _majors COMPARE NATURAL)
endif()
foreach(_major IN LISTS _majors)
  set(_prefix ${HOSTLAYOUT_LLVM_${_major}_PREFIX})
  if(NOT _prefix)
    find_program(HOSTLAYOUT_LLVM_CONFIG_${_major}
                 NAMES llvm-config-${_major}
                 PATHS /usr/lib/llvm-${_major}/bin /usr/local/llvm-${_major}/bin)
    mark_as_advanced(HOSTLAYOUT_LLVM_CONFIG_${_major})
    if(HOSTLAYOUT_LLVM_CONFIG_${_major})
      execute_process(COMMAND ${HOSTLAYOUT_LLVM_CONFIG_${_major}} --prefix
                      OUTPUT_VARIABLE _prefix OUTPUT_STRIP_TRAILING_WHITESPACE)
    endif()
  endif()
  if(_prefix AND EXISTS ${_prefix}/include/clang/Sema/ParsedAttr.h)
    set(HOSTLAYOUT_LLVM_${_major}_PREFIX ${_prefix})
    list(APPEND HOSTLAYOUT_LLVM_FOUND ${_major})
  elseif(HOSTLAYOUT_LLVM_MAJORS)
    message(FATAL_ERROR "LLVM ${_major} was asked for, but its Clang headers "
            "were not found: install libclang-${_major}-dev and "
            "llvm-${_major}-dev, or set HOSTLAYOUT_LLVM_${_major}_PREFIX")
  endif()
endforeach()

if(NOT HOSTLAYOUT_LLVM_FOUND)
  # What is here and cannot be used: another major, or one without headers.
  file(GLOB _seen /usr/lib/llvm-* /usr/lib64/llvm* /usr/local/llvm*
       /opt/llvm*)
  list(JOIN _seen ", " _seen)
  if(NOT _seen)
    set(_seen "none")
  endif()
  list(JOIN _majors ", " _majors)
  message(FATAL_ERROR "No LLVM was found that HostLayout can be built for. It "
          "builds for any of ${_majors}; installed here: ${_seen}. Install "
          "libclang-N-dev and llvm-N-dev for at least one N, or name a prefix "
          "with -DHOSTLAYOUT_LLVM_MAJORS=N -DHOSTLAYOUT_LLVM_N_PREFIX=DIR")
endif()
list(JOIN HOSTLAYOUT_LLVM_FOUND ", " _found)
message(STATUS "HostLayout: building for LLVM ${_found}")
