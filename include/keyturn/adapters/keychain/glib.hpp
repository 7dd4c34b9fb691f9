// Carries out GLib's asynchronous calls one after another, within a time limit; for systems other than Windows and macOS.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_GLIB_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_GLIB_HPP

#if !defined(_WIN32) && !defined(__APPLE__)

#include <keyturn/base/time.hpp>

#include <memory>
#include <utility>

#if !__has_include(<libsecret/secret.h>)
#error "keychain.hpp needs libsecret: install libsecret-1-dev (Debian), and see pkg-config libsecret-1"
#include <stop_here_see_the_error_above>
#endif
#include <gio/gio.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

struct GlibUnref {
  void operator()(gpointer object) const noexcept { g_object_unref(object); }
};
/// One reference to an object of GLib.
template <class T>
using GlibObject = std::unique_ptr<T, GlibUnref>;

/// Waits for asynchronous calls in a main context of its own, so that the host's main loop neither is needed nor notices,
/// whatever thread this is. For one thread, and, as contexts stand in a stack, the innermost of its kind there. What the
/// calls made must be gone before this is. When the time limit is over all calls are cancelled, the later ones too, and the
/// connection is closed; what has not ended a second after that never will, and is left alone. Nothing blocks for longer.
class GlibCalls {
 public:
  explicit GlibCalls(std::chrono::milliseconds limit)
      : context_{g_main_context_new()}, cancellable_{g_cancellable_new()} {
    g_main_context_push_thread_default(context_);
    after(limit, &expire);
  }
  GlibCalls(const GlibCalls&) = delete;
  GlibCalls& operator=(const GlibCalls&) = delete;
  ~GlibCalls() {
    connection_.reset();
    while (g_main_context_iteration(context_, FALSE)) continue;
    g_main_context_pop_thread_default(context_);
    g_main_context_unref(context_);
  }

  /// The connection that the calls go over, to be closed when the time is up. Some cancelled calls end only then: libsecret
  /// waits for a keyring to agree that its window is closed.
  void close_in_time(GDBusConnection* connection) {
    connection_.reset(static_cast<GDBusConnection*>(g_object_ref(connection)));
  }

  /// What the call came to that `begin(cancellable, ready, data)` begins; for its own `_finish` function. Null: it has not
  /// ended, cancelled as it was. libsecret 0.20.5 forgets a call whose connection is closed before its window is.
  template <class Begin>
  GlibObject<GAsyncResult> wait(Begin&& begin) {
    if (gives_up_) return nullptr;
    std::forward<Begin>(begin)(cancellable_.get(), &ready, static_cast<gpointer>(this));
    while (!result_ && !gives_up_) g_main_context_iteration(context_, TRUE);
    return std::move(result_);
  }

  bool timed_out() const noexcept { return g_cancellable_is_cancelled(cancellable_.get()) != FALSE; }

 private:
  void after(std::chrono::milliseconds span, GSourceFunc then) {
    GSource* const timer = g_timeout_source_new(static_cast<guint>(span.count()));
    g_source_set_callback(timer, then, this, nullptr);
    g_source_attach(timer, context_);
    g_source_unref(timer);
  }

  static void ready(GObject*, GAsyncResult* result, gpointer itself) {
    static_cast<GlibCalls*>(itself)->result_.reset(static_cast<GAsyncResult*>(g_object_ref(result)));
  }

  static gboolean expire(gpointer itself) {
    auto& calls = *static_cast<GlibCalls*>(itself);
    g_cancellable_cancel(calls.cancellable_.get());
    if (calls.connection_) g_dbus_connection_close(calls.connection_.get(), nullptr, nullptr, nullptr);
    calls.after(std::chrono::seconds{1}, &give_up);
    return G_SOURCE_REMOVE;
  }

  static gboolean give_up(gpointer itself) {
    static_cast<GlibCalls*>(itself)->gives_up_ = true;
    return G_SOURCE_REMOVE;
  }

  GMainContext* context_;
  GlibObject<GAsyncResult> result_;
  bool gives_up_ = false;
  GlibObject<GCancellable> cancellable_;
  GlibObject<GDBusConnection> connection_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

#endif
