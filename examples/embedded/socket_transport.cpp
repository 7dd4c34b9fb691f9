#include "embedded/socket_transport.hpp"

#include "embedded/board.hpp"
#include "embedded/connection.hpp"
#include "embedded/http_answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace keyturn::example::embedded {
namespace {

// Host and port, and path and query, as they stand in an absolute URL.
struct Place {
  explicit Place(std::string_view url) {
    const std::size_t start = url.find("://") + 3, end = std::min(url.find_first_of("/?#", start), url.size());
    authority = url.substr(start, end - start);
    target = url.substr(end, url.find('#', end) - end);
  }
  std::string_view authority{}, target{};
};

// What this transport says itself.
bool is_ours(const Header& field) {
  const auto named = [&](std::string_view name) { return is_named(field, name); };
  return named("Host") || named("Connection") || named("Content-Length") || named("Transfer-Encoding");
}

std::string head_of(const Request& request) {
  const Place place{request.url};
  std::size_t size = request.method.size() + request.url.size() + place.authority.size() + 128;
  for (const Header& field : request.headers) size += field.name.size() + field.value.size() + 4;

  std::string head;
  head.reserve(size);  // growing would leave copies of the token behind
  head.append(request.method).append(place.target.starts_with('/') ? " " : " /").append(place.target);
  head.append(" HTTP/1.1\r\nHost: ").append(place.authority).append("\r\nConnection: close\r\n");
  for (const Header& field : request.headers)
    if (!is_ours(field)) head.append(field.name).append(": ").append(field.value).append("\r\n");
  const auto length = request.body.length();
  const bool may_be_bare = request.method != "POST" && request.method != "PUT" && request.method != "PATCH";
  if (!length)
    head.append("Transfer-Encoding: chunked\r\n");
  else if (*length > 0 || !may_be_bare)
    head.append("Content-Length: ").append(std::to_string(*length)).append("\r\n");
  return head.append("\r\n");
}

std::string chunk_head(std::size_t size) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
  return std::string{digits.data(), end} + "\r\n";
}

Result<void> write_chunk(Connection& to, std::string_view piece) {
  if (auto head = to.write(chunk_head(piece.size())); !head) return head;
  if (auto bytes = to.write(piece); !bytes) return bytes;
  return to.write("\r\n");
}

Result<void> write_body(Connection& to, const Body& body) {
  if (const auto text = body.view()) return to.write(*text);
  const Reader reader = body.open();
  const auto length = body.length();
  std::array<char, 1024> buffer{};
  std::uint64_t sent = 0;
  for (std::size_t size; (size = reader(buffer)) > 0; sent += size) {
    if (length && size > *length - sent) return Error{.code = Errc::bad_request, .detail = "the body is too long"};
    const std::string_view piece{buffer.data(), size};
    if (auto done = length ? to.write(piece) : write_chunk(to, piece); !done) return done;
  }
  if (!length) return to.write("0\r\n\r\n");
  if (sent < *length) return Error{.code = Errc::bad_request, .detail = "the body is too short"};
  return {};
}

}  // namespace

Result<Response> SocketTransport::send(const Request& request) const {
  const auto origin = origin_of(request.url);
  if (!origin) return origin.error();
  if (origin->secure) return Error{.code = Errc::unsupported, .detail = "there is no TLS here"};
  auto connection = Connection::open(*origin, later(now(), request.timeout));
  if (!connection) return connection.error();
  std::string head = head_of(request);
  const auto sent = connection->write(head);
  wipe(head);
  if (!sent) return sent.error();
  if (auto body = write_body(*connection, request.body); !body) return body.error();
  return AnswerReader{*connection, request}.read();
}

}  // namespace keyturn::example::embedded
