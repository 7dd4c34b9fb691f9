#include "tests.hpp"

#include <keyturn/adapters/keychain/system.hpp>
#include <keyturn/adapters/keychain_storage.hpp>

using namespace keyturn;

static_assert(Keychain<SystemKeychain>);
static_assert(std::same_as<SystemKeychain, WindowsKeychain>);

namespace {

/// Nothing is left of the tests, whoever runs them.
void forget() {
  for (const wchar_t* target : {L"keyturn:check-\u00e4", L"keyturn:check-large"})
    CredDeleteW(target, CRED_TYPE_GENERIC, 0);
}

bool holds(std::string_view app, const std::string& key) {
  const auto loaded = WindowsKeychain{app}.load();
  return loaded && *loaded && (*loaded)->view() == key;
}

void round_trip(Findings& f) {
  const std::string app = "check-\xc3\xa4";
  const auto first = WindowsKeychain{app}.load();
  f.expect(first && !*first, "before any save there was " + (first ? "a key" : testing::describe(first.error())));
  std::string key;
  for (int i = 0; i < 32; ++i) key += static_cast<char>(i * 8);
  for (const std::string& bytes : {key, std::string(32, 'k')}) {
    const auto saved = WindowsKeychain{app}.save(Secret{std::string_view{bytes}});
    f.expect(saved.has_value(), "a save failed: " + (saved ? std::string{} : testing::describe(saved.error())));
    f.expect(holds(app, bytes), "another key came than the one that was saved");
  }
  f.expect(!holds("check-another", std::string(32, 'k')), "two apps had one key");
}

void limits(Findings& f) {
  const auto largest = WindowsKeychain{"check-large"}.save(Secret{std::string_view{std::string(2560, 'l')}});
  f.expect(largest.has_value() && holds("check-large", std::string(2560, 'l')), "a key of 2560 bytes was not kept");
  const auto refused = WindowsKeychain{"check-large"}.save(Secret{std::string_view{std::string(2561, 'x')}});
  f.expect(!refused && refused.error().code == Errc::storage_failed &&
               refused.error().detail.find("2560") != std::string::npos,
           "a key of 2561 bytes was not refused with a word on the limit");
  const auto loaded = WindowsKeychain{"\xff"}.load();
  f.expect(!loaded && loaded.error().code == Errc::storage_failed, "a name that is no UTF-8 was taken");
}

}  // namespace

void test_keychain(CheckReport& report) {
  forget();
  report.run("WindowsKeychain gives back the key that was saved last", round_trip);
  report.run("WindowsKeychain knows its limits", limits);
  forget();
}
