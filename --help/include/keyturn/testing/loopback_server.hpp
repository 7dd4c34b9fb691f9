/// @file keyturn/testing/loopback_server.hpp A server on this machine that sends exactly the bytes a test tells it to, and keeps what it was sent.
#ifndef KEYTURN_TESTING_LOOPBACK_SERVER_HPP


#include <keyturn/base/callback.hpp>
#include <keyturn/builtin/hosted.hpp>
#include <keyturn/model/headers.hpp>
#include <keyturn/testing/sockets.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// A request as it came in.
struct ReceivedRequest {
  int connection = 0;              ///< From 1, in the order in which they were accepted.
  std::string method{}, /**< As in the request line. */ target{};  ///< As in the request line.
  Headers headers{};               ///< In order.
  std::string body{};              ///< Without the marks of its chunks.
};

/** @cond */namespace checks {

/// A socket at a free port of 127.0.0.1, and where it is.
class Listener {
 public:
  explicit Listener(int backlog) {
                                 
                     
                                    
                              
                                    
                              
                                                                     
                                                
                               
                                    
                        
                                                                                          
                                                                                                                     
                                                                                                                
                 
                          
  }
  /** @cond */Listener(const Listener&) = delete;/** @endcond */
  /** @cond */Listener& operator=(const Listener&) = delete;/** @endcond */
  /** @cond */~Listener() {
    if (socket_ != no_socket) close_socket(socket_);
  }/** @endcond */

  Socket socket() const {                 }
  const std::string& port() const {               }

  /// A socket that connects to it, maybe later; `no_socket`: none.
  Socket connect() const {
                               
                                    
                                                           
                                             
                       
                                                                         
                                                                                     
                 
  }

 private:
  Socket socket_ = no_socket;
  std::string port_ = "0";
};

}/** @endcond */  // namespace checks

class LoopbackServer;

/// One connection, for the thread that its script runs on. Everything blocks; reading ends when the other side is gone.
class LoopbackConnection {
 public:
  /// From 1, in the order in which connections were accepted.
  int number() const {                             }

  /// The next request as a whole; false if the other side closed.
  bool read() {                                    }
  /// The header of the next request alone.
  bool read_head();
  /// The body that belongs to it.
  bool read_body();
  /// What was read last.
  const ReceivedRequest& request() const {                  }

  /// Sends these bytes, and waits until the system has taken them; false if the other side is gone.
  bool write(std::string_view bytes) {
                            
                                                                 
                                  
                                
     
                
  }

  /// Reads and drops what comes until the other side closes; false if it has not by then.
  bool wait_for_close(std::chrono::milliseconds at_most) {
                                                         
                                                                                            
                               
                 
  }

  /// Reads nothing until that time is over, or the server ends.
  void stall(std::chrono::milliseconds time);

  /// Cuts the connection with a reset.
  void reset();

 private:
  friend class LoopbackServer;
  LoopbackConnection(LoopbackServer& server, checks::Socket socket, int number) : server_{server}, socket_{socket} {
                                 
                                     
  }

  bool more() {
                      
                                                                 
                               
                   
  }

  /// Up to and with `end`; empty if the other side closed before.
  std::string take_until(std::string_view end) {
                          
                                                       
                             
                                    
  }

  /// So many bytes, or fewer if the other side closed.
  std::string take(std::size_t size) {
                                             
     
                                                
                           
                 
  }

  bool read_chunks() {
              
                                                  
                                     
                                                                       
                                               
                                                 
                                           
                                 
     
  }

  LoopbackServer& server_;
  checks::Socket socket_;
  std::string buffer_;
  ReceivedRequest request_;
  std::size_t index_ = 0;  // of the request in the server's list
};

/// Listens at a free port of 127.0.0.1, and runs its script for each connection on a thread of its own; a connection is
/// closed when its script returns. Speaks no TLS. The destructor cuts what is still open, and waits for all scripts.
///
///     LoopbackServer server{[](LoopbackConnection& connection) {
///       while (connection.read()) connection.write("HTTP/1.1 204 No Content\r\n\r\n");
///     }};
class LoopbackServer {
 public:
  /// What is done with each connection.
  using Script = Callback<void(LoopbackConnection&)>;

  /// Listens from now on.
  explicit LoopbackServer(Script script) : script_{std::move(script)}, thread_{[this] { accept(); }} {}
  /** @cond */LoopbackServer(const LoopbackServer&) = delete;/** @endcond */
  /** @cond */LoopbackServer& operator=(const LoopbackServer&) = delete;/** @endcond */
  /** @cond */~LoopbackServer() {
    {
      const std::lock_guard lock{mutex_};
      stopping_ = true;
      stopped_.notify_all();
    }
    const checks::Socket wake = listener_.connect();
    thread_.join();
    if (wake != checks::no_socket) checks::close_socket(wake);
    {
      const std::lock_guard lock{mutex_};
      for (const auto& connection : connections_)
        if (connection->socket_ != checks::no_socket) checks::end_both_ways(connection->socket_);
    }
    for (auto& thread : threads_) thread.join();
    for (const auto& connection : connections_)
      if (connection->socket_ != checks::no_socket) checks::close_socket(connection->socket_);
  }/** @endcond */

  /// Host and port, as a Host header names them.
  std::string authority() const {                                         }
  /// The URL of that target there, over plain http.
  std::string url(std::string_view target = "/") const {                                                       }

  /// How many connections there were.
  int connections() const {                   }
  /// All requests so far whose header came in whole.
  std::vector<ReceivedRequest> requests() const {
                                       
                     
  }
  /// The last of them; an empty one if there was none.
  ReceivedRequest last() const {
                                       
                                                                    
  }

 private:
  friend class LoopbackConnection;

  void accept() {
              
                                                                                   
                                         
                      
                                                                      
               
       
                                                
                                                                                    
                                                                            
                             
                                           
                                                                                               
         
     
  }

  Script script_;
  checks::Listener listener_{SOMAXCONN};
  std::atomic<int> accepted_{0};
  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::vector<ReceivedRequest> requests_;
  std::list<std::unique_ptr<LoopbackConnection>> connections_;
  std::list<std::thread> threads_;
  std::thread thread_;  // the last, for it uses the others
};

/** @cond */inline bool LoopbackConnection::read_head() {
  const std::string head = take_until("\r\n\r\n");
  if (head.empty()) return false;
  request_ = {.connection = number()};
  const auto end = head.find("\r\n");
  const auto first = head.find(' '), second = head.find(' ', first + 1);
  if (first == head.npos || second == head.npos || second > end) return false;
  request_.method = head.substr(0, first);
  request_.target = head.substr(first + 1, second - first - 1);
  for (std::size_t at = end + 2; at + 2 < head.size();) {
    const auto stop = head.find("\r\n", at), colon = head.find(':', at);
    if (colon > stop) return false;
    const auto value = std::min(head.find_first_not_of(' ', colon + 1), stop);
    request_.headers.add(head.substr(at, colon - at), head.substr(value, stop - value));
    at = stop + 2;
  }
  const std::lock_guard lock{server_.mutex_};
  index_ = server_.requests_.size();
  server_.requests_.push_back(request_);
  return true;
}/** @endcond */

/** @cond */inline bool LoopbackConnection::read_body() {
  bool whole = true;
  if (request_.headers.get("Transfer-Encoding")) {
    whole = read_chunks();
  } else if (const auto length = request_.headers.get("Content-Length")) {
    const std::size_t size = std::strtoul(std::string{*length}.c_str(), nullptr, 10);
    request_.body = take(size);
    whole = request_.body.size() == size;
  }
  const std::lock_guard lock{server_.mutex_};
  server_.requests_[index_].body = request_.body;
  return whole;
}/** @endcond */

/** @cond */inline void LoopbackConnection::stall(std::chrono::milliseconds time) {
  std::unique_lock lock{server_.mutex_};
  server_.stopped_.wait_for(lock, time, [&] { return server_.stopping_; });
}/** @endcond */

/** @cond */inline void LoopbackConnection::reset() {
  const std::lock_guard lock{server_.mutex_};
  checks::reset_when_closed(socket_);
  checks::close_socket(socket_);
  socket_ = checks::no_socket;
}/** @endcond */

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
