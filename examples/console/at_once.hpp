// The same call on many threads at the same moment.
#ifndef KEYTURN_EXAMPLES_CONSOLE_AT_ONCE_HPP
#define KEYTURN_EXAMPLES_CONSOLE_AT_ONCE_HPP

#include <functional>
#include <string>
#include <vector>

namespace keyturn::example::console {

// Such as "64 times 200", or "63 times 200, 1 time timed_out".
std::string summary(const std::vector<std::string>& outcomes);

// `call` on so many threads at the same moment; what came of each.
std::vector<std::string> at_once(int threads, const std::function<std::string(int)>& call);

}  // namespace keyturn::example::console

#endif
