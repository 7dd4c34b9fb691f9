#include "console/explain.hpp"

#include <nlohmann/json.hpp>

namespace keyturn::example::console {
namespace {

std::string advice(const Error& error, const std::string& server) {
  switch (error.code) {
    case Errc::not_logged_in:
      return "nobody is logged in: login [name]";
    case Errc::session_ended:
      return "the session is over: login [name]";
    case Errc::login_refused:
      if (error.status == 400 || error.status == 401 || error.status == 403) return "wrong name or password";
      return "no login there; does " + server + " speak this dialect?";
    case Errc::refresh_unavailable:
      return "the token could not be renewed now; the session lives, try again later";
    case Errc::refresh_storm:
      return "too many refreshes in a short time; wait a little";
    case Errc::not_sent:
      return "nobody answers at " + server + "; is the server running, and the URL right?";
    case Errc::no_answer:
    case Errc::timed_out:
      return "no complete answer came from " + server;
    case Errc::bad_answer:
      return "the answer holds no tokens; does " + server + " speak this dialect?";
    case Errc::server_refused:
      return error.status == 429 ? "too many failed logins; wait a little"
                                 : "the server answered with an error; does " + server + " speak this dialect?";
    case Errc::insecure_url:
      return "tokens go over plain http to this machine alone; elsewhere it must be https";
    case Errc::origin_not_allowed:
      return "the token goes to " + server + " alone";
    case Errc::storage_failed:
    case Errc::storage_busy:
    case Errc::storage_corrupt:
      return "the session file could not be used";
    default:
      return "it could not be done";
  }
}

bool is_control(unsigned char byte) { return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f; }

}  // namespace

std::string explain(const Error& error, const std::string& server) {
  std::string text{to_string(error.code)};
  if (error.status != 0) text += " (" + std::to_string(error.status) + ')';
  text += ": " + advice(error, server);
  if (!error.detail.empty()) text += "\n    " + printable(error.detail, 500);
  return text;
}

std::string printable(std::string_view text, std::size_t most) {
  std::string shown;
  const std::size_t size = std::min(text.size(), most);
  for (std::size_t i = 0; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // In UTF-8 the second control set is C2 80 to C2 9F.
    const bool second_set = byte == 0xc2 && i + 1 < size && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (second_set) ++i;
    shown += is_control(byte) || second_set ? '?' : text[second_set ? i - 1 : i];
  }
  if (text.size() > most) shown += "... (" + std::to_string(text.size() - most) + " more bytes)";
  return shown;
}

std::string shown_body(const std::string& body) {
  constexpr std::size_t most = 20'000;
  using Json = nlohmann::ordered_json;
  const auto json = Json::parse(body, nullptr, false);
  const bool structured = json.is_object() || json.is_array();
  const std::string text =
      printable(structured ? json.dump(2, ' ', false, Json::error_handler_t::replace) : body, most);
  std::string lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines += "  " + text.substr(at, end - at) + '\n';
    at = end + 1;
  }
  return lines;
}

}  // namespace keyturn::example::console
