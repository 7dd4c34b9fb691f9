// GETs of a real server by libcurl on one kept connection: SIDE, bytes of the token, URL, file of certificates or "-", how
// many calls. The sides: `loop`, hard-coded, keeps the body in one buffer; `answer`, hard-coded, hands over status, headers
// and body as a `Response`; `library`, keyturn. Says how many allocations a call takes, libcurl's among them, and how long.
#include "counted.hpp"

#include <keyturn/adapters/curl.hpp>
#include <keyturn/core.hpp>

#include <curl/curl.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>

namespace {

struct NoCodec {
  keyturn::Result<void> read(std::string_view, std::span<const std::string_view>, std::span<keyturn::Field>) const {
    return keyturn::Error{.code = keyturn::Errc::unsupported};
  }
};

// What libcurl allocates is counted too.
void* take(std::size_t size) { return ++counted::allocations, std::malloc(size); }
void* take_again(void* memory, std::size_t size) { return ++counted::allocations, std::realloc(memory, size); }
void* take_zeros(std::size_t count, std::size_t size) { return ++counted::allocations, std::calloc(count, size); }
char* take_text(const char* text) { return ++counted::allocations, ::strdup(text); }

std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* into) {
  static_cast<std::string*>(into)->append(bytes, size);
  return size;
}
std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* into) {
  std::string_view line{bytes, size};
  const std::size_t colon = line.find(':');
  if (colon == line.npos) return size;
  std::string_view value = line.substr(colon + 1, line.find_last_not_of("\r\n ") - colon);
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  static_cast<keyturn::Headers*>(into)->add(std::string{line.substr(0, colon)}, std::string{value});
  return size;
}

/// One handle, whose options are set once.
class HardCoded {
 public:
  HardCoded(const std::string& token, const char* url, const char* certificates)
      : fields_{curl_slist_append(nullptr, ("Authorization: Bearer " + token).c_str())} {
    curl_easy_setopt(handle_, CURLOPT_URL, url);
    curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, fields_);
    curl_easy_setopt(handle_, CURLOPT_TIMEOUT_MS, 30'000L);
    curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, on_body);
    if (*certificates != '-') curl_easy_setopt(handle_, CURLOPT_CAINFO, certificates);
  }
  ~HardCoded() {
    curl_easy_cleanup(handle_);
    curl_slist_free_all(fields_);
  }

  int loop() {
    body_.clear();
    return perform(body_);
  }
  int answer() {
    keyturn::Response response;
    curl_easy_setopt(handle_, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(handle_, CURLOPT_HEADERDATA, &response.headers);
    response.status = perform(response.body);
    return response.headers.empty() ? 0 : response.status;
  }

 private:
  int perform(std::string& body) {
    curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &body);
    if (curl_easy_perform(handle_) != CURLE_OK) return 0;
    long status = 0;
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
    return static_cast<int>(status);
  }

  CURL* const handle_ = curl_easy_init();
  curl_slist* const fields_;
  std::string body_;
};

template <class Call>
void measure(int calls, Call&& call) {
  call();
  call();
  const std::size_t before = counted::allocations;
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < calls; ++i)
    if (call() != 200) std::abort();
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - began;
  std::printf("allocations %g\nmicroseconds %g\n", static_cast<double>(counted::allocations - before) / calls,
              took.count() / calls);
}

}  // namespace

int main(int, char** argument) {
  const std::string side = argument[1], token(std::stoul(argument[2]), 't');
  const char* const url = argument[3];
  const char* const certificates = argument[4];
  const int calls = std::stoi(argument[5]);
  curl_global_init_mem(CURL_GLOBAL_DEFAULT, take, std::free, take_again, take_text, take_zeros);
  if (side == "library") {
    keyturn::CurlOptions options;
    if (*certificates != '-') options.ca_file = certificates;
    keyturn::AuthClient client{keyturn::CurlTransport{options}, keyturn::MemoryStorage{},
                               keyturn::BasicJsonApi<NoCodec>{std::string{url}}};
    if (!client.adopt({.access_token = keyturn::Secret{token}, .expires_in = std::chrono::hours{1}})) return 1;
    measure(calls, [&] {
      const auto answer = client.get(url);
      return answer ? answer->status : 0;
    });
  } else {
    HardCoded hard_coded{token, url, certificates};
    measure(calls, [&] { return side == "loop" ? hard_coded.loop() : hard_coded.answer(); });
  }
}
