#include <keyturn/adapters/simdjson.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <array>
#include <thread>
#include <vector>

using keyturn::Field;
using keyturn::SimdjsonCodec;

static_assert(keyturn::Codec<SimdjsonCodec> && std::is_empty_v<SimdjsonCodec>);

BOOST_AUTO_TEST_SUITE(simdjson_codec)

BOOST_AUTO_TEST_CASE(one_codec_reads_on_many_threads_at_once) {
  const SimdjsonCodec codec;
  std::vector<std::thread> threads;
  std::array<bool, 8> right{};
  for (std::size_t i = 0; i < right.size(); ++i)
    threads.emplace_back([&codec, &right, i] {
      const std::string value(i * 100, 'x'), json = "{\"a\":\"" + value + "\"}";
      right[i] = true;
      for (int round = 0; round < 100; ++round) {
        constexpr std::array<std::string_view, 1> paths{"a"};
        std::array<Field, 1> fields;
        right[i] = right[i] && codec.read(json, paths, fields) && fields[0].text == value;
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (const bool each : right) BOOST_TEST(each);
}

BOOST_AUTO_TEST_SUITE_END()
