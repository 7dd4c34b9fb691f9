#include "auth_server/http_server.hpp"

#include "auth_server/http_connection.hpp"

#include <boost/asio/post.hpp>

#include <memory>
#include <utility>

namespace keyturn::example {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::chrono::milliseconds accept_pause{100};

}  // namespace

HttpServer::HttpServer(Api& api, const asio::ip::tcp::endpoint& where, const HttpLimits& limits, Tls tls)
    : api_{api},
      limits_{limits},
      tls_{std::move(tls)},
      stay_{io_.get_executor()},
      acceptor_{io_, where},
      pause_{io_},
      last_call_{io_} {
  endpoint_ = acceptor_.local_endpoint();
  asio::post(io_, [this] { accept(); });
  thread_ = std::thread{[this] { run(); }};
}

HttpServer::~HttpServer() { stop(); }

// A handler that throws (out of memory, say) loses its connection, and nothing else.
void HttpServer::run() {
  for (;;) {
    try {
      io_.run();
      return;
    } catch (const std::exception&) {
    }
  }
}

void HttpServer::stop() {
  std::call_once(stopped_, [this] {
    stopping_ = true;
    asio::post(io_, [this] { begin_stop(); });
    thread_.join();
    workers_.join();
    login_workers_.join();
    ended_ = true;
  });
}

void HttpServer::begin_stop() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  for (HttpConnection* connection : connections_) connection->finish();
  if (connections_.empty()) return stay_.reset();
  last_call_.expires_after(limits_.stop_timeout);
  last_call_.async_wait([this](error_code error) {
    if (!error) io_.stop();
  });
}

void HttpServer::forget(HttpConnection* connection) {
  connections_.erase(connection);
  if (ended_) return;  // a handler that never ran is destroyed with the queue it waited in
  if (!stopping_) return accept();
  if (!connections_.empty()) return;
  stay_.reset();
  last_call_.cancel();
}

void HttpServer::accept() {
  if (accepting_ || stopping_) return;
  if (connections_.size() >= limits_.connections && !make_room()) return accept_later();
  accepting_ = true;
  acceptor_.async_accept(
      [this](error_code error, asio::ip::tcp::socket socket) { accepted(error, std::move(socket)); });
}

void HttpServer::accepted(error_code error, asio::ip::tcp::socket socket) {
  accepting_ = false;
  if (stopping_) return;
  if (!error) {
    const auto connection = std::make_shared<HttpConnection>(*this, std::move(socket));
    connections_.insert(connection.get());
    connection->start();
    return accept();
  }
  accept_later();  // most often: no file descriptor is free
}

void HttpServer::accept_later() {
  pause_.expires_after(accept_pause);
  pause_.async_wait([this](error_code cancelled) {
    if (!cancelled) accept();
  });
}

// Closes the connection that has been idle for longest; false: all are busy, or may only be about to send.
bool HttpServer::make_room() {
  HttpConnection* longest = nullptr;
  for (HttpConnection* connection : connections_) {
    const auto since = connection->idle_since();
    if (since && (longest == nullptr || *since < *longest->idle_since())) longest = connection;
  }
  if (longest == nullptr || std::chrono::steady_clock::now() - *longest->idle_since() < limits_.idle_grace)
    return false;
  longest->close();
  return true;
}

HttpResponse HttpServer::answer(const HttpRequest& request, bool slow) {
  try {
    if (slow && stopping_) return api_.refuse(request, HttpStatus::service_unavailable, "temporarily_unavailable");
    return api_.answer(request);
  } catch (const std::exception&) {  // no memory even for an error's text
    HttpResponse response{HttpStatus::internal_server_error, 11};
    response.prepare_payload();
    return response;
  }
}

void HttpServer::submit(HttpRequest request, Answered done) {
  const bool slow = Api::is_slow(request);
  if (slow && waiting_logins_ >= limits_.waiting_logins)
    return done(api_.refuse(request, HttpStatus::service_unavailable, "temporarily_unavailable"));
  if (slow) ++waiting_logins_;
  asio::post(slow ? login_workers_ : workers_, [this, slow, request = std::move(request),
                                                done = std::move(done)]() mutable {
    HttpResponse response = answer(request, slow);
    if (slow) --waiting_logins_;
    asio::post(io_, [done = std::move(done), response = std::move(response)]() mutable { done(std::move(response)); });
  });
}

}  // namespace keyturn::example
