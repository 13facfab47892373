# A library of one header (C++, C) that is generated from a BPF object:
#
#   host_layout_generate(<library> OBJECT <object>
#     [OUTPUT <file>]            default: <library>.h, .hpp or .go
#     [LANG c++|c|go] [NAMESPACE <ns>] [PACKAGE <package>] [PREFIX <p>]
#     [TYPES <type>...] [ALL] [ASSERTS] [BTF_BASE <file>] [DEPENDS <target>...])
#
# target_link_libraries(agent PRIVATE <library>) makes it known to agent, and
# built before. The file changes only when a type of the object does.
function(host_layout_generate library)
  _host_layout_load()
  cmake_parse_arguments(PARSE_ARGV 1 arg "ALL;ASSERTS;MAPS"
                        "OBJECT;OUTPUT;LANG;NAMESPACE;PACKAGE;PREFIX;NAME;BTF_BASE"
                        "TYPES;DEPENDS")
  set(call "host_layout_generate(${library})")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${call}: unknown: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_OBJECT)
    message(FATAL_ERROR "${call}: name the object: OBJECT <object>")
  endif()
  _host_layout_paths(object ${arg_OBJECT})
  _host_layout_paths(base ${arg_BTF_BASE})
  if(NOT arg_LANG)
    set(arg_LANG c++)
  endif()
  set(extension_c++ hpp)
  set(extension_c h)
  set(extension_go go)
  set(extension_rust rs)
  if(NOT DEFINED extension_${arg_LANG})
    message(FATAL_ERROR "${call}: LANG is c++, c, go or rust, not ${arg_LANG}")
  endif()
  set(directory "${CMAKE_CURRENT_BINARY_DIR}/${library}.host-layout")
  _host_layout_per_config(directory)
  set(output "${arg_OUTPUT}")
  if(NOT output)
    set(output "${library}.${extension_${arg_LANG}}")
  endif()
  cmake_path(ABSOLUTE_PATH output BASE_DIRECTORY "${directory}")
  cmake_path(GET output PARENT_PATH place)

  set(arguments "${object}" --lang ${arg_LANG})
  foreach(name IN ITEMS NAMESPACE PACKAGE PREFIX NAME)
    if(arg_${name})
      string(TOLOWER ${name} option)
      list(APPEND arguments --${option} "${arg_${name}}")
    endif()
  endforeach()
  foreach(type IN LISTS arg_TYPES)
    list(APPEND arguments --type "${type}")
  endforeach()
  if(arg_ALL)
    list(APPEND arguments --all)
  endif()
  if(arg_MAPS)
    list(APPEND arguments --maps)
  endif()
  if(arg_ASSERTS)
    list(APPEND arguments --asserts)
  endif()
  if(base)
    list(APPEND arguments --btf-base "${base}")
  endif()

  if(NOT place MATCHES "\\$<")
    file(MAKE_DIRECTORY "${directory}" "${place}")
  endif()
  _host_layout_byproduct(made "${directory}/generated" "${output}")
  add_custom_command(
    OUTPUT "${directory}/generated" ${made}
    COMMAND HostLayout::host-layout gen ${arguments} -o "${directory}/generated.tmp"
    COMMAND "${CMAKE_COMMAND}" -E copy_if_different "${directory}/generated.tmp"
            "${output}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${directory}/generated"
    DEPENDS ${object} ${base} ${arg_DEPENDS} "${HostLayout_COMMAND}"
    COMMENT "Generating ${output}"
    VERBATIM)
  add_custom_target(${library}-host-layout DEPENDS "${directory}/generated")
  _host_layout_makers(makers ${object})
  if(arg_DEPENDS OR makers)
    add_dependencies(${library}-host-layout ${arg_DEPENDS} ${makers})
  endif()
  _host_layout_one_by_one(${library}-host-layout)
  add_library(${library} INTERFACE)
  add_dependencies(${library} ${library}-host-layout)
  target_include_directories(${library} INTERFACE "${place}")
  target_link_libraries(${library} INTERFACE HostLayout::Headers)
endfunction()
