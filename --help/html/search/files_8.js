var searchData=
[
  ['json_5fapi_2ehpp_0',['json_api.hpp',['../json__api_8hpp.html',1,'']]],
  ['json_5fapi_5fconfig_2ehpp_1',['json_api_config.hpp',['../json__api__config_8hpp.html',1,'']]],
  ['json_5ftext_2ehpp_2',['json_text.hpp',['../json__text_8hpp.html',1,'']]],
  ['jwt_2ehpp_3',['jwt.hpp',['../jwt_8hpp.html',1,'']]]
];
