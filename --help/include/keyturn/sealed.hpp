/// @file keyturn/sealed.hpp The umbrella with everything of core.hpp and the storage that encrypts what another one keeps.
#ifndef KEYTURN_SEALED_HPP


#include <keyturn/core.hpp>

#include <keyturn/adapters/sealed_storage.hpp>

#endif
