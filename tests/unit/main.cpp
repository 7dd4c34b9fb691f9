#define BOOST_TEST_MODULE keyturn unit
#include <boost/test/unit_test.hpp>

// GLib's memory for a thread that is just about to end, as the process does, looks like a leak.
extern "C" const char* __lsan_default_suppressions() { return "leak:g_malloc0\n"; }
