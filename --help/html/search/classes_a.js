var searchData=
[
  ['manual_0',['Manual',['../classkeyturn_1_1testing_1_1Manual.html',1,'keyturn::testing']]],
  ['manualclock_1',['ManualClock',['../classkeyturn_1_1testing_1_1ManualClock.html',1,'keyturn::testing']]],
  ['maybe_2',['Maybe',['../classkeyturn_1_1Maybe.html',1,'keyturn']]],
  ['maybe_3c_20walltime_20_3e_3',['Maybe&lt; WallTime &gt;',['../classkeyturn_1_1Maybe.html',1,'keyturn']]],
  ['memorystorage_4',['MemoryStorage',['../classkeyturn_1_1MemoryStorage.html',1,'keyturn']]],
  ['moment_5',['Moment',['../structkeyturn_1_1Moment.html',1,'keyturn']]],
  ['mutex_6',['Mutex',['../structkeyturn_1_1SingleThread_1_1Mutex.html',1,'keyturn::SingleThread']]],
  ['mutexguard_7',['MutexGuard',['../classkeyturn_1_1MutexGuard.html',1,'keyturn']]]
];
