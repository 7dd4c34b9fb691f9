#include "auth_server/json_body.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace keyturn::example {

nlohmann::json read_object(std::string_view text) {
  using nlohmann::json;
  std::set<std::string> seen;
  bool twice = false;
  const json::parser_callback_t watch = [&](int depth, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::key && depth == 1)
      twice |= !seen.insert(value.get_ref<const std::string&>()).second;
    return true;
  };
  json object = json::parse(text, watch, false);
  if (object.is_discarded()) throw BadRequest{"the body is not JSON"};
  if (!object.is_object()) throw BadRequest{"the body must be a JSON object"};
  if (twice) throw BadRequest{"the body has the same member twice"};
  return object;
}

std::optional<std::string> optional_text(const nlohmann::json& object, const char* member) {
  const auto found = object.find(member);
  if (found == object.end()) return std::nullopt;
  if (!found->is_string()) throw BadRequest{std::string{member} + ": must be a string"};
  return found->get<std::string>();
}

std::string required_text(const nlohmann::json& object, const char* member) {
  auto text = optional_text(object, member);
  if (!text) throw BadRequest{std::string{member} + ": is missing"};
  return *std::move(text);
}

}  // namespace keyturn::example
