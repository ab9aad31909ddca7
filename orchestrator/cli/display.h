#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "push/progress.h"

namespace clientpush {

/// Progress as plain lines on standard error, one per thing that happened: "kiosk-3: managed (proved)".
class LineDisplay : public Progress {
public:
    explicit LineDisplay(bool quiet) : quiet_(quiet) {}

    void wave_begins(int wave, int of, int hosts) override;
    void host_changed(const HostRun& host) override;
    void run_notice(const std::string& text) override;

private:
    bool quiet_;
};

/// Progress as a panel at the foot of a terminal: wave, bar, counts by state, rate, who has been running
/// longest. Notices and failures scroll by above it.
class LiveDisplay : public Progress {
public:
    LiveDisplay(Clock& clock, const std::vector<HostRun>& hosts, bool colour);
    ~LiveDisplay() override;  ///< leaves the last panel out of the way

    void wave_begins(int wave, int of, int hosts) override;
    void host_changed(const HostRun& host) override;
    void run_notice(const std::string& text) override;

    void redraw();  ///< now, whatever the pace
    void clear();

private:
    struct Shown {
        HostState state = HostState::queued;
        std::string step;
        Duration since{};
    };

    void print_above(const std::string& line);
    std::vector<std::string> panel() const;
    std::string bar(int width) const;

    Clock& clock_;
    bool colour_;
    std::map<std::string, Shown> hosts_;
    std::map<HostState, int> counts_;
    int wave_ = 0;
    int waves_ = 0;
    Duration begun_;
    Duration drawn_{-1000};
    int finished_ = 0;
    int lines_ = 0;  ///< of the panel that stands there now
};

/// "kiosk-3: refused (host-key-changed) the host key is not the one on record".
std::string in_one_line(const HostRun& host);

}  // namespace clientpush
