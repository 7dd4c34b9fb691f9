#include "sign_in/qr_code.hpp"

#include <qrencode.h>

#include <memory>

namespace keyturn::example::sign_in {

std::string qr_code(const std::string& text, bool colours) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
      QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_L, QR_MODE_8, 1), QRcode_free};
  if (!code) return {};
  constexpr int quiet = 4;
  const auto dark = [&](int row, int column) {
    if (row < 0 || column < 0 || row >= code->width || column >= code->width) return false;
    return (code->data[row * code->width + column] & 1) != 0;
  };
  std::string lines;
  for (int row = -quiet; row < code->width + quiet; row += 2) {
    lines += colours ? "  \033[30;107m" : "  ";
    for (int column = -quiet; column < code->width + quiet; ++column) {
      const bool upper = dark(row, column), lower = dark(row + 1, column);
      lines += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
    }
    lines += colours ? "\033[0m\n" : "\n";
  }
  return lines;
}

}  // namespace keyturn::example::sign_in
