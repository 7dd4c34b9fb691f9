// Real disks that fail: a small one that is full, and one that becomes read-only. Nobody has to do anything afterwards.
#include "host.hpp"
#include "process.hpp"

#include <iostream>

namespace {

using namespace faults;

// A program whose session is on a small disk of its own.
struct SmallDisk : Host {
  Process process{directory.path, directory.path, server.url(), {}};

  // False, and said so, where the system does not let us mount a disk.
  bool is_there() {
    const std::string mounted = process.ask("mount");
    if (mounted != "ok") std::cout << "SKIPPED: no disk can be mounted here: " << mounted << std::endl;
    return mounted == "ok";
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_small_disk, SmallDisk)

BOOST_AUTO_TEST_CASE(that_is_full_keeps_the_pair_of_old_until_there_is_room_for_the_new_one) {
  if (!is_there()) return;
  process.require("login");
  process.require("fill");
  process.require("refresh");
  process.require("generation", "2");
  process.require("stored", "1");
  process.require("later");
  process.require("token");
  process.require("stored", "1");
  process.require("free");
  process.require("later");
  process.require("token");
  process.require("stored", "2");
  process.require("call-of-another", "200");
  std::cout << "full disk: the new pair was saved as soon as there was room" << std::endl;
}

BOOST_AUTO_TEST_CASE(that_becomes_read_only_is_not_written_to_and_the_refresh_waits) {
  if (!is_there()) return;
  process.require("login");
  process.require("read-only");
  BOOST_TEST(process.ask("refresh").starts_with("refresh_unavailable"));
  BOOST_TEST(server.counters().refresh_requests == 0u);
  process.require("later");
  process.require("token");
  process.require("writable");
  process.require("later");
  process.require("refresh");
  process.require("stored", "2");
  process.require("call-of-another", "200");
  std::cout << "read-only disk: nothing was sent, and the refresh came when it could be saved" << std::endl;
}

BOOST_AUTO_TEST_SUITE_END()
