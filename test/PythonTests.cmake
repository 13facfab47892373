# How tests in Python are registered, and what they are told: test/harness/.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

# One with the modules that read what is written. Without them tests are skipped.
function(hostlayout_can_validate result candidate)
  execute_process(COMMAND ${candidate} -c "import attr, jsonschema, sarif_om, yaml"
                  RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
  if(NOT status EQUAL 0)
    set(${result} FALSE PARENT_SCOPE)
  endif()
endfunction()
find_program(HOSTLAYOUT_TEST_PYTHON NAMES python3 PATHS /usr/bin
             VALIDATOR hostlayout_can_validate)
mark_as_advanced(HOSTLAYOUT_TEST_PYTHON)
set(python ${Python3_EXECUTABLE})
if(HOSTLAYOUT_TEST_PYTHON)
  set(python ${HOSTLAYOUT_TEST_PYTHON})
endif()

# The major of tests that run once, not for each.
list(SORT HOSTLAYOUT_LLVM_FOUND COMPARE NATURAL)
list(GET HOSTLAYOUT_LLVM_FOUND 0 oldest_major)
list(GET HOSTLAYOUT_LLVM_FOUND -1 newest_major)

# What tests need besides, where a user may name another one.
find_program(HOSTLAYOUT_GCC gcc)
find_program(HOSTLAYOUT_GXX g++)
find_program(HOSTLAYOUT_BPFTOOL bpftool PATHS /usr/sbin /sbin)
find_program(HOSTLAYOUT_RUSTC rustc)
# Go's own, or the one that Debian has beside others.
file(GLOB go_hints /usr/lib/go-*/bin)
list(SORT go_hints COMPARE NATURAL ORDER DESCENDING)
find_program(HOSTLAYOUT_GO NAMES go HINTS ${go_hints})
find_program(HOSTLAYOUT_GOFMT NAMES gofmt HINTS ${go_hints})

set(llvm "")
foreach(major IN LISTS HOSTLAYOUT_LLVM_FOUND)
  list(APPEND llvm "\"${major}\": \"${HOSTLAYOUT_LLVM_${major}_PREFIX}/bin\"")
endforeach()
list(JOIN llvm ", " llvm)
set(programs "")
foreach(program IN ITEMS gcc:GCC g++:GXX bpftool:BPFTOOL rustc:RUSTC go:GO
                         gofmt:GOFMT)
  string(REPLACE ":" ";" program ${program})
  list(GET program 0 name)
  list(GET program 1 variable)
  set(path ${HOSTLAYOUT_${variable}})
  if(NOT path)
    set(path "")
  endif()
  list(APPEND programs "\"${name}\": \"${path}\"")
endforeach()
list(JOIN programs ", " programs)
configure_file(harness/under-test.json.in
               ${PROJECT_BINARY_DIR}/test/under-test.json @ONLY)

# hostlayout_python_test(NAME SCRIPT [MAJOR N] [FARM] [WORD...]): SCRIPT is beside
# the CMakeLists.txt that calls this; the words are its arguments. A FARM needs
# programs and an idle machine that not everybody has: `ctest -C Farms` runs it.
set(hostlayout_tests ${CMAKE_CURRENT_SOURCE_DIR})
function(hostlayout_python_test name script)
  cmake_parse_arguments(PARSE_ARGV 2 test FARM MAJOR "")
  if(NOT test_MAJOR)
    set(test_MAJOR ${newest_major})
  endif()
  set(configurations "")
  if(test_FARM)
    set(configurations CONFIGURATIONS Farms)
  endif()
  get_filename_component(script ${script} ABSOLUTE)
  add_test(NAME ${name}
           COMMAND ${python} -B ${script} ${test_UNPARSED_ARGUMENTS}
           ${configurations})
  set(environment HOSTLAYOUT_BUILD_DIR=${PROJECT_BINARY_DIR}
                  HOSTLAYOUT_MAJOR=${test_MAJOR})
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77
    ENVIRONMENT "${environment}"
    ENVIRONMENT_MODIFICATION PYTHONPATH=path_list_prepend:${hostlayout_tests})
endfunction()
