#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace clientpush {

/// A password or the like. It cannot be printed by accident: nothing converts it to text, no stream and no
/// formatter takes it. Copies share one text, which is overwritten when the last of them goes.
class Secret {
public:
    Secret() = default;  ///< empty

    /// Takes the text over and leaves nothing of it in `text`.
    explicit Secret(std::string&& text);

    /// The text itself, for the one place that hands it on. Lives as long as a copy of this secret.
    std::string_view reveal() const;

    bool empty() const { return reveal().empty(); }

private:
    std::shared_ptr<const std::string> text_;
};

/// Overwrites a text that held a secret and empties it.
void wipe(std::string& text);

}  // namespace clientpush
