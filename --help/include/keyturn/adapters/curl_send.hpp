/// @file keyturn/adapters/curl_send.hpp Bodies of the blocking libcurl transport.
#ifndef KEYTURN_ADAPTERS_CURL_SEND_HPP


#include <keyturn/adapters/curl.hpp>
#include <keyturn/adapters/curl_handle_pool.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */KEYTURN_FUNCTION CurlTransport::CurlTransport(CurlOptions options)
    : pool_{new detail::CurlHandlePool{std::move(options)}} {}/** @endcond */

/** @cond */KEYTURN_FUNCTION CurlTransport::~CurlTransport() { delete pool_; }/** @endcond */

/** @cond */KEYTURN_FUNCTION Result<Response> CurlTransport::send(const Request& request) {
  auto handle = pool_->take(request.url);
  if (!handle) return std::move(handle.error());
  const auto limits = detail::CurlLimits::of(request, pool_->options().max_header_bytes);
  auto answer = (*handle)->exchange(request, limits, detail::timeout_of(request));
  pool_->give_back(std::move(*handle));
  return answer;
}/** @endcond */

KEYTURN_NAMESPACE_END

#endif
