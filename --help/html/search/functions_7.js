var searchData=
[
  ['has_5fvalue_0',['has_value',['../classkeyturn_1_1Maybe.html#a6988ba57722f67cbb444b0931468282e',1,'keyturn::Maybe::has_value()'],['../classkeyturn_1_1Rare.html#a86b749ce2c4bc627fa8a1fcfaf0e314f',1,'keyturn::Rare::has_value()'],['../classkeyturn_1_1Result.html#a86b749ce2c4bc627fa8a1fcfaf0e314f',1,'keyturn::Result::has_value()'],['../classkeyturn_1_1Result_3_01void_01_4.html#a86b749ce2c4bc627fa8a1fcfaf0e314f',1,'keyturn::Result&lt; void &gt;::has_value()']]],
  ['heal_1',['heal',['../classkeyturn_1_1testing_1_1FlakyStorage.html#aa9115ef041e3094b2fc0f1169a073b6d',1,'keyturn::testing::FlakyStorage']]],
  ['http_5fdate_2',['http_date',['../namespacekeyturn_1_1testing.html#a9e62000f49e4dc0593f757761e901347',1,'keyturn::testing']]]
];
