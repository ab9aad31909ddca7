// The part of a host's job that brings the payload there.
#include "push/staging.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "push/host_job.h"
#include "push/within.h"

namespace clientpush {

namespace {

constexpr std::uint64_t megabyte = std::uint64_t{1} << 20;

bool is_oversized(const Package& package, const std::pair<const std::string, std::uint64_t>& part) {
    const auto file = std::ranges::find(package.files, part.first, &PackageFile::name);
    return file == package.files.end() || part.second > file->size();
}

/// The small ones first: the host is done with them while the large one is on its way.
std::vector<const PackageFile*> by_size(const Package& package) {
    std::vector<const PackageFile*> files;
    for (const PackageFile& file : package.files) files.push_back(&file);
    std::ranges::stable_sort(files, {}, [](const PackageFile* file) { return file->size(); });
    return files;
}

constexpr std::uint64_t largest_guess = 16 * megabyte;
constexpr std::chrono::milliseconds long_line{5};

Error too_slow(const PackageFile& file, Duration limit) {
    return {Error::Kind::lost, "no-answer", "could not upload " + file.name + " within " + to_text(limit),
            "it is looked at again; look at the line to the host if it stays so"};
}

}  // namespace

bool through_input(std::chrono::microseconds round_trip, std::uint64_t bytes) {
    using std::chrono::microseconds;
    const auto trips = 5 + static_cast<std::int64_t>(bytes / (megabyte / 2));
    return round_trip * trips >
           microseconds(20'000 * static_cast<std::int64_t>(bytes) / static_cast<std::int64_t>(megabyte));
}

/// On a long line the payload is there sooner when it leaves together with the first look. Guessed are only
/// hosts of which nothing is known that makes it needless, and payloads that do little harm.
bool HostJob::worth_a_guess() const {
    if (shell_->input() == nullptr || !job_.guess || job_.look_only || job_.pending || !job_.package ||
        services_.pace)
        return false;
    return job_.package->size() <= largest_guess && connection_->round_trip() >= long_line;
}

asio::awaitable<Answer> HostJob::look_and_guess() {
    job_.guess = false;  // once: what it left behind is known from now on
    std::string nonce = co_await within(services_.clock, limits_.look, shell_->input()->ask("look", values()),
                                        no_answer("no answer", limits_.look));
    for (const PackageFile* file : by_size(*job_.package)) guesses_.push_back(co_await send(*file, 0, true));
    co_return co_await within(services_.clock, limits_.look, shell_->input()->answer(std::move(nonce)),
                              no_answer("no answer", limits_.look));
}

/// Adds what the guess brought to what was there before; a file of which something was there is not among it.
asio::awaitable<void> HostJob::take_guess(Parts& parts) {
    const Duration limit = transfer_limit(job_.package->size());
    for (const std::string& nonce : std::exchange(guesses_, {})) {
        const Answer answer = co_await within(services_.clock, limit, shell_->input()->answer(nonce),
                                              no_answer("could not upload the payload", limit));
        for (const PackageFile& file : job_.package->files)
            if (answer.last("received") == file.name) parts[file.name] = file.size();
    }
}

asio::awaitable<void> HostJob::stage(Look seen) {
    if (guesses_.empty() && seen.staged) co_return;
    step("stage");
    co_await take_guess(seen.parts);
    if (seen.staged) co_return;
    if (std::ranges::any_of(seen.parts,
                            [&](const auto& part) { return is_oversized(*job_.package, part); })) {
        co_await prepare("unstage");
        seen.parts.clear();
    }
    co_await upload(seen.parts);
}

asio::awaitable<void> HostJob::prepare(std::string function) {
    const Answer prepared = co_await call(std::move(function), values(), limits_.look);
    if (prepared.last("prepared") != "yes")
        throw Error(Error::Kind::remote, "permission-denied",
                    "cannot make " + directory_of(job_) + " on the host",
                    "log in as a user who may, or set clientpush_dir");
}

bool HostJob::through_input_here(std::uint64_t bytes) const {
    if (shell_->input() != nullptr)
        return !shell_->can_put() || through_input(connection_->round_trip(), bytes);
    if (shell_->can_put()) return false;
    throw Error(Error::Kind::remote, "sftp-missing", "the host takes no files over SFTP",
                "enable the sftp subsystem in its sshd_config");
}

asio::awaitable<void> HostJob::upload(Parts parts) {
    std::uint64_t missing = job_.package->size();
    for (const auto& [name, size] : parts) missing -= std::min(size, missing);
    if (missing == 0 && parts.size() == job_.package->files.size()) co_return;
    const bool input = through_input_here(missing);
    if (!input) co_await prepare("prepare");
    for (const PackageFile& file : job_.package->files) {
        const auto part = parts.find(file.name);
        const std::uint64_t there = part == parts.end() ? 0 : part->second;
        if (there == file.size() && there > 0) continue;
        if (!input) {
            co_await put(file, there);
            continue;
        }
        const Duration limit = transfer_limit(file.size());
        co_await within(services_.clock, limit, shell_->input()->answer(co_await send(file, there, false)),
                        too_slow(file, limit));
    }
}

/// Takes its turn where a limit shares out the bandwidth. Waiting for it is nobody's fault, so it has no
/// limit.
asio::awaitable<std::uint64_t> HostJob::next_slice(std::uint64_t rest, std::uint64_t slice) {
    if (!services_.pace) co_return rest;
    const std::uint64_t bytes = std::min(rest, slice);
    co_await services_.pace(bytes);
    co_return bytes;
}

asio::awaitable<void> HostJob::put(const PackageFile& file, std::uint64_t there) {
    const std::string path = upload_path(job_, file.name);
    do {
        const std::uint64_t size = co_await next_slice(file.size() - there, file_slice);
        const std::string_view slice = file.content->data().substr(there, size);
        const Duration limit = transfer_limit(size);
        co_await within(services_.clock, limit, connection_->put(path, slice, there), too_slow(file, limit));
        there += size;
    } while (there < file.size());
}

/// Gives the call whose answer says whether the file arrived.
asio::awaitable<std::string> HostJob::send(const PackageFile& file, std::uint64_t there, bool guess) {
    RemoteValues receive = values();
    receive["file"] = file.name;
    receive["offset"] = std::to_string(there);
    receive["size"] = std::to_string(file.size() - there);
    receive["guess"] = guess ? std::string("yes") : std::string("no");
    std::string nonce =
        co_await within(services_.clock, limits_.look, shell_->input()->ask("receive", std::move(receive)),
                        too_slow(file, limits_.look));
    while (there < file.size()) {
        const std::uint64_t size = co_await next_slice(file.size() - there, input_slice);
        const std::string_view slice = file.content->data().substr(there, size);
        const Duration limit = transfer_limit(size);
        co_await within(services_.clock, limit, shell_->input()->send(slice), too_slow(file, limit));
        there += size;
    }
    co_return nonce;
}

}  // namespace clientpush
