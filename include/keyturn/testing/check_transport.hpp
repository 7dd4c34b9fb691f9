// Checks that a transport keeps to its concept: what an author of one runs in a test of their own.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_HPP

#include <keyturn/concepts/transport.hpp>
#include <keyturn/testing/check_report.hpp>
#include <keyturn/testing/check_transport/answers.hpp>
#include <keyturn/testing/check_transport/failures.hpp>
#include <keyturn/testing/check_transport/requests.hpp>
#include <keyturn/testing/check_transport/sending.hpp>

#include <type_traits>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// Checks a blocking transport against servers of its own on 127.0.0.1, which send scripted bytes: good answers, broken
/// ones, endless ones, none. Plain HTTP/1.1 alone; whether TLS is verified is not checked. The transport must be ready
/// for use, without a proxy, and is called from several threads at once in the end.
///
///     CurlTransport transport;
///     const auto report = check_transport(transport);
///     if (!report) std::puts(report.text().c_str());
///
/// Blocks for about two seconds; a transport that does not keep to its timeouts takes longer, for the servers cut such
/// a call off after 2 s. Nothing leaves the machine, but the resolver is asked for `name.invalid`. POSIX systems only:
/// elsewhere the one check `there is a server to check against` fails.
template <class T>
requires BlockingTransport<std::remove_reference_t<T>> CheckReport check_transport(T&& transport) {
  CheckReport report;
#if defined(_WIN32)
  static_cast<void>(transport);
  report.run("there is a server to check against",
             [](Findings& findings) { findings.expect(false, "the loopback server does not know this system yet"); });
#else
  const checks::Sender send = [&transport](const Request& request) { return transport.send(request); };
  checks::TransportRequests{send}.run(report);
  checks::TransportAnswers{send}.run(report);
  checks::TransportFailures{send}.run(report);
  checks::TransportSending{send}.run(report);
#endif
  return report;
}

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
