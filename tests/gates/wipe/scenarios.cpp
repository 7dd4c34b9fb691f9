// What becomes of secrets, each in a function of its own: nothing of them may be left in memory when it returns.
#include "scenarios.hpp"

#include <keyturn/model/access_token.hpp>
#include <keyturn/model/request.hpp>

#include <cstring>
#include <vector>

using keyturn::Secret;

namespace {

Secret marked() {
  return Secret{mark_size, [](std::span<char> into) { write_mark(into.data()); }};
}

void dies() { const Secret secret = marked(); }

void moves() {
  Secret secret = marked();
  Secret other = std::move(secret);
  secret = std::move(other);
}

void is_copied_and_assigned_over() {
  Secret secret = marked(), copy = secret;
  copy = marked();
  secret = Secret{"short"};
}

void moves_as_a_vector_grows() {
  std::vector<Secret> secrets;
  for (int i = 0; i < 100; ++i) secrets.push_back(marked());
  secrets.erase(secrets.begin(), secrets.begin() + 50);
}

void moves_as_a_list_grows() {
  keyturn::List<Secret> secrets;
  for (int i = 0; i < 100; ++i) secrets.emplace(marked());
}

void is_compared() {
  if (marked() == Secret{"other"}) write_mark(nullptr);
}

void throws() {
  try {
    const Secret secret{mark_size, [](char* into) {
                          write_mark(into);
                          throw 1;
                        }};
  } catch (int) {
  }
}

void is_a_text_that_is_wiped() {
  std::string text(mark_size, '\0');
  write_mark(text.data());
  keyturn::wipe(text);
}

void is_a_field_of_a_header() {
  keyturn::Headers headers;
  headers.keep_secret();
  std::string value(mark_size, '\0');
  write_mark(value.data());
  headers.add("Authorization", std::move(value));
  keyturn::Headers copy = headers;
  copy.set("Authorization", "other");
  headers.remove("Authorization");
}

void is_an_access_token_in_use() {
  keyturn::Snapshot snapshot;
  snapshot.authorization.value.resize(mark_size);
  write_mark(snapshot.authorization.value.data());
}

// What the compiler does to a plain memset; and a secret that lives.
void is_wiped_by_memset_alone() {
  char bytes[512 * mark_size];  // so deep that what runs next does not write over it
  write_mark(bytes);
  __asm__ __volatile__("" : : "r"(bytes) : "memory");  // somebody uses it
  std::memset(bytes, 0, sizeof bytes);
}

void lives() { static const Secret secret = marked(); }

}  // namespace

const std::vector<Scenario> scenarios{
    {"dies", &dies, 0},
    {"moves", &moves, 0},
    {"is copied and assigned over", &is_copied_and_assigned_over, 0},
    {"moves as a vector grows", &moves_as_a_vector_grows, 0},
    {"moves as a list grows", &moves_as_a_list_grows, 0},
    {"is compared", &is_compared, 0},
    {"is in the making when something throws", &throws, 0},
    {"is a text that is wiped", &is_a_text_that_is_wiped, 0},
    {"is a field of a header", &is_a_field_of_a_header, 0},
    {"is an access token in use", &is_an_access_token_in_use, 0},
    {"is wiped by memset alone", &is_wiped_by_memset_alone, 1},
    {"lives", &lives, 1},
};
