#include "auth_server/responses.hpp"

#include <boost/beast/core/string.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>

namespace keyturn::example {
namespace {

using boost::beast::http::field;

constexpr const char* challenge = "Bearer realm=\"keyturn\"";

}  // namespace

HttpResponse json_response(HttpStatus status, const nlohmann::json& body) {
  HttpResponse response{status, 11};
  response.set(field::content_type, "application/json");
  response.body() = body.dump();
  return response;
}

HttpResponse error_response(HttpStatus status, std::string_view error, std::string_view detail) {
  nlohmann::json body{{"error", error}};
  if (!detail.empty()) body["detail"] = detail;
  return json_response(status, body);
}

HttpResponse try_later(HttpStatus status, std::string_view error, std::chrono::seconds wait) {
  HttpResponse response = error_response(status, error);
  response.set(field::retry_after, std::to_string(wait.count()));
  return response;
}

HttpResponse invalid_access_token() {
  HttpResponse response = error_response(HttpStatus::unauthorized, "invalid_token");
  response.set(field::www_authenticate, std::string{challenge} + ", error=\"invalid_token\"");
  return response;
}

HttpResponse refused_credentials(std::string_view error) {
  HttpResponse response = error_response(HttpStatus::unauthorized, error);
  response.set(field::www_authenticate, challenge);
  response.set(field::cache_control, "no-store");
  return response;
}

std::optional<std::string_view> bearer_token(const HttpRequest& request) {
  const auto header = request.find(field::authorization);
  if (header == request.end()) return std::nullopt;
  const std::string_view value{header->value().data(), header->value().size()};
  constexpr std::string_view scheme = "bearer ";
  const auto given = value.substr(0, scheme.size());
  if (!boost::beast::iequals({given.data(), given.size()}, {scheme.data(), scheme.size()})) return std::nullopt;
  const auto start = value.find_first_not_of(' ', scheme.size());
  return start == std::string_view::npos ? std::string_view{} : value.substr(start);
}

std::string_view path_of(const HttpRequest& request) {
  std::string_view target{request.target().data(), request.target().size()};
  if (const auto scheme = target.find("://"); !target.starts_with('/') && scheme != std::string_view::npos) {
    const auto slash = target.find('/', scheme + 3);
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  return target.substr(0, target.find('?'));
}

std::string http_date(ServerTime time) {
  using namespace std::chrono;
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<std::chrono::days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<seconds>(time - day)};
  std::array<char, 40> text{};
  const int length = std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02ld:%02ld:%02ld GMT",
                                   days[weekday{day}.c_encoding()], unsigned{date.day()},
                                   months[unsigned{date.month()} - 1], int{date.year()}, long{clock.hours().count()},
                                   long{clock.minutes().count()}, static_cast<long>(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace keyturn::example
