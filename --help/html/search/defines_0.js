var searchData=
[
  ['keyturn_5fhardened_5fsecrets_0',['KEYTURN_HARDENED_SECRETS',['../features_8hpp.html#aa8a94f486ecf4bd9dbac8813b6d53bb3',1,'features.hpp']]],
  ['keyturn_5fhas_5fhosted_1',['KEYTURN_HAS_HOSTED',['../features_8hpp.html#aa6e8600028ace7b81fc97e4a43a1d25b',1,'features.hpp']]],
  ['keyturn_5fseparate_5fcompilation_2',['KEYTURN_SEPARATE_COMPILATION',['../features_8hpp.html#ad268a65141b38c11227e3b83b85ff2e4',1,'features.hpp']]],
  ['keyturn_5fversion_5fmajor_3',['KEYTURN_VERSION_MAJOR',['../version_8hpp.html#ab7d7a1b55256cef4075b953268e6ed37',1,'version.hpp']]],
  ['keyturn_5fversion_5fminor_4',['KEYTURN_VERSION_MINOR',['../version_8hpp.html#a93a904e204ecf88f3ae294b6540be6f7',1,'version.hpp']]],
  ['keyturn_5fversion_5fpatch_5',['KEYTURN_VERSION_PATCH',['../version_8hpp.html#a83ada6178cc2f03ea58014ab85abc920',1,'version.hpp']]]
];
