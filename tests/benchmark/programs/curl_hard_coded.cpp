// The least program that calls an API with libcurl and a token that was built in: what is compared with.
#include <curl/curl.h>

#include <cstdio>
#include <string>

namespace {
std::size_t take(char* bytes, std::size_t, std::size_t size, void* into) {
  static_cast<std::string*>(into)->append(bytes, size);
  return size;
}
}  // namespace

int main() {
  std::string body;
  CURL* const handle = curl_easy_init();
  curl_slist* const fields = curl_slist_append(nullptr, "Authorization: Bearer an-access-token-for-ever");
  curl_easy_setopt(handle, CURLOPT_URL, "https://api.example.com/notes");
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, fields);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 30'000L);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &body);
  const CURLcode done = curl_easy_perform(handle);
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  std::printf("%d %ld %s\n", static_cast<int>(done), status, body.c_str());
  curl_slist_free_all(fields);
  curl_easy_cleanup(handle);
}
