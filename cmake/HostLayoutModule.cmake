# What is built once for each LLVM major. Every function takes the major.

# A target that compiles against the headers of LLVM <major>, with the flags that
# LLVM's own libraries are built with. It links with nothing of LLVM: the program
# that loads it has the symbols, and a second LLVM would have registries of its
# own that nobody looks into.
function(hostlayout_use_llvm target major)
  target_include_directories(${target} SYSTEM PRIVATE
                             ${HOSTLAYOUT_LLVM_${major}_PREFIX}/include)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/lib)
  # GCC 12 sees overlapping copies in every std::string that is added to.
  target_compile_options(${target} PRIVATE -fno-exceptions -fno-rtti
                         $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
  target_compile_definitions(${target} PRIVATE
    __STDC_CONSTANT_MACROS __STDC_FORMAT_MACROS __STDC_LIMIT_MACROS)
endfunction()

# lib/hostlayout/<stem>-<major>.so out of the sources and of targets' objects.
function(hostlayout_add_module stem major)
  set(target ${stem}-${major})
  add_library(${target} MODULE ${ARGN})
  hostlayout_use_llvm(${target} ${major})
  target_link_libraries(${target} PRIVATE HostLayoutJudge HostLayoutRender)
  # Registration is by constructors: next to nothing is seen from outside.
  target_link_options(${target} PRIVATE
                      -Wl,--exclude-libs,ALL -Wl,--gc-sections)
  set_target_properties(${target} PROPERTIES PREFIX ""
    LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib/hostlayout)
  install(TARGETS ${target}
          LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/hostlayout
          COMPONENT llvm-${major})
endfunction()
