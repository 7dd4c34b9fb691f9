// keyturn-client-process: one host app as a process of its own, for tests in which several share a session. Reads
// commands from standard input and answers each with one line on standard output, so that tests can keep it in step.
#include "host_app.hpp"

#if defined(KEYTURN_TESTS_HAVE_REDIS)
#include <keyturn/redis.hpp>
#endif

#include <boost/program_options.hpp>

#include <csignal>
#include <map>
#include <stdexcept>

namespace {

namespace po = boost::program_options;
using namespace processes;

struct Given {
  Settings settings;
  std::string storage;
  bool asynchronous = false;
};

po::options_description description() {
  po::options_description all{"Options"};
  auto add = all.add_options();
  add("server", po::value<std::string>()->required(), "URL of the example auth server");
  add("client", po::value<std::string>()->default_value("blocking"), "or asynchronous");
  add("storage", po::value<std::string>()->required(), "file:DIRECTORY or redis:PASSWORD@HOST:PORT");
  add("clock", po::value<std::string>()->required(), "file with the seconds by which all clocks are moved on");
  add("account", po::value<std::string>()->default_value("default"), "the session's name in storage");
  add("ca-file", po::value<std::string>()->default_value(""), "certificates to trust, a PEM file");
  add("without", po::value<std::string>()->default_value("nothing"), "lock, reread, intent or key: leave that out");
  add("request-timeout", po::value<long>()->default_value(30'000), "milliseconds that a call may take");
  add("refresh-timeout", po::value<long>()->default_value(30'000), "milliseconds that an attempt to refresh may take");
  add("lock-patience", po::value<long>()->default_value(40'000), "milliseconds that it may wait for the lock");
  add("attempts", po::value<unsigned>()->default_value(3), "attempts of one refresh");
  add("help", "show this");
  return all;
}

Without read_without(const std::string& word) {
  static const std::map<std::string, Without> known{{"nothing", Without::nothing},
                                                    {"lock", Without::lock},
                                                    {"reread", Without::reread},
                                                    {"intent", Without::intent},
                                                    {"key", Without::key}};
  const auto found = known.find(word);
  if (found == known.end()) throw std::invalid_argument{"--without: '" + word + "' is not known"};
  return found->second;
}

Given read(const po::variables_map& given) {
  Given read;
  read.storage = given["storage"].as<std::string>();
  const auto client = given["client"].as<std::string>();
  read.asynchronous = client == "asynchronous";
  if (!read.asynchronous && client != "blocking")
    throw std::invalid_argument{"--client: '" + client + "' is not known"};
  read.settings.server = given["server"].as<std::string>();
  read.settings.clock = given["clock"].as<std::string>();
  read.settings.ca_file = given["ca-file"].as<std::string>();
  read.settings.without = read_without(given["without"].as<std::string>());
  keyturn::Options& options = read.settings.options;
  options.account = given["account"].as<std::string>();
  options.request_timeout = std::chrono::milliseconds{given["request-timeout"].as<long>()};
  options.refresh_timeout = std::chrono::milliseconds{given["refresh-timeout"].as<long>()};
  options.lock_patience = std::chrono::milliseconds{given["lock-patience"].as<long>()};
  options.refresh_attempts = given["attempts"].as<unsigned>();
  options.refresh_budget = {.count = 1'000'000, .window = std::chrono::milliseconds{1'000}};
  return read;
}

template <template <class> class Client, class S>
void obey(const Settings& settings, S storage) {
  HostApp<Client<S>, S> app{settings, std::move(storage)};
  for (std::string line; std::getline(std::cin, line);) std::cout << app.obey(line) << std::endl;
}

template <class S>
void serve(const Given& given, S storage) {
  if (given.asynchronous) return obey<WaitingClient>(given.settings, std::move(storage));
  obey<BlockingClient>(given.settings, std::move(storage));
}

// What is whole goes without a cover around it.
template <class S>
void serve_whole_or_broken(const Given& given, S storage) {
  if (given.settings.without == Without::nothing) return serve(given, std::move(storage));
  serve(given, BrokenStorage<S>{std::move(storage), given.settings.without});
}

#if defined(KEYTURN_TESTS_HAVE_REDIS)
// Leases that are short, so that nobody waits long for those of the dead, and time for a machine under load.
keyturn::RedisStorage read_redis(const std::string& place) {
  const auto at = place.find('@'), colon = place.rfind(':');
  if (at == place.npos || colon == place.npos || colon < at)
    throw std::invalid_argument{"--storage: '" + place + "' is not PASSWORD@HOST:PORT"};
  keyturn::RedisOptions options;
  options.password = keyturn::Secret{std::string_view{place}.substr(0, at)};
  options.host = place.substr(at + 1, colon - at - 1);
  options.port = std::stoi(place.substr(colon + 1));
  options.trusted_network = true;
  options.lease = std::chrono::seconds{3};
  options.time_limit = std::chrono::seconds{2};
  return keyturn::RedisStorage{std::move(options)};
}
#endif

}  // namespace

int main(int count, char** arguments) {
  // A broken connection is an answer of the transport, and no reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    po::variables_map values;
    po::store(po::parse_command_line(count, arguments, description()), values);
    if (values.count("help") != 0) {
      std::cout << description() << commands;
      return 0;
    }
    po::notify(values);
    const Given given = read(values);
    if (given.storage.starts_with("file:")) serve_whole_or_broken(given, keyturn::FileStorage{given.storage.substr(5)});
#if defined(KEYTURN_TESTS_HAVE_REDIS)
    else if (given.storage.starts_with("redis:"))
      serve_whole_or_broken(given, read_redis(given.storage.substr(6)));
#endif
    else
      throw std::invalid_argument{"--storage: '" + given.storage + "' is not known here"};
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "keyturn-client-process: " << error.what() << '\n';
    return 2;
  }
}
