var searchData=
[
  ['oauth2_2ehpp_0',['oauth2.hpp',['../oauth2_8hpp.html',1,'(Global Namespace)'],['../protocol_2oauth2_8hpp.html',1,'(Global Namespace)']]],
  ['oauth2_5fconfig_2ehpp_1',['oauth2_config.hpp',['../oauth2__config_8hpp.html',1,'']]],
  ['oauth2_5fendpoint_2ehpp_2',['oauth2_endpoint.hpp',['../oauth2__endpoint_8hpp.html',1,'']]],
  ['oauth2_5ferrors_2ehpp_3',['oauth2_errors.hpp',['../oauth2__errors_8hpp.html',1,'']]],
  ['one_5fof_2ehpp_4',['one_of.hpp',['../one__of_8hpp.html',1,'']]],
  ['options_2ehpp_5',['options.hpp',['../model_2options_8hpp.html',1,'']]]
];
