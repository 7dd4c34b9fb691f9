#include <keyturn/model/body.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

using keyturn::Body;
using keyturn::Reader;

BOOST_AUTO_TEST_SUITE(body)

/// Everything that a reader gives, `step` bytes at a time.
std::string drain(const Reader& reader, std::size_t step = 3) {
  std::string text, buffer(step, '?');
  while (const std::size_t size = reader(buffer)) text.append(buffer, 0, size);
  return text;
}

/// A reader over text of its own.
Reader reader_of(std::string text) {
  return [text = std::move(text), at = std::size_t{0}](std::span<char> into) mutable {
    const std::size_t size = std::min(into.size(), text.size() - at);
    text.copy(into.data(), size, at);
    at += size;
    return size;
  };
}

BOOST_AUTO_TEST_CASE(an_empty_body_has_no_bytes) {
  const Body body;
  BOOST_TEST(body.view().value_or("x").empty());
  BOOST_TEST(body.length().value_or(1) == 0u);
  BOOST_TEST(body.repeatable());
  BOOST_TEST(drain(body.open()).empty());
}

BOOST_AUTO_TEST_CASE(text_can_be_read_again_and_again) {
  const Body body = std::string{"abc\0def", 7};
  for (const std::size_t step : {1u, 2u, 7u, 100u})
    BOOST_TEST(drain(body.open(), step) == (std::string{"abc\0def", 7}));
  BOOST_TEST(body.length().value_or(0) == 7u);
  BOOST_TEST(body.view().value_or("").size() == 7u);
  BOOST_TEST(body.repeatable());
}

BOOST_AUTO_TEST_CASE(literals_and_strings_convert) {
  const auto length = [](const Body& body) { return body.length().value_or(0); };
  BOOST_TEST(length("four") == 4u);
  BOOST_TEST(length(std::string{"five!"}) == 5u);
}

BOOST_AUTO_TEST_CASE(a_stream_begins_anew_for_each_attempt) {
  int made = 0;
  const Body body = Body::stream(
      [&] {
        ++made;
        return reader_of("stream");
      },
      6);
  BOOST_TEST(!body.view());
  BOOST_TEST(body.length().value_or(0) == 6u);
  BOOST_TEST(body.repeatable());
  BOOST_TEST(made == 0);
  BOOST_TEST(drain(body.open()) == "stream");
  BOOST_TEST(drain(body.open()) == "stream");
  BOOST_TEST(made == 2);
}

BOOST_AUTO_TEST_CASE(a_once_body_is_read_once_and_says_so) {
  const Body body = Body::once(reader_of("once"));
  BOOST_TEST(!body.view());
  BOOST_TEST(!body.length());
  BOOST_TEST(!body.repeatable());
  BOOST_TEST(drain(body.open()) == "once");
  BOOST_TEST(drain(body.open()).empty());
}

BOOST_AUTO_TEST_CASE(copies_share_a_stream_and_own_their_text) {
  Body text = "text";
  const Body copy = text;
  text = "other";
  BOOST_TEST(drain(copy.open()) == "text");

  const Body once = Body::once(reader_of("once"));
  const Body other = once;
  BOOST_TEST(drain(other.open()) == "once");
  BOOST_TEST(drain(once.open()).empty());
}

BOOST_AUTO_TEST_CASE(a_secret_body_is_moved_and_copied_as_any_other) {
  Body body = "short";
  body.keep_secret();
  const Body copy = body;
  const Body moved = std::move(body);
  BOOST_TEST(drain(copy.open()) == "short");
  BOOST_TEST(drain(moved.open()) == "short");
}

BOOST_AUTO_TEST_SUITE_END()
