#include <everything.hpp>

const char* name_in_second(keyturn::Errc code) { return keyturn::to_string(code).data(); }
