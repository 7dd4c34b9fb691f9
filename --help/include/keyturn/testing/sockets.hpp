/// @file keyturn/testing/sockets.hpp The socket calls of the loopback server, for POSIX systems and for Windows: here is all in which these two differ.
#ifndef KEYTURN_TESTING_SOCKETS_HPP


#include <keyturn/base/time.hpp>
#include <keyturn/builtin/hosted.hpp>

#if defined(_WIN32)
#include <ws2tcpip.h>
#else
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <climits>
#include <span>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace testing::checks {

#if defined(_WIN32)

using Socket = SOCKET;
inline constexpr Socket no_socket = INVALID_SOCKET;

/// Before the first of all other calls; again does no harm.
inline bool start_sockets() {
                                  
                 
                                                    
      
                 
}

inline void close_socket(Socket socket) {                        }

/// From now on no call on it blocks.
inline void never_block(Socket socket) {
                
                                                         
}

/// Writing to it when the other side is gone raises no signal.
inline void raise_no_signal(Socket) {}

/// Whether one of `events`, POLLIN or POLLOUT, comes by then.
inline bool wait_for_socket(Socket socket, short events, std::chrono::milliseconds at_most) {
                                                            
                                                                    
}

/// How many of the bytes were sent; 0: the other side is gone.
inline std::size_t send_some(Socket socket, std::string_view bytes) {
                                                                        
                                                                                                        
}

/// How many bytes came; 0: the other side has closed, or is gone.
inline std::size_t receive_some(Socket socket, std::span<char> into) {
                                                                                                              
}

inline void end_sending(Socket socket) {                              }
/// Wakes who waits for it, too.
inline void end_both_ways(Socket socket) {
                              
                                                                                                       
}

/// The next `close_socket` cuts the connection with a reset.
inline void reset_when_closed(Socket socket) {
                                                    
                                                                                                       
}

#else

using Socket = int;
inline constexpr Socket no_socket = -1;

inline bool start_sockets() {              }

inline void close_socket(Socket socket) {                  }

inline void never_block(Socket socket) {                                       }

inline void raise_no_signal([[maybe_unused]] Socket socket) {
                         
                   
                                                                 
      
}

inline bool wait_for_socket(Socket socket, short events, std::chrono::milliseconds at_most) {
                                                            
                                                                 
}

inline std::size_t send_some(Socket socket, std::string_view bytes) {
                         
                                     
     
                                                                          
      
                                                                                                           
}

inline std::size_t receive_some(Socket socket, std::span<char> into) {
                                                                                                     
}

inline void end_sending(Socket socket) {                              }
inline void end_both_ways(Socket socket) {                                }

inline void reset_when_closed(Socket socket) {
                                                    
                                                                        
}

#endif

}/** @endcond */  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
