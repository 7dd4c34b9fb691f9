/// @file keyturn/model/header_fields.hpp The list behind `Headers`: header fields, or the lines of an answer, taken apart when somebody looks.
#ifndef KEYTURN_MODEL_HEADER_FIELDS_HPP


#include <keyturn/base/atomic.hpp>
#include <keyturn/base/list.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/url.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// One header field, as it is sent or came.
struct Header {
  std::string name{}, /**< Without the colon and the white space around the value. */ value{};  ///< Without the colon and the white space around the value.
  /** @cond */friend bool operator==(const Header&, const Header&) = default;/** @endcond */
};

/** @cond */namespace detail {

/// A token and the type of a body stand in it without memory of their own.
using HeaderList = List<Header, 2>;

/// `text` without the white space around it that HTTP does not count.
constexpr std::string_view trim(std::string_view text) {
                                                                                               
                                                                                             
              
}

/// Const functions may be called by several threads at once. Lines are wiped when they die.
class HeaderFields {
 public:
  /** @cond */HeaderFields() = default;/** @endcond */
  /// Lines are "Name: value", with a line feed after each; what has no colon is skipped.
  explicit HeaderFields(std::string_view lines) : lines_{lines} {}
  /** @cond */HeaderFields(const HeaderFields& other) : list_{other.all()} {}/** @endcond */
  /** @cond */HeaderFields(HeaderFields&& other) noexcept
      : list_{std::move(other.list_)}, lines_{std::move(other.lines_)}, parted_{other.parted()} {
    other.parted_.store(nullptr);
  }/** @endcond */
  /** @cond */HeaderFields& operator=(HeaderFields other) noexcept {
    swap(other);
    return *this;
  }/** @endcond */
  /** @cond */~HeaderFields() { delete parted(); }/** @endcond */

  void swap(HeaderFields& other) noexcept {
                                      
                                      
                                   
                                  
                                    
                                     
                                    
                                  
                              
  }

  HeaderList& all() {                                         }
  const HeaderList& all() const {                                         }

  /// The value of the first field of that name, without taking lines apart. Valid until the fields change.
  std::optional<std::string_view> get(std::string_view name) const {
                                                                            
                                       
                                                                      
                          
     
                                          
                                      
                                                                  
                        
  }

  /// Overwrites all values.
  void wipe_values() noexcept {
                                                                    
                                                    
  }

 private:
  struct Line {
    std::string_view name, value;
  };

  HeaderList* parted() const noexcept {                        }

  HeaderList& part() const {
                                 
                                        
                      
                                          
                                                                                                      
                                                         
                                                            
                                              
                  
  }

  /// Takes the next field off `rest`; false if there is none.
  static bool next(std::string_view& rest, Line& line) {
                           
                                              
                                                        
                                                                   
                                               
                                       
                                                                         
                  
     
                 
  }

  HeaderList list_;
  Secret lines_;                                 // if there are any, list_ stays empty
  mutable Atomic<HeaderList*> parted_{nullptr};  // what lines_ say, once somebody has looked
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
