#include "support/terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <stdexcept>

namespace clientpush {

Terminal::Terminal(const std::function<std::string()>& work) {
    int result[2] = {};
    if (::openpty(&master_, &slave_, nullptr, nullptr, nullptr) != 0 || ::pipe2(result, O_CLOEXEC) != 0)
        throw std::runtime_error("no terminal");
    child_ = ::fork();
    if (child_ == 0) {
        ::setsid();
        ::ioctl(slave_, TIOCSCTTY, 0);
        const std::string said = work();
        (void)!::write(result[1], said.data(), said.size());
        ::_exit(0);
    }
    ::close(result[1]);
    result_ = result[0];
}

Terminal::~Terminal() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    for (const int fd : {master_, slave_, result_}) ::close(fd);
}

bool Terminal::show_more() {
    pollfd waiting{master_, POLLIN, 0};
    if (::poll(&waiting, 1, 20'000) != 1) return false;
    char bytes[512];
    const ssize_t count = ::read(master_, bytes, sizeof bytes);
    if (count <= 0) return false;
    screen_.append(bytes, static_cast<std::size_t>(count));
    return true;
}

void Terminal::wait_for(const std::string& text) {
    while (screen_.find(text) == std::string::npos)
        if (!show_more()) throw std::runtime_error("the terminal does not show " + text + ": " + screen_);
}

void Terminal::wait_until_it_hides() const {
    for (int left = 10'000; echoes(); --left) {
        if (left == 0) throw std::runtime_error("the terminal goes on showing what is typed");
        ::poll(nullptr, 0, 2);
    }
}

void Terminal::type(const std::string& keys) const {
    (void)!::write(master_, keys.data(), keys.size());
}

std::string Terminal::said() {
    std::string text;
    char bytes[512];
    for (ssize_t count = 0; (count = ::read(result_, bytes, sizeof bytes)) > 0;)
        text.append(bytes, static_cast<std::size_t>(count));
    pollfd more{master_, POLLIN, 0};
    while (::poll(&more, 1, 0) == 1 && (more.revents & POLLIN) != 0 && show_more()) {
    }
    return text;
}

bool Terminal::echoes() const {
    termios settings = {};
    return ::tcgetattr(slave_, &settings) == 0 && (settings.c_lflag & ECHO) != 0;
}

}  // namespace clientpush
