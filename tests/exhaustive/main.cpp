// The table of client policies and server rules, from the real machine: for each pair, all orders of events with so many
// faults are looked at. Status 0 if each session is lost after as many faults as it must be, and no rule is broken.
#include "search.hpp"

#include <cstdlib>
#include <iostream>

namespace {

using namespace exhaustive;
using Rule = keyturn::UnknownOutcome::Rule;

constexpr std::pair<Server, const char*> servers[] = {{Server::strict, "strict"},
                                                      {Server::window, "window"},
                                                      {Server::parent, "parent"},
                                                      {Server::idempotent, "idempotent"},
                                                      {Server::reusable, "no rotation"}};

constexpr int never = 99;

struct Row {
  const char* name;
  Setting setting;
  // After how many faults the session may be lost, from what client and server promise, server by server.
  int lost_after[std::size(servers)];
  int faults = 2;  // so many, unless the options say otherwise
};

// Where a number is not plain from the rules: the last one spent is taken, and nobody holds an older one, as long as the
// lock holds; a lease lapses with a request on its way; a late request comes when its token is two rotations old; with a
// failing disk neither the intent nor the pair are stored (two faults), or two pairs in a row are not (three).
constexpr Row rows[] = {
    {"plain storage, which is not for several processes", {.locking = Locking::none}, {0, 0, 0, 0, never}},
    {"plain storage, one process", {.locking = Locking::none, .processes = 1}, {1, 2, never, never, never}, 3},
    {"lock", {}, {1, 2, never, never, never}},
    {"lock, no key sent", {.sends_key = false}, {1, 2, never, 1, never}},
    {"lock, requests may come late", {.late_requests = true}, {1, 1, 1, never, never}},
    {"lock, storage may fail", {.storage_fails = true}, {1, 2, 3, 2, never}},
    {"lease", {.locking = Locking::lease}, {1, 1, 1, never, never}},
    {"lock, token lives: repeat", {.token_lives = true}, {1, 2, never, never, never}, 3},
    {"lock, token lives: repeat within the window",
     {.token_lives = true, .unknown_outcome = {Rule::repeat_within, seconds{60}}},
     {1, 3, never, never, never},
     3},
    {"lock, token lives: wait",
     {.token_lives = true, .unknown_outcome = {Rule::wait, {}}},
     {3, 3, never, never, never},
     3},
};

struct Scope {
  unsigned processes = 2;
  int faults = -1;              // -1: as the row says
  std::string row{}, server{};  // a part of the name; empty: all
};

/// Looks at one cell, and prints it. Whether it is as it must be.
bool look_at(const Row& row, Server server, const char* server_name, int lost_after, const Scope& scope) {
  Setting setting = row.setting;
  setting.server = server;
  if (setting.processes > 1) setting.processes = scope.processes;
  const int faults = scope.faults < 0 ? row.faults : scope.faults;
  const int expected = lost_after > faults ? -1 : lost_after;
  const Found found = Search{setting, faults}.run(expected);
  const std::string verdict = found.lost_after < 0 ? "lives" : "lost after " + std::to_string(found.lost_after);
  std::cout << "| " << row.name << " | " << server_name << " | " << faults << " | " << verdict << " | " << found.worlds
            << " | " << found.steps << " | " << found.machine_states << " |" << std::endl;
  const bool holds = found.broken.empty() && found.lost_after == expected;
  if (holds) return true;
  std::cout << "FAILED: " << row.name << ", " << server_name << ": ";
  if (found.broken.empty())
    std::cout << "expected " << (expected < 0 ? "that it lives" : "lost after " + std::to_string(expected)) << "\n";
  else
    std::cout << "broken: " << found.broken << "\n";
  std::cout << found.trace << std::endl;
  return false;
}

/// Whether all cells are as they must be.
bool look_at_all(const Scope& scope) {
  std::cout << scope.processes << " processes, " << rotations << " rotations\n\n"
            << "| client | server | faults | session | worlds | steps | states of the machine |\n"
            << "|---|---|--:|---|--:|--:|--:|\n";
  bool holds = true;
  for (const Row& row : rows) {
    if (std::string_view{row.name}.find(scope.row) == std::string_view::npos) continue;
    for (std::size_t i = 0; i < std::size(servers); ++i)
      if (std::string_view{servers[i].second}.find(scope.server) != std::string_view::npos)
        holds &= look_at(row, servers[i].first, servers[i].second, row.lost_after[i], scope);
  }
  return holds;
}

int usage(const char* what) {
  std::cerr << "keyturn-exhaustive: " << what
            << "\nUsage: keyturn-exhaustive [--processes 2|3] [--faults NUMBER] [--row PART_OF_ITS_NAME] [--server "
               "PART_OF_ITS_NAME]\n";
  return 2;
}

}  // namespace

int main(int count, char** arguments) {
  Scope scope;
  for (int i = 1; i < count; i += 2) {
    const std::string option = arguments[i];
    if (i + 1 == count) return usage(("'" + option + "' is not known or wants a value").c_str());
    const std::string value = arguments[i + 1];
    const int number = std::atoi(value.c_str());
    if (option == "--processes" && (number == 2 || number == 3))
      scope.processes = static_cast<unsigned>(number);
    else if (option == "--faults" && (number > 0 || value == "0"))
      scope.faults = number;
    else if (option == "--row")
      scope.row = value;
    else if (option == "--server")
      scope.server = value;
    else
      return usage(("'" + option + " " + value + "' is not known").c_str());
  }
  if (count > 1 || std::getenv("KEYTURN_TESTS_LONG") == nullptr) return look_at_all(scope) ? 0 : 1;
  scope.faults = 3;
  bool holds = look_at_all(scope);
  scope.processes = 3;
  scope.faults = 1;
  holds &= look_at_all(scope);
  return holds ? 0 : 1;
}
