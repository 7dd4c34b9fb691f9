// Reads one HTTP/1.1 answer (RFC 9112) from a connection, within limits.
#ifndef KEYTURN_EXAMPLES_EMBEDDED_HTTP_ANSWER_HPP
#define KEYTURN_EXAMPLES_EMBEDDED_HTTP_ANSWER_HPP

#include "embedded/connection.hpp"

#include <array>
#include <string>
#include <string_view>

namespace keyturn::example::embedded {

/// Whether that is the field's name (no case: RFC 9110, section 5.1).
bool is_named(const Header& field, std::string_view name);

/// Reads as it comes, and keeps no more than `head_limit` bytes of header fields and `Request::max_response` of the body.
/// Both must outlive it. `no_answer` if the answer breaks off, `bad_answer` if it is no HTTP or exceeds a limit,
/// `timed_out`, and `cancelled` if `on_data` says stop.
class AnswerReader {
 public:
  static constexpr std::size_t head_limit = 16u << 10;

  AnswerReader(Connection& from, const Request& request) : from_{from}, request_{request} {}
  AnswerReader(const AnswerReader&) = delete;
  AnswerReader& operator=(const AnswerReader&) = delete;
  /// Tokens may have gone through here.
  ~AnswerReader();

  /// The answer, after any interim ones. Once.
  Result<Response> read();

 private:
  Result<void> read_head();
  Result<void> read_status();
  Result<void> read_fields();
  Result<void> read_body();
  Result<void> read_chunks();
  Result<void> read_bytes(std::uint64_t size);
  Result<void> read_to_end();

  Result<void> take(std::string_view piece);
  Result<std::string_view> line();
  Result<std::string_view> some(std::size_t most);
  bool has_body() const;
  bool wants_data() const;

  Connection& from_;
  const Request& request_;
  Response answer_{};
  std::string line_{};
  std::size_t head_left_ = head_limit;
  std::array<char, 1024> buffer_{};
  std::string_view rest_{};  // of the buffer, not yet used
};

}  // namespace keyturn::example::embedded

#endif
