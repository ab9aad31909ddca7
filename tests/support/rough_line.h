#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <thread>
#include <utility>

namespace clientpush {

/// What goes wrong between us and a host, in the direction from the host to us unless it says otherwise.
struct Roughness {
    std::size_t reset_after = SIZE_MAX;  ///< bytes; then both sides are reset
    bool byte_by_byte = false;           ///< every byte in a segment of its own
    std::string preface = {};            ///< comes before the host's first byte
    std::size_t hold_after = SIZE_MAX;   ///< bytes; what is behind them comes after release()
    std::size_t cut_after = SIZE_MAX;    ///< bytes of ours, of the first connection; later ones are not cut
    bool silently = false;               ///< a cut is told to nobody: packets are dropped from then on
};

/// A port of 127.0.0.1 that leads to another one, there or at another address, roughly.
class RoughLine {
public:
    RoughLine(std::uint16_t to, Roughness roughness) : RoughLine("127.0.0.1", to, std::move(roughness)) {}
    RoughLine(const std::string& address, std::uint16_t to, Roughness roughness);
    ~RoughLine();
    RoughLine(const RoughLine&) = delete;
    RoughLine& operator=(const RoughLine&) = delete;

    std::uint16_t port() const { return port_; }

    void release() { released_ = true; }

    /// Bytes that hosts have sent so far.
    std::size_t passed() const { return passed_; }

    /// Bytes that hosts have been sent so far.
    std::size_t sent() const { return sent_; }

    int connections() const { return connections_; }

private:
    void serve();
    void carry(int visitor, std::size_t left);
    void cut(int visitor, int host);
    std::size_t passable(std::size_t count) const;
    bool pass_on(int from, int to, std::size_t& count);
    bool pass_to_host(int from, int to, std::size_t& left);

    std::string address_;
    std::uint16_t to_;
    Roughness roughness_;
    int listener_;
    std::uint16_t port_ = 0;
    std::atomic<std::size_t> passed_ = 0;
    std::atomic<std::size_t> sent_ = 0;
    std::atomic<int> connections_ = 0;
    std::atomic<bool> over_ = false;
    std::atomic<bool> released_ = false;
    std::list<std::thread> carriers_;
    std::thread server_;
};

}  // namespace clientpush
