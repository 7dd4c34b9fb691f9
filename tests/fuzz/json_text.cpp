// Names and values of members with a byte 0xff between them, which is never UTF-8.
#include "fuzz.hpp"

#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/protocol/json_text.hpp>

#include <array>
#include <map>

using namespace keyturn;
using keyturn_fuzz::expect;

static std::string read_back(std::string_view json, std::string_view path) {
  std::array<Field, 1> field;
  const std::array<std::string_view, 1> paths{path};
  const bool is_text = SimdjsonCodec{}.read(json, paths, field) && field[0].kind == Field::Kind::text;
  expect(is_text, "what is written is JSON, with a string where one was put");
  return field[0].text;
}

void fuzz(std::string_view input) {
  List<JsonMember> members;
  std::map<std::string_view, std::string_view> unique;
  bool is_utf8 = true;
  while (!input.empty()) {
    const std::string_view name = keyturn_fuzz::take_until(input, '\xff');
    const std::string_view value = keyturn_fuzz::take_until(input, '\xff');
    if (!unique.emplace(name, value).second) continue;
    members.push({name, value});
    for (const std::string_view text : {name, value})
      is_utf8 = is_utf8 && simdjson::validate_utf8(text.data(), text.size());
  }
  const auto json = json_object(members);
  expect(json.has_value() == is_utf8, "everything that is UTF-8 can be written, and nothing else");
  if (!json) return;
  List<JsonMember> last;
  last.push({"last", *json});
  read_back(*json_object(last), "last");
  for (const auto& [name, value] : unique) {
    // A dot in a path leads into an object; no path is empty.
    if (name.empty() || name.find('.') != name.npos) continue;
    expect(read_back(*json, name) == value, "a value reads back as it was written");
  }
}
