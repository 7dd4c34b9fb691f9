// Compares secrets under valgrind, to which their bytes are undefined: it reports each branch and each address that depends
// on them. With an argument, they are compared as nobody should, so that it has something to report.
#include <keyturn/base/secret.hpp>

#include <valgrind/memcheck.h>

#include <cstdio>
#include <cstring>

int main(int count, char**) {
  unsigned equal = 0;
  for (const std::size_t size : {1u, 7u, 16u, 47u, 1200u}) {
    for (const std::size_t differs : {std::size_t{0}, size / 2, size - 1, size}) {
      const keyturn::Secret a{size, [](std::span<char> into) { std::memset(into.data(), 'x', into.size()); }};
      const keyturn::Secret b{size, [&](std::span<char> into) {
                                std::memset(into.data(), 'x', into.size());
                                if (differs < size) into[differs] = 'y';
                              }};
      VALGRIND_MAKE_MEM_UNDEFINED(a.view().data(), size);
      VALGRIND_MAKE_MEM_UNDEFINED(b.view().data(), size);
      bool same = count > 1 ? a.view() == b.view() : a == b;
      VALGRIND_MAKE_MEM_DEFINED(&same, sizeof same);
      equal += same;
    }
  }
  if (equal != 5) std::printf("%u were equal, and not 5\n", equal);
  return equal == 5 ? 0 : 1;
}
