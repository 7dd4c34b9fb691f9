#include "console/wire.hpp"

namespace keyturn::example::console {
namespace {

Request asking_for_loss(Request request) {
  request.headers.add("X-Fault", "drop-after-commit");
  return request;
}

}  // namespace

Result<Response> Wire::send(const Request& request) {
  const bool loses_answer = request.url == server_ + "/refresh" && loses_answer_.exchange(false);
  auto answer = loses_answer ? transport_.send(asking_for_loss(request)) : transport_.send(request);
  const auto arrived = std::chrono::steady_clock::now();
  const bool for_tokens = request.auth == Auth::none && request.method == "POST";  // what the protocol itself asks for
  if (!for_tokens || !answer || !is_success(answer->status)) return answer;
  if (auto tokens = protocol_.read_tokens(*answer)) {
    const std::lock_guard lock{mutex_};
    newest_ = {*std::move(tokens), arrived};
  }
  return answer;
}

SeenPair Wire::newest_pair() const {
  const std::lock_guard lock{mutex_};
  return newest_;
}

}  // namespace keyturn::example::console
