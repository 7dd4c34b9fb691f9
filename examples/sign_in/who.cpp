#include "sign_in/who.hpp"

#include "console/explain.hpp"

#include <array>

namespace keyturn::example::sign_in {

Result<std::string> who_is_signed_in(Client& client) {
  const auto answer = client.get(client.protocol().config().userinfo_endpoint);
  if (!answer) return answer.error();
  if (answer->status != 200)
    return Error{.code = Errc::server_refused,
                 .status = answer->status,
                 .detail = "the userinfo endpoint answered with status " + std::to_string(answer->status)};
  enum { name, login, email, subject, count };
  constexpr std::array<std::string_view, count> paths{"name", "preferred_username", "email", "sub"};
  std::array<Field, count> fields;
  if (auto read = SimdjsonCodec{}.read(answer->body, paths, fields); !read) return read.error();
  std::string line = fields[name].text.empty() ? fields[login].text : fields[name].text;
  if (!fields[email].text.empty()) line += (line.empty() ? "<" : " <") + fields[email].text + ">";
  line += (line.empty() ? "subject " : ", subject ") + fields[subject].text;
  return console::printable(line, 300);
}

}  // namespace keyturn::example::sign_in
