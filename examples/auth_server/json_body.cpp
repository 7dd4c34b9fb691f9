#include "auth_server/json_body.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace keyturn::example {
namespace {

constexpr std::size_t longest_shown = 64;

}  // namespace

nlohmann::json read_object(std::string_view text) {
  using nlohmann::json;
  std::set<std::string> seen;
  std::optional<std::string> twice;
  const json::parser_callback_t watch = [&](int depth, json::parse_event_t event, json& value) {
    if (event != json::parse_event_t::key || depth != 1) return true;
    const auto& name = value.get_ref<const std::string&>();
    if (!seen.insert(name).second) twice = name;
    return true;
  };
  json object = json::parse(text, watch, false);
  if (object.is_discarded()) throw BadRequest{"the body is not JSON"};
  if (!object.is_object()) throw BadRequest{"the body must be a JSON object"};
  if (twice) throw BadRequest{(twice->size() <= longest_shown ? *twice : "a member") + ": comes twice"};
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
