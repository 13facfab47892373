# hostlayout_link_statically(<executable>): links it with no library that has to
# be loaded, at a place of the loader's choice all the same. To load libstdc++
# takes longer than to show a type of vmlinux, and the C library takes its time,
# too.
#
# HOSTLAYOUT_STATIC=OFF, for distributions that want it so, leaves the C library
# to the loader, as does a toolchain that has none to link with.
option(HOSTLAYOUT_STATIC "Link the command host-layout with the C library" ON)

include(CheckCXXSourceRuns)
function(hostlayout_link_statically executable)
  if(HOSTLAYOUT_SANITIZE)
    return()
  endif()
  # A fifth of the pages that it touches before it does anything.
  target_link_options(${executable} PRIVATE -Wl,--gc-sections)
  if(HOSTLAYOUT_STATIC AND NOT CMAKE_CROSSCOMPILING)
    set(CMAKE_REQUIRED_FLAGS -fPIE)
    set(CMAKE_REQUIRED_LINK_OPTIONS -static-pie)
    set(CMAKE_REQUIRED_QUIET ON)
    # What needs the thread library fails in static programs before glibc 2.34.
    check_cxx_source_runs("
      #include <mutex>
      int main() {
        static std::once_flag Once;
        try {
          std::call_once(Once, [] { throw 1; });
        } catch (int) {
          return 0;
        }
        return 1;
      }" HOSTLAYOUT_LINKS_STATICALLY)
  endif()
  if(HOSTLAYOUT_STATIC AND HOSTLAYOUT_LINKS_STATICALLY)
    target_link_options(${executable} PRIVATE -static-pie)
  else()
    target_link_options(${executable} PRIVATE -static-libstdc++ -static-libgcc)
  endif()
endfunction()
