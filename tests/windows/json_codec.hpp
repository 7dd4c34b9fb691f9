// JSON by nlohmann's library, which is headers alone and so there for every compiler.
#ifndef KEYTURN_TESTS_WINDOWS_JSON_CODEC_HPP
#define KEYTURN_TESTS_WINDOWS_JSON_CODEC_HPP

#include <keyturn/concepts/codec.hpp>

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

class JsonCodec {
 public:
  keyturn::Result<void> read(std::string_view json, std::span<const std::string_view> paths,
                             std::span<keyturn::Field> out) const {
    bool twice = false;
    const Json document = parsed(json, twice);
    if (!document.is_object() || twice) return {keyturn::Errc::bad_answer, "it is not one JSON object"};
    for (std::size_t i = 0; i < paths.size(); ++i) out[i] = field_of(at(document, paths[i]));
    return {};
  }

 private:
  using Json = nlohmann::json;

  /// No object where it is no JSON; `twice`: a member stands twice in its object.
  static Json parsed(std::string_view text, bool& twice) {
    std::vector<std::set<std::string>> names;
    const auto look = [&](int, Json::parse_event_t event, Json& value) {
      if (event == Json::parse_event_t::object_start) names.emplace_back();
      if (event == Json::parse_event_t::object_end) names.pop_back();
      if (event == Json::parse_event_t::key && !names.back().insert(value.get<std::string>()).second) twice = true;
      return true;
    };
    return Json::parse(text.begin(), text.end(), look, false);
  }

  static const Json* at(const Json& here, std::string_view path) {
    const std::size_t dot = path.find('.');
    const std::string name{path.substr(0, dot)};
    const Json* found = nullptr;
    if (here.is_object() && here.contains(name)) found = &here[name];
    for (std::size_t i = 0; here.is_array() && i < here.size(); ++i)
      if (std::to_string(i) == name) found = &here[i];
    return found == nullptr || dot == path.npos ? found : at(*found, path.substr(dot + 1));
  }

  static keyturn::Field field_of(const Json* value) {
    using Kind = keyturn::Field::Kind;
    if (value == nullptr) return {.kind = Kind::missing};
    if (value->is_null()) return {.kind = Kind::null};
    if (value->is_boolean()) return {.kind = Kind::boolean, .boolean = value->get<bool>()};
    if (value->is_number()) return {.kind = Kind::number, .number = value->get<double>()};
    if (value->is_string()) return {.kind = Kind::text, .text = value->get<std::string>()};
    return {.kind = value->is_object() ? Kind::object : Kind::array};
  }
};

#endif
