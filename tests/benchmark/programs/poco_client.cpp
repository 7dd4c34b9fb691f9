// The least program that calls an API with a bearer token in Poco, which neither refreshes nor looks at an expiry.
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/OAuth20Credentials.h>
#include <Poco/StreamCopier.h>

#include <cstdio>
#include <string>

using namespace Poco::Net;

int main() {
  HTTPSClientSession session{"api.example.com"};
  HTTPRequest request{HTTPRequest::HTTP_GET, "/notes", HTTPRequest::HTTP_1_1};
  OAuth20Credentials{"an-access-token"}.authenticate(request);
  session.sendRequest(request);
  HTTPResponse answer;
  std::string body;
  Poco::StreamCopier::copyToString(session.receiveResponse(answer), body);
  std::printf("%d %s\n", static_cast<int>(answer.getStatus()), body.c_str());
}
