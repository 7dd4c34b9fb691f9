// Firmware without keyturn that draws in what any does, so that only keyturn's own code is counted: strings, vectors,
// memory.
#include "firmware_board.hpp"

#include <string>
#include <vector>

int main() {
  std::vector<std::string> lines;
  for (;;) {
    std::string line = "status ";
    line += std::to_string(board_read());
    lines.push_back(line);
    for (const std::string& text : lines) board_print(text.data(), text.size());
    if (lines.size() > 8) lines.clear();
  }
}
