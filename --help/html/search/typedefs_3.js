var searchData=
[
  ['error_5ftype_0',['error_type',['../classkeyturn_1_1Result.html#a2360efbcdc5d7604c6d112b8352ff64f',1,'keyturn::Result::error_type()'],['../classkeyturn_1_1Result_3_01void_01_4.html#a2360efbcdc5d7604c6d112b8352ff64f',1,'keyturn::Result&lt; void &gt;::error_type()']]]
];
