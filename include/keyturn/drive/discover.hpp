// Asks an issuer for its endpoints, with either kind of transport.
#ifndef KEYTURN_DRIVE_DISCOVER_HPP
#define KEYTURN_DRIVE_DISCOVER_HPP

#include <keyturn/concepts/transport.hpp>
#include <keyturn/drive/host_code.hpp>
#include <keyturn/protocol/discovery.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// The places where an issuer's document may stand, one after another. The first that can be used ends it; so does an
/// error of the transport, for there is no answer at the other place either. The error is that of the first place where a
/// document was, else of the last place; its detail names the URL.
template <Codec C>
class Discovery {
 public:
  Discovery(C codec, std::string_view issuer) : codec_{std::move(codec)}, issuer_{issuer} {
    auto urls = discovery_urls(issuer);
    if (urls)
      urls_ = std::move(*urls);
    else
      result_ = std::move(urls.error());
    over_ = !urls;
  }

  bool is_over() const { return over_; }
  Request request() const { return discovery_request(urls_[place_]); }
  Result<OAuth2Config> result() && { return std::move(result_); }

  /// The answer to that request.
  void take(Result<Response> answer) {
    auto found = answer ? read_discovery(codec_, issuer_, *answer) : Result<OAuth2Config>{answer.error()};
    over_ = found || !answer || place_ + 1 == urls_.size();
    const bool was_there = place_ > 0 && result_.error().status == 0;
    if (!found) found.error().detail = urls_[place_] + ": " + found.error().detail;
    if (found || !was_there) result_ = std::move(found);
    ++place_;
  }

 private:
  C codec_;
  std::string issuer_;
  std::array<std::string, 2> urls_;
  std::size_t place_ = 0;
  bool over_ = false;
  Result<OAuth2Config> result_ = Error{};
};

/// The endpoints of an issuer. Blocks for two requests at most, ten seconds each. Errors: those of `discovery_urls`, of
/// the transport and of `read_discovery`.
template <Codec C, BlockingTransport T>
Result<OAuth2Config> discover(const C& codec, T& transport, std::string_view issuer) {
  Discovery<C> discovery{codec, issuer};
  while (!discovery.is_over())
    discovery.take(guarded<Response>(Errc::no_answer, [&] { return transport.send(discovery.request()); }));
  return std::move(discovery).result();
}

/// The same without blocking; `done` is called as the transport completes. The transport must outlive that.
template <Codec C, AsyncTransport T>
void discover(Discovery<C> discovery, T& transport, Completion<OAuth2Config> done) {
  if (discovery.is_over()) return done(std::move(discovery).result());
  Request request = discovery.request();
  transport.send(std::move(request), Completion<Response>{[discovery = std::move(discovery), &transport,
                                                           done](Result<Response> answer) mutable {
                   discovery.take(std::move(answer));
                   discover(std::move(discovery), transport, std::move(done));
                 }});
}

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif
