// HTTP/1.1 over Boost.Beast with a limit on everything: one thread for the sockets, a few for the requests.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_HTTP_SERVER_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_HTTP_SERVER_HPP

#include "auth_server/api.hpp"
#include "auth_server/config.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace keyturn::example {

class HttpConnection;

class HttpServer {
 public:
  using Tls = std::optional<boost::asio::ssl::context>;

  // Listens at once, so that port() is known; throws boost::system::system_error if it cannot. Without `tls` it speaks
  // plain HTTP.
  HttpServer(Api& api, const boost::asio::ip::tcp::endpoint& where, const HttpLimits& limits, Tls tls);
  ~HttpServer();

  boost::asio::ip::tcp::endpoint endpoint() const { return endpoint_; }
  bool is_tls() const { return tls_.has_value(); }

  // Lets running requests finish and closes everything else. May be called often, by any thread but its own.
  void stop();

 private:
  friend class HttpConnection;
  using Answered = std::function<void(HttpResponse)>;

  boost::asio::ssl::context* tls() { return tls_ ? &*tls_ : nullptr; }
  // Has the request answered on a thread of its kind; `done` runs on the thread of the sockets.
  void submit(HttpRequest request, Answered done);
  HttpResponse answer(const HttpRequest& request, bool slow);
  void run();
  void accept();
  void accepted(boost::system::error_code error, boost::asio::ip::tcp::socket socket);
  void accept_later();
  bool make_room();
  void forget(HttpConnection* connection);
  void begin_stop();

  Api& api_;
  HttpLimits limits_;
  Tls tls_;
  std::set<HttpConnection*> connections_;  // all further members are touched by the thread of the sockets alone
  bool accepting_ = false;
  bool ended_ = false;
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> waiting_logins_{0};
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> stay_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_, last_call_;
  boost::asio::ip::tcp::endpoint endpoint_;
  boost::asio::thread_pool workers_{2}, login_workers_{2};
  std::once_flag stopped_;
  std::thread thread_;
};

}  // namespace keyturn::example

#endif
