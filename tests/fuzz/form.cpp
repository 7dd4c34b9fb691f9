// Form-encoded text, such as the query of a callback.
#include "fuzz.hpp"

#include <keyturn/protocol/authorization.hpp>

using namespace keyturn;
using keyturn_fuzz::expect;

static void expect_same_again(const List<DecodedField>& fields) {
  List<FormField> again;
  for (const DecodedField& field : fields) again.push({field.name, field.value.view()});
  const auto read = read_form(form_text(again));
  expect(read && read->size() == fields.size(), "what is written again is a form of as many fields");
  for (std::size_t i = 0; i < fields.size(); ++i)
    expect(read->begin()[i].name == fields.begin()[i].name && read->begin()[i].value == fields.begin()[i].value,
           "what is written again reads back");
}

void fuzz(std::string_view input) {
  if (const auto fields = read_form(input))
    expect_same_again(*fields);
  else
    expect(fields.error().code == Errc::bad_answer, "text that is no form is a bad answer");

  const OAuth2Config config{.issuer = "https://id.example.test", .iss_in_callbacks = true};
  const auto answer = read_callback(input);
  if (!answer) return;
  const auto code = check_callback(config, "the state", *answer);
  if (!code) return;
  expect(answer->state == "the state" && answer->iss == config.issuer && answer->error.empty(),
         "a code is believed with the state and the issuer alone");
  expect(*code == answer->code && !code->empty(), "and it is the one that stands there");
}
