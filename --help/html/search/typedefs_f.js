var searchData=
[
  ['value_5ftype_0',['value_type',['../classkeyturn_1_1Result.html#afb9ded5f49336ae503bb9f2035ea902b',1,'keyturn::Result::value_type()'],['../classkeyturn_1_1Result_3_01void_01_4.html#abe3a6c0f48f358556e6527ca54021cff',1,'keyturn::Result&lt; void &gt;::value_type()']]]
];
