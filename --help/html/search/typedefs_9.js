var searchData=
[
  ['mutex_0',['Mutex',['../classkeyturn_1_1Hosted.html#acded863dbfdd730829d4188d67eefcf0',1,'keyturn::Hosted::Mutex()'],['../classkeyturn_1_1testing_1_1Manual.html#acded863dbfdd730829d4188d67eefcf0',1,'keyturn::testing::Manual::Mutex()']]]
];
