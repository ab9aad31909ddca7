#include "support/strace.h"

#include <fstream>
#include <map>

#include "support/child.h"

namespace clientpush {

const std::string disk_calls = "pwrite64,fdatasync,fsync,ftruncate,unlink";

std::vector<std::string> strace(const std::vector<std::string>& options) {
    std::vector<std::string> command{"strace", "-f", "-qq", "-E", "ASAN_OPTIONS=detect_leaks=0"};
    command.insert(command.end(), options.begin(), options.end());
    return command;
}

std::vector<std::string> strace_to(const std::filesystem::path& log, const std::string& calls) {
    return strace({"-e", "trace=" + calls, "-o", log.string()});
}

std::vector<std::string> strace_killing_at(const TracedCall& call) {
    const std::string kill = "inject=" + call.name + ":signal=KILL:when=" + std::to_string(call.number);
    return strace({"-e", "trace=" + call.name, "-e", kill, "-o", "/dev/null"});
}

std::vector<std::string> strace_failing_from(const TracedCall& call, const std::string& error) {
    const std::string fail =
        "inject=" + call.name + ":error=" + error + ":when=" + std::to_string(call.number) + "+";
    return strace({"-e", "trace=" + call.name, "-e", fail, "-o", "/dev/null"});
}

std::vector<TracedCall> calls_of_busiest(const std::filesystem::path& log, const std::string& calls) {
    std::map<std::string, std::vector<TracedCall>> by_thread;
    std::map<std::string, int> counts;
    std::ifstream lines(log);
    for (std::string thread, rest; lines >> thread && std::getline(lines >> std::ws, rest);) {
        const std::string name = rest.substr(0, rest.find('('));
        if (calls.find(name) == std::string::npos) continue;
        by_thread[thread].push_back({name, ++counts[thread + name]});
    }
    std::vector<TracedCall> busiest;
    for (const auto& [thread, each] : by_thread)
        if (each.size() > busiest.size()) busiest = each;
    return busiest;
}

std::vector<TracedCall> spread(const std::vector<TracedCall>& calls, std::size_t count) {
    std::vector<TracedCall> chosen;
    for (std::size_t i = 0; i < count; ++i) chosen.push_back(calls.at(i * calls.size() / count));
    return chosen;
}

bool can_trace() {
    return run_child({"strace", "-f", "-qq", "-o", "/dev/null", "true"}).exit_code == 0;
}

}  // namespace clientpush
