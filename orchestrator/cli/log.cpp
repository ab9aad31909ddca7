#include "cli/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace clientpush {

void set_up_log(const Settings& settings) {
    auto logger = spdlog::stderr_logger_mt("clientpush");
    logger->set_pattern("%H:%M:%S.%e %l %v");
    logger->set_level(settings.verbosity >= 2   ? spdlog::level::debug
                      : settings.verbosity == 1 ? spdlog::level::info
                                                : spdlog::level::warn);
    spdlog::set_default_logger(std::move(logger));
}

}  // namespace clientpush
