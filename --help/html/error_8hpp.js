var error_8hpp =
[
    [ "Error", "structkeyturn_1_1Error.html", "structkeyturn_1_1Error" ],
    [ "Errc", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fc", [
      [ "not_logged_in", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fcaca0887c6a8aa0ab9e48a294ed50c96a6", null ],
      [ "session_ended", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fca369da50a8f921efcbc062b719ff7092c", null ],
      [ "login_refused", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fca4296590d55196701f2a104698e175e08", null ],
      [ "refresh_unavailable", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fca4c00861f316f2ca2139961b06565654e", null ],
      [ "refresh_storm", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fca8571af0bc9fcccb0a7e831a46b796d68", null ],
      [ "not_sent", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fcaadb9ebc2bcec4f49bc2b766defba77bc", null ],
      [ "no_answer", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fcae12e0a959e2bc04c0c2ae1edb866ae05", null ],
      [ "timed_out", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fca56c27b1ab1a5a5a0eae853cabb4dc0c1", null ],
      [ "cancelled", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fca38881e0a24039dc2621e1d6f86cb71f7", null ],
      [ "bad_answer", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fca7e57b8f72835a1ce349bd2a1fa424f02", null ],
      [ "server_refused", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fca298bcab2ee2f0d1e0cac62a1a633611d", null ],
      [ "origin_not_allowed", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fcad3a3df156052d99e7bbe639812b031dd", null ],
      [ "insecure_url", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fcae07c73471fe6a9daf972475450b37f6d", null ],
      [ "bad_request", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fca373d9e6e1aaf30e691dadb57eb22d7b1", null ],
      [ "storage_failed", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fca627bafc29f3b318da2e7303ebcc61c41", null ],
      [ "storage_busy", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fca6aef56c6fa304b94a03407b5577322b2", null ],
      [ "storage_corrupt", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fcad4dd5589c1c4ff3637e70dae6fe174b9", null ],
      [ "unsupported", "error_8hpp.html#a6716acc7e3d43f2aacb7a87cb7dc33fca723c25877a86786664edc4b643c08a6f", null ]
    ] ],
    [ "to_string", "error_8hpp.html#a9f10dc9d5083edb616ae57e1cb2bafc7", null ],
    [ "error_category", "error_8hpp.html#ac20e1a4fe451b42ab14c55f4b3ab2c93", null ],
    [ "make_error_code", "error_8hpp.html#aab5ea67feb29efa6835abcf133cbcb08", null ]
];