#include "custom_transport/httplib_transport.hpp"

#include <httplib.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace keyturn::example {
namespace {

/// cpp-httplib's timeouts begin anew with each piece of an answer; this one is over all. It costs a thread for each request,
/// which an app with many of them would share.
class Alarm {
 public:
  Alarm(httplib::Client& client, std::chrono::milliseconds timeout)
      : timeout_{timeout}, thread_{[this, &client] {
          std::unique_lock lock{mutex_};
          // Again and again: the first time may come before there is a socket to close.
          for (auto wait = timeout_; !changed_.wait_for(lock, wait, [this] { return over_; });
               wait = std::chrono::milliseconds{50})
            client.stop();
        }} {}
  ~Alarm() { stop(); }

  /// Ends the watch; whether the time is over. Not whether it rang: cpp-httplib's own timeout may come first.
  bool stop() {
    {
      const std::lock_guard lock{mutex_};
      over_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    return std::chrono::steady_clock::now() - start_ >= timeout_;
  }

 private:
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  const std::chrono::milliseconds timeout_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
  std::thread thread_;  // the last: it uses the others
};

/// cpp-httplib asks again and again for a body of known length from `offset`, and for one of unknown length until it is
/// done; keyturn's reader gives the bytes in order. As a plain `body` it would get a Content-Type that nobody asked for.
httplib::ContentProvider provider_of(Reader reader, std::optional<std::uint64_t> length) {
  return [reader = std::move(reader), length, buffer = std::string(16'384, '\0')](std::size_t offset, std::size_t,
                                                                                  httplib::DataSink& sink) mutable {
    const std::size_t size = reader(buffer);
    if (length && (size == 0 || size > *length - offset)) return false;  // not the body that was announced
    if (size == 0) return sink.done(), true;
    return sink.write(buffer.data(), size);
  };
}

httplib::Request translated(const Request& request, std::string path) {
  httplib::Request to;
  to.method = request.method;
  to.path = std::move(path);
  for (const Header& field : request.headers) to.headers.emplace(field.name, field.value);
  const auto length = request.body.length();
  if (length == 0u) return to;
  to.content_provider_ = provider_of(request.body.open(), length);
  to.is_chunked_content_provider_ = !length;
  to.content_length_ = static_cast<std::size_t>(length.value_or(0));
  if (!length) to.headers.emplace("Transfer-Encoding", "chunked");
  return to;
}

/// Whether the server can have seen the request: the difference between `not_sent` and `no_answer` is the one that keyturn
/// cannot make up for.
Errc code_of(httplib::Error error) {
  switch (error) {
    case httplib::Error::Connection:
    case httplib::Error::ConnectionTimeout:
    case httplib::Error::BindIPAddress:
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification:
      return Errc::not_sent;
    default:
      return Errc::no_answer;
  }
}

}  // namespace

Result<Response> HttplibTransport::send(const Request& request) const {
  const std::size_t end = std::min(request.url.find_first_of("/?#", request.url.find("://") + 3), request.url.size());
  std::string path = request.url.substr(end, request.url.find('#', end) - end);
  if (!path.starts_with('/')) path.insert(path.begin(), '/');

  // A client of its own for each request: cpp-httplib's serves one thread at a time, and a connection that is used once
  // repeats nothing. It follows no redirects unless it is told to.
  httplib::Client client{request.url.substr(0, end)};
  client.set_url_encode(false);  // the path is encoded already
  client.set_decompress(false);
  const std::chrono::milliseconds timeout =
      std::min<std::chrono::milliseconds>(request.timeout, std::chrono::hours{24});
  client.set_connection_timeout(timeout);
  client.set_read_timeout(timeout);
  client.set_write_timeout(timeout);

  Response answer;
  std::optional<Errc> refused;  // why we told cpp-httplib to stop
  httplib::Request to = translated(request, std::move(path));
  const auto take_head = [&](const httplib::Response& head) {
    answer.status = head.status;
    for (const auto& [name, value] : head.headers) answer.headers.add(name, value);
  };
  to.response_handler = [&](const httplib::Response& head) {
    take_head(head);
    if (head.status < 200) refused = Errc::no_answer;  // it would take what follows an interim answer for its body
    return !refused && head.status != 304;             // for whose body it would wait, though there is none
  };
  to.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    if (request.on_data && is_success(answer.status)) {
      if (!request.on_data({data, size})) refused = Errc::cancelled;
    } else if (size > request.max_response - answer.body.size()) {
      refused = Errc::bad_answer;
    } else {
      answer.body.append(data, size);
    }
    return !refused;
  };

  Alarm alarm{client, timeout};
  const httplib::Result result = client.send(to);
  const bool timed_out = alarm.stop();
  if (refused) return Error{.code = *refused, .detail = "the answer was not wanted, too long or an interim one"};
  if (result && answer.status == 0) take_head(*result);  // of answers without a body nobody was told
  if (result || answer.status == 304) return answer;
  if (timed_out || result.error() == httplib::Error::ConnectionTimeout)
    return Error{.code = Errc::timed_out, .detail = "the server took too long"};
  return Error{.code = code_of(result.error()), .detail = "cpp-httplib: " + httplib::to_string(result.error())};
}

}  // namespace keyturn::example
