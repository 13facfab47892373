# What is installed besides the programs and the modules. Nothing of it knows the
# prefix: the installation can be moved.
include(CMakePackageConfigHelpers)

set(package ${PROJECT_SOURCE_DIR}/cmake/package)
set(made ${PROJECT_BINARY_DIR}/package)
set(package_directory ${CMAKE_INSTALL_LIBDIR}/cmake/HostLayout)

install(FILES ${PROJECT_SOURCE_DIR}/include/bpf/host_layout.h
              ${PROJECT_SOURCE_DIR}/include/bpf/host_layout_maps.hpp
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/bpf COMPONENT dev)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/bpf/host_layout
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/bpf COMPONENT dev)

configure_package_config_file(
  ${package}/HostLayoutConfig.cmake.in ${made}/HostLayoutConfig.cmake
  INSTALL_DESTINATION ${package_directory}
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_BINDIR)
# The commands and the modules do not depend on what they are used for.
write_basic_package_version_file(
  ${made}/HostLayoutConfigVersion.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${made}/HostLayoutConfig.cmake
              ${made}/HostLayoutConfigVersion.cmake
              ${package}/HostLayoutBpfObject.cmake
              ${package}/HostLayoutGenerate.cmake
              ${package}/HostLayoutLock.cmake
              ${package}/HostLayoutModes.cmake
              ${package}/HostLayoutStamp.cmake
              ${package}/HostLayoutTarget.cmake
        DESTINATION ${package_directory} COMPONENT dev)

# The pages, at the place from which the example links to them.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/host-layout COMPONENT tools)
install(FILES ${PROJECT_SOURCE_DIR}/README.md
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/host-layout COMPONENT tools)
# To copy from, without a checkout.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/examples/exec-watch
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/host-layout/examples
        COMPONENT dev)

set(pc_directory ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH HOSTLAYOUT_PC_PREFIX
     ${CMAKE_INSTALL_PREFIX}/${pc_directory} ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" HOSTLAYOUT_PC_PREFIX "${HOSTLAYOUT_PC_PREFIX}")
configure_file(${package}/host-layout.pc.in ${made}/host-layout.pc @ONLY)
install(FILES ${made}/host-layout.pc DESTINATION ${pc_directory} COMPONENT dev)
