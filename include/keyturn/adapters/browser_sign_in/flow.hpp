// One sign-in in the browser, from its URL to its code, with the time as an argument.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_FLOW_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_FLOW_HPP

#include <keyturn/adapters/browser_sign_in/options.hpp>
#include <keyturn/adapters/browser_sign_in/pkce.hpp>
#include <keyturn/adapters/browser_sign_in/redirect_page.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/protocol/authorization.hpp>

#if !defined(_WIN32)
#include <keyturn/adapters/browser_sign_in/redirect_listener.hpp>
#endif

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Who knows the state is whom the auth server answered: an answer without it is somebody else's, is refused, and
/// changes nothing (RFC 9700, section 2.1). With it, the first answer is the last. Not safe for use from several
/// threads.
class BrowserFlow {
 public:
  static Result<BrowserFlow> begin(OAuth2Config config, const BrowserSignInOptions& options, TimePoint now) {
    BrowserFlow flow{std::move(config), later(now, saturated(options.timeout))};
    auto state = unguessable_text();
    if (!state) return std::move(state).error();
    auto verifier = unguessable_text();
    if (!verifier) return std::move(verifier).error();
    const auto challenge = code_challenge(verifier->view());
    if (!challenge) return challenge.error();
    flow.state_ = *std::move(state);
    flow.verifier_ = *std::move(verifier);

    flow.redirect_uri_ = options.redirect_uri;
    if (auto opened = flow.listen(options); !opened) return std::move(opened).error();
    auto url = authorization_url(flow.config_, {.redirect_uri = flow.redirect_uri_,
                                                .state = std::string{flow.state_.view()},
                                                .code_challenge = std::string{challenge->view()},
                                                .scope = options.scope,
                                                .extra = options.extra});
    if (!url) return std::move(url).error();
    flow.url_ = *std::move(url);
    return flow;
  }

  const std::string& url() const { return url_; }
  const std::string& redirect_uri() const { return redirect_uri_; }

  /// Does what can be done without waiting. The result comes once; from then on there is only an error that says so.
  /// When there is one, no port is open.
  std::optional<Result<AuthorizationCode>> step(TimePoint now) {
    if (over_)
      return Result<AuthorizationCode>{make_error(Errc::bad_request, "this sign-in is over: begin another one")};
#if !defined(_WIN32)
    if (!result_ && listener_) listener_->serve(now, [this](std::string_view query) { return judge(query); });
#endif
    if (!result_ && now >= deadline_) result_ = Result<AuthorizationCode>{too_late()};
    if (!result_) return std::nullopt;
    close();
    return std::exchange(result_, std::nullopt);
  }

  /// Takes what the user or the system brought: the whole URL that the browser was sent back to, or its code alone. An
  /// error that changes nothing, if it is not the answer to this sign-in.
  Result<void> take(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    text = text.substr(0, text.find_last_not_of(blanks) + 1);
    if (over_ || result_) return make_error(Errc::bad_request, "this sign-in is over: begin another one");
    if (text.empty()) return make_error(Errc::bad_request, "there is no code in what was pasted");
    if (text.find("://") == text.npos && text.find_first_of("?& \t\r\n") == text.npos) {
      result_ = granted(std::string{text});  // PKCE binds it to this sign-in
      return {};
    }
    text = text.substr(0, text.find('#'));
    const bool has_query = redirect_uri_.find('?') != redirect_uri_.npos;
    if (!text.starts_with(redirect_uri_) || !text.substr(redirect_uri_.size()).starts_with(has_query ? '&' : '?'))
      return make_error(Errc::bad_request, "what was pasted is neither a code nor a URL that begins with ",
                        redirect_uri_ + (has_query ? '&' : '?'));
    if (judge(text.substr(redirect_uri_.size() + 1)).last) return {};
    return make_error(Errc::bad_answer,
                      "what was pasted is not the answer to this sign-in: copy the URL of the page that "
                      "the browser shows now");
  }

  void cancel() {
    if (!over_) result_ = Result<AuthorizationCode>{make_error(Errc::cancelled, "the sign-in was cancelled")};
  }

  /// Waits until there may be something to do, for `at_most`, and never beyond the end of the sign-in.
  void wait(TimePoint now, std::chrono::milliseconds at_most) const {
#if !defined(_WIN32)
    at_most = std::min(at_most, milliseconds_left(deadline_, now));
    if (listener_)
      listener_->wait(at_most);
    else
      ::poll(nullptr, 0, static_cast<int>(at_most.count()));
#else
    ::Sleep(static_cast<DWORD>(std::min(at_most, milliseconds_left(deadline_, now)).count()));
#endif
  }

 private:
  BrowserFlow(OAuth2Config config, TimePoint deadline) : config_{std::move(config)}, deadline_{deadline} {}

  Result<void> listen([[maybe_unused]] const BrowserSignInOptions& options) {
    if (!redirect_uri_.empty()) return {};
#if defined(_WIN32)
    return make_error(Errc::unsupported,
                      "keyturn cannot wait for the browser on this system yet: set "
                      "BrowserSignInOptions::redirect_uri");
#else
    if (!is_origin_form(options.path) || options.path.find('?') != options.path.npos)
      return make_error(Errc::bad_request,
                        "the path of the redirect URI must begin with a slash and hold no query: ", options.path);
    auto listening = listen_at_loopback(options.address, options.port);
    if (!listening) return std::move(listening).error();
    listener_.emplace(*std::move(listening), options.path);
    redirect_uri_ = listener_->redirect_uri();
    return {};
#endif
  }

  RedirectVerdict judge(std::string_view query) {
    auto answer = read_callback(query);
    if (!answer || Secret{std::string_view{answer->state}} != state_) {
      ++strangers_;
      return {RedirectPage::refused};
    }
    auto code = check_callback(config_, state_.view(), *answer);
    wipe(answer->code);
    result_ = code ? granted(*std::move(code)) : Result<AuthorizationCode>{std::move(code).error()};
    return {code ? RedirectPage::done : RedirectPage::failed, true};
  }

  Result<AuthorizationCode> granted(std::string code) const {
    return AuthorizationCode{std::move(code), redirect_uri_, std::string{verifier_.view()}};
  }

  Error too_late() const {
    Error error = make_error(Errc::timed_out, "nobody came back from the browser in time");
    if (strangers_ > 0)
      error.detail += "; answers that were not to this sign-in, and were refused: " + std::to_string(strangers_);
    return error;
  }

  void close() {
    over_ = true;
    state_ = {};
    verifier_ = {};
#if !defined(_WIN32)
    listener_.reset();
#endif
  }

  OAuth2Config config_;
  TimePoint deadline_;
  Secret state_, verifier_;
  std::string redirect_uri_, url_;
#if !defined(_WIN32)
  std::optional<RedirectListener> listener_;
#endif
  std::optional<Result<AuthorizationCode>> result_;
  std::size_t strangers_ = 0;
  bool over_ = false;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
