// A transport over cpp-httplib: what it takes to give keyturn the HTTP library that an app has already.
#ifndef KEYTURN_EXAMPLES_CUSTOM_TRANSPORT_HTTPLIB_TRANSPORT_HPP
#define KEYTURN_EXAMPLES_CUSTOM_TRANSPORT_HTTPLIB_TRANSPORT_HPP

#include <keyturn/core.hpp>

namespace keyturn::example {

/// Blocking, stateless, safe from many threads at once. The page of its concept, concepts/transport.hpp, says what it must
/// do; the comments in httplib_transport.cpp say how each of these is had from cpp-httplib.
///
/// What `testing::check_transport` finds that cpp-httplib 0.11 does not do, and no caller can add:
///  - A field without a value is left out of the answer.
///  - An answer that is no HTTP, one with trailers, and one after 103 Early Hints is `no_answer`: the server may have acted,
///    which is true, and keeps the session.
///  - A chunked body that is cut off between CR and LF of a chunk passes for the whole.
///  - The header of an answer may grow until the time is over.
struct HttplibTransport {
  Result<Response> send(const Request& request) const;
};

static_assert(explain_transport<HttplibTransport>());

}  // namespace keyturn::example

#endif
