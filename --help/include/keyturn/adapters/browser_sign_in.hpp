/// @file keyturn/adapters/browser_sign_in.hpp Signs in through the user's own browser, as native apps should (RFC 8252), and brings back the code that a login
/// takes.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_HPP


#include <keyturn/adapters/browser_sign_in/flow.hpp>
#include <keyturn/adapters/browser_sign_in/options.hpp>
#include <keyturn/adapters/browser_sign_in/system_browser.hpp>
#include <keyturn/base/atomic.hpp>
#include <keyturn/base/shared.hpp>
#include <keyturn/builtin/hosted.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// One sign-in in the browser: authorization code with PKCE (RFC 7636, S256 alone), a state, and the check of `iss`
/// (RFC 9207). It brings an `AuthorizationCode`; what turns it into a session is `client.login(code)`, so that the
/// app's transport and its promises hold there too.
///
///     auto sign_in = keyturn::BrowserSignIn::begin(config);
///     if (!sign_in) return fail(sign_in.error());
///     if (auto opened = sign_in->open_browser(); !opened) show(sign_in->url());
///     …
///     if (auto code = sign_in->poll())                      // once a frame
///       *code ? start_login(**code) : show(code->error());
///
/// From `begin` on it listens at the loopback address, and there alone. Only a GET of the redirect URI with the right
/// Host field and the right state is an answer, and the first one is the last. All else gets an error page and changes
/// nothing, however much of it comes: programs that do not know the state can neither end the sign-in nor slip in a
/// code of theirs. When the result is there, and when the object dies, no port is open.
///
/// The browser sees a small page that loads nothing and repeats nothing of its URL. The code stays in its address bar;
/// it is of no use without the verifier, which never leaves this object but with the code.
///
/// What it cannot hide: while the browser starts, its URL stands in the system's list of processes. Another user of the
/// machine who looks there knows the state, and may end the sign-in or answer it with an account of their own; they
/// cannot redeem the code.
///
/// **Threads.** For one thread at a time, but for `cancel`, which may be called from any. Nothing blocks but `wait`.
/// POSIX; on Windows only with `BrowserSignInOptions::redirect_uri` for now.
class BrowserSignIn {
 public:
  /// Opens the port and makes the URL; does not open the browser. Needs `authorization_endpoint` and `client_id`, and
  /// `issuer` for the check. Errors: `bad_request` and `insecure_url` for a configuration that cannot be;
  /// `unsupported`, with the system's reason, if no port can be had or there are no random numbers.
  static Result<BrowserSignIn> begin(OAuth2Config config, BrowserSignInOptions options = {}) {
                                                                                       
                                              
                                                                                          
  }

  /// What the user's browser is to show; holds nothing that is secret for longer than this sign-in.
  const std::string& url() const {                            }
  /// Where it comes back to.
  const std::string& redirect_uri() const {                                     }

  /// Opens the URL by `BrowserSignInOptions::open_browser`, or with xdg-open (`open` on macOS, ShellExecute on
  /// Windows): no shell reads it, and the program inherits no descriptor. Takes some milliseconds. `unsupported`, with
  /// the reason, where there is no display or nothing that opens browsers. The sign-in goes on in any case, so that the
  /// host can show the URL; it should do that anyhow, for an opener that finds no browser tells nobody.
  Result<void> open_browser() {
                                                                                                   
  }

  /// What came of it, once; nothing as long as the user is not done. `login_refused`: the server or the user said no.
  /// `bad_answer`: the answer has the state, but is not the server's own (another `iss`, RFC 9207) or has no code.
  /// `timed_out`: nobody came back in time; the detail says how many wrong answers came instead. `cancelled`. Later
  /// calls give `bad_request`.
  std::optional<Result<AuthorizationCode>> poll() {
                                                        
                                             
  }

  /// The same as soon as it is there. Blocks until then; `cancel` ends it within 100 ms.
  Result<AuthorizationCode> wait() {
              
                                                          
                                                                        
     
  }

  /// Takes the answer in another way, such as from the user's clipboard where the browser runs on another machine: the
  /// whole URL that it was sent back to, or the code alone. `poll` then has the result. An error, after which the
  /// sign-in goes on, for anything that is not the answer to it: `bad_request` or `bad_answer`, with a text for the
  /// user.
  Result<void> answer(std::string_view pasted) {                                   }

  /// The next `poll`, or the `wait` that runs, gives `cancelled`, and the port is closed.
  void cancel() noexcept {                                }

 private:
  struct State : Holders {
    State(detail::BrowserFlow begun, Callback<Result<void>(const std::string&)> opener)
        : flow{std::move(begun)}, open_browser{std::move(opener)} {}
    detail::BrowserFlow flow;
    Callback<Result<void>(const std::string&)> open_browser;
    Atomic<bool> cancelled{false};
  };
  explicit BrowserSignIn(Shared<State> state) : state_{std::move(state)} {}

  Shared<State> state_;
};

/// Opens the browser and waits until the user is done, for `BrowserSignInOptions::timeout` at most. The errors of
/// `BrowserSignIn`; also of `open_browser`, at once. Who wants to cancel it uses `BrowserSignIn` itself.
/** @cond */inline Result<AuthorizationCode> sign_in_with_browser(OAuth2Config config, BrowserSignInOptions options = {}) {
  auto sign_in = BrowserSignIn::begin(std::move(config), std::move(options));
  if (!sign_in) return std::move(sign_in).error();
  if (auto opened = sign_in->open_browser(); !opened) return std::move(opened).error();
  return sign_in->wait();
}/** @endcond */

KEYTURN_NAMESPACE_END

#endif
