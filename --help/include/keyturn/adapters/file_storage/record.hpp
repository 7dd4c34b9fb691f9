// The bytes of one file of `FileStorage`: a frame around the record that tells a whole file from a torn or foreign one.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_RECORD_HPP


#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// What tells a file from its copies: its number in the file system, and when it was made. 0: not known.
struct FileIdentity {
  std::uint64_t number = 0, birth = 0;

  /// Whether a file that was written as this one has become another since.
  bool differs(const FileIdentity& now) const {
                                                                                                    
                                                                  
  }
};

/// A file as it was read.
struct StoredFile {
  Secret bytes{};
  FileIdentity identity{};
  bool too_large = false;  // and so not read
};

// magic (8) | version | length of the record | the file's own number (8) | its birth (8) | CRC-32C of everything else;
// all numbers are little endian, and of 32 bits where nothing is said.
inline constexpr std::string_view file_magic = "keyturn\n";
inline constexpr std::uint32_t file_version = 1;
inline constexpr std::size_t file_header_size = 36;
inline constexpr std::size_t largest_file = 256 * 1024;

/// CRC-32C (RFC 3720, appendix B.4) of two pieces in a row, bit by bit: a table would be longer than most files.
constexpr std::uint32_t crc32c(std::string_view first, std::string_view second = {}) {
                                    
                                                      
                                
                                             
                                                                                                 
     
                
}

template <class Number>
constexpr void put_number(char* into, Number number) {
                                                                                                        
}

template <class Number = std::uint32_t>
constexpr Number get_number(const char* from) {
                    
                                                 
                                                                                  
                
}

/// The file for a record of at most `largest_file - file_header_size` bytes.
inline Secret frame_record(std::string_view record, const FileIdentity& file) {
                                                                   
                                           
                                                     
                                                                                   
                                                     
                                                    
                                                                    
                                                                      
                   
}

struct FramedRecord {
  std::string_view record;
  FileIdentity file;  // as which it was written
};

/// The record in a file, a view into it; `storage_corrupt` if it is not exactly what `frame_record` made.
inline Result<FramedRecord> unframe_record(std::string_view file) {
                                                                      
                                                            
                                         
                                                       
                             
                                                                                                               
                                                                                           
                                                                                                             
                                                                                                                       
                                                                                                                
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
