// The conversation of a refresh is cut at each of its bytes, or its answer is not what the server said: the session
// lives, and its refresh token is never shown with another key.
#include "cutting_proxy.hpp"
#include "each_fault.hpp"
#include "host.hpp"
#include "unhurried.hpp"

#include <map>

namespace {

using namespace faults;
using namespace std::chrono_literals;
using keyturn::FileStorage, keyturn::MemoryStorage;
using keyturn::example::RefreshOutcome;

// A way to spoil the conversation, at a byte.
using Spoil = Cut (*)(std::size_t);

Cut in_request(std::size_t byte) { return {.where = Cut::Where::in_request, .after = byte}; }
Cut in_answer(std::size_t byte) { return {.where = Cut::Where::in_answer, .after = byte}; }
Cut reset_in_request(std::size_t byte) { return {.where = Cut::Where::in_request, .after = byte, .reset = true}; }
Cut reset_in_answer(std::size_t byte) { return {.where = Cut::Where::in_answer, .after = byte, .reset = true}; }

// The answer, whole, as head and body: without its Content-Length, and with the body or as much as there is of it.
Cut rewritten(std::size_t byte, std::string (*rewrite)(std::string head, std::string_view body, std::size_t byte)) {
  return {.where = Cut::Where::whole_answer, .instead = [=](std::string_view answer) -> std::optional<std::string> {
            const std::size_t end = answer.find("\r\n\r\n") + 4;
            const std::string_view body = answer.substr(end);
            if (byte > body.size()) return std::nullopt;
            std::string head{answer.substr(0, end - 2)};
            const std::size_t length = head.find("Content-Length:");
            head.erase(length, head.find("\r\n", length) + 2 - length);
            return rewrite(std::move(head), body, byte);
          }};
}

Cut ends_without_a_length(std::size_t byte) {
  return rewritten(byte, [](std::string head, std::string_view body, std::size_t size) {
    return head.append("Connection: close\r\n\r\n").append(body.substr(0, size));
  });
}

Cut says_a_shorter_length(std::size_t byte) {
  return rewritten(byte, [](std::string head, std::string_view body, std::size_t size) {
    return head.append("Content-Length: " + std::to_string(size) + "\r\n\r\n").append(body);
  });
}

Cut has_its_body_again(std::size_t byte) {
  return rewritten(byte, [](std::string head, std::string_view body, std::size_t size) {
    return head.append("Content-Length: " + std::to_string(body.size()) + "\r\n\r\n")
        .append(body)
        .append(body.substr(0, size));
  });
}

Cut has_its_body_again_without_a_length(std::size_t byte) {
  return rewritten(byte, [](std::string head, std::string_view body, std::size_t size) {
    return head.append("Connection: close\r\n\r\n").append(body).append(body.substr(0, size));
  });
}

struct Tally {
  unsigned conversations = 0, spoilt = 0, replayed = 0;
};

struct Line : Host {
  CuttingProxy proxy{server.port()};
  unsigned logouts = 0;

  template <class Storage>
  using Client = keyturn::AuthClient<keyturn::CurlTransport, Storage, keyturn::JsonApi, Unhurried>;

  template <class Storage>
  std::unique_ptr<Client<Storage>> client(const Storage& storage, unsigned attempts) {
    auto made = std::make_unique<Client<Storage>>(
        keyturn::CurlTransport{}, storage, keyturn::JsonApi{proxy.url()},
        keyturn::Options{.refresh_budget = {1'000'000, 30s}, .refresh_attempts = attempts}, Unhurried{});
    made->on_logout([&](keyturn::LogoutReason) { ++logouts; });
    return made;
  }

  // The same client goes on by itself, or it gives up at once and another process has the next call.
  template <class Storage>
  void spoil_each_byte(const Storage& storage, Spoil spoil, bool other_process, Tally& tally) {
    auto one = client(storage, other_process ? 1 : 3);
    BOOST_TEST_REQUIRE(one->login(keyturn::Password{"ada", "lovelace"}).has_value());
    for (std::size_t byte = 0;; ++byte) {
      BOOST_TEST_CONTEXT("at byte " << byte << (other_process ? ", with another process" : "")) {
        BOOST_TEST_REQUIRE(one->access_token().has_value());
        proxy.arm(spoil(byte));
        const auto renewed = one->refresh();
        const auto struck = proxy.struck();
        ++tally.conversations;
        BOOST_TEST((renewed || (other_process && renewed.error().code == keyturn::Errc::refresh_unavailable)));
        if (other_process) one = client(storage, 1);
        const auto answer = one->get("/me");
        BOOST_TEST_REQUIRE(answer.has_value());
        BOOST_TEST(answer->status == 200);
        BOOST_TEST(answer->body.find("ada") != std::string::npos);
        if (!struck) break;
        ++tally.spoilt;
        constexpr std::string_view route = "POST /refresh";
        BOOST_TEST(struck->substr(0, route.size()) == route.substr(0, struck->size()));
      }
    }
    BOOST_TEST(logouts == 0u);
  }

  // What the server saw: each refresh token was exchanged once, and came with one key whenever it came.
  void check_presentations() {
    const auto all = server.presentations();
    BOOST_TEST(all.size() < 10'000u);  // the log keeps no more
    std::map<std::string, std::string> keys;
    std::map<std::string, unsigned> rotated;
    for (const auto& one : all) {
      BOOST_TEST_REQUIRE(one.idempotency_key.has_value());
      BOOST_TEST(keys.try_emplace(one.token, *one.idempotency_key).first->second == *one.idempotency_key);
      BOOST_TEST((one.outcome == RefreshOutcome::rotated || one.outcome == RefreshOutcome::replayed));
      if (one.outcome == RefreshOutcome::rotated) BOOST_TEST(++rotated[one.token] == 1u);
    }
    BOOST_TEST(server.counters().reuse_revocations == 0u);
    BOOST_TEST(server.counters().superseded == 0u);
  }
};

template <class MakeStorage>
void spoil_everything(const char* name, bool other_process, MakeStorage&& make) {
  Tally tally;
  std::string lengths;
  for (const Spoil spoil : {in_request, reset_in_request, in_answer, reset_in_answer, ends_without_a_length,
                            says_a_shorter_length, has_its_body_again, has_its_body_again_without_a_length}) {
    Line line;
    const unsigned before = tally.spoilt;
    line.spoil_each_byte(make(line), spoil, other_process, tally);
    line.check_presentations();
    BOOST_TEST(tally.spoilt - before > 100u);  // there are so many bytes in each part
    tally.replayed += static_cast<unsigned>(line.server.counters().replays);
    lengths += (lengths.empty() ? "" : " ") + std::to_string(tally.spoilt - before);
  }
  std::cout << "conversations spoilt, " << name << ": " << tally.conversations << " refreshes, " << tally.spoilt
            << " spoilt (" << lengths << "), " << tally.replayed << " answered again with the same pair, none revoked"
            << std::endl;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_refresh_whose_conversation_is_spoilt_at_any_byte)

BOOST_AUTO_TEST_CASE(is_carried_through_by_the_same_client) {
  spoil_everything("one client", false, [](const Line&) { return MemoryStorage{}; });
}

BOOST_AUTO_TEST_CASE(is_carried_through_by_the_next_process) {
  spoil_everything("the next process goes on", true, [](const Line&) { return MemoryStorage{}; });
}

BOOST_AUTO_TEST_CASE(is_carried_through_with_session_files) {
  if (!is_long()) return;
  const auto make = [](const Line& line) { return FileStorage{line.directory.path + "/session"}; };
  spoil_everything("one client with a session file", false, make);
  spoil_everything("the next process goes on with the session file", true, make);
}

BOOST_AUTO_TEST_SUITE_END()
