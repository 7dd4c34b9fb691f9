var dir_6b47b318fc6b8cb01e99a093ca821d37 =
[
    [ "check_report.hpp", "check__report_8hpp.html", "check__report_8hpp" ],
    [ "check_storage.hpp", "check__storage_8hpp.html", "check__storage_8hpp" ],
    [ "check_transport.hpp", "check__transport_8hpp.html", "check__transport_8hpp" ],
    [ "fake_auth_server.hpp", "fake__auth__server_8hpp.html", "fake__auth__server_8hpp" ],
    [ "flaky_storage.hpp", "flaky__storage_8hpp.html", "flaky__storage_8hpp" ],
    [ "http_date.hpp", "http__date_8hpp.html", "http__date_8hpp" ],
    [ "loopback_server.hpp", "loopback__server_8hpp.html", "loopback__server_8hpp" ],
    [ "manual.hpp", "manual_8hpp.html", "manual_8hpp" ],
    [ "scripted_transport.hpp", "scripted__transport_8hpp.html", "scripted__transport_8hpp" ],
    [ "sockets.hpp", "sockets_8hpp.html", null ],
    [ "trace.hpp", "trace_8hpp.html", "trace_8hpp" ]
];