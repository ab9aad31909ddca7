#pragma once

#include <sys/types.h>

#include "fleet/init.h"

namespace clientpush::fleet {

/// One machine: a first process with namespaces of its own, made when it is first needed. Ends with its
/// owner.
class Machine {
public:
    explicit Machine(MachineSettings settings) : settings_(std::move(settings)) {}
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;
    ~Machine() { stop(); }

    const MachineSettings& settings() const { return settings_; }
    bool running() const { return init_ > 0; }

    /// The first process, which the machine starts if need be. For joining its namespaces.
    pid_t init();

    /// Hands a connected socket to an sshd of the machine. The caller's copy stays the caller's.
    void serve(int connection);

    /// Starts the machine if need be. Throws Error{remote} with the machine's own words.
    void ask(Ask what, const std::string& text = {});

    void limit_disk(const std::string& size);

    /// Ends everything that runs on the machine; returns when it is gone. The two halves are for a caller who
    /// stops many.
    void stop();
    void begin_stop() const;

private:
    void start();
    bool send(Ask what, const std::string& text, int connection) const;
    void deliver(Ask what, const std::string& text, int connection);

    MachineSettings settings_;
    pid_t init_ = 0;
    int socket_ = -1;
};

}  // namespace clientpush::fleet
