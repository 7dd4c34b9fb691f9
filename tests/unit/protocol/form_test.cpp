#include <keyturn/protocol/form.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <string>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(form)

std::string encoded(std::string_view text) {
  std::string out;
  detail::append_form(out, text);
  BOOST_TEST(out.size() == detail::form_size(text));
  return out;
}

BOOST_AUTO_TEST_CASE(bytes_are_encoded_as_appendix_b_has_them) {
  BOOST_TEST(encoded(" %&+\xc2\xa3\xe2\x82\xac") == "+%25%26%2B%C2%A3%E2%82%AC");
  BOOST_TEST(encoded("azAZ09-._*") == "azAZ09-._*");
  BOOST_TEST(encoded("~!'()=/:?#@\n") == "%7E%21%27%28%29%3D%2F%3A%3F%23%40%0A");
  BOOST_TEST(encoded(std::string_view{"\0\x7f", 2}) == "%00%7F");
  BOOST_TEST(encoded("").empty());
}

BOOST_AUTO_TEST_CASE(fields_are_joined_in_their_order) {
  List<FormField> fields;
  BOOST_TEST(form_text(fields).empty());
  fields.push({"grant_type", "refresh_token"});
  fields.push({"a b", "&="});
  fields.push({"empty", ""});
  BOOST_TEST(form_text(fields) == "grant_type=refresh_token&a+b=%26%3D&empty=");
}

/// "name=value|" of each field, or the name of the error.
std::string decoded(std::string_view text) {
  const auto fields = read_form(text);
  if (!fields) return std::string{to_string(fields.error().code)};
  std::string all;
  for (const DecodedField& field : *fields) all += field.name + '=' + std::string{field.value.view()} + '|';
  return all;
}

BOOST_AUTO_TEST_CASE(what_was_written_is_read) {
  BOOST_TEST(decoded("") == "");
  BOOST_TEST(decoded("a=1&b=2") == "a=1|b=2|");
  BOOST_TEST(decoded("a+b=%26%3d&c=%C2%A3") == "a b=&=|c=\xc2\xa3|");
  BOOST_TEST(decoded("a=x=y&b&=c&&d=") == "a=x=y|b=|=c|d=|");
  BOOST_TEST(decoded("a=%00") == (std::string{"a=\0|", 4}));
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  BOOST_TEST(decoded(encoded(every) + "=" + encoded(every)) == every + '=' + every + '|');
}

BOOST_AUTO_TEST_CASE(a_percent_sign_without_its_digits_is_refused) {
  for (const auto text : {"%", "a=%", "a=%2", "a=%2g", "%zz=1", "a=1&b=%+1", "a=% 20"})
    BOOST_TEST(decoded(text) == "bad_answer", text);
  BOOST_TEST(read_form("canary=%").error().detail.find("canary") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
