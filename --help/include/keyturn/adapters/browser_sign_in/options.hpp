// What a host may choose about a sign-in in the browser.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_OPTIONS_HPP


#include <keyturn/base/callback.hpp>
#include <keyturn/base/result.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// Where the browser's answer is waited for. Never the name localhost, which may lead elsewhere (RFC 8252, section
/// 8.3).
enum class LoopbackAddress {
  any,   ///< 127.0.0.1; on a system without it [::1].
  ipv4,  ///< 127.0.0.1
  ipv6,  ///< [::1]
};

/// What a host may choose about a `BrowserSignIn`.
struct BrowserSignInOptions {
  std::chrono::milliseconds timeout{300'000};      ///< How long the user may take, from `begin` on.
  LoopbackAddress address = LoopbackAddress::any;  /**< Where it listens. */
  /// 0: a free port that the system chooses, which servers must accept for native apps (RFC 8252, section 7.3). Another
  /// one for servers that compare the whole redirect URI.
  std::uint16_t port = 0;
  std::string path = "/";  /**< The path of the redirect URI, for the same servers. */
  /// For an app that is given the answer in another way, such as by a URL scheme of its own (RFC 8252, section 7.1), or
  /// through the user's hands: no port is opened, and `answer` takes it. Empty: a loopback address, as above.
  std::string redirect_uri{};
  /// Opens the URL instead of the system's own way, and says whether that worked. Called on the thread that calls
  /// `open_browser`; must not block.
  Callback<Result<void>(const std::string& url)> open_browser{};
  std::string scope{};                                       ///< Empty: that of the configuration.
  std::vector<std::pair<std::string, std::string>> extra{};  ///< Parameters such as prompt, login_hint, resource.
};

KEYTURN_NAMESPACE_END

#endif
