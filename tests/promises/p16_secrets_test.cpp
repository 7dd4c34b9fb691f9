// P16: secrets stay secret: wiped when they die, compared in constant time, never printed, in no error and no event.
#include <sanitized.hpp>

#include "promise.hpp"

#include <cstdlib>
#include <new>
#include <sstream>

#include <malloc.h>

using namespace promise;

// Every block of memory that the program gives back is searched for a canary, while somebody watches.
namespace {

std::atomic<bool> watching{false};
std::atomic<unsigned> leaks{0};

[[maybe_unused]] void look_into(void* block) {
  if (block == nullptr || !watching.load(std::memory_order_relaxed)) return;
  const std::string_view bytes{static_cast<const char*>(block), malloc_usable_size(block)};
  if (bytes.find("canary-") != bytes.npos) ++leaks;
}

[[maybe_unused]] void* allocate(std::size_t size) {
  void* const block = std::calloc(1, size == 0 ? 1 : size);
  if (block == nullptr) throw std::bad_alloc{};
  return block;
}

}  // namespace

// The sanitizers bring an allocator of their own, and look at other things.
#if !defined(KEYTURN_SANITIZED)
void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::calloc(1, size == 0 ? 1 : size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return std::calloc(1, size == 0 ? 1 : size); }
void operator delete(void* block) noexcept { look_into(block), std::free(block); }
void operator delete[](void* block) noexcept { look_into(block), std::free(block); }
void operator delete(void* block, std::size_t) noexcept { look_into(block), std::free(block); }
void operator delete[](void* block, std::size_t) noexcept { look_into(block), std::free(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { look_into(block), std::free(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { look_into(block), std::free(block); }
#endif

namespace {

// How many blocks with a canary in them were given back while `work` ran.
template <class Work>
unsigned leaks_of(Work&& work) {
  leaks = 0;
  watching = true;
  work();
  watching = false;
  return leaks;
}

// A server that keeps nothing of what it is sent, and gives every answer in one block of memory, which the client gets.
class Forgetful {
 public:
  Result<Response> send(const Request& request) {
    if (request.url.ends_with("/login") || request.url.ends_with("/refresh")) return tokens(next_status_);
    if (request.url.ends_with("/logout")) return Response{.status = next_status_ == 200 ? 204 : next_status_};
    return Response{.status = std::exchange(*next_call_, 200)};
  }
  void refuse_next_call() { *next_call_ = 401; }
  void fail(int status) { next_status_ = status; }

 private:
  static Response tokens(int status) {
    Response answer{.status = status};
    answer.body =
        status == 200
            ? R"({"access_token":"canary-access-0123456789abcdef","refresh_token":"canary-refresh-0123456789abcdef",)"
              R"("token_type":"Bearer","expires_in":100})"
            : R"({"error":"invalid_grant","refresh_token":"canary-refresh-0123456789abcdef"})";
    return answer;
  }

  int next_status_ = 200;
  std::shared_ptr<int> next_call_ = std::make_shared<int>(200);
};

// Without the recording of the other clients, which would keep strings of its own.
#ifdef KEYTURN_PROMISES_ASYNC
struct ForgetfulAsync {
  Forgetful server;
  void send(const Request& request, const Completion<Response>& done) { done(server.send(request)); }
};

template <class S>
class Bare {
 public:
  Bare(Forgetful server, S storage, Dialect protocol, Options options, Manual platform)
      : client_{ForgetfulAsync{std::move(server)}, std::move(storage), std::move(protocol), std::move(options),
                std::move(platform)} {}
  bool login(const Password& password) {
    client_.login(password, [](const auto&) {});
    return true;
  }
  bool adopt(TokenSet tokens) { return client_.adopt(std::move(tokens)).has_value(); }
  bool refresh() {
    client_.refresh([](const auto&) {});
    return true;
  }
  bool logout() {
    client_.logout([](const auto&) {});
    return true;
  }
  bool get(std::string_view url) { return send({.url = std::string{url}}); }
  bool post(std::string_view url, Body body) {
    client_.post(url, std::move(body), [](const auto&) {});
    return true;
  }
  bool send(Request request) {
    client_.send(std::move(request), [](const auto&) {});
    return true;
  }
  bool access_token() {
    client_.access_token([](const auto&) {});
    return true;
  }
  S& storage() { return client_.storage(); }

 private:
  AuthClient<ForgetfulAsync, S, Dialect, Manual> client_;
};
#else
template <class S>
using Bare = AuthClient<Forgetful, S, Dialect, Manual>;
#endif

template <class T>
concept Printable = requires(std::ostream& stream, const T& value) {
  stream << value;
};

static_assert(!Printable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string_view> && !std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<std::string_view, Secret>);

}  // namespace

BOOST_AUTO_TEST_SUITE(p16_secrets)

#if !defined(KEYTURN_SANITIZED)
BOOST_AUTO_TEST_CASE(the_watch_sees_a_canary_that_is_not_wiped) {
  BOOST_TEST(leaks_of([] { std::make_unique<std::string>("canary-of-a-string-that-nobody-wipes").reset(); }) == 1u);
}
#endif

BOOST_AUTO_TEST_CASE(a_secret_is_wiped_when_it_dies) {
  BOOST_TEST(leaks_of([] {
               Secret one{"canary-one"};
               Secret two = one;
               Secret three = std::move(one);
               two = Secret{"canary-two"};
               three = two;
               const Secret filled{
                   16, [](std::span<char> into) { std::string_view{"canary-in-place!"}.copy(into.data(), 16); }};
               std::string text = "canary-in-a-string-that-is-wiped";
               wipe(text);
             }) == 0u);
}

BOOST_AUTO_TEST_CASE(secrets_are_compared_by_their_bytes) {
  BOOST_TEST((Secret{"abc"} == Secret{"abc"}));
  BOOST_TEST((Secret{"abc"} != Secret{"abd"}));
  BOOST_TEST((Secret{"abc"} != Secret{"xbc"}));
  BOOST_TEST((Secret{"abc"} != Secret{"ab"}));
  BOOST_TEST((Secret{} == Secret{""}));
}

BOOST_AUTO_TEST_CASE(the_life_of_a_session_leaves_no_token_and_no_password_in_freed_memory) {
  BOOST_TEST(leaks_of([] {
               ManualClock clock;
               Forgetful server;
               Bare<MemoryStorage> client{server, {}, dialect(), {}, Manual{clock}};
               (void)client.login(Password{"ada", "canary-password-0123456789"});
               (void)client.get("/me");
               server.refuse_next_call();
               (void)client.post("/notes", "text");
               clock.advance(101s);
               (void)client.get("/me");
               { [[maybe_unused]] const auto token = client.access_token(); }
               (void)client.refresh();
               (void)client.logout();
             }) == 0u);
}

BOOST_AUTO_TEST_CASE(neither_does_a_shared_storage) {
  BOOST_TEST(leaks_of([] {
               ManualClock clock;
               const SharedMemory storage{clock};
               Bare<SharedMemory> client{Forgetful{}, storage, dialect(), {}, Manual{clock}};
               (void)client.login(Password{"ada", "canary-password-0123456789"});
               Bare<SharedMemory> second{Forgetful{}, storage, dialect(), {}, Manual{clock}};
               (void)second.get("/me");
               (void)second.refresh();
               (void)client.refresh();
               (void)client.logout();
             }) == 0u);
}

BOOST_AUTO_TEST_CASE(failures_leave_none_either) {
  for (const int status : {400, 401, 403, 500, 503}) {
    BOOST_TEST_CONTEXT(status) {
      BOOST_TEST(leaks_of([&] {
                   ManualClock clock;
                   Forgetful server;
                   server.fail(status);
                   Bare<MemoryStorage> client{server, {}, dialect(), {}, Manual{clock}};
                   (void)client.login(Password{"ada", "canary-password-0123456789"});
                   (void)client.adopt({.access_token = "canary-access-of-old",
                                       .refresh_token = "canary-refresh-of-old",
                                       .expires_in = 100s});
                   (void)client.refresh();
                   clock.advance(101s);
                   (void)client.get("/me");
                   (void)client.logout();
                 }) == 0u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_call_whose_time_is_up_leaves_none) {
  BOOST_TEST(leaks_of([] {
               ManualClock clock;
               Bare<SharedMemory> client{Forgetful{}, SharedMemory{clock}, dialect(), {}, Manual{clock}};
               (void)client.adopt({.access_token = "canary-access-of-old",
                                   .refresh_token = "canary-refresh-of-old",
                                   .expires_in = 100s});
               clock.advance(95s);
               client.storage().hold();
               (void)client.send({.url = "/me", .timeout = 1s});
             }) == 0u);
}

BOOST_AUTO_TEST_CASE(a_plain_http_api_leaves_none) {
  BOOST_TEST(leaks_of([] {
               ManualClock clock;
               Bare<MemoryStorage> client{Forgetful{}, {}, dialect("http://api.example.test"), {}, Manual{clock}};
               (void)client.login(Password{"ada", "canary-password-0123456789"});
               (void)client.adopt({.refresh_token = "canary-refresh-of-old"});
               (void)client.refresh();
               (void)client.logout();
             }) == 0u);
}

// Every answer and every failure here has a canary in it; none may come out in the text of an error or an event.
BOOST_AUTO_TEST_CASE_TEMPLATE(no_error_and_no_event_holds_a_secret, S, Storages) {
  const std::string told = R"("access_token":"canary-access","refresh_token":"canary-refresh")";
  const Result<Response> answers[] = {
      Response{.status = 200, .body = "{" + told + "}"},
      Response{.status = 200, .body = "{" + told + R"(,"expires_in":0})"},
      Response{.status = 200, .body = "{" + told + ", canary-broken"},
      Response{.status = 200, .body = R"({"access_token":"canary\r\nX: y","refresh_token":"canary-refresh"})"},
      Response{.status = 200, .body = R"({"access_token":["canary-list"]})"},
      Response{.status = 200, .body = R"({"refresh_token":{"canary":1}})"},
      Response{.status = 400, .body = R"({"error":"canary-error"})"},
      Response{.status = 401, .body = R"({"error":"invalid_grant","error_description":"canary-description"})"},
      Response{.status = 409, .body = R"({"error":"superseded","canary":1})"},
      Response{.status = 500, .body = "canary-page"},
      Response{.status = 302, .headers = {}, .body = "canary-page"},
      Error{.code = Errc::no_answer},
  };
  for (const auto& answer : answers) {
    Scene<S> scene;
    ScriptedTransport script;
    Client<S> client{script, scene.storage, Manual{scene.clock}, {}, scene.journal};
    std::ostringstream text;
    const auto note = [&](const auto& result) {
      if (!result) text << outcome(result) << ' ' << result.error().detail << '\n';
    };
    client.hear([&](const Event& event) {
      if (event.error) text << event.error->detail << '\n';
    });
    script.then([&](const Request&) { return answer; });
    note(client.login("canary-password"));
    note(client.adopt({.access_token = "canary-old", .refresh_token = "canary-old-refresh", .expires_in = 100s}));
    note(client.refresh());
    scene.expire();
    note(client.get("/me"));
    note(client.access_token());
    scene.storage.fail(Op::save);
    note(client.adopt({.access_token = "canary-old", .refresh_token = "canary-\xff-refresh", .expires_in = 100s}));
    scene.expire();
    note(client.get("/me"));
    note(client.get("https://canary:canary@api.example.test/?token=canary"));
    Request request{.url = "/x"};
    request.headers.add("X-Token", "canary\r\n");
    note(client.send(request));
    scene.storage.put(Secret{"canary-torn-record"});
    auto next = scene.other();
    note(next.restore());
    note(client.logout());
    BOOST_TEST(text.str().find("canary") == std::string::npos, text.str());
  }
}

BOOST_AUTO_TEST_SUITE_END()
