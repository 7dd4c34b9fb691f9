var dir_bf40467779f51ed0ff58fa8a34d41211 =
[
    [ "access_token.hpp", "access__token_8hpp.html", "access__token_8hpp" ],
    [ "action.hpp", "action_8hpp.html", "action_8hpp" ],
    [ "answer.hpp", "model_2answer_8hpp.html", "model_2answer_8hpp" ],
    [ "body.hpp", "body_8hpp.html", "body_8hpp" ],
    [ "event.hpp", "event_8hpp.html", "event_8hpp" ],
    [ "header_fields.hpp", "header__fields_8hpp.html", "header__fields_8hpp" ],
    [ "headers.hpp", "headers_8hpp.html", "headers_8hpp" ],
    [ "input.hpp", "input_8hpp.html", "input_8hpp" ],
    [ "options.hpp", "model_2options_8hpp.html", "model_2options_8hpp" ],
    [ "request.hpp", "request_8hpp.html", "request_8hpp" ],
    [ "tokens.hpp", "tokens_8hpp.html", "tokens_8hpp" ],
    [ "unknown_outcome.hpp", "unknown__outcome_8hpp.html", "unknown__outcome_8hpp" ]
];