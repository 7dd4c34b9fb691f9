// One function in each translation unit, whose types must be the same ones whichever shape the unit saw.
#ifndef KEYTURN_TESTS_GATES_BOTH_SHAPES_SHAPES_HPP
#define KEYTURN_TESTS_GATES_BOTH_SHAPES_SHAPES_HPP

namespace shapes {

/// Calls a client of its own once, and hands on what that gave with one more added to the status.
keyturn::Result<keyturn::Response> headers(keyturn::Result<keyturn::Response> so_far);
keyturn::Result<keyturn::Response> single(keyturn::Result<keyturn::Response> so_far);
keyturn::Result<keyturn::Response> headers_then_single(keyturn::Result<keyturn::Response> so_far);
keyturn::Result<keyturn::Response> single_then_headers(keyturn::Result<keyturn::Response> so_far);

/// Answers everything with 200 and the request's own address.
struct Wire {
  keyturn::Result<keyturn::Response> send(const keyturn::Request& request) {
    return keyturn::Response{.status = 200, .headers = {}, .body = request.url};
  }
};

inline keyturn::Result<keyturn::Response> step(keyturn::Result<keyturn::Response> so_far) {
  keyturn::AuthClient client{Wire{}, keyturn::MemoryStorage{}, keyturn::JsonApi{"https://api.example.com"}};
  auto answer = client.send({.url = "/notes", .auth = keyturn::Auth::none});
  if (!answer || answer->body != "https://api.example.com/notes") return keyturn::Error{.code = keyturn::Errc::bad_answer};
  return so_far.transform([](keyturn::Response response) {
    ++response.status;
    return response;
  });
}

}  // namespace shapes

#endif
