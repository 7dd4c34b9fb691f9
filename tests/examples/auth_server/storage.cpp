// What the token store keeps: across restarts, in private, and never as a reason to log somebody out.
#include "conversation.hpp"

#include <sqlite3.h>
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

using namespace keyturn::example;

namespace {

// Another process that has the database open.
class Neighbour {
 public:
  explicit Neighbour(const std::string& file) { sqlite3_open(file.c_str(), &connection_); }
  ~Neighbour() { sqlite3_close(connection_); }
  Neighbour(const Neighbour&) = delete;
  Neighbour& operator=(const Neighbour&) = delete;

  bool execute(const char* sql) { return sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr) == SQLITE_OK; }
  std::string text(const char* sql) {
    std::string found;
    const auto keep = [](void* target, int, char** values, char**) {
      *static_cast<std::string*>(target) = values[0] != nullptr ? values[0] : "";
      return 0;
    };
    sqlite3_exec(connection_, sql, keep, &found, nullptr);
    return found;
  }

 private:
  sqlite3* connection_ = nullptr;
};

std::string bytes_in(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    std::ifstream file{entry.path(), std::ios::binary};
    all.append(std::istreambuf_iterator<char>{file}, {});
  }
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(storage)

BOOST_AUTO_TEST_CASE(sessions_and_notes_survive_a_restart) {
  const TemporaryFolder folder;
  Conversation server{{}, folder.file("server.db")};
  const auto pair = server.login();
  const Headers headers{{"Authorization", "Bearer " + pair.text("access_token")}};
  server.post("/notes", {{"text", "kept"}}, headers);
  server.start();
  BOOST_TEST(server.send(verb::get, "/notes", {}, headers).body.at("notes").at(0).at("text") == "kept");
  BOOST_TEST(server.refresh(pair.text("refresh_token"), "key").status == 200u);
  BOOST_TEST(server.login().status == 200u);
}

BOOST_AUTO_TEST_CASE(an_exchange_is_repeated_and_theft_is_noticed_across_a_restart) {
  for (const Rotation& rule : {Rotation{}, Rotation{Rotation::Mode::window, 60s}}) {
    const TemporaryFolder folder;
    Conversation server{rule, folder.file("server.db")};
    const auto first = server.login();
    const auto second = server.refresh(first.text("refresh_token"), "key");
    server.start();
    BOOST_TEST(same_pair(server.refresh(first.text("refresh_token"), "key"), second));
    const auto third = server.refresh(second.text("refresh_token"), "key two");
    server.start();
    server.pass(61s);
    BOOST_TEST(server.refresh(first.text("refresh_token"), "another").error() == "refresh_token_reused");
    server.start();
    BOOST_TEST(server.refresh(third.text("refresh_token"), "key three").error() == "refresh_token_revoked");
  }
}

BOOST_AUTO_TEST_CASE(no_token_password_or_key_is_in_the_files) {
  for (const Rotation& rule : {Rotation{}, Rotation{Rotation::Mode::window, 60s}}) {
    const TemporaryFolder folder;
    Conversation server{rule, folder.file("server.db")};
    const auto first = server.login();
    const auto second = server.refresh(first.text("refresh_token"), "the-idempotency-key");
    server.refresh(first.text("refresh_token"), "the-idempotency-key");
    server.post("/notes", {{"text", "a note can be found"}},
                {{"Authorization", "Bearer " + second.text("access_token")}});
    const std::string bytes = bytes_in(folder.path);
    BOOST_TEST(bytes.find("a note can be found") != std::string::npos);
    for (const Answer& pair : {first, second}) {
      for (const char* member : {"access_token", "refresh_token"}) {
        const std::string secret = pair.text(member).substr(4);
        BOOST_TEST(bytes.find(secret) == std::string::npos, member);
        BOOST_TEST(bytes.find(secret.substr(0, 16)) == std::string::npos, member);
      }
    }
    BOOST_TEST(bytes.find("lovelace") == std::string::npos);
    BOOST_TEST(bytes.find("the-idempotency-key") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(passwords_are_argon2id_with_19_MiB_and_2_passes) {
  const TemporaryFolder folder;
  Conversation server{{}, folder.file("server.db")};
  const std::string hash = Neighbour{folder.file("server.db")}.text("SELECT password_hash FROM users");
  BOOST_TEST(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
}

BOOST_AUTO_TEST_CASE(the_file_is_its_owners_alone_and_written_ahead) {
  const TemporaryFolder folder;
  Conversation server{{}, folder.file("server.db")};
  for (const auto& entry : std::filesystem::directory_iterator{folder.path}) {
    using std::filesystem::perms;
    BOOST_TEST((entry.status().permissions() == (perms::owner_read | perms::owner_write)), entry.path());
  }
  BOOST_TEST(Neighbour{folder.file("server.db")}.text("PRAGMA journal_mode") == "wal");
}

BOOST_AUTO_TEST_CASE(a_database_that_cannot_write_is_never_a_definitive_refusal) {
  const TemporaryFolder folder;
  Conversation server{{}, folder.file("server.db")};
  server.config.database_patience = 1ms;
  server.start();
  const auto pair = server.login();
  Neighbour neighbour{folder.file("server.db")};
  BOOST_TEST(neighbour.execute("BEGIN IMMEDIATE"));
  for (const Answer& answer : {server.refresh(pair.text("refresh_token"), "key"), server.login(),
                               server.post("/logout", {{"refresh_token", pair.text("refresh_token")}})}) {
    BOOST_TEST(answer.status == 503u);
    BOOST_TEST(answer.error() == "temporarily_unavailable");
    BOOST_TEST(!answer.header(field::retry_after).empty());
  }
  BOOST_TEST(server.me(pair.text("access_token")).status == 200u);
  neighbour.execute("ROLLBACK");
  BOOST_TEST(server.refresh(pair.text("refresh_token"), "key").status == 200u);
}

BOOST_AUTO_TEST_CASE(a_rotation_that_fails_half_way_leaves_the_old_pair_alive) {
  const TemporaryFolder folder;
  Conversation server{{}, folder.file("server.db")};
  const auto pair = server.login();
  Neighbour neighbour{folder.file("server.db")};
  neighbour.execute(
      "CREATE TRIGGER fail BEFORE INSERT ON refresh_tokens BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
  BOOST_TEST(server.refresh(pair.text("refresh_token"), "key").status == 503u);
  BOOST_TEST(server.me(pair.text("access_token")).status == 200u);
  neighbour.execute("DROP TRIGGER fail");
  BOOST_TEST(server.refresh(pair.text("refresh_token"), "key").status == 200u);
}

BOOST_AUTO_TEST_CASE(ended_sessions_are_named_exactly_for_a_while_and_then_forgotten) {
  const TemporaryFolder folder;
  Conversation server{{}, folder.file("server.db")};
  const auto left_alone = server.login();
  const auto logged_out = server.login();
  server.post("/logout", {{"refresh_token", logged_out.text("refresh_token")}});
  server.pass(2592000s);
  BOOST_TEST(server.refresh(left_alone.text("refresh_token")).error() == "refresh_token_expired");
  BOOST_TEST(server.refresh(logged_out.text("refresh_token")).error() == "invalid_refresh_token");
  server.pass(7 * 24h + 1s);
  BOOST_TEST(server.refresh(left_alone.text("refresh_token")).error() == "invalid_refresh_token");
  Neighbour neighbour{folder.file("server.db")};
  BOOST_TEST(neighbour.text("SELECT count(*) FROM sessions") == "0");
  BOOST_TEST(neighbour.text("SELECT count(*) FROM refresh_tokens") == "0");
}

BOOST_AUTO_TEST_CASE(the_sealed_pair_is_kept_only_as_long_as_it_may_be_asked_for) {
  const TemporaryFolder folder;
  Conversation server{{}, folder.file("server.db")};
  Neighbour neighbour{folder.file("server.db")};
  const char* sealed = "SELECT count(*) FROM refresh_tokens WHERE sealed_successor IS NOT NULL";
  auto pair = server.login();
  for (int turn = 0; turn < 4; ++turn) {
    pair = server.refresh(pair.text("refresh_token"), "key");
    BOOST_TEST(neighbour.text(sealed) == "1");
  }
  server.post("/logout", {{"refresh_token", pair.text("refresh_token")}});
  BOOST_TEST(neighbour.text(sealed) == "0");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_database_is_refused_and_left_as_it_was) {
  const TemporaryFolder folder;
  const std::string file = folder.file("letter.txt");
  std::ofstream{file} << std::string(2000, 'x');
  AuthServerConfig config;
  config.database = file;
  BOOST_CHECK_THROW(Api{config}, DatabaseError);
  BOOST_TEST(bytes_in(folder.path) == std::string(2000, 'x'));
  config.database = folder.file("missing/server.db");
  BOOST_CHECK_THROW(Api{config}, DatabaseError);
}

BOOST_AUTO_TEST_SUITE_END()
