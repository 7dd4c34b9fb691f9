// What a shared library hands out: functions of its own, and nothing of keyturn's.
#pragma once

#include <string>

/// Logs in on the session file in `folder`, with a client of its own, and leaves the session there.
[[gnu::visibility("default")]] bool library_logs_in(const std::string& folder);

/// Where the library has keyturn's state.
[[gnu::visibility("default")]] const void* state_of_library();
