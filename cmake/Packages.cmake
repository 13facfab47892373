# cpack makes Debian packages and a tarball with everything:
#
#   host-layout            the commands, the plugin's dispatcher, the manual
#   host-layout-llvm-<N>   the modules for one LLVM major
#   host-layout-dev        <bpf/host_layout.h>, for CMake and pkg-config
#
# utils/package-test.sh installs them on a fresh Debian.
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME host-layout)
set(CPACK_PACKAGE_VENDOR "HostLayout")
set(CPACK_PACKAGE_CONTACT "HostLayout maintainers <maintainers@host-layout.invalid>"
    CACHE STRING "Who the packages say maintains them")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_ARCHIVE_COMPONENT_INSTALL OFF)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
# Manual pages in the form that Debian wants, and the two files in doc.
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/package/DebianFiles.cmake)

function(hostlayout_package component package summary text depends)
  string(TOUPPER ${component} id)
  set(CPACK_DEBIAN_${id}_PACKAGE_NAME ${package} PARENT_SCOPE)
  set(CPACK_DEBIAN_${id}_PACKAGE_DEPENDS "${depends}" PARENT_SCOPE)
  # The first line is what lists of packages show.
  set(CPACK_COMPONENT_${id}_DESCRIPTION "${summary}\n${text}" PARENT_SCOPE)
  set(CPACK_COMPONENTS_ALL ${CPACK_COMPONENTS_ALL} ${component} PARENT_SCOPE)
endfunction()

get_property(check_major GLOBAL PROPERTY HOSTLAYOUT_CHECK_MAJOR)
if(check_major)
  set(check_needs libclang-common-${check_major}-dev)
endif()
# Of this version, whatever the release of the package.
set(same "host-layout (>= ${PROJECT_VERSION}), \
host-layout (<< ${PROJECT_VERSION}.~)")
set(CPACK_COMPONENTS_ALL "")
hostlayout_package(tools host-layout
  "checks structs shared with eBPF programs"
  "Compares structs of a C or C++ program with the structs that its eBPF
programs write, generates one from the other, and starts editors with the
comparison inside. The plugin for Clang needs host-layout-llvm-N, too."
  "${check_needs}")
foreach(major IN LISTS HOSTLAYOUT_LLVM_FOUND)
  hostlayout_package(llvm-${major} host-layout-llvm-${major}
    "checks structs shared with eBPF programs - Clang ${major}"
    "The plugin for clang-${major}, clang-tidy-${major} and clangd-${major} that
compares structs with those of an eBPF program:
clang-${major} -fplugin=libHostLayout.so"
    "${same}, clang-${major} | clang-tidy-${major} | clangd-${major}")
endforeach()
hostlayout_package(dev host-layout-dev
  "checks structs shared with eBPF programs - development files"
  "The header whose macros mark structs, a CMake package with
target_host_layout(), and a file for pkg-config."
  "${same}")
set(CPACK_DEBIAN_DEV_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SUGGESTS "host-layout-dev")
include(CPack)
