var searchData=
[
  ['abi_2ehpp_0',['abi.hpp',['../abi_8hpp.html',1,'']]],
  ['access_5ftoken_2ehpp_1',['access_token.hpp',['../access__token_8hpp.html',1,'']]],
  ['action_2ehpp_2',['action.hpp',['../action_8hpp.html',1,'']]],
  ['answer_2ehpp_3',['answer.hpp',['../model_2answer_8hpp.html',1,'']]],
  ['answer_5ffields_2ehpp_4',['answer_fields.hpp',['../answer__fields_8hpp.html',1,'']]],
  ['async_5fauth_5fclient_2ehpp_5',['async_auth_client.hpp',['../async__auth__client_8hpp.html',1,'']]],
  ['atomic_2ehpp_6',['atomic.hpp',['../atomic_8hpp.html',1,'']]],
  ['auth_5fclient_2ehpp_7',['auth_client.hpp',['../auth__client_8hpp.html',1,'']]],
  ['authorization_2ehpp_8',['authorization.hpp',['../authorization_8hpp.html',1,'']]]
];
