// The part of a host's job that brings the payload there.
#include "push/staging.h"

#include <algorithm>

#include "push/host_job.h"
#include "push/within.h"

namespace clientpush {

namespace {

constexpr std::uint64_t megabyte = std::uint64_t{1} << 20;

bool is_oversized(const Package& package, const std::pair<const std::string, std::uint64_t>& part) {
    const auto file = std::ranges::find(package.files, part.first, &PackageFile::name);
    return file == package.files.end() || part.second > file->size();
}

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

asio::awaitable<void> HostJob::stage(Look seen) {
    if (seen.staged) co_return;
    step("stage");
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

asio::awaitable<void> HostJob::upload(std::map<std::string, std::uint64_t> parts) {
    std::uint64_t missing = job_.package->size();
    for (const auto& [name, size] : parts) missing -= std::min(size, missing);
    const bool input = !connection_->can_put() || through_input(connection_->round_trip(), missing);
    if (!input) co_await prepare("prepare");
    for (const PackageFile& file : job_.package->files) {
        const auto part = parts.find(file.name);
        const std::uint64_t there = part == parts.end() ? 0 : part->second;
        if (there == file.size() && there > 0) continue;
        if (input)
            co_await send(file, there);
        else
            co_await put(file, there);
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
    const std::string path = directory_of(job_) + "/incoming/" + job_.package->digest + "/" + file.name;
    do {
        const std::uint64_t size = co_await next_slice(file.size() - there, file_slice);
        const std::string_view slice = file.content->data().substr(there, size);
        const Duration limit = transfer_limit(size);
        co_await within(services_.clock, limit, connection_->put(path, slice, there), too_slow(file, limit));
        there += size;
    } while (there < file.size());
}

asio::awaitable<void> HostJob::send(const PackageFile& file, std::uint64_t there) {
    RemoteValues receive = values();
    receive["file"] = file.name;
    receive["offset"] = std::to_string(there);
    receive["size"] = std::to_string(file.size() - there);
    std::string nonce =
        co_await within(services_.clock, limits_.look, shell_->ask("receive", std::move(receive)),
                        too_slow(file, limits_.look));
    while (there < file.size()) {
        const std::uint64_t size = co_await next_slice(file.size() - there, input_slice);
        const std::string_view slice = file.content->data().substr(there, size);
        const Duration limit = transfer_limit(size);
        co_await within(services_.clock, limit, shell_->send(slice), too_slow(file, limit));
        there += size;
    }
    const Duration limit = transfer_limit(file.size());
    co_await within(services_.clock, limit, shell_->answer(std::move(nonce)), too_slow(file, limit));
}

}  // namespace clientpush
