#include <keyturn/base/url.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <curl/curl.h>

#include <cstring>
#include <memory>
#include <optional>
#include <sstream>
#include <string>

using keyturn::Errc;
using keyturn::is_absolute_url;
using keyturn::is_loopback;
using keyturn::is_trustworthy;
using keyturn::join_url;
using keyturn::Origin;
using keyturn::origin_of;

BOOST_AUTO_TEST_SUITE(url)

struct Accepted {
  std::string_view url, host;
  unsigned port;
  bool secure, loopback;
};

constexpr Accepted accepted[] = {
    {"https://api.example.com", "api.example.com", 443, true, false},
    {"https://api.example.com/", "api.example.com", 443, true, false},
    {"HTTPS://API.Example.COM/Path", "api.example.com", 443, true, false},
    {"hTTp://api.example.com", "api.example.com", 80, false, false},
    {"https://api.example.com:443/x", "api.example.com", 443, true, false},
    {"https://api.example.com:8443/x", "api.example.com", 8443, true, false},
    {"https://api.example.com:00443/", "api.example.com", 443, true, false},
    {"https://api.example.com:1", "api.example.com", 1, true, false},
    {"https://api.example.com:65535", "api.example.com", 65535, true, false},
    {"https://api.example.com?x=1", "api.example.com", 443, true, false},
    {"https://api.example.com#top", "api.example.com", 443, true, false},
    {"https://api.example.com/a@b", "api.example.com", 443, true, false},
    {"https://api.example.com?to=a@evil.test", "api.example.com", 443, true, false},
    {"https://api.example.com#@evil.test", "api.example.com", 443, true, false},
    {"https://api.example.com/x?y=https://evil.test", "api.example.com", 443, true, false},
    {"https://api.example.com/../../x", "api.example.com", 443, true, false},
    {"https://api.example.com//evil.test", "api.example.com", 443, true, false},
    {"https://api.example.com/%2e%2e", "api.example.com", 443, true, false},
    {"https://api.example.com.", "api.example.com.", 443, true, false},
    {"https://xn--bcher-kva.example", "xn--bcher-kva.example", 443, true, false},
    {"https://a_b.example.com", "a_b.example.com", 443, true, false},
    {"https://a-b.example.com", "a-b.example.com", 443, true, false},
    {"https://1.example.com", "1.example.com", 443, true, false},
    {"https://1a", "1a", 443, true, false},
    {"https://127.0.0.1.evil.test", "127.0.0.1.evil.test", 443, true, false},
    {"https://localhost.evil.test", "localhost.evil.test", 443, true, false},
    {"https://8.8.8.8", "8.8.8.8", 443, true, false},
    {"http://localhost", "localhost", 80, false, true},
    {"http://LocalHost:8080/x", "localhost", 8080, false, true},
    {"http://localhost.", "localhost.", 80, false, false},
    {"http://127.0.0.1", "127.0.0.1", 80, false, true},
    {"http://127.0.0.1:8080", "127.0.0.1", 8080, false, true},
    {"http://127.255.255.254/", "127.255.255.254", 80, false, true},
    {"http://128.0.0.1/", "128.0.0.1", 80, false, false},
    {"http://0.0.0.0", "0.0.0.0", 80, false, false},
    {"http://[::1]", "[::1]", 80, false, true},
    {"http://[::1]:8080/x", "[::1]", 8080, false, true},
    {"https://[2001:db8::1]", "[2001:db8::1]", 443, true, false},
    {"https://[2001:DB8::A]/", "[2001:db8::a]", 443, true, false},
    {"http://[::ffff:127.0.0.1]", "[::ffff:127.0.0.1]", 80, false, false},
    {"http://[::2]", "[::2]", 80, false, false},
};

constexpr std::string_view refused[] = {
    "",
    "/notes",
    "notes",
    "?x=1",
    "//api.example.com/x",
    "https:",
    "https:/",
    "https://",
    "https:///x",
    "https:api.example.com",
    "https:/api.example.com",
    "ftp://api.example.com",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "ws://api.example.com",
    " https://api.example.com",
    "https ://api.example.com",
    "https://user@api.example.com",
    "https://user:pass@api.example.com",
    "https://api.example.com@evil.test",
    "https://api.example.com:443@evil.test",
    "https://@api.example.com",
    "https://:@api.example.com",
    "https://127.0.0.1@evil.test",
    "https://api.example.com\\@evil.test",
    "https://api.example.com\\.evil.test",
    "https:\\\\api.example.com",
    "https://api.example.com/a b",
    "https://api.example.com\t/",
    "https://api.example.com\n/",
    "https://api.example.com\r\nHost: evil.test",
    "https://api.example.com\x01/",
    "https://api.example.com\x7f/",
    "https://b\xc3\xbc"
    "cher.example",
    "https://api.example.com/\xc3\xbc",
    "https://api.example.com\xe3\x80\x82",
    "https://api%2eexample.com",
    "https://%61pi.example.com",
    "https://.example.com",
    "https://api..example.com",
    "https://api.example.com..",
    "https://.",
    "https://api,example.com",
    "https://api.example.com:",
    "https://api.example.com:0",
    "https://api.example.com:65536",
    "https://api.example.com:99999",
    "https://api.example.com:123456",
    "https://api.example.com:+80",
    "https://api.example.com:-1",
    "https://api.example.com:80x",
    "https://api.example.com:0x50",
    "https://api.example.com:80:80",
    "https://:443",
    "http://0177.0.0.1",
    "http://127.0.0.01",
    "http://0x7f.0.0.1",
    "http://0x7f.1",
    "http://127.1",
    "http://127.0.1",
    "http://2130706433",
    "http://017700000001",
    "http://0x7f000001",
    "http://127.0.0.256",
    "http://127.0.0.1.",
    "http://127.0.0.1.5",
    "http://1.2.3",
    "http://example.0x1",
    "http://example.1",
    "http://0",
    "http://[",
    "http://[]",
    "http://[:]",
    "http://[::1",
    "http://::1",
    "http://[::1]x",
    "http://[::1]:",
    "http://[::1%25lo]",
    "http://[::1%lo]",
    "http://[v1.x]",
    "http://[127.0.0.1]",
    "http://[1.2.3.4:]",
    "http://[:::1]",
    "http://[1:2:3:4:5:6:7:8:9]",
    "http://[12345::1]",
    "http://[::1::]",
    "http://[::256.0.0.1]",
    "http://[api.example.com]",
};

BOOST_AUTO_TEST_CASE(reads_the_origin_that_tokens_go_to) {
  for (const auto& row : accepted) BOOST_TEST_CONTEXT(row.url) {
      const auto origin = origin_of(row.url);
      BOOST_TEST_REQUIRE(origin.has_value());
      BOOST_TEST(origin->host == row.host);
      BOOST_TEST(origin->port == row.port);
      BOOST_TEST(origin->secure == row.secure);
      BOOST_TEST(is_loopback(*origin) == row.loopback);
      BOOST_TEST(is_trustworthy(*origin) == (row.secure || row.loopback));
    }
}

BOOST_AUTO_TEST_CASE(refuses_what_parsers_disagree_on) {
  for (const auto url : refused) BOOST_TEST_CONTEXT(url) {
      const auto origin = origin_of(url);
      BOOST_TEST_REQUIRE(!origin);
      BOOST_TEST((origin.error().code == Errc::bad_request));
      BOOST_TEST(!origin.error().detail.empty());
    }
  BOOST_TEST(!origin_of(std::string_view{"https://api.example.com\0.evil.test", 34}));
  BOOST_TEST(!origin_of("https://" + std::string(254, 'a')));
  BOOST_TEST(origin_of("https://" + std::string(253, 'a')).has_value());
}

BOOST_AUTO_TEST_CASE(a_refused_byte_is_found_wherever_it_stands) {
  const auto allowed = [](int byte) { return byte > ' ' && byte <= '~' && byte != '\\'; };
  for (std::size_t size = 1; size <= 25; ++size)
    for (std::size_t at = 0; at < size; ++at)
      for (const char filler : {'!', '~', '[', ']', 'a'})
        for (int byte = 0; byte < 256; ++byte) {
          std::string text(size, filler);
          text[at] = static_cast<char>(byte);
          if (keyturn::detail::holds_only_url_bytes(text) != allowed(byte))
            BOOST_ERROR("byte " << byte << " at " << at << " of " << size);
        }
  BOOST_TEST(keyturn::detail::holds_only_url_bytes(""));
}

BOOST_AUTO_TEST_CASE(bytes_are_looked_at_from_a_place_on) {
  for (std::size_t size = 1; size <= 25; ++size)
    for (std::size_t begin = 0; begin <= size; ++begin)
      for (std::size_t at = begin; at < size; ++at) {
        std::string text(size, 'a');
        BOOST_TEST(keyturn::detail::holds_only_url_bytes(text, begin));
        text[at] = '\\';
        BOOST_TEST(!keyturn::detail::holds_only_url_bytes(text, begin));
      }
}

BOOST_AUTO_TEST_CASE(the_reason_does_not_repeat_the_url) {
  const auto origin = origin_of("https://ada:lovelace@api.example.com/token-in-path");
  BOOST_TEST(origin.error().detail.find("lovelace") == std::string::npos);
  BOOST_TEST(origin.error().detail.find("token-in-path") == std::string::npos);
}

/// What libcurl reads in a URL; nothing if it refuses it.
std::optional<Origin> curl_origin(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> handle{curl_url(), curl_url_cleanup};
  if (curl_url_set(handle.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return std::nullopt;
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(handle.get(), which, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return std::string{};
    const std::unique_ptr<char, decltype(&curl_free)> holder{text, curl_free};
    return std::string{text};
  };
  Origin origin{.secure = part(CURLUPART_SCHEME) == "https", .host = part(CURLUPART_HOST), .port = 0};
  for (char& c : origin.host) c = keyturn::detail::lower(c);
  origin.port = static_cast<std::uint16_t>(std::stoi("0" + part(CURLUPART_PORT)));
  if (!part(CURLUPART_USER).empty() || !part(CURLUPART_PASSWORD).empty()) origin.host = "user info";
  return origin;
}

/// Two spellings of an IPv6 address are one host; curl gives its own spelling.
bool same_host(const std::string& a, const std::string& b) {
  in6_addr one{}, two{};
  if (a == b) return true;
  if (!a.starts_with('[') || !b.starts_with('[')) return false;
  return inet_pton(AF_INET6, a.substr(1, a.size() - 2).c_str(), &one) == 1 &&
         inet_pton(AF_INET6, b.substr(1, b.size() - 2).c_str(), &two) == 1 && std::memcmp(&one, &two, sizeof one) == 0;
}

std::ostream& print(std::ostream& out, const std::optional<Origin>& origin) {
  if (!origin) return out << "refused";
  return out << (origin->secure ? "https " : "http ") << origin->host << ' ' << origin->port;
}

void check_against_curl(const std::string& url) {
  const auto ours = origin_of(url);
  if (!ours) return;
  const auto theirs = curl_origin(url);
  if (theirs && theirs->secure == ours->secure && theirs->port == ours->port && same_host(theirs->host, ours->host))
    return;
  std::ostringstream text;
  print(print(text << url << ": here ", *ours) << ", curl ", theirs);
  BOOST_ERROR(text.str());
}

BOOST_AUTO_TEST_CASE(curl_reads_the_same_origin_in_whatever_is_accepted) {
  for (const auto& row : accepted) check_against_curl(std::string{row.url});
  for (const auto url : refused) check_against_curl(std::string{url});
}

BOOST_AUTO_TEST_CASE(curl_agrees_on_everything_built_from_awkward_pieces) {
  constexpr std::string_view schemes[] = {"https://", "http://", "HTTP://", "https:/", "https:", "//"};
  constexpr std::string_view hosts[] = {"a.test",
                                        "A.test.",
                                        "localhost",
                                        "127.0.0.1",
                                        "127.1",
                                        "0x7f.1",
                                        "1.2.3.4.5",
                                        "0177.0.0.1",
                                        "1",
                                        "[::1]",
                                        "[::]",
                                        "[1::2::3]",
                                        "[1:2]",
                                        "[::1.2.3.4]",
                                        "[::1.2.3]",
                                        "[::g]",
                                        "a..b",
                                        "-a.test",
                                        "a-.test",
                                        "_a",
                                        "a%2eb",
                                        "a b",
                                        "a@b",
                                        "a:b@c",
                                        "1.2.3.4.",
                                        "256.1.1.1",
                                        "1e3.test",
                                        "a.0",
                                        "a.08",
                                        "0x",
                                        "0x.test",
                                        "[::1]x",
                                        "[::ffff:1.2.3.4]",
                                        "[1:2:3:4:5:6:7:8]",
                                        "[1:2:3:4:5:6:7::]",
                                        "[::00001]"};
  constexpr std::string_view ports[] = {"", ":", ":80", ":443", ":0", ":65535", ":65536", ":080", ":8a", ":1:2", ":-1"};
  constexpr std::string_view tails[] = {"", "/", "/x@y", "?x", "#x", "\\x", "/\\x", ";x", "/:80", "?@b", "#@b", "&x"};
  for (const auto scheme : schemes)
    for (const auto host : hosts)
      for (const auto port : ports)
        for (const auto tail : tails) check_against_curl(std::string{scheme}.append(host).append(port).append(tail));
}

BOOST_AUTO_TEST_CASE(curl_agrees_on_every_single_change_of_a_url) {
  for (const std::string_view base : {"https://ab.test:8443/x?y#z", "http://127.0.0.1/x", "http://[::1]:80/x"})
    for (std::size_t i = 0; i <= base.size(); ++i)
      for (int c = 1; c < 256; ++c) {
        std::string inserted{base};
        inserted.insert(i, 1, static_cast<char>(c));
        check_against_curl(inserted);
        if (i == base.size()) continue;
        std::string changed{base};
        changed[i] = static_cast<char>(c);
        check_against_curl(changed);
      }
}

BOOST_AUTO_TEST_CASE(origins_compare_by_scheme_host_and_port) {
  BOOST_CHECK(*origin_of("https://a.test") == *origin_of("HTTPS://A.TEST:443/x"));
  BOOST_CHECK(*origin_of("https://a.test") != *origin_of("http://a.test:443"));
  BOOST_CHECK(*origin_of("https://a.test") != *origin_of("https://a.test:444"));
  BOOST_CHECK(*origin_of("https://a.test") != *origin_of("https://b.test"));
  BOOST_CHECK(*origin_of("https://a.test") != *origin_of("https://a.test."));
}

BOOST_AUTO_TEST_CASE(tells_urls_from_paths) {
  for (const auto url : {"https://a.test", "mailto:x", "HTTP:x", "a:b"}) BOOST_TEST(is_absolute_url(url), url);
  for (const auto path : {"", "/x", "x", "/a:b", "?a:b", "#a:b", "x/y:z", "//a.test", ":x"})
    BOOST_TEST(!is_absolute_url(path), path);
}

BOOST_AUTO_TEST_CASE(paths_join_with_exactly_one_slash) {
  BOOST_TEST(join_url("https://a.test", "/x") == "https://a.test/x");
  BOOST_TEST(join_url("https://a.test/", "/x") == "https://a.test/x");
  BOOST_TEST(join_url("https://a.test//", "x") == "https://a.test/x");
  BOOST_TEST(join_url("https://a.test/v1", "x/y") == "https://a.test/v1/x/y");
  BOOST_TEST(join_url("https://a.test/v1/", "?q") == "https://a.test/v1?q");
  BOOST_TEST(join_url("https://a.test", "") == "https://a.test/");
}

BOOST_AUTO_TEST_CASE(no_path_leads_to_another_origin) {
  const auto home = *origin_of("https://a.test");
  for (const std::string_view path : {"/x", "x", "//evil.test/x", "@evil.test", ".evil.test", ":1", "/@evil.test",
                                      "\\evil.test", "///evil.test", "?@evil.test", "#@evil.test", "https://evil.test"})
    for (const std::string_view base : {"https://a.test", "https://a.test/", "https://a.test/v1"})
      BOOST_TEST_CONTEXT(base << " and " << path) {
        const auto origin = origin_of(join_url(base, path));
        BOOST_TEST((!origin || *origin == home));
      }
}

BOOST_AUTO_TEST_SUITE_END()
