// HTTP/1.1 by hand over plain sockets: the least that keyturn's transport concept asks for.
#ifndef KEYTURN_EXAMPLES_EMBEDDED_SOCKET_TRANSPORT_HPP
#define KEYTURN_EXAMPLES_EMBEDDED_SOCKET_TRANSPORT_HPP

#include <keyturn/core.hpp>

namespace keyturn::example::embedded {

/// A connection of its own for each request, so nothing is ever sent twice. Stateless, safe from many threads at once;
/// blocks up to `Request::timeout`, apart from the system's resolver. Errors as the concept says, and `unsupported` for
/// https: there is no TLS here, so the client lets its tokens go to this machine alone.
struct SocketTransport {
  Result<Response> send(const Request& request) const;
};

static_assert(explain_transport<SocketTransport>());

}  // namespace keyturn::example::embedded

#endif
