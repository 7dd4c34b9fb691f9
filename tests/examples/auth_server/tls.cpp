// The auth server over TLS, with clients that do it right, wrong, slowly or not at all.
#include "tls_client.hpp"

#include "auth_server/tls.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <vector>

using namespace keyturn::example;

namespace {

struct Fixture {
  TemporaryFolder folder;
  Certificate certificate{folder};

  TlsClient connect(const RunningServer& running) const { return {running.server.port(), certificate}; }
  bool healthy(const RunningServer& running) const {
    return connect(running).send(get("/health")).read().result_int() == 200;
  }
};

std::string login() { return post("/login", R"({"username":"ada","password":"lovelace"})"); }

// What it says is in that message.
auto says(const std::string& text) {
  return [text](const TlsError& error) {
    BOOST_TEST_MESSAGE(error.what());
    return std::string{error.what()}.find(text) != std::string::npos;
  };
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(tls, Fixture)

BOOST_AUTO_TEST_CASE(the_flow_runs_over_tls_1_2_and_1_3) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const RunningServer running{certificate.config()};
    BOOST_TEST(running.server.url() == "https://127.0.0.1:" + std::to_string(running.server.port()));
    TlsClient client{running.server.port(), certificate, version, version};
    BOOST_TEST(client.version() == (version == TLS1_2_VERSION ? "TLSv1.2" : "TLSv1.3"));
    const json pair = body_of(client.send(login()).read());
    const std::string bearer = "Authorization: Bearer " + pair.at("access_token").get<std::string>() + "\r\n";
    BOOST_TEST(body_of(client.send(get("/me", bearer)).read()).at("username") == "ada");
    const json refresh{{"refresh_token", pair.at("refresh_token")}};
    BOOST_TEST(client.send(post("/refresh", refresh.dump())).read().result_int() == 200u);
    BOOST_TEST(client.send(get("/health") + get("/nowhere")).read().result_int() == 200u);
    BOOST_TEST(client.read().result_int() == 404u);
    BOOST_TEST(client.send(get("/health", "Connection: close\r\n")).read().result_int() == 200u);
    BOOST_TEST((client.end() == boost::asio::error::eof), "the server says that it ends");
  }
}

BOOST_AUTO_TEST_CASE(older_versions_are_refused) {
  const RunningServer running{certificate.config()};
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION})
    BOOST_CHECK_THROW(TlsClient(running.server.port(), certificate, version, version), boost::system::system_error);
  BOOST_TEST(healthy(running));
}

BOOST_AUTO_TEST_CASE(who_does_not_trust_the_certificate_does_not_go_on) {
  const RunningServer running{certificate.config()};
  const Certificate other{folder, "other"};
  BOOST_CHECK_THROW(TlsClient(running.server.port(), other), boost::system::system_error);
  BOOST_TEST(healthy(running));
}

BOOST_AUTO_TEST_CASE(plain_http_gets_no_answer_there_and_does_no_harm) {
  const RunningServer running{certificate.config()};
  for (const std::string& bytes : {get("/health"), login(), std::string{"x"}, std::string(5000, '\0'),
                                   std::string{"\x16\x03\x01\xff\xff", 5} + std::string(70'000, 'x')}) {
    auto client = running.connect();
    client.send(bytes).stop_sending();
    BOOST_TEST(client.rest().find("HTTP/") == std::string::npos);
  }
  BOOST_TEST(running.server.requests() == 0u);
  BOOST_TEST(healthy(running));
}

BOOST_AUTO_TEST_CASE(a_slow_handshake_is_ended_and_so_is_a_slow_request) {
  AuthServerConfig config = certificate.config();
  config.http.handshake_timeout = 50ms;
  const RunningServer running{config};
  auto silent = running.connect();
  BOOST_TEST(silent.closed());
  auto half = running.connect();
  BOOST_TEST(half.send({"\x16\x03\x01\x00\x80\x01", 6}).closed());
  AuthServerConfig impatient = certificate.config();
  impatient.http.head_timeout = 50ms;
  impatient.http.idle_timeout = 50ms;
  const RunningServer other{impatient};
  auto slow = connect(other);
  BOOST_TEST(slow.send("GET /health HTTP/1.1\r\nHost:").read().result_int() == 408u);
  auto idle = connect(other);
  BOOST_TEST(idle.closed());
}

BOOST_AUTO_TEST_CASE(limits_hold_over_tls_too) {
  const RunningServer running{certificate.config()};
  BOOST_TEST(connect(running).send(post("/login", std::string(1'000'000, 'x'))).read().result_int() == 413u);
  BOOST_TEST(connect(running).send(get("/" + std::string(33 * 1024, 'x'))).read().result_int() == 431u);
  BOOST_TEST(connect(running).send("hello\r\n\r\n").read().result_int() == 400u);
}

BOOST_AUTO_TEST_CASE(who_sends_something_else_in_the_middle_is_closed) {
  const RunningServer running{certificate.config()};
  auto client = connect(running);
  BOOST_TEST(client.send(get("/health")).read().result_int() == 200u);
  BOOST_TEST(client.send_raw(get("/health")).closed());
  auto asleep = connect(running);
  asleep.send("GET /hea").stop_sending();
  BOOST_TEST(asleep.closed());
  BOOST_TEST(healthy(running));
}

BOOST_AUTO_TEST_CASE(stop_is_quick_in_a_handshake_in_a_request_and_between) {
  RunningServer running{certificate.config()};
  std::vector<Client> raw;
  for (const std::string& bytes : {std::string{}, std::string{"\x16\x03\x01\x00\x80\x01", 6}}) {
    raw.emplace_back(running.server.port());
    raw.back().send(bytes);
  }
  std::vector<TlsClient> clients;
  for (const std::string& bytes : {std::string{}, std::string{"GET /he"}, get("/health"), login()}) {
    clients.push_back(connect(running));
    clients.back().send(bytes);
  }
  const auto began = std::chrono::steady_clock::now();
  running.server.stop();
  BOOST_TEST((std::chrono::steady_clock::now() - began < 1s));
  for (Client& client : raw) BOOST_TEST(client.closed());
  for (TlsClient& client : clients) BOOST_TEST(client.closed());
}

BOOST_AUTO_TEST_CASE(a_client_that_never_ends_its_side_does_not_stay) {
  AuthServerConfig config = certificate.config();
  config.http.connections = 1;
  const RunningServer running{config};
  auto stays = connect(running);
  BOOST_TEST(stays.send(get("/health", "Connection: close\r\n")).read().result_int() == 200u);
  BOOST_TEST(healthy(running));
}

BOOST_AUTO_TEST_CASE(faults_are_played_over_tls) {
  AuthServerConfig config = certificate.config();
  config.allow_faults = true;
  const RunningServer running{config};
  for (const char* drop : {"drop-before", "drop-after-commit"}) {
    auto client = connect(running);
    BOOST_TEST((client.send(get("/health", std::string{"X-Fault: "} + drop + "\r\n")).end() ==
                boost::asio::ssl::error::stream_truncated));
  }
  BOOST_TEST(connect(running).send(get("/health", "X-Fault: delay=10\r\n")).read().result_int() == 200u);
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_used_are_named_with_the_reason) {
  const Certificate other{folder, "other"};
  const std::string text = folder.file("text"), sealed = folder.file("sealed");
  std::ofstream{text} << "hello\n";
  Certificate::write(sealed, [](std::FILE* file) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    PEM_write_PrivateKey(file, key, EVP_aes_256_cbc(), reinterpret_cast<const unsigned char*>("open"), 4, nullptr,
                         nullptr);
    EVP_PKEY_free(key);
  });
  const std::string missing = folder.file("missing");
  BOOST_TEST(!make_tls("", "").has_value());
  BOOST_CHECK_EXCEPTION(make_tls(certificate.certificate, ""), TlsError, says("needs its key"));
  BOOST_CHECK_EXCEPTION(make_tls("", certificate.key), TlsError, says("needs a certificate"));
  BOOST_CHECK_EXCEPTION(make_tls(missing, certificate.key), TlsError, says(missing + ": No such file"));
  BOOST_CHECK_EXCEPTION(make_tls(certificate.certificate, missing), TlsError, says(missing + ": No such file"));
  BOOST_CHECK_EXCEPTION(make_tls(text, certificate.key), TlsError, says("no usable PEM certificate in " + text));
  BOOST_CHECK_EXCEPTION(make_tls(folder.path.string(), certificate.key), TlsError, says(folder.path.string()));
  BOOST_CHECK_EXCEPTION(make_tls(certificate.certificate, text), TlsError, says("key without a password in " + text));
  BOOST_CHECK_EXCEPTION(make_tls(certificate.certificate, sealed), TlsError, says("without a password in " + sealed));
  BOOST_CHECK_EXCEPTION(make_tls(certificate.certificate, other.key), TlsError, says("does not belong"));
  AuthServerConfig config = certificate.config();
  config.tls_key = other.key;
  BOOST_CHECK_THROW(AuthServer{config}, TlsError);
}

BOOST_AUTO_TEST_SUITE_END()
