#include <keyturn/adapters/browser_sign_in/redirect_page.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <array>

#include <openssl/evp.h>

using namespace keyturn::detail;

BOOST_AUTO_TEST_SUITE(browser_sign_in_redirect_page)

constexpr RedirectPage with_a_text[] = {RedirectPage::done, RedirectPage::failed, RedirectPage::refused};
constexpr RedirectPage bare[] = {RedirectPage::not_found, RedirectPage::not_allowed, RedirectPage::malformed,
                                 RedirectPage::too_long};

bool holds(std::string_view text, std::string_view piece) { return text.find(piece) != text.npos; }

BOOST_AUTO_TEST_CASE(the_policy_names_the_style_that_is_there) {
  std::array<unsigned char, 32> hash{};
  unsigned size = 0;
  BOOST_TEST_REQUIRE(EVP_Digest(redirect_page_style.data(), redirect_page_style.size(), hash.data(), &size,
                                EVP_sha256(), nullptr) == 1);
  std::array<unsigned char, 45> text{};
  EVP_EncodeBlock(text.data(), hash.data(), 32);
  BOOST_TEST(redirect_page_style_hash == reinterpret_cast<const char*>(text.data()));
  const std::string answer = redirect_answer(RedirectPage::done);
  BOOST_TEST(holds(answer, "style-src 'sha256-" + std::string{redirect_page_style_hash} + "'"));
  BOOST_TEST(holds(answer, "<style>" + std::string{redirect_page_style} + "</style>"));
}

BOOST_AUTO_TEST_CASE(pages_load_nothing_run_nothing_and_tell_nobody) {
  for (const RedirectPage page : with_a_text) {
    const std::string answer = redirect_answer(page);
    for (const char* field :
         {"default-src 'none'", "frame-ancestors 'none'", "Cache-Control: no-store", "Connection: close",
          "Referrer-Policy: no-referrer", "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY"})
      BOOST_TEST(holds(answer, field), field);
    const std::string_view body = std::string_view{answer}.substr(answer.find("\r\n\r\n"));
    for (const char* piece : {"<script", "src=", "href=", "url(", "@import", "onload"})
      BOOST_TEST(!holds(body, piece), piece);
  }
}

BOOST_AUTO_TEST_CASE(each_answer_is_whole) {
  const auto check = [](RedirectPage page, std::string_view status) {
    const std::string answer = redirect_answer(page);
    BOOST_TEST(answer.starts_with("HTTP/1.1 " + std::string{status}), answer);
    const std::size_t end = answer.find("\r\n\r\n");
    BOOST_TEST(holds(answer, "Content-Length: " + std::to_string(answer.size() - end - 4) + "\r\n"));
  };
  check(RedirectPage::done, "200 ");
  check(RedirectPage::failed, "200 ");
  check(RedirectPage::refused, "400 ");
  check(RedirectPage::not_found, "404 ");
  check(RedirectPage::not_allowed, "405 Method Not Allowed\r\nAllow: GET\r\n");
  check(RedirectPage::malformed, "400 ");
  check(RedirectPage::too_long, "431 ");
  for (const RedirectPage page : bare) BOOST_TEST(redirect_answer(page).ends_with("\r\n\r\n"));
}

BOOST_AUTO_TEST_SUITE_END()
