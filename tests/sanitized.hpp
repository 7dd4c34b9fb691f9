// KEYTURN_SANITIZED: a sanitizer is at work, and brings an allocator of its own; KEYTURN_THREAD_SANITIZED: the one for
// threads, which knows nothing of the locks in libraries that were built without it.
#ifndef KEYTURN_TESTS_SANITIZED_HPP
#define KEYTURN_TESTS_SANITIZED_HPP

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define KEYTURN_SANITIZED
#endif
#if __has_feature(thread_sanitizer)
#define KEYTURN_THREAD_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KEYTURN_SANITIZED
#if defined(__SANITIZE_THREAD__)
#define KEYTURN_THREAD_SANITIZED
#endif
#endif

#endif
