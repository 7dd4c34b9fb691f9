/*
 @licstart  The following is the entire license notice for the JavaScript code in this file.

 The MIT License (MIT)

 Copyright (C) 1997-2020 by Dimitri van Heesch

 Permission is hereby granted, free of charge, to any person obtaining a copy of this software
 and associated documentation files (the "Software"), to deal in the Software without restriction,
 including without limitation the rights to use, copy, modify, merge, publish, distribute,
 sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
 furnished to do so, subject to the following conditions:

 The above copyright notice and this permission notice shall be included in all copies or
 substantial portions of the Software.

 THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING
 BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
 NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
 DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

 @licend  The above is the entire license notice for the JavaScript code in this file
*/
var NAVTREE =
[
  [ "keyturn", "index.html", [
    [ "See it work", "index.html#see-it-work", null ],
    [ "Put it into your project", "index.html#put-it-into-your-project", null ],
    [ "Your own transport, or one that never blocks", "index.html#your-own-transport-or-one-that-never-blocks", null ],
    [ "An auth server that is not yours", "index.html#an-auth-server-that-is-not-yours", null ],
    [ "What it promises", "index.html#what-it-promises", null ],
    [ "What is protected, and from whom", "index.html#what-is-protected-and-from-whom", [
      [ "What it costs", "index.html#what-it-costs", null ],
      [ "Beside others", "index.html#beside-others", null ],
      [ "What it cannot do", "index.html#what-it-cannot-do", null ],
      [ "Changelog", "index.html#changelog", null ],
      [ "Contributing", "index.html#contributing", null ],
      [ "Read on", "index.html#read-on", null ]
    ] ],
    [ "How keyturn is built", "include-keyturn-page.html", [
      [ "Words", "include-keyturn-page.html#include-keyturn-words", null ],
      [ "Rooms", "include-keyturn-page.html#include-keyturn-rooms", [
        [ "The machine", "include-keyturn-page.html#include-keyturn-the-machine", null ],
        [ "One call", "include-keyturn-page.html#include-keyturn-one-call", null ],
        [ "One refresh", "include-keyturn-page.html#include-keyturn-one-refresh", null ],
        [ "One refresh that goes wrong", "include-keyturn-page.html#include-keyturn-one-refresh-that-goes-wrong", null ],
        [ "Memory that runs out", "include-keyturn-page.html#include-keyturn-memory-that-runs-out", null ],
        [ "A driver", "include-keyturn-page.html#include-keyturn-a-driver", null ],
        [ "A sign-in", "include-keyturn-page.html#include-keyturn-a-sign-in", null ],
        [ "Secrets", "include-keyturn-page.html#include-keyturn-secrets", null ],
        [ "A keychain", "include-keyturn-page.html#include-keyturn-a-keychain", null ],
        [ "What it costs, and how that stays so", "include-keyturn-page.html#include-keyturn-what-it-costs-and-how-that-stays-so", null ],
        [ "What may surprise", "include-keyturn-page.html#include-keyturn-what-may-surprise", null ],
        [ "Adding to it", "include-keyturn-page.html#include-keyturn-adding-to-it", null ]
      ] ]
    ] ],
    [ "Examples", "examples-page.html", [
      [ "The game loop", "examples-page.html#examples-the-game-loop", null ],
      [ "Sign in", "examples-page.html#examples-sign-in", null ],
      [ "The auth server", "examples-page.html#examples-the-auth-server", null ],
      [ "On a device", "examples-page.html#examples-on-a-device", null ]
    ] ],
    [ "Namespaces", "namespaces.html", [
      [ "Namespace List", "namespaces.html", "namespaces_dup" ],
      [ "Namespace Members", "namespacemembers.html", [
        [ "All", "namespacemembers.html", null ],
        [ "Functions", "namespacemembers_func.html", null ],
        [ "Variables", "namespacemembers_vars.html", null ],
        [ "Typedefs", "namespacemembers_type.html", null ],
        [ "Enumerations", "namespacemembers_enum.html", null ]
      ] ]
    ] ],
    [ "Concepts", "concepts.html", "concepts" ],
    [ "Classes", "annotated.html", [
      [ "Class List", "annotated.html", "annotated_dup" ],
      [ "Class Index", "classes.html", null ],
      [ "Class Hierarchy", "hierarchy.html", "hierarchy" ],
      [ "Class Members", "functions.html", [
        [ "All", "functions.html", "functions_dup" ],
        [ "Functions", "functions_func.html", "functions_func" ],
        [ "Variables", "functions_vars.html", "functions_vars" ],
        [ "Typedefs", "functions_type.html", null ],
        [ "Enumerations", "functions_enum.html", null ],
        [ "Related Functions", "functions_rela.html", null ]
      ] ]
    ] ],
    [ "Files", "files.html", [
      [ "File List", "files.html", "files_dup" ],
      [ "File Members", "globals.html", [
        [ "All", "globals.html", null ],
        [ "Macros", "globals_defs.html", null ]
      ] ]
    ] ]
  ] ]
];

var NAVTREEINDEX =
[
"abi_8hpp.html",
"classkeyturn_1_1BasicOAuth2.html#aa05e4c48ba56fffebb4280ce666edff3",
"classkeyturn_1_1Hosted_1_1Condition.html#a4022285140b4963c378b6a0757177394",
"classkeyturn_1_1SealedStorage.html#aef94e825d7781142138e3b978efc2d83",
"classkeyturn_1_1testing_1_1TraceJson.html#a08ee65a620c22337b29225ba0bb15b6e",
"include-keyturn-page.html#include-keyturn-what-may-surprise",
"structkeyturn_1_1AuthorizationAnswer.html#af16096de995992cbc4e5aefeb45a0277",
"structkeyturn_1_1JsonApiConfig.html#a80aea26fb454f0e08724970b7b237445",
"structkeyturn_1_1ServerFacts.html#a642e965544edcd75529cedf90d798a00",
"time_8hpp.html#ad3a652037afbb6ce0713f1c9da5fd0af"
];

var SYNCONMSG = 'click to disable panel synchronisation';
var SYNCOFFMSG = 'click to enable panel synchronisation';