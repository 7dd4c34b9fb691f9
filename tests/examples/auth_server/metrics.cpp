// GET /metrics against the text format of Prometheus, read as strictly as its description says.
#include "client.hpp"

#include <boost/test/unit_test.hpp>

#include <regex>
#include <set>
#include <sstream>

using namespace keyturn::example;

namespace {

struct Exposition {
  std::map<std::string, double> samples;  // by name and labels
  std::vector<std::string> faults;
};

// HELP, then TYPE, then all samples of that name together, each once; nothing else, and a line feed at the end.
Exposition read_exposition(const std::string& text) {
  static const std::regex help{R"(# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\]|\\\\|\\n)*))"};
  static const std::regex type{R"(# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped))"};
  static const std::string label = R"([a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\\\|\\"|\\n)*")";
  static const std::regex sample{"([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{" + label + "(?:," + label + ")*\\})? ([0-9]+)"};
  Exposition read;
  if (!text.ends_with('\n')) read.faults.emplace_back("no line feed at the end");
  std::set<std::string> families;
  std::string helped, family;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    std::smatch found;
    if (std::regex_match(line, found, help)) {
      helped = found[1];
      if (!families.insert(helped).second) read.faults.push_back("a second time: " + helped);
    } else if (std::regex_match(line, found, type)) {
      family = found[1];
      if (family != helped) read.faults.push_back("TYPE without its HELP: " + family);
    } else if (std::regex_match(line, found, sample)) {
      if (found[1] != family) read.faults.push_back("not with its family: " + line);
      if (!read.samples.emplace(found[1].str() + found[2].str(), std::stod(found[3])).second)
        read.faults.push_back("twice: " + line);
    } else {
      read.faults.push_back("not readable: " + line);
    }
  }
  return read;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(what_a_server_shows_can_be_read_and_is_right) {
  AuthServerConfig config;
  config.allow_faults = true;
  const RunningServer running{config};
  const auto pair = running.login();
  const std::string body = nlohmann::json{{"refresh_token", pair.at("refresh_token")}}.dump();
  running.ask(post("/refresh", body, "Idempotency-Key: k\r\n"));
  running.ask(get("/health", "X-Fault: status=500\r\n"));
  running.ask(get("/health", "X-Fault: delay=1\r\n"));
  for (const char* drop : {"drop-before", "drop-after-commit"}) {
    auto client = running.connect();
    client.send(get("/health", std::string{"X-Fault: "} + drop + "\r\n"));
    BOOST_TEST(client.closed());
  }
  running.ask("BREW /pot\"\\ HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto answer = running.ask(get("/metrics"));
  BOOST_TEST(answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8");
  Exposition read = read_exposition(answer.body());
  for (const std::string& fault : read.faults) BOOST_ERROR(fault);
  BOOST_TEST(read.samples["keyturn_logins_total"] == 1);
  BOOST_TEST(read.samples["keyturn_rotations_total"] == 1);
  for (const char* fault : {"drop-before", "drop-after-commit", "delay", "status"})
    BOOST_TEST(read.samples["keyturn_faults_total{fault=\"" + std::string{fault} + "\"}"] == 1, fault);
  BOOST_TEST(read.samples[R"(keyturn_requests_total{method="GET",path="/health",status="500"})"] == 1);
  BOOST_TEST(read.samples[R"(keyturn_requests_total{method="other",path="other",status="404"})"] == 1);
}

BOOST_AUTO_TEST_CASE(nothing_counted_yet_can_be_read_too) {
  const Exposition read = read_exposition(Metrics{}.text());
  for (const std::string& fault : read.faults) BOOST_ERROR(fault);
  BOOST_TEST(read.samples.at("keyturn_logins_total") == 0);
  BOOST_TEST(read.samples.size() == 12u);
}

BOOST_AUTO_TEST_CASE(labels_are_escaped) {
  Metrics metrics;
  metrics.count_request("GET", "/a\"b\\c\nd", 200);
  const std::string text = metrics.text();
  BOOST_TEST(text.find(R"(path="/a\"b\\c\nd",status="200"} 1)") != std::string::npos, text);
  for (const std::string& fault : read_exposition(text).faults) BOOST_ERROR(fault);
}

BOOST_AUTO_TEST_CASE(the_reader_of_these_tests_notices_what_is_wrong) {
  const std::string head = "# HELP a_total A.\n# TYPE a_total counter\n";
  BOOST_TEST(read_exposition(head + "a_total 1\n").faults.empty());
  for (const std::string& bad :
       {head + "a_total 1", head + "b_total 1\n", head + "a_total 1\na_total 2\n", head + "a_total{x=\"\"\"} 1\n",
        head + "a_total{x=\"\\a\"} 1\n", head + "a_total{x=1} 1\n", head + "a_total one\n", head + head,
        std::string{"a_total 1\n"}, std::string{"# TYPE a_total counter\na_total 1\n"}, head + "\n"})
    BOOST_TEST(!read_exposition(bad).faults.empty(), bad);
}

BOOST_AUTO_TEST_SUITE_END()
