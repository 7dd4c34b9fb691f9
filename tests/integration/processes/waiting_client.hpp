// The asynchronous client as one that waits: for a host app that is told what to do a word at a time.
#ifndef KEYTURN_TESTS_PROCESSES_WAITING_CLIENT_HPP
#define KEYTURN_TESTS_PROCESSES_WAITING_CLIENT_HPP

#include "broken.hpp"
#include "moved_clock.hpp"

#include <keyturn/curl_multi.hpp>

#include <future>
#include <memory>
#include <string>

namespace processes {

template <class S>
struct BlockingClient : keyturn::AuthClient<keyturn::CurlTransport, S, Dialect, Moved> {
  BlockingClient(const keyturn::CurlOptions& transport, S storage, Dialect protocol, keyturn::Options options,
                 Moved platform)
      : keyturn::AuthClient<keyturn::CurlTransport, S, Dialect, Moved>{keyturn::CurlTransport{transport},
                                                                       std::move(storage), std::move(protocol),
                                                                       std::move(options), std::move(platform)} {}
};

// The calls of `BlockingClient` that the host app makes. The transport's own thread does the work.
template <class S>
class WaitingClient {
 public:
  WaitingClient(const keyturn::CurlOptions& transport, S storage, Dialect protocol, keyturn::Options options,
                Moved platform)
      : client_{keyturn::CurlMultiTransport{{transport}}, std::move(storage), std::move(protocol), std::move(options),
                std::move(platform)} {}

  void on_logout(keyturn::Callback<void(keyturn::LogoutReason)> callback) { client_.on_logout(std::move(callback)); }

  keyturn::Result<void> login(const keyturn::Password& password) {
    return wait<void>([&](auto done) { client_.login(password, std::move(done)); });
  }
  keyturn::Result<void> logout() {
    return wait<void>([&](auto done) { client_.logout(std::move(done)); });
  }
  keyturn::Result<void> refresh() {
    return wait<void>([&](auto done) { client_.refresh(std::move(done)); });
  }
  keyturn::Result<keyturn::Response> get(const std::string& path) {
    return wait<keyturn::Response>([&](auto done) { client_.get(path, std::move(done)); });
  }
  keyturn::Result<keyturn::AccessToken> access_token() {
    return wait<keyturn::AccessToken>([&](auto done) { client_.access_token(std::move(done)); });
  }
  keyturn::SessionInfo session() { return client_.session(); }
  S& storage() { return client_.storage(); }

 private:
  template <class T, class Begin>
  static keyturn::Result<T> wait(Begin begin) {
    const auto promise = std::make_shared<std::promise<keyturn::Result<T>>>();
    auto result = promise->get_future();
    begin(keyturn::Completion<T>{[promise](keyturn::Result<T> got) { promise->set_value(std::move(got)); }});
    return result.get();
  }

  keyturn::AuthClient<keyturn::CurlMultiTransport, S, Dialect, Moved> client_;
};

}  // namespace processes

#endif
