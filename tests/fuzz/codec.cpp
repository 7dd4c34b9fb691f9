// Dotted paths in the first line, with spaces between them, and a document: another parser reads the same there.
#include "fuzz.hpp"

#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/base/url.hpp>

#include <nlohmann/json.hpp>

#include <vector>

using namespace keyturn;
using keyturn_fuzz::expect;
using Json = nlohmann::json;

// What the other parser refuses and we let pass: half a surrogate pair, and numbers that no double can hold.
static bool is_our_own(std::string_view json) {
  for (const std::string_view part : {"\\ud", "\\uD", "e", "E"})
    if (json.find(part) != json.npos) return true;
  return json.size() > 300;
}

// Numbers below 1 with more than 19 digits are read wrong by simdjson before 3.6.3 (its issue 2093).
static bool has_long_number(std::string_view json) {
  std::size_t digits = 0;
  for (const char c : json) {
    digits = detail::is_digit(c) ? digits + 1 : c == '.' ? digits : 0;
    if (digits > 19) return true;
  }
  return false;
}

// Where a path leads: members by name, elements by position.
static const Json* find(const Json& document, std::string_view path) {
  if (document.is_object()) {
    for (const auto& [name, value] : document.items()) {
      if (path == name) return &value;
      if (path.size() <= name.size() || !path.starts_with(name) || path[name.size()] != '.') continue;
      if (const Json* found = find(value, path.substr(name.size() + 1))) return found;
    }
  } else if (document.is_array()) {
    for (std::size_t i = 0; i < document.size(); ++i) {
      const std::string name = std::to_string(i);
      if (path == name) return &document[i];
      if (path.starts_with(name + ".")) return find(document[i], path.substr(name.size() + 1));
    }
  }
  return nullptr;
}

static void expect_same(const Field& field, const Json* there, bool exact) {
  using Kind = Field::Kind;
  if (there == nullptr) return expect(field.kind == Kind::missing, "where nothing stands, nothing is read");
  const Kind kind = there->is_null()      ? Kind::null
                    : there->is_boolean() ? Kind::boolean
                    : there->is_number()  ? Kind::number
                    : there->is_string()  ? Kind::text
                    : there->is_object()  ? Kind::object
                                          : Kind::array;
  expect(field.kind == kind, "another parser reads the same kind");
  if (kind == Kind::boolean) expect(field.boolean == there->get<bool>(), "another parser reads the same boolean");
  if (kind == Kind::number && exact)
    expect(field.number == there->get<double>(), "another parser reads the same number");
  if (kind == Kind::text) expect(field.text == there->get<std::string>(), "another parser reads the same text");
}

void fuzz(std::string_view input) {
  std::string_view line = keyturn_fuzz::take_line(input);
  std::vector<std::string_view> paths;
  while (!line.empty() && paths.size() < 8) paths.push_back(keyturn_fuzz::take_until(line, ' '));
  std::vector<Field> fields(paths.size());
  const auto read = SimdjsonCodec{}.read(input, paths, fields);
  if (!read) {
    expect(read.error().code == Errc::bad_answer, "what is no JSON object is a bad answer");
    for (const Field& field : fields)
      expect(field.kind == Field::Kind::missing && field.text.empty(), "an error leaves no field");
    return;
  }
  const Json document = Json::parse(input, nullptr, false);
  if (document.is_discarded()) return expect(is_our_own(input), "another parser reads the document too");
  expect(document.is_object(), "a document is an object");
  const bool exact = !has_long_number(input);
  for (std::size_t i = 0; i < paths.size(); ++i)
    if (!paths[i].empty() && !paths[i].ends_with('.')) expect_same(fields[i], find(document, paths[i]), exact);
}
