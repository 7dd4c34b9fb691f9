/// @file keyturn/core.hpp The umbrella of what needs the standard library alone: the client, its core and drivers, the concepts, memory
/// storage, the platforms.
#ifndef KEYTURN_CORE_HPP


#include <keyturn/async_auth_client.hpp>
#include <keyturn/builtin/memory_storage.hpp>
#include <keyturn/builtin/single_thread.hpp>
#include <keyturn/concepts/codec.hpp>
#include <keyturn/protocol/json_api.hpp>

#endif
