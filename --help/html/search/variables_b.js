var searchData=
[
  ['max_5fconnections_0',['max_connections',['../structkeyturn_1_1CurlMultiOptions.html#a872b8fec1efb9c7c284b426d48e605bd',1,'keyturn::CurlMultiOptions']]],
  ['max_5fconnections_5fper_5fhost_1',['max_connections_per_host',['../structkeyturn_1_1CurlMultiOptions.html#a0677a14e922dd7353de718edced05941',1,'keyturn::CurlMultiOptions']]],
  ['max_5fheader_5fbytes_2',['max_header_bytes',['../structkeyturn_1_1CurlOptions.html#a1476dccf518bd7e42b24e684c021db26',1,'keyturn::CurlOptions::max_header_bytes()'],['../structkeyturn_1_1WinHttpOptions.html#a1476dccf518bd7e42b24e684c021db26',1,'keyturn::WinHttpOptions::max_header_bytes()']]],
  ['max_5fidle_5fconnections_3',['max_idle_connections',['../structkeyturn_1_1CurlOptions.html#a0a2423c2f791168523e3c79da0fd86d3',1,'keyturn::CurlOptions']]],
  ['max_5fresponse_4',['max_response',['../structkeyturn_1_1Options.html#a8bed2b09e2976f4864632449f619d3b2',1,'keyturn::Options::max_response()'],['../structkeyturn_1_1Request.html#a8bed2b09e2976f4864632449f619d3b2',1,'keyturn::Request::max_response()']]],
  ['max_5fstreams_5fper_5fhost_5',['max_streams_per_host',['../structkeyturn_1_1CurlMultiOptions.html#a0dc5ee21ebc5943284e51477e8d1064a',1,'keyturn::CurlMultiOptions']]],
  ['max_5ftoken_5fanswer_6',['max_token_answer',['../structkeyturn_1_1Options.html#a2d6fb54ae06e00a8a35e51189b6d5cc4',1,'keyturn::Options']]],
  ['may_5fprompt_7',['may_prompt',['../structkeyturn_1_1KeychainOptions.html#a6bc777c08c1793ff520eca46df502ac4',1,'keyturn::KeychainOptions']]],
  ['method_8',['method',['../structkeyturn_1_1Request.html#a60504f0e385a777dd9bf0efe4c2744f9',1,'keyturn::Request::method()'],['../structkeyturn_1_1testing_1_1ReceivedRequest.html#a60504f0e385a777dd9bf0efe4c2744f9',1,'keyturn::testing::ReceivedRequest::method()']]]
];
