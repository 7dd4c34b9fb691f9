// Errors in plain words, and answers as they may be shown on a terminal.
#ifndef KEYTURN_EXAMPLES_CONSOLE_EXPLAIN_HPP
#define KEYTURN_EXAMPLES_CONSOLE_EXPLAIN_HPP

#include <keyturn/keyturn.hpp>

#include <string>
#include <string_view>

namespace keyturn::example::console {

// The error's name, what it means, and what to do about it.
std::string explain(const Error& error, const std::string& server);

// Without what a terminal would take for a command; cut off where it becomes too long to read.
std::string printable(std::string_view text, std::size_t most);

// Indented JSON if it is JSON, else as it is; printable, each line indented by two spaces. Ends with a line's end.
std::string shown_body(const std::string& body);

}  // namespace keyturn::example::console

#endif
