#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "cli/panel.h"
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

/// Progress as a panel at the foot of a terminal, whatever width that gets. Notices and the first of each
/// kind of failure scroll by above it.
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
    void print_above(const std::string& line);

    Clock& clock_;
    bool colour_;
    Panel panel_;
    Duration drawn_at_{-1000};
    std::vector<std::size_t> drawn_;  ///< columns of each line that stands there now
};

/// "kiosk-3: refused (host-key-changed) the host key is not the one on record".
std::string in_one_line(const HostRun& host);

}  // namespace clientpush
