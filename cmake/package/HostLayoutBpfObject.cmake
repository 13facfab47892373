# Compiles a BPF program, and makes its libbpf skeleton:
#
#   host_layout_bpf_object(<source>
#     [OUTPUT <object>]        default: ev.bpf.o for ev.bpf.c
#     [SKELETON [<header>]]    default: ev.skel.h
#     [NAME <name>]            what the skeleton calls it; default: ev
#     [INCLUDES <directory>...] [OPTIONS <flag>...] [DEPENDS <target or file>...])
#
# Relative outputs are in the build directory. The object is what BPF_OBJECT of
# target_host_layout() and OBJECT of host_layout_generate() name. With SKELETON,
# target_link_libraries(agent PRIVATE ev.bpf) lets agent include the skeleton.
#
# BPF_CLANG is the clang that compiles it, BPFTOOL the bpftool.

# Where the host's compiler finds <asm/types.h> and the like: clang looks there
# for the host's target, and not for BPF.
function(_host_layout_system_includes result clang)
  execute_process(COMMAND "${clang}" -E -v -x c /dev/null
                  OUTPUT_QUIET ERROR_VARIABLE said)
  set(flags "")
  if(said MATCHES "#include <\\.\\.\\.> search starts here:\n(.*)\nEnd of search")
    string(REGEX REPLACE "\n *" ";" places "${CMAKE_MATCH_1}")
    foreach(place IN LISTS places)
      string(STRIP "${place}" place)
      list(APPEND flags -idirafter "${place}")
    endforeach()
  endif()
  set(${result} "${flags}" PARENT_SCOPE)
endfunction()

# What <bpf/bpf_tracing.h> calls the machine.
function(_host_layout_bpf_arch result)
  set(arch "${CMAKE_SYSTEM_PROCESSOR}")
  foreach(pair IN ITEMS "x86_64|amd64|i.86=x86" "aarch64|arm64=arm64" "arm.*=arm"
                        "ppc.*|powerpc.*=powerpc" "s390.*=s390" "riscv.*=riscv"
                        "mips.*=mips" "loongarch.*=loongarch" "sparc.*=sparc")
    string(REPLACE "=" ";" pair "${pair}")
    list(GET pair 0 pattern)
    list(GET pair 1 name)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(${pattern})$")
      set(arch ${name})
      break()
    endif()
  endforeach()
  set(${result} "${arch}" PARENT_SCOPE)
endfunction()

function(host_layout_bpf_object source)
  _host_layout_load()
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "OUTPUT;SKELETON;NAME"
                        "INCLUDES;OPTIONS;DEPENDS")
  set(call "host_layout_bpf_object(${source})")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${call}: unknown: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  if(NOT EXISTS "${source}")
    get_source_file_property(generated "${source}" GENERATED)
    if(NOT generated)
      message(FATAL_ERROR "${call}: no such file")
    endif()
  endif()
  find_program(BPF_CLANG NAMES clang
               DOC "The clang that compiles BPF programs")
  if(NOT BPF_CLANG)
    message(FATAL_ERROR "${call}: no clang was found, which compiles BPF programs; "
            "install it, or name it with -DBPF_CLANG=/path/to/clang")
  endif()

  # ev.bpf.c: ev.bpf and ev.
  cmake_path(GET source STEM LAST_ONLY library)
  string(REGEX REPLACE "\\.bpf$" "" stem "${library}")
  set(object "${arg_OUTPUT}")
  if(NOT object)
    set(object "${library}.o")
  endif()
  cmake_path(ABSOLUTE_PATH object BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  cmake_path(GET object PARENT_PATH place)
  file(MAKE_DIRECTORY "${place}")
  if(TARGET ${library})
    message(FATAL_ERROR "${call}: there is a target ${library} already")
  endif()

  set(machine bpf)
  if(CMAKE_C_BYTE_ORDER STREQUAL "BIG_ENDIAN" OR
     CMAKE_CXX_BYTE_ORDER STREQUAL "BIG_ENDIAN")
    set(machine bpfeb)
  elseif(CMAKE_C_BYTE_ORDER OR CMAKE_CXX_BYTE_ORDER)
    set(machine bpfel)
  endif()
  _host_layout_bpf_arch(arch)
  _host_layout_system_includes(includes "${BPF_CLANG}")
  set(flags -target ${machine} -g -O2 -Wall -D__TARGET_ARCH_${arch})
  foreach(directory IN LISTS arg_INCLUDES)
    cmake_path(ABSOLUTE_PATH directory BASE_DIRECTORY
               "${CMAKE_CURRENT_SOURCE_DIR}")
    list(APPEND flags "-I${directory}")
  endforeach()
  list(APPEND flags "-I${HostLayout_INCLUDE_DIR}" ${includes} ${arg_OPTIONS})
  add_custom_command(
    OUTPUT "${object}"
    COMMAND "${BPF_CLANG}" ${flags} -MD -MF "${object}.d" -MT "${object}"
            -c "${source}" -o "${object}"
    DEPENDS "${source}" ${arg_DEPENDS}
    DEPFILE "${object}.d"
    COMMENT "Compiling ${library}.c for BPF"
    VERBATIM)
  set(made "${object}")

  add_library(${library} INTERFACE)
  if(arg_SKELETON OR "SKELETON" IN_LIST arg_KEYWORDS_MISSING_VALUES)
    find_program(BPFTOOL NAMES bpftool PATHS /usr/sbin /sbin
                 DOC "The bpftool that makes skeletons")
    if(NOT BPFTOOL)
      message(FATAL_ERROR "${call}: no bpftool was found, which makes the skeleton; "
              "install it, or name it with -DBPFTOOL=/path/to/bpftool")
    endif()
    set(skeleton "${arg_SKELETON}")
    if(NOT skeleton)
      set(skeleton "${stem}.skel.h")
    endif()
    cmake_path(ABSOLUTE_PATH skeleton BASE_DIRECTORY
               "${CMAKE_CURRENT_BINARY_DIR}")
    set(name "${arg_NAME}")
    if(NOT name)
      string(MAKE_C_IDENTIFIER "${stem}" name)
    endif()
    add_custom_command(
      OUTPUT "${skeleton}"
      COMMAND "${BPFTOOL}" gen skeleton "${object}" name ${name}
              > "${skeleton}.tmp"
      COMMAND "${CMAKE_COMMAND}" -E rename "${skeleton}.tmp" "${skeleton}"
      DEPENDS "${object}"
      COMMENT "Generating ${stem}.skel.h"
      VERBATIM)
    list(APPEND made "${skeleton}")
    cmake_path(GET skeleton PARENT_PATH place)
    file(MAKE_DIRECTORY "${place}")
    target_include_directories(${library} INTERFACE "${place}")
  elseif(arg_NAME)
    message(FATAL_ERROR "${call}: NAME is for SKELETON")
  endif()
  add_custom_target(${library}-object DEPENDS ${made})
  _host_layout_one_by_one(${library}-object)
  add_dependencies(${library} ${library}-object)
endfunction()
