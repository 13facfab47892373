# How target_host_layout() has the structs of a target compared.

# The languages of the sources of <target>; what cannot be known counts.
function(_host_layout_languages result target)
  set(loaded "")
  foreach(lang IN ITEMS C CXX)
    if(CMAKE_${lang}_COMPILER_LOADED)
      list(APPEND loaded ${lang})
    endif()
  endforeach()
  set(found "")
  get_target_property(sources ${target} SOURCES)
  get_target_property(directory ${target} SOURCE_DIR)
  foreach(source IN LISTS sources)
    if(source MATCHES "\\$<")
      list(APPEND found ${loaded})
      continue()
    endif()
    get_source_file_property(lang "${source}" DIRECTORY "${directory}" LANGUAGE)
    if(NOT lang)
      string(REGEX MATCH "[^.]*$" extension "${source}")
      foreach(candidate IN LISTS loaded)
        if(extension IN_LIST CMAKE_${candidate}_SOURCE_FILE_EXTENSIONS)
          set(lang ${candidate})
        endif()
      endforeach()
    endif()
    if(lang IN_LIST loaded)
      list(APPEND found ${lang})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES found)
  if(NOT found)
    set(found ${loaded})
  endif()
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

# Why the compilers of <target> cannot load the plugin; empty if they can.
function(_host_layout_obstacle result target)
  set(why "")
  set(distributed "(^|[/; ])(distcc|pump|icecc|icerun|recc)([;. ]|$)")
  _host_layout_languages(languages ${target})
  foreach(lang IN LISTS languages)
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
        set(why "there is no module for Clang ${major}, but for: ${majors}")
        if(NOT majors)
          set(why "there is no module for any Clang")
        endif()
      endif()
    endif()
  endforeach()
  set(${result} "${why}" PARENT_SCOPE)
endfunction()

function(_host_layout_compile target directory)
  get_target_property(flags HostLayout::Plugin INTERFACE_COMPILE_OPTIONS)
  foreach(lang IN ITEMS C CXX)
    get_target_property(launcher ${target} ${lang}_COMPILER_LAUNCHER)
    if("${launcher}" MATCHES "(^|[/;])sccache([;.]|$)")
      # Some of its versions take -fplugin= apart (mozilla/sccache#2505).
      string(REPLACE "-fplugin=${HostLayout_PLUGIN};"
             "SHELL:-Xclang -load -Xclang \"${HostLayout_PLUGIN}\";"
             flags "${flags}")
    endif()
  endforeach()
  target_compile_options(${target} PRIVATE ${flags}
    "$<$<COMPILE_LANGUAGE:C,CXX>:-fplugin-arg-hostlayout-stamp=${directory}/stamp.h>")
  # Of a language that target_host_layout() has not seen.
  cmake_language(EVAL CODE
    "cmake_language(DEFER CALL _host_layout_late [[${target}]])")
endfunction()

function(_host_layout_late target)
  _host_layout_load()
  _host_layout_obstacle(obstacle ${target})
  if(obstacle)
    message(FATAL_ERROR "target_host_layout(${target}): sources were added after "
            "it, and the plugin cannot see them: ${obstacle}. Call it behind "
            "them, or with MODE CHECK")
  endif()
endfunction()

function(_host_layout_check target call directory)
  if(NOT CMAKE_GENERATOR MATCHES "Ninja|Makefiles")
    message(FATAL_ERROR "${call}: MODE CHECK needs the compile commands that only "
            "the generators of Ninja and Make write")
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
  # By what is made and not by the sources: these may have another target's
  # commands, too, or be compiled as a part of others.
  set(objects "$<TARGET_OBJECTS:${target}>")
  file(GENERATE OUTPUT "${directory}/objects.txt"
       CONTENT "$<JOIN:${objects},\n>\n")
  set(check COMMAND HostLayout::host-layout check -p "${CMAKE_BINARY_DIR}"
            --outputs-from "${directory}/objects.txt" --allow-none)
  set(comment COMMENT "Checking the marked structs of ${target}")
  get_target_property(type ${target} TYPE)
  get_target_property(place ${target} BINARY_DIR)
  if(NOT type STREQUAL "OBJECT_LIBRARY" AND
     place STREQUAL CMAKE_CURRENT_BINARY_DIR)
    add_custom_command(TARGET ${target} POST_BUILD ${check}
                       WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
                       ${comment} VERBATIM)
    return()
  endif()
  # Nothing can be hung behind these.
  add_custom_command(OUTPUT "${directory}/checked" ${check}
    COMMAND "${CMAKE_COMMAND}" -E touch "${directory}/checked"
    DEPENDS "${objects}" WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    ${comment} VERBATIM)
  add_custom_target(${target}-host-layout-check ALL
                    DEPENDS "${directory}/checked")
  add_dependencies(${target}-host-layout-check ${target})
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
