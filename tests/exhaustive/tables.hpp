// Every process and every record that a search has come across, each once and under a number, and what each process does
// about each stimulus: the machine's code runs once for all the worlds in which the same comes to the same process.
#ifndef KEYTURN_TESTS_EXHAUSTIVE_TABLES_HPP
#define KEYTURN_TESTS_EXHAUSTIVE_TABLES_HPP

#include "client.hpp"

#include <cstring>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>

namespace exhaustive {

struct HashOfBytes {
  template <class T>
  std::size_t operator()(const T& value) const {
    static_assert(std::has_unique_object_representations_v<T>);
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(&value), sizeof value});
  }
};

/// What storage holds, as bytes that the machine has made, and what stands in them.
struct Record {
  ky::Secret bytes{};
  std::uint64_t generation = 0, keys = 0;
  std::uint8_t refresh = 0, access = 0, key = 0;
  Milliseconds stale_at = INT32_MIN;
};

class Records {
 public:
  /// Its number, never 0.
  std::uint16_t number_of(const ky::Secret& bytes) {
    const auto [found, is_new] = numbers_.try_emplace(std::string{bytes.view()}, records_.size() + 1);
    if (is_new) records_.push_back(read(bytes));
    return static_cast<std::uint16_t>(found->second);
  }
  const Record& operator[](std::uint16_t number) const { return records_[number - 1u]; }

  /// The same record when so much time has passed.
  std::uint16_t after(std::uint16_t number, const ky::core::Moments& times) {
    if (number == 0) return number;
    const auto [found, is_new] = aged_.try_emplace({number, times.passed.count()});
    if (is_new) found->second = number_of(ky::core::MachineState::pass((*this)[number].bytes, times));
    return found->second;
  }

 private:
  static Record read(const ky::Secret& bytes) {
    Record record{.bytes = bytes};
    const auto decoded = ky::core::decode(bytes.view());
    if (!decoded) return record;
    record.generation = decoded->generation;
    record.refresh = static_cast<std::uint8_t>(exhaustive::number_of(decoded->tokens.refresh_token.view()));
    record.access = static_cast<std::uint8_t>(exhaustive::number_of(decoded->tokens.access_token.view()));
    if (decoded->intent) record.key = std::to_integer<std::uint8_t>((*decoded->intent)[0]);
    record.keys = std::uint64_t{1} << record.key;
    if (decoded->access_expires)
      record.stale_at = count(*decoded->access_expires - moment().wall - lifetime + stale_after);
    return record;
  }

  std::unordered_map<std::string, std::size_t> numbers_;
  std::deque<Record> records_;
  std::map<std::pair<std::uint16_t, std::int64_t>, std::uint16_t> aged_;
};

/// What is in a process's hand, as far as the world deals with it.
struct InHand {
  enum Kind : std::uint8_t { lock, load, save, erase, send, revoke } kind{};
  std::uint16_t record = 0;           // to be saved
  std::uint8_t refresh = 0, key = 0;  // to be sent
};

struct Known {
  Client client;
  std::vector<InHand> hand{};
  std::uint64_t keys = 0;
  bool is_due = false;  // at once, or after a wait of the machine's own
};

class Clients {
 public:
  Clients(const Setting& setting, Records& records) : setting_{setting}, dialect_{setting}, records_{records} {}

  /// A process that has just begun, and whose host has so many calls to make; none: one that renews whatever it finds.
  std::uint32_t fresh(unsigned calls) {
    std::uint32_t& number = fresh_.at(calls);
    if (number != 0) return number;
    Client client{setting_, std::max(calls, 1u), calls == 0 && !setting_.token_lives};
    const Stimulus begin{.kind = Stimulus::pass};
    const Step step{client, setting_, dialect_, begin, {}};
    return number = number_of(std::move(client));
  }
  const Known& operator[](std::uint32_t number) const { return clients_[number - 1]; }

  Reaction react(const Stimulus& stimulus) {
    const auto [found, is_new] = reactions_.try_emplace(stimulus);
    if (!is_new) return found->second;
    Client client = (*this)[stimulus.process].client;
    std::optional<ky::Secret> record;
    if (stimulus.record != 0) record = records_[stimulus.record].bytes;
    Step step{client, setting_, dialect_, stimulus, record};
    step.reaction.process = number_of(std::move(client));
    return found->second = step.reaction;
  }

  /// How many times the machine's code ran.
  std::size_t runs() const { return reactions_.size(); }
  std::size_t size() const { return clients_.size(); }

 private:
  std::uint32_t number_of(Client client) {
    const auto state = client.state();
    const auto [found, is_new] = numbers_.try_emplace(state.bytes(), clients_.size() + 1);
    if (is_new) {
      Known known{.client = std::move(client), .keys = state.keys()};
      for (const ky::Action& action : known.client.hand) known.hand.push_back(in_hand(action));
      known.is_due = known.client.machine.next_deadline() <= moment(count(ky::core::Moments::wait)).steady;
      clients_.push_back(std::move(known));
    }
    return static_cast<std::uint32_t>(found->second);
  }

  InHand in_hand(const ky::Action& action) {
    if (action.is<ky::action::Lock>()) return {.kind = InHand::lock};
    if (action.is<ky::action::Load>()) return {.kind = InHand::load};
    if (action.is<ky::action::Erase>()) return {.kind = InHand::erase};
    if (action.is<ky::action::Revoke>()) return {.kind = InHand::revoke};
    if (const auto* save = action.get<ky::action::Save>())
      return {.kind = InHand::save, .record = records_.number_of(save->record)};
    InHand send{.kind = InHand::send};
    const auto request =
        ky::drive::refresh_request(dialect_, *action.get<ky::action::SendRefresh>(), Client::options());
    char body[256];
    const std::size_t size = request ? request->body.open()(body) : 0;
    const std::string_view text{body, size};
    if (const std::size_t token = text.find(":\"r"); token != text.npos)
      send.refresh = static_cast<std::uint8_t>(exhaustive::number_of(text.substr(token + 2)));
    if (request)
      if (const auto key = request->headers.get("Idempotency-Key"))
        std::from_chars(key->data(), key->data() + 2, send.key, 16);
    return send;
  }

  const Setting& setting_;
  const Dialect dialect_;
  Records& records_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::deque<Known> clients_;
  std::array<std::uint32_t, rotations + 1> fresh_{};
  std::unordered_map<Stimulus, Reaction, HashOfBytes> reactions_;
};

}  // namespace exhaustive

#endif
