#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

namespace clientpush {

/// Work in a child process that has a terminal of its own, and the hands of its user.
class Terminal {
public:
    /// What `work` gives back is said() afterwards.
    explicit Terminal(const std::function<std::string()>& work);
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    /// Waits until this stands on the screen.
    void wait_for(const std::string& text);

    /// Waits until what is typed is not shown any more.
    void wait_until_it_hides() const;

    void type(const std::string& keys) const;

    /// Waits for the end of the work.
    std::string said();

    /// All that the terminal has shown so far.
    const std::string& screen() const { return screen_; }

    /// Is what is typed shown?
    bool echoes() const;

private:
    bool show_more();

    int master_ = -1;
    int slave_ = -1;
    int result_ = -1;
    pid_t child_ = -1;
    std::string screen_;
};

}  // namespace clientpush
