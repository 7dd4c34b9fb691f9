// An OAuth 2.0 server for the tests of the example, on a loopback port: as strict as a real one on what it is sent.
#ifndef KEYTURN_TESTS_EXAMPLES_SIGN_IN_OAUTH_SERVER_HPP
#define KEYTURN_TESTS_EXAMPLES_SIGN_IN_OAUTH_SERVER_HPP

#include <keyturn/sign_in.hpp>
#include <keyturn/testing/loopback_server.hpp>

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

class OAuthServer {
 public:
  // What the next sign-in meets.
  bool refuses = false;        // the user says no
  std::string names_itself{};  // as another issuer in callbacks; empty: as itself
  int pending = 1;             // polls until the user of a device is done

  std::string issuer() const { return server_.url(""); }

  // Calls so far, such as "token authorization_code", in order.
  std::vector<std::string> log() const {
    const std::lock_guard lock{mutex_};
    return log_;
  }
  int count(std::string_view call) const {
    int found = 0;
    for (const std::string& each : log()) found += each == call;
    return found;
  }

 private:
  using Fields = std::map<std::string, std::string>;

  static Fields read(std::string_view form) {
    Fields fields;
    const auto found = keyturn::read_form(form);
    if (found)
      for (const auto& field : *found) fields[std::string{field.name}] = std::string{field.value.view()};
    return fields;
  }

  static std::string answer(int status, const std::string& body, const std::string& more = {}) {
    return "HTTP/1.1 " + std::to_string(status) +
           " Said\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n" + more +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  static std::string error(const std::string& name, int status = 400) {
    return answer(status, R"({"error":")" + name + R"("})");
  }

  void note(std::string what) { log_.push_back(std::move(what)); }

  std::string respond(const keyturn::testing::ReceivedRequest& request) {
    const std::lock_guard lock{mutex_};
    const std::string path = request.target.substr(0, request.target.find('?'));
    if (path == "/.well-known/openid-configuration") return metadata();
    if (path == "/authorize") return authorize(read(request.target.substr(path.size() + 1)));
    if (path == "/token") return token(read(request.body), request.headers);
    if (path == "/device") return device(read(request.body));
    if (path == "/revoke") return note("revoke " + read(request.body)["token_type_hint"]), answer(200, "");
    if (path == "/userinfo" || path == "/me") {
      note(path.substr(1));
      if (request.headers.get("Authorization") != "Bearer the-access-token") return answer(401, "");
      return answer(
          200, path == "/me" ? R"({"notes":[]})" : R"({"sub":"1815","name":"Ada Lovelace","email":"ada@example.com"})");
    }
    return answer(404, "{}");
  }

  std::string metadata() const {
    const std::string at = R"(":")" + issuer();
    return answer(200, R"({"issuer)" + at + R"(","authorization_endpoint)" + at + R"(/authorize","token_endpoint)" +
                           at + R"(/token","revocation_endpoint)" + at + R"(/revoke","userinfo_endpoint)" + at +
                           R"(/userinfo","device_authorization_endpoint)" + at +
                           R"(/device","authorization_response_iss_parameter_supported":true})");
  }

  std::string authorize(Fields asked) {
    note("authorize");
    if (asked["response_type"] != "code" || asked["client_id"] != "app" || asked["code_challenge_method"] != "S256")
      return answer(400, "{}");
    challenge_ = asked["code_challenge"];
    redirect_uri_ = asked["redirect_uri"];
    keyturn::List<keyturn::FormField> fields;
    const std::string iss = names_itself.empty() ? issuer() : names_itself;
    fields.push(refuses ? keyturn::FormField{"error", "access_denied"} : keyturn::FormField{"code", "the-code"});
    fields.push({"state", asked["state"]});
    fields.push({"iss", iss});
    return answer(302, "", "Location: " + redirect_uri_ + '?' + keyturn::form_text(fields) + "\r\n");
  }

  std::string token(Fields asked, const keyturn::Headers& headers) {
    const std::string grant = asked["grant_type"];
    note("token " + grant);
    if (grant == "client_credentials") {
      // app:the secret
      if (headers.get("Authorization") != "Basic YXBwOnRoZSUyMHNlY3JldA==" &&
          headers.get("Authorization") != "Basic YXBwOnRoZStzZWNyZXQ=")
        return error("invalid_client", 401);
      return answer(200, R"({"access_token":"the-access-token","token_type":"Bearer","expires_in":600})");
    }
    if (asked["client_id"] != "app") return error("invalid_client", 401);
    if (grant == "authorization_code") {
      const auto proof = keyturn::detail::code_challenge(asked["code_verifier"]);
      if (asked["code"] != "the-code" || asked["redirect_uri"] != redirect_uri_ || !proof ||
          proof->view() != challenge_)
        return error("invalid_grant");
      return tokens();
    }
    if (grant == "urn:ietf:params:oauth:grant-type:device_code") {
      if (asked["device_code"] != "the-device-code") return error("invalid_grant");
      if (refuses) return error("access_denied");
      return pending-- > 0 ? error("authorization_pending") : tokens();
    }
    return error("unsupported_grant_type");
  }

  std::string device(Fields asked) {
    note("device");
    if (asked["client_id"] != "app") return error("invalid_client", 401);
    return answer(200, R"({"device_code":"the-device-code","user_code":"WDJB-MJHT","verification_uri":")" + issuer() +
                           R"(/go","verification_uri_complete":")" + issuer() +
                           R"(/go?user_code=WDJB-MJHT","interval":1,"expires_in":600})");
  }

  static std::string tokens() {
    return answer(200, R"({"access_token":"the-access-token","refresh_token":"the-refresh-token",)"
                       R"("token_type":"Bearer","expires_in":600})");
  }

  mutable std::mutex mutex_;
  std::vector<std::string> log_;
  std::string challenge_, redirect_uri_;
  keyturn::testing::LoopbackServer server_{[this](keyturn::testing::LoopbackConnection& connection) {
    while (connection.read()) connection.write(respond(connection.request()));
  }};  // the last, for its threads use the others
};

#endif
