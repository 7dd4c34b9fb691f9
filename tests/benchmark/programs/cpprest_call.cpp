// The same in cpprest, whose last handler answers from memory: SIDE, bytes of the token, how many calls.
#include "counted.hpp"

#include <cpprest/http_client.h>

#include <cstdio>
#include <string>

using namespace web::http;

int main(int, char** argument) {
  const bool by_library = std::string{argument[1]} == "library";
  const std::string token(std::stoul(argument[2]), 't'), value = "Bearer " + token;
  const int calls = std::stoi(argument[3]);
  client::http_client_config config;
  oauth2::experimental::oauth2_config session{"", "", "", "", ""};
  session.set_token(oauth2::experimental::oauth2_token{token});
  if (by_library) config.set_oauth2(session);
  client::http_client client{"https://api.example.com", config};
  client.add_handler([](http_request request, std::shared_ptr<http_pipeline_stage>) {
    http_response answer{request.headers().has("Authorization") ? status_codes::OK : status_codes::Unauthorized};
    return pplx::task_from_result(answer);
  });
  std::size_t before = 0;
  for (int i = 0; i <= calls; ++i) {
    if (i == 1) before = counted::allocations;
    http_request request{methods::GET};
    request.set_request_uri("/v1/notes/42");
    if (!by_library) request.headers().add("Authorization", value);
    if (client.request(request).get().status_code() != status_codes::OK) std::abort();
  }
  std::printf("allocations %g\n", static_cast<double>(counted::allocations - before) / calls);
}
