// The inline namespace that keeps two versions of keyturn apart when they meet in one program.
#ifndef KEYTURN_CONFIG_ABI_HPP
#define KEYTURN_CONFIG_ABI_HPP

#include <keyturn/config/features.hpp>
#include <keyturn/config/version.hpp>

#define KEYTURN_JOIN_(major, minor, exceptions, hosted) v##major##_##minor##exceptions##hosted
#define KEYTURN_JOIN(major, minor, exceptions, hosted) KEYTURN_JOIN_(major, minor, exceptions, hosted)
#define KEYTURN_ABI_NAMESPACE \
  KEYTURN_JOIN(KEYTURN_VERSION_MAJOR, KEYTURN_VERSION_MINOR, KEYTURN_EXCEPTIONS_TAG, KEYTURN_HOSTED_TAG)

// Everything public stands between these two, so that its link names carry the version and the options that matter.
#define KEYTURN_NAMESPACE_BEGIN \
  namespace keyturn {           \
  inline namespace KEYTURN_ABI_NAMESPACE {
#define KEYTURN_NAMESPACE_END \
  }                           \
  }

#endif
