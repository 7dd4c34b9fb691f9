/// @file keyturn/model/headers.hpp HTTP header fields, in the order in which they were added.
#ifndef KEYTURN_MODEL_HEADERS_HPP


#include <keyturn/model/header_fields.hpp>

KEYTURN_NAMESPACE_BEGIN

/// Header fields in order; names compare without case (RFC 9110, section 5.1). Values are kept as given: they are
/// checked for CR, LF and NUL when the request is sent.
class Headers {
 public:
  /** @cond */Headers() = default;/** @endcond */
  /** @cond */Headers(const Headers&) = default;/** @endcond */
  /** @cond */Headers(Headers&&) noexcept = default;/** @endcond */
  /** @cond */Headers& operator=(Headers other) noexcept {
    fields_.swap(other.fields_);
    const bool secret = secret_;
    secret_ = other.secret_;
    other.secret_ = secret;
    return *this;
  }/** @endcond */
  /** @cond */~Headers() {
    if (secret_) fields_.wipe_values();
  }/** @endcond */

  /// The fields of an answer from its lines, each "Name: value" and a line feed (RFC 9112, section 5). One allocation:
  /// they are taken apart at the first look at more than one field.
  static Headers of_lines(std::string_view lines) {
                    
                                                  
                   
  }

  /// From now on values are overwritten when they go, here and in copies.
  void keep_secret() noexcept {                 }

  /// One more field, also where the name is there already.
  void add(std::string name, std::string value) {                                                           }

  /// The one field of that name: replaces all that were there.
  void set(std::string_view name, std::string value) {
                                            
                                          
                                                                          
                   
                                    
                                                                                              
  }

  /// The same with a copy of that field.
  KEYTURN_IN_ONE_PIECE void set(const Header& field) {
                                            
                                                                                   
                                 
  }

  /// Takes out all fields of that name.
  void remove(std::string_view name) {
                                            
                                           
                             
                                            
                               
  }

  /// The value of the first field of that name. Valid until the next change.
  std::optional<std::string_view> get(std::string_view name) const {                           }

  /// Whether there is none, and how many there are.
  bool empty() const {                               }
  /** Whether there is none, and how many there are. */ std::size_t size() const {                              }
  /// The fields in order, each a `Header`. Valid until the next change.
  auto begin() {                               }
  /** The fields in order, each a `Header`. Valid until the next change. */ auto end() {                             }
  /** The fields in order, each a `Header`. Valid until the next change. */ auto begin() const {                               }
  /** The fields in order, each a `Header`. Valid until the next change. */ auto end() const {                             }

  /// Equal fields in the same order; names compare byte for byte here.
  friend bool operator==(const Headers& a, const Headers& b) {                                            }

 private:
  struct Named {
    std::string_view name;
    bool operator()(const Header& field) const {                                                       }
  };
  static Header* find(detail::HeaderList& all, std::string_view name) {
                             
                                            
                   
  }

  void forget(Header& field) noexcept {
                                   
  }

  detail::HeaderFields fields_;
  bool secret_ = false;
};

KEYTURN_NAMESPACE_END

#endif
