// Holds a session, and ends with a core dump when it is told to: PROGRAM FOLDER URL [CERTIFICATE], and then on its input
// the length of the password in four digits and the password. It says how its memory is protected, and waits for its input
// to end.
#include <keyturn/keyturn.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <span>

namespace {

// Straight into its place: no stream keeps a copy.
bool read_all(std::span<char> into) {
  while (!into.empty()) {
    const ssize_t size = ::read(0, into.data(), into.size());
    if (size <= 0) return false;
    into = into.subspan(static_cast<std::size_t>(size));
  }
  return true;
}

int fail(const char* what, const keyturn::Error& error) {
  return std::fprintf(stderr, "%s: %s\n", what, error.detail.c_str()), 1;
}

}  // namespace

int main(int count, char** arguments) {
  keyturn::AuthClient client{keyturn::CurlTransport{{.ca_file = count > 3 ? arguments[3] : ""}},
                             keyturn::FileStorage{arguments[1]}, keyturn::JsonApi{arguments[2]}};
  char digits[4];
  std::size_t size = 0;
  if (!read_all(digits) || std::from_chars(digits, digits + 4, size).ec != std::errc{}) return 2;
  {
    const keyturn::Password password{"eve", keyturn::Secret{size, [](std::span<char> into) { read_all(into); }}};
    if (auto done = client.login(password); !done) return fail("login", done.error());
    if (auto done = client.get("/me"); !done) return fail("get", done.error());
    if (auto done = client.refresh(); !done) return fail("refresh", done.error());
    if (auto done = client.get("/me"); !done) return fail("get", done.error());
#if KEYTURN_HARDENED_SECRETS
    const keyturn::HardenedMemory memory = keyturn::hardened_memory();
    std::printf("hardened %d %d %d\n", memory.bytes > 0, memory.locked, memory.kept_from_dumps);
#else
    std::printf("ordinary\n");
#endif
    std::fflush(stdout);
    char end = 0;
    if (::read(0, &end, 1) != 0) return 2;
    const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
    ::setrlimit(RLIMIT_CORE, &all);
    std::abort();  // the password's own Secret is still there
  }
}
