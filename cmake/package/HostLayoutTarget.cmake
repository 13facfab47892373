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
# Call it where the target was made, after its sources are known.

# The objects as add_custom_command() understands them, without surprises.
function(_host_layout_paths result)
  set(paths "")
  foreach(path IN LISTS ARGN)
    if(NOT IS_ABSOLUTE "${path}" AND NOT path MATCHES "^\\$<")
      if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${path}")
        set(path "${CMAKE_CURRENT_SOURCE_DIR}/${path}")
      else()
        set(path "${CMAKE_CURRENT_BINARY_DIR}/${path}")
      endif()
    endif()
    list(APPEND paths "${path}")
  endforeach()
  set(${result} "${paths}" PARENT_SCOPE)
endfunction()

# Why the compilers of <target> cannot load the plugin; empty if they can.
function(_host_layout_obstacle result target)
  set(why "")
  set(distributed "(^|[/;])(distcc|icecc|icerun)([;.]|$)")
  foreach(lang IN ITEMS C CXX)
    if(NOT CMAKE_${lang}_COMPILER_LOADED)
      continue()
    endif()
    get_target_property(launcher ${target} ${lang}_COMPILER_LAUNCHER)
    get_filename_component(real "${CMAKE_${lang}_COMPILER}" REALPATH)
    if("${launcher};${CMAKE_${lang}_COMPILER};${real};$ENV{CCACHE_PREFIX}"
       MATCHES "${distributed}")
      set(why "compiles are distributed by ${CMAKE_MATCH_2}")
    elseif(NOT CMAKE_${lang}_COMPILER_ID STREQUAL "Clang")
      set(why "the ${lang} compiler is ${CMAKE_${lang}_COMPILER_ID}")
    else()
      string(REGEX MATCH "^[0-9]+" major "${CMAKE_${lang}_COMPILER_VERSION}")
      if(NOT major IN_LIST HostLayout_LLVM_MAJORS)
        list(JOIN HostLayout_LLVM_MAJORS ", " majors)
        set(why "there is no module for Clang ${major}, only for ${majors}")
      endif()
    endif()
  endforeach()
  set(${result} "${why}" PARENT_SCOPE)
endfunction()

# make builds what two targets share twice, and at once: one target after the
# other, then.
function(_host_layout_one_by_one target)
  get_property(before DIRECTORY PROPERTY HOST_LAYOUT_LAST)
  if(before)
    add_dependencies(${target} ${before})
  endif()
  set_property(DIRECTORY PROPERTY HOST_LAYOUT_LAST ${target})
endfunction()

# A header that changes with the types of <objects>, and the target that keeps it
# so. Nothing else of an object is a reason to compile the host again.
function(_host_layout_stamp target directory base depends)
  set(objects ${ARGN})
  set(stamp "${directory}/stamp.h")
  if(NOT EXISTS "${stamp}")
    # Editors read the sources before the first build.
    file(WRITE "${stamp}" "struct host_layout_stamp;\n")
  endif()
  file(GLOB modules "${HostLayout_LIBRARY_DIR}/hostlayout/HostLayoutPlugin-*")
  set(with "")
  foreach(file IN LISTS HostLayout_PLUGIN modules)
    list(APPEND with --with "${file}")
  endforeach()
  if(base)
    list(APPEND with --btf-base "${base}")
  endif()
  add_custom_command(
    OUTPUT "${directory}/stamped"
    BYPRODUCTS "${stamp}" "${directory}/types.txt"
    COMMAND HostLayout::host-layout stamp ${objects} ${with} -o "${stamp}"
            --types "${directory}/types.txt"
    COMMAND "${CMAKE_COMMAND}" -E touch "${directory}/stamped"
    DEPENDS ${objects} ${base} ${depends} "${HostLayout_PLUGIN}" ${modules}
            "${HostLayout_COMMAND}"
    COMMENT "Looking at the types of the BPF objects of ${target}"
    COMMAND_EXPAND_LISTS VERBATIM)
  add_custom_target(${target}-host-layout DEPENDS "${directory}/stamped")
  if(depends)
    add_dependencies(${target}-host-layout ${depends})
  endif()
  add_dependencies(${target} ${target}-host-layout)
  _host_layout_one_by_one(${target}-host-layout)
endfunction()

function(_host_layout_check target)
  if(NOT CMAKE_GENERATOR MATCHES "Ninja|Makefiles")
    message(FATAL_ERROR "target_host_layout(${target} MODE CHECK) needs the "
            "compile commands that only the generators of Ninja and Make write")
  endif()
  set_target_properties(${target} PROPERTIES EXPORT_COMPILE_COMMANDS ON)
  # Of another compiler, that it may not know the attribute is no news.
  foreach(lang IN ITEMS C CXX)
    if(CMAKE_${lang}_COMPILER_ID STREQUAL "GNU" AND
       CMAKE_${lang}_COMPILER_VERSION VERSION_GREATER_EQUAL 12)
      target_compile_options(${target} PRIVATE
                             $<$<COMPILE_LANGUAGE:${lang}>:-Wno-attributes=bpf::>)
    endif()
  endforeach()
  set(sources "$<TARGET_PROPERTY:${target},SOURCES>")
  set(sources "$<FILTER:${sources},INCLUDE,[.](c|cc|cpp|cxx|c[+][+]|C)$>")
  add_custom_command(TARGET ${target} POST_BUILD
    COMMAND HostLayout::host-layout check -p "${CMAKE_BINARY_DIR}" "${sources}"
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    COMMENT "Checking the marked structs of ${target}"
    COMMAND_EXPAND_LISTS VERBATIM)
endfunction()

function(_host_layout_assert target directory headers types base object)
  set(lang c)
  if(CMAKE_CXX_COMPILER_LOADED)
    set(lang c++)
  endif()
  set(source "${directory}/asserts.${lang}")
  string(REPLACE "c++" "cpp" source "${source}")
  set(arguments --lang ${lang})
  foreach(header IN LISTS headers)
    cmake_path(ABSOLUTE_PATH header BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    list(APPEND arguments --header "${header}")
  endforeach()
  foreach(type IN LISTS types)
    list(APPEND arguments --type "${type}")
  endforeach()
  if(base)
    list(APPEND arguments --btf-base "${base}")
  endif()
  add_custom_command(OUTPUT "${source}"
    COMMAND HostLayout::host-layout assert "${object}" ${arguments}
            -o "${source}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${source}"
    DEPENDS "${directory}/stamp.h" "${HostLayout_COMMAND}"
    COMMENT "Asserting the structs of ${target}" VERBATIM)
  target_sources(${target} PRIVATE "${source}")
endfunction()

function(target_host_layout target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "MODE;BTF_BASE"
                        "BPF_OBJECT;HEADER;TYPES;OPTIONS;DEPENDS")
  set(call "target_host_layout(${target})")
  if(NOT TARGET ${target})
    message(FATAL_ERROR "${call}: there is no such target")
  endif()
  if(TARGET ${target}-host-layout)
    message(FATAL_ERROR "${call}: it was called for this target before; name all "
            "objects in one call")
  endif()
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${call}: unknown: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_BPF_OBJECT)
    message(FATAL_ERROR "${call}: name the object: BPF_OBJECT <object>...")
  endif()
  if(NOT arg_MODE)
    set(arg_MODE AUTO)
  endif()
  if(NOT arg_MODE MATCHES "^(AUTO|COMPILE|CHECK|ASSERT)$")
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
  _host_layout_paths(objects ${arg_BPF_OBJECT})
  _host_layout_paths(base ${arg_BTF_BASE})

  _host_layout_obstacle(obstacle ${target})
  set(mode ${arg_MODE})
  if(mode STREQUAL "AUTO")
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
  set(list "$<JOIN:${objects},:>")
  target_link_libraries(${target} PRIVATE HostLayout::Headers)
  target_compile_definitions(${target} PRIVATE "BPF_HOST_LAYOUT_BTF=${list}")
  if(arg_OPTIONS)
    list(JOIN arg_OPTIONS "," options)
    target_compile_definitions(${target} PRIVATE
                               "BPF_HOST_LAYOUT_OPTIONS=${options}")
  endif()
  target_compile_options(${target} PRIVATE
    "$<$<COMPILE_LANGUAGE:C,CXX>:SHELL:-include \"${directory}/stamp.h\">")
  if(mode STREQUAL "COMPILE")
    target_link_libraries(${target} PRIVATE HostLayout::Plugin)
    set(arguments "-fplugin-arg-hostlayout-stamp=${directory}/stamp.h")
    if(base)
      list(APPEND arguments "-fplugin-arg-hostlayout-btf-base=${base}")
    endif()
    target_compile_options(${target} PRIVATE
                           "$<$<COMPILE_LANGUAGE:C,CXX>:${arguments}>")
  elseif(mode STREQUAL "CHECK")
    _host_layout_check(${target})
  else()
    _host_layout_assert(${target} "${directory}" "${arg_HEADER}"
                        "${arg_TYPES}" "${base}" "${objects}")
  endif()
endfunction()
