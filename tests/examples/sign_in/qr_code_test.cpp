#include "sign_in/qr_code.hpp"

#include <boost/test/unit_test.hpp>

#include <qrencode.h>

#include <memory>
#include <string_view>
#include <vector>

using keyturn::example::sign_in::qr_code;

BOOST_AUTO_TEST_SUITE(qr_code_as_text)

// The modules that the text shows: true is dark.
std::vector<std::vector<bool>> modules(std::string_view text) {
  std::vector<std::vector<bool>> rows;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() + 1);
    line.remove_prefix(2);
    std::vector<bool> upper, lower;
    while (!line.empty()) {
      std::size_t size = 1;
      const auto next = [&](std::string_view block) {
        return line.starts_with(block) ? (size = block.size(), true) : false;
      };
      const bool both = next("█"), high = next("▀"), low = next("▄");
      BOOST_TEST_REQUIRE((both || high || low || line.front() == ' '));
      upper.push_back(both || high);
      lower.push_back(both || low);
      line.remove_prefix(size);
    }
    rows.push_back(upper);
    rows.push_back(lower);
  }
  return rows;
}

BOOST_AUTO_TEST_CASE(each_module_is_where_the_library_has_it_with_four_light_ones_around) {
  const std::string url = "https://login.example/device?user_code=WDJB-MJHT";
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
      QRcode_encodeString(url.c_str(), 0, QR_ECLEVEL_L, QR_MODE_8, 1), QRcode_free};
  const auto shown = modules(qr_code(url, false));
  const int width = code->width;
  BOOST_TEST_REQUIRE(shown.size() == static_cast<std::size_t>(width + 9));  // the last line has half a row too many
  for (int row = -4; row < width + 5; ++row) {
    BOOST_TEST_REQUIRE(shown[static_cast<std::size_t>(row + 4)].size() == static_cast<std::size_t>(width + 8));
    for (int column = -4; column < width + 4; ++column) {
      const bool inside = row >= 0 && column >= 0 && row < width && column < width;
      const bool dark = inside && (code->data[row * width + column] & 1) != 0;
      BOOST_TEST_REQUIRE(shown[static_cast<std::size_t>(row + 4)][static_cast<std::size_t>(column + 4)] == dark);
    }
  }
}

BOOST_AUTO_TEST_CASE(in_colours_each_line_sets_and_resets_them) {
  const std::string plain = qr_code("https://login.example/", false),
                    coloured = qr_code("https://login.example/", true);
  std::string without;
  for (std::size_t at = 0; at < coloured.size();) {
    if (coloured[at] == '\033')
      at = coloured.find('m', at) + 1;
    else
      without += coloured[at++];
  }
  BOOST_TEST(without == plain);
  BOOST_TEST(coloured.find("\033[30;107m") != std::string::npos);
  BOOST_TEST(coloured.ends_with("\033[0m\n"));
}

BOOST_AUTO_TEST_CASE(what_no_code_can_hold_gives_none) { BOOST_TEST(qr_code(std::string(5000, 'a'), false) == ""); }

BOOST_AUTO_TEST_SUITE_END()
