#include "embedded/cjson_codec.hpp"

#include <cjson/cJSON.h>

#include <cstring>
#include <memory>

namespace keyturn::example::embedded {
namespace {

Error bad_answer(const char* why) { return {.code = Errc::bad_answer, .detail = why}; }

void wipe_text(char* text) {
  if (text != nullptr) wipe(text, std::strlen(text));
}

void wipe_texts(cJSON* item) {
  for (; item != nullptr; item = item->next) {
    wipe_text(item->valuestring);
    wipe_texts(item->child);
  }
}

struct Delete {
  void operator()(cJSON* document) const {
    wipe_texts(document);
    cJSON_Delete(document);
  }
};

// RFC 3629, section 4
bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u; };
    const unsigned lead = byte(i), second = byte(i + 1);
    const std::size_t size = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
    const unsigned least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const unsigned most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (size == 0 || (size > 1 && (second < least || second > most))) return false;
    for (std::size_t k = 2; k < size; ++k)
      if ((byte(i + k) & 0xc0u) != 0x80u) return false;
    i += size;
  }
  return true;
}

// Two of a name are as good as an attack: readers disagree on which one counts.
Result<const cJSON*> member(const cJSON& object, std::string_view name) {
  const cJSON* found = nullptr;
  for (const cJSON* item = object.child; item != nullptr; item = item->next) {
    if (name != item->string) continue;
    if (found != nullptr) return bad_answer("a JSON member stands twice");
    found = item;
  }
  return found;
}

const cJSON* element(const cJSON& array, std::string_view position) {
  std::size_t index = 0;
  for (const cJSON* item = array.child; item != nullptr; item = item->next)
    if (std::to_string(index++) == position) return item;
  return nullptr;
}

// What stands at the path, or null.
Result<const cJSON*> at(const cJSON& root, std::string_view path) {
  const cJSON* here = &root;
  while (here != nullptr) {
    const std::size_t dot = path.find('.');
    if (cJSON_IsObject(here)) {
      const auto found = member(*here, path.substr(0, dot));
      if (!found) return found;
      here = *found;
    } else {
      here = cJSON_IsArray(here) ? element(*here, path.substr(0, dot)) : nullptr;
    }
    if (dot == path.npos) return here;
    path.remove_prefix(dot + 1);
  }
  return here;
}

Field field_of(const cJSON* item) {
  using Kind = Field::Kind;
  if (item == nullptr) return {.kind = Kind::missing};
  if (cJSON_IsString(item)) return {.kind = Kind::text, .text = item->valuestring};
  if (cJSON_IsNumber(item)) return {.kind = Kind::number, .number = item->valuedouble};
  if (cJSON_IsBool(item)) return {.kind = Kind::boolean, .boolean = cJSON_IsTrue(item) != 0};
  if (cJSON_IsObject(item)) return {.kind = Kind::object};
  return {.kind = cJSON_IsArray(item) ? Kind::array : Kind::null};
}

}  // namespace

Result<void> CjsonCodec::read(std::string_view json, std::span<const std::string_view> paths,
                              std::span<Field> out) const {
  for (Field& field : out) field = {};
  if (!is_utf8(json)) return bad_answer("the JSON is not UTF-8");
  if (json.find("\\u0000") != json.npos) return bad_answer("the JSON has NUL in a string");
  const char* end = nullptr;
  const std::unique_ptr<cJSON, Delete> root{cJSON_ParseWithLengthOpts(json.data(), json.size(), &end, 0)};
  if (!root || !cJSON_IsObject(root.get())) return bad_answer("the answer is no JSON object");
  const std::string_view rest = json.substr(static_cast<std::size_t>(end - json.data()));
  if (rest.find_first_not_of(" \t\r\n") != rest.npos) return bad_answer("the answer is more than one JSON object");

  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto item = at(*root, paths[i]);
    if (!item) {
      for (Field& field : out) wipe(field.text), field = {};
      return item.error();
    }
    out[i] = field_of(*item);
  }
  return {};
}

}  // namespace keyturn::example::embedded
