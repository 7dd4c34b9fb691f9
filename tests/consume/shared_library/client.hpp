// A client as library and program make it, each for itself.
#pragma once

#include <keyturn/keyturn.hpp>

#include <string>

namespace {

struct MadeUpServer {
  keyturn::Result<keyturn::Response> send(const keyturn::Request& request) {
    if (request.url.ends_with("/login"))
      return keyturn::Response{.status = 200, .body = R"({"access_token":"a","refresh_token":"r","expires_in":900})"};
    return keyturn::Response{.status = 200, .body = "sent with " + std::string{*request.headers.get("Authorization")}};
  }
};

inline auto make_client(const std::string& folder) {
  return keyturn::AuthClient{MadeUpServer{}, keyturn::FileStorage{folder}, keyturn::JsonApi{"https://api.example.com"}};
}

}  // namespace
