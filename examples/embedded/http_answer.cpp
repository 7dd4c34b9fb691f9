#include "embedded/http_answer.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace keyturn::example::embedded {
namespace {

Error bad_answer(const char* why) { return {.code = Errc::bad_answer, .detail = why}; }

constexpr std::size_t any_size = std::numeric_limits<std::size_t>::max();

// The whole text as a number without sign.
std::optional<std::uint64_t> number(std::string_view text, int base) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool is_named(const Header& field, std::string_view name) {
  return std::equal(field.name.begin(), field.name.end(), name.begin(), name.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

AnswerReader::~AnswerReader() {
  wipe(buffer_.data(), buffer_.size());
  wipe(line_);
}

Result<Response> AnswerReader::read() {
  do {
    if (auto head = read_head(); !head) return head.error();
  } while (answer_.status < 200);  // interim answers
  if (auto body = read_body(); !body) return body.error();
  return std::move(answer_);
}

Result<void> AnswerReader::read_head() {
  answer_ = {};
  if (auto status = read_status(); !status) return status;
  return read_fields();
}

Result<void> AnswerReader::read_status() {
  const auto line = this->line();
  if (!line) return line.error();
  // "HTTP/1.1 200 OK", and some servers leave the text and the space before it out
  const bool is_http = line->starts_with("HTTP/1.") && line->size() >= 12 && (*line)[8] == ' ';
  const auto status = is_http ? number(line->substr(9, 3), 10) : std::nullopt;
  const bool ends = line->size() == 12 || (is_http && (*line)[12] == ' ');
  if (!status || *status < 100 || !ends) return bad_answer("the answer is no HTTP/1");
  answer_.status = static_cast<int>(*status);
  return {};
}

Result<void> AnswerReader::read_fields() {
  for (;;) {
    const auto line = this->line();
    if (!line) return line.error();
    if (line->empty()) return {};
    const auto colon = line->find(':');
    const std::string_view name = line->substr(0, colon);
    if (colon == line->npos || name.empty() || name.find_first_of(" \t") != name.npos)
      return bad_answer("a header field of the answer is none");
    answer_.headers.add(std::string{name}, std::string{trimmed(line->substr(colon + 1))});
  }
}

bool AnswerReader::has_body() const {
  return request_.method != "HEAD" && answer_.status != 204 && answer_.status != 304;
}

bool AnswerReader::wants_data() const { return request_.on_data && is_success(answer_.status); }

// RFC 9112, section 6.3
Result<void> AnswerReader::read_body() {
  if (!has_body()) return {};
  if (const auto coding = answer_.headers.get("Transfer-Encoding")) {
    if (*coding != "chunked") return bad_answer("the answer's transfer coding is not known here");
    return read_chunks();
  }
  std::optional<std::uint64_t> size;
  for (const Header& field : answer_.headers) {
    if (!is_named(field, "Content-Length")) continue;
    const auto here = number(field.value, 10);
    if (!here || (size && *size != *here)) return bad_answer("the answer's length is no number");
    size = here;
  }
  if (!size) return read_to_end();
  if (!wants_data()) {
    if (*size > request_.max_response) return bad_answer("the answer is too long");
    answer_.body.reserve(static_cast<std::size_t>(*size));  // growing would leave copies of tokens behind
  }
  return read_bytes(*size);
}

Result<void> AnswerReader::read_chunks() {
  for (;;) {
    const auto head = line();
    if (!head) return head.error();
    const auto size = number(trimmed(head->substr(0, head->find(';'))), 16);
    if (!size) return bad_answer("a chunk of the answer has no size");
    if (*size == 0) break;
    if (auto bytes = read_bytes(*size); !bytes) return bytes;
    const auto end = line();
    if (!end) return end.error();
    if (!end->empty()) return bad_answer("a chunk of the answer is longer than it says");
  }
  for (;;) {  // trailers: nobody asked for them
    const auto trailer = line();
    if (!trailer) return trailer.error();
    if (trailer->empty()) return {};
  }
}

Result<void> AnswerReader::read_bytes(std::uint64_t size) {
  while (size > 0) {
    const auto piece = some(static_cast<std::size_t>(std::min<std::uint64_t>(size, any_size)));
    if (!piece) return piece.error();
    if (piece->empty()) return Error{.code = Errc::no_answer, .detail = "the answer broke off"};
    size -= piece->size();
    if (auto taken = take(*piece); !taken) return taken;
  }
  return {};
}

Result<void> AnswerReader::read_to_end() {
  for (;;) {
    const auto piece = some(any_size);
    if (!piece) return piece.error();
    if (piece->empty()) return {};
    if (auto taken = take(*piece); !taken) return taken;
  }
}

Result<void> AnswerReader::take(std::string_view piece) {
  if (wants_data()) {
    if (request_.on_data(piece)) return {};
    return Error{.code = Errc::cancelled, .detail = "on_data said stop"};
  }
  if (piece.size() > request_.max_response - answer_.body.size()) return bad_answer("the answer is too long");
  answer_.body += piece;
  return {};
}

// Without its end. Valid until the next call.
Result<std::string_view> AnswerReader::line() {
  line_.clear();
  for (;;) {
    const auto found = some(1);
    if (!found) return found.error();
    if (found->empty()) return Error{.code = Errc::no_answer, .detail = "the answer broke off"};
    if (head_left_-- == 0) return bad_answer("the answer's header is too long");
    if (found->front() == '\n') break;
    line_ += found->front();
  }
  if (line_.ends_with('\r')) line_.pop_back();
  return std::string_view{line_};
}

// The next bytes; none: the connection was closed.
Result<std::string_view> AnswerReader::some(std::size_t most) {
  if (rest_.empty()) {
    const auto got = from_.read(buffer_);
    if (!got) return got.error();
    rest_ = {buffer_.data(), *got};
  }
  const std::string_view piece = rest_.substr(0, most);
  rest_.remove_prefix(piece.size());
  return piece;
}

}  // namespace keyturn::example::embedded
