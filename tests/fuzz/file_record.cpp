// A file of `FileStorage`, and at the same time the record in one.
#include "fuzz.hpp"

#include <keyturn/adapters/file_storage/record.hpp>

using namespace keyturn;
using keyturn_fuzz::expect;

void fuzz(std::string_view input) {
  if (const auto framed = detail::unframe_record(input)) {
    const Secret again = detail::frame_record(framed->record, framed->file);
    expect(again.view() == input, "a file that was read is written as it was");
  } else {
    expect(framed.error().code == Errc::storage_corrupt, "what is no file of ours is corrupt");
  }

  const detail::FileIdentity identity{input.size(), ~std::uint64_t{0}};
  const Secret file = detail::frame_record(input, identity);
  const auto framed = detail::unframe_record(file.view());
  expect(framed && framed->record == input && framed->file.number == identity.number &&
             framed->file.birth == identity.birth,
         "a record reads back as it was written");
  expect(!detail::unframe_record(file.view().substr(0, file.size() - 1)), "a torn file is refused");
  std::string spoilt{file.view()};
  const std::size_t at = input.empty() ? 0 : static_cast<unsigned char>(input.front()) % spoilt.size();
  spoilt[at] = static_cast<char>(spoilt[at] ^ (1 << input.size() % 8));
  expect(!detail::unframe_record(spoilt), "a file with a wrong bit is refused");
}
