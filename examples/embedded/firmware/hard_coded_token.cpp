// Firmware that calls its API with a token that was built in: what is compared with.
#include "board.hpp"

#include <string>

int main() {
  for (;;) {
    const std::string fields = "Authorization: Bearer " + std::string{"an-access-token-for-ever"} + "\r\n";
    board::HttpRequest request{"GET", "https://api.example.com/notes", fields.c_str(), "", 0, 4096, 30'000};
    board::HttpAnswer answer{};
    const bool answered = board::http(request, answer) == board::Http::answered;
    board::show(answered ? answer.status : 0);
  }
}
