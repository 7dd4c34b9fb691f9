// P10: the access token goes to allowed origins alone, over https; redirects are handed back; headers are clean.
#include "promise.hpp"

#include <curl/curl.h>

using namespace promise;

namespace {

// A client with a token, and a transport that answers everything with 200.
struct Home {
  ManualClock clock;
  ScriptedTransport script;
  Client<OwnMemory> client;

  explicit Home(Options options = {}, std::string base = origin)
      : client{script, OwnMemory{}, Manual{clock}, std::move(options), {}, dialect(std::move(base))} {
    BOOST_REQUIRE(client.adopt({.access_token = "canary", .refresh_token = "refresh"}));
    script.then([](const Request&) { return Result<Response>{Response{.status = 200}}; });
  }

  /// "token", "bare" or the error.
  std::string goes(Request request) {
    const auto seen = script.seen().size();
    const auto answer = client.send(std::move(request));
    if (!answer) {
      BOOST_TEST(script.seen().size() == seen);
      return outcome(answer);
    }
    return script.seen().back().request.headers.get("Authorization") == "Bearer canary" ? "token" : "bare";
  }
  std::string goes(const std::string& url, Auth auth = Auth::required) {
    return goes(Request{.url = url, .auth = auth});
  }
};

// Where libcurl goes, as "host:port".
std::string place(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> handle{curl_url(), curl_url_cleanup};
  if (curl_url_set(handle.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return "nowhere";
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(handle.get(), which, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return std::string{};
    const std::unique_ptr<char, decltype(&curl_free)> holder{text, curl_free};
    return std::string{text};
  };
  return part(CURLUPART_HOST) + ":" + part(CURLUPART_PORT);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(p10_tokens_go_home)

BOOST_AUTO_TEST_CASE(the_token_goes_to_the_origin_of_the_api_and_to_those_that_were_named) {
  Home home{{.allowed_origins = {"https://files.example.test", "https://other.example.test:8443"}}};
  const std::pair<const char*, const char*> cases[] = {
      {"/notes", "token"},
      {"notes", "token"},
      {"https://api.example.test/x", "token"},
      {"https://api.example.test:443/x", "token"},
      {"https://API.Example.Test/x", "token"},
      {"HTTPS://api.example.test/x", "token"},
      {"https://api.example.test?x=https://evil.test", "token"},
      {"https://files.example.test/a", "token"},
      {"https://other.example.test:8443/", "token"},
      {"https://other.example.test/", "origin_not_allowed"},
      {"https://api.example.test:444/x", "origin_not_allowed"},
      {"https://example.test/", "origin_not_allowed"},
      {"https://api.example.test.evil.test/", "origin_not_allowed"},
      {"https://evil.test/api.example.test", "origin_not_allowed"},
      {"https://evil.test?https://api.example.test/", "origin_not_allowed"},
      {"https://evil.test#@api.example.test/", "origin_not_allowed"},
      {"https://sub.api.example.test/", "origin_not_allowed"},
      {"http://api.example.test/", "insecure_url"},
      {"http://api.example.test:443/", "insecure_url"},
      {"https://api.example.test@evil.test/", "bad_request"},
      {"https://evil.test\\@api.example.test/", "bad_request"},
      {"https://api.example.test\t.evil.test/", "bad_request"},
      {"https://api.example.test\r\nX: y/", "bad_request"},
      {"https:///x", "bad_request"},
      {"ftp://api.example.test/", "bad_request"},
      {"file:///etc/passwd", "bad_request"},
  };
  for (const auto& [url, expected] : cases) BOOST_TEST_CONTEXT(url) BOOST_TEST(home.goes(url) == expected);
}

BOOST_AUTO_TEST_CASE(a_path_with_two_slashes_stays_at_home) {
  Home home;
  for (const char* url : {"//evil.test/x", "/\\evil.test/x", "\\\\evil.test"}) {
    BOOST_TEST_CONTEXT(url) {
      if (home.goes(url) == "token") BOOST_TEST(home.script.seen().back().request.url.starts_with(origin + "/"));
    }
  }
}

BOOST_AUTO_TEST_CASE(no_spelling_leads_the_token_astray) {
  const std::pair<const char*, const char*> cases[] = {
      {"http://127.0.0.1:8080/x", "token"},
      {"HTTP://127.0.0.1:8080", "token"},
      {"http://127.0.0.1:08080/x", "token"},
      {"http://127.0.0.1:8080?@evil.test", "token"},
      {"http://127.0.0.1:8080#@evil.test", "token"},
      {"http://127.0.0.1:8080/@evil.test", "token"},
      // paths that look like a way out
      {"//evil.test/x", "token"},
      {"///evil.test/x", "token"},
      {"/http://evil.test/", "token"},
      {"/..//evil.test/", "token"},
      {"@evil.test/", "token"},
      {".evil.test/", "token"},
      {":80@evil.test/", "token"},
      {"?@evil.test/", "token"},
      {"/\\evil.test/", "bad_request"},
      {"\\\\evil.test/", "bad_request"},
      // the same machine, and not the same place
      {"http://127.0.0.1/", "origin_not_allowed"},
      {"http://127.0.0.1:8081/", "origin_not_allowed"},
      {"https://127.0.0.1:8080/", "origin_not_allowed"},
      {"http://127.0.0.2:8080/", "origin_not_allowed"},
      {"http://localhost:8080/", "origin_not_allowed"},
      {"http://[::1]:8080/", "origin_not_allowed"},
      // this machine to some, and another to others
      {"http://0.0.0.0:8080/", "insecure_url"},
      {"http://localhost.:8080/", "insecure_url"},
      {"http://[::ffff:127.0.0.1]:8080/", "insecure_url"},
      {"http://[::ffff:7f00:1]:8080/", "insecure_url"},
      {"http://[::127.0.0.1]:8080/", "insecure_url"},
      {"http://[::1%25lo]:8080/", "bad_request"},
      {"http://127.0.0.1.:8080/", "bad_request"},
      {"http://127.1:8080/", "bad_request"},
      {"http://127.0.1:8080/", "bad_request"},
      {"http://127.0.0.01:8080/", "bad_request"},
      {"http://0177.0.0.1:8080/", "bad_request"},
      {"http://0x7f.0.0.1:8080/", "bad_request"},
      {"http://0x7f000001:8080/", "bad_request"},
      {"http://2130706433:8080/", "bad_request"},
      {"http://017700000001:8080/", "bad_request"},
      {"http://127%2e0.0.1:8080/", "bad_request"},
      {"http://127\xe3\x80\x82"
       "0.0.1:8080/",
       "bad_request"},
      {"http://\xe2\x91\xa0"
       "27.0.0.1:8080/",
       "bad_request"},
      // another place behind the right beginning
      {"http://127.0.0.1.evil.test:8080/", "insecure_url"},
      {"http://127.0.0.1:8080.evil.test/", "bad_request"},
      {"http://127.0.0.1:8080@evil.test/", "bad_request"},
      {"http://127.0.0.1:8080%2f@evil.test/", "bad_request"},
      {"http://127.0.0.1:8080\\@evil.test/", "bad_request"},
      {"http://127.0.0.1:8080\t@evil.test/", "bad_request"},
      {"http://127.0.0.1:80800/", "bad_request"},
      {"http://127.0.0.1:8080:80/", "bad_request"},
      {"http://evil.test@127.0.0.1:8080/", "bad_request"},
      // schemes and slashes
      {"http:127.0.0.1:8080/", "bad_request"},
      {"http:/127.0.0.1:8080/", "bad_request"},
      {"http:///127.0.0.1:8080/", "bad_request"},
      {"http:\\\\127.0.0.1:8080/", "bad_request"},
      {" http://127.0.0.1:8080/", "bad_request"},
      {"ws://127.0.0.1:8080/", "bad_request"},
  };
  Home home{{}, "http://127.0.0.1:8080"};
  for (const auto& [url, expected] : cases) BOOST_TEST_CONTEXT(url) {
      BOOST_TEST(home.goes(url) == expected);
      if (std::string_view{expected} == "token")
        BOOST_TEST(place(home.script.seen().back().request.url) == "127.0.0.1:8080");
    }
}

BOOST_AUTO_TEST_CASE(plain_http_is_for_this_machine_alone) {
  const std::pair<const char*, const char*> cases[] = {
      {"http://127.0.0.1:8080", "token"},   {"http://127.1.2.3", "token"},
      {"http://[::1]:8080", "token"},       {"http://localhost:3000", "token"},
      {"http://LOCALHOST", "token"},        {"http://localhost.evil.test", "insecure_url"},
      {"http://128.0.0.1", "insecure_url"}, {"http://127.0.0.1.evil.test", "insecure_url"},
      {"http://evil.test", "insecure_url"}, {"http://[::2]", "insecure_url"},
      {"http://10.0.0.1", "insecure_url"},  {"http://foo.localhost", "insecure_url"},
  };
  for (const auto& [base, expected] : cases) {
    BOOST_TEST_CONTEXT(base) {
      Home home{{}, base};
      BOOST_TEST(home.goes("/x") == expected);
      BOOST_TEST(outcome(home.client.login()) == (std::string{expected} == "token" ? "bad_answer 200" : expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_refresh_never_goes_over_plain_http) {
  ManualClock clock;
  ScriptedTransport script;
  Client<OwnMemory> client{script, OwnMemory{}, Manual{clock}, {}, {}, dialect("http://api.example.test")};
  BOOST_REQUIRE(client.adopt({.refresh_token = "refresh"}));
  BOOST_TEST(!client.access_token().has_value());
  BOOST_TEST(outcome(client.logout()) == "insecure_url");
  BOOST_TEST(script.seen().empty());
}

BOOST_AUTO_TEST_CASE(other_modes_never_carry_the_token_abroad) {
  Home home;
  BOOST_TEST(home.goes("https://evil.test/", Auth::none) == "bare");
  BOOST_TEST(home.goes("https://evil.test/", Auth::optional) == "bare");
  BOOST_TEST(home.goes("http://api.example.test/", Auth::optional) == "bare");
  BOOST_TEST(home.goes("/x", Auth::none) == "bare");
  BOOST_TEST(home.goes("/x", Auth::optional) == "token");
}

BOOST_AUTO_TEST_CASE(the_hosts_own_authorization_is_replaced_or_left_at_home) {
  Home home;
  const auto with_own = [](const char* url, Auth auth) {
    Request request{.url = url, .auth = auth};
    request.headers.add("authorization", "Basic mine");
    return request;
  };
  BOOST_TEST(home.goes(with_own("/x", Auth::required)) == "token");
  BOOST_TEST(home.script.seen().back().request.headers.size() == 1u);
  BOOST_TEST(home.goes(with_own("https://evil.test", Auth::optional)) == "bare");
  BOOST_TEST(!home.script.seen().back().request.headers.get("Authorization").has_value());
  BOOST_TEST(home.goes(with_own("https://evil.test", Auth::none)) == "bare");
  BOOST_TEST((home.script.seen().back().request.headers.get("Authorization") == "Basic mine"));
}

BOOST_AUTO_TEST_CASE(redirects_are_handed_back_and_not_followed) {
  Home home;
  for (const int status : {301, 302, 303, 307, 308}) {
    Response redirect{.status = status};
    redirect.headers.add("Location", "https://evil.test/");
    home.script.answer(redirect);
    const auto seen = home.script.seen().size();
    const auto answer = home.client.get("/x");
    BOOST_TEST(outcome(answer) == std::to_string(status));
    BOOST_TEST(home.script.seen().size() == seen + 1);
  }
}

BOOST_AUTO_TEST_CASE(a_header_with_cr_lf_or_nul_is_refused) {
  using namespace std::string_literals;
  Home home;
  for (const auto& value : {"a\rb"s, "a\nb"s, "a\r\nHost: evil.test"s, "a\0b"s}) {
    for (const Auth auth : {Auth::required, Auth::optional, Auth::none}) {
      Request request{.url = "/x", .auth = auth};
      request.headers.add("X-Custom", value);
      BOOST_TEST(home.goes(request) == "bad_request");
    }
  }
  for (const auto& field : {"X\r\nY"s, "X Y"s, "X:"s, ""s, "X\0"s}) {
    Request request{.url = "/x"};
    request.headers.add(field, "value");
    BOOST_TEST(home.goes(request) == "bad_request");
  }
  BOOST_TEST(home.goes(Request{.method = "GET /evil HTTP/1.1\r\nX:", .url = "/x"}) == "bad_request");
}

BOOST_AUTO_TEST_CASE(an_origin_in_the_options_that_cannot_be_read_is_said) {
  Home home{{.allowed_origins = {"files.example.test"}}};
  BOOST_TEST(home.goes("/x") == "bad_request");
}

BOOST_AUTO_TEST_SUITE_END()
