/// @file keyturn/winhttp.hpp The umbrella for Windows with everything of core.hpp, WinHTTP and file storage.
#ifndef KEYTURN_WINHTTP_HPP


#include <keyturn/core.hpp>

#include <keyturn/adapters/file_storage.hpp>
#include <keyturn/adapters/winhttp.hpp>

#endif
