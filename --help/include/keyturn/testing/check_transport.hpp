/// @file keyturn/testing/check_transport.hpp Checks that a transport keeps to its concept: what an author of one runs in a test of their own.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_HPP


#include <keyturn/concepts/transport.hpp>
#include <keyturn/testing/check_report.hpp>
#include <keyturn/testing/check_transport/answers.hpp>
#include <keyturn/testing/check_transport/completing.hpp>
#include <keyturn/testing/check_transport/driving.hpp>
#include <keyturn/testing/check_transport/ending.hpp>
#include <keyturn/testing/check_transport/failures.hpp>
#include <keyturn/testing/check_transport/requests.hpp>
#include <keyturn/testing/check_transport/sending.hpp>

#include <optional>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/** @cond */namespace checks {

/// The checks that hold for every transport, however it is called.
inline CheckReport check_every(const Sender& send) {
                     
                                      
                                     
                                      
                                     
                
}

/// Those, and the ones for asynchronous transports. `own` is destroyed in the end, if it is there.
template <class T>
CheckReport check_asynchronous(T& transport, std::optional<T>* own) {
                                
                                                                                                         
                                       
                                    
                     
                                                              
      
                                                  
                
}

}/** @endcond */  // namespace checks

/// Checks a blocking transport against servers of its own on 127.0.0.1, which send scripted bytes: good answers, broken
/// ones, endless ones, none. Plain HTTP/1.1 alone; whether TLS is verified is not checked. The transport must be ready
/// for use, without a proxy, and is called from several threads at once in the end.
///
///     CurlTransport transport;
///     const auto report = check_transport(transport);
///     if (!report) std::puts(report.text().c_str());
///
/// Blocks for about two seconds; a transport that does not keep to its timeouts takes longer, for the servers cut such
/// a call off after 2 s. Nothing leaves the machine, but the resolver is asked for `name.invalid`.
template <class T>
requires BlockingTransport<std::remove_reference_t<T>> CheckReport check_transport(T&& transport) {
                                                                                                       
}

/// Checks an asynchronous transport, with or without `poll` and `wake_after`: all that a blocking one is checked for,
/// that it completes each call once and holds nothing up, that it drives and is driven as it should, and that its
/// destructor leaves nothing behind. For the last the transport must be handed over; of one that is only lent those
/// checks are skipped. A polled transport is used by one thread at a time, any other by several at once. Takes about
/// five seconds; all else as above.
///
///     const auto report = check_transport(MyTransport{});
template <class T>
requires(AsyncTransport<std::remove_reference_t<T>> && !BlockingTransport<std::remove_reference_t<T>>) CheckReport
    check_transport(T&& transport) {
                                                
                                                                                                                   
          
                                               
                                                  
   
}

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
