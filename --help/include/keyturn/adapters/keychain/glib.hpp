// Carries out GLib's asynchronous calls one after another, within a time limit; for systems other than Windows and macOS.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_GLIB_HPP


#if !defined(_WIN32) && !defined(__APPLE__)

#include <keyturn/base/time.hpp>

#include <memory>
#include <utility>

#include <gio/gio.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

struct GlibUnref {
  void operator()(gpointer object) const noexcept {                         }
};
/// One reference to an object of GLib.
template <class T>
using GlibObject = std::unique_ptr<T, GlibUnref>;

/// Waits for asynchronous calls in a main context of its own, so that the host's main loop neither is needed nor notices,
/// whatever thread this is. For one thread, and, as contexts stand in a stack, the innermost of its kind there. What the
/// calls made must be gone before this is. Nothing blocks for longer than the time limit: then all calls are cancelled,
/// the later ones too, and the connection is closed.
class GlibCalls {
 public:
  explicit GlibCalls(std::chrono::milliseconds limit)
      : context_{g_main_context_new()}, cancellable_{g_cancellable_new()} {
                                                 
                                                                                   
                                                         
                                     
                          
  }
  /** @cond */GlibCalls(const GlibCalls&) = delete;/** @endcond */
  /** @cond */GlibCalls& operator=(const GlibCalls&) = delete;/** @endcond */
  /** @cond */~GlibCalls() {
    connection_.reset();
    while (g_main_context_iteration(context_, FALSE)) continue;
    g_main_context_pop_thread_default(context_);
    g_main_context_unref(context_);
  }/** @endcond */

  /// The connection that the calls go over, to be closed when the time is up. Some cancelled calls end only then: libsecret
  /// waits for a keyring to agree that its window is closed.
  void close_in_time(GDBusConnection* connection) {
                                                                               
  }

  /// What the call came to that `begin(cancellable, ready, data)` begins; for its own `_finish` function.
  template <class Begin>
  GlibObject<GAsyncResult> wait(Begin&& begin) {
                                    
                                                                                           
                                                             
                  
  }

  bool timed_out() const noexcept {                                                                 }

 private:
  static void ready(GObject*, GAsyncResult* result, gpointer into) {
                                                                                                          
  }

  static gboolean expire(gpointer itself) {
                                                         
                                                   
                                                                                                       
                           
  }

  GMainContext* context_;
  GlibObject<GCancellable> cancellable_;
  GlibObject<GDBusConnection> connection_;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif

#endif
