#include "network.hpp"

#include "dialect.hpp"
#include "oracle.hpp"
#include "server.hpp"
#include "storage.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace simulation {

using keyturn::Errc;
using keyturn::Error;
using keyturn::Request;
using keyturn::Response;
using keyturn::Result;

const char* Message::name() const {
  constexpr const char* names[] = {"api", "login", "refresh", "logout", "abroad"};
  return names[static_cast<int>(to)];
}

void Message::trouble() {
  if (to != To::refresh || !token || token->session == 0) return;
  Session& session = world->server->session(token->session);
  if (token->number < session.pairs.size()) session.pairs[token->number].trouble = true;
}

namespace {

Time flight() {
  const auto usual = static_cast<std::uint64_t>(world->plan.flight);
  if (world->healed) return 5 * millisecond;
  Time span = world->plan.flight / 4 + static_cast<Time>(world->chances.below(usual));
  if (world->fails(Fault::late))
    span += static_cast<Time>(world->chances.below(static_cast<std::uint64_t>(40 * second)));
  return span;
}

void finish(Message& message) {
  if (message.answered) return;
  message.answered = true;
  if (message.given_up) return;
  message.arrived();
}

void answer_comes(Message& message) {
  if (message.answered || message.given_up) return message.rotated ? message.trouble() : void();
  finish(message);
}

void at_server(Message& message) {
  const Process& process = world->processes[static_cast<std::size_t>(message.process)];
  const Time away = world->hosts[process.host].server_away_until;
  if (world->fails(Fault::portal)) {
    message.portal = true;
  } else {
    const Answer answer = world->server->handle(message);
    if (answer.nothing) message.error = Errc::no_answer;
    if (!message.answered) message.answer = answer;
  }
  if (world->fails(Fault::lost_answer) || world->scheduler.now() < away) {
    if (message.rotated) message.trouble();
    if (world->chances.percent(50)) return;  // silence
    message.error = Errc::no_answer;
  } else if (world->fails(Fault::cut)) {
    if (message.rotated) message.trouble();
    message.cut = true;
  }
  world->scheduler.at(world->scheduler.now() + flight(), [&message] { answer_comes(message); });
}

void time_is_over(Message& message) {
  if (message.answered) return;
  message.trouble();  // it may be on its way still
  message.error = Errc::timed_out;
  finish(message);
  message.given_up = true;
}

std::string date_text(WallTime wall) {
  const auto days = std::chrono::floor<std::chrono::days>(wall);
  const std::chrono::year_month_day date{days};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(wall - days)};
  constexpr const char* week[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  char text[40];
  const int size = std::snprintf(text, sizeof text, "%s, %02u %s %d %02d:%02d:%02d GMT",
                                 week[std::chrono::weekday{days}.c_encoding()], static_cast<unsigned>(date.day()),
                                 months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                                 static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                                 static_cast<int>(time.seconds().count()));
  return {text, static_cast<std::size_t>(size)};
}

Response text_of(const Message& message) {
  if (message.portal) return {.status = 200, .body = "<html>Please accept our terms.</html>"};
  const Answer& answer = message.answer;
  Response response{.status = answer.status};
  const bool dated = message.to == Message::To::login || message.to == Message::To::refresh;
  if (dated && world->plan.says_date) response.headers.add("Date", date_text(World::wall_of(world->scheduler.now())));
  if (answer.retry_after != 0) response.headers.add("Retry-After", std::to_string(answer.retry_after));
  response.body = body_of(world->plan.dialect, answer);
  if (message.cut) response.body.resize(response.body.size() / 2);
  return response;
}

std::uint64_t key_in(std::string_view hex) {
  std::uint64_t key = 0;
  (void)std::from_chars(hex.data(), hex.data() + std::min<std::size_t>(hex.size(), 16), key, 16);
  return key;
}

Message* message_of(const Request& request, const Process& process) {
  auto* message = new Message;
  const Said said = said_in(request);
  message->to = said.to;
  message->process = process.number;
  message->life = process.life;
  message->sent = world->scheduler.now();
  message->token = token_in(said.refresh_token, 'r');
  if (!message->token) message->token = token_in(said.access_token, 'a');
  if (message->to == Message::To::api || message->to == Message::To::abroad) {
    const std::size_t at = request.url.rfind('/');
    (void)std::from_chars(request.url.data() + at + 1, request.url.data() + request.url.size(), message->call);
  } else {
    message->wrong_password = said.password == "wrong";
    if (message->to == Message::To::login && !message->wrong_password)
      (void)std::from_chars(said.password.data() + 1, said.password.data() + said.password.size(), message->call);
  }
  if (const auto key = request.headers.get("Idempotency-Key")) message->key = key_in(*key);
  return message;
}

}  // namespace

Message* post(const Request& request, keyturn::Callback<void()> arrived) {
  world->outside("the transport");
  Process& process = *world->process_of_fiber();
  Message* const message = message_of(request, process);
  message->arrived = std::move(arrived);
  oracle::sent(process, request, *message);
  KEYTURN_NOTE("process %d sends %s of call %u%s%s", process.number, message->name(), message->call,
               message->token ? ", token " : "",
               message->token ? text_of(message->to == Message::To::api ? 'a' : 'r', *message->token).c_str() : "");
  world->messages.push_back(message);
  Scheduler& scheduler = world->scheduler;
  const Time now = scheduler.now();
  const Time longest = world->plan.endless ? world->plan.request_timeout : 1000 * second;
  message->timeout = std::min<Time>(request.timeout.count(), longest / millisecond) * millisecond;
  scheduler.at(now + message->timeout, [message] { time_is_over(*message); });
  const bool away = now < world->hosts[process.host].server_away_until && message->to != Message::To::abroad;
  if (world->fails(Fault::not_sent) || (away && world->chances.percent(50))) {
    message->error = Errc::not_sent;
    scheduler.at(now + flight(), [message] { answer_comes(*message); });
    return message;
  }
  if (world->fails(Fault::lost_request)) {
    if (world->chances.percent(50)) return message;
    message->error = Errc::no_answer;
    scheduler.at(now + flight(), [message] { answer_comes(*message); });
    return message;
  }
  const bool doubled = world->fails(Fault::doubled);
  if (doubled) message->copies = 2, message->trouble();
  scheduler.at(now + flight(), [message] { at_server(*message); });
  if (doubled) scheduler.at(now + flight(), [message] { at_server(*message); });
  return message;
}

Result<Response> collect(Message& message) {
  message.given_up = true;
  Process& process = world->processes[static_cast<std::size_t>(message.process)];
  if (message.error) {
    KEYTURN_NOTE("process %d: %s of call %u: %s", message.process, message.name(), message.call,
                 keyturn::to_string(*message.error).data());
    return Error{.code = *message.error, .detail = "the network"};
  }
  Response response = text_of(message);
  KEYTURN_NOTE("process %d: %s of call %u answered: %d %s", message.process, message.name(), message.call,
               response.status, message.to == Message::To::api ? "" : response.body.c_str());
  oracle::answered(process, message, response);
  return response;
}

void abandon_messages(int process) {
  for (Message* message : world->messages) {
    if (message->process != process || message->given_up) continue;
    message->given_up = true;
    message->trouble();
  }
}

Result<Response> BlockingTransport::send(const Request& request) {
  Fiber* const me = world->scheduler.current();
  bool done = false;
  Message* const message = post(request, [me, &done] {
    done = true;
    world->scheduler.wake(me);
  });
  while (!done) (void)world->scheduler.block();
  Result<Response> answer = collect(*message);
  world->scheduler.yield();
  return answer;
}

void PolledTransport::send(Request request, keyturn::Completion<Response> done) {
  Message* const message = post(request, [loop = loop_] { loop->kick(); });
  sent_.push_back({message, std::move(done)});
}

std::optional<std::chrono::milliseconds> PolledTransport::poll() {
  std::vector<Sent> arrived;
  std::erase_if(sent_, [&](Sent& sent) { return sent.message->answered && (arrived.push_back(sent), true); });
  for (Sent& sent : arrived) {
    sent.done(collect(*sent.message));
    world->scheduler.yield();
  }
  for (const Sent& sent : sent_)
    if (sent.message->answered) return std::chrono::milliseconds{0};
  if (sent_.empty()) return std::nullopt;
  return std::chrono::minutes{1};
}

ThreadedTransport::ThreadedTransport(int process) : owner_{new Inside{process}} {
  Inside& inside = *owner_.inside;
  inside.thread = world->scheduler.spawn(process, [&inside] { run(inside); });
}

ThreadedTransport::Owner::~Owner() {
  if (inside == nullptr) return;
  inside->over = true;
  inside->work.clear();
  world->scheduler.wake(inside->thread);
}

void ThreadedTransport::run(Inside& inside) {
  while (!inside.over) {
    if (inside.work.empty()) {
      (void)world->scheduler.block();
      continue;
    }
    const std::size_t which = world->chances.below(inside.work.size());
    const keyturn::Callback<void()> work = inside.work[which];
    inside.work.erase(inside.work.begin() + static_cast<std::ptrdiff_t>(which));
    work();
    world->scheduler.yield();
  }
}

void ThreadedTransport::push(Inside& inside, keyturn::Callback<void()> work) {
  if (inside.over) return;
  inside.work.push_back(std::move(work));
  world->scheduler.wake(inside.thread);
}

void ThreadedTransport::send(Request request, keyturn::Completion<Response> done) {
  Inside* const inside = owner_.inside;
  auto* place = new Message* {nullptr};
  *place = post(request, [inside, place, done] { push(*inside, [place, done] { done(collect(**place)); }); });
  world->scheduler.yield();
}

void ThreadedTransport::wake_after(std::chrono::milliseconds delay, keyturn::Callback<void()> work) {
  Inside* const inside = owner_.inside;
  const Time span = std::min<std::int64_t>(delay.count(), 10'000'000) * millisecond;
  world->scheduler.at(world->scheduler.now() + span, [inside, work] { push(*inside, work); });
}

}  // namespace simulation
