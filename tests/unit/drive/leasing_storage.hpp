// A shared storage whose lock can lapse and which tells of changes, in the hands of the test.
#ifndef KEYTURN_TESTS_DRIVE_LEASING_STORAGE_HPP
#define KEYTURN_TESTS_DRIVE_LEASING_STORAGE_HPP

#include <keyturn/builtin/memory_storage.hpp>
#include <keyturn/core/session_record.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace keyturn_tests {

using namespace keyturn;

class LeasingStorage {
 public:
  struct Lock {
    std::shared_ptr<bool> lapsed;
    std::shared_ptr<std::vector<std::chrono::milliseconds>> extensions;
    Result<void> extend(std::chrono::milliseconds span) {
      if (*lapsed) return Error{.code = Errc::storage_busy, .detail = "it has lapsed"};
      extensions->push_back(span);
      return {};
    }
  };
  struct Watch {
    std::shared_ptr<Callback<void()>> changed;
    explicit Watch(std::shared_ptr<Callback<void()>> of) : changed{std::move(of)} {}
    Watch(Watch&&) = default;
    Watch& operator=(Watch&&) = delete;
    ~Watch() {
      if (changed) *changed = {};
    }
  };

  Result<std::optional<Secret>> load(std::string_view account) { return memory_.load(account); }
  Result<void> save(std::string_view account, const Secret& record) { return memory_.save(account, record); }
  Result<void> erase(std::string_view account) { return memory_.erase(account); }
  Result<Lock> lock(std::string_view, std::chrono::milliseconds) { return Lock{lapsed, extensions}; }
  Watch watch(std::string_view, Callback<void()> call) {
    *changed = std::move(call);
    return Watch{changed};
  }

  /// Another process has rotated, and this one hears of it.
  void rotate_elsewhere(TokenSet tokens) {
    auto record = *core::decode((*memory_.load("default"))->view());
    ++record.generation;
    record.tokens = std::move(tokens);
    (void)memory_.save("default", core::encode(record));
    (*changed)();
  }

  std::shared_ptr<bool> lapsed = std::make_shared<bool>(false);
  std::shared_ptr<std::vector<std::chrono::milliseconds>> extensions =
      std::make_shared<std::vector<std::chrono::milliseconds>>();
  std::shared_ptr<Callback<void()>> changed = std::make_shared<Callback<void()>>();

 private:
  MemoryStorage memory_;
};

}  // namespace keyturn_tests

#endif
