#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "unit/profile/cases.h"

namespace clientpush {

/// A port of 127.0.0.1 that is ours until the end.
class TestPort {
public:
    enum class Kind {
        management_point,  ///< answers /sms_mp/.sms_aut?mplist with 200, all else with 404
        broken,            ///< answers every request with 500
        silent,            ///< accepts connections and says nothing
        closed,            ///< refuses connections
        black_hole         ///< answers no connection at all
    };

    explicit TestPort(Kind kind);
    TestPort(const TestPort&) = delete;
    TestPort& operator=(const TestPort&) = delete;
    ~TestPort();

    std::uint16_t number() const { return number_; }
    std::string text() const { return std::to_string(number_); }

private:
    void serve() const;

    Kind kind_;
    int socket_ = -1;
    std::uint16_t number_ = 0;
    std::vector<int> waiting_;  ///< connections that fill the queue of a black hole
    std::thread server_;
};

/// What a program said and how it ended.
struct Ended {
    int code = -1;
    std::string out;
};

/// A host that has the demo client's payload: this machine with a folder of its own mounted over /opt. What
/// still runs there is killed at the end.
class DemoHost {
public:
    DemoHost() = default;
    DemoHost(const DemoHost&) = delete;
    DemoHost& operator=(const DemoHost&) = delete;
    ~DemoHost();

    /// May this test mount anything?
    static bool possible();

    std::filesystem::path home() const { return opt_.path() / "demo-client"; }

    /// Runs a program on the host, with its errors among its output.
    Ended run(const std::vector<std::string>& program) const;

    /// The program of "install" or "switch", with these lines as properties.
    std::vector<std::string> method_command(const std::string& method, const std::string& properties) const;

    /// Runs it to its end.
    Ended start(const std::string& method, const std::string& properties) const;

    /// Leaves it running; returns its process group.
    int start_aside(const std::string& method, const std::string& properties) const;

    /// The words that `look` says, "name=value"; `values` are its assignments.
    std::set<std::string> look(const std::string& values, const std::string& shell = "sh") const;

    /// Of agent.pid or installer.pid; 0 when there is none.
    int process(const std::string& file) const;

private:
    TempFolder opt_;
    TempFolder stage_;
};

}  // namespace clientpush
