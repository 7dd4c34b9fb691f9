// The names that a `RedisStorage` gives its keys, and the scripts that change them, each in one step.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_SCRIPTS_HPP


#include <keyturn/adapters/redis_storage/options.hpp>
#include <keyturn/core/session_record.hpp>

#include <span>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// The keys of one account, and its channel. What stands in braces decides where a cluster keeps a key, so all of them
/// are in one place; no two accounts share a key.
struct RedisNames {
  RedisNames(std::string_view prefix, std::string_view account)
      : record{std::string{prefix} + '{' + encoded(account) + '}'},
        lock{record + ":lock"},
        aside{record + ":corrupt"},
        channel{record + ":changed"} {}

  std::string record, lock, aside, channel;

 private:
  static std::string encoded(std::string_view account) {
                                                                    
                     
                                  
                   
                      
                        
                      
                        
                      
          
                  
     
                
  }
};

/// As many digits for every number, so that texts compare as numbers do: Lua's own numbers end at 2^53.
inline std::string redis_digits(std::uint64_t number) {
                                                    
                                                       
}

inline std::string redis_hex(std::span<const std::byte> bytes) {
                   
                                      
                                                                     
                                                                     
   
              
}

/// The side fields of a record that a script can compare; empty for bytes that are no session record.
struct RedisRecordSide {
  explicit RedisRecordSide(std::string_view record) {
                                               
                                            
                                                  
     
  }
  std::string session{}, generation{};
};

// KEYS: the lock. ARGV: our owner value, milliseconds. A second try of the same taker finds its own value.
inline constexpr std::string_view redis_take_script = R"lua(
if redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 'done' end
if redis.call('get', KEYS[1]) == ARGV[1] then
  redis.call('pexpire', KEYS[1], ARGV[2])
  return 'done'
end
return 'held')lua";

// KEYS: the lock. ARGV: our owner value.
inline constexpr std::string_view redis_release_script = R"lua(
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 'lost' end
redis.call('del', KEYS[1])
return 'done')lua";

// KEYS: the lock. ARGV: our owner value, milliseconds.
inline constexpr std::string_view redis_extend_script = R"lua(
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 'lost' end
local left = redis.call('pttl', KEYS[1])
if left >= 0 and left < tonumber(ARGV[2]) then redis.call('pexpire', KEYS[1], ARGV[2]) end
return 'done')lua";

// KEYS: record, lock, aside. ARGV: our owner value or nothing, the record, its session, its generation, the channel,
// who we are. A user who may not publish saves all the same.
inline constexpr std::string_view redis_save_script = R"lua(
if ARGV[1] ~= '' and redis.call('get', KEYS[2]) ~= ARGV[1] then return 'lost' end
local kind = redis.call('type', KEYS[1]).ok
if kind == 'hash' and redis.call('hexists', KEYS[1], 'record') == 1 then
  local old = redis.call('hmget', KEYS[1], 'session', 'generation')
  if ARGV[3] ~= '' and old[1] == ARGV[3] and old[2] and old[2] > ARGV[4] then return 'older' end
elseif kind ~= 'none' then
  redis.call('rename', KEYS[1], KEYS[3])
end
redis.call('hset', KEYS[1], 'record', ARGV[2], 'session', ARGV[3], 'generation', ARGV[4])
redis.pcall('publish', ARGV[5], ARGV[6])
return 'done')lua";

// KEYS: record, lock. ARGV: our owner value or nothing, the channel, who we are.
inline constexpr std::string_view redis_erase_script = R"lua(
if ARGV[1] ~= '' and redis.call('get', KEYS[2]) ~= ARGV[1] then return 'lost' end
if redis.call('del', KEYS[1]) == 1 then redis.pcall('publish', ARGV[2], ARGV[3]) end
return 'done')lua";

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
