# Run by cpack between installing and packing: what a Debian package has and an
# installation elsewhere has not.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
  return()
endif()
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
find_program(gzip gzip REQUIRED)
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} id)
  set(package ${CPACK_DEBIAN_${id}_PACKAGE_NAME})
  set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component}/usr)
  set(doc ${root}/share/doc/${package})
  # Debian has the text of the licence, but not of its exceptions.
  file(READ ${CPACK_RESOURCE_FILE_LICENSE} license)
  string(FIND "${license}" "LLVM Exceptions to the" begin)
  if(begin EQUAL -1)
    message(FATAL_ERROR "${CPACK_RESOURCE_FILE_LICENSE}: no LLVM Exceptions")
  endif()
  string(SUBSTRING "${license}" ${begin} -1 exceptions)
  file(WRITE ${doc}/copyright
       "Copyright (C) 2026 the authors of HostLayout\n"
       "Licence: Apache License v2.0 with LLVM Exceptions\n\n"
       "The Apache License is in /usr/share/common-licenses/Apache-2.0.\n\n"
       "---- ${exceptions}")
  file(WRITE ${doc}/changelog.Debian
       "${package} (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) "
       "unstable; urgency=medium\n\n  * See CHANGELOG.md of the sources.\n\n"
       " -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
  file(GLOB pages ${root}/share/man/man1/*.1)
  execute_process(COMMAND ${gzip} -9nf ${doc}/changelog.Debian ${pages}
                  COMMAND_ERROR_IS_FATAL ANY)
  if(component STREQUAL "tools")
    # A plugin that is named without its path has to be where the loader looks,
    # without a version: it is no library to link with.
    file(WRITE ${root}/share/lintian/overrides/${package}
         "${package}: sharedobject-in-library-directory-missing-soname "
         "[usr/lib/libHostLayout.so]\n"
         # See StaticLink.cmake.
         "${package}: statically-linked-binary [usr/bin/host-layout]\n")
  endif()
endforeach()
