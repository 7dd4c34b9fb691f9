// The body of the codec over simdjson: one walk through a document, strict where simdjson is lazy.
#ifndef KEYTURN_ADAPTERS_SIMDJSON_WALK_HPP
#define KEYTURN_ADAPTERS_SIMDJSON_WALK_HPP

#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/base/list.hpp>
#include <keyturn/base/secret.hpp>

#if !__has_include(<simdjson.h>)
#error "keyturn needs simdjson: install libsimdjson-dev (Debian), or use <keyturn/core.hpp> with your own JSON reader"
#include <stop_here_see_the_error_above>
#endif
#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

constexpr bool is_json_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// RFC 8259, section 6. simdjson reads numbers only where it is asked to, and refuses those that no double can hold.
constexpr bool is_json_number(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t start = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - start;
  };
  if (text.starts_with('-')) ++i;
  const std::size_t first = i;
  const std::size_t whole = digits();
  if (whole == 0 || (whole > 1 && text[first] == '0')) return false;
  if (i < text.size() && text[i] == '.' && (++i, digits() == 0)) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (digits() == 0) return false;
  }
  return i == text.size();
}

/// Whether a string, with its quotes, holds only the escapes of RFC 8259, section 7. Half a surrogate pair passes: some
/// servers cut names in the middle of one, and a string that nobody asked for is no reason to lose the tokens beside
/// it.
constexpr bool has_valid_escapes(std::string_view token) {
  if (token.size() < 2 || token.back() != '"') return false;
  token = token.substr(1, token.size() - 2);
  for (std::size_t i = token.find('\\'); i != token.npos; i = token.find('\\', i)) {
    if (++i == token.size()) return false;
    if (token[i] == 'u') {
      if (token.size() - i < 5) return false;
      if (token.substr(i + 1, 4).find_first_not_of("0123456789abcdefABCDEF") != token.npos) return false;
    } else if (std::string_view{"\"\\/bfnrt"}.find(token[i]) == std::string_view::npos) {
      return false;
    }
    ++i;
  }
  return true;
}

/// One pass over a document that looks at every value, because simdjson's on-demand interface checks only what is read.
class SimdjsonWalk {
 public:
  SimdjsonWalk(const SimdjsonWalk&) = delete;
  SimdjsonWalk& operator=(const SimdjsonWalk&) = delete;

  /// `json` must stand in a buffer with simdjson's padding behind it.
  explicit SimdjsonWalk(simdjson::padded_string_view json) : json_{json} {}

  simdjson::error_code run(std::span<const std::string_view> paths, std::span<Field> out) {
    Steps steps;
    for (std::size_t i = 0; i < paths.size(); ++i)
      if (!paths[i].empty()) steps.push({paths[i], &out[i]});

    simdjson::ondemand::document document;
    if (const auto error = parser_.iterate(json_).get(document)) return error;
    simdjson::ondemand::object root;
    if (const auto error = document.get_object().get(root)) return error;
    if (const auto error = walk(root, steps, 1)) return error;
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS ? simdjson::SUCCESS : simdjson::TAPE_ERROR;
  }

 private:
  static constexpr int deepest = 32;

  /// What is left of a path below the container that is walked; nothing left: it ends here.
  struct Step {
    std::string_view path;
    Field* field;
    bool seen = false;
  };
  using Steps = List<Step>;

  simdjson::error_code walk(simdjson::ondemand::object object, Steps& steps, int depth) {
    if (depth > deepest) return simdjson::DEPTH_ERROR;
    for (auto member : object) {
      simdjson::ondemand::field field;
      if (const auto error = std::move(member).get(field)) return error;
      std::string_view name;
      if (const auto error = unescape(parser_, field.key()).get(name)) return error;
      Steps below;
      if (!enter(steps, name, below)) return simdjson::TAPE_ERROR;
      if (const auto error = read(field.value(), below, depth)) return error;
    }
    return simdjson::SUCCESS;
  }

  simdjson::error_code walk(simdjson::ondemand::array array, Steps& steps, int depth) {
    if (depth > deepest) return simdjson::DEPTH_ERROR;
    std::size_t position = 0;
    for (auto element : array) {
      simdjson::ondemand::value value;
      if (const auto error = std::move(element).get(value)) return error;
      Steps below;
      if (!steps.empty()) enter(steps, std::to_string(position++), below);
      if (const auto error = read(value, below, depth)) return error;
    }
    return simdjson::SUCCESS;
  }

  /// Collects in `below` the steps that lead through `name`; false if one did so before.
  static bool enter(Steps& steps, std::string_view name, Steps& below) {
    for (Step& step : steps) {
      if (!step.path.starts_with(name)) continue;
      if (step.path.size() > name.size() && step.path[name.size()] != '.') continue;
      if (std::exchange(step.seen, true)) return false;
      below.push({step.path.substr(std::min(step.path.size(), name.size() + 1)), step.field});
    }
    return true;
  }

  simdjson::error_code read(simdjson::ondemand::value value, Steps& steps, int depth) {
    std::string_view token = value.raw_json_token();
    while (!token.empty() && is_json_space(token.back())) token.remove_suffix(1);
    if (token.empty()) return simdjson::TAPE_ERROR;
    switch (token.front()) {
      case '{': {
        end(steps, {.kind = Field::Kind::object});
        simdjson::ondemand::object object;
        if (const auto error = value.get_object().get(object)) return error;
        return walk(object, steps, depth + 1);
      }
      case '[': {
        end(steps, {.kind = Field::Kind::array});
        simdjson::ondemand::array array;
        if (const auto error = value.get_array().get(array)) return error;
        return walk(array, steps, depth + 1);
      }
      case '"':
        return read_text(value, token, steps);
      case 't':
        end(steps, {.kind = Field::Kind::boolean, .boolean = true});
        return literal(token, "true");
      case 'f':
        end(steps, {.kind = Field::Kind::boolean});
        return literal(token, "false");
      case 'n':
        end(steps, {.kind = Field::Kind::null});
        return literal(token, "null");
      default:
        return read_number(value, token, steps);
    }
  }

  simdjson::error_code read_text(simdjson::ondemand::value value, std::string_view token, Steps& steps) {
    if (steps.empty()) {
      if (!has_valid_escapes(token)) return simdjson::STRING_ERROR;
      return value.get_raw_json_string().error();
    }
    simdjson::ondemand::raw_json_string raw;
    if (const auto error = value.get_raw_json_string().get(raw)) return error;
    std::string_view text;
    if (const auto error = unescape(parser_, raw).get(text)) return error;
    for (Step& step : steps)
      if (step.path.empty()) {
        step.field->kind = Field::Kind::text;
        step.field->text.assign(text);
      }
    return simdjson::SUCCESS;
  }

  simdjson::error_code read_number(simdjson::ondemand::value value, std::string_view token, Steps& steps) {
    if (!is_json_number(token)) return simdjson::NUMBER_ERROR;
    if (steps.empty()) return simdjson::SUCCESS;
    double number = 0;
    if (value.get_double().get(number) != simdjson::SUCCESS) number = out_of_range(token);
    end(steps, {.kind = Field::Kind::number, .number = number});
    return simdjson::SUCCESS;
  }

  /// What is nearest to a number that simdjson refuses: zero or an infinity.
  static double out_of_range(std::string_view token) {
    const std::size_t exponent = token.find_first_of("eE");
    const bool zero = token.substr(0, exponent).find_first_of("123456789") == token.npos;
    if (zero || (exponent != token.npos && token[exponent + 1] == '-')) return 0;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return token.starts_with('-') ? -infinity : infinity;
  }

  static simdjson::error_code literal(std::string_view token, std::string_view expected) {
    return token == expected ? simdjson::SUCCESS : simdjson::TAPE_ERROR;
  }

  static void end(Steps& steps, const Field& field) {
    for (Step& step : steps)
      if (step.path.empty()) *step.field = field;
    steps.remove_if([](const Step& step) { return step.path.empty(); });
  }

  /// The text of a name or string, until the next one. Not into the parser's own buffer: that is not wiped, and not there
  /// if memory has run out, which the parser does not notice. It copies whole blocks.
  template <class Parser, class Raw>
  simdjson::simdjson_result<std::string_view> unescape(Parser& parser, const Raw& raw) {
    std::uint8_t* into = text_;
    if constexpr (requires { parser.unescape(raw, into); })
      return parser.unescape(raw, into);
    else
      return raw.unescape(into);
  }

  simdjson::padded_string_view json_;
  simdjson::ondemand::parser parser_;
  std::uint8_t* text_ = nullptr;
  Secret unescaped_{json_.size() + simdjson::SIMDJSON_PADDING,
                    [this](char* bytes) { text_ = reinterpret_cast<std::uint8_t*>(bytes); }};
};

inline void clear(Field& field) {
  wipe(field.text);
  field = {};
}

}  // namespace detail

KEYTURN_FUNCTION Result<void> SimdjsonCodec::read(std::string_view json, std::span<const std::string_view> paths,
                                                  std::span<Field> out) const {
  for (Field& field : out) detail::clear(field);
  if (json.starts_with("\xef\xbb\xbf")) json.remove_prefix(3);
  const Secret padded{json.size() + simdjson::SIMDJSON_PADDING, [json](char* into) { json.copy(into, json.size()); }};
  detail::SimdjsonWalk walk{simdjson::padded_string_view{padded.view().data(), json.size(), padded.size()}};
  if (const auto error = walk.run(paths, out)) {
    for (Field& field : out) detail::clear(field);
    return Error{.code = Errc::bad_answer, .detail = std::string{"JSON: "} + simdjson::error_message(error)};
  }
  return {};
}

KEYTURN_NAMESPACE_END

#endif
