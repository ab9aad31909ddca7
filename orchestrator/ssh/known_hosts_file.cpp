#include "ssh/known_hosts_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <unordered_set>

#include "base/error.h"
#include "ssh/known_hosts_line.h"
#include "ssh/wire.h"

namespace clientpush::ssh {
namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }

private:
    int fd_;
};

void must(bool good, const std::filesystem::path& file, const char* step) {
    if (good) return;
    const std::string why = std::strerror(errno);
    throw Error(Error::Kind::usage, "known-hosts-not-written",
                "cannot " + std::string(step) + " " + file.string() + ": " + why,
                "make the folder writable for this user, or free some space");
}

using Names = std::unordered_set<std::string>;

Names names_of(const std::vector<RecordedHost>& hosts) {
    Names names;
    for (const RecordedHost& host : hosts)
        for (const std::string& name : host.names) names.insert(known_hosts_name(name, 22));
    return names;
}

/// The line without these hosts; nothing when nobody else is left on it.
std::string without(const std::string& text, const Names& names) {
    std::string complaint;
    const auto line = parse_known_hosts_line(text, complaint);
    if (!line || line->marker != KnownHostsLine::Marker::none) return text;
    if (line->hashed()) {
        const auto meant = [&](const std::string& name) { return speaks_of(*line, name); };
        return std::any_of(names.begin(), names.end(), meant) ? std::string() : text;
    }

    std::string others;
    bool found = false;
    for (const std::string_view one : split_names(line->names)) {
        if (names.contains(known_hosts_name(one, 22))) {
            found = true;
        } else {
            if (!others.empty()) others += ',';
            others += one;
        }
    }
    if (!found) return text;
    if (others.empty()) return {};
    return others + text.substr(text.find(line->names) + line->names.size());
}

std::string new_text(const std::filesystem::path& file, const std::vector<RecordedHost>& hosts,
                     const std::string& note) {
    const Names names = names_of(hosts);
    std::string out;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        const std::string kept = without(line, names);
        if (!kept.empty() || line.empty()) out += kept + '\n';
    }
    for (const RecordedHost& host : hosts) {
        for (const HostKey& key : host.keys) {
            out += known_hosts_name(host.names.front(), 22) + ' ' + key.type + ' ' + encode_base64(key.blob);
            if (!note.empty()) out += ' ' + note;
            out += '\n';
        }
    }
    return out;
}

void write_durably(const std::filesystem::path& file, const std::string& text) {
    ::unlink(file.c_str());  // left by someone who died; the lock says that nobody else is here
    const Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    must(out.get() >= 0, file, "create");
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t count = ::write(out.get(), text.data() + done, text.size() - done);
        must(count >= 0 || errno == EINTR, file, "write");
        if (count > 0) done += static_cast<std::size_t>(count);
    }
    must(::fsync(out.get()) == 0, file, "write");
}

}  // namespace

void record_host_keys(const std::filesystem::path& file, const std::vector<RecordedHost>& hosts,
                      const std::string& note) {
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    const Descriptor lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    must(lock.get() >= 0 && ::flock(lock.get(), LOCK_EX) == 0, folder, "lock");

    const std::filesystem::path fresh = file.string() + ".new";
    write_durably(fresh, new_text(file, hosts, note));
    must(::rename(fresh.c_str(), file.c_str()) == 0, file, "replace");
    must(::fsync(lock.get()) == 0, folder, "write");
}

}  // namespace clientpush::ssh
