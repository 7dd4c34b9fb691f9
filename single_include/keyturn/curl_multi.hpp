// Generated from include/keyturn/curl_multi.hpp by tests/gates/single_header.py; change the headers there and run it again.

#include "keyturn.hpp"

// <keyturn/adapters/curl_header_list.hpp>
// The header lines of a request in the form that libcurl takes, kept between requests and wiped when they change.
#ifndef KEYTURN_ADAPTERS_CURL_HEADER_LIST_HPP
#define KEYTURN_ADAPTERS_CURL_HEADER_LIST_HPP

#if !__has_include(<curl/curl.h>)
#error "keyturn needs libcurl: install libcurl4-openssl-dev (Debian), or use <keyturn/core.hpp> with your own transport"
#include <stop_here_see_the_error_above>
#endif
#include <curl/curl.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Whether `text` is a token (RFC 9110, section 5.6.2): what a method or a field name is made of.
constexpr bool is_http_token(std::string_view text) {
  for (const char c : text)
    if (!is_alpha(c) && !is_digit(c) && std::string_view{"!#$%&'*+-.^_`|~"}.find(c) == std::string_view::npos)
      return false;
  return !text.empty();
}

/// Whether `text` may stand in a header line: it has no CR, LF or NUL.
constexpr bool is_one_line(std::string_view text) {
  for (const char c : text)
    if (c == '\r' || c == '\n' || c == '\0') return false;
  return true;
}

/// One list of header lines. All lines stand in one buffer that is wiped before it is written anew and when the list
/// dies; setting the same lines again costs a comparison and no allocation. Content-Length and Transfer-Encoding are
/// left out, because the body says them. Neither copied nor moved; for one thread at a time.
class CurlHeaderList {
 public:
  /// `user_agent` stands in every list whose headers name none, unless it is empty. It must outlive the list.
  explicit CurlHeaderList(std::string_view user_agent = {}) : user_agent_{user_agent} {}
  CurlHeaderList(const CurlHeaderList&) = delete;
  CurlHeaderList& operator=(const CurlHeaderList&) = delete;
  ~CurlHeaderList() { clear(); }

  /// Whether the list is what `set` would make of these.
  bool holds(const Headers& headers, bool with_body) const {
    std::size_t count = 0;
    const bool same = each_line(headers, with_body, [&](const Line& line) {
      if (count == nodes_.size()) return false;
      const std::size_t begin = begins_.begin()[count];
      return line.stands_in(std::string_view{text_}.substr(begin, begins_.begin()[++count] - begin - 1));
    });
    return same && count == nodes_.size();
  }

  /// Takes these headers. `with_body` takes out what libcurl adds to bodies by itself: a form's Content-Type, and an
  /// Expect that delays them. False, with nothing changed, if a name is no token or a value holds CR, LF or NUL.
  [[nodiscard]] bool set(const Headers& headers, bool with_body) {
    for (const Header& field : headers)
      if (!is_http_token(field.name) || !is_one_line(field.value)) return false;
    clear();
    std::size_t size = 0;
    each_line(headers, with_body, [&](const Line& line) { return size += line.size() + 1, true; });
    text_.reserve(size);  // so that the buffer does not move while it is written, and leaves no copies
    each_line(headers, with_body, [&](const Line& line) {
      begins_.push(text_.size());
      nodes_.push({text_.data() + text_.size(), nullptr});
      text_.append(line.name).append(line.separator).append(line.value).push_back('\0');
      return true;
    });
    begins_.push(text_.size());
    for (curl_slist& node : nodes_) node.next = &node == &nodes_.last() ? nullptr : &node + 1;
    return true;
  }

  /// Wipes the lines. What libcurl was given before must not be used any more.
  void clear() noexcept {
    wipe(text_);
    begins_.clear();
    nodes_.clear();
  }

  /// For CURLOPT_HTTPHEADER; valid until the next change. Null if there are no lines.
  curl_slist* get() noexcept { return nodes_.empty() ? nullptr : nodes_.begin(); }

 private:
  struct Line {
    std::string_view name, separator, value;
    std::size_t size() const { return name.size() + separator.size() + value.size(); }
    bool stands_in(std::string_view text) const {
      return text.size() == size() && text.starts_with(name) && text.substr(name.size()).starts_with(separator) &&
             text.ends_with(value);
    }
  };

  /// Calls `take(line)` for each line, until it says false.
  template <class Take>
  bool each_line(const Headers& headers, bool with_body, Take&& take) const {
    using Given = std::remove_reference_t<Take>;
    return each_line(headers, with_body, &take,
                     [](void* given, const Line& line) { return (*static_cast<Given*>(given))(line); });
  }
  KEYTURN_ONCE bool each_line(const Headers& headers, bool with_body, void* given,
                              bool (*take_given)(void* given, const Line& line)) const {
    const auto take = [&](const Line& line) { return take_given(given, line); };
    bool has_type = false, has_expect = false, has_agent = user_agent_.empty();
    for (const Header& field : headers) {
      const std::string_view name = field.name;
      if (name.size() == 14 && equal_ignoring_case(name, "Content-Length")) continue;
      if (name.size() == 17 && equal_ignoring_case(name, "Transfer-Encoding")) continue;
      has_type = has_type || (name.size() == 12 && equal_ignoring_case(name, "Content-Type"));
      has_agent = has_agent || (name.size() == 10 && equal_ignoring_case(name, "User-Agent"));
      has_expect = has_expect || (name.size() == 6 && equal_ignoring_case(name, "Expect"));
      const std::string_view value = trim(field.value);
      // libcurl takes "Name:" as "leave it out" and "Name;" as "send it with an empty value"
      if (!take(Line{name, value.empty() ? ";" : ": ", value})) return false;
    }
    if (!has_agent && !take(Line{"User-Agent", ": ", user_agent_})) return false;
    if (!with_body) return true;
    return (has_type || take(Line{"Content-Type", ":", ""})) && (has_expect || take(Line{"Expect", ":", ""}));
  }

  const std::string_view user_agent_;
  std::string text_;          // every line with a NUL behind it
  List<std::size_t> begins_;  // of the lines, and the end of the last
  List<curl_slist> nodes_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_exchange.hpp>
// One request and its answer, as libcurl's callbacks see them.
#ifndef KEYTURN_ADAPTERS_CURL_EXCHANGE_HPP
#define KEYTURN_ADAPTERS_CURL_EXCHANGE_HPP

#include <curl/curl.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <span>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// What may come back at most.
struct CurlLimits {
  std::size_t body = 0;    ///< Bytes after any decoding. Does not apply to what `on_data` takes.
  std::size_t header = 0;  ///< Bytes of all header blocks and trailers together.

  /// What the request says, or else the default of `Options`.
  static CurlLimits of(const Request& request, std::size_t header) {
    return {.body = request.max_response > 0 ? request.max_response : Options{}.max_response, .header = header};
  }
};

/// What the request says, or else the default of `Options`.
inline std::chrono::milliseconds timeout_of(const Request& request) {
  return request.timeout.count() > 0 ? request.timeout : Options{}.request_timeout;
}

/// Gives libcurl the body of one request, takes the answer apart, and makes a result of both. libcurl calls it on the
/// thread that sends. Exceptions of the host's reader and `on_data` are kept here while libcurl's frames unwind, and go
/// on from `finish`.
class CurlExchange {
 public:
  /// `request` and `lines` must outlive the exchange. `resend` allows libcurl to send the request again on a fresh
  /// connection if a kept one turns out to be dead. `lines` is room that the next exchange may use again.
  CurlExchange(const Request& request, CurlLimits limits, bool resend, std::string& lines)
      : request_{request}, limits_{limits}, lines_{lines}, unsent_{request.body.length()}, resend_{resend} {
    lines_.clear();
  }
  CurlExchange(const CurlExchange&) = delete;
  CurlExchange& operator=(const CurlExchange&) = delete;
  ~CurlExchange() {
    if (!request_.at_most_once) return;
    wipe(response_.body);
    wipe(lines_);
  }

  const Request& request() const noexcept { return request_; }

  /// Nothing of the host's is called any more.
  void cancel() noexcept { stopped_ = Error{.code = Errc::cancelled}; }

  /// Before each time that the request goes out; false stops it.
  bool begin() noexcept {
    if (stopped_ || (begun_ && !resend_)) return false;
    begun_ = true;
    return true;
  }

  /// The next bytes of a streamed body, never more than its length; CURL_READFUNC_ABORT to stop.
  std::size_t read(std::span<char> into) noexcept {
    return guarded(std::size_t{CURL_READFUNC_ABORT}, [&] {
      if (unsent_) into = into.first(static_cast<std::size_t>(std::min<std::uint64_t>(*unsent_, into.size())));
      if (into.empty()) return std::size_t{0};
      if (!reader_) reader_ = request_.body.open();
      const std::size_t size = reader_(into);
      if (size > into.size() || (size == 0 && unsent_)) {
        stop(Errc::no_answer,
             size == 0 ? "the body ended before its length" : "the body's reader said more than there is room for");
        return std::size_t{CURL_READFUNC_ABORT};
      }
      if (unsent_) *unsent_ -= size;
      return size;
    });
  }

  /// One header line, with its line end; false stops the transfer.
  bool header(std::string_view line) noexcept {
    return guarded(false, [&] {
      if (line.size() > limits_.header - header_bytes_)
        return stop(Errc::bad_answer, "the answer's header is over the limit");
      header_bytes_ += line.size();
      if (header_complete_) return true;  // a trailer
      while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty()) return end_of_block();
      if (response_.status == 0) return status_line(line);
      return field_line(line);
    });
  }

  /// The next bytes of the answer's body; false stops the transfer.
  bool body(std::string_view bytes) noexcept {
    return guarded(false, [&] {
      if (request_.on_data && is_success(response_.status)) {
        if (request_.on_data(bytes)) return true;
        return stop(Errc::cancelled, "on_data said stop");
      }
      if (bytes.size() > limits_.body - response_.body.size())
        return stop(Errc::bad_answer, "the answer's body is over the limit");
      make_room(response_.body, bytes.size(), announced_);
      response_.body += bytes;
      return true;
    });
  }

  /// Whether none of the body has come yet.
  bool body_is_new() const noexcept { return response_.body.empty() && announced_ == 0; }

  /// How much body the answer announces, so that it is stored without moving. Ignored beyond a megabyte: a server may
  /// lie.
  void expect_body(std::uint64_t size) noexcept {
    announced_ = std::min({size, std::uint64_t{limits_.body}, std::uint64_t{1u << 20}});
  }

  /// The end: the answer, or what went wrong. Throws what the host's functions threw. `timeout` is the request's, `said`
  /// what libcurl wrote into its buffer for errors, or empty.
  Result<Response> finish(CURLcode code, std::chrono::milliseconds elapsed, std::chrono::milliseconds timeout,
                          bool any_bytes_sent, const char* said = "") {
#if KEYTURN_HAS_EXCEPTIONS
    if (thrown_ != nullptr) std::rethrow_exception(thrown_);
#endif
    if (stopped_) return *std::move(stopped_);
    // libcurl wanted to send once more after a complete answer, such as a 417: the answer counts
    if (code == CURLE_ABORTED_BY_CALLBACK && header_complete_) code = CURLE_OK;
    if (code != CURLE_OK) {
      // Before the request goes out libcurl speaks of the connection alone; later maybe of what a server sent.
      Error error{.code = errc_of(code, elapsed, timeout, any_bytes_sent),
                  .detail = !begun_ && *said != '\0' ? said : curl_easy_strerror(code)};
#if KEYTURN_HAS_HINTS
      error.detail += error.code == Errc::timed_out ? "; see Request::timeout and the timeouts of Options" : hint(code);
#endif
      return error;
    }
    if (!header_complete_) return Error{.code = Errc::no_answer, .detail = "the answer ended in its header"};
    return std::move(response_);
  }

 private:
#if KEYTURN_HAS_HINTS
  /// What to do about it.
  static const char* hint(CURLcode code) {
    switch (code) {
      case CURLE_COULDNT_RESOLVE_HOST:
        return "; is the name right, and is there a network?";
      case CURLE_COULDNT_CONNECT:
        return "; is the server running?";
      case CURLE_SSL_CONNECT_ERROR:
        return "; does the server speak https at that port?";
      case CURLE_PEER_FAILED_VERIFICATION:
        return "; a CA of your own goes into CurlOptions::ca_file";
      case CURLE_SSL_CACERT_BADFILE:
        return "; see CurlOptions::ca_file and ca_path";
      case CURLE_UNSUPPORTED_PROTOCOL:
        return "; what came is no HTTP";
      default:
        break;
    }
    return "";
  }
#endif

  template <class R, class F>
  R guarded(R failed, F&& f) noexcept {
    if (stopped_) return failed;
#if KEYTURN_HAS_EXCEPTIONS
    try {
      return f();
    } catch (...) {
      thrown_ = std::current_exception();
      return failed;
    }
#else
    static_cast<void>(failed);
    return f();
#endif
  }

  bool stop(Errc code, std::string_view why) {
    stopped_ = Error{.code = code, .detail = std::string{why}};
    return false;
  }

  bool status_line(std::string_view line) {
    const std::size_t space = line.find(' ');
    const std::string_view digits = space == line.npos ? std::string_view{} : line.substr(space + 1, 3);
    if (!line.starts_with("HTTP/") || digits.size() != 3 || digits.find_first_not_of("0123456789") != digits.npos ||
        digits.front() == '0')
      return stop(Errc::bad_answer, "the answer has no status");
    response_.status = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
    return true;
  }

  bool field_line(std::string_view line) {
    if (line.front() == ' ' || line.front() == '\t') {  // obsolete folding: goes on from the line before
      if (lines_.empty()) return true;
      lines_.back() = ' ';
    } else if (line.find(':') == line.npos) {
      return stop(Errc::bad_answer, "the answer's header has a line without a colon");
    }
    line = trim(line);
    make_room(lines_, line.size() + 1, 512);
    lines_.append(line).push_back('\n');
    return true;
  }

  bool end_of_block() {
    if (response_.status == 0) return stop(Errc::bad_answer, "the answer has no status");
    header_complete_ = response_.status >= 200;
    if (header_complete_)
      response_.headers = Headers::of_lines(lines_);
    else
      response_.status = 0;  // 1xx: the answer itself is yet to come
    lines_.clear();
    return true;
  }

  /// For `more` bytes, so that nothing of an auth server's answer stays where the text stood before: it holds tokens.
  void make_room(std::string& text, std::size_t more, std::uint64_t expected) {
    const std::size_t needed = text.size() + more;
    if (needed <= text.capacity()) return;
    std::string larger;
    larger.reserve(std::max({needed, text.capacity() * 2, static_cast<std::size_t>(expected)}));
    larger.append(text);
    if (request_.at_most_once) wipe(text);
    text = std::move(larger);
  }

  Errc errc_of(CURLcode code, std::chrono::milliseconds elapsed, std::chrono::milliseconds timeout,
               bool any_bytes_sent) const {
    if (code == CURLE_OPERATION_TIMEDOUT && (begun_ || elapsed >= timeout)) return Errc::timed_out;
    if (!begun_) {
      switch (code) {
        case CURLE_UNSUPPORTED_PROTOCOL:
          return Errc::unsupported;
        case CURLE_URL_MALFORMAT:
        case CURLE_LOGIN_DENIED:
          return Errc::bad_request;  // user name in the URL
        default:
          return Errc::not_sent;
      }
    }
    constexpr int too_large = 100;  // CURLE_TOO_LARGE, which libcurl has from 8.6 on
    if (static_cast<int>(code) == too_large) return Errc::bad_answer;
    switch (code) {
      case CURLE_SEND_ERROR:
        return any_bytes_sent ? Errc::no_answer : Errc::not_sent;
      case CURLE_UNSUPPORTED_PROTOCOL:  // libcurl's word for an answer that is no HTTP
      case CURLE_WEIRD_SERVER_REPLY:
      case CURLE_BAD_CONTENT_ENCODING:
      case CURLE_FILESIZE_EXCEEDED:
      case CURLE_OUT_OF_MEMORY:
        return Errc::bad_answer;  // and for a header line over its own limit
      default:
        return Errc::no_answer;
    }
  }

  const Request& request_;
  const CurlLimits limits_;
  std::string& lines_;  // of the answer's header, as far as they have come
  Response response_;
  Reader reader_;
  std::optional<std::uint64_t> unsent_;  // of a stream of known length
  std::optional<Error> stopped_;
#if KEYTURN_HAS_EXCEPTIONS
  std::exception_ptr thrown_;
#endif
  std::size_t header_bytes_ = 0;
  std::uint64_t announced_ = 0;
  bool header_complete_ = false;
  bool begun_ = false;
  const bool resend_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_handle.hpp>
// A libcurl handle with its connections: set up once, told for each request what differs from the one before.
#ifndef KEYTURN_ADAPTERS_CURL_HANDLE_HPP
#define KEYTURN_ADAPTERS_CURL_HANDLE_HPP

#if KEYTURN_HARDENED_SECRETS

// <keyturn/base/hardened_memory.hpp>
// Where the bytes of secrets stand in a program that is built with KEYTURN_HARDENED_SECRETS=1: in memory that is neither
// swapped out nor written into core dumps. libcurl's memory stands there too; see adapters/curl_memory.hpp.
#ifndef KEYTURN_BASE_HARDENED_MEMORY_HPP
#define KEYTURN_BASE_HARDENED_MEMORY_HPP

#if defined(_WIN32)
#error "KEYTURN_HARDENED_SECRETS is for systems with mmap and mlock"
#endif

#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory_resource>
#include <new>

KEYTURN_NAMESPACE_BEGIN

/// How well the memory of secrets is protected. The system may refuse, above all to lock more than RLIMIT_MEMLOCK
/// allows (`ulimit -l`, or LimitMEMLOCK= of systemd); then secrets stand there all the same, and this says so.
struct HardenedMemory {
  std::size_t bytes = 0;        ///< Taken from the system now, in whole pages.
  bool locked = true;           ///< None of it may be swapped out.
  bool kept_from_dumps = true;  ///< No core dump holds any of it.
  int error = 0;                ///< The `errno` of the first refusal; 0: there was none.
};

namespace detail {

[[noreturn]] inline void out_of_memory() {
#if KEYTURN_HAS_EXCEPTIONS
  throw std::bad_alloc{};
#else
  std::abort();
#endif
}

/// Pages from the system, each locked and kept out of core dumps where the system does it.
class HardenedPages final : public std::pmr::memory_resource {
 public:
  const HardenedMemory& state() const noexcept { return state_; }

 private:
  static std::size_t in_pages(std::size_t size) {
    const std::size_t page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return (size + page - 1) / page * page;
  }

  void* do_allocate(std::size_t wanted, std::size_t) override {
    const std::size_t size = in_pages(wanted);
    void* const pages = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) out_of_memory();
    state_.bytes += size;
    note(::mlock(pages, size) == 0, state_.locked);
#if defined(MADV_DONTDUMP)
    note(::madvise(pages, size, MADV_DONTDUMP) == 0, state_.kept_from_dumps);
#elif defined(MADV_NOCORE)
    note(::madvise(pages, size, MADV_NOCORE) == 0, state_.kept_from_dumps);
#else
    state_.kept_from_dumps = false;
#endif
    return pages;
  }

  void note(bool done, bool& always) {
    if (!done && state_.error == 0) state_.error = errno;
    always = always && done;
  }

  void do_deallocate(void* pages, std::size_t wanted, std::size_t) override {
    ::munmap(pages, in_pages(wanted));
    state_.bytes -= in_pages(wanted);
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  HardenedMemory state_;
};

/// All of it; for any thread.
class HardenedPool {
 public:
  /// The one of this program. It is never destroyed: secrets may outlive whatever is.
  static HardenedPool& instance() {
    static HardenedPool& pool = *new HardenedPool;
    return pool;
  }

  /// Aligned for anything that is not aligned beyond `std::max_align_t`.
  char* take(std::size_t size) {
    if (size > PTRDIFF_MAX) out_of_memory();
    const Lock lock{mutex_};
    return static_cast<char*>(blocks_.allocate(in_steps(size)));
  }
  void give_back(char* bytes, std::size_t size) noexcept {
    const Lock lock{mutex_};
    blocks_.deallocate(bytes, in_steps(size));
  }
  HardenedMemory state() {
    const Lock lock{mutex_};
    return pages_.state();
  }

 private:
  struct Lock {
    explicit Lock(pthread_mutex_t& mutex) : held{mutex} { ::pthread_mutex_lock(&held); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() { ::pthread_mutex_unlock(&held); }
    pthread_mutex_t& held;
  };

  /// A pool of libstdc++ 12 does not look at the alignment; its blocks of these sizes have it.
  static std::size_t in_steps(std::size_t size) {
    constexpr std::size_t step = alignof(std::max_align_t);
    return (size + step - 1) / step * step;
  }

  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  HardenedPages pages_;
  static constexpr std::pmr::pool_options sizes_{.max_blocks_per_chunk = 64, .largest_required_pool_block = 2048};
  std::pmr::unsynchronized_pool_resource blocks_{sizes_, &pages_};
};

}  // namespace detail

/// How well the memory of secrets is protected by now. Safe from any thread; does not block on I/O.
inline HardenedMemory hardened_memory() { return detail::HardenedPool::instance().state(); }

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_memory.hpp>
// Memory for libcurl in a program with KEYTURN_HARDENED_SECRETS=1: it stands where the secrets stand, for libcurl's buffers
// hold what was sent and what came, passwords and tokens among it.
#ifndef KEYTURN_ADAPTERS_CURL_MEMORY_HPP
#define KEYTURN_ADAPTERS_CURL_MEMORY_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// The five functions that `curl_global_init_mem` takes. Blocks are wiped when they are given back.
struct CurlMemory {
  static void* take(std::size_t size) noexcept {
    if (size > PTRDIFF_MAX - head) return nullptr;
#if KEYTURN_HAS_EXCEPTIONS
    try {
      return begin(HardenedPool::instance().take(size + head), size);
    } catch (const std::bad_alloc&) {
      return nullptr;
    }
#else
    return begin(HardenedPool::instance().take(size + head), size);
#endif
  }

  static void* take_zeros(std::size_t count, std::size_t size) noexcept {
    if (size != 0 && count > SIZE_MAX / size) return nullptr;
    void* const block = take(count * size);
    return block == nullptr ? nullptr : std::memset(block, 0, count * size);
  }

  static void* resize(void* block, std::size_t size) noexcept {
    if (block == nullptr) return take(size);
    void* const larger = take(size);
    if (larger == nullptr) return nullptr;
    std::memcpy(larger, block, std::min(size, size_of(block)));
    give_back(block);
    return larger;
  }

  static char* copy(const char* text) noexcept {
    const std::size_t size = std::strlen(text) + 1;
    void* const block = take(size);
    return block == nullptr ? nullptr : static_cast<char*>(std::memcpy(block, text, size));
  }

  static void give_back(void* block) noexcept {
    if (block == nullptr) return;
    const std::size_t size = size_of(block);
    char* const bytes = static_cast<char*>(block) - head;
    wipe(bytes, head + size);
    HardenedPool::instance().give_back(bytes, head + size);
  }

 private:
  static constexpr std::size_t head = alignof(std::max_align_t);  // the size, before the block

  static void* begin(char* bytes, std::size_t size) {
    std::memcpy(bytes, &size, sizeof size);
    return bytes + head;
  }
  static std::size_t size_of(const void* block) {
    std::size_t size = 0;
    std::memcpy(&size, static_cast<const char*>(block) - head, sizeof size);
    return size;
  }
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

#endif

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#if LIBCURL_VERSION_NUM < 0x075000
#error "keyturn needs libcurl 7.80 or later: older ones cannot be kept from sending a request twice"
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Starts libcurl once in this process, at the first call, from whichever thread. It is never shut down: that is for
/// the program, which knows who else uses libcurl.
inline bool start_curl() {
#if KEYTURN_HARDENED_SECRETS
  static const bool started =
      curl_global_init_mem(CURL_GLOBAL_DEFAULT, &CurlMemory::take, &CurlMemory::give_back, &CurlMemory::resize,
                           &CurlMemory::copy, &CurlMemory::take_zeros) == CURLE_OK;
#else
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
#endif
  return started;
}

/// How many bytes of `url` are its scheme, host and port; 0 if it is no http or https URL.
constexpr std::size_t origin_length(std::string_view url) {
  const std::size_t scheme = url.find(':');
  if (scheme == url.npos || !url.substr(scheme).starts_with("://")) return 0;
  if (!equal_ignoring_case(url.substr(0, scheme), "https") && !equal_ignoring_case(url.substr(0, scheme), "http"))
    return 0;
  std::size_t end = scheme + 3;
  while (end < url.size() && url[end] != '/' && url[end] != '?' && url[end] != '#') ++end;
  return end;
}

/// For one request at a time, on any thread.
class CurlHandle {
 public:
  CurlHandle(const CurlHandle&) = delete;
  CurlHandle& operator=(const CurlHandle&) = delete;
  ~CurlHandle() {
    curl_easy_cleanup(easy_);
    curl_url_cleanup(target_);
  }

  /// A handle with everything set that is the same for all requests. `unsupported` if this libcurl cannot do what must
  /// not be missing, such as the check of certificates. `options` must outlive it.
  static Result<std::unique_ptr<CurlHandle>> open(const CurlOptions& options) {
    if (!is_one_line(options.user_agent)) return {Errc::bad_request, "the user agent has more than one line"};
    std::unique_ptr<CurlHandle> handle{new CurlHandle{options}};
    if (handle->easy_ == nullptr || handle->target_ == nullptr) return {Errc::not_sent, "libcurl could not be started"};
    if (const CURLcode code = handle->set_up(); code != CURLE_OK)
      return Error{.code = Errc::unsupported, .detail = std::string{"libcurl: "} + curl_easy_strerror(code)};
    return handle;
  }

  /// Whether the request before this went to the same origin, so that there is likely a connection to it.
  bool last_went_to(std::string_view url) const {
    const std::string_view origin = std::string_view{url_}.substr(0, origin_length_);
    if (origin.empty() || !url.starts_with(origin)) return false;
    return url.size() == origin.size() || url[origin.size()] == '/' || url[origin.size()] == '?' ||
           url[origin.size()] == '#';
  }

  /// One request and its answer. Blocks until it is done. A handle is good for another request only if `healthy()`.
  Result<Response> exchange(const Request& request, CurlLimits limits, std::chrono::milliseconds timeout) {
    if (auto ready = begin(request, limits, timeout); !ready) return std::move(ready.error());
    return finish(curl_easy_perform(easy_));
  }

  /// The same in two halves, for those who run `easy()` themselves. `request` must outlive the transfer, which ends with
  /// `finish`, or with the handle.
  Result<void> begin(const Request& request, CurlLimits limits, std::chrono::milliseconds timeout) {
    if (auto ready = prepare(request, timeout); !ready) return ready;
    // A kept connection may turn out to be dead only after the request went out on it. libcurl would send any request
    // again; here only those may be that ask and do not act (RFC 9110, sections 9.2.1 and 9.2.2).
    const std::string_view method = request.method;
    const bool resend =
        !request.at_most_once && request.body.view() && (method == "GET" || method == "HEAD" || method == "OPTIONS");
    exchange_.emplace(request, limits, resend, answer_lines_);
    said_[0] = '\0';
    healthy_ = false;
    return {};
  }

  /// What became of the transfer that ended with `code`. Throws what the host's functions threw.
  Result<Response> finish(CURLcode code) {
    struct Ended {  // the exchange points into the request, also where an exception comes out
      std::optional<CurlExchange>& exchange;
      ~Ended() { exchange.reset(); }
    } const ended{exchange_};
    release(exchange_->request());
    healthy_ = code == CURLE_OK;
    if (healthy_) return exchange_->finish(code, {}, *timeout_, true);

    curl_off_t elapsed = 0;
    long sent = 0;
    curl_easy_getinfo(easy_, CURLINFO_TOTAL_TIME_T, &elapsed);
    curl_easy_getinfo(easy_, CURLINFO_REQUEST_SIZE, &sent);
    return exchange_->finish(code, std::chrono::milliseconds{(elapsed + 999) / 1000}, *timeout_, sent > 0, said_);
  }

  /// From now on the transfer calls none of the host's functions; libcurl gives it up when it next would.
  void cancel() noexcept {
    if (exchange_) exchange_->cancel();
  }

  /// For those who run it themselves. Its private pointer is theirs.
  CURL* easy() const noexcept { return easy_; }

  /// Whether the last exchange left the handle and its connections in order.
  bool healthy() const noexcept { return healthy_; }

 private:
  enum class Shape { get, head, post, upload };  // the four ways in which libcurl sends a request

  explicit CurlHandle(const CurlOptions& options)
      : options_{options},
        easy_{start_curl() ? curl_easy_init() : nullptr},
        target_{curl_url()},
        headers_{options.user_agent} {}

  /// Remembers the first failure of several settings.
  struct Settings {
    CURL* easy;
    CURLcode code = CURLE_OK;
    void operator+=(CURLcode next) {
      if (code == CURLE_OK) code = next;
    }
    KEYTURN_ONCE void set(CURLoption option, long value) { *this += curl_easy_setopt(easy, option, value); }
    KEYTURN_ONCE void set(CURLoption option, const void* value) { *this += curl_easy_setopt(easy, option, value); }
  };

  CURLcode set_up() {
    Settings all{easy_};
    all.set(CURLOPT_NOSIGNAL, 1L);
    all.set(CURLOPT_ERRORBUFFER, said_);
    all.set(CURLOPT_FOLLOWLOCATION, 0L);
#if LIBCURL_VERSION_NUM >= 0x075500
    all.set(CURLOPT_PROTOCOLS_STR, "http,https");
#else
    all.set(CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    all.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    all.set(CURLOPT_NOPROXY, "*");  // the environment's are not asked for either
    if (options_.proxy.empty()) {   // else libcurl copies what it would trust of one for each request
      curl_easy_setopt(easy_, CURLOPT_PROXY_CAINFO, static_cast<const char*>(nullptr));
      curl_easy_setopt(easy_, CURLOPT_PROXY_CAPATH, static_cast<const char*>(nullptr));
    } else {
      all.set(CURLOPT_PROXY, options_.proxy.c_str());
      // for the proxy itself; servers get a header line, which costs libcurl half as much
      if (!options_.user_agent.empty()) all.set(CURLOPT_USERAGENT, options_.user_agent.c_str());
    }
    all.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(options_.connect_timeout));

    all.set(CURLOPT_SSL_VERIFYPEER, 1L);
    all.set(CURLOPT_SSL_VERIFYHOST, 2L);
    all.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options_.ca_file.empty() || !options_.ca_path.empty()) {  // the one alone would add to libcurl's default
      all.set(CURLOPT_CAINFO, options_.ca_file.empty() ? nullptr : options_.ca_file.c_str());
      const CURLcode path =
          curl_easy_setopt(easy_, CURLOPT_CAPATH, options_.ca_path.empty() ? nullptr : options_.ca_path.c_str());
      if (!options_.ca_path.empty()) all += path;  // a TLS library without such folders has none to leave out
    }

    all += curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &CurlHandle::on_begin);
    all.set(CURLOPT_PREREQDATA, this);
    all += curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &CurlHandle::on_header);
    all.set(CURLOPT_HEADERDATA, this);
    all += curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &CurlHandle::on_body);
    all.set(CURLOPT_WRITEDATA, this);
    all += curl_easy_setopt(easy_, CURLOPT_READFUNCTION, &CurlHandle::on_read);
    all.set(CURLOPT_READDATA, this);
    all += curl_easy_setopt(easy_, CURLOPT_SEEKFUNCTION, &CurlHandle::on_seek);

    if (options_.debug) {
      all += curl_easy_setopt(easy_, CURLOPT_DEBUGFUNCTION, &CurlHandle::on_debug);
      all.set(CURLOPT_DEBUGDATA, this);
      all.set(CURLOPT_VERBOSE, 1L);
    }

    // Without these two the promises hold all the same, so it does not matter if this libcurl refuses them.
    const long version = options_.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1;
    curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, version);
#if LIBCURL_VERSION_NUM >= 0x075700
    curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT,
                     1L);  // past the deadline it does not wait for the name's resolver thread
#endif
    return all.code;
  }

  /// Sets what differs from the request before. Refuses what is malformed before anything is changed.
  Result<void> prepare(const Request& request, std::chrono::milliseconds timeout) {
    const std::string_view method = request.method;  // unlike a string, it compares lengths first
    const auto body = request.body.view();
    const bool has_body = !body || !body->empty() || method == "POST" || method == "PUT" || method == "PATCH";
    if (method == "CONNECT") return {Errc::unsupported, "CONNECT is no request for a server"};
    if (method != "GET" && !is_http_token(method)) return {Errc::bad_request, "the method is no token"};
    if (method == "HEAD" && has_body) return {Errc::unsupported, "HEAD carries no body"};
    if (url_ != request.url)
      if (auto taken = go_to(request.url); !taken) return taken;
    if (!headers_.holds(request.headers, has_body)) {
      if (!headers_.set(request.headers, has_body))
        return {Errc::bad_request, "a header's name is no token, or its value holds CR, LF or NUL"};
      curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_.get());
    }

    Settings all{easy_};
    if (!timeout_ || timeout != *timeout_) {
      all.set(CURLOPT_TIMEOUT_MS, milliseconds(timeout));
      timeout_ = timeout;
    }
    if (request.at_most_once != fresh_) {
      fresh_ = request.at_most_once;
      all.set(CURLOPT_FRESH_CONNECT, fresh_ ? 1L : 0L);
      all.set(CURLOPT_FORBID_REUSE, fresh_ ? 1L : 0L);
    }

    if (!body) {
      all += choose_shape(Shape::upload, request.method, "PUT");
      const auto length = request.body.length();
      all +=
          curl_easy_setopt(easy_, CURLOPT_INFILESIZE_LARGE, length ? static_cast<curl_off_t>(*length) : curl_off_t{-1});
    } else if (has_body) {
      all += choose_shape(Shape::post, request.method, "POST");
      all += curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body->size()));
      all += curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, body->data());
    } else {
      all += method == "HEAD" ? choose_shape(Shape::head, request.method, "HEAD")
                              : choose_shape(Shape::get, request.method, "GET");
    }
    if (all.code == CURLE_OK) return {};
    healthy_ = false;  // some of it is set and some is not
    return {Errc::not_sent, curl_easy_strerror(all.code)};
  }

  Result<void> go_to(const std::string& url) {
    const std::size_t length = origin_length(url);
    if (!is_one_line(url) || (length == 0 && !is_absolute_url(url)))
      return {Errc::bad_request, "the URL is not absolute"};
    if (length == 0) return {Errc::unsupported, "the URL is neither https nor http"};
    url_.clear();  // stays so if libcurl refuses the URL and keeps the one before
    origin_length_ = 0;
    // Taken apart here, libcurl does not do it for each request.
    if (const CURLUcode code = curl_url_set(target_, CURLUPART_URL, url.c_str(), CURLU_DISALLOW_USER);
        code != CURLUE_OK)
      return {Errc::bad_request, curl_url_strerror(code)};
    // It loses the zone of an IPv6 address there, but not in the text, which it needs for what goes out again as well.
    const bool has_zone = std::string_view{url}.substr(0, length).find('%') != std::string_view::npos;
    if (curl_easy_setopt(easy_, CURLOPT_URL, url.c_str()) != CURLE_OK ||
        curl_easy_setopt(easy_, CURLOPT_CURLU, has_zone ? nullptr : target_) != CURLE_OK)
      return {Errc::bad_request, "libcurl takes no such URL"};
    if (!options_.proxy.empty()) {
      // Requests to this machine never go through a proxy: over plain http they may carry a token.
      const auto origin = origin_of(url);
      const bool direct = origin && is_loopback(*origin);
      if (curl_easy_setopt(easy_, CURLOPT_NOPROXY, direct ? "*" : "") != CURLE_OK)
        return {Errc::not_sent, "the proxy could not be set"};
    }
    url_ = url;
    origin_length_ = length;
    return {};
  }

  /// Takes back what points into the request, and wipes what an auth request leaves.
  void release(const Request& request) noexcept {
    if (shape_ == Shape::post) curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, static_cast<const char*>(nullptr));
    if (!request.at_most_once) return;
    curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, static_cast<curl_slist*>(nullptr));
    headers_.clear();
  }

  /// `usual` is the method that libcurl uses for that shape by itself.
  CURLcode choose_shape(Shape shape, const std::string& method, std::string_view usual) {
    Settings all{easy_};
    if (shape != shape_) {
      all.set(CURLOPT_HTTPGET, 1L);  // takes every other shape back
      if (shape == Shape::head) all.set(CURLOPT_NOBODY, 1L);
      if (shape == Shape::post) all.set(CURLOPT_POST, 1L);
      if (shape == Shape::upload) all.set(CURLOPT_UPLOAD, 1L);
      shape_ = shape;
    }
    const std::string_view custom = method == usual ? std::string_view{} : std::string_view{method};
    if (custom != custom_method_) {
      all.set(CURLOPT_CUSTOMREQUEST, custom.empty() ? nullptr : method.c_str());
      custom_method_ = custom;
    }
    return all.code;
  }

  /// As libcurl takes it: 0 would mean no limit.
  static long milliseconds(std::chrono::milliseconds time) {
    return static_cast<long>(std::clamp<std::chrono::milliseconds::rep>(time.count(), 1, 2'000'000'000));
  }

  static CurlHandle& self(void* handle) { return *static_cast<CurlHandle*>(handle); }

  static int on_begin(void* handle, char*, char*, int, int) {
    return self(handle).exchange_->begin() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
  }
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* handle) {
    return self(handle).exchange_->header({bytes, size * count}) ? size * count : 0;
  }
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* handle) {
    CurlHandle& h = self(handle);
    if (h.exchange_->body_is_new()) {
      curl_off_t length = 0;
      if (curl_easy_getinfo(h.easy_, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length) == CURLE_OK && length > 0)
        h.exchange_->expect_body(static_cast<std::uint64_t>(length));
    }
    // not 0 for "stop": a body may come in pieces of 0 bytes
    return h.exchange_->body({bytes, size * count}) ? size * count : size * count + 1;
  }
  static std::size_t on_read(char* into, std::size_t size, std::size_t count, void* handle) {
    return self(handle).exchange_->read({into, size * count});
  }
  static int on_debug(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* handle) noexcept {
    static_assert(static_cast<int>(CurlPiece::words) == CURLINFO_TEXT &&
                  static_cast<int>(CurlPiece::body_out) == CURLINFO_DATA_OUT);
    if (kind > CURLINFO_DATA_OUT) return 0;  // TLS records
    CurlHandle& h = self(handle);
#if KEYTURN_HAS_EXCEPTIONS
    try {
      h.options_.debug(static_cast<CurlPiece>(kind), {bytes, size}, h.debug_cut_);
    } catch (...) {  // libcurl's frames are in between
    }
#else
    h.options_.debug(static_cast<CurlPiece>(kind), {bytes, size}, h.debug_cut_);
#endif
    return 0;
  }
  /// libcurl asks to start a body over only to send it again.
  static int on_seek(void*, curl_off_t, int) { return CURL_SEEKFUNC_FAIL; }

  const CurlOptions& options_;
  CURL* const easy_;
  CURLU* const target_;                   // url_ in its parts
  std::string answer_lines_;              // room for exchange_
  std::optional<CurlExchange> exchange_;  // the one that runs
  char said_[CURL_ERROR_SIZE] = "";       // about what went wrong, by libcurl
  CurlHeaderList headers_;
  std::string url_, custom_method_;
  std::size_t origin_length_ = 0;  // of url_
  Maybe<std::chrono::milliseconds> timeout_;
  Shape shape_ = Shape::get;
  bool fresh_ = false;
  bool debug_cut_ = false;
  bool healthy_ = true;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_handle_pool.hpp>
// Idle libcurl handles, kept so that the next request finds a connection that is open already.
#ifndef KEYTURN_ADAPTERS_CURL_HANDLE_POOL_HPP
#define KEYTURN_ADAPTERS_CURL_HANDLE_POOL_HPP

#include <memory>
#include <mutex>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Safe from all threads. The lock is held for a look at the list, never while libcurl does anything. Handles that are
/// out must come back, or die, before the pool does.
class CurlHandlePool {
 public:
  explicit CurlHandlePool(CurlOptions options) : options_{std::move(options)} {}

  const CurlOptions& options() const noexcept { return options_; }

  /// The handle used last for the origin of `url`, else the one used last, else a new one.
  Result<std::unique_ptr<CurlHandle>> take(std::string_view url) {
    if (auto kept = take_idle(url)) return kept;
    return CurlHandle::open(options_);
  }

  /// Keeps a handle for the next request, if there is room for it and it is healthy; else its connections are closed.
  void give_back(std::unique_ptr<CurlHandle> handle) {
    if (!handle->healthy()) return;
    const std::lock_guard lock{mutex_};
    if (idle_.size() < options_.max_idle_connections) idle_.push(std::move(handle));
  }

  std::size_t idle() const {
    const std::lock_guard lock{mutex_};
    return idle_.size();
  }

 private:
  std::unique_ptr<CurlHandle> take_idle(std::string_view url) {
    const std::lock_guard lock{mutex_};
    if (idle_.empty()) return nullptr;
    auto* chosen = idle_.end();
    while (chosen != idle_.begin() && !chosen[-1]->last_went_to(url)) --chosen;
    auto handle = std::move(chosen == idle_.begin() ? idle_.last() : chosen[-1]);
    idle_.remove_if([](const std::unique_ptr<CurlHandle>& kept) { return kept == nullptr; });
    return handle;
  }

  const CurlOptions options_;
  mutable std::mutex mutex_;
  List<std::unique_ptr<CurlHandle>> idle_;  // the one used last at the end
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_multi_call.hpp>
// One request of an asynchronous libcurl transport, from `send` to its completion.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_CALL_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_CALL_HPP

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

struct CurlMultiLane;

/// A call that waits has no libcurl handle: thousands may wait. What it carried is wiped when it dies.
struct CurlMultiCall {
  CurlMultiCall(Request sent, Completion<Response> completion, TimePoint end)
      : request{std::move(sent)}, done{std::move(completion)}, deadline{end} {
    request.headers.keep_secret();
    if (request.at_most_once) request.body.keep_secret();
  }
  CurlMultiCall(const CurlMultiCall&) = delete;
  CurlMultiCall& operator=(const CurlMultiCall&) = delete;

  Request request;
  std::optional<Completion<Response>> done;  ///< Empty once the call is completed.
  const TimePoint deadline;
  std::unique_ptr<CurlHandle> handle{};  ///< While libcurl has it.

  // Where it stands, kept by those who hold it.
  bool running = false;
  CurlMultiLane* lane = nullptr;
  std::list<CurlMultiCall*>::iterator place{};                                       // in the lane, while it waits
  std::multimap<TimePoint, std::unique_ptr<CurlMultiCall>>::iterator by_deadline{};  // among all calls
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_multi_options.hpp>
// What a host may choose for the asynchronous libcurl transports.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_OPTIONS_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_OPTIONS_HPP

KEYTURN_NAMESPACE_BEGIN

/// How `CurlMultiTransport` and `PolledCurlMultiTransport` connect, and how much they do at once. Requests beyond the
/// limits wait their turn, without a connection and without a libcurl handle; their timeout runs meanwhile. A limit of
/// 0 counts as 1.
///
/// Requests with `at_most_once`, those to the auth server, stand in a line of their own, with up to four connections
/// beside these limits: a refresh never waits for the calls that wait for it.
struct CurlMultiOptions {
  CurlOptions curl{};                ///< How each connection is made. Its `max_idle_connections` does not count here.
  std::size_t max_connections = 64;  ///< To all servers together; so many stay open between requests, too.
  std::size_t max_connections_per_host = 8;  ///< To one scheme, host and port.
  /// Requests that are under way at once to a server that speaks HTTP/2, where they share a connection. It is known
  /// after the first answer.
  std::size_t max_streams_per_host = 100;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_multi_lanes.hpp>
// Which of the waiting requests may go next, so that the limits on connections hold.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_LANES_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_LANES_HPP

#include <algorithm>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// The requests to one origin, in their order.
struct CurlMultiLane {
  std::list<CurlMultiCall*> waiting{};
  std::size_t running = 0;
  bool multiplexes = false;  ///< The server speaks HTTP/2: what runs shares a connection.

  std::size_t connections() const { return multiplexes ? std::min<std::size_t>(running, 1) : running; }
};

/// A lane for each origin, and one for auth requests. Lanes take turns. For one thread at a time.
class CurlMultiLanes {
 public:
  static constexpr std::size_t auth_connections = 4;  ///< Beside the limits.

  explicit CurlMultiLanes(const CurlMultiOptions& options)
      : max_connections_{std::max<std::size_t>(options.max_connections, 1)},
        per_host_{std::max<std::size_t>(options.max_connections_per_host, 1)},
        streams_{std::max<std::size_t>(options.max_streams_per_host, 1)} {}

  /// A call that waits from now on.
  void add(CurlMultiCall& call) {
    const std::string_view url = call.request.url;
    call.lane = call.request.at_most_once
                    ? &auth_
                    : &lanes_.try_emplace(std::string{url.substr(0, origin_length(url))}).first->second;
    call.place = call.lane->waiting.insert(call.lane->waiting.end(), &call);
  }

  /// The call that runs from now on; null if none waits that may.
  CurlMultiCall* next() {
    if (!auth_.waiting.empty() && auth_.running < auth_connections) return run(auth_);
    auto lane = lanes_.upper_bound(last_);
    for (std::size_t seen = 0; seen < lanes_.size(); ++seen, ++lane) {
      if (lane == lanes_.end()) lane = lanes_.begin();
      if (!may_run(lane->second)) continue;
      last_ = lane->first;
      return run(lane->second);
    }
    return nullptr;
  }

  /// Takes out a call that waits or runs. `multiplexed`: whether it ran over HTTP/2; nothing if that is not known.
  void remove(CurlMultiCall& call, std::optional<bool> multiplexed = {}) {
    CurlMultiLane& lane = *call.lane;
    if (call.running) {
      connections_ -= counted(lane);
      --lane.running;
      lane.multiplexes = multiplexed.value_or(lane.multiplexes);
      connections_ += counted(lane);
    } else {
      lane.waiting.erase(call.place);
    }
    forget_if_idle(lane, call.request.url);
  }

  /// How many origins are remembered.
  std::size_t origins() const { return lanes_.size(); }

 private:
  std::size_t counted(const CurlMultiLane& lane) const { return &lane == &auth_ ? 0 : lane.connections(); }

  bool may_run(const CurlMultiLane& lane) const {
    if (lane.waiting.empty() || lane.running >= (lane.multiplexes ? streams_ : per_host_)) return false;
    return connections_ < max_connections_ || (lane.multiplexes && lane.running > 0);
  }

  CurlMultiCall* run(CurlMultiLane& lane) {
    CurlMultiCall* const call = lane.waiting.front();
    lane.waiting.pop_front();
    call->running = true;
    connections_ -= counted(lane);
    ++lane.running;
    connections_ += counted(lane);
    return call;
  }

  /// What an origin speaks is worth knowing; that it was there is not.
  void forget_if_idle(const CurlMultiLane& lane, std::string_view url) {
    if (&lane == &auth_ || lane.running > 0 || !lane.waiting.empty() || lane.multiplexes) return;
    lanes_.erase(std::string{url.substr(0, origin_length(url))});
  }

  const std::size_t max_connections_, per_host_, streams_;
  CurlMultiLane auth_;
  std::map<std::string, CurlMultiLane, std::less<>> lanes_;
  std::string last_;             // the origin that had its turn last
  std::size_t connections_ = 0;  // in use, without those of auth_
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/builtin/hosted.hpp>
// The platform of desktop and server systems: the system's clocks, its random generator, the standard library's
// threads.
#ifndef KEYTURN_BUILTIN_HOSTED_HPP
#define KEYTURN_BUILTIN_HOSTED_HPP

#include <mutex>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
// It brings windows.h, which by itself would bring an older winsock.h that does not go with it.
#include <winsock2.h>
// The order matters: bcrypt.h needs windows.h.
#include <bcrypt.h>
#else
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#else
#include <stdlib.h>
#endif
#endif
#if !defined(__linux__)
#include <condition_variable>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {
#if defined(__linux__)
/// What std::condition_variable is; its header alone is a third of what keyturn's take to compile.
class WakeSignal {
 public:
  WakeSignal() {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&condition_, &attributes);
    pthread_condattr_destroy(&attributes);
  }
  WakeSignal(const WakeSignal&) = delete;
  WakeSignal& operator=(const WakeSignal&) = delete;
  ~WakeSignal() { pthread_cond_destroy(&condition_); }

  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) noexcept {
    timespec until{};
    clock_gettime(CLOCK_MONOTONIC, &until);
    const auto nanoseconds = span.count() + until.tv_nsec;
    until.tv_sec += static_cast<time_t>(nanoseconds / 1'000'000'000);
    until.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
    pthread_cond_timedwait(&condition_, mutex.native_handle(), &until);
  }

  void notify_all() noexcept { pthread_cond_broadcast(&condition_); }

 private:
  pthread_cond_t condition_;
};
#else
class WakeSignal {
 public:
  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) {
    std::unique_lock lock{mutex, std::adopt_lock};
    condition_.wait_for(lock, span);
    lock.release();
  }

  void notify_all() noexcept { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};
#endif
}  // namespace detail

/// The default platform. Stateless; every copy is as good as the other.
class Hosted {
 public:
  /// As std::mutex is.
  using Mutex = std::mutex;

  /// As std::condition_variable is, on the steady clock of this platform.
  class Condition {
   public:
    /// Blocks until it is woken, half a minute at most; may wake early. `mutex` is locked by the caller, and again when it
    /// returns.
    void wait(Mutex& mutex) { wait_for(mutex, longest_sleep); }

    /// The same, and wakes at `time` at the latest. The system's waiting clock stands still while the machine sleeps, so a long
    /// wait is cut into slices.
    void wait_until(Mutex& mutex, TimePoint time) {
      wait_for(mutex, std::min(left(time, Hosted{}.now()), longest_sleep));
    }

    /// Wakes all that wait.
    void notify_all() noexcept { signal_.notify_all(); }

   private:
    static constexpr std::chrono::nanoseconds longest_sleep = std::chrono::seconds{30};

    void wait_for(Mutex& mutex, std::chrono::nanoseconds span) { signal_.wait_for(mutex, span); }

    detail::WakeSignal signal_;
  };

  /// A clock that runs on during suspend: CLOCK_BOOTTIME, GetTickCount64 on Windows, in steps of 10 to 16 ms there,
  /// CLOCK_MONOTONIC_RAW's elder CLOCK_MONOTONIC on macOS, which counts sleep there.
  TimePoint now() const noexcept {
#if defined(_WIN32)
    return TimePoint{std::chrono::milliseconds{GetTickCount64()}};
#else
#if defined(CLOCK_BOOTTIME)
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC;
#endif
    timespec time{};
    clock_gettime(clock, &time);
    return TimePoint{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
#endif
  }

  /// The time of day of the system.
  WallTime wall() const noexcept {
#if defined(CLOCK_REALTIME_COARSE)
    timespec time{};  // a few milliseconds are nothing to what is measured by it
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return WallTime{std::chrono::seconds{time.tv_sec} + std::chrono::milliseconds{time.tv_nsec / 1'000'000}};
#else
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
#endif
  }

  /// From the system's generator; false only where that fails.
  bool random(std::span<std::byte> bytes) const noexcept {
#if defined(_WIN32)
    return BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(bytes.data()), static_cast<ULONG>(bytes.size()),
                           BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
#elif defined(__linux__)
    for (std::size_t filled = 0; filled < bytes.size();) {
      const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
      if (got < 0 && errno != EINTR) return false;
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    return true;
#else
    arc4random_buf(bytes.data(), bytes.size());
    return true;
#endif
  }
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_multi_engine.hpp>
// Runs many requests at once with libcurl's multi interface: the part that both asynchronous transports share.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_ENGINE_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_ENGINE_HPP

#include <atomic>
#include <mutex>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// `send`, `after` and `wake` are for any thread; they leave things in an inbox. All else is for one thread at a time,
/// the driver's, on which all of the host's functions run, with no lock held. A host's function may destroy the
/// transport: so the driver holds the engine while it is in `step`, and after `close` nothing of the host's is called.
class CurlMultiEngine {
 public:
  explicit CurlMultiEngine(const CurlMultiOptions& options)
      : lanes_{options}, pool_{for_handles(options)}, multi_{start_curl() ? curl_multi_init() : nullptr} {
    if (!works()) return;
    const auto at_most = [](std::size_t number) {
      return static_cast<long>(std::clamp<std::size_t>(number, 1, 1u << 20));
    };
    const std::size_t beside = CurlMultiLanes::auth_connections;
    // The lanes keep the limits. These say the same for what they cannot know: an HTTP/2 server that takes few requests
    // on one connection.
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, at_most(options.max_connections) + at_most(beside));
    curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS,
                      at_most(options.max_connections_per_host) + at_most(beside));
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, at_most(options.max_connections));
    curl_multi_setopt(multi_, CURLMOPT_MAX_CONCURRENT_STREAMS, at_most(options.max_streams_per_host));
    curl_multi_setopt(multi_, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  }
  CurlMultiEngine(const CurlMultiEngine&) = delete;
  CurlMultiEngine& operator=(const CurlMultiEngine&) = delete;
  ~CurlMultiEngine() {
    for (auto& [deadline, call] : calls_)
      if (call->handle) curl_multi_remove_handle(multi_, call->handle->easy());
    calls_.clear();
    curl_multi_cleanup(multi_);
  }

  /// Takes a call in; the next `step` looks at it. After `close` it completes it with `cancelled` at once.
  void send(Request request, Completion<Response> done) {
    const TimePoint deadline = later(Hosted{}.now(), timeout_of(request));
    auto call = std::make_unique<CurlMultiCall>(std::move(request), std::move(done), deadline);
    {
      const std::lock_guard lock{mutex_};
      if (!closed_ && works()) {
        inbox_.push_back(std::move(call));
        return;
      }
    }
    (*call->done)(closed_ ? is_closed() : Error{.code = Errc::not_sent, .detail = "libcurl could not be started"});
  }

  /// Lets a `step` that begins after `delay` run `work`, once. Dropped by `close`.
  void after(std::chrono::milliseconds delay, Callback<void()> work) {
    const TimePoint due = later(Hosted{}.now(), delay);
    const std::lock_guard lock{mutex_};
    if (!closed_) new_work_.emplace_back(due, std::move(work));
  }

  /// Ends the `wait` of this moment, or else the next.
  void wake() noexcept { curl_multi_wakeup(multi_); }

  /// Does what can be done now, and completes what has come to its end. Never blocks. Gives the time until the next step
  /// is due, unless a socket has something earlier; nothing if there is nothing to wait for. From inside itself it does
  /// nothing.
  std::optional<std::chrono::milliseconds> step() {
    if (closed_) return std::nullopt;
    if (driving_) return std::chrono::milliseconds{0};
    struct Driving {
      bool& flag;
      ~Driving() { flag = false; }
    } const driving{driving_ = true};
    completed_ = false;
    take_inbox();
    const TimePoint now = Hosted{}.now();
    if (!run_work(now) || !expire(now) || !start(now)) return std::nullopt;
    int running = 0;
    curl_multi_perform(multi_, &running);
    running_ = running > 0;
    if (!harvest()) return std::nullopt;
    return due();
  }

  /// Blocks until that time is over, a socket has something or `wake` was called.
  void wait(std::optional<std::chrono::milliseconds> at_most) {
    constexpr std::chrono::milliseconds longest{
        30'000};  // deadlines run on while the machine sleeps, and this does not
    curl_multi_poll(multi_, nullptr, 0, static_cast<int>(std::min(at_most.value_or(longest), longest).count()),
                    nullptr);
  }

  /// Whether libcurl could be started; if not, every call ends with `not_sent` at once, and nothing else does anything.
  bool works() const noexcept { return multi_ != nullptr; }
  /// Whether libcurl has something under way.
  bool running() const noexcept { return running_; }
  bool closed() const noexcept { return closed_; }

  /// Completes every call with `cancelled`, and drops work that waits. What is sent from inside those completions ends
  /// the same way.
  void close() {
    std::vector<std::unique_ptr<CurlMultiCall>> inbox;
    {
      const std::lock_guard lock{mutex_};
      if (closed_) return;
      closed_ = true;
      inbox.swap(inbox_);
    }
    // libcurl may be at work further up the stack: what it has stays where it is
    std::vector<Completion<Response>> open;
    for (const auto& call : inbox) open.push_back(*std::move(call->done));
    for (const auto& [deadline, call] : calls_) {
      if (!call->done) continue;
      open.push_back(*std::exchange(call->done, std::nullopt));
      if (call->handle) call->handle->cancel();
    }
    for (const auto& done : open) done(is_closed());
  }

 private:
  static Error is_closed() { return {.code = Errc::cancelled, .detail = "the transport was destroyed"}; }

  static CurlOptions for_handles(const CurlMultiOptions& options) {
    CurlOptions each = options.curl;
    each.max_idle_connections = options.max_connections;  // here handles have no connections of their own
    return each;
  }

  void take_inbox() {
    std::vector<std::unique_ptr<CurlMultiCall>> calls;
    std::vector<std::pair<TimePoint, Callback<void()>>> work;
    {
      const std::lock_guard lock{mutex_};
      calls.swap(inbox_);
      work.swap(new_work_);
    }
    for (auto& call : calls) {
      CurlMultiCall& taken = *call;
      taken.by_deadline = calls_.emplace(taken.deadline, std::move(call));
      lanes_.add(taken);
    }
    for (auto& each : work) work_.insert(std::move(each));
  }

  // Each of these gives false if the host's functions closed the engine.

  bool run_work(TimePoint now) {
    while (!work_.empty() && work_.begin()->first <= now) {
      const auto work = work_.extract(work_.begin());
      work.mapped()();
      if (closed_) return false;
    }
    return true;
  }

  bool expire(TimePoint now) {
    while (!calls_.empty() && calls_.begin()->first <= now)
      if (!complete(*calls_.begin()->second, Error{.code = Errc::timed_out, .detail = "the timeout is over"}))
        return false;
    return true;
  }

  bool start(TimePoint now) {
    while (CurlMultiCall* const call = lanes_.next()) {
      auto begun = begin(*call, milliseconds_left(call->deadline, now));
      if (!begun && !complete(*call, std::move(begun.error()))) return false;
    }
    return true;
  }

  Result<void> begin(CurlMultiCall& call, std::chrono::milliseconds timeout) {
    auto taken = pool_.take(call.request.url);
    if (!taken) return std::move(taken.error());
    auto handle = *std::move(taken);
    auto begun = handle->begin(call.request, CurlLimits::of(call.request, pool_.options().max_header_bytes), timeout);
    if (!begun) {
      pool_.give_back(std::move(handle));
      return begun;
    }
    CURL* const easy = handle->easy();
    // Over TLS it is soon known whether a new connection takes more than one request; without, only after an answer.
    const bool secure =
        origin_length(call.request.url) > 5 && (call.request.url[4] == 's' || call.request.url[4] == 'S');
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, secure ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &call);
    if (const CURLMcode code = curl_multi_add_handle(multi_, easy); code != CURLM_OK)
      return Error{.code = Errc::not_sent, .detail = curl_multi_strerror(code)};
    call.handle = std::move(handle);
    return {};
  }

  bool harvest() {
    if (closed_) return false;
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      CurlMultiCall* call = nullptr;
      long version = CURL_HTTP_VERSION_NONE;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &call);
      curl_easy_getinfo(message->easy_handle, CURLINFO_HTTP_VERSION, &version);
      curl_multi_remove_handle(multi_, message->easy_handle);
      auto handle = std::move(call->handle);
      auto answer = finish(*handle, code);
      pool_.give_back(std::move(handle));
      std::optional<bool> multiplexed;
      if (version != CURL_HTTP_VERSION_NONE) multiplexed = version == CURL_HTTP_VERSION_2_0;
      if (!complete(*call, std::move(answer), multiplexed)) return false;
    }
    return true;
  }

  static Result<Response> finish(CurlHandle& handle, CURLcode code) {
#if KEYTURN_HAS_EXCEPTIONS
    try {
      return handle.finish(code);
    } catch (...) {  // there is nobody on this thread whom it could reach
      return Error{.code = Errc::cancelled, .detail = "on_data or the body's reader threw an exception"};
    }
#else
    return handle.finish(code);
#endif
  }

  /// The end of a call; what it carried is gone before the host hears of it.
  bool complete(CurlMultiCall& call, Result<Response> result, std::optional<bool> multiplexed = {}) {
    completed_ = true;
    const Completion<Response> done = *std::move(call.done);
    if (call.handle) curl_multi_remove_handle(multi_, call.handle->easy());
    lanes_.remove(call, multiplexed);
    calls_.erase(call.by_deadline);
    done(std::move(result));
    return !closed_;
  }

  std::optional<std::chrono::milliseconds> due() {
    std::chrono::milliseconds next = std::chrono::milliseconds::max();
    {
      const std::lock_guard lock{mutex_};
      // a completed call leaves its place to one that waits
      if (!inbox_.empty() || !new_work_.empty() || (completed_ && !calls_.empty())) return std::chrono::milliseconds{0};
    }
    if (calls_.empty() && work_.empty()) return std::nullopt;
    const TimePoint now = Hosted{}.now();
    if (!calls_.empty()) next = milliseconds_left(calls_.begin()->first, now);
    if (!work_.empty()) next = std::min(next, milliseconds_left(work_.begin()->first, now));
    long timer = -1;
    curl_multi_timeout(multi_, &timer);
    if (timer >= 0) next = std::min(next, std::chrono::milliseconds{timer});
    return next;
  }

  std::mutex mutex_;  // of the inbox
  std::vector<std::unique_ptr<CurlMultiCall>> inbox_;
  std::vector<std::pair<TimePoint, Callback<void()>>> new_work_;
  std::atomic<bool> closed_{false};

  std::multimap<TimePoint, std::unique_ptr<CurlMultiCall>> calls_;  // by deadline
  std::multimap<TimePoint, Callback<void()>> work_;
  CurlMultiLanes lanes_;
  CurlHandlePool pool_;
  CURLM* const multi_;
  bool driving_ = false, completed_ = false, running_ = false;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_multi_thread.hpp>
// The thread that drives libcurl for `CurlMultiTransport`.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_THREAD_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_THREAD_HPP

#include <system_error>
#include <thread>

#if !defined(_WIN32)
#include <signal.h>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Starts with the first thing to do, and ends with this object.
class CurlMultiThread {
 public:
  explicit CurlMultiThread(const CurlMultiOptions& options) : engine_{std::make_shared<Engine>(options)} {}
  CurlMultiThread(const CurlMultiThread&) = delete;
  CurlMultiThread& operator=(const CurlMultiThread&) = delete;
  ~CurlMultiThread() {
    if (!thread_.joinable()) return;
    if (thread_.get_id() == std::this_thread::get_id()) {  // one of its completions destroys it
      engine_->close();
      thread_.detach();
      return;
    }
    engine_->stopping = true;
    engine_->wake();
    thread_.join();
  }

  void send(Request request, Completion<Response> done) {
    if (engine_->works() && !start())
      return done(Error{.code = Errc::not_sent, .detail = "the transport's thread could not be started"});
    const auto engine = engine_;  // the completion may destroy all else before this returns
    engine->send(std::move(request), std::move(done));
    engine->wake();
  }

  void after(std::chrono::milliseconds delay, Callback<void()> work) {
    if (!engine_->works() || !start()) return;
    const auto engine = engine_;  // as above
    engine->after(delay, std::move(work));
    engine->wake();
  }

 private:
  struct Engine : CurlMultiEngine {
    using CurlMultiEngine::CurlMultiEngine;
    std::atomic<bool> stopping{false};
  };

  bool start() {
    const std::lock_guard lock{mutex_};
    if (thread_.joinable()) return true;
#if KEYTURN_HAS_EXCEPTIONS
    try {
      thread_ = std::thread{run, engine_};
    } catch (const std::system_error&) {
      return false;
    }
#else
    thread_ = std::thread{run, engine_};
#endif
    return true;
  }

  static void run(const std::shared_ptr<Engine>& engine) {
    leave_signals_to_others();
    while (!engine->stopping) {
      const auto due = engine->step();
      if (engine->closed()) return;
      engine->wait(due);
    }
    engine->close();
  }

  /// The host's handlers run on the host's threads; and a TLS library that writes to a closed socket disturbs nobody.
  static void leave_signals_to_others() {
#if !defined(_WIN32)
    sigset_t signals;
    ::sigfillset(&signals);
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT}) ::sigdelset(&signals, fault);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
#endif
  }

  const std::shared_ptr<Engine> engine_;
  std::mutex mutex_;  // of the start
  std::thread thread_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_multi.hpp>
// Sends many HTTP requests at once with libcurl, without blocking: the transports of servers, user interfaces and games.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_HPP

#include <memory>
#include <optional>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// An asynchronous transport with a thread of its own, which starts with the first request. What `CurlTransport` says
/// of connections, certificates, the environment, bodies, secrets and of sending once holds here too. Over HTTP/2
/// requests to one server share a connection; the limits on what runs at once are in `CurlMultiOptions`.
///
/// **Threads.** All functions may be called from any thread, also from inside completions, `on_data` and body readers,
/// and never block. Completions, `on_data` and body readers run on the transport's thread, one at a time and without a
/// lock: what takes long in one delays all others. An exception that leaves a completion ends the program; one that
/// leaves `on_data` or a reader ends its call with `cancelled`. The thread takes no signals.
///
/// **End.** The destructor completes what is open with `cancelled`, on the transport's thread, and waits for that. A
/// completion may destroy the transport too, even before its own `send` has returned: then what is open is completed
/// inside the destructor. Else the transport may be moved or destroyed only while no other thread is in one of its
/// functions; it must not be used on both sides of a `fork`.
class CurlMultiTransport {
 public:
  /// Starts its thread with the first call.
  explicit CurlMultiTransport(const CurlMultiOptions& options = {})
      : thread_{std::make_unique<detail::CurlMultiThread>(options)} {}

  /// Sends one request; `done` is called once, on the transport's thread. `request.timeout` runs from now and covers
  /// waiting for one's turn too. Errors are those of `CurlTransport::send`, and
  ///  - `cancelled`: the transport is being destroyed, or the request's own functions threw;
  ///  - `not_sent`: no thread could be started.
  void send(Request request, Completion<Response> done) { thread_->send(std::move(request), std::move(done)); }

  /// Runs `work` once on the transport's thread, not before `delay` is over. Dropped if the transport is destroyed before.
  void wake_after(std::chrono::milliseconds delay, Callback<void()> work) { thread_->after(delay, std::move(work)); }

 private:
  std::unique_ptr<detail::CurlMultiThread> thread_;
};

/// The same without a thread: `poll` drives it from the host's own loop, such as that of a game or a user interface.
///
/// **Threads.** `send` may be called from any thread and never blocks; `poll` is for one thread at a time. Completions,
/// `on_data` and body readers run inside `poll` alone. An exception that leaves a completion comes out of `poll`.
///
/// **End.** The destructor completes what is open with `cancelled`. A completion may destroy the transport.
class PolledCurlMultiTransport {
 public:
  /// Connects to nothing yet.
  explicit PolledCurlMultiTransport(const CurlMultiOptions& options = {})
      : engine_{std::make_shared<detail::CurlMultiEngine>(options)} {}
  PolledCurlMultiTransport(PolledCurlMultiTransport&&) noexcept = default;
  PolledCurlMultiTransport& operator=(PolledCurlMultiTransport&& other) noexcept {
    std::swap(engine_, other.engine_);
    return *this;
  }
  ~PolledCurlMultiTransport() {
    if (engine_) engine_->close();
  }

  /// Sends one request, with the next `poll`; `done` is called once, inside a `poll`. Time and errors are those of
  /// `CurlMultiTransport::send`.
  void send(Request request, Completion<Response> done) {
    const auto engine = engine_;  // as in poll, where that is on another thread
    engine->send(std::move(request), std::move(done));
  }

  /// Does what is due, and never blocks. Gives the time until it should be called again at the latest: 0 if there is
  /// more to do, a few milliseconds while bytes may arrive, nothing if there is nothing to do until the next `send`.
  /// From inside a completion it does nothing.
  std::optional<std::chrono::milliseconds> poll() {
    constexpr std::chrono::milliseconds while_bytes_arrive{5};
    const auto engine = engine_;  // a completion may destroy the transport
    const auto due = engine->step();
    return due && engine->running() ? std::min(*due, while_bytes_arrive) : due;
  }

 private:
  std::shared_ptr<detail::CurlMultiEngine> engine_;
};

static_assert(AsyncTransport<CurlMultiTransport> && !BlockingTransport<CurlMultiTransport>);
static_assert(AsyncTransport<PolledCurlMultiTransport> && !BlockingTransport<PolledCurlMultiTransport>);

KEYTURN_NAMESPACE_END

#endif

// <keyturn/curl_multi.hpp>
// The umbrella with everything of keyturn.hpp and the asynchronous libcurl transports.
#ifndef KEYTURN_CURL_MULTI_HPP
#define KEYTURN_CURL_MULTI_HPP

#endif
