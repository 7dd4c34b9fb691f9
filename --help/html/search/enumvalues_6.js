var searchData=
[
  ['idempotent_0',['idempotent',['../namespacekeyturn_1_1testing.html#a4940d1dc528122726d2c8c475657e1a9a579ef30b5aa1632d360fb53065f2ccda',1,'keyturn::testing']]],
  ['insecure_5furl_1',['insecure_url',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fcae07c73471fe6a9daf972475450b37f6d',1,'keyturn']]],
  ['ipv4_2',['ipv4',['../namespacekeyturn.html#a61b968128c22623706c61122130380ada0485728ba5ed6951c7e858af6c1af7c3',1,'keyturn']]],
  ['ipv6_3',['ipv6',['../namespacekeyturn.html#a61b968128c22623706c61122130380adacc314cbc6ae71c0724390eb450bb969d',1,'keyturn']]]
];
