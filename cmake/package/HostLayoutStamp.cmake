# A header that changes with the types of BPF objects, and the target that keeps
# it so: nothing else of an object is a reason to compile the host again.

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

# The targets that generator expressions in <object>... are about.
function(_host_layout_makers result)
  string(REGEX MATCHALL "\\$<TARGET_(OBJECTS|FILE):[^>]+" makers "${ARGN}")
  list(TRANSFORM makers REPLACE "^.*:" "")
  set(${result} "${makers}" PARENT_SCOPE)
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

# A directory of files that are made for each configuration.
macro(_host_layout_per_config directory)
  get_property(_host_layout_many GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(_host_layout_many)
    string(APPEND ${directory} "/$<CONFIG>")
  endif()
endmacro()

# Editors read the sources before the first build.
function(_host_layout_placeholder directory)
  if(NOT EXISTS "${directory}/stamp.h")
    file(REMOVE "${directory}/stamped")
    file(WRITE "${directory}/stamp.h" "struct host_layout_stamp;\n")
  endif()
endfunction()

# A file that is written only if it changes is always older than what it is made
# of. So there is another one, <mark>, that says when it was looked at; and Make,
# which does not ask whether byproducts are there, has to be told how <file>
# comes into being without it.
function(_host_layout_byproduct result mark file)
  if(CMAKE_GENERATOR MATCHES "Makefiles")
    add_custom_command(OUTPUT "${file}"
      COMMAND "${CMAKE_COMMAND}" -E rm -f "${mark}"
      COMMAND "${CMAKE_COMMAND}" -E touch "${file}" VERBATIM)
    set(${result} DEPENDS "${file}" PARENT_SCOPE)
  else()
    set(${result} BYPRODUCTS "${file}" PARENT_SCOPE)
  endif()
endfunction()

function(_host_layout_stamp target directory base depends)
  set(objects ${ARGN})
  get_property(many GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(many)
    foreach(config IN LISTS CMAKE_CONFIGURATION_TYPES)
      _host_layout_placeholder("${directory}/${config}")
    endforeach()
  else()
    _host_layout_placeholder("${directory}")
  endif()
  _host_layout_per_config(directory)
  set(stamp "${directory}/stamp.h")
  # What a verdict comes from; `stamp` looks at all of it for the plugin's sake.
  file(GLOB modules "${HostLayout_LIBRARY_DIR}/hostlayout/*")
  set(more "")
  if(base)
    set(more --btf-base "${base}")
  endif()
  _host_layout_byproduct(made "${directory}/stamped" "${stamp}")
  add_custom_command(
    OUTPUT "${directory}/stamped" ${made}
    COMMAND HostLayout::host-layout stamp ${objects} --with "${HostLayout_PLUGIN}"
            ${more} -o "${stamp}" --types "${directory}/types.txt"
    COMMAND "${CMAKE_COMMAND}" -E touch "${directory}/stamped"
    DEPENDS ${objects} ${base} ${depends} "${HostLayout_PLUGIN}" ${modules}
            "${HostLayout_COMMAND}"
    COMMENT "Looking at the types of the BPF objects of ${target}"
    COMMAND_EXPAND_LISTS VERBATIM)
  add_custom_target(${target}-host-layout DEPENDS "${directory}/stamped")
  _host_layout_makers(makers ${objects})
  if(depends OR makers)
    add_dependencies(${target}-host-layout ${depends} ${makers})
  endif()
  add_dependencies(${target} ${target}-host-layout)
  _host_layout_one_by_one(${target}-host-layout)
endfunction()
