var searchData=
[
  ['testing_2ehpp_0',['testing.hpp',['../testing_8hpp.html',1,'']]],
  ['time_2ehpp_1',['time.hpp',['../time_8hpp.html',1,'']]],
  ['tokens_2ehpp_2',['tokens.hpp',['../tokens_8hpp.html',1,'']]],
  ['trace_2ehpp_3',['trace.hpp',['../trace_8hpp.html',1,'']]],
  ['transport_2ehpp_4',['transport.hpp',['../concepts_2transport_8hpp.html',1,'']]]
];
