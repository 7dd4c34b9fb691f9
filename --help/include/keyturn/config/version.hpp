/// @file keyturn/config/version.hpp The version of keyturn: the only place where its numbers stand; the build files read them from here.
#ifndef KEYTURN_CONFIG_VERSION_HPP


/// The first number of the version.
#define KEYTURN_VERSION_MAJOR 0
/// The second number of the version.
#define KEYTURN_VERSION_MINOR 1
/// The third number of the version.
#define KEYTURN_VERSION_PATCH 0

#endif
