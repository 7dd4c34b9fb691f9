// The weather in the first byte, and the way of a walk of the machine in the others.
#include "fuzz.hpp"

#include "core/machine_walk.hpp"

#include <iterator>

using namespace keyturn_tests;

constexpr Weather weathers[] = {
    {},
    {.shared = true},
    {.lost_answers = 30, .crashes = 50},
    {.shared = true, .processes = 2, .busy_locks = 10, .lost_answers = 30, .crashes = 50},
    {.shared = true, .processes = 3, .unavailable = 40, .lost_answers = 20, .changes = 30},
    {.failing_storage = 25, .failing_random = 5, .lost_answers = 20, .refusals = 10, .poor_answers = 15},
    {.shared = true, .failing_storage = 25, .failing_random = 5, .busy_locks = 20, .refusals = 10, .poor_answers = 15},
    {.shared = true,
     .processes = 2,
     .lost_answers = 40,
     .early_refresh = core::EarlyRefresh::holds_up_nobody,
     .unknown_outcome = {UnknownOutcome::Rule::wait}},
    {.shared = true,
     .processes = 2,
     .lost_answers = 40,
     .unknown_outcome = {UnknownOutcome::Rule::repeat_within, std::chrono::seconds{3}}},
    {.shared = true,
     .processes = 2,
     .failing_storage = 15,
     .failing_random = 5,
     .busy_locks = 20,
     .lost_answers = 20,
     .refusals = 10,
     .poor_answers = 15,
     .crashes = 20,
     .tampering = 60},
};

void fuzz(std::string_view input) {
  if (input.empty()) return;
  const Weather& weather = weathers[static_cast<unsigned char>(input.front()) % std::size(weathers)];
  const std::string fault = Walk{Chances{input.substr(1)}, weather}.run(1'000);
  keyturn_fuzz::expect(fault.empty(), fault.c_str());
}
