/// @file keyturn/redis.hpp The umbrella with everything of core.hpp and the storage in Redis.
#ifndef KEYTURN_REDIS_HPP


#include <keyturn/core.hpp>

#include <keyturn/adapters/redis_storage.hpp>

#endif
