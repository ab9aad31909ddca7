#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "fleet/host.h"
#include "fleet/layout.h"
#include "fleet/management_point.h"

namespace clientpush::fleet {

struct FleetOptions {
    std::string base = "127.77.1.0";
    std::uint16_t port = 2222;  ///< 0: any free one
    std::string user = "root";
    std::vector<std::string> names;
    std::vector<std::string> management_points;  ///< "ADDRESS:PORT[,PORT...]"
    pid_t until = 0;                             ///< the fleet ends with this process; 0: with none
};

/// All hosts and management points of one fleet, on one loop.
class Fleet {
public:
    /// Makes the folders and keys, listens everywhere, starts the first machine to see that it can, and
    /// writes the inventory and known_hosts. `layout.dir` is there and empty. Throws Error.
    Fleet(asio::io_context& loop, Layout layout, const FleetOptions& options);

    /// Executes what `clientpush-fleet WORD...` asks of a running fleet; returns what it prints. Throws
    /// Error.
    std::string execute(const std::vector<std::string>& words);

    /// Ends every machine; returns when all are gone.
    void stop();

    /// "40 hosts, 127.77.1.1 to 127.77.1.40, port 2222".
    std::string summary() const;

private:
    void add_hosts(const FleetOptions& options, const std::string& login_key);
    void write_inventory(const std::string& user) const;
    std::string list() const;
    Host& host(const std::string& name) const;

    asio::io_context& loop_;
    Layout layout_;
    std::vector<std::unique_ptr<Host>> hosts_;
    std::map<std::string, Host*> by_name_;
    ManagementPoints management_points_;
};

}  // namespace clientpush::fleet
