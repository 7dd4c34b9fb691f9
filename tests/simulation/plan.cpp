#include "plan.hpp"

#include <algorithm>

namespace simulation {

const char* name_of(Fault fault) {
  constexpr const char* names[] = {"not sent",    "lost request", "lost answer", "late",       "doubled request",
                                   "cut answer",  "portal",       "unavailable", "5xx, done",  "429",
                                   "401",         "poor answer",  "load fails",  "save fails", "save fails late",
                                   "erase fails", "lock fails",   "slow disk",   "no random",  "wakes for nothing"};
  static_assert(sizeof names / sizeof *names == fault_kinds);
  return names[static_cast<unsigned>(fault)];
}

const char* name_of(Deed::Kind kind) {
  constexpr const char* names[] = {"get",     "post",  "post_once", "abroad", "token",   "report",
                                   "refresh", "login", "adopt",     "logout", "restore", "look"};
  return names[static_cast<unsigned>(kind)];
}

const char* name_of(Blow::Kind kind) {
  constexpr const char* names[] = {"crash",       "power loss", "stop",   "suspend", "clock jump",
                                   "server away", "disk away",  "revoke", "expire"};
  return names[static_cast<unsigned>(kind)];
}

std::string Omissions::text() const {
  std::string text;
  for (const unsigned item : items) text += (text.empty() ? "p" : ",p") + std::to_string(item);
  for (const unsigned fault : faults) text += (text.empty() ? "f" : ",f") + std::to_string(fault);
  return text;
}

bool Omissions::read(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string number = text.substr(at + 1, end - at - 1);
    if ((text[at] != 'p' && text[at] != 'f') || number.empty() || number.size() > 9 ||
        number.find_first_not_of("0123456789") != number.npos)
      return false;
    (text[at] == 'p' ? items : faults).insert(static_cast<unsigned>(std::stoul(number)));
    at = end + 1;
  }
  return true;
}

namespace {

// Long times are rare, short ones are not.
Time about(Dice& dice, Time least, Time most) {
  Time time = least;
  while (time < most && dice.percent(60)) time *= 2;
  return std::min(most, time + static_cast<Time>(dice.below(static_cast<std::uint64_t>(time))));
}

Deed::Kind deed(Dice& dice, bool first) {
  using Kind = Deed::Kind;
  struct Share {
    Kind kind;
    unsigned share;
  };
  constexpr Share shares[] = {{Kind::get, 48},  {Kind::post, 8},   {Kind::post_once, 3}, {Kind::abroad, 3},
                              {Kind::token, 9}, {Kind::report, 5}, {Kind::refresh, 7},   {Kind::login, 3},
                              {Kind::adopt, 2}, {Kind::logout, 4}, {Kind::restore, 4},   {Kind::look, 4}};
  if (first && dice.percent(70)) return Kind::login;
  std::uint64_t roll = dice.below(100);
  for (const Share& share : shares) {
    if (roll < share.share) return share.kind;
    roll -= share.share;
  }
  return Kind::get;
}

void plan_weather(Plan& plan, Dice& dice) {
  const unsigned share = static_cast<unsigned>(dice.below(5)) * 12;  // of the faults that there are at all
  const unsigned most = dice.percent(30) ? 200 : 60;
  for (unsigned& chance : plan.chances)
    if (dice.percent(share)) chance = 1 + static_cast<unsigned>(dice.below(most));
}

void plan_blows(Plan& plan, Dice& dice) {
  const std::uint64_t count = dice.below(4) == 0 ? 0 : dice.below(8);
  for (std::uint64_t i = 0; i < count; ++i) {
    Blow blow{.kind = static_cast<Blow::Kind>(dice.below(static_cast<unsigned>(Blow::Kind::kinds)))};
    if (dice.percent(40)) blow.kind = Blow::Kind::crash;
    blow.step = dice.below(1200);
    blow.whom = static_cast<unsigned>(dice.next() >> 40);
    blow.span = about(dice, 50 * millisecond, 100 * second);
    plan.blows.push_back(blow);
  }
  std::sort(plan.blows.begin(), plan.blows.end(), [](const Blow& a, const Blow& b) { return a.step < b.step; });
}

void plan_deeds(Plan& plan, Dice& dice) {
  const std::uint64_t deeds = 20 + dice.below(45);
  const Time pace = about(dice, 10 * millisecond, 20 * second);
  for (std::size_t process = 0; process < plan.processes.size(); ++process)
    plan.threads[process].resize(1 + dice.below(dice.percent(50) ? 2 : 4));
  for (std::uint64_t i = 0; i < deeds; ++i) {
    auto& threads = plan.threads[i == 0 ? 0 : dice.below(plan.processes.size())];
    auto& deeds_of_thread = threads[i == 0 ? 0 : dice.below(threads.size())];
    Deed next{.kind = deed(dice, i == 0)};
    next.pause = dice.percent(40) ? 0 : static_cast<Time>(dice.below(static_cast<std::uint64_t>(pace)));
    next.timeout = dice.percent(20) ? about(dice, 20 * millisecond, 20 * second) : 0;
    deeds_of_thread.push_back(next);
  }
}

}  // namespace

Plan plan_of(std::uint64_t seed, const Wishes& wishes) {
  Dice dice{seed, 2};
  Plan plan;
  plan.rotation = static_cast<Rotation>(dice.below(100) < 40 ? 2 : dice.below(4));
  plan.disks = static_cast<Disks>(dice.below(100) < 40 ? 1 : dice.below(3));
  if (wishes.rotation >= 0) plan.rotation = static_cast<Rotation>(wishes.rotation);
  if (wishes.disks >= 0) plan.disks = static_cast<Disks>(wishes.disks);
  plan.processes.resize(1 + dice.below(4));
  for (Driver& driver : plan.processes) {
    driver = static_cast<Driver>(dice.below(100) < 50 ? 0 : 1 + dice.below(2));
    if (wishes.driver >= 0) driver = static_cast<Driver>(wishes.driver);
    const bool own_host = plan.disks == Disks::lease && dice.percent(70);
    plan.host_of.push_back(own_host ? static_cast<unsigned>(plan.host_of.size()) : 0);
  }
  plan.lying_disk = dice.percent(20);
  plan.old_tokens_die = dice.percent(30);
  plan.says_date = dice.percent(70);
  plan.says_lifetime = dice.percent(90);
  plan.waits_if_lost = dice.percent(50);
  plan.token_lives = about(dice, second, 600 * second) / second * second;
  plan.refresh_token_lives = dice.percent(15) ? about(dice, 10 * second, 600 * second) : never / 4;
  plan.window = about(dice, second, 60 * second);
  plan.flight = about(dice, 200 * microsecond, 500 * millisecond);
  plan.request_timeout = dice.percent(50) ? 30 * second : about(dice, 200 * millisecond, 30 * second);
  plan.refresh_timeout = dice.percent(50) ? 30 * second : about(dice, 200 * millisecond, 30 * second);
  plan.logout_timeout = dice.percent(50) ? 10 * second : about(dice, 50 * millisecond, 10 * second);
  plan.lock_patience = dice.percent(50) ? 40 * second : about(dice, 10 * millisecond, 40 * second);
  for (Time* timeout : {&plan.request_timeout, &plan.refresh_timeout, &plan.logout_timeout})
    *timeout = std::max(*timeout, 4 * plan.flight) / millisecond * millisecond;
  plan.lock_patience = plan.lock_patience / millisecond * millisecond;
  plan.attempts = 1 + static_cast<unsigned>(dice.below(4));
  plan.budget = dice.percent(70) ? 5 : 1 + static_cast<unsigned>(dice.below(10));
  plan_weather(plan, dice);
  plan_blows(plan, dice);
  plan_deeds(plan, dice);
  Dice matter{seed, 7};
  if (plan.disks == Disks::file && matter.percent(60))
    plan.dialect = matter.percent(50) ? Dialect::json : Dialect::oauth2;
  if (wishes.dialect >= 0 && plan.disks == Disks::file) plan.dialect = static_cast<Dialect>(wishes.dialect);
  plan.tears = plan.disks != Disks::lease && Dice{seed, 9}.percent(30);
  plan.endless = Dice{seed, 95}.percent(15);  // this stream leaves the older schedules of found.txt as they were
  if (plan.endless) plan.request_timeout = 60 * second;
  if (wishes.calm) {
    plan.blows.clear();
    for (unsigned& chance : plan.chances) chance = 0;
  }
  for (auto& threads : plan.threads)
    for (auto& thread : threads)
      for (Deed& deed : thread) deed.item = plan.items++;
  for (Blow& blow : plan.blows) blow.item = plan.items++;
  return plan;
}

std::string describe(const Plan& plan) {
  constexpr const char* rotations[] = {"strict", "window", "idempotent", "none"};
  constexpr const char* disks[] = {"own", "file", "lease"};
  constexpr const char* drivers[] = {"blocking", "polled", "threaded"};
  constexpr const char* dialects[] = {"", ", in JSON", ", in OAuth 2.0"};
  std::string text = "rotation " + std::string{rotations[static_cast<int>(plan.rotation)]} + ", storage " +
                     disks[static_cast<int>(plan.disks)] + dialects[static_cast<int>(plan.dialect)] + ", processes";
  for (std::size_t i = 0; i < plan.processes.size(); ++i)
    text += std::string{" "} + drivers[static_cast<int>(plan.processes[i])] + "*" +
            std::to_string(plan.threads[i].size()) + "@" + std::to_string(plan.host_of[i]);
  const auto seconds = [](Time time) { return std::to_string(static_cast<double>(time) / second).substr(0, 6) + " s"; };
  text += ", a token lives " + seconds(plan.token_lives) + ", timeouts " + seconds(plan.request_timeout) + " " +
          seconds(plan.refresh_timeout) + " " + seconds(plan.logout_timeout) + ", patience " +
          seconds(plan.lock_patience) + ", " + std::to_string(plan.attempts) + " attempts";
  for (unsigned i = 0; i < fault_kinds; ++i)
    if (plan.chances[i] != 0)
      text += std::string{", "} + name_of(static_cast<Fault>(i)) + " " + std::to_string(plan.chances[i]) + "/1000";
  return text + (plan.lying_disk ? ", the disk lies" : "") + (plan.tears ? ", the disk tears" : "") +
         (plan.endless ? ", calls have no limit" : "");
}

}  // namespace simulation
