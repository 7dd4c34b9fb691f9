// A storage and a protocol with one of the precautions of a shared session taken out: with them the tests must fail.
#ifndef KEYTURN_TESTS_PROCESSES_BROKEN_HPP
#define KEYTURN_TESTS_PROCESSES_BROKEN_HPP

#include <keyturn/keyturn.hpp>

#include <optional>
#include <string>

namespace processes {

enum class Without {
  nothing,
  lock,    // everybody has it at once
  reread,  // a load gives what this process has seen last
  intent,  // the record says nothing of it, so that it dies with its process
  key,     // refresh requests carry none
};

template <keyturn::SharedStorage S>
class BrokenStorage {
 public:
  struct Lock {
    std::optional<typename S::Lock> held;
  };

  BrokenStorage(S storage, Without without) : storage_{std::move(storage)}, without_{without} {}

  keyturn::Result<std::optional<keyturn::Secret>> load(std::string_view account) {
    if (without_ == Without::reread && seen_) return seen_;
    auto loaded = storage_.load(account);
    if (loaded) seen_ = *loaded;
    return loaded;
  }

  keyturn::Result<void> save(std::string_view account, const keyturn::Secret& bytes) {
    seen_ = bytes;
    if (without_ != Without::intent) return storage_.save(account, bytes);
    auto record = keyturn::core::decode(bytes.view());
    if (!record) return record.error();
    record->intent.reset();
    return storage_.save(account, keyturn::core::encode(*record));
  }

  keyturn::Result<void> erase(std::string_view account) {
    seen_.reset();
    return storage_.erase(account);
  }

  keyturn::Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience) {
    if (without_ == Without::lock) return Lock{};
    auto lock = storage_.lock(account, patience);
    if (!lock) return lock.error();
    return Lock{*std::move(lock)};
  }

 private:
  S storage_;
  Without without_;
  std::optional<keyturn::Secret> seen_;
};

// The example server's dialect, which can ask it for a fault.
class Dialect : public keyturn::JsonApi {
 public:
  Dialect(const std::string& server, Without without, const std::string& fault)
      : keyturn::JsonApi{server}, without_{without}, fault_{fault} {}

  keyturn::Result<keyturn::Request> refresh_request(const keyturn::TokenSet& tokens) const {
    auto request = keyturn::JsonApi::refresh_request(tokens);
    if (request && !fault_.empty()) request->headers.set("X-Fault", fault_);
    return request;
  }

  bool idempotency_key() const { return without_ != Without::key; }

 private:
  Without without_;
  const std::string& fault_;  // a header value of refresh requests; empty: none
};

}  // namespace processes

#endif
