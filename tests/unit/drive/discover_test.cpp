#include <keyturn/drive/discover.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/simdjson.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(discover)

const std::string first = "https://h.test/.well-known/oauth-authorization-server",
                  second = "https://h.test/.well-known/openid-configuration",
                  document = R"({"issuer":"https://h.test","token_endpoint":"https://h.test/t"})";

/// Answers by URL; what it does not know gets 404.
struct Server {
  std::map<std::string, Result<Response>> answers{};
  std::vector<std::string> asked{};

  Result<Response> send(const Request& request) {
    asked.push_back(request.url);
    const auto found = answers.find(request.url);
    return found != answers.end() ? found->second : Response{.status = 404, .headers = {}, .body = {}};
  }
};
/// The same, whose answers come when the test has them come, or at once.
struct LateServer {
  Server server{};
  bool at_once = false;
  std::vector<std::pair<Request, Completion<Response>>> waiting{};

  void send(Request request, Completion<Response> done) {
    if (at_once) return done(server.send(request));
    waiting.emplace_back(std::move(request), std::move(done));
  }
  void answer_all() {
    while (!waiting.empty()) {
      const auto [request, done] = std::move(waiting.back());
      waiting.pop_back();
      done(server.send(request));
    }
  }
};
Response page(int status, std::string body) { return {.status = status, .headers = {}, .body = std::move(body)}; }

std::string told(const Result<OAuth2Config>& config) {
  return config ? config->token_endpoint : std::string{to_string(config.error().code)} + ": " + config.error().detail;
}

/// What each of the three ways to ask gives, which is the same.
std::string found(Server server, std::string_view issuer = "https://h.test", std::size_t asked = 2) {
  Server blocking = server;
  const std::string result = told(drive::discover(SimdjsonCodec{}, blocking, issuer));
  BOOST_TEST(blocking.asked.size() == asked);
  for (const bool at_once : {false, true}) {
    LateServer late{server, at_once};
    std::string later = "nothing";
    int calls = 0;
    drive::discover(drive::Discovery{SimdjsonCodec{}, issuer}, late,
                    Completion<OAuth2Config>{[&](Result<OAuth2Config> config) {
                      later = told(config);
                      ++calls;
                    }});
    late.answer_all();
    BOOST_TEST(later == result);
    BOOST_TEST(calls == 1);
    BOOST_TEST(late.server.asked == blocking.asked);
  }
  return result;
}

BOOST_AUTO_TEST_CASE(the_first_place_with_a_document_is_enough) {
  BOOST_TEST(found({{{first, page(200, document)}}}, "https://h.test", 1) == "https://h.test/t");
  BOOST_TEST(found({{{second, page(200, document)}}}) == "https://h.test/t");
  BOOST_TEST(found({{{first, page(200, "<html>")}, {second, page(200, document)}}}) == "https://h.test/t");
  BOOST_TEST(found({{{first, page(200, R"({"issuer":"https://evil.test"})")}, {second, page(200, document)}}}) ==
             "https://h.test/t");
}

BOOST_AUTO_TEST_CASE(the_error_is_that_of_the_place_that_says_most) {
  BOOST_TEST(found({}) == "server_refused: " + second + ": answered with status 404");
  BOOST_TEST(found({{{first, page(200, R"({"issuer":"https://h.test/"})")}}}) ==
             "bad_answer: " + first + ": the document is another issuer's");
  BOOST_TEST(found({{{second, page(200, R"({"issuer":"https://h.test/"})")}}}) ==
             "bad_answer: " + second + ": the document is another issuer's");
}

BOOST_AUTO_TEST_CASE(where_nobody_answers_nobody_is_asked_twice) {
  BOOST_TEST(found({{{first, Error{.code = Errc::not_sent, .detail = "no such host"}}}}, "https://h.test", 1) ==
             "not_sent: " + first + ": no such host");
}

BOOST_AUTO_TEST_CASE(what_is_no_issuer_is_not_asked) {
  BOOST_TEST(found({}, "http://h.test", 0) == "insecure_url: issuer http://h.test: plain http");
}

BOOST_AUTO_TEST_CASE(a_transport_that_drops_the_call_ends_it) {
  LateServer late;
  std::string later = "nothing";
  drive::discover(drive::Discovery{SimdjsonCodec{}, "https://h.test"}, late,
                  Completion<OAuth2Config>{[&](Result<OAuth2Config> config) { later = told(config); }});
  late.waiting.clear();
  BOOST_TEST(later.starts_with("no_answer"));
}

BOOST_AUTO_TEST_SUITE_END()
