# A lock of what BPF objects share with user space, and the test that holds it:
#
#   host_layout_lock(<target>
#     LOCK <file>                in the sources, for review
#     [BPF_OBJECT <object>...]   default: those of target_host_layout(<target>)
#     [PINNED <map>...]          maps and sections (.bss) that host code pins
#     [UPDATE]                   each build writes the lock anew
#     [BTF_BASE <file>] [DEPENDS <target>...])
#
# The test <target>-layout-lock runs `host-layout lock --verify`. The target
# <target>-layout-lock-update writes the lock.
function(host_layout_lock target)
  _host_layout_load()
  cmake_parse_arguments(PARSE_ARGV 1 arg "UPDATE" "LOCK;BTF_BASE"
                        "BPF_OBJECT;DEPENDS;PINNED")
  set(call "host_layout_lock(${target})")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${call}: unknown: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_LOCK)
    message(FATAL_ERROR "${call}: name the lock: LOCK <file>")
  endif()
  if(NOT arg_BPF_OBJECT AND TARGET ${target})
    get_target_property(arg_BPF_OBJECT ${target} HOST_LAYOUT_OBJECTS)
    get_target_property(base ${target} HOST_LAYOUT_BASE)
    if(base AND NOT arg_BTF_BASE)
      set(arg_BTF_BASE "${base}")
    endif()
    if(TARGET ${target}-host-layout)
      list(APPEND arg_DEPENDS ${target}-host-layout)
    endif()
  endif()
  if(NOT arg_BPF_OBJECT)
    message(FATAL_ERROR "${call}: name the object: BPF_OBJECT <object>..., or "
            "call target_host_layout(${target} BPF_OBJECT ...) before")
  endif()
  if(NOT CMAKE_TESTING_ENABLED)
    message(WARNING "${call}: tests are not enabled here, so nothing verifies the "
            "lock: call enable_testing() before")
  endif()
  _host_layout_paths(objects ${arg_BPF_OBJECT})
  _host_layout_paths(base ${arg_BTF_BASE})
  set(lock "${arg_LOCK}")
  cmake_path(ABSOLUTE_PATH lock BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  set(more "")
  if(base)
    set(more --btf-base "${base}")
  endif()

  # Verifying reads them from the lock.
  list(TRANSFORM arg_PINNED PREPEND "--pinned=")
  add_test(NAME ${target}-layout-lock
           COMMAND "${HostLayout_COMMAND}" lock --verify "${lock}" ${objects}
                   ${more}
           WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
           COMMAND_EXPAND_LISTS)
  set(all "")
  if(arg_UPDATE)
    set(all ALL)
  endif()
  # Written only if it changes: nothing depends on it, so it may run each time.
  add_custom_target(${target}-layout-lock-update ${all}
    COMMAND HostLayout::host-layout lock ${objects} ${more} ${arg_PINNED} -o "${lock}"
    DEPENDS ${objects} ${base}
    COMMENT "Writing ${lock}"
    COMMAND_EXPAND_LISTS VERBATIM)
  _host_layout_makers(makers ${objects})
  if(arg_DEPENDS OR makers)
    add_dependencies(${target}-layout-lock-update ${arg_DEPENDS} ${makers})
  endif()
  _host_layout_one_by_one(${target}-layout-lock-update)
endfunction()
