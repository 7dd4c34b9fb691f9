#include <keyturn/core/exchange.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace keyturn;

namespace {

const core::Origins origins{"https://api.example.test/v1", {"https://files.example.test", "http://plain.example.test"}};

struct Row {
  const char* url;
  Auth auth;
  std::optional<bool> with_token;  // nothing: refused
  Errc error = {};
  const char* absolute = nullptr;
};

std::string outcome(const Result<bool>& result) {
  if (!result) return std::string{to_string(result.error().code)};
  return *result ? "with the token" : "bare";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(core_exchange)

BOOST_AUTO_TEST_CASE(where_a_request_may_go_and_what_goes_along) {
  const Row rows[] = {
      {"/notes", Auth::required, true, {}, "https://api.example.test/v1/notes"},
      {"https://api.example.test/other", Auth::required, true, {}, "https://api.example.test/other"},
      {"https://API.example.test:443/x", Auth::required, true},
      {"https://files.example.test/x", Auth::required, true},
      {"https://api.example.test:8443/x", Auth::required, {}, Errc::origin_not_allowed},
      {"https://elsewhere.test/x", Auth::required, {}, Errc::origin_not_allowed},
      {"https://elsewhere.test/x", Auth::optional, false},
      {"https://elsewhere.test/x", Auth::none, false},
      {"http://plain.example.test/x", Auth::required, {}, Errc::insecure_url},
      {"http://plain.example.test/x", Auth::optional, false},
      {"http://plain.example.test/x", Auth::none, false},
      {"http://api.example.test/x", Auth::required, {}, Errc::insecure_url},
      {"https://api.example.test@elsewhere.test/", Auth::required, {}, Errc::bad_request},
      {"ftp://api.example.test/", Auth::required, {}, Errc::bad_request},
      {"https://", Auth::none, {}, Errc::bad_request},
  };
  for (const Row& row : rows) {
    Request request{.url = row.url, .auth = row.auth};
    const std::string expected =
        row.with_token ? (*row.with_token ? "with the token" : "bare") : std::string{to_string(row.error)};
    BOOST_TEST(outcome(core::prepare(request, origins, {})) == expected, row.url);
    if (row.absolute) BOOST_TEST(request.url == row.absolute);
  }
}

// Begins like a home in all sorts of ways, and goes on in all sorts of ways.
void for_each_url(const std::vector<std::string>& homes, const std::function<void(const std::string&)>& look) {
  constexpr std::string_view tails[] = {"",
                                        "/",
                                        "?",
                                        "#",
                                        "/x",
                                        "?x=1",
                                        "#x",
                                        "//evil.test",
                                        "/a@evil.test",
                                        "?@evil.test",
                                        "#@evil.test",
                                        "@evil.test",
                                        "@evil.test/",
                                        ":x@evil.test/",
                                        ":443@evil.test/",
                                        ".evil.test/",
                                        "evil.test/",
                                        "-evil.test/",
                                        ":",
                                        ":/",
                                        ":0/",
                                        ":443",
                                        ":443/x",
                                        ":443x",
                                        ":443x/",
                                        ":80/",
                                        ":8443/",
                                        ":8443x/",
                                        ":65536/",
                                        ":99999999999/",
                                        "\\",
                                        "\\x",
                                        "\\@evil.test",
                                        "/\\evil.test",
                                        "/x\\y",
                                        " ",
                                        " /",
                                        "/ ",
                                        "/x y",
                                        "\t/",
                                        "/\t",
                                        "\r\n",
                                        "/\r\nHost: evil.test",
                                        "/\x01",
                                        "/x\x7f",
                                        "/\x80",
                                        "/\xc3\xbc",
                                        "%2f",
                                        "%40evil.test/",
                                        "/%2e%2e/",
                                        "/../",
                                        ";x",
                                        "&x",
                                        ",x/",
                                        "[::1]/",
                                        "]/",
                                        "/a/longer/path/with/no/harm?and=a&query#fragment",
                                        "/a/longer/path/with/a/back\\slash?and=a&query#fragment"};
  for (const std::string& home : homes)
    for (const auto tail : tails) look(home + std::string{tail});
  for (const std::string& home : homes) {
    const std::string url = home + "/v1/notes?a=b#c";
    for (std::size_t at = 0; at <= url.size(); ++at) {
      look(url.substr(0, at));
      for (int byte = 0; byte < 256; ++byte) {
        std::string inserted = url;
        look(inserted.insert(at, 1, static_cast<char>(byte)));
        if (at == url.size()) continue;
        std::string changed = url;
        changed[at] = static_cast<char>(byte);
        look(changed);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_short_way_and_the_whole_reading_of_a_url_agree) {
  const std::vector<std::string> homes{"https://api.example.test",      "https://files.example.test:8443",
                                       "https://api.example.test:8443", "http://plain.example.test",
                                       "http://127.0.0.1:8080",         "http://[::1]",
                                       "HTTPS://Upper.Example.Test",    "https://a"};
  for (const std::string& base : homes) {
    const core::Origins known{base + "/v1", homes};
    unsigned short_ways = 0;
    for_each_url(homes, [&](const std::string& url) {
      const auto origin = origin_of(url);
      const bool may_go = origin && is_trustworthy(*origin) && known.allows(*origin);
      const bool short_way = known.begins_at_home(url);
      short_ways += short_way;
      if (short_way && !may_go) BOOST_ERROR("the short way leads to " << url);

      Request request{.url = url};
      const auto prepared = core::prepare(request, known, {});
      if (!is_absolute_url(url)) return;
      Errc expected = Errc::origin_not_allowed;
      if (!origin) expected = Errc::bad_request;
      if (origin && !is_trustworthy(*origin)) expected = Errc::insecure_url;
      if (prepared ? !may_go : may_go || prepared.error().code != expected)
        BOOST_ERROR(url << ": " << outcome(prepared));
      if (!origin && !prepared) BOOST_TEST((prepared.error() == origin.error()), url);
    });
    BOOST_TEST(short_ways > 1000u);
  }
}

BOOST_AUTO_TEST_CASE(the_short_way_is_for_homes_alone) {
  const core::Origins known{"https://api.example.test/v1", {"https://files.example.test"}};
  for (const char* url : {"https://api.example.test", "https://api.example.test/", "https://api.example.test?x",
                          "https://files.example.test/x", "https://api.example.test#@evil.test"})
    BOOST_TEST(known.begins_at_home(url), url);
  for (const char* url :
       {"", "/", "/x", "https://", "https://api.example.test@evil.test/", "https://api.example.test:443x",
        "https://api.example.test.evil.test/", "https://api.example.test/a\\b", "http://api.example.test/",
        "https://api.example.tes", "https://api.example.test/\n"})
    BOOST_TEST(!known.begins_at_home(url), url);
  BOOST_TEST((!core::Origins{"http://plain.example.test", {}}.begins_at_home("http://plain.example.test/x")));
  BOOST_TEST((!core::Origins{"/v1", {}}.begins_at_home("/v1/x")));
  BOOST_TEST((!core::Origins{"", {}}.begins_at_home("/v1/x")));
  BOOST_TEST((!core::Origins{"https://a.test", {"wrong"}}.begins_at_home("https://a.test/x")));
}

BOOST_AUTO_TEST_CASE(plain_http_is_for_this_machine) {
  for (const char* base : {"http://localhost:8080", "http://127.0.0.1", "http://[::1]:9"}) {
    Request request{.url = "/x"};
    BOOST_TEST(outcome(core::prepare(request, core::Origins{base, {}}, {})) == "with the token", base);
  }
}

BOOST_AUTO_TEST_CASE(the_hosts_own_authorization_stands_with_auth_none_alone) {
  for (const Auth auth : {Auth::required, Auth::optional, Auth::none}) {
    Request request{.url = "/x", .auth = auth};
    request.headers.add("authorization", "Basic own");
    BOOST_TEST(core::prepare(request, origins, {}).has_value());
    BOOST_TEST(request.headers.get("Authorization").has_value() == (auth == Auth::none));
  }
}

BOOST_AUTO_TEST_CASE(fields_that_could_break_a_message_are_refused) {
  const auto check = [](const char* method, std::string name, std::string value) {
    Request request{.method = method, .url = "/x"};
    request.headers.add(std::move(name), std::move(value));
    return outcome(core::prepare(request, origins, {}));
  };
  BOOST_TEST(check("PATCH", "X-Custom", "a\tb") == "with the token");
  BOOST_TEST(check("!#$%&'*+-.^_`|~09AZaz", "!#$%&'*+-.^_`|~09AZaz", "") == "with the token");
  for (const char* method : {"", "GE T", "GET\r\n", "GET:"})
    BOOST_TEST(check(method, "X", "v") == "bad_request", method);
  for (const char* name : {"", "X Y", "X:", "X\n"}) BOOST_TEST(check("GET", name, "v") == "bad_request", name);
  for (const std::string value : {"a\rb", "a\nb", "\x01", "\x7f"})
    BOOST_TEST(check("GET", "X", value) == "bad_request");
  BOOST_TEST(check("GET", "X", std::string(1, '\0')) == "bad_request");
}

BOOST_AUTO_TEST_CASE(an_origin_in_the_options_that_cannot_be_read_is_said_at_the_first_call) {
  const core::Origins wrong{"https://api.example.test", {"files.example.test"}};
  BOOST_TEST(!wrong.check().has_value());
  Request request{.url = "/x"};
  BOOST_TEST(outcome(core::prepare(request, wrong, {})) == "bad_request");
}

BOOST_AUTO_TEST_CASE(limits_come_from_the_options_unless_the_request_has_its_own) {
  Options options;
  options.max_response = 77;
  Request request{.url = "/x"};
  BOOST_TEST(core::prepare(request, origins, options).has_value());
  BOOST_TEST(request.max_response == 77u);
  request.max_response = 5;
  BOOST_TEST(core::prepare(request, origins, options).has_value());
  BOOST_TEST(request.max_response == 5u);
}

BOOST_AUTO_TEST_CASE(the_token_takes_the_place_of_what_was_there) {
  core::Session session;
  session.tokens.access_token = "secret";
  Request request;
  request.headers.add("Authorization", "old");
  core::attach(request, *core::render(session, 1, TimePoint{}));
  BOOST_TEST(request.headers.get("Authorization").value() == "Bearer secret");
  BOOST_TEST(request.headers.size() == 1u);
}

BOOST_AUTO_TEST_CASE(only_401_says_that_the_token_is_dead) {
  for (const int status : {200, 204, 301, 400, 402, 403, 407, 500})
    BOOST_TEST(!core::is_unauthorized({.status = status}));
  BOOST_TEST(core::is_unauthorized({.status = 401}));
}

BOOST_AUTO_TEST_SUITE_END()
