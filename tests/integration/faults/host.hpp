// The example auth server for these tests, which keeps its tokens in memory: only the client's disk is of interest.
#ifndef KEYTURN_TESTS_INTEGRATION_FAULTS_HOST_HPP
#define KEYTURN_TESTS_INTEGRATION_FAULTS_HOST_HPP

#include "integration/real_server.hpp"

namespace faults {

struct Host {
  real_server::Directory directory;
  keyturn::example::AuthServer server;

  Host() { BOOST_REQUIRE(server.add_user("ada", "lovelace")); }
};

}  // namespace faults

#endif
