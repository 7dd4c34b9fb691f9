// A handle of WinHTTP, the session that all requests of a transport share, and text as WinHTTP takes it.
#ifndef KEYTURN_ADAPTERS_WINHTTP_HANDLE_HPP
#define KEYTURN_ADAPTERS_WINHTTP_HANDLE_HPP

#if !defined(_WIN32)
#error "WinHTTP is a part of Windows; CurlTransport of <keyturn/keyturn.hpp> is for all systems"
#endif

#include <keyturn/adapters/winhttp/options.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/builtin/hosted.hpp>

#include <string>
#include <string_view>
#include <utility>

#include <winhttp.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Closed by its destructor.
class WinHttpHandle {
 public:
  WinHttpHandle() = default;
  explicit WinHttpHandle(HINTERNET handle) noexcept : handle_{handle} {}
  WinHttpHandle(WinHttpHandle&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}
  WinHttpHandle& operator=(WinHttpHandle other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~WinHttpHandle() {
    if (handle_ != nullptr) WinHttpCloseHandle(handle_);
  }

  explicit operator bool() const noexcept { return handle_ != nullptr; }
  HINTERNET get() const noexcept { return handle_; }
  /// Whoever calls this closes it.
  HINTERNET release() noexcept { return std::exchange(handle_, nullptr); }

 private:
  HINTERNET handle_ = nullptr;
};

constexpr bool is_ascii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) > 0x7e) return false;
  return true;
}

/// Appends text of ASCII alone.
inline void append_wide(std::wstring& wide, std::string_view text) {
  for (const char c : text) wide += static_cast<wchar_t>(c);
}
inline std::wstring widened(std::string_view text) {
  std::wstring wide;
  wide.reserve(text.size());
  append_wide(wide, text);
  return wide;
}

inline void wipe_wide(std::wstring& text) noexcept {
  wipe(reinterpret_cast<char*>(text.data()), text.size() * sizeof(wchar_t));
  text.clear();
}

inline bool set_option(HINTERNET handle, DWORD option, DWORD value) {
  return WinHttpSetOption(handle, option, &value, sizeof value) != FALSE;
}

/// A session with everything set that must not be missing; else an empty handle. Without a proxy if `proxy` is empty.
inline WinHttpHandle open_session(const std::string& user_agent, const std::string& proxy) {
  if (!is_ascii(user_agent) || !is_ascii(proxy)) return {};
  const std::wstring agent = widened(user_agent), by = widened(proxy);
  WinHttpHandle session{
      WinHttpOpen(agent.c_str(), by.empty() ? WINHTTP_ACCESS_TYPE_NO_PROXY : WINHTTP_ACCESS_TYPE_NAMED_PROXY,
                  by.empty() ? WINHTTP_NO_PROXY_NAME : by.c_str(), WINHTTP_NO_PROXY_BYPASS, WINHTTP_FLAG_ASYNC)};
  if (!session) return {};
  constexpr DWORD tls12 = WINHTTP_FLAG_SECURE_PROTOCOL_TLS1_2, tls13 = 0x2000;  // which Windows has from 11 on
  if (!set_option(session.get(), WINHTTP_OPTION_SECURE_PROTOCOLS, tls12 | tls13) &&
      !set_option(session.get(), WINHTTP_OPTION_SECURE_PROTOCOLS, tls12))
    return {};
  return session;
}

/// What all requests of a transport share.
struct WinHttpSessions {
  explicit WinHttpSessions(const WinHttpOptions& options)
      : direct{open_session(options.user_agent, {})},
        by_proxy{options.proxy.empty() ? WinHttpHandle{} : open_session(options.user_agent, options.proxy)},
        has_proxy{!options.proxy.empty()} {}

  /// Requests to this machine never go through a proxy: over plain http they may carry a token. Null: there is none.
  HINTERNET to(const Origin& origin) const { return has_proxy && !is_loopback(origin) ? by_proxy.get() : direct.get(); }

  WinHttpHandle direct, by_proxy;
  bool has_proxy;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
