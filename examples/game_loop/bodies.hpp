// The bodies of keyturn's requests and answers, in the shape in which Beast writes and reads bodies.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_BODIES_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_BODIES_HPP

#include <keyturn/core.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/optional.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string>
#include <utility>

namespace keyturn::example::game_loop {

namespace http = boost::beast::http;
using boost::system::error_code;

// Tokens and passwords go through Beast's memory: it is wiped when it is given back.
template <class T>
struct WipingAllocator {
  using value_type = T;

  WipingAllocator() = default;
  template <class U>
  WipingAllocator(const WipingAllocator<U>&) {}

  T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
  void deallocate(T* memory, std::size_t count) {
    wipe(reinterpret_cast<char*>(memory), count * sizeof(T));
    std::allocator<T>{}.deallocate(memory, count);
  }

  friend bool operator==(const WipingAllocator&, const WipingAllocator&) { return true; }
};

// A request's body, read from its source piece by piece as it goes out.
struct OutgoingBody {
  using value_type = const Body*;

  class writer {
   public:
    using const_buffers_type = boost::asio::const_buffer;

    template <bool is_request, class Fields>
    writer(const http::header<is_request, Fields>&, const value_type& body) : body_{body} {}

    writer(const writer&) = delete;
    writer& operator=(const writer&) = delete;
    ~writer() { wipe(piece_.data(), piece_.size()); }

    void init(error_code& error) {
      error = {};
      reader_ = body_->open();
      left_ = body_->length();
    }

    boost::optional<std::pair<const_buffers_type, bool>> get(error_code& error) {
      error = {};
      const std::size_t room = left_ ? std::min<std::uint64_t>(*left_, piece_.size()) : piece_.size();
      const std::size_t size = room > 0 ? reader_(std::span{piece_}.first(room)) : 0;
      if (left_) {
        if (size == 0 && *left_ > 0) error = http::error::partial_message;  // its source ended before its length
        *left_ -= size;
      }
      if (size == 0) return boost::none;
      return std::pair{const_buffers_type{piece_.data(), size}, true};
    }

   private:
    const Body* body_;
    Reader reader_;
    std::optional<std::uint64_t> left_;
    std::array<char, 16'384> piece_;
  };
};

// An answer's body: kept up to a limit, or handed on as it arrives if it is a 2xx answer's and somebody wants it.
struct IncomingBody {
  struct value_type {
    std::size_t limit = 0;
    Callback<bool(std::string_view)> on_data;
    std::string text;
  };

  class reader {
   public:
    template <bool is_request, class Fields>
    reader(http::header<is_request, Fields>& header, value_type& body)
        : succeeded_{[&header] { return header.result_int() / 100 == 2; }}, body_{body} {}

    void init(const boost::optional<std::uint64_t>&, error_code& error) { error = {}; }

    template <class Buffers>
    std::size_t put(const Buffers& buffers, error_code& error) {
      error = {};
      std::size_t taken = 0;
      for (const boost::asio::const_buffer piece : boost::beast::buffers_range_ref(buffers)) {
        take({static_cast<const char*>(piece.data()), piece.size()}, error);
        if (error) break;
        taken += piece.size();
      }
      return taken;
    }

    void finish(error_code& error) { error = {}; }

   private:
    void take(std::string_view bytes, error_code& error) {
      if (body_.on_data && succeeded_()) {
        if (!body_.on_data(bytes)) error = boost::asio::error::operation_aborted;
      } else if (bytes.size() > body_.limit - body_.text.size()) {
        error = http::error::body_limit;
      } else {
        append(bytes);
      }
    }

    // A string that grows by itself leaves its old bytes behind.
    void append(std::string_view bytes) {
      std::string& text = body_.text;
      if (const std::size_t needed = text.size() + bytes.size(); needed > text.capacity()) {
        std::string larger;
        larger.reserve(std::max(needed, text.capacity() * 2));
        larger += text;
        wipe(text);
        text = std::move(larger);
      }
      text += bytes;
    }

    Callback<bool()> succeeded_;  // the status is not there yet when the reader is made
    value_type& body_;
  };
};

}  // namespace keyturn::example::game_loop

#endif
