// The same in Poco, up to what would be written to the wire: SIDE, bytes of the token, how many calls.
#include "counted.hpp"

#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/OAuth20Credentials.h>

#include <cstdio>
#include <string>

using namespace Poco::Net;

int main(int, char** argument) {
  const bool by_library = std::string{argument[1]} == "library";
  const std::string token(std::stoul(argument[2]), 't'), value = "Bearer " + token;
  const int calls = std::stoi(argument[3]);
  OAuth20Credentials credentials{token};
  std::size_t before = 0, size = 0;
  for (int i = 0; i <= calls; ++i) {
    if (i == 1) before = counted::allocations;
    HTTPRequest request{HTTPRequest::HTTP_GET, "/v1/notes/42", HTTPRequest::HTTP_1_1};
    if (by_library)
      credentials.authenticate(request);
    else
      request.set("Authorization", value);
    size += request.get("Authorization").size();
  }
  std::printf("allocations %g\n", size == 0 ? -1 : static_cast<double>(counted::allocations - before) / calls);
}
