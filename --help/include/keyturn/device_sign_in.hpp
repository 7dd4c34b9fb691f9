/// @file keyturn/device_sign_in.hpp Signs in on a device without a browser: the user types a code in on another one (RFC 8628).
#ifndef KEYTURN_DEVICE_SIGN_IN_HPP


#include <keyturn/base/mutex_guard.hpp>
#include <keyturn/base/shared.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/concepts/platform.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/drive/auth_exchange.hpp>
#include <keyturn/model/options.hpp>
#include <keyturn/protocol/device_polling.hpp>
#include <keyturn/protocol/oauth2_config.hpp>

#if KEYTURN_HAS_HOSTED
#include <keyturn/builtin/hosted.hpp>
#endif

#include <concepts>
#include <optional>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// "This protocol can sign in a device." `OAuth2` can.
template <class P>
concept DeviceProtocol = Grants<P, DeviceCode> && requires(const P& protocol, const Response& answer) {
  { protocol.api_base() } -> std::convertible_to<std::string_view>;
  { protocol.device_authorization_request() } -> std::same_as<Result<Request>>;
  { protocol.read_device_authorization(answer) } -> std::same_as<Result<DeviceAuthorization>>;
  { protocol.read_device_poll(answer) } -> std::same_as<DevicePoll>;
};

/** @cond */namespace detail {

/// The two questions of a device sign-in, and what their answers mean for its schedule.
template <DeviceProtocol P>
class DeviceTalk {
 public:
  DeviceTalk(const P& protocol, Options options) : protocol_{protocol}, options_{std::move(options)} {}

  /// For the codes, and once they are there, whether the user is done.
  Result<Request> next_request() const {
                  
                                                                                                                     
                                                                                                      
  }

  /// The codes, or why there are none.
  Result<DeviceAuthorization> take_codes(Result<Response> answer, TimePoint asked, TimePoint now) {
                                                  
                                                              
                                 
                             
                    
                                          
                 
  }

  /// The end of the sign-in, or nothing.
  std::optional<Result<TokenSet>> take_poll(Result<Response> answer, const Moment& now) {
                                                                                
                                                          
                                                                          
                                 
                                                           
  }

  const std::optional<DeviceAuthorization>& codes() const {                }
  const DevicePolling& polling() const {                   }

 private:
  const P& protocol_;
  Options options_;
  std::optional<DeviceAuthorization> codes_;
  std::optional<DevicePolling> polling_;
};

inline Error device_sign_in_cancelled() {                                                                  }

}/** @endcond */  // namespace detail

/// One device sign-in over a blocking transport. The tokens that it brings are for `client.adopt()`; transport and
/// protocol may be the client's own, and outlive this.
///
///     keyturn::DeviceSignIn sign_in{client.transport(), client.protocol()};
///     auto codes = sign_in.begin();
///     if (!codes) return fail(codes.error());
///     show(codes->verification_uri, codes->user_code);
///     auto tokens = sign_in.wait();
///     if (!tokens) return fail(tokens.error());
///     return client.adopt(*std::move(tokens));
///
/// Of `options` it uses `request_timeout`, for each request, and `max_token_answer`.
///
/// **Threads.** One at a time, but for `cancel`, which may be called from any.
template <Transport T, DeviceProtocol P, Platform E>
class DeviceSignIn {
 public:
  /// Sends nothing yet.
  DeviceSignIn(T& transport, const P& protocol, Options options = {}, E platform = {})
      : transport_{transport}, talk_{protocol, std::move(options)}, platform_{std::move(platform)} {}
  /** @cond */DeviceSignIn(const DeviceSignIn&) = delete;/** @endcond */
  /** @cond */DeviceSignIn& operator=(const DeviceSignIn&) = delete;/** @endcond */

  /// Asks for the codes; blocks for one request. The transport's errors, `bad_request` and `insecure_url` for a
  /// configuration that cannot be, `server_refused`, `bad_answer`.
  Result<DeviceAuthorization> begin() {
                                            
                         
                                                                       
  }

  /// Asks until the user is done, as often as the server allows. Blocks until then; at most until the codes expire, and
  /// one request more. `login_refused`: the user said no. `timed_out`: the codes expired. `cancelled`. `server_refused`
  /// or `bad_answer`: the server has said something that asking again does not mend. `bad_request` without `begin`.
  /// What may pass, such as a network that is away, is no error: it is asked again later.
  Result<TokenSet> wait() {
                                                                                                                  
              
                                                                                          
                                                                                  
                           
                                                                                                        
     
  }

  /// Ends `wait`: at once while it sleeps, after the request that is under way else.
  void cancel() {
                                   
                      
                          
  }

 private:
  Result<Response> send() {
                                              
                                         
                                     
  }

  static typename E::Condition make_condition(E& platform) {
                                                                     
                                             
        
                                     
  }

  bool sleep_until(TimePoint time) {
                                   
                                                                                    
                       
  }

  T& transport_;
  detail::DeviceTalk<P> talk_;
  E platform_;
  typename E::Mutex mutex_;
  typename E::Condition changed_ = make_condition(platform_);
  bool cancelled_ = false;
};

/// The same over an asynchronous transport, for a game loop: nothing blocks.
///
///     keyturn::DeviceSignIn sign_in{client.transport(), client.protocol()};
///     …                                                        // once a frame
///     if (auto tokens = sign_in.poll()) *tokens ? sign_in_done(**std::move(tokens)) : show(tokens->error());
///     if (const auto& codes = sign_in.codes()) draw(codes->verification_uri, codes->user_code);
///
/// A transport with `poll()` is driven by this one too, on the same thread as the client's.
///
/// **Threads.** One at a time. Answers may come on any thread; what is under way when this dies is forgotten when it
/// comes.
template <Transport T, DeviceProtocol P, Platform E>
requires(!BlockingTransport<T>) class DeviceSignIn<T, P, E> {
 public:
  /// Sends nothing yet.
  DeviceSignIn(T& transport, const P& protocol, Options options = {}, E platform = {})
      : transport_{transport}, talk_{protocol, std::move(options)}, platform_{std::move(platform)} {}
  /** @cond */DeviceSignIn(const DeviceSignIn&) = delete;/** @endcond */
  /** @cond */DeviceSignIn& operator=(const DeviceSignIn&) = delete;/** @endcond */

  /// Does what is due: the first call asks for the codes, later ones whether the user is done, as often as the server
  /// allows. The end of it, once, with the errors of the blocking form; then `bad_request`.
  std::optional<Result<TokenSet>> poll() {
              
                                                                                                                
                                                                           
                      
                            
               
  }

  /// What to show to the user, from when it is there.
  const std::optional<DeviceAuthorization>& codes() const {                       }

  /// The next `poll` gives `cancelled`. Nothing more is sent.
  void cancel() {                    }

 private:
  /// Where an answer is put, by whatever thread it comes on.
  struct Inbox : Holders {
    typename E::Mutex mutex;
    std::optional<Result<Response>> answer;

    /** @cond */~Inbox() {
      if (answer && *answer) drive::wipe_message(**answer);
    }/** @endcond */
    std::optional<Result<Response>> take() {
                                    
                                                 
    }
  };

  std::optional<Result<TokenSet>> step() {
                                                                                
                                          
                 
                                   
                                       
                  
                                                                                   
     
                                        
                                                                                      
                                                                  
  }

  std::optional<Result<TokenSet>> take(Result<Response> answer, const Moment& now) {
                                                                      
                                                                               
                                                                                 
  }

  std::optional<Result<TokenSet>> ask(TimePoint now) {
                                        
                                                                      
                 
                            
                                                                                                         
                                           
                                        
        
                        
  }

  T& transport_;
  detail::DeviceTalk<P> talk_;
  E platform_;
  TimePoint asked_{};
  Shared<Inbox> inbox_;  // there while an answer is waited for
  bool cancelled_ = false, over_ = false;
};

#if KEYTURN_HAS_HOSTED  // else it is always told its platform
/** @cond */template <class T, class P>
DeviceSignIn(T&, const P&) -> DeviceSignIn<T, P, Hosted>;/** @endcond */
/** @cond */template <class T, class P>
DeviceSignIn(T&, const P&, Options) -> DeviceSignIn<T, P, Hosted>;/** @endcond */
#endif

KEYTURN_NAMESPACE_END

#endif
