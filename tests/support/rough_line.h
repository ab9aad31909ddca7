#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <thread>

namespace clientpush {

/// What goes wrong between us and a host, in the direction from the host to us.
struct Roughness {
    std::size_t reset_after = SIZE_MAX;  ///< bytes; then both sides are reset
    bool byte_by_byte = false;           ///< every byte in a segment of its own
    std::string preface = {};            ///< comes before the host's first byte
    std::size_t hold_after = SIZE_MAX;   ///< bytes; what is behind them comes after release()
};

/// A port of 127.0.0.1 that leads to another one, roughly.
class RoughLine {
public:
    RoughLine(std::uint16_t to, Roughness roughness);
    ~RoughLine();
    RoughLine(const RoughLine&) = delete;
    RoughLine& operator=(const RoughLine&) = delete;

    std::uint16_t port() const { return port_; }

    void release() { released_ = true; }

    /// Bytes that hosts have sent so far.
    std::size_t passed() const { return passed_; }

private:
    void serve();
    void carry(int visitor);
    std::size_t passable(std::size_t count) const;
    bool pass_on(int from, int to, bool to_visitor, std::size_t& count);

    std::uint16_t to_;
    Roughness roughness_;
    int listener_;
    std::uint16_t port_ = 0;
    std::atomic<std::size_t> passed_ = 0;
    std::atomic<bool> over_ = false;
    std::atomic<bool> released_ = false;
    std::list<std::thread> carriers_;
    std::thread server_;
};

}  // namespace clientpush
