// The unit of keyturn::compiled.
#include <keyturn/src.hpp>
