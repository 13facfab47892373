# Checks the marked structs of a target against BPF objects:
#
#   target_host_layout(<target>
#     BPF_OBJECT <object>...     as for DEPENDS of add_custom_command()
#     [MODE AUTO|COMPILE|CHECK|ASSERT]
#     [HEADER <header>...]       ASSERT: where the host's structs are
#     [TYPES <name[=host]>...]   ASSERT: which; default: all that user space sees
#     [OPTIONS <kind=level>...]  renamed=error
#     [BTF_BASE <file>]          the base of split BTF
#     [DEPENDS <target>...])     what makes the objects, if it is elsewhere
#
#   COMPILE  in each compile, by the plugin
#   CHECK    after the target was built, by `host-layout check`: for compilers
#            that load no plugin
#   ASSERT   in one more source file, by static_assert: for compilers that clang
#            cannot stand in for. Sees sizes, offsets and values, not signs
#   AUTO     COMPILE where the compiler can, else CHECK
#
# Call it once for a target, after its sources are known.

include("${CMAKE_CURRENT_LIST_DIR}/HostLayoutModes.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/HostLayoutStamp.cmake")

# What target_host_layout() can do something for: the target itself.
function(_host_layout_target result call target)
  if(NOT TARGET ${target})
    message(FATAL_ERROR "${call}: there is no such target")
  endif()
  get_target_property(aliased ${target} ALIASED_TARGET)
  if(aliased)
    set(target ${aliased})
  endif()
  get_target_property(type ${target} TYPE)
  get_target_property(imported ${target} IMPORTED)
  if(imported OR NOT type MATCHES "^(EXECUTABLE|(STATIC|SHARED|MODULE|OBJECT)_)")
    message(FATAL_ERROR "${call}: nothing is compiled for this target; call it "
            "for those that compile the marked structs")
  endif()
  if(TARGET ${target}-host-layout)
    message(FATAL_ERROR "${call}: it was called for this target before; name all "
            "objects in one call")
  endif()
  set(${result} ${target} PARENT_SCOPE)
endfunction()

# What is not as it is written above.
function(_host_layout_arguments call)
  if(arg_UNPARSED_ARGUMENTS)
    list(JOIN arg_UNPARSED_ARGUMENTS " " words)
    if(NOT arg_BPF_OBJECT AND words MATCHES "\\.o( |$)|\\$<TARGET_")
      message(FATAL_ERROR "${call}: BPF_OBJECT is missing before ${words}; write: "
              "target_host_layout(${target} BPF_OBJECT ${words})")
    endif()
    message(FATAL_ERROR "${call}: unknown: ${words}")
  endif()
  if(NOT arg_BPF_OBJECT)
    message(FATAL_ERROR "${call}: name the object: BPF_OBJECT <object>...")
  endif()
  if(arg_MODE AND NOT arg_MODE MATCHES "^(AUTO|COMPILE|CHECK|ASSERT)$")
    message(FATAL_ERROR
            "${call}: MODE is AUTO, COMPILE, CHECK or ASSERT, not ${arg_MODE}")
  endif()
  list(LENGTH arg_BPF_OBJECT count)
  if(arg_MODE STREQUAL "ASSERT" AND (NOT arg_HEADER OR count GREATER 1))
    message(FATAL_ERROR "${call}: MODE ASSERT needs one object, and HEADER "
            "<header>: where the host's structs are")
  endif()
  if(NOT arg_MODE STREQUAL "ASSERT" AND (arg_HEADER OR arg_TYPES))
    message(FATAL_ERROR "${call}: HEADER and TYPES are for MODE ASSERT")
  endif()
endfunction()

# Lists of the plugin, whose separators may be in a path. What a generator
# expression stands for is not known here.
function(_host_layout_escaped result separator)
  set(words "")
  foreach(word IN LISTS ARGN)
    if(NOT word MATCHES "\\$<")
      string(REGEX REPLACE "([\\\\${separator}])" "\\\\\\1" word "${word}")
    endif()
    list(APPEND words "${word}")
  endforeach()
  set(${result} "${words}" PARENT_SCOPE)
endfunction()

# Warns where nothing of <target> can be compared: no file of the project has a
# marker, a skeleton or a call of libbpf. Looks once for a project, and only where
# all sources are there to be read.
function(_host_layout_warn_unmarked target)
  get_target_property(sources ${target} SOURCES)
  get_target_property(directory ${target} SOURCE_DIR)
  set(texts "")
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${directory}")
    if(source MATCHES "\\$<" OR NOT EXISTS "${source}")
      return()
    endif()
    list(APPEND texts "${source}")
  endforeach()
  get_property(headers GLOBAL PROPERTY HOST_LAYOUT_HEADERS)
  if(NOT headers)
    file(GLOB_RECURSE headers "${PROJECT_SOURCE_DIR}/*.h"
         "${PROJECT_SOURCE_DIR}/*.hpp" "${PROJECT_SOURCE_DIR}/*.hh"
         "${PROJECT_SOURCE_DIR}/*.hxx" "${PROJECT_SOURCE_DIR}/*.inc")
    set_property(GLOBAL PROPERTY HOST_LAYOUT_HEADERS "${headers};none")
  endif()
  list(LENGTH headers count)
  if(count GREATER 2000)
    return()
  endif()
  foreach(text IN LISTS texts headers)
    cmake_path(IS_PREFIX PROJECT_BINARY_DIR "${text}" is_made)
    if(NOT is_made AND EXISTS "${text}" AND NOT IS_DIRECTORY "${text}")
      file(STRINGS "${text}" found LIMIT_COUNT 1
           REGEX "host_layout|HOST_LAYOUT|\\.skel\\.h|bpf/(lib)?bpf\\.h")
      if(found)
        return()
      endif()
    endif()
  endforeach()
  # A library that the target links may bring its own headers.
  get_target_property(libraries ${target} LINK_LIBRARIES)
  foreach(library IN LISTS libraries)
    if(TARGET ${library})
      return()
    endif()
  endforeach()
  message(WARNING "target_host_layout(${target}): no source or header has a marker, "
          "so nothing of this target will be checked. Mark the structs that mirror "
          "BPF types: struct BPF_HOST_LAYOUT event { ... };")
endfunction()

function(target_host_layout target)
  _host_layout_load()
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "MODE;BTF_BASE"
                        "BPF_OBJECT;HEADER;TYPES;OPTIONS;DEPENDS")
  set(call "target_host_layout(${target})")
  _host_layout_target(target "${call}" ${target})
  _host_layout_arguments("${call}")
  _host_layout_paths(objects ${arg_BPF_OBJECT})
  _host_layout_paths(base ${arg_BTF_BASE})
  # For host_layout_lock().
  set_target_properties(${target} PROPERTIES HOST_LAYOUT_OBJECTS "${objects}"
                        HOST_LAYOUT_BASE "${base}")

  if(NOT arg_MODE STREQUAL "ASSERT")
    cmake_language(EVAL CODE
      "cmake_language(DEFER CALL _host_layout_warn_unmarked [[${target}]])")
  endif()
  _host_layout_obstacle(obstacle ${target})
  set(mode "${arg_MODE}")
  if(NOT mode OR mode STREQUAL "AUTO")
    set(mode COMPILE)
    if(obstacle)
      set(mode CHECK)
      message(STATUS "HostLayout: ${target} is checked after it is built: "
              "${obstacle}")
    endif()
  elseif(mode STREQUAL "COMPILE" AND obstacle)
    message(FATAL_ERROR "${call}: MODE COMPILE is not possible: ${obstacle}. "
            "MODE CHECK and MODE AUTO are")
  endif()

  set(directory "${CMAKE_CURRENT_BINARY_DIR}/${target}.host-layout")
  _host_layout_stamp(${target} "${directory}" "${base}" "${arg_DEPENDS}"
                     ${objects})
  _host_layout_per_config(directory)

  # Not by target_link_libraries(): whose two forms do not mix, and which an
  # exported library hands on.
  target_include_directories(${target} SYSTEM PRIVATE
                             "${_host_layout_headers}")
  _host_layout_escaped(list ":" ${objects})
  target_compile_definitions(${target} PRIVATE
                             "BPF_HOST_LAYOUT_BTF=$<JOIN:${list},:>")
  set(options ${arg_OPTIONS})
  if(base)
    _host_layout_escaped(escaped "," "${base}")
    list(APPEND options "btf-base=${escaped}")
  endif()
  if(options)
    list(JOIN options "," options)
    target_compile_definitions(${target} PRIVATE
                               "BPF_HOST_LAYOUT_OPTIONS=${options}")
  endif()
  target_compile_options(${target} PRIVATE
    "$<$<COMPILE_LANGUAGE:C,CXX>:SHELL:-include \"${directory}/stamp.h\">")
  if(mode STREQUAL "COMPILE")
    _host_layout_compile(${target} "${directory}")
  elseif(mode STREQUAL "CHECK")
    _host_layout_check(${target} "${call}" "${directory}")
  else()
    _host_layout_assert(${target} "${directory}" "${arg_HEADER}"
                        "${arg_TYPES}" "${base}" "${objects}")
  endif()
endfunction()
