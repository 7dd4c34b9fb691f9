/// @file keyturn/keyturn.hpp The umbrella with everything in the box: the client, libcurl, simdjson, file storage.
#ifndef KEYTURN_KEYTURN_HPP


#include <keyturn/core.hpp>

#include <keyturn/adapters/curl.hpp>
#include <keyturn/adapters/file_storage.hpp>
#include <keyturn/adapters/simdjson.hpp>

KEYTURN_NAMESPACE_BEGIN

/// The JSON dialect, read with simdjson.
using JsonApi = BasicJsonApi<SimdjsonCodec>;

// Here the client has its defaults, so that AuthClient<CurlTransport, FileStorage> can be written out.
template <Transport T, Storage S, Protocol P = JsonApi, Platform E = Hosted>
class AuthClient;

KEYTURN_NAMESPACE_END

#endif
