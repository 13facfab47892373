// Maps with names that are keywords, of a bpf_object: in the running kernel.
#include "names.types.hpp"

#include "check.hpp"

int main() {
  bpf_object *object = bpf_object__open_file("names.bpf.o", nullptr);
  if (!object)
    return std::perror("open"), 1;
  if (int error = bpf_object__load(object))
    return cannot_load(error);
  const names_types::maps m{object};
  m.new_.update(0, 40);
  m.fd.update(0, 2);
  CHECK(run(bpf_program__fd(
            bpf_object__find_program_by_name(object, "add"))) == 0);
  CHECK(m.class_.lookup(0) == 42u);
  CHECK(std::strcmp(m.class_.name(), "class") == 0);
  bpf_object__close(object);
  std::printf("%d faults\n", faults);
  return faults != 0;
}
