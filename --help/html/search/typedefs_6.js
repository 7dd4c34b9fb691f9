var searchData=
[
  ['jobid_0',['JobId',['../namespacekeyturn.html#a349503dd24d5ab3f9eea34c1f9b22dd9',1,'keyturn']]],
  ['jsonapi_1',['JsonApi',['../namespacekeyturn.html#a16f314a1c46ac10b603d20edb188d3a9',1,'keyturn']]]
];
