#pragma once

#include <boost/asio/any_io_executor.hpp>

#include "local/child.h"
#include "local/pipe.h"

namespace clientpush::local {

/// The three pipes of a child; its ends are closed here once it has been started.
struct Pipes {
    Pipe in = Pipe::open();
    Pipe out = Pipe::open();
    Pipe err = Pipe::open();
};

/// Starts a process that leads a group of its own, with the usual signals, and gives its id. Whoever calls
/// this has to wait for it. Throws Error{remote} "no-start".
int launch(const asio::any_io_executor& executor, const ChildStart& start, const Pipes& pipes);

}  // namespace clientpush::local
