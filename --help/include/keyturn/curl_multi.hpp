/// @file keyturn/curl_multi.hpp The umbrella with everything of keyturn.hpp and the asynchronous libcurl transports.
#ifndef KEYTURN_CURL_MULTI_HPP


#include <keyturn/keyturn.hpp>

#include <keyturn/adapters/curl_multi.hpp>

#endif
