#include "console/wire.hpp"

namespace keyturn::example::console {

Result<Response> Wire::send(const Request& request) {
  auto answer = transport_.send(request);
  const bool for_tokens = request.auth == Auth::none && request.method == "POST";  // what the protocol itself asks for
  if (!for_tokens || !answer || !is_success(answer->status)) return answer;
  if (auto tokens = protocol_.read_tokens(*answer)) {
    const std::lock_guard lock{mutex_};
    newest_ = {*std::move(tokens), std::chrono::steady_clock::now()};
  }
  return answer;
}

SeenPair Wire::newest_pair() const {
  const std::lock_guard lock{mutex_};
  return newest_;
}

}  // namespace keyturn::example::console
