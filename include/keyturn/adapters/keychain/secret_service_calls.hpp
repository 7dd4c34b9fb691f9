// Bodies of `SecretServiceKeychain`: one conversation with a keyring.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_SECRET_SERVICE_CALLS_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_SECRET_SERVICE_CALLS_HPP

#if !defined(_WIN32) && !defined(__APPLE__)

#include <keyturn/adapters/keychain/glib.hpp>
#include <keyturn/adapters/keychain/secret_service.hpp>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include <libsecret/secret.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Where the D-Bus session is; empty: there is none. GLib's own search would start one, and wait for it without end.
inline std::string session_bus_address() {
  if (const char* const address = std::getenv("DBUS_SESSION_BUS_ADDRESS"); address != nullptr && *address != '\0')
    return address;
  const char* const runtime = std::getenv("XDG_RUNTIME_DIR");
  if (runtime == nullptr || *runtime != '/') return {};
  const std::string socket = std::string{runtime} + "/bus";
  if (g_file_test(socket.c_str(), G_FILE_TEST_EXISTS) == FALSE) return {};
  const std::unique_ptr<char, decltype(&g_free)> escaped{g_dbus_address_escape_value(socket.c_str()), &g_free};
  return std::string{"unix:path="} + escaped.get();
}

/// A `SecretService` on the connection that it is given. libsecret's own goes through the one connection to the session
/// that all of the process shares, and which ends the process when the bus ends, unless somebody has asked it not to.
struct PrivateSecretService {
  static GType type() {
    static const GType type = [] {
      // A process may have several copies of this code, and a name only once.
      static const char here = 0;
      const std::string name = "KeyturnSecretService-" + std::to_string(reinterpret_cast<std::uintptr_t>(&here));
      return g_type_register_static_simple(SECRET_TYPE_SERVICE, name.c_str(), sizeof(SecretServiceClass), &begin,
                                           sizeof(SecretService), nullptr, GTypeFlags{});
    }();
    return type;
  }

 private:
  static void begin(gpointer itself, gpointer) { G_OBJECT_CLASS(itself)->constructor = &construct; }

  static GObject* construct(GType type, guint count, GObjectConstructParam* properties) {
    const gpointer parent = g_type_class_peek(SECRET_TYPE_SERVICE);
    GObject* const made = G_OBJECT_CLASS(parent)->constructor(type, count, properties);
    g_object_set(made, "g-bus-type", G_BUS_TYPE_NONE, nullptr);
    return made;
  }
};

inline const SecretSchema& key_schema() {
  static const SecretSchema schema = [] {
    SecretSchema made = {};
    made.name = "keyturn.SessionKey";
    made.attributes[0] = {"application", SECRET_SCHEMA_ATTRIBUTE_STRING};
    return made;
  }();
  return schema;
}

class SecretServiceConversation {
 public:
  SecretServiceConversation(const std::string& app, const KeychainOptions& options)
      : app_{app}, may_prompt_{options.may_prompt}, limit_{keychain_time_limit(options)}, calls_{limit_} {}
  ~SecretServiceConversation() {
    if (problem_ != nullptr) g_error_free(problem_);
  }

  /// To be called first.
  Result<void> open() {
    if (g_utf8_validate(app_.data(), static_cast<gssize>(app_.size()), nullptr) == FALSE)
      return failed("the name of the app is not UTF-8");
    const std::string address = session_bus_address();
    if (address.empty()) return failed(no_session);
    const auto connected = calls_.wait([&](auto... rest) {
      const int flags = G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;
      g_dbus_connection_new_for_address(address.c_str(), static_cast<GDBusConnectionFlags>(flags), nullptr, rest...);
    });
    if (!connected) return failure();
    connection_.reset(g_dbus_connection_new_for_address_finish(connected.get(), &problem_));
    if (!connection_) return calls_.timed_out() ? failure() : failed(no_session, problem_->message);
    calls_.close_in_time(connection_.get());

    const auto opened = calls_.wait([&](GCancellable* cancellable, GAsyncReadyCallback ready, gpointer data) {
      g_async_initable_new_async(PrivateSecretService::type(), G_PRIORITY_DEFAULT, cancellable, ready, data,
                                 "g-connection", connection_.get(), "flags", SECRET_SERVICE_OPEN_SESSION, nullptr);
    });
    if (!opened) return failure();
    const GlibObject<GObject> made{g_async_result_get_source_object(opened.get())};
    service_.reset(reinterpret_cast<SecretService*>(
        g_async_initable_new_finish(G_ASYNC_INITABLE(made.get()), opened.get(), &problem_)));
    if (!service_) return failure();
    return {};
  }

  /// Sees to it that the default collection is unlocked. Where there is none, saving into it makes one, in a window.
  Result<void> unlock(bool to_save) {
    const auto asked = calls_.wait([&](auto... rest) {
      secret_collection_for_alias(service_.get(), SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, rest...);
    });
    if (!asked) return failure();
    const GlibObject<SecretCollection> collection{secret_collection_for_alias_finish(asked.get(), &problem_)};
    if (problem_ != nullptr) return failure();
    if (!collection) {
      if (to_save && may_prompt_) return {};
      return failed("there is no default keyring; make one with the system's app for passwords");
    }
    if (secret_collection_get_locked(collection.get()) == FALSE) return {};
    if (!may_prompt_) return failed(locked);

    GList only = {.data = collection.get(), .next = nullptr, .prev = nullptr};
    const auto tried = calls_.wait([&](auto... rest) { secret_service_unlock(service_.get(), &only, rest...); });
    if (!tried) return failure();
    const int unlocked = secret_service_unlock_finish(service_.get(), tried.get(), nullptr, &problem_);
    if (problem_ != nullptr) return failure();
    if (unlocked == 0) return failed(locked);
    return {};
  }

  Result<std::optional<Secret>> find() {
    const auto searched = calls_.wait([&](auto... rest) {
      secret_service_search(service_.get(), &key_schema(), attributes().get(), SECRET_SEARCH_LOAD_SECRETS, rest...);
    });
    if (!searched) return failure();
    GList* const found = secret_service_search_finish(service_.get(), searched.get(), &problem_);
    if (problem_ != nullptr) return failure();
    if (found == nullptr) return std::optional<Secret>{};
    const GlibObject<SecretItem> item{static_cast<SecretItem*>(g_object_ref(found->data))};
    g_list_free_full(found, g_object_unref);
    const std::unique_ptr<SecretValue, ValueUnref> value{secret_item_get_secret(item.get())};
    if (!value) return calls_.timed_out() ? failure() : failed(locked);
    gsize size = 0;
    const char* const bytes = secret_value_get(value.get(), &size);
    return std::optional{Secret{std::string_view{bytes, size}}};
  }

  Result<void> store(const Secret& key) {
    const std::string label = "Key of the saved session of " + app_;
    const std::unique_ptr<SecretValue, ValueUnref> value{
        secret_value_new(key.view().data(), static_cast<gssize>(key.size()), "application/octet-stream")};
    const auto stored = calls_.wait([&](auto... rest) {
      secret_service_store(service_.get(), &key_schema(), attributes().get(), SECRET_COLLECTION_DEFAULT, label.c_str(),
                           value.get(), rest...);
    });
    if (!stored) return failure();
    if (secret_service_store_finish(service_.get(), stored.get(), &problem_) == FALSE) return failure();
    return {};
  }

 private:
  struct ValueUnref {
    void operator()(SecretValue* value) const noexcept { secret_value_unref(value); }
  };
  struct TableUnref {
    void operator()(GHashTable* table) const noexcept { g_hash_table_unref(table); }
  };

  static constexpr const char* no_session =
      "there is no D-Bus session, as over SSH or in a container; log in on the desktop, or start the program with "
      "dbus-run-session and a keyring in it";
  static constexpr const char* locked =
      "it is locked; unlock it, by logging in on the desktop or with the system's app for passwords, and try again";

  std::unique_ptr<GHashTable, TableUnref> attributes() const {
    return std::unique_ptr<GHashTable, TableUnref>{
        secret_attributes_build(&key_schema(), "application", app_.c_str(), nullptr)};
  }

  static Error failed(std::string_view why, std::string_view more = {}) {
    std::string text{"the keyring: "};
    text += why;
    if (!more.empty()) text.append(" (").append(more).append(")");
    return {.code = Errc::storage_failed, .detail = std::move(text)};
  }

  /// What the last call failed with.
  Error failure() const {
    if (calls_.timed_out())
      return failed("no answer within " + std::to_string(limit_.count()) + " ms; try again, it may be busy or locked");
    if (g_error_matches(problem_, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) != FALSE ||
        g_error_matches(problem_, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) != FALSE)
      return failed("this D-Bus session has none; install and start one, such as gnome-keyring", problem_->message);
    if (g_error_matches(problem_, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) != FALSE) return failed(locked);
    return failed("it cannot be used now; try again",
                  problem_ == nullptr ? "its window was closed" : problem_->message);
  }

  const std::string& app_;
  bool may_prompt_;
  std::chrono::milliseconds limit_;
  GlibCalls calls_;
  GlibObject<GDBusConnection> connection_;
  GlibObject<SecretService> service_;
  GError* problem_ = nullptr;
};

}  // namespace detail

inline Result<std::optional<Secret>> SecretServiceKeychain::load() {
  detail::SecretServiceConversation keyring{app_, options_};
  if (auto opened = keyring.open(); !opened) return std::move(opened).error();
  if (auto unlocked = keyring.unlock(false); !unlocked) return std::move(unlocked).error();
  return keyring.find();
}

inline Result<void> SecretServiceKeychain::save(const Secret& key) {
  detail::SecretServiceConversation keyring{app_, options_};
  if (auto opened = keyring.open(); !opened) return opened;
  if (auto unlocked = keyring.unlock(true); !unlocked) return unlocked;
  return keyring.store(key);
}

KEYTURN_NAMESPACE_END

#endif

#endif
