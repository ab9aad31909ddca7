#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fleet/layout.h"
#include "fleet/listener.h"
#include "fleet/machine.h"

namespace clientpush::fleet {

/// One SSH host: an address, a folder, a machine, and a switch for what its port does.
class Host {
public:
    enum class Switch {
        on,
        off,     ///< connections are refused; those that lasted are cut; the machine's processes go on
        silent,  ///< connections are accepted and never answered; those that lasted freeze
        reset    ///< connections are reset right after they were accepted; those that lasted are cut
    };

    Host(asio::io_context& loop, tcp::endpoint endpoint, MachineSettings settings, std::string login_key);

    const std::string& name() const { return machine_.settings().name; }
    const tcp::endpoint& endpoint() const { return listener_.endpoint(); }
    const std::string& host_key() const { return host_key_; }
    const std::string& home() const { return machine_.settings().home; }
    Machine& machine() { return machine_; }

    void listen() { listener_.open(); }
    void turn(Switch to);
    void swap_key();
    void admit() const { folder_.admit(login_key_); }
    void revoke() const { folder_.revoke(); }

    /// Everything that runs there ends; a connection starts the machine again, under a new boot id.
    void reboot();

    /// "ws-01 127.77.1.1:2222 on 3": name, endpoint, switch, SSH connections taken so far.
    std::string summary() const;

private:
    void take(tcp::socket socket);

    std::string login_key_;
    HostFolder folder_;
    Machine machine_;
    Listener listener_;
    std::string host_key_;
    Switch switch_ = Switch::on;
    std::vector<tcp::socket> unanswered_;
    int connections_ = 0;
};

/// Throws Error{usage} for any other word.
Host::Switch parse_switch(std::string_view text);

}  // namespace clientpush::fleet
