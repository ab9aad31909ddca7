#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/asio.h"
#include "status/record.h"

namespace clientpush {

/// What another terminal may ask of the process that owns a state.
struct ControlRequest {
    std::string verb;  ///< "pause", "resume", "cancel"
    RunId run = 0;     ///< 0: the one that is being executed
    std::string why;
};

/// Answers to requests on `<state>.sock`, a UNIX socket of mode 0600: whoever may write the state may control
/// it. Requests and answers are one line of JSON each. The handler runs on the executor and gives the
/// answer's text; what it throws is told to the asker.
class ControlServer {
public:
    using Handler = std::function<std::string(const ControlRequest&)>;

    ControlServer(const asio::any_io_executor& executor, const std::filesystem::path& state, Handler handler);
    ~ControlServer();  ///< removes the socket

    void close();  ///< no more requests, so that the loop can end

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

/// The owner's answer; nothing when nobody owns the state. Throws Error{usage} with the owner's own words
/// when it refuses, and when it does not answer within some seconds.
std::optional<std::string> ask_owner(const std::filesystem::path& state, const ControlRequest& request);

}  // namespace clientpush
