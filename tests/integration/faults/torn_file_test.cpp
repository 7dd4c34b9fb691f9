// A session file that is cut short or has a wrong bit is no logout: the client says so, and goes on when the file is
// whole again.
#include "host.hpp"

#include <fstream>

namespace {

struct TornFile : faults::Host {
  std::string folder = directory.path + "/session", file = folder + "/default.session";
  keyturn::AuthClient<keyturn::CurlTransport, keyturn::FileStorage, keyturn::JsonApi> client{
      keyturn::CurlTransport{}, keyturn::FileStorage{folder}, keyturn::JsonApi{server.url()}};
  unsigned logouts = 0;

  TornFile() {
    keyturn::AuthClient before{keyturn::CurlTransport{}, keyturn::FileStorage{folder}, keyturn::JsonApi{server.url()}};
    BOOST_REQUIRE(before.login(keyturn::Password{"ada", "lovelace"}));
    client.on_logout([&](keyturn::LogoutReason) { ++logouts; });
  }

  std::string read() const {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  // In its place: it stays the same file.
  void write(std::string_view bytes) const { std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes; }

  void check_corrupt(const std::string& bytes) {
    write(bytes);
    const auto restored = client.restore();
    BOOST_TEST((!restored && restored.error().code == keyturn::Errc::storage_corrupt));
    const auto answer = client.get("/me");
    BOOST_TEST((!answer && answer.error().code == keyturn::Errc::storage_corrupt));
    BOOST_TEST((read() == bytes));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_session_file_torn_at_any_byte_is_no_logout, TornFile) {
  const std::string whole = read();
  for (std::size_t size = 0; size < whole.size(); ++size) BOOST_TEST_CONTEXT("size " << size) {
      check_corrupt(whole.substr(0, size));
    }
  for (std::size_t byte = 0; byte < whole.size(); ++byte) BOOST_TEST_CONTEXT("wrong byte " << byte) {
      std::string wrong = whole;
      wrong[byte] = static_cast<char>(wrong[byte] ^ 1);
      check_corrupt(wrong);
    }
  BOOST_TEST(server.requests("POST", "/refresh") == 0u);
  write(whole);
  BOOST_TEST(client.get("/me").value().status == 200);
  BOOST_TEST(logouts == 0u);
}
