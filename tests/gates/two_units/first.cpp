// Every header here and in second.cpp: what is neither inline nor a template is defined twice and does not link.
#include <everything.hpp>

const char* name_in_second(keyturn::Errc code);

int main() { return name_in_second(keyturn::Errc::timed_out) == keyturn::to_string(keyturn::Errc::timed_out).data() ? 0 : 1; }
