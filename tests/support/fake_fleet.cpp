#include "support/fake_fleet.h"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <stdexcept>

namespace clientpush {

namespace {

/// Ends only when it is cancelled.
asio::awaitable<void> never() {
    asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    co_await timer.async_wait(asio::use_awaitable);
}

Error lost() {
    return {Error::Kind::lost, "connection-lost", "the connection broke"};
}

bool before(std::optional<Fault> fault) {
    return fault == Fault::drop_before || fault == Fault::stall_before;
}

bool after(std::optional<Fault> fault) {
    return fault == Fault::drop_after || fault == Fault::stall_after;
}

bool stalls(std::optional<Fault> fault) {
    return fault == Fault::stall_before || fault == Fault::stall_after;
}

}  // namespace

/// Counts one connection from the first packet until it is gone.
class FakeFleet::Line {
public:
    Line(FakeFleet& fleet, FakeMachine& machine) : fleet_(fleet), machine_(machine) {
        count(1);
        fleet.most_open_ = std::max(fleet.most_open_, fleet.open_);
        fleet.most_on_one_ = std::max(fleet.most_on_one_, machine.open);
        for (const std::string& place : {machine.served_by, machine.behind}) {
            int& most = fleet.most_open_at_[place];
            most = std::max(most, fleet.open_at_[place]);
        }
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    ~Line() { count(-1); }

private:
    void count(int change) {
        fleet_.open_ += change;
        for (const std::string& place : {machine_.served_by, machine_.behind})
            fleet_.open_at_[place] += change;
        machine_.open += change;
    }

    FakeFleet& fleet_;
    FakeMachine& machine_;
};

class FakeFleet::Link : public Connection {
public:
    Link(Clock& clock, FakeMachine& machine, std::unique_ptr<Line> line)
        : clock_(clock), machine_(machine), line_(std::move(line)), boot_(machine.host.boots()) {}

    asio::awaitable<std::unique_ptr<Conversation>> talk(std::string) override;

    /// Does what a call asks for, and gives what the host prints.
    asio::awaitable<std::string> answer(RemoteCall call) {
        const std::optional<Fault> fault = co_await begin();
        if (call.function == "receive") spoil(call.data, fault);
        std::string out = machine_.host.call(call, clock_.elapsed());
        const bool waits = (call.function == "push" || call.function == "await") && out.empty();
        if (waits && !after(fault)) {
            const Duration patience = std::chrono::seconds(std::stol(call["patience"]));
            const Duration left = machine_.host.left(call["attempt"], clock_.elapsed());
            if (left > Duration{0}) co_await clock_.sleep(std::min(left, patience));
        }
        if (waits) out = machine_.host.report(call, clock_.elapsed());
        co_await end(fault);
        if (fault == Fault::cut_short) throw lost();
        co_return out + "finished=yes\n\nclientpush-end " + call.nonce + "\n";
    }

    asio::awaitable<void> put(std::string path, std::string_view data, std::uint64_t offset) override {
        const std::optional<Fault> fault = co_await begin();
        std::string content(data);
        spoil(content, fault);
        if (!machine_.host.put(path, content, offset))
            throw Error(Error::Kind::remote, "remote-io", "no such folder: " + path);
        co_await end(fault);
        if (fault == Fault::cut_short) throw lost();
    }

    bool can_put() const override { return machine_.can_put; }
    std::chrono::microseconds round_trip() const override { return machine_.round_trip; }

private:
    static void spoil(std::string& content, std::optional<Fault> fault) {
        if (fault == Fault::disk_full)
            throw Error(Error::Kind::remote, "disk-full", "no space left on the host", "free some space");
        if (after(fault) || fault == Fault::cut_short) content.resize(content.size() / 2);
        if (fault == Fault::spoil_upload && !content.empty()) content.front() ^= 1;
    }

    asio::awaitable<std::optional<Fault>> begin() {
        const auto found = machine_.faults.find(++machine_.calls);
        std::optional<Fault> fault;
        if (found != machine_.faults.end()) fault = found->second;
        co_await clock_.sleep(machine_.latency);
        if (before(fault)) co_await end(fault);
        check();
        co_return fault;
    }

    asio::awaitable<void> end(std::optional<Fault> fault) {
        if (stalls(fault)) co_await never();
        if (before(fault) || after(fault)) throw lost();
        check();
    }

    /// A host that has restarted knows nothing of this connection.
    void check() {
        machine_.host.catch_up(clock_.elapsed());
        if (machine_.host.boots() != boot_) throw lost();
    }

    Clock& clock_;
    FakeMachine& machine_;
    std::unique_ptr<Line> line_;
    int boot_;
};

/// The calls are made when their answers are asked for, in their order.
class FakeFleet::Talk : public Conversation {
public:
    explicit Talk(Link& link) : link_(link) {}

    asio::awaitable<void> say(std::string_view bytes) override {
        reader_.said(bytes);
        co_return;
    }

    asio::awaitable<std::string> hear(std::string end, std::size_t) override {
        const auto call = reader_.next();
        if (!call || end != answer_end(call->nonce)) throw std::logic_error("an answer to no call");
        co_return co_await link_.answer(*call);
    }

private:
    Link& link_;
    CallReader reader_;
};

asio::awaitable<std::unique_ptr<Conversation>> FakeFleet::Link::talk(std::string) {
    co_return std::make_unique<Talk>(*this);
}

FakeMachine& FakeFleet::add(const std::string& name, const std::string& site) {
    return *machines_.emplace(name, std::make_unique<FakeMachine>(name, site)).first->second;
}

asio::awaitable<std::unique_ptr<Connection>> FakeFleet::connect(Endpoint endpoint) {
    FakeMachine& machine = *machines_.at(endpoint.name);
    auto line = std::make_unique<Line>(*this, machine);
    logins_.push_back(clock_.elapsed());
    ++machine.logins;
    co_await clock_.sleep(machine.latency);
    if (clock_.elapsed() < machine.silent_until) co_await never();
    if (clock_.elapsed() < machine.refuses_until)
        throw Error(Error::Kind::unreachable, "connection-refused", "nobody listens there");
    if (machine.says_no) throw Error(*machine.says_no);
    machine.host.catch_up(clock_.elapsed());
    co_return std::make_unique<Link>(clock_, machine, std::move(line));
}

std::size_t FakeFleet::starts() const {
    std::size_t starts = 0;
    for (const auto& [name, machine] : machines_) starts += machine->host.starts.size();
    return starts;
}

int FakeFleet::most_open_at(const std::string& place) const {
    const auto most = most_open_at_.find(place);
    return most == most_open_at_.end() ? 0 : most->second;
}

}  // namespace clientpush
