/// @file keyturn/testing/check_storage.hpp Checks that a storage keeps to its concept: what an author of one runs in a test of their own.
#ifndef KEYTURN_TESTING_CHECK_STORAGE_HPP


#include <keyturn/concepts/storage.hpp>
#include <keyturn/testing/check_report.hpp>
#include <keyturn/testing/check_storage/faults.hpp>
#include <keyturn/testing/check_storage/records.hpp>
#include <keyturn/testing/check_storage/shared.hpp>

#include <concepts>
#include <type_traits>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// Checks a storage. `make()` gives an object onto the same place each time; two objects are two users of it. The place
/// must be empty and one that may be thrown away: accounts whose names begin with `keyturn-check` are written, and
/// erased at the end. A storage with `lock` is checked as a `SharedStorage` too; then `make` is called, and its objects
/// are used, on several threads.
///
/// `break_it` makes every save into the place fail, as a full disk or a lost network would, and `mend_it` takes that
/// back; with both of them it is checked that a save is all or nothing. Without them these checks are left out.
///
///     const auto report = check_storage([&] { return FileStorage{directory}; });
///     if (!report) std::puts(report.text().c_str());
///
/// Blocks for about a second at most over what the storage itself takes; a storage that hangs in `lock` is let go by
/// releasing the lock that it waits for, and one that hangs elsewhere hangs here too.
template <std::invocable Make>
requires Storage<std::invoke_result_t<Make&>> CheckReport check_storage(Make make, Callback<void()> break_it = {},
                                                                        Callback<void()> mend_it = {}) {
                     
                                                 
                                                                                                           
                                                                                            
                              
                
}

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
