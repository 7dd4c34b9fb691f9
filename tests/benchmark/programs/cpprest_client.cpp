// The least program that calls an API with a session of OAuth 2.0 in cpprest.
#include <cpprest/http_client.h>

#include <cstdio>

using namespace web::http;

int main() {
  oauth2::experimental::oauth2_config session{"app", "secret", "", "https://api.example.com/token", ""};
  session.set_token(oauth2::experimental::oauth2_token{"an-access-token"});
  client::http_client_config config;
  config.set_oauth2(session);
  client::http_client client{"https://api.example.com", config};
  auto answer = client.request(methods::GET, "/notes").get();
  if (answer.status_code() == status_codes::Unauthorized) {
    session.token_from_refresh().wait();
    answer = client.request(methods::GET, "/notes").get();
  }
  std::printf("%d %s\n", answer.status_code(), answer.extract_string().get().c_str());
}
