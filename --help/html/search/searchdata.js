var indexSectionsWithContent =
{
  0: "abcdefghijklmnoprstuvw",
  1: "abcdefhjklmoprstuw",
  2: "k",
  3: "abcdefhijklmoprstuvw",
  4: "abcdefghijklmnoprstuvw",
  5: "abcdefghiklmnoprstuvw",
  6: "acdefijklmoprstvw",
  7: "aceklrsv",
  8: "abcdefijlmnoprstuw",
  9: "o",
  10: "k",
  11: "ehk",
  12: "k"
};

var indexSectionNames =
{
  0: "all",
  1: "classes",
  2: "namespaces",
  3: "files",
  4: "functions",
  5: "variables",
  6: "typedefs",
  7: "enums",
  8: "enumvalues",
  9: "related",
  10: "defines",
  11: "pages",
  12: "concepts"
};

var indexSectionLabels =
{
  0: "All",
  1: "Classes",
  2: "Namespaces",
  3: "Files",
  4: "Functions",
  5: "Variables",
  6: "Typedefs",
  7: "Enumerations",
  8: "Enumerator",
  9: "Friends",
  10: "Macros",
  11: "Pages",
  12: "Concepts"
};

