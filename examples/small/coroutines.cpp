// A session as coroutines: it reads from top to bottom, two calls are under way at once, and one thread never waits.
// What matters: `co_await client.…` in `session`, and `client.poll()` in `main`, in which the coroutines go on.
#include "small/print.hpp"

#include <keyturn/curl_multi.hpp>

#include <algorithm>
#include <coroutine>
#include <exception>
#include <optional>
#include <thread>
#include <utility>

using namespace keyturn::example;
using Client = keyturn::AuthClient<keyturn::PolledCurlMultiTransport, keyturn::MemoryStorage>;
using Answer = keyturn::Result<keyturn::Response>;

namespace {

// Begins at once, and keeps its result for whoever awaits it. Your library's type will do as well.
template <class T>
class Task {
 public:
  struct promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  struct GoOnWithWhoWaits {
    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(Handle ended) noexcept { return ended.promise().waiting; }
    void await_resume() noexcept {}
  };
  struct promise_type {
    std::optional<T> result{};
    std::coroutine_handle<> waiting = std::noop_coroutine();

    Task get_return_object() { return Task{Handle::from_promise(*this)}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    GoOnWithWhoWaits final_suspend() noexcept { return {}; }
    void return_value(T value) { result = std::move(value); }
    void unhandled_exception() { std::terminate(); }
  };

  Task(Task&& other) noexcept : handle_{std::exchange(other.handle_, {})} {}
  ~Task() {
    if (handle_) handle_.destroy();
  }

  bool await_ready() const { return handle_.done(); }
  void await_suspend(std::coroutine_handle<> who) { handle_.promise().waiting = who; }
  T await_resume() { return *std::move(handle_.promise().result); }

 private:
  explicit Task(Handle handle) : handle_{handle} {}
  Handle handle_;
};

Task<Answer> get(Client& client, const char* path) { co_return co_await client.get(path); }

Task<int> session(Client& client) {
  const keyturn::Password ada{"ada", "lovelace"};
  if (auto done = co_await client.login(ada); !done) co_return failed("login", done.error());

  // As if its time had run out: both calls need a new one, which is asked for once.
  const auto token = co_await client.access_token();
  if (token) client.report_unauthorized(*token);

  Task<Answer> first = get(client, "/me"), second = get(client, "/notes");  // both have begun
  const Answer me = co_await first, notes = co_await second;
  if (!me) co_return failed("GET /me", me.error());
  if (!notes) co_return failed("GET /notes", notes.error());
  print("GET /me", me->status, me->body);
  print("GET /notes", notes->status, notes->body);

  if (auto done = co_await client.logout(); !done) co_return failed("logout", done.error());
  std::puts("logged out");
  co_return 0;
}

}  // namespace

int main(int count, char** arguments) {
  using namespace std::chrono_literals;
  Client client{keyturn::PolledCurlMultiTransport{}, keyturn::MemoryStorage{},
                keyturn::JsonApi{server_of(count, arguments)}};
  print_events(client);
  Task<int> whole = session(client);
  while (!whole.await_ready()) {  // an app's own loop, which has other things to do as well
    const auto pause = client.poll();
    std::this_thread::sleep_for(std::min(pause.value_or(5ms), 5ms));
  }
  return whole.await_resume();
}
