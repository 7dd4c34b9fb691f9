// The name of the error category, as `CATEGORY` of this unit has it.
#include <keyturn/base/error.hpp>

const char* CATEGORY();
const char* CATEGORY() { return keyturn::error_category().name(); }
