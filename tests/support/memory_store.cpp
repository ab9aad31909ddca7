#include "support/memory_store.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

namespace clientpush {
namespace {

template <typename Values>
auto values_of(const Values& by_key) {
    std::vector<typename Values::mapped_type> values;
    for (const auto& [key, value] : by_key) values.push_back(value);
    return values;
}

}  // namespace

void MemoryStore::crash(std::size_t saved) {
    save(std::min(saved, unsaved_.size()));
    saved_ += unsaved_.size();
    unsaved_.clear();
    now_ = disk_;
    failure_.reset();
}

void MemoryStore::apply(Write write) {
    throw_if_failed();
    write(now_);
    unsaved_.push_back(std::move(write));
    ++applied_;
}

void MemoryStore::save(std::size_t count) {
    for (; count > 0; --count) {
        unsaved_.front()(disk_);
        unsaved_.pop_front();
        ++saved_;
    }
}

void MemoryStore::throw_if_failed() const {
    if (failure_) throw Error(*failure_);
}

RunId MemoryStore::begin_run(Run run, std::vector<HostRun> hosts) {
    RunId id = 0;
    const Write write = [&](MemoryImage& image) { id = image.begin_run(run, hosts); };
    apply(write);
    save();
    return id;
}

std::int64_t MemoryStore::claim_run(RunId id) {
    std::int64_t fence = 0;
    apply([&](MemoryImage& image) { fence = image.claim_run(id); });
    save();
    return fence;
}

void MemoryStore::set_run_state(RunId id, RunState state, std::string reason, Time now) {
    apply([&](MemoryImage& image) { image.set_run_state(id, state, reason, now); });
    save();
}

PortGeneration MemoryStore::record_generation(const std::string& site, const SitePorts& ports,
                                              Website website, Time now) {
    PortGeneration current;
    apply([&](MemoryImage& image) { current = image.record_generation(site, ports, website, now); });
    save();
    return current;
}

void MemoryStore::waive(Waiver waiver) {
    apply([&](MemoryImage& image) { image.waivers[waiver.host] = waiver; });
    save();
}

asio::awaitable<void> MemoryStore::commit(Change change) {
    apply([change = std::move(change)](MemoryImage& image) { image.write(change); });
    const std::uint64_t mine = applied_;
    const auto here = co_await asio::this_coro::executor;
    co_await asio::post(here, asio::use_awaitable);
    throw_if_failed();
    if (saved_ < mine) save(static_cast<std::size_t>(mine - saved_));
}

void MemoryStore::note(Change change) {
    apply([change = std::move(change)](MemoryImage& image) { image.write(change); });
}

std::optional<Run> MemoryStore::run(RunId id) {
    const auto found = now_.runs.find(id);
    return found == now_.runs.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Run> MemoryStore::runs() {
    std::vector<Run> all = values_of(now_.runs);
    std::reverse(all.begin(), all.end());
    return all;
}

std::optional<Run> MemoryStore::latest_run() {
    return now_.runs.empty() ? std::nullopt : std::optional(now_.runs.rbegin()->second);
}

std::optional<Run> MemoryStore::open_run() {
    const Run* open = now_.open_run();
    return open ? std::optional(*open) : std::nullopt;
}

std::vector<HostRun> MemoryStore::hosts_of(RunId id) {
    const auto found = now_.hosts.find(id);
    if (found == now_.hosts.end()) return {};
    std::vector<HostRun> hosts = values_of(found->second);
    std::stable_sort(hosts.begin(), hosts.end(),
                     [](const HostRun& a, const HostRun& b) { return a.position < b.position; });
    return hosts;
}

std::vector<Attempt> MemoryStore::attempts_of(RunId id) {
    std::vector<Attempt> attempts = now_.attempts;
    std::erase_if(attempts, [id](const Attempt& attempt) { return attempt.run != id; });
    return attempts;
}

std::vector<Attempt> MemoryStore::attempts_on(const std::string& host) {
    std::vector<Attempt> attempts(now_.attempts.rbegin(), now_.attempts.rend());
    std::erase_if(attempts, [&](const Attempt& attempt) { return attempt.host != host; });
    return attempts;
}

std::vector<HostRecord> MemoryStore::host_records() {
    return values_of(now_.records);
}

std::optional<HostRecord> MemoryStore::host_record(const std::string& host) {
    const auto found = now_.records.find(host);
    return found == now_.records.end() ? std::nullopt : std::optional(found->second);
}

std::vector<PortGeneration> MemoryStore::generations() {
    std::vector<PortGeneration> generations = now_.generations;
    std::stable_sort(generations.begin(), generations.end(),
                     [](const PortGeneration& a, const PortGeneration& b) { return a.site < b.site; });
    return generations;
}

std::vector<Waiver> MemoryStore::waivers() {
    return values_of(now_.waivers);
}

std::vector<Event> MemoryStore::events(RunId id, std::int64_t after, std::size_t limit) {
    std::vector<Event> found;
    for (const Event& event : now_.events) {
        if (event.run == id && event.number > after && found.size() < limit) found.push_back(event);
    }
    return found;
}

}  // namespace clientpush
