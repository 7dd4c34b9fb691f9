#include "auth_server/auth_server.hpp"

#include "auth_server/api.hpp"
#include "auth_server/http_server.hpp"
#include "auth_server/tls.hpp"

#include <boost/asio/ip/address.hpp>

#include <system_error>
#include <utility>

namespace keyturn::example {
namespace {

boost::asio::ip::tcp::endpoint endpoint_of(const AuthServerConfig& config) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(config.address, error);
  if (error) throw std::system_error{std::make_error_code(std::errc::invalid_argument), config.address};
  return {address, config.port};
}

std::string address_and_port(const std::string& address, unsigned short port) {
  const bool v6 = address.find(':') != std::string::npos;
  return (v6 ? '[' + address + ']' : address) + ':' + std::to_string(port);
}

}  // namespace

struct AuthServer::Parts {
  explicit Parts(const AuthServerConfig& config) try
      : tls{make_tls(config.tls_certificate, config.tls_key)},
        api{config},
        http{api, endpoint_of(config), config.http, std::move(tls)} {
  } catch (const boost::system::system_error& error) {
    throw std::system_error{error.code().value(), std::system_category(),
                            "cannot listen on " + address_and_port(config.address, config.port)};
  }

  HttpServer::Tls tls;  // made first: without it nothing shall begin
  Api api;
  HttpServer http;
};

AuthServer::AuthServer(AuthServerConfig config) : parts_{std::make_unique<Parts>(config)} {}

AuthServer::~AuthServer() = default;

unsigned short AuthServer::port() const { return parts_->http.endpoint().port(); }

std::string AuthServer::url() const {
  const auto endpoint = parts_->http.endpoint();
  return (parts_->http.is_tls() ? "https://" : "http://") +
         address_and_port(endpoint.address().to_string(), endpoint.port());
}

bool AuthServer::add_user(std::string_view name, std::string_view password) {
  return parts_->api.add_user(name, password);
}

Counters AuthServer::counters() const { return parts_->api.metrics().counters(); }

std::uint64_t AuthServer::requests(std::string_view method, std::string_view path, unsigned status) const {
  return parts_->api.metrics().requests(method, path, status);
}

std::vector<Presentation> AuthServer::presentations() const { return parts_->api.presentations(); }

void AuthServer::stop() { parts_->http.stop(); }

bool add_user_to_database(const AuthServerConfig& config, std::string_view name, std::string_view password) {
  return Api{config}.add_user(name, password);
}

}  // namespace keyturn::example
