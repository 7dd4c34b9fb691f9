// The test kit's auth server at a port of this machine, and a client of it.
#ifndef KEYTURN_TESTS_WINDOWS_AUTH_SERVER_HPP
#define KEYTURN_TESTS_WINDOWS_AUTH_SERVER_HPP

#include "json_codec.hpp"

#include <keyturn/winhttp.hpp>

#include <keyturn/testing/fake_auth_server.hpp>
#include <keyturn/testing/loopback_server.hpp>

#include <string>

using JsonApi = keyturn::BasicJsonApi<JsonCodec>;
using Client = keyturn::AuthClient<keyturn::WinHttpTransport, keyturn::FileStorage, JsonApi, keyturn::Hosted>;

/// Strict: a refresh token that is presented a second time ends the session.
struct AuthServer {
  keyturn::testing::BasicFakeAuthServer<JsonCodec> fake{{.rotation = keyturn::testing::Rotation::strict}};
  keyturn::testing::LoopbackServer socket{[this](keyturn::testing::LoopbackConnection& connection) {
    while (connection.read())
      if (!connection.write(answer_to(connection.request()))) return;
  }};

  std::string answer_to(const keyturn::testing::ReceivedRequest& received) {
    const keyturn::Request request{.method = received.method,
                                   .url = keyturn::testing::FakeAuthServerConfig{}.origin + received.target,
                                   .headers = received.headers,
                                   .body = received.body};
    const auto answer = fake.send(request);
    if (!answer) return {};  // an answer that is lost
    std::string text = "HTTP/1.1 " + std::to_string(answer->status) +
                       " Text\r\nContent-Length: " + std::to_string(answer->body.size()) + "\r\n";
    for (const keyturn::Header& field : answer->headers) text += field.name + ": " + field.value + "\r\n";
    return text + "\r\n" + answer->body;
  }
};

inline JsonApi api_at(const std::string& url) { return JsonApi{keyturn::JsonApiConfig{.base_url = url}}; }

#endif
