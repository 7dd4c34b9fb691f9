// A process of the host app: its client, and the threads that use it.
#ifndef KEYTURN_SIMULATION_APP_HPP
#define KEYTURN_SIMULATION_APP_HPP

#include "world.hpp"

namespace simulation {

class App {
 public:
  virtual ~App() = default;
  virtual void perform(const Deed& deed) = 0;
  /// Destroys the client as a process does that ends of its own accord.
  virtual void close() = 0;
};

/// On the fiber of that process: with the driver and the storage of the plan.
App* make_app(Process& process);

}  // namespace simulation

#endif
