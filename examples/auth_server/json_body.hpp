// Reads the JSON object in a request's body strictly, and names the member that is wrong.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_JSON_BODY_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_JSON_BODY_HPP

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace keyturn::example {

// The request is at fault; what() says how, and repeats no value that was sent.
struct BadRequest : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Throws BadRequest unless the text is one JSON object, in valid UTF-8, without a member that comes twice.
nlohmann::json read_object(std::string_view text);

// Both throw BadRequest for a member that is not a string.
std::optional<std::string> optional_text(const nlohmann::json& object, const char* member);
std::string required_text(const nlohmann::json& object, const char* member);

}  // namespace keyturn::example

#endif
