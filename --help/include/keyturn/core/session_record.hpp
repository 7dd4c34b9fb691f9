// The session record: what storage keeps, as a value and as bytes with version, length and checksum of its own.
#ifndef KEYTURN_CORE_SESSION_RECORD_HPP


#include <keyturn/base/maybe.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/model/action.hpp>

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace core {

/// Everything that must outlive the process. Times of day are by the server's clock, so that a wrong clock here does
/// not matter as long as it is wrong by the same amount when the record is read.
struct SessionRecord {
  SessionId session_id{};
  std::uint64_t generation = 0;
  TokenSet tokens{};  // its four expiry members are not kept
  Maybe<WallTime> access_expires{}, refresh_expires{};
  Maybe<std::chrono::milliseconds> access_left{};      // when the record was made: it never has longer to live
  Maybe<std::chrono::milliseconds> access_lifetime{};  // the whole of it, for the leeway
  std::chrono::milliseconds clock_offset{0};           // server's clock minus the clock here
  Maybe<IntentKey> intent{};                           // of the rotation that was begun with this refresh token
  Maybe<WallTime> intent_since{};                      // when it was begun
};

inline bool is_same(const RandomBytes& a, const RandomBytes& b) {
                                                        
}

/// What a storage may know of a record without reading its secrets.
struct RecordPeek {
  SessionId session_id{};
  std::uint64_t generation = 0;
  friend bool operator==(const RecordPeek& a, const RecordPeek& b) {
                                                                               
  }
};

/** @cond */namespace detail {
inline constexpr std::string_view record_magic = "keyturn\x01";
inline constexpr std::uint16_t record_version = 1;
inline constexpr std::size_t record_head = 8 + 2 + 4;  // magic, version, payload length
inline constexpr std::size_t record_tail = 4;          // checksum
inline constexpr std::string_view sealed_magic = "keyturn\x02";
inline constexpr std::uint16_t sealed_version = 1;
inline constexpr std::int64_t no_time = INT64_MIN;

/// CRC-32C (RFC 3720, appendix B.4), bit by bit: records are small, a table would cost firmware a kilobyte.
inline std::uint32_t checksum(std::string_view bytes) {
                                  
                                 
                                            
                                                                                           
   
              
}

/// Writes little-endian numbers and length-prefixed texts; without a place it only counts.
class RecordWriter {
 public:
  explicit RecordWriter(char* into) : into_{into} {}
  void bytes(std::string_view text) {
                                                                
                         
  }
  void number(std::uint64_t value, std::size_t width) {
                                                          
                                                                             
                                  
     
  }
  void long_number(std::uint64_t value) {                   }
  void text(std::string_view text) {                                      }
  void secret(const Secret& secret) {                      }
  void id(const RandomBytes& id) {                                                               }
  void optional_id(const Maybe<RandomBytes>& optional) {
                                
                                             
  }
  void span(const Maybe<std::chrono::milliseconds>& span) {                                                   }
  void span(std::chrono::milliseconds span) {                                                        }
  void time(const Maybe<WallTime>& time) {                                                                      }
  std::size_t size() const {               }
  std::string_view written() const {                                                  }

 private:
  void optional_number(bool is_there, std::int64_t value) {
                                                                        
  }

  char* into_;
  std::size_t size_ = 0;
};

/// Reads the same; past the end everything is empty and `whole()` is false.
class RecordReader {
 public:
  explicit RecordReader(std::string_view from) : from_{from} {}
  std::string_view bytes(std::size_t size) {
                              
                     
                
     
                                                    
                              
                
  }
  std::uint64_t number(std::size_t width) {
                                               
                            
                                                                                                               
                 
  }
  void long_number(std::uint64_t& into) {                   }
  void text(std::string& into) {                             }
  void secret(Secret& into) {                        }
  void id(RandomBytes& into) {
                                                     
                                                                 
  }
  void optional_id(Maybe<RandomBytes>& into) {
                                          
                        
              
                     
                                                                              
                   
                   
        
                                    
  }
  void span(Maybe<std::chrono::milliseconds>& into) {
                                                            
                                                                  
  }
  void span(std::chrono::milliseconds& into) {                                                                         }
  void time(Maybe<WallTime>& into) {
                                                 
                      
                                                   
  }
  bool whole() const {                                   }

 private:
  std::string_view text() {                                                    }

  std::string_view from_;
  bool failed_ = false;
};

/// The payload: what stands in a record, in this order, for a writer and a reader alike.
template <class Parts, class Record>
void each_part(Parts& parts, Record& record) {
                              
                                       
                                   
                                  
                                    
                                     
                                 
                                     
                                  
                                           
                                            
                                       
                                       
                                  
}

/// The payload of a whole, undamaged record.
inline Result<std::string_view> payload_of(std::string_view bytes) {
                                                                                                               
                                                                                                                  
                           
                                  
                                                                        
                                                                                        
                                                                                                                 
                                                                                                      
                                                                                       
                                                                            
                 
}

/// What follows magic and version in the head of a sealed record.
inline Result<std::string_view> rest_of_sealed_head(std::string_view bytes) {
                                                       
                                               
                                                   
                                                                                      
                                                                                                                 
              
}
}/** @endcond */  // namespace detail

/// The record as bytes, written once into a buffer of the right size.
inline Secret encode(const SessionRecord& record) {
                                      
                                   
                                                                                           
                                                
                                                 
                                                       
                                             
                                                
                                                                                 
                   
}

/// The record in `bytes`; `storage_corrupt` if they are anything but a whole, undamaged record of this version.
inline Result<SessionRecord> decode(std::string_view bytes) {
                               
                                                                
                                        
                                     
                      
                                                                                                             
          
                             
   
                
}

/// The head of a sealed record, whose rest only the holder of a key can read: it names the session and the generation
/// for those who must compare them.
using SealedHead = std::array<char, 8 + 2 + 16 + 8>;  // magic, version, session id, generation

inline SealedHead sealed_head(const RecordPeek& peek) {
                    
                                       
                                 
                                       
                         
                                  
              
}

/// Session id and generation of the record in `bytes`, sealed or not, without its secrets. Errors as `decode`; of a sealed
/// record the head alone is looked at, and nobody vouches for it until the record is opened.
inline Result<RecordPeek> peek(std::string_view bytes) {
                                                                 
                                                                                                  
                                       
                                      
                  
                           
                                    
              
}

/// Whether both are records of one session, and `bytes` the one of an earlier generation: it must not replace `stored`.
inline bool is_older(std::string_view bytes, std::string_view stored) {
                                                       
                                                                                                                  
}

}/** @endcond */  // namespace core

KEYTURN_NAMESPACE_END

#endif
