#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace clientpush {

/// A step that cannot go on, for a person to read: what went wrong, what we were doing when it did
/// (innermost first), and what to do about it.
///
/// Add a line of context where you know something that the thrower could not:
///     catch (Error& e) { e.during("reading " + path.string()); throw; }
class Error : public std::runtime_error {
public:
    /// Decides the exit code, the state of a host, and whether a retry can help.
    enum class Kind {
        usage,        ///< the command line, or a file that the user wrote
        storage,      ///< the state database: nothing may go on
        unreachable,  ///< no connection came about: refused, no route, no answer in time
        refused,      ///< the host or we said no: host key, login, wrong machine. Never retried by itself
        lost,         ///< an established connection broke: what happened on the host is not known
        remote,       ///< the host answered that it cannot: disk full, permission, missing tool
        cancelled,    ///< the user said stop
        internal      ///< a bug of ours
    };

    /// `reason` is a stable id for machines ("host-key-changed"); `what` and `cure` are for people.
    Error(Kind kind, std::string reason, const std::string& what, std::string cure = {})
        : std::runtime_error(what), kind_(kind), reason_(std::move(reason)), cure_(std::move(cure)) {}

    Kind kind() const { return kind_; }
    const std::string& reason() const { return reason_; }
    const std::string& cure() const { return cure_; }
    const std::vector<std::string>& context() const { return context_; }

    void during(std::string step) { context_.push_back(std::move(step)); }

private:
    Kind kind_;
    std::string reason_;
    std::string cure_;
    std::vector<std::string> context_;
};

/// On one line, printable: what is wrong, then what to do about it.
std::string in_sentences(const Error& error);

/// "disk full\n  while uploading setup.sh\n  while pushing to ws-07\n  to fix it: free some space".
std::string describe(const Error& error);

}  // namespace clientpush
